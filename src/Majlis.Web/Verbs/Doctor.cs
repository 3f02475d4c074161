using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Majlis.Calendars;
using Majlis.Database;
using Majlis.Mail;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Verbs;

enum Health
{
    Ok,
    /// <summary>It works, but somebody should look.</summary>
    Attention,
    /// <summary>Something that people need does not work.</summary>
    Broken,
}

/// <param name="Subject">What was looked at: a word for programs, never translated.</param>
/// <param name="Text">What was found and, when it is not well, what to do, in the operator's language.</param>
sealed record Diagnosis(string Subject, Health State, string Text);

/// <summary>Looks at the machine and the installation and changes nothing, apart from a file it makes and takes away in the data folder.</summary>
static class Doctor
{
    const long EnoughSpace = 1L << 30, LeastSpace = 100L << 20;
    static readonly Duration ClockTolerance = Duration.FromSeconds(30);

    public static async Task<IReadOnlyList<Diagnosis>> Examine(Storage storage, Texts texts, CancellationToken cancellation) =>
    [
        Runtime(texts), Cultures(texts), Zones(texts), Folder(storage, texts), Keys(storage, texts), .. await Database(storage, texts, cancellation),
        Assets(texts), Address(texts), Mail(storage, texts),
    ];

    static Diagnosis Runtime(Texts texts) =>
        new("runtime", Health.Ok, texts.Tell("doctor.runtime", ("version", Environment.Version.ToString()), ("system", RuntimeInformation.OSDescription)));

    static Diagnosis Cultures(Texts texts)
    {
        try
        {
            // In the invariant mode this throws, or gives the invariant culture's calendar.
            if (CultureInfo.GetCultureInfo("fa-IR", predefinedOnly: true).Calendar is PersianCalendar) return new("cultures", Health.Ok, texts["doctor.cultures_ok"]);
        }
        catch (CultureNotFoundException)
        {
        }
        return new("cultures", Health.Broken, texts["doctor.cultures_missing"]);
    }

    static Diagnosis Zones(Texts texts) => new("zones", Health.Ok, texts.Tell("doctor.zones", ("version", DateTimeZoneProviders.Tzdb.VersionId)));

    static Diagnosis Folder(Storage storage, Texts texts)
    {
        var folder = storage.DataFolder;
        if (!Directory.Exists(folder)) return new("folder", Health.Attention, texts.Tell("doctor.folder_missing", ("folder", folder)));
        var probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("folder", Health.Broken, texts.Tell("doctor.folder_closed", ("folder", folder), ("user", Environment.UserName)));
        }
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var (state, key) = free < LeastSpace ? (Health.Broken, "doctor.folder_full") : free < EnoughSpace ? (Health.Attention, "doctor.folder_full") : (Health.Ok, "doctor.folder_ok");
        return new("folder", state, texts.Tell(key, ("folder", folder), ("megabytes", free >> 20)));
    }

    static Diagnosis Keys(Storage storage, Texts texts)
    {
        var folder = Path.Combine(storage.DataFolder, "keys");
        if (!Directory.Exists(folder)) return new("keys", Health.Ok, texts["doctor.keys_none"]);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var open = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0;
        return new("keys", open ? Health.Attention : Health.Ok, texts.Tell(open ? "doctor.keys_open" : "doctor.keys_ok", ("folder", folder)));
    }

    static async Task<IReadOnlyList<Diagnosis>> Database(Storage storage, Texts texts, CancellationToken cancellation)
    {
        var place = storage.IsSqlite ? storage.SqliteFile : "PostgreSQL";
        if (storage.IsSqlite && !File.Exists(storage.SqliteFile)) return [new("database", Health.Attention, texts.Tell("doctor.database_none", ("place", place)))];
        try
        {
            await using var workshop = Workshop.Bare(storage);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            await db.Database.OpenConnectionAsync(cancellation);
            var version = db.Database.GetDbConnection().ServerVersion;
            var known = db.Database.GetMigrations().ToHashSet();
            var applied = (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
            if (applied.Exists(m => !known.Contains(m))) return [new("database", Health.Broken, texts.Tell("doctor.database_newer", ("place", place)))];
            if (applied.Count < known.Count)
                return [new("database", Health.Attention, texts.Tell("doctor.database_older", ("place", place), ("count", known.Count - applied.Count)))];
            return
            [
                storage.IsSqlite && await Fault(db, cancellation) is { } fault
                    ? new("database", Health.Broken, texts.Tell("doctor.database_damaged", ("place", place), ("reason", fault)))
                    : new("database", Health.Ok, texts.Tell("doctor.database_ok", ("place", place), ("version", version))),
                await Clock(db, texts, workshop.Clock.GetCurrentInstant(), cancellation),
            ];
        }
        catch (Exception e) when (e is DbException or SocketException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            return [new("database", Health.Broken, texts.Tell("doctor.database_closed", ("place", place), ("reason", e.GetBaseException().Message)))];
        }
    }

    /// <summary>What SQLite's own check of the file says first; null when it is well.</summary>
    static async Task<string?> Fault(AppDb db, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        var said = await command.ExecuteScalarAsync(cancellation) as string;
        return said == "ok" ? null : said ?? "?";
    }

    /// <summary>Sign-in, releases and caches go by the clock: one that runs behind what was already written, or apart from the database's, is told.</summary>
    static async Task<Diagnosis> Clock(AppDb db, Texts texts, Instant now, CancellationToken cancellation)
    {
        var last = await db.Events.OrderByDescending(e => e.Number).Select(e => (Instant?)e.At).FirstOrDefaultAsync(cancellation);
        var other = last is { } written && written > now ? written : now;
        if (!db.Database.ProviderName!.Contains("Sqlite", StringComparison.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT extract(epoch FROM clock_timestamp())::float8";
            other = Instant.Max(other, Instant.FromUnixTimeTicks(0).Plus(Duration.FromSeconds((double)(await command.ExecuteScalarAsync(cancellation))!)));
        }
        return other - now > ClockTolerance
            ? new("clock", Health.Broken, texts.Tell("doctor.clock_behind", ("seconds", (long)(other - now).TotalSeconds)))
            : new("clock", Health.Ok, texts.Tell("doctor.clock_ok", ("time", now.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))));
    }

    static Diagnosis Assets(Texts texts)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(Doctor).Assembly.GetName().Name });
        builder.WebHost.UseStaticWebAssets();
        return builder.Environment.WebRootFileProvider.GetFileInfo("lib/htmx.min.js").Exists
            ? new("assets", Health.Ok, texts["doctor.assets_ok"]) : new("assets", Health.Broken, texts["doctor.assets_missing"]);
    }

    static Diagnosis Address(Texts texts)
    {
        const string Name = "MAJLIS_BASE_ADDRESS";
        var set = Environment.GetEnvironmentVariable(Name);
        if (string.IsNullOrEmpty(set)) return new("address", Health.Attention, texts.Tell("doctor.address_none", ("name", Name)));
        try
        {
            _ = new SiteAddress(set);
        }
        catch (ArgumentException)
        {
            return new("address", Health.Broken, texts.Tell("doctor.address_bad", ("name", Name), ("address", set)));
        }
        return new("address", Health.Ok, texts.Tell("doctor.address_ok", ("address", set)));
    }

    static Diagnosis Mail(Storage storage, Texts texts)
    {
        try
        {
            new ServiceCollection().AddMail(storage.DataFolder);
        }
        catch (FormatException e)
        {
            return new("mail", Health.Broken, texts.Tell("doctor.mail_bad", ("reason", e.Message)));
        }
        return Environment.GetEnvironmentVariable("MAJLIS_SMTP_HOST") is { Length: > 0 } host
            ? new("mail", Health.Ok, texts.Tell("doctor.mail_ok", ("host", host)))
            : new("mail", Health.Attention, texts.Tell("doctor.mail_folder", ("folder", Path.Combine(storage.DataFolder, "mail"))));
    }
}
