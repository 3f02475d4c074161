using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Writes the voc's schedule.json, valid by its first schema. It cannot carry what <see cref="ScheduleXmlWriter"/> cannot, except that it has biographies and the slugs and
/// capacity of halls, and sessions of a day or longer; it loses the addresses of recordings and videos, the service of links, and types of links outside its list.
/// A stream is written as a link of the type <c>media</c>.
/// </summary>
public static partial class ScheduleJsonWriter
{
    static readonly HashSet<string> LinkTypes = new(StringComparer.Ordinal) { "slides", "paper", "web", "blog", "article", "media", "related", "activitypub" };

    public static void Write(ProgrammeSnapshot programme, Stream stream, WritingOptions options)
    {
        using var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false });
        var edition = programme.Edition;
        var zone = DateTimeZoneProviders.Tzdb[edition.Zone];
        var grid = new ScheduleGrid(programme);
        var words = new Words(programme, options.Language);
        json.WriteStartObject();
        json.WriteString("$schema", "https://c3voc.de/schedule/schema.json");
        json.WriteStartObject("generator");
        json.WriteString("name", "Majlis");
        json.WriteString("version", options.GeneratorVersion);
        json.WriteEndObject();
        json.WriteStartObject("schedule");
        json.WriteString("version", ScheduleXmlWriter.VersionOf(edition, options));
        Optional(json, "base_url", edition.BaseUrl);
        json.WriteStartObject("conference");
        json.WriteString("acronym", ScheduleSlugs.Acronym(edition).Replace('-', '_'));
        json.WriteString("title", words.Of(edition.Title));
        if (!edition.Subtitle.IsEmpty) json.WriteString("description", words.Of(edition.Subtitle));
        json.WriteString("start", LocalDatePattern.Iso.Format(edition.First));
        json.WriteString("end", LocalDatePattern.Iso.Format(edition.Last));
        json.WriteNumber("daysCount", grid.Days.Count);
        json.WriteString("timeslot_duration", ScheduleTimes.HoursAndMinutes(edition.SlotMinutes ?? 5));
        json.WriteString("time_zone_name", edition.Zone);
        Optional(json, "logo", edition.Logo);
        Optional(json, "url", edition.Url);
        json.WriteStartArray("rooms");
        foreach (var hall in grid.Halls)
        {
            json.WriteStartObject();
            json.WriteString("name", words.Of(hall.Name));
            if (hall.Slug.Length > 1) json.WriteString("slug", hall.Slug);
            json.WriteString("guid", hall.Guid);
            if (hall.Capacity is { } seats) json.WriteNumber("capacity", seats);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("tracks");
        foreach (var track in programme.Tracks)
        {
            json.WriteStartObject();
            json.WriteString("name", words.Of(track.Name));
            if (track.Slug.Length > 1) json.WriteString("slug", track.Slug);
            if (track.Colour is { } colour) json.WriteString("color", colour);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("days");
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < grid.Days.Count; i++)
        {
            var day = grid.Days[i];
            json.WriteStartObject();
            json.WriteNumber("index", i + 1);
            json.WriteString("date", LocalDatePattern.Iso.Format(day.Date));
            json.WriteString("day_start", ScheduleTimes.Offset(zone.At(day.Opens)));
            json.WriteString("day_end", ScheduleTimes.Offset(zone.At(day.Closes)));
            json.WriteStartObject("rooms");
            foreach (var rooms in grid.Halls.GroupBy(h => words.Of(h.Name), StringComparer.Ordinal))
            {
                var sessions = rooms.SelectMany(h => grid.In(i, h)).ToList();
                if (sessions.Count == 0) continue;
                json.WriteStartArray(rooms.Key);
                foreach (var session in sessions) Event(json, programme, session, rooms.Key, zone, words, options, slugs);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Event(Utf8JsonWriter json, ProgrammeSnapshot programme, SessionEntry session, string hall, DateTimeZone zone, Words words, WritingOptions options, HashSet<string> slugs)
    {
        var start = zone.At(session.Start!.Value);
        var title = words.Of(session.Title);
        json.WriteStartObject();
        json.WriteString("guid", session.Guid);
        json.WriteNumber("id", session.Number);
        if (session.Logo is { } logo) json.WriteString("logo", logo);
        json.WriteString("date", ScheduleTimes.Offset(start));
        json.WriteString("start", start.LocalDateTime.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture));
        json.WriteString("end", ScheduleTimes.Offset(start.PlusMinutes(session.Minutes)));
        json.WriteString("duration", ScheduleTimes.HoursAndMinutes(session.Minutes));
        json.WriteString("room", hall);
        json.WriteString("slug", session.Slug is { } given && Slug().IsMatch(given) && slugs.Add(given) ? given : ScheduleSlugs.ForSession(programme.Edition, session with { Slug = null }, title, slugs));
        json.WriteString("url", options.AddressOf(programme, session));
        json.WriteString("title", title);
        json.WriteString("subtitle", words.Of(session.Subtitle));
        json.WriteString("track", session.Track is { } track ? words.Track(track) : null);
        json.WriteString("type", session.Type is { } type ? words.Type(type) : "");
        json.WriteString("language", session.FloorLanguages.Count == 0 ? null : string.Join(", ", session.FloorLanguages));
        json.WriteString("abstract", words.Of(session.Abstract));
        json.WriteString("description", words.Of(session.Description));
        if (session.Recording is { } recording)
        {
            json.WriteString("recording_license", recording.License);
            json.WriteBoolean("do_not_record", recording.OptOut);
        }
        json.WriteStartArray("persons");
        foreach (var person in words.People(session))
        {
            json.WriteStartObject();
            json.WriteString("guid", person.Guid);
            json.WriteNumber("id", person.Number);
            json.WriteString("public_name", words.Of(person.Name));
            if (!person.Biography.IsEmpty) json.WriteString("biography", words.Of(person.Biography));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("links");
        if (session.Stream is { } stream) Reference(json, new(MaterialKind.Link, stream, "", "media"));
        foreach (var link in options.Materials(session, MaterialKind.Link)) Reference(json, link);
        json.WriteEndArray();
        Optional(json, "feedback_url", session.FeedbackUrl);
        Optional(json, "origin_url", session.OriginUrl);
        json.WriteStartArray("attachments");
        foreach (var attachment in options.Materials(session, MaterialKind.Attachment)) Reference(json, attachment);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Reference(Utf8JsonWriter json, MaterialEntry material)
    {
        json.WriteStartObject();
        if (material.Type is { } type && LinkTypes.Contains(type)) json.WriteString("type", type);
        json.WriteString("url", material.Href);
        json.WriteString("title", material.Label);
        json.WriteEndObject();
    }

    static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) json.WriteString(name, text);
    }

    [GeneratedRegex("^[a-z0-9_-]+[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
