using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Meetings;

/// <summary>A request as forms carry it.</summary>
public sealed class TermsForm
{
    public string? Purpose { get; set; }
    public MeetingLevel Level { get; set; } = MeetingLevel.Director;
    public string? FromPeople { get; set; } = "1";
    public string? ToPeople { get; set; } = "1";
    public List<string> Languages { get; set; } = [];
    /// <summary>ISO dates.</summary>
    public List<string> Days { get; set; } = [];
    public Wish Wish { get; set; } = Wish.Wish;
    public string? Note { get; set; }
    public bool ForGood { get; set; }
    public long Version { get; set; }

    /// <summary>What meetings are held in most; others come from the profiles of the two sides.</summary>
    public static readonly string[] UsualLanguages = ["ar", "en", "fa", "fr", "ru", "tr"];

    public static TermsForm Of(MeetingRequest request) => new()
    {
        Purpose = request.Purpose, Level = request.Terms.Level, FromPeople = Plain(request.Terms.FromPeople), ToPeople = Plain(request.Terms.ToPeople), Languages = [.. request.Terms.Languages],
        Days = [.. request.Terms.Days.Select(LocalDatePattern.Iso.Format)], Version = request.Version,
    };

    static string Plain(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Errors are put at their fields.</summary>
    public MeetingTerms Terms(PageModel page, Visit visit) => new()
    {
        Level = Level, FromPeople = page.Number(visit, "Form.FromPeople", FromPeople) ?? 1, ToPeople = page.Number(visit, "Form.ToPeople", ToPeople) ?? 1, Languages = Languages,
        Days = [.. Days.Select(d => LocalDatePattern.Iso.Parse(d)).Where(d => d.Success).Select(d => d.Value)],
    };
}

/// <summary>A profile as forms carry it.</summary>
public sealed class ProfileForm
{
    public Dictionary<string, string?> About { get; set; } = [];
    public List<string> Offers { get; set; } = [];
    public List<string> Seeks { get; set; } = [];
    public List<string> Languages { get; set; } = [];
    /// <summary>Numbers of persons, the head first.</summary>
    public List<int> Principals { get; set; } = [];
    public bool Agrees { get; set; }
    public long? Version { get; set; }

    public Profile ToProfile() => new() { About = About.ToText(), Offers = Offers, Seeks = Seeks, Languages = Languages };

    public static ProfileForm Of(MeetingSide side, bool isNew) => new()
    {
        About = side.Profile.About.ToForm(), Offers = [.. side.Profile.Offers], Seeks = [.. side.Profile.Seeks], Languages = [.. side.Profile.Languages], Agrees = side.IsShown,
        Version = isNew ? null : side.Version,
    };
}
