using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Majlis.Platform;

public static class Json
{
    /// <summary>How Majlis writes JSON into its own rows: camel case, enums by name, NodaTime as ISO, every script readable.</summary>
    public static readonly JsonSerializerOptions Stored = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        MaxDepth = 64,
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>Maps a value that is only ever read and written whole to one text column of JSON. Compared by that JSON.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) where T : class =>
        property.HasConversion(
            value => JsonSerializer.Serialize(value, Stored),
            text => JsonSerializer.Deserialize<T>(text, Stored)!,
            new ValueComparer<T>(
                (a, b) => ReferenceEquals(a, b) || JsonSerializer.Serialize(a, Stored) == JsonSerializer.Serialize(b, Stored),
                value => JsonSerializer.Serialize(value, Stored).GetHashCode(StringComparison.Ordinal),
                value => value));
}
