using System.Globalization;
using System.Text.Json;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Reads the voc's schedule.json: <c>{"schedule": {"conference": {"days": [{"rooms": {"Hall": [event…]}}]}}}</c>, and the same without the outer object.
/// Of a key that comes twice the last is meant. Findings have no line: JSON loses it in parsing.
/// </summary>
public static class ScheduleJsonReader
{
    /// <exception cref="Refusal">The file is no schedule, is broken or goes beyond <see cref="ImportLimits"/>.</exception>
    public static ProgrammeReading Read(Stream stream, ReadingOptions options) => Read(FileContent.Of(stream), options);

    internal static ProgrammeReading Read(FileContent content, ReadingOptions options)
    {
        content.RefuseOtherThanMarkup();
        try
        {
            var bytes = content.Bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? content.Bytes[3..] : content.Bytes;
            using var json = JsonDocument.Parse(bytes, new() { MaxDepth = FileLimits.Depth });
            return Read(json.RootElement, new(options));
        }
        catch (JsonException e)
        {
            var deep = e.Message.Contains("maximum configured depth", StringComparison.Ordinal);
            throw new Refusal(deep ? "import.too_deep" : "import.json_broken", ("line", e.LineNumber + 1), ("limit", FileLimits.Depth));
        }
        // A lone surrogate passes the parser and stops the text.
        catch (InvalidOperationException) { throw new Refusal("import.json_broken", ("line", null)); }
    }

    static ProgrammeReading Read(JsonElement root, ProgrammeDraft draft)
    {
        var schedule = Child(root, "schedule") is { ValueKind: JsonValueKind.Object } inner ? inner : root;
        if (Child(schedule, "conference") is not { ValueKind: JsonValueKind.Object } conference) throw new Refusal("import.not_a_schedule", ("found", "JSON"), ("line", null));
        draft.Version = ProgrammeDraft.Blank(Text(schedule, "version"));
        draft.BaseUrl = draft.Address(Text(schedule, "base_url"), null, "base_url");
        draft.Acronym = Text(conference, "acronym");
        draft.Title = draft.Line(Text(conference, "title"), null, "title");
        draft.Subtitle = draft.Line(Text(conference, "description"), null, "description");
        draft.First = ScheduleTimes.Date(Text(conference, "start"));
        draft.Last = ScheduleTimes.Date(Text(conference, "end"));
        draft.SlotMinutes = ScheduleTimes.Slot(Text(conference, "timeslot_duration"));
        draft.ZoneName = Text(conference, "time_zone_name");
        draft.Url = draft.Address(Text(conference, "url"), null, "url");
        draft.Logo = draft.Address(Text(conference, "logo"), null, "logo");
        foreach (var room in Items(conference, "rooms"))
            draft.Hall(draft.OneLine(Text(room, "name"), null, ""), Text(room, "guid"), Text(room, "slug"), Child(room, "capacity") is { ValueKind: JsonValueKind.Number } c && c.TryGetInt32(out var seats) && seats >= 0 ? seats : null);
        foreach (var track in Items(conference, "tracks")) draft.Track(draft.OneLine(Text(track, "name"), null, ""), Text(track, "slug"), Text(track, "color"));
        var days = 0;
        foreach (var day in Items(conference, "days"))
        {
            Day(day, draft);
            days++;
        }
        if (days == 0) throw new Refusal("import.no_days");
        return draft.Finish();
    }

    static void Day(JsonElement day, ProgrammeDraft draft)
    {
        if (ScheduleTimes.Date(Text(day, "date")) is not { } date) throw new Refusal("import.day_undated", ("line", null));
        var opens = Text(day, "day_start") is { Length: > 0 } start ? draft.Moment(start, null, "day_start") : null;
        var closes = Text(day, "day_end") is { Length: > 0 } end ? draft.Moment(end, null, "day_end") : null;
        if (opens is null || closes is null || closes <= opens)
        {
            var from = opens ?? date + (draft.DayChange ?? LocalTime.Midnight);
            draft.Note(FindingKind.Repaired, null, Text(day, "date") ?? "", "day_end_missing", ("end", from.PlusDays(1)));
            (opens, closes) = (from, from.PlusDays(1));
        }
        draft.Days.Add(new(date, opens.Value, closes.Value));
        if (Child(day, "rooms") is not { ValueKind: JsonValueKind.Object } rooms) return;
        var count = 0;
        foreach (var room in rooms.EnumerateObject())
        {
            if (++count > ImportLimits.Keys) throw new Refusal("import.too_many_keys", ("limit", ImportLimits.Keys));
            var hall = draft.OneLine(room.Name, null, "");
            draft.Hall(hall);
            if (room.Value.ValueKind != JsonValueKind.Array) continue;
            foreach (var one in room.Value.EnumerateArray())
                if (one.ValueKind == JsonValueKind.Object) Event(one, draft, date, hall);
        }
    }

    static void Event(JsonElement json, ProgrammeDraft draft, LocalDate day, string hall)
    {
        var session = new DraftSession { Guid = Text(json, "guid"), Number = Text(json, "id"), HallName = hall, TrackName = draft.OneLine(Text(json, "track"), null, "") };
        var item = session.Item = ProgrammeDraft.Short(CleanText.OneLine(session.Number ?? session.Guid ?? "", out _));
        session.TypeName = draft.OneLine(Text(json, "type"), null, item);
        if (hall.Length == 0) session.HallName = draft.OneLine(Text(json, "room"), null, item);
        var entry = session.Entry with
        {
            Title = draft.Line(Text(json, "title"), null, item),
            Subtitle = draft.Line(Text(json, "subtitle"), null, item),
            Abstract = draft.Text(Text(json, "abstract"), null, item),
            Description = draft.Text(Text(json, "description"), null, item),
            Slug = ProgrammeDraft.Blank(Text(json, "slug")),
            FloorLanguages = ScheduleXmlReader.LanguagesOf(Text(json, "language")),
            Url = draft.Address(Text(json, "url"), null, item),
            FeedbackUrl = draft.Address(Text(json, "feedback_url"), null, item),
            OriginUrl = draft.Address(Text(json, "origin_url"), null, item),
            Logo = draft.Address(Text(json, "logo"), null, item),
            Recording = Child(json, "recording_license") is null && Child(json, "do_not_record") is null ? null
                : new(draft.OneLine(Text(json, "recording_license"), null, item), Text(json, "do_not_record") == "true"),
        };
        if (entry.Title.IsEmpty)
        {
            draft.Note(FindingKind.Refused, null, item, "title_missing");
            return;
        }
        foreach (var person in Items(json, "persons"))
        {
            var name = draft.OneLine(Text(person, "public_name") ?? Text(person, "name"), null, item);
            var (id, guid) = (Text(person, "id"), Text(person, "guid"));
            if (name.Length == 0) continue;
            session.People.Add(new(name, guid, id, SessionRole.Speaker, null));
            if (id is not null && Text(person, "biography") is { Length: > 0 } biography) draft.Profile(id, name, draft.Text(biography, null, name).In("").Text);
        }
        var materials = new List<MaterialEntry>();
        foreach (var (key, kind) in ((string, MaterialKind)[])[("links", MaterialKind.Link), ("attachments", MaterialKind.Attachment)])
            foreach (var reference in Items(json, key))
                if (draft.Material(kind, Text(reference, "url"), Text(reference, "title"), Text(reference, "type"), null, null, item) is { } material) materials.Add(material);
        session.Start = ScheduleXmlReader.StartOf(draft, day, Text(json, "date")?.Trim() ?? "", Text(json, "start") ?? "", null, item);
        if (ScheduleXmlReader.MinutesOf(draft, Text(json, "duration")?.Trim() ?? "", null, item) is not { } minutes) return;
        session.Entry = entry with { Minutes = minutes, Materials = materials };
        draft.Add(session);
    }

    static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) => Child(parent, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    static string? Text(JsonElement parent, string name) => Child(parent, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : number.GetRawText(),
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        _ => null,
    };
}
