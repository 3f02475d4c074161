using System.Text;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Reads frab's schedule.xml in every dialect known to be in use (pentabarf, frab, voc, pretalx): see the remarks of each rule in docs and tests.
/// The moment in <c>date</c> decides; <c>start</c> only where there is none. Sessions without <c>date</c> start on the day they stand in, or on the
/// next date when <c>start</c> is before the change of day.
/// </summary>
public static class ScheduleXmlReader
{
    /// <exception cref="Refusal">The file is no schedule, is broken, has a document type or goes beyond <see cref="ImportLimits"/>.</exception>
    public static ProgrammeReading Read(Stream stream, ReadingOptions options) => Read(FileContent.Of(stream), options);

    internal static ProgrammeReading Read(FileContent content, ReadingOptions options)
    {
        content.RefuseOtherThanMarkup();
        using var xml = new XmlCursor(content.Open());
        xml.Root();
        if (xml.Name != "schedule") throw new Refusal("import.not_a_schedule", ("found", ProgrammeDraft.Short(xml.Name)), ("line", xml.Line));
        var draft = new ProgrammeDraft(options);
        var days = 0;
        xml.Children(name =>
        {
            switch (name)
            {
                case "version": draft.Version = ProgrammeDraft.Blank(xml.Text()); break;
                case "conference": Conference(xml, draft); break;
                case "tracks": xml.Children(_ => Track(xml, draft)); break;
                case "day": Day(xml, draft); days++; break;
                case "persons": xml.Children(_ => Person(xml, draft)); break;
            }
        });
        if (days == 0) throw new Refusal("import.no_days");
        return draft.Finish();
    }

    static void Conference(XmlCursor xml, ProgrammeDraft draft) => xml.Children(name =>
    {
        var line = xml.Line;
        switch (name)
        {
            case "acronym": draft.Acronym = ProgrammeDraft.Blank(xml.Text()); break;
            case "title": draft.Title = draft.Line(xml.Text(), line, name); break;
            case "subtitle": draft.Subtitle = draft.Line(xml.Text(), line, name); break;
            case "venue": draft.Venue = draft.Line(xml.Text(), line, name); break;
            case "city": draft.City = draft.Line(xml.Text(), line, name); break;
            case "start": draft.First = ScheduleTimes.Date(xml.Text().Trim()); break;
            case "end": draft.Last = ScheduleTimes.Date(xml.Text().Trim()); break;
            case "day_change": draft.DayChange = ScheduleTimes.Clock(xml.Text()); break;
            case "timeslot_duration": draft.SlotMinutes = ScheduleTimes.Slot(xml.Text()); break;
            case "base_url": draft.BaseUrl = draft.Address(xml.Text(), line, name); break;
            case "url": draft.Url = draft.Address(xml.Text(), line, name); break;
            case "logo": draft.Logo = draft.Address(xml.Text(), line, name); break;
            case "release": draft.Version ??= ProgrammeDraft.Blank(xml.Text()); break;
            case "time_zone_name": draft.ZoneLine = line; draft.ZoneName = ProgrammeDraft.Blank(xml.Text()); break;
            case "track": Track(xml, draft); break;
        }
    });

    static void Track(XmlCursor xml, ProgrammeDraft draft)
    {
        var (line, name, slug, colour) = (xml.Line, xml["name"], xml["slug"], xml["color"]);
        var text = xml.Text();
        draft.Track(draft.OneLine(name ?? text, line, ""), slug, colour);
    }

    static void Person(XmlCursor xml, ProgrammeDraft draft)
    {
        var (id, guid, line) = (xml["id"], xml["guid"], xml.Line);
        string person = "", biography = "", extended = "";
        xml.Children(name =>
        {
            switch (name)
            {
                case "name": person = draft.OneLine(xml.Text(), line, ""); break;
                case "biography": biography = xml.Text(); break;
                case "extended_biography": extended = xml.Text(); break;
            }
        });
        if (id is not null) draft.Profile(id, person, draft.Text(biography.Length > 0 && extended.Length > 0 ? biography + "\n\n" + extended : biography + extended, line, person).In("").Text, guid);
    }

    static void Day(XmlCursor xml, ProgrammeDraft draft)
    {
        var line = xml.Line;
        var date = ScheduleTimes.Date(xml["date"]?.Trim());
        var opens = Boundary(xml["start"], draft, line);
        var closes = Boundary(xml["end"], draft, line);
        if (date is null && opens is null) throw new Refusal("import.day_undated", ("line", line));
        var day = date ?? opens!.Value.Date;
        if (opens is null || closes is null || closes <= opens)
        {
            var start = opens ?? day + (draft.DayChange ?? LocalTime.Midnight);
            draft.Note(FindingKind.Repaired, line, xml["date"] ?? "", "day_end_missing", ("end", start.PlusDays(1)));
            (opens, closes) = (start, start.PlusDays(1));
        }
        draft.Days.Add(new(day, opens.Value, closes.Value));
        xml.Children(name =>
        {
            if (name == "event") Event(xml, draft, day, null, "");
            else if (name == "room")
            {
                var (room, guid) = (draft.OneLine(xml["name"], xml.Line, ""), xml["guid"]);
                draft.Hall(room, guid, xml["slug"]);
                xml.Children(inner => { if (inner == "event") Event(xml, draft, day, guid, room); });
            }
        });
    }

    static LocalDateTime? Boundary(string? text, ProgrammeDraft draft, int? line) => string.IsNullOrWhiteSpace(text) ? null : draft.Moment(text.Trim(), line, text);

    static void Event(XmlCursor xml, ProgrammeDraft draft, LocalDate day, string? hallGuid, string hall)
    {
        var line = xml.Line;
        var session = new DraftSession { Line = line, Guid = xml["guid"], Number = xml["id"]?.Trim(), HallGuid = hallGuid, HallName = hall };
        session.Item = ProgrammeDraft.Short(CleanText.OneLine(session.Number ?? session.Guid ?? "", out _));
        var item = session.Item;
        string date = "", start = "", duration = "", room = "";
        var entry = session.Entry;
        RecordingEntry? recording = null;
        List<MaterialEntry>? materials = null;
        xml.Children(name =>
        {
            var at = xml.Line;
            switch (name)
            {
                case "date": date = xml.Text().Trim(); break;
                case "start": start = xml.Text().Trim(); break;
                case "duration": duration = xml.Text().Trim(); break;
                case "room": room = draft.OneLine(xml.Text(), at, item); break;
                case "slug": entry = entry with { Slug = ProgrammeDraft.Blank(xml.Text()) }; break;
                case "title": entry = entry with { Title = draft.Line(xml.Text(), at, item) }; break;
                case "subtitle": entry = entry with { Subtitle = draft.Line(xml.Text(), at, item) }; break;
                case "abstract": entry = entry with { Abstract = draft.Text(xml.Text(), at, item) }; break;
                case "description": entry = entry with { Description = draft.Text(xml.Text(), at, item) }; break;
                case "track": session.TrackSlug = ProgrammeDraft.Blank(xml["slug"]); session.TrackName = draft.OneLine(xml.Text(), at, item); break;
                case "type": session.TypeName = draft.OneLine(xml.Text(), at, item); break;
                case "language": entry = entry with { FloorLanguages = LanguagesOf(xml.Text()) }; break;
                case "url": entry = entry with { Url = draft.Address(xml.Text(), at, item) }; break;
                case "feedback_url": entry = entry with { FeedbackUrl = draft.Address(xml.Text(), at, item) }; break;
                case "origin_url": entry = entry with { OriginUrl = draft.Address(xml.Text(), at, item) }; break;
                case "video_download_url": entry = entry with { VideoUrl = draft.Address(xml.Text(), at, item) }; break;
                case "logo": entry = entry with { Logo = draft.Address(xml.Text(), at, item) }; break;
                case "recording": recording = Recording(xml, draft, item); break;
                case "persons": People(xml, draft, session); break;
                case "links": entry = Links(xml, draft, entry, item, ref materials); break;
                case "attachments":
                    xml.Children(_ =>
                    {
                        var (href, type) = (xml["href"], xml["type"]);
                        if (draft.Material(MaterialKind.Attachment, href, xml.Text(), type, null, at, item) is { } attachment) (materials ??= []).Add(attachment);
                    });
                    break;
            }
        });
        if (session.HallName.Length == 0) session.HallName = room;
        else if (room.Length > 0 && room != session.HallName) draft.Note(FindingKind.Repaired, line, item, "hall_differs", ("taken", session.HallName), ("other", room));
        if (entry.Title.IsEmpty)
        {
            draft.Note(FindingKind.Refused, line, item, "title_missing");
            return;
        }
        session.Start = StartOf(draft, day, date, start, line, item);
        if (MinutesOf(draft, duration, line, item) is not { } minutes) return;
        session.Entry = entry with { Minutes = minutes, Recording = recording, Materials = materials is null ? [] : [.. materials.OrderBy(m => m.Kind)] };
        draft.Add(session);
    }

    internal static LocalDateTime? StartOf(ProgrammeDraft draft, LocalDate day, string date, string start, int? line, string item)
    {
        var clock = ScheduleTimes.Clock(start);
        if (date.Length > 0 && draft.Moment(date, line, item) is { } moment)
        {
            if (clock is { } told && told != moment.TimeOfDay)
                draft.Note(FindingKind.Repaired, line, item, "start_differs", ("date", date), ("start", start), ("taken", moment));
            return moment;
        }
        if (clock is not { } time) return null;
        var wall = (time < (draft.DayChange ?? LocalTime.Midnight) ? day.PlusDays(1) : day) + time;
        return draft.Existing(wall, draft.Zone, line, item);
    }

    internal static int? MinutesOf(ProgrammeDraft draft, string duration, int? line, string item)
    {
        if (duration.Length == 0) return 0;
        if (ScheduleTimes.Minutes(duration, out var threeParts) is not { } minutes)
        {
            draft.Note(FindingKind.Repaired, line, item, "duration_unreadable", ("text", ProgrammeDraft.Short(CleanText.OneLine(duration, out _))));
            return 0;
        }
        if (threeParts) draft.Note(FindingKind.Repaired, line, item, "duration_three_parts", ("text", duration), ("minutes", minutes));
        return draft.Duration(minutes, line, item);
    }

    internal static IReadOnlyList<string> LanguagesOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [.. text.Split([',', ';', '/', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(l => CleanText.OneLine(l, out _)).Where(l => l.Length is > 0 and <= 35).Take(16)];

    static RecordingEntry Recording(XmlCursor xml, ProgrammeDraft draft, string item)
    {
        var recording = new RecordingEntry("", false);
        xml.Children(name =>
        {
            var line = xml.Line;
            recording = name switch
            {
                "license" => recording with { License = draft.OneLine(xml.Text(), line, item) },
                "optout" => recording with { OptOut = xml.Text().Trim() is "true" or "1" },
                "url" => recording with { Url = draft.Address(xml.Text(), line, item) },
                "link" => recording with { Link = draft.Address(xml.Text(), line, item) },
                _ => recording,
            };
        });
        return recording;
    }

    static void People(XmlCursor xml, ProgrammeDraft draft, DraftSession session) => xml.Children(_ =>
    {
        var (id, guid, line) = (xml["id"], xml["guid"], xml.Line);
        var name = draft.OneLine(xml.Text(), line, session.Item);
        if (name.Length > 0) session.People.Add(new(name, guid, id?.Trim(), SessionRole.Speaker, line));
    });

    static SessionEntry Links(XmlCursor xml, ProgrammeDraft draft, SessionEntry entry, string item, ref List<MaterialEntry>? materials)
    {
        var kept = materials ?? [];
        var stream = entry.Stream;
        xml.Children(_ =>
        {
            var (href, type, service, line) = (xml["href"], xml["type"], xml["service"], xml.Line);
            if (draft.Material(MaterialKind.Link, href, xml.Text(), type, service, line, item) is not { } link) return;
            if (link.Type == ScheduleXmlWriter.StreamLink && stream is null) stream = link.Href;
            else kept.Add(link);
        });
        materials = kept;
        return entry with { Stream = stream };
    }
}
