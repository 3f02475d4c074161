using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Majlis.Platform;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Shell.Api;

/// <summary>How a value stands in JSON: written, read, and told to programs that ask what may stand there.</summary>
/// <param name="Schema">JSON Schema, as OpenAPI 3.1 has it; of a body, when asked so. A new object each time: a node stands in one document only.</param>
/// <param name="Read">
/// Of a node at a JSON pointer. Null, the node of what was left out or taken away, gives the empty value. What cannot be read is told to the faults,
/// and the empty value is given.
/// </param>
public sealed record Kind<T>(Func<bool, JsonObject> Schema, Action<Utf8JsonWriter, T> Write, Func<JsonNode?, string, Faults, T> Read)
{
    /// <summary>The shapes that the schema refers to.</summary>
    public IReadOnlyList<IShape> Inside { get; init; } = [];
}

/// <summary>The kinds of values that the API knows.</summary>
public static partial class Kinds
{
    static readonly LocalDateTimePattern WallPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");
    static readonly LocalTimePattern TimePattern = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Other years are mistakes of typing, and the last of them cannot be reckoned with.</summary>
    const int FirstYear = 1900, LastYear = 2199;

    public static readonly Kind<string?> Text = new(_ => Nullable("string"), (json, text) => json.WriteStringValue(text), (node, at, faults) => Word(node, at, faults));

    /// <summary>A text that is always there; empty when it is left out.</summary>
    public static readonly Kind<string> PlainText = new(_ => Typed("string"), (json, text) => json.WriteStringValue(text), (node, at, faults) => Word(node, at, faults) ?? "");

    public static readonly Kind<bool> Flag = new(_ => Typed("boolean"), (json, flag) => json.WriteBooleanValue(flag), (node, at, faults) => node?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => faults.Add(at, "api.field.flag", false),
    });

    public static readonly Kind<int?> Number = new(_ => Nullable("integer"), (json, number) => Write(json, number), (node, at, faults) => Whole(node, at, faults));

    /// <summary>A number that is always there; 0 when it is left out.</summary>
    public static readonly Kind<int> PlainNumber = new(_ => Typed("integer"), (json, number) => json.WriteNumberValue(number), (node, at, faults) => Whole(node, at, faults) ?? 0);

    /// <summary>How often something was changed, from 0.</summary>
    public static readonly Kind<long> Version = new(_ => new() { ["type"] = "integer", ["format"] = "int64" }, (json, version) => json.WriteNumberValue(version),
        (node, at, faults) => node is JsonValue value && node.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out long version) ? version : faults.Add(at, "api.field.number", 0L));

    public static readonly Kind<Guid?> Reference = new(_ => new() { ["type"] = new JsonArray("string", "null"), ["format"] = "uuid" },
        (json, guid) => json.WriteStringValue(guid?.ToString()), (node, at, faults) => Guid(node, at, faults));

    public static readonly Kind<Guid> Identity = new(_ => new() { ["type"] = "string", ["format"] = "uuid" },
        (json, guid) => json.WriteStringValue(guid), (node, at, faults) => Guid(node, at, faults) ?? System.Guid.Empty);

    /// <summary>Wall time of the edition's zone, <c>2021-07-28T10:05</c>; null: none.</summary>
    public static readonly Kind<LocalDateTime?> Wall = new(_ => new() { ["type"] = new JsonArray("string", "null"), ["examples"] = new JsonArray("2021-07-28T10:05") },
        (json, time) => json.WriteStringValue(time is { } there ? Say(there) : null), (node, at, faults) => WallTime(node, at, faults));

    /// <summary>Wall time that must be there.</summary>
    public static readonly Kind<LocalDateTime> PlainWall = new(_ => new() { ["type"] = "string", ["examples"] = new JsonArray("2021-07-28T10:05") },
        (json, time) => json.WriteStringValue(Say(time)), (node, at, faults) => WallTime(node, at, faults) ?? default);

    /// <summary>A date: <c>2021-07-28</c>.</summary>
    public static readonly Kind<LocalDate> Date = new(_ => new() { ["type"] = "string", ["format"] = "date" }, (json, date) => json.WriteStringValue(LocalDatePattern.Iso.Format(date)), (node, at, faults) =>
        node?.GetValueKind() == JsonValueKind.String && LocalDatePattern.Iso.Parse(node.GetValue<string>()) is { Success: true, Value: { Year: >= FirstYear and <= LastYear } date } ? date : faults.Add<LocalDate>(at, "api.field.date", default));

    /// <summary>A time of day: <c>06:00</c>.</summary>
    public static readonly Kind<LocalTime> Time = new(_ => new() { ["type"] = "string", ["examples"] = new JsonArray("06:00") }, (json, time) => json.WriteStringValue(TimePattern.Format(time)), (node, at, faults) =>
        node?.GetValueKind() == JsonValueKind.String && TimePattern.Parse(node.GetValue<string>()) is { Success: true, Value: var time } ? time : faults.Add<LocalTime>(at, "api.field.clock", default));

    /// <summary>An instant that is told, in UTC; null: not yet.</summary>
    public static readonly Kind<Instant?> Moment = new(_ => new() { ["type"] = new JsonArray("string", "null"), ["format"] = "date-time" },
        (json, at) => json.WriteStringValue(at is { } there ? InstantPattern.ExtendedIso.Format(there) : null), Told<Instant?>);

    static T Told<T>(JsonNode? node, string at, Faults faults) => faults.Add<T>(at, "api.field.fixed", default!);

    /// <summary>One text in many languages: <c>{"en": "Hall A", "fa": "تالار الف"}</c>, tags in lower case.</summary>
    public static readonly Kind<LocalizedText> Localized = new(_ => new()
    {
        ["type"] = "object", ["additionalProperties"] = Typed("string"), ["propertyNames"] = new JsonObject { ["pattern"] = TagPattern },
        ["examples"] = new JsonArray(new JsonObject { ["en"] = "Hall A", ["fa"] = "تالار الف" }),
    }, Write, (node, at, faults) =>
    {
        if (node is null) return LocalizedText.Empty;
        if (node is not JsonObject wordings) return faults.Add(at, "api.field.localized", LocalizedText.Empty);
        foreach (var (tag, _) in wordings)
            if (!Tag().IsMatch(tag)) faults.Add(Pointer(at, tag), "api.field.tag");
        return LocalizedText.Of(wordings.Select(w => KeyValuePair.Create(w.Key, Word(w.Value, Pointer(at, w.Key), faults) ?? "")));
    });

    /// <summary>A word of a fixed list, as <c>byInvitation</c>.</summary>
    /// <param name="without">Values that have no word.</param>
    public static Kind<T> OneOf<T>(params T[] without) where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Except(without).ToDictionary(v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));
        return new(_ => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Keys]) },
            (json, value) => json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString())),
            (node, at, faults) => node is null ? default : node.GetValueKind() == JsonValueKind.String && words.TryGetValue(node.GetValue<string>(), out var value)
                ? value : faults.Add(at, "api.field.word", default(T), ("words", string.Join(", ", words.Keys))));
    }

    /// <summary>A word of a fixed list, or none.</summary>
    public static Kind<T?> MaybeOneOf<T>() where T : struct, Enum
    {
        var one = OneOf<T>();
        return new(ofBody => new() { ["anyOf"] = new JsonArray(one.Schema(ofBody), Typed("null")) }, (json, value) =>
        {
            if (value is { } there) one.Write(json, there);
            else json.WriteNullValue();
        }, (node, at, faults) => node is null ? null : one.Read(node, at, faults));
    }

    /// <summary>A list of values, replaced as a whole.</summary>
    public static Kind<IReadOnlyList<T>> Many<T>(Kind<T> one) => new(ofBody => new() { ["type"] = "array", ["items"] = one.Schema(ofBody) },
        (json, list) =>
        {
            json.WriteStartArray();
            foreach (var item in list) one.Write(json, item);
            json.WriteEndArray();
        },
        (node, at, faults) => node switch
        {
            null => [],
            JsonArray list => [.. list.Index().Where(i => i.Item is not null || faults.Add($"{at}/{i.Index}", "api.field.missing", false)).Select(i => one.Read(i.Item, $"{at}/{i.Index}", faults))],
            _ => faults.Add<IReadOnlyList<T>>(at, "api.field.list", []),
        }) { Inside = one.Inside };

    /// <summary>An object inside a resource, read from nothing each time.</summary>
    public static Kind<T> Part<T>(Shape<T> shape) => new(ofBody => Shape.Reference(shape, ofBody), shape.Write, (node, at, faults) =>
        node is JsonObject part ? shape.Read(part, shape.Empty, faults, at, isNew: true) : faults.Add(at, "api.field.object", shape.Empty)) { Inside = [shape] };

    /// <summary>An <see cref="Part{T}"/> that may be absent.</summary>
    public static Kind<T?> Maybe<T>(Shape<T> shape) where T : class => new(ofBody => new() { ["anyOf"] = new JsonArray(Shape.Reference(shape, ofBody), Typed("null")) },
        (json, part) =>
        {
            if (part is null) json.WriteNullValue();
            else shape.Write(json, part);
        },
        (node, at, faults) => node is null ? null : Part(shape).Read(node, at, faults)) { Inside = [shape] };

    static void Write(Utf8JsonWriter json, LocalizedText text)
    {
        json.WriteStartObject();
        foreach (var (language, wording) in text.Wordings) json.WriteString(language, wording);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, int? number)
    {
        if (number is { } there) json.WriteNumberValue(there);
        else json.WriteNullValue();
    }

    /// <summary>Seconds only where a file gave some.</summary>
    static string Say(LocalDateTime time) => time.TimeOfDay.With(TimeAdjusters.TruncateToMinute) == time.TimeOfDay ? WallPattern.Format(time) : LocalDateTimePattern.GeneralIso.Format(time);

    /// <summary>The pointer of RFC 6901 to a member of what <paramref name="at"/> points to. A name that nobody would give is cut.</summary>
    public static string Pointer(string at, string name) =>
        $"{at}/{(name.Length > 100 ? name[..100] : name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    static string? Word(JsonNode? node, string at, Faults faults) => node is null ? null
        : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : faults.Add<string?>(at, "api.field.text", null);

    static int? Whole(JsonNode? node, string at, Faults faults) => node is null ? null
        : node is JsonValue value && node.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int number) ? number : faults.Add<int?>(at, "api.field.number", null);

    static Guid? Guid(JsonNode? node, string at, Faults faults) => node is null ? null
        : node.GetValueKind() == JsonValueKind.String && System.Guid.TryParseExact(node.GetValue<string>(), "D", out var guid) && guid != System.Guid.Empty
            ? guid : faults.Add<Guid?>(at, "api.field.guid", null);

    static LocalDateTime? WallTime(JsonNode? node, string at, Faults faults)
    {
        if (node is null) return null;
        if (node.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is var text)
            foreach (var pattern in new[] { WallPattern, LocalDateTimePattern.GeneralIso })
                if (pattern.Parse(text) is { Success: true, Value: { Year: >= FirstYear and <= LastYear } time }) return time;
        return faults.Add<LocalDateTime?>(at, "api.field.time", null);
    }

    static JsonObject Typed(string type) => new() { ["type"] = type };

    static JsonObject Nullable(string type) => new() { ["type"] = new JsonArray(type, "null") };

    const string TagPattern = "^[a-z]{2,8}(-[a-z0-9]{1,8})*$";

    [GeneratedRegex(TagPattern)]
    private static partial Regex Tag();
}
