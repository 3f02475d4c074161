using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;

namespace Majlis.Web.Parties.Desk;

/// <summary>The plates before the seats, one a sheet, to be printed.</summary>
public sealed class PlatesModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public static readonly IReadOnlyList<string> Formats = ["a4", "a5"];

    public IReadOnlyList<SnapshotCard> Snapshots { get; private set; } = [];
    public OrderSnapshot? Snapshot { get; private set; }
    /// <summary><c>a4</c>: folded, the name on both sides; <c>a5</c>: flat.</summary>
    public string Format { get; private set; } = "a4";
    /// <summary>One or two.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];
    public IReadOnlyList<(string Key, LocalizedText Name)> Classes { get; private set; } = [];
    public string? Class { get; private set; }
    public bool WithFlag { get; private set; }
    public IReadOnlyList<SnapshotLine> Plates { get; private set; } = [];

    public async Task OnGet(int? snapshot, string? format, string[] language, string? @class, bool flag)
    {
        Snapshots = await LoadSnapshots();
        Snapshot = await LoadSnapshot(snapshot);
        Format = Formats.Contains(format) ? format! : "a4";
        Languages = [.. language.Where(Visit.Edition.Languages.Contains).Distinct().Take(2)];
        if (Languages.Count == 0) Languages = [.. Visit.Edition.Languages.Take(2)];
        WithFlag = flag;
        if (Snapshot is null) return;
        Classes = [.. Snapshot.Lines.Where(l => l.Class is not null).DistinctBy(l => l.Class).Select(l => (l.Class!, l.ClassName))];
        Class = Classes.Any(c => c.Key == @class) ? @class : null;
        Plates = [.. Snapshot.Lines.Where(l => Class is null || l.Class == Class)];
    }

    /// <summary>The names of a plate, one a language; where it has none in a language, none is invented.</summary>
    public IEnumerable<Wording> On(SnapshotLine line)
    {
        var wordings = Languages.Where(l => line.OnPlate[l] is not null).Select(l => new Wording(line.OnPlate[l]!, l)).ToList();
        return wordings.Count > 0 ? wordings.DistinctBy(w => w.Text) : [line.OnPlate.In(Languages[0], Visit.Edition.Languages)];
    }

    /// <summary>A long name is set smaller.</summary>
    public static string Size(string name) => name.Length switch { <= 12 => "short", <= 22 => "middle", <= 40 => "long", _ => "longest" };
}
