using System.Text;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Html;

namespace Majlis.Web.Programme.Public;

/// <summary>One session with everything that was released about it.</summary>
[Kept]
public sealed class SessionModel(Visit visit, ProgrammeShelf shelf, SiteAddress site) : ProgrammePage(visit, shelf)
{
    public SessionEntry Session { get; private set; } = null!;
    /// <summary>The one before and after in the same hall on the same day; null at the ends and without a hall.</summary>
    public SessionEntry? Previous { get; private set; }
    public SessionEntry? Next { get; private set; }
    public HallEntry? Hall { get; private set; }

    public void OnGet(int number)
    {
        var programme = Released.Published;
        Session = programme.ByNumber.GetValueOrDefault(number) ?? throw new NotThere($"session {number}");
        if (Session.Hall is not { } hall) return;
        Hall = programme.Halls[hall];
        if (Session.Start is null) return;
        var row = programme.ByHall[hall].Where(s => s.IsScheduled && programme.DayOf(s) == programme.DayOf(Session)).ToList();
        var here = row.IndexOf(Session);
        (Previous, Next) = (row.ElementAtOrDefault(here - 1), row.ElementAtOrDefault(here + 1));
    }

    /// <summary>Absolute, for machines that keep it.</summary>
    public Uri Canonical => new(site.Of(Request), Visit.At("programme", "session", Session.Number));

    public string Summary => RichText.Plain(Visit.Say(Session.Abstract.IsEmpty ? Session.Description : Session.Abstract).Text, 200);

    /// <summary>Whether an address may be a link: what stands in old releases is checked again.</summary>
    public bool Leads(string address) => Address.IsSafe(address);

    /// <summary>schema.org <c>Event</c>, safe inside a <c>script</c> element; empty for a session without a time, which is none yet.</summary>
    public HtmlString JsonLd() => !Session.IsScheduled ? HtmlString.Empty : new(Encoding.UTF8.GetString(
        SchemaOrg.Session(Released.Published, Session, Visit.Language.Tag, Summary, new(site.Of(Request), Visit.At()), Canonical)));
}
