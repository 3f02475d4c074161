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
        var edition = programme.Programme.Edition;
        json.WriteStartObject();
        json.WriteString("@context", "https://schema.org");
        json.WriteString("@type", "Event");
        json.WriteString("@id", editionAddress.AbsoluteUri);
        json.WriteString("name", Say(edition.Title));
        json.WriteString("startDate", LocalDatePattern.Iso.Format(edition.First));
        json.WriteString("endDate", LocalDatePattern.Iso.Format(edition.Last));
        json.WriteString("eventStatus", "https://schema.org/EventScheduled");
        json.WriteString("eventAttendanceMode", programme.Sessions.Any(s => s.Stream is not null)
            ? "https://schema.org/MixedEventAttendanceMode" : "https://schema.org/OfflineEventAttendanceMode");
        json.WriteString("url", editionAddress.AbsoluteUri);
        json.WriteStartObject("location");
        json.WriteString("@type", "Place");
        json.WriteString("name", Say(edition.Venue) is { Length: > 0 } venue ? venue : Say(edition.City));
        if (!edition.City.IsEmpty) json.WriteString("address", Say(edition.City));
        json.WriteEndObject();
        json.WriteStartArray("subEvent");
        foreach (var session in programme.Sessions)
            if (session.IsScheduled) Body(json, programme, session, language, address(session), null);
        json.WriteEndArray();
        json.WriteEndObject();

        string Say(LocalizedText text) => text.In(language, edition.Languages).Text;
    });

    /// <summary>One scheduled session, as part of its edition.</summary>
    public static byte[] Session(PublishedProgramme programme, SessionEntry session, string language, Uri editionAddress, Uri address) => Write(json =>
        Body(json, programme, session, language, address, editionAddress));

    static void Body(Utf8JsonWriter json, PublishedProgramme programme, SessionEntry session, string language, Uri address, Uri? partOf)
    {
        var edition = programme.Programme.Edition;
        string Say(LocalizedText text) => text.In(language, edition.Languages).Text;
        string At(LocalDateTime wall) => Time.Format(programme.Zone.AtLeniently(wall).ToOffsetDateTime());

        json.WriteStartObject();
        if (partOf is not null) json.WriteString("@context", "https://schema.org");
        json.WriteString("@type", "Event");
        json.WriteString("@id", address.AbsoluteUri);
        json.WriteString("name", Say(session.Title));
        if (session.Start is { } start) json.WriteString("startDate", At(start));
        if (session.End is { } end) json.WriteString("endDate", At(end));
        json.WriteString("eventStatus", session.IsCancelled ? "https://schema.org/EventCancelled" : "https://schema.org/EventScheduled");
        json.WriteString("eventAttendanceMode", session.Stream is null ? "https://schema.org/OfflineEventAttendanceMode" : "https://schema.org/MixedEventAttendanceMode");
        json.WriteString("url", address.AbsoluteUri);
        if (session.FloorLanguages.Count > 0)
        {
            json.WriteStartArray("inLanguage");
            foreach (var floor in session.FloorLanguages) json.WriteStringValue(floor);
            json.WriteEndArray();
        }
        if (session.Hall is { } hall && programme.Halls.TryGetValue(hall, out var place))
        {
            json.WriteStartObject("location");
            json.WriteString("@type", "Place");
            json.WriteString("name", Say(place.Name));
            if (!edition.City.IsEmpty) json.WriteString("address", Say(edition.City));
            if (place.Capacity is { } seats) json.WriteNumber("maximumAttendeeCapacity", seats);
            json.WriteEndObject();
        }
        if (session.People.Count > 0)
        {
            json.WriteStartArray("performer");
            foreach (var person in session.People.Where(p => p.Role != SessionRole.Interpreter).Select(p => programme.People[p.Person]))
            {
                json.WriteStartObject();
                json.WriteString("@type", "Person");
                json.WriteString("name", Say(person.Name));
                if (!person.Office.IsEmpty) json.WriteString("jobTitle", Say(person.Office));
                if (!person.Organisation.IsEmpty) json.WriteString("affiliation", Say(person.Organisation));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (partOf is not null)
        {
            json.WriteStartObject("superEvent");
            json.WriteString("@type", "Event");
            json.WriteString("@id", partOf.AbsoluteUri);
            json.WriteString("name", Say(edition.Title));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Written)) body(json);
        return memory.ToArray();
    }
}
