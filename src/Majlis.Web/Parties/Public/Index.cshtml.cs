using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Parties.Public;

/// <summary>Participants: states and organisations, in protocol order. Not there until the organiser publishes a list.</summary>
[Kept]
public sealed class IndexModel(Visit visit, ParticipantShelf shelf) : PageModel
{
    public PublicParticipants Participants { get; private set; } = null!;
    public SnapshotGroup? Group { get; private set; }
    /// <summary>Classes in their order, each with those of the group.</summary>
    public IReadOnlyList<(LocalizedText Name, IReadOnlyList<SnapshotLine> Lines)> Classes { get; private set; } = [];
    public int Count { get; private set; }

    public async Task OnGet(string? group)
    {
        Participants = await shelf.Find(visit.Edition.Id) ?? throw new NotThere("participants");
        Group = Participants.Groups.FirstOrDefault(g => g.Slug == group);
        var lines = Participants.Lines.Where(l => Group is null || l.Groups.Any(m => m.Group == Group.Id)).ToList();
        Count = lines.Count;
        Classes = [.. lines.GroupBy(l => l.Class).Select(g => (g.First().ClassName, (IReadOnlyList<SnapshotLine>)[.. g]))];
    }

    /// <summary>How a party belongs to the chosen group; null where the group knows one kind only.</summary>
    public LocalizedText? KindIn(SnapshotLine line) =>
        Group is { Kinds.Count: > 1 } ? Group.Kinds.FirstOrDefault(k => line.Groups.Any(m => m.Group == Group.Id && m.Kind == k.Key))?.Name : null;
}
