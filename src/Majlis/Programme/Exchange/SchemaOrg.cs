using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Majlis.Platform;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// schema.org <c>Event</c> as JSON-LD, for search engines and assistants: https://schema.org/Event. Holds what is public and nothing else.
/// The output is safe inside a <c>script</c> element: <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped.
/// </summary>
public static class SchemaOrg
{
    // The default encoder escapes the letters HTML cares about; these ranges only add readable scripts.
    static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    static readonly OffsetDateTimePattern Time = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    /// <summary>The edition with every scheduled session as a sub-event.</summary>
    /// <param name="language">The reader's; texts fall back by the edition's order.</param>
    /// <param name="address">The public address of a session's page.</param>
    public static byte[] Edition(PublishedProgramme programme, string language, Uri editionAddress, Func<SessionEntry, Uri> address) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@context", "https://schema.org");
        Head(json, programme, language, editionAddress);
        json.WriteString("eventStatus", "https://schema.org/EventScheduled");
        json.WriteString("eventAttendanceMode", programme.Sessions.Any(s => s.Stream is not null) ? Mixed : Offline);
        json.WriteStartArray("subEvent");
        foreach (var session in programme.Sessions)
            if (session.IsScheduled) Body(json, programme, session, language, address(session), "", null);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One session, as part of its edition.</summary>
    /// <param name="description">In plain words; empty for none.</param>
    public static byte[] Session(PublishedProgramme programme, SessionEntry session, string language, string description, Uri editionAddress, Uri address) => Write(json =>
        Body(json, programme, session, language, address, description, editionAddress));

    const string Mixed = "https://schema.org/MixedEventAttendanceMode", Offline = "https://schema.org/OfflineEventAttendanceMode";

    /// <summary>What is said of the edition, alone and around a session.</summary>
    static void Head(Utf8JsonWriter json, PublishedProgramme programme, string language, Uri address)
    {
        var edition = programme.Programme.Edition;
        json.WriteString("@type", "Event");
        json.WriteString("@id", address.AbsoluteUri);
        json.WriteString("url", address.AbsoluteUri);
        json.WriteString("name", Say(edition, edition.Title, language));
        json.WriteString("startDate", LocalDatePattern.Iso.Format(edition.First));
        json.WriteString("endDate", LocalDatePattern.Iso.Format(edition.Last));
        json.WritePropertyName("location");
        Place(json, edition, null, language);
    }

    static void Body(Utf8JsonWriter json, PublishedProgramme programme, SessionEntry session, string language, Uri address, string description, Uri? partOf)
    {
        var edition = programme.Programme.Edition;
        string At(LocalDateTime wall) => Time.Format(programme.Zone.AtLeniently(wall).ToOffsetDateTime());

        json.WriteStartObject();
        if (partOf is not null) json.WriteString("@context", "https://schema.org");
        json.WriteString("@type", "Event");
        json.WriteString("@id", address.AbsoluteUri);
        json.WriteString("url", address.AbsoluteUri);
        json.WriteString("name", Say(edition, session.Title, language));
        if (description.Length > 0) json.WriteString("description", Characters.Tame(description));
        if (session.Start is { } start) json.WriteString("startDate", At(start));
        if (session is { Minutes: > 0, End: { } end }) json.WriteString("endDate", At(end));
        json.WriteString("eventStatus", session.IsCancelled ? "https://schema.org/EventCancelled" : "https://schema.org/EventScheduled");
        // What stands in old releases is checked again.
        var stream = session.Stream is { } led && Address.IsSafe(led) ? led : null;
        json.WriteString("eventAttendanceMode", stream is null ? Offline : Mixed);
        if (session.FloorLanguages.Count > 0)
        {
            json.WriteStartArray("inLanguage");
            foreach (var floor in session.FloorLanguages) json.WriteStringValue(floor);
            json.WriteEndArray();
        }
        json.WritePropertyName("location");
        if (stream is not null) json.WriteStartArray();
        Place(json, edition, session.Hall is { } hall ? programme.Halls.GetValueOrDefault(hall) : null, language);
        if (stream is not null)
        {
            json.WriteStartObject();
            json.WriteString("@type", "VirtualLocation");
            json.WriteString("url", stream);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        var performers = session.People.Where(p => p.Role != SessionRole.Interpreter).Select(p => programme.People[p.Person]).DistinctBy(p => p.Guid).ToList();
        if (performers.Count > 0)
        {
            json.WriteStartArray("performer");
            foreach (var person in performers)
            {
                json.WriteStartObject();
                json.WriteString("@type", "Person");
                json.WriteString("name", Say(edition, person.Name, language));
                if (!person.Office.IsEmpty) json.WriteString("jobTitle", Say(edition, person.Office, language));
                if (!person.Organisation.IsEmpty) json.WriteString("affiliation", Say(edition, person.Organisation, language));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (partOf is not null)
        {
            json.WriteStartObject("superEvent");
            Head(json, programme, language, partOf);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The hall in its venue; without a hall the venue, without a venue the city.</summary>
    static void Place(Utf8JsonWriter json, EditionEntry edition, HallEntry? hall, string language)
    {
        var city = Say(edition, edition.City, language);
        string[] names = [hall is null ? "" : Say(edition, hall.Name, language), Say(edition, edition.Venue, language)];
        json.WriteStartObject();
        json.WriteString("@type", "Place");
        json.WriteString("name", string.Join(", ", names.Where(n => n.Length > 0)) is { Length: > 0 } place ? place : city);
        if (city.Length > 0)
        {
            json.WriteStartObject("address");
            json.WriteString("@type", "PostalAddress");
            json.WriteString("addressLocality", city);
            json.WriteEndObject();
        }
        if (hall?.Capacity is { } seats) json.WriteNumber("maximumAttendeeCapacity", seats);
        json.WriteEndObject();
    }

    static string Say(EditionEntry edition, LocalizedText text, string language) => Characters.Tame(text.In(language, edition.Languages).Text);

    static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Written)) body(json);
        return memory.ToArray();
    }
}
