using System.Security.Cryptography;
using System.Text.Json;
using Majlis.Database;
using Majlis.Platform;
using NodaTime;

namespace Majlis.Web.Shell;

/// <summary>What was asked for with a file that waits to be imported.</summary>
/// <param name="Zone">Of times that name none; empty where the file has no times.</param>
/// <param name="Party">The slug of the party whose people these are, so that one delegation's file is never another's; null: of no party.</param>
public sealed record Upload(Guid? Account, Guid Edition, string Name, string Language, string Zone, bool RemoveMissing, Instant At, string? Party = null);

/// <summary>
/// Files between their preview and their import: kept for an hour on this node's disk under an id nobody can guess, for whoever sent them and for their
/// edition only. Taking one is done once, however often the button is pressed.
/// </summary>
public sealed class Uploads(Storage storage, IClock clock)
{
    public static readonly Duration KeptFor = Duration.FromHours(1);

    string Folder => Directory.CreateDirectory(Path.Combine(storage.DataFolder, "uploads")).FullName;

    /// <returns>The id: 32 letters and digits.</returns>
    public async Task<string> Keep(Upload upload, byte[] content, CancellationToken cancellation)
    {
        Sweep();
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await File.WriteAllBytesAsync(Content(id), content, cancellation);
        await File.WriteAllBytesAsync(Facts(id), JsonSerializer.SerializeToUtf8Bytes(upload, Json.Stored), cancellation);
        return id;
    }

    /// <summary>Null when there is none, it is too old, or it is somebody else's.</summary>
    public async Task<(Upload Upload, byte[] Content)?> Look(string id, Guid? account, Guid edition, CancellationToken cancellation)
    {
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower)) return null;
        try
        {
            var upload = JsonSerializer.Deserialize<Upload>(await File.ReadAllBytesAsync(Facts(id), cancellation), Json.Stored)!;
            if (upload.Account != account || upload.Edition != edition || clock.GetCurrentInstant() - upload.At > KeptFor) return null;
            return (upload, await File.ReadAllBytesAsync(Content(id), cancellation));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Claims the file for one import. False: somebody has it already.</summary>
    public bool Take(string id)
    {
        try
        {
            File.Move(Content(id), Taken(id));
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The import of a file that was taken. When something was done the file is forgotten; else, and when the import throws, it can be taken again.</summary>
    /// <param name="wasDone">Whether what the import answers has done anything.</param>
    /// <returns>Its answer; null when nothing was done.</returns>
    public async Task<T?> Import<T>(string id, Func<Task<T?>> import, Func<T, bool> wasDone) where T : class
    {
        T? done = null;
        try
        {
            return done = await import() is { } answer && wasDone(answer) ? answer : null;
        }
        finally
        {
            if (done is not null) Drop(id);
            else File.Move(Taken(id), Content(id));
        }
    }

    void Drop(string id)
    {
        File.Delete(Taken(id));
        File.Delete(Facts(id));
    }

    void Sweep()
    {
        var oldest = (clock.GetCurrentInstant() - KeptFor).ToDateTimeUtc();
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
            if (file.LastWriteTimeUtc < oldest) file.Delete();
    }

    string Content(string id) => Path.Combine(Folder, id + ".file");
    string Facts(string id) => Path.Combine(Folder, id + ".json");
    string Taken(string id) => Path.Combine(Folder, id + ".taken");
}
