using System.Text.Json;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Majlis.Tests.Programme.Exchange;

/// <summary>Files of our own beside the tests, real and hostile ones beside the repository, and programmes as text to compare.</summary>
static class ExchangeFiles
{
    public static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 7, 0);

    public static readonly WritingOptions Writing = new() { BaseAddress = new("https://forum.example.org"), Language = "en", Published = Now };

    static readonly JsonSerializerOptions Comparable = new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        .ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    public static string Own(string name) => Path.Combine(AppContext.BaseDirectory, "Programme", "Exchange", "files", name);

    public static string Schedule(string name) => Shared("data", "schedules", name);

    public static string Hostile(string name) => Shared("data", "hostile", "generated", name);

    public static string Shared(params string[] parts)
    {
        var shared = Environment.GetEnvironmentVariable("MAJLIS_SHARED") ?? BesideTheRepository();
        var path = shared is null ? null : Path.Combine([shared, .. parts]);
        if (path is null || !File.Exists(path)) Assert.Skip($"{Path.Combine(parts)} is not in ../shared");
        return path;
    }

    static string? BesideTheRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Majlis.slnx"))) return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        return null;
    }

    public static ProgrammeReading Read(string path, string? zone = null, string language = "en", ProgrammeSnapshot? existing = null)
    {
        using var file = File.OpenRead(path);
        return ProgrammeReader.Read(file, Path.GetFileName(path), new() { DefaultLanguage = language, DefaultZone = zone, Existing = existing });
    }

    public static ProgrammeReading Read(byte[] content, string name, string? zone = null, ProgrammeSnapshot? existing = null) =>
        ProgrammeReader.Read(new MemoryStream(content), name, new() { DefaultZone = zone, Existing = existing });

    public static byte[] Write(ProgrammeFormat format, ProgrammeSnapshot programme, WritingOptions? options = null)
    {
        using var stream = new MemoryStream();
        ProgrammeWriter.Write(format, programme, stream, options ?? Writing);
        return stream.ToArray();
    }

    public static Refusal Refused(string path, string? zone = null) => Assert.Throws<Refusal>(() => Read(path, zone));

    public static Refusal Refused(byte[] content, string name, string? zone = "Europe/Berlin") => Assert.Throws<Refusal>(() => Read(content, name, zone));

    public static string[] Told(this ProgrammeReading reading) => [.. reading.Findings.Select(f => $"{f.Kind} {f.Line} {f.Item} {f.Code}")];

    /// <summary>A programme as text that is equal when the programmes are: sessions in one order.</summary>
    public static string AsText(this ProgrammeSnapshot programme) =>
        JsonSerializer.Serialize(programme with { Sessions = [.. programme.Sessions.OrderBy(s => s.Guid)] }, Comparable);
}
