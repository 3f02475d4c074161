using System.Globalization;
using System.Text;
using System.Xml;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Writes frab's schedule.xml, valid by the schema of the voc and shaped so that every client known reads it: dates of the conference without a time, both ends of each day,
/// offsets everywhere, two-digit hours, all elements present. It cannot carry: unscheduled and cancelled sessions, more than one language of a text, city, venue and subtitle,
/// biographies, offices, countries, slugs and capacity of halls, roles (all are persons; interpreters are left out), access, output languages, that a session takes all halls.
/// A session of a day or longer is written as 23:59, because two clients lose the whole file otherwise.
/// </summary>
public static class ScheduleXmlWriter
{
    internal const string StreamLink = "stream";
    const int LongestMinutes = 24 * 60 - 1;

    public static void Write(ProgrammeSnapshot programme, Stream stream, WritingOptions options)
    {
        using var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = false, CloseOutput = false, NewLineHandling = NewLineHandling.Entitize });
        var edition = programme.Edition;
        var zone = DateTimeZoneProviders.Tzdb[edition.Zone];
        var grid = new ScheduleGrid(programme);
        var words = new Words(programme, options.Language);
        xml.WriteStartDocument();
        xml.WriteStartElement("schedule");
        xml.WriteStartElement("generator");
        xml.WriteAttributeString("name", "Majlis");
        xml.WriteAttributeString("version", options.GeneratorVersion);
        xml.WriteEndElement();
        Optional(xml, "url", options.FileAddress?.AbsoluteUri);
        Element(xml, "version", VersionOf(edition, options));
        Conference(xml, programme, grid, words);
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < grid.Days.Count; i++)
        {
            var day = grid.Days[i];
            xml.WriteStartElement("day");
            xml.WriteAttributeString("index", (i + 1).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("date", LocalDatePattern.Iso.Format(day.Date));
            xml.WriteAttributeString("start", ScheduleTimes.Offset(zone.At(day.Opens)));
            xml.WriteAttributeString("end", ScheduleTimes.Offset(zone.At(day.Closes)));
            foreach (var hall in grid.Halls)
            {
                var sessions = grid.In(i, hall);
                if (sessions.Count == 0 && i > 0) continue;
                xml.WriteStartElement("room");
                xml.WriteAttributeString("name", words.Of(hall.Name));
                xml.WriteAttributeString("guid", hall.Guid.ToString());
                foreach (var session in sessions) Event(xml, programme, session, hall, zone, words, options, slugs);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    internal static string VersionOf(EditionEntry edition, WritingOptions options) =>
        edition.Version ?? InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Format(options.Published);

    static void Conference(XmlWriter xml, ProgrammeSnapshot programme, ScheduleGrid grid, Words words)
    {
        var edition = programme.Edition;
        xml.WriteStartElement("conference");
        Element(xml, "acronym", ScheduleSlugs.Acronym(edition));
        Element(xml, "title", words.Of(edition.Title));
        Element(xml, "start", LocalDatePattern.Iso.Format(edition.First));
        Element(xml, "end", LocalDatePattern.Iso.Format(edition.Last));
        Element(xml, "days", grid.Days.Count.ToString(CultureInfo.InvariantCulture));
        Optional(xml, "timeslot_duration", edition.SlotMinutes is { } slot ? ScheduleTimes.HoursAndMinutes(slot) : null);
        Optional(xml, "base_url", edition.BaseUrl);
        Optional(xml, "logo", edition.Logo);
        Optional(xml, "url", edition.Url);
        Element(xml, "time_zone_name", edition.Zone);
        foreach (var track in programme.Tracks)
        {
            xml.WriteStartElement("track");
            xml.WriteAttributeString("name", words.Of(track.Name));
            if (track.Colour is { } colour) xml.WriteAttributeString("color", colour);
            if (track.Slug.Length > 1 && char.IsAsciiLetterLower(track.Slug[0])) xml.WriteAttributeString("slug", track.Slug);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static void Event(XmlWriter xml, ProgrammeSnapshot programme, SessionEntry session, HallEntry hall, DateTimeZone zone, Words words, WritingOptions options, HashSet<string> slugs)
    {
        var start = zone.At(session.Start!.Value);
        var title = words.Of(session.Title);
        xml.WriteStartElement("event");
        xml.WriteAttributeString("id", session.Number.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("guid", session.Guid.ToString());
        Element(xml, "room", words.Of(hall.Name));
        Element(xml, "title", title);
        Element(xml, "subtitle", words.Of(session.Subtitle));
        Element(xml, "type", session.Type is { } type ? words.Type(type) : "");
        Element(xml, "date", ScheduleTimes.Offset(start));
        Element(xml, "start", start.LocalDateTime.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture));
        Element(xml, "duration", ScheduleTimes.HoursAndMinutes(Math.Min(session.Minutes, LongestMinutes)));
        Element(xml, "abstract", words.Of(session.Abstract));
        Element(xml, "slug", ScheduleSlugs.ForSession(programme.Edition, session, title, slugs));
        Element(xml, "track", session.Track is { } track ? words.Track(track) : "");
        Element(xml, "logo", session.Logo ?? "");
        xml.WriteStartElement("persons");
        foreach (var person in words.People(session))
        {
            xml.WriteStartElement("person");
            xml.WriteAttributeString("id", person.Number.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("guid", person.Guid.ToString());
            xml.WriteString(words.Of(person.Name));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        Element(xml, "language", string.Join(", ", session.FloorLanguages));
        Element(xml, "description", words.Of(session.Description));
        if (session.Recording is { } recording)
        {
            xml.WriteStartElement("recording");
            Element(xml, "license", recording.License);
            Element(xml, "optout", recording.OptOut ? "true" : "false");
            Optional(xml, "url", recording.Url);
            Optional(xml, "link", recording.Link);
            xml.WriteEndElement();
        }
        xml.WriteStartElement("links");
        if (session.Stream is { } stream) Material(xml, "link", new(MaterialKind.Link, stream, "", StreamLink));
        foreach (var link in options.Materials(session, MaterialKind.Link)) Material(xml, "link", link);
        xml.WriteEndElement();
        xml.WriteStartElement("attachments");
        foreach (var attachment in options.Materials(session, MaterialKind.Attachment)) Material(xml, "attachment", attachment);
        xml.WriteEndElement();
        Optional(xml, "video_download_url", session.VideoUrl);
        Element(xml, "url", options.AddressOf(programme, session));
        Optional(xml, "feedback_url", session.FeedbackUrl);
        Optional(xml, "origin_url", session.OriginUrl);
        xml.WriteEndElement();
    }

    static void Material(XmlWriter xml, string name, MaterialEntry material)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("href", material.Href);
        if (material.Type is { } type) xml.WriteAttributeString("type", type);
        if (material.Service is { } service && name == "link") xml.WriteAttributeString("service", service);
        xml.WriteString(material.Label);
        xml.WriteEndElement();
    }

    static void Optional(XmlWriter xml, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) Element(xml, name, text);
    }

    // What the desk let in may still hold a control that XML cannot: it must not cost the reader the whole file.
    static void Element(XmlWriter xml, string name, string text)
    {
        xml.WriteStartElement(name);
        if (text.Length > 0) xml.WriteString(CleanText.Lines(text, out _));
        xml.WriteEndElement();
    }
}

/// <summary>A programme's texts in one language, and its references looked up.</summary>
sealed class Words(ProgrammeSnapshot programme, string language)
{
    readonly Dictionary<Guid, PersonEntry> _people = programme.People.ToDictionary(p => p.Guid);
    readonly Dictionary<Guid, string> _tracks = programme.Tracks.ToDictionary(t => t.Guid, t => t.Name.In(language, programme.Edition.Languages).Text);
    readonly Dictionary<Guid, string> _types = programme.Types.ToDictionary(t => t.Guid, t => t.Name.In(language, programme.Edition.Languages).Text);
    readonly Dictionary<Guid, string> _halls = programme.Halls.ToDictionary(t => t.Guid, t => t.Name.In(language, programme.Edition.Languages).Text);

    public string Of(LocalizedText text) => text.In(language, programme.Edition.Languages).Text;
    public string Track(Guid track) => _tracks[track];
    public string Type(Guid type) => _types[type];
    public string Hall(Guid hall) => _halls[hall];
    public PersonEntry Person(Guid person) => _people[person];

    /// <summary>Who is on the stage, in order, each once: everybody but interpreters.</summary>
    public IEnumerable<PersonEntry> People(SessionEntry session) =>
        session.People.Where(p => p.Role != SessionRole.Interpreter).Select(p => _people[p.Person]).DistinctBy(p => p.Guid);
}
