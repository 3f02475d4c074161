using System.Text.Json;
using System.Text.Json.Nodes;

namespace Majlis.Web.Shell.Api;

/// <summary>A shape as the description of the API knows it: its name, its JSON Schema and the shapes it refers to.</summary>
public interface IShape
{
    string Name { get; }
    /// <param name="ofBody">Fields that are never taken are left out, and only what is needed must be there.</param>
    JsonObject Schema(bool ofBody = false);
    /// <param name="ofBody">As for <see cref="Schema"/>.</param>
    IEnumerable<IShape> Inside(bool ofBody);
}

/// <summary>One field of a resource.</summary>
/// <param name="About">For the document that describes the API.</param>
/// <param name="Read">Null: the field is told and never taken.</param>
public sealed record Field<T>(string Name, string About, Func<bool, JsonObject> Schema, Action<Utf8JsonWriter, T> Write, Func<T, JsonNode?, string, Faults, T>? Read)
{
    /// <summary>Taken when the resource is made, and fixed from then on.</summary>
    public bool OnlyNew { get; init; }
    /// <summary>Must be there when the resource is made, and cannot be taken away.</summary>
    public bool Required { get; init; }
    public IReadOnlyList<IShape> Inside { get; init; } = [];

    public static Field<T> Of<TValue>(string name, Kind<TValue> kind, Func<T, TValue> get, Func<T, TValue, T>? set, string about) =>
        new(name, about, kind.Schema, (json, noun) => kind.Write(json, get(noun)), set is null ? null : (noun, node, at, faults) => set(noun, kind.Read(node, at, faults))) { Inside = kind.Inside };
}

/// <summary>How a resource stands in JSON, field by field: what answers are written by, bodies are read by and the description of the API is made of.</summary>
/// <param name="empty">What a body is read onto that makes a new one.</param>
public sealed class Shape<T>(string name, string about, T empty, params IReadOnlyList<Field<T>> fields) : IShape
{
    public string Name => name;
    public T Empty => empty;
    public IReadOnlyList<Field<T>> Fields => fields;
    public IEnumerable<IShape> Inside(bool ofBody) => fields.Where(f => !ofBody || f.Read is not null).SelectMany(f => f.Inside);

    public void Write(Utf8JsonWriter json, T noun)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name);
            field.Write(json, noun);
        }
        json.WriteEndObject();
    }

    /// <summary>
    /// Merges a patch into a resource as RFC 7396 has it: what is left out stays, null takes away, objects merge, lists are replaced. A field that is told and not
    /// taken may be sent back as it was.
    /// </summary>
    /// <param name="at">The JSON pointer of the patch in the body.</param>
    /// <param name="isNew">The resource is being made.</param>
    /// <returns>Something to be used only when there are no faults.</returns>
    public T Read(JsonObject patch, T onto, Faults faults, string at = "", bool isNew = false)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory)) Write(json, onto);
        var before = JsonNode.Parse(memory.ToArray())!.AsObject();
        foreach (var (unknown, _) in patch.Where(p => fields.All(f => f.Name != p.Key))) faults.Add(Kinds.Pointer(at, unknown), "api.field.unknown");
        foreach (var field in fields)
        {
            var isGiven = patch.TryGetPropertyValue(field.Name, out var given);
            if (field.Required && given is null && (isGiven || isNew)) faults.Add(Kinds.Pointer(at, field.Name), "api.field.missing");
            if (!isGiven) continue;
            var merged = Merge(before[field.Name], given);
            if (field.Read is { } read && (isNew || !field.OnlyNew)) onto = read(onto, merged, Kinds.Pointer(at, field.Name), faults);
            else if (!JsonNode.DeepEquals(merged, before[field.Name])) faults.Add(Kinds.Pointer(at, field.Name), "api.field.fixed");
        }
        return onto;
    }

    public JsonObject Schema(bool ofBody = false)
    {
        var shown = fields.Where(f => !ofBody || f.Read is not null).ToList();
        var properties = new JsonObject();
        foreach (var field in shown)
        {
            var schema = field.Schema(ofBody);
            schema["description"] = field.About;
            if (!ofBody && field.Read is null) schema["readOnly"] = true;
            properties[field.Name] = schema;
        }
        var whole = new JsonObject { ["type"] = "object", ["description"] = about, ["properties"] = properties, ["additionalProperties"] = false };
        var required = shown.Where(f => !ofBody || f.Required).Select(f => (JsonNode)f.Name).ToArray();
        if (required.Length > 0) whole["required"] = new JsonArray(required);
        return whole;
    }

    static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var merged = target is JsonObject there ? there.DeepClone().AsObject() : [];
        foreach (var (key, value) in changes)
            if (value is null) merged.Remove(key);
            else merged[key] = Merge(merged[key], value);
        return merged;
    }
}

static class Shape
{
    /// <summary>What is sent is named apart from what is told, because it lacks what is never taken.</summary>
    public static string NameOf(IShape shape, bool ofBody) => ofBody ? shape.Name + "Body" : shape.Name;

    public static JsonObject Reference(IShape shape, bool ofBody = false) => Reference(NameOf(shape, ofBody));

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    /// <summary>An object with one list, so that more can be said beside it one day.</summary>
    public static Shape<IReadOnlyList<T>> ListOf<T>(string field, Shape<T> one) => new(one.Name + "List", $"A list of {one.Name}.", [],
        Field<IReadOnlyList<T>>.Of(field, Kinds.Many(Kinds.Part(one)), list => list, (_, given) => given, "In the order of lists.") with { Required = true });
}
