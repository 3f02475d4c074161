using System.Globalization;
using System.Text.Json.Nodes;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.OutputCaching;
using NodaTime;

namespace Majlis.Web.Programme.Public;

/// <summary>One session with everything that was released about it.</summary>
[OutputCache(PolicyName = ShellSetup.PublicCache)]
public sealed class SessionModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf)
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
    public string Canonical => $"{Request.Scheme}://{Request.Host}{Visit.At("programme", "session", Session.Number)}";

    public string Summary => RichText.Plain(Visit.Say(Session.Abstract.IsEmpty ? Session.Description : Session.Abstract).Text, 200);

    /// <summary>Whether an address may be a link: what stands in old releases is checked again.</summary>
    public bool Leads(string address) => Address.IsSafe(address);

    /// <summary>schema.org <c>Event</c>. Escaped as JSON inside HTML wants it: no <c>&lt;</c> is left.</summary>
    public HtmlString JsonLd()
    {
        var agenda = Released;
        var said = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Event",
            ["@id"] = Canonical,
            ["url"] = Canonical,
            ["name"] = agenda.Words(Session.Title),
            ["eventStatus"] = Session.IsCancelled ? "https://schema.org/EventCancelled" : "https://schema.org/EventScheduled",
            ["superEvent"] = new JsonObject
            {
                ["@type"] = "Event", ["name"] = agenda.Words(agenda.Programme.Edition.Title), ["url"] = $"{Request.Scheme}://{Request.Host}{Visit.At()}",
                ["startDate"] = ProgrammeFilter.Iso(agenda.Programme.Edition.First), ["endDate"] = ProgrammeFilter.Iso(agenda.Programme.Edition.Last),
                ["location"] = Location(agenda),
            },
            ["location"] = Location(agenda),
        };
        if (Summary.Length > 0) said["description"] = Summary;
        if (Session.Start is { } start) said["startDate"] = Offset(agenda, start);
        if (Session is { Minutes: > 0, End: { } end }) said["endDate"] = Offset(agenda, end);
        if (Session.FloorLanguages.Count > 0) said["inLanguage"] = new JsonArray([.. Session.FloorLanguages.Select(l => JsonValue.Create(l))]);
        if (Session.Stream is { } stream)
        {
            said["eventAttendanceMode"] = "https://schema.org/MixedEventAttendanceMode";
            said["location"] = new JsonArray(Location(agenda), new JsonObject { ["@type"] = "VirtualLocation", ["url"] = stream });
        }
        if (Session.People.Count > 0)
            said["performer"] = new JsonArray([.. Session.People.Select(p => agenda.Published.People[p.Person]).DistinctBy(p => p.Guid)
                .Select(p => new JsonObject { ["@type"] = "Person", ["name"] = agenda.Words(p.Name) })]);
        return new(said.ToJsonString(ForScript));
    }

    // The default encoder writes <, > and & as \u00XX: nothing in a text can end the element.
    static readonly System.Text.Json.JsonSerializerOptions ForScript = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    JsonObject Location(Agenda agenda)
    {
        var edition = agenda.Programme.Edition;
        var place = new[] { Hall is null ? "" : agenda.Words(Hall.Name), agenda.Words(edition.Venue) }.Where(p => p.Length > 0).ToList();
        var said = new JsonObject { ["@type"] = "Place", ["name"] = place.Count > 0 ? string.Join(", ", place) : agenda.Words(edition.City) };
        if (!edition.City.IsEmpty) said["address"] = new JsonObject { ["@type"] = "PostalAddress", ["addressLocality"] = agenda.Words(edition.City) };
        return said;
    }

    static string Offset(Agenda agenda, LocalDateTime wall) =>
        agenda.Published.InstantOf(wall).InZone(agenda.Published.Zone).ToString("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>", CultureInfo.InvariantCulture);
}
