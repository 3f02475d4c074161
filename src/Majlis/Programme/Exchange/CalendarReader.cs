using System.Globalization;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Reads iCalendar (RFC 5545) as a programme: one session an event. Zones are taken by their name only, never from the rules a file brings. Of a repeating event the
/// first occurrence is taken. All-day events have no place in time. A wall time that the clocks skip is moved forward, of one that comes twice the first is meant.
/// A session's id is made from its UID, which is kept; an overriding occurrence (RECURRENCE-ID) is a session of its own.
/// </summary>
public static class CalendarReader
{
    static readonly LocalDateTimePattern Basic = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    static readonly LocalDatePattern BasicDate = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    internal const string OwnUid = "@majlis";

    /// <exception cref="Refusal">The file is no calendar, is broken or goes beyond <see cref="ImportLimits"/>.</exception>
    public static ProgrammeReading Read(Stream stream, ReadingOptions options) => Read(FileContent.Of(stream), options);

    internal static ProgrammeReading Read(FileContent content, ReadingOptions options)
    {
        content.RefuseOtherThanMarkup();
        var draft = new ProgrammeDraft(options);
        var events = new List<List<ContentLine>>();
        var open = new Stack<string>();
        var ended = false;
        foreach (var line in ContentLine.Of(content))
        {
            if (open.Count == 0 && (line.Name != "BEGIN" || !Is(line.Value, "VCALENDAR"))) throw new Refusal("import.not_a_calendar", ("line", line.Line));
            if (line.Name == "BEGIN")
            {
                open.Push(line.Value.ToUpperInvariant());
                if (open.Count > 4) throw new Refusal("import.too_deep", ("line", line.Line), ("limit", 4));
                if (open.Count == 2 && Is(line.Value, "VEVENT"))
                {
                    if (events.Count >= ImportLimits.Sessions) throw new Refusal("import.too_many_sessions", ("limit", ImportLimits.Sessions), ("line", line.Line));
                    events.Add([line]);
                }
            }
            else if (line.Name == "END")
            {
                if (!Is(line.Value, open.Pop())) throw new Refusal("import.calendar_broken", ("line", line.Line));
                ended = open.Count == 0;
            }
            else if (open.Count == 1) Calendar(line, draft);
            else if (open.Count == 2 && open.Peek() == "VEVENT")
            {
                if (events[^1].Count > 1_000) throw new Refusal("import.too_many_attributes", ("line", line.Line), ("limit", 1_000));
                events[^1].Add(line);
            }
        }
        if (!ended) throw new Refusal("import.calendar_broken", ("line", events is [.., var last] ? last[^1].Line : null));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var lines in events) Event(lines, draft, seen);
        return draft.Finish();
    }

    static bool Is(string text, string expected) => text.Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);

    static void Calendar(ContentLine line, ProgrammeDraft draft)
    {
        switch (line.Name)
        {
            case "NAME" or "X-WR-CALNAME": draft.Title = draft.Line(line.Text, line.Line, line.Name); break;
            case "X-WR-CALDESC" when draft.Title.IsEmpty: draft.Title = draft.Line(line.Text, line.Line, line.Name); break;
            case "X-WR-TIMEZONE" when line.Value.Length > 0: (draft.ZoneName, draft.ZoneLine) = (line.Text.Trim(), line.Line); break;
            case "X-MAJLIS-EDITION": draft.Acronym = ProgrammeDraft.Blank(line.Text); break;
            case "URL": draft.Url = draft.Address(line.Value, line.Line, line.Name); break;
        }
    }

    static void Event(List<ContentLine> lines, ProgrammeDraft draft, HashSet<string> seen)
    {
        var uid = Find(lines, "UID")?.Text.Trim();
        var occurrence = Find(lines, "RECURRENCE-ID")?.Value;
        var begin = lines[0].Line;
        var item = ProgrammeDraft.Short(CleanText.OneLine(uid ?? Find(lines, "SUMMARY")?.Text ?? "", out _));
        var key = occurrence is null ? uid : $"{uid}/{occurrence}";
        if (key is not null && !seen.Add(key))
        {
            draft.Note(FindingKind.Refused, begin, item, "uid_repeated");
            return;
        }
        var own = uid?.EndsWith(OwnUid, StringComparison.Ordinal) == true && occurrence is null && Guid.TryParse(uid[..^OwnUid.Length], out _);
        var session = new DraftSession { Line = begin, Item = item, Guid = own ? uid![..^OwnUid.Length] : null, Key = key is null ? null : "uid/" + key };
        var entry = session.Entry with { Uid = own ? null : ProgrammeDraft.Blank(uid) };
        var materials = new List<MaterialEntry>();
        var names = new List<string>();
        foreach (var line in lines)
            switch (line.Name)
            {
                case "SUMMARY": entry = entry with { Title = draft.Line(Bare(line.Text), line.Line, item) }; break;
                case "DESCRIPTION": entry = entry with { Description = draft.Text(line.Text, line.Line, item) }; break;
                case "LOCATION": session.HallName = draft.OneLine(line.Text, line.Line, item); break;
                case "CATEGORIES": session.TrackName = draft.OneLine(line.Text, line.Line, item); break;
                case "URL": entry = entry with { Url = draft.Address(line.Value, line.Line, item) }; break;
                case "CONFERENCE": entry = entry with { Stream = draft.Address(line.Value, line.Line, item) }; break;
                case "STATUS": entry = entry with { IsCancelled = Is(line.Value, "CANCELLED") }; break;
                case "SEQUENCE" when int.TryParse(line.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence): entry = entry with { Sequence = sequence }; break;
                case "LAST-MODIFIED" when Basic.Parse(line.Value.TrimEnd('Z')) is { Success: true, Value: var changed }: entry = entry with { Changed = changed.InUtc().ToInstant() }; break;
                case "ATTACH" when line["ENCODING"] is not null || line["VALUE"] is "BINARY": draft.Note(FindingKind.Refused, line.Line, item, "attachment_dropped"); break;
                case "ATTACH" when draft.Material(MaterialKind.Attachment, line.Value, line["FILENAME"], null, null, line.Line, item) is { } material: materials.Add(material); break;
                case "RRULE" or "RDATE": draft.Note(FindingKind.Repaired, line.Line, item, "first_occurrence_only"); break;
                case "X-MAJLIS-NUMBER": session.Number = line.Value; break;
                case "X-MAJLIS-TYPE": session.TypeName = draft.OneLine(line.Text, line.Line, item); break;
                case "X-MAJLIS-PERSON" or "ATTENDEE" when (line.Name == "ATTENDEE" ? line["CN"] : line.Text) is { Length: > 0 } cn:
                    var name = draft.OneLine(cn, line.Line, item);
                    if (name.Length == 0) break;
                    var role = Enum.TryParse<SessionRole>(line["ROLE"], true, out var told) && Enum.IsDefined(told) ? told : SessionRole.Speaker;
                    session.People.Add(new(name, line.Name == "ATTENDEE" ? null : line["ID"], line["NUMBER"], role, line.Line));
                    if (line.Name != "ATTENDEE" && role != SessionRole.Interpreter) names.Add(name);
                    break;
            }
        if (entry.Title.IsEmpty)
        {
            draft.Note(FindingKind.Refused, begin, item, "title_missing");
            return;
        }
        // Our own calendars begin a description with the people, whom other properties tell again.
        if (names.Count > 0 && entry.Description.Wordings.FirstOrDefault() is { Value: { } description } wording && PeopleLine(names) is var people
            && (description == people || description.StartsWith(people + "\n\n", StringComparison.Ordinal)))
            entry = entry with { Description = LocalizedText.Of(wording.Key, description[people.Length..].Trim()) };
        var (start, end) = (Time(Find(lines, "DTSTART"), draft, item), Time(Find(lines, "DTEND"), draft, item));
        var minutes = 0;
        if (start is { } from && end is { } to) minutes = (int)Math.Clamp((to - from).TotalMinutes, -ImportLimits.SessionMinutes, ImportLimits.SessionMinutes);
        else if (Find(lines, "DURATION") is { } length)
        {
            var period = length.Value.Length < 32 ? PeriodPattern.NormalizingIso.Parse(length.Value) : null;
            if (period is { Success: true, Value: { Years: 0, Months: 0 } told } && Math.Abs(told.Days) < 1000 && told.HasTimeComponent | told.HasDateComponent)
                minutes = (int)Math.Clamp(told.ToDuration().TotalMinutes, -ImportLimits.SessionMinutes, ImportLimits.SessionMinutes);
            else draft.Note(FindingKind.Repaired, length.Line, item, "duration_unreadable", ("text", ProgrammeDraft.Short(CleanText.OneLine(length.Value, out _))));
        }
        if (draft.Duration(minutes, begin, item) is null) return;
        session.Start = start?.InZone(draft.Zone).LocalDateTime is { } wall ? new LocalDateTime(wall.Year, wall.Month, wall.Day, wall.Hour, wall.Minute) : null;
        session.Entry = entry with { Minutes = minutes, Materials = materials };
        draft.Add(session);
    }

    internal static string PeopleLine(IEnumerable<string> names) => string.Join(", ", names);

    // Isolates around a whole title belong to the calendar, not to the title.
    static string Bare(string text) => text.Length > 2 && text[0] is >= '\u2066' and <= '\u2068' && text.IndexOf('\u2069', StringComparison.Ordinal) == text.Length - 1 ? text[1..^1] : text;

    static ContentLine? Find(List<ContentLine> lines, string name)
    {
        foreach (var line in lines)
            if (line.Name == name) return line;
        return null;
    }

    static Instant? Time(ContentLine? told, ProgrammeDraft draft, string item)
    {
        if (told is not { } line) return null;
        var text = line.Value.Trim();
        if (BasicDate.Parse(text).Success)
        {
            if (line.Name == "DTSTART") draft.Note(FindingKind.Repaired, line.Line, item, "all_day");
            return null;
        }
        if (Basic.Parse(text.TrimEnd('Z')) is not { Success: true, Value: var wall })
        {
            draft.Note(FindingKind.Repaired, line.Line, item, "date_unreadable", ("text", ProgrammeDraft.Short(CleanText.OneLine(text, out _))));
            return null;
        }
        if (text.EndsWith('Z')) return wall.InUtc().ToInstant();
        var zone = draft.Zone;
        if (line["TZID"] is { } name)
        {
            if (ScheduleTimes.Zone(name.TrimStart('/')) is not { } named)
            {
                draft.Note(FindingKind.Repaired, line.Line, item, "zone_of_item_unknown", ("zone", ProgrammeDraft.Short(CleanText.OneLine(name, out _))));
                return null;
            }
            zone = named;
        }
        return zone.At(draft.Existing(wall, zone, line.Line, item)).ToInstant();
    }
}
