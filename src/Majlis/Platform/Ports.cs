using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Platform;

/// <summary>One letter to one reader, already in the reader's language. Text only or text and HTML; user-made text in it is plain, never linkified.</summary>
/// <param name="Language">The reader's language tag: sets direction and <c>Content-Language</c>.</param>
public sealed record Letter(string ToAddress, string ToName, string Subject, string Text, string? Html, string Language)
{
    /// <summary>Files that go with it. Programs show the first one, when it is a calendar, in the letter itself.</summary>
    public IReadOnlyList<Enclosure> Enclosures { get; init; } = [];
    /// <summary>Letters and digits that are this letter's alone; one that is sent twice by accident is then known as the same. Null: each is another.</summary>
    public string? Key { get; init; }
}

/// <summary>A text file in a letter, sent as UTF-8.</summary>
/// <param name="MediaType">With its parameters, <c>text/calendar; method=REQUEST</c>; the character set is added.</param>
/// <param name="Content">With the line ends that its format asks for.</param>
public sealed record Enclosure(string Name, string MediaType, string Content);

/// <summary>Whom letters come from, as the settings of mail say.</summary>
/// <param name="Name">May be empty.</param>
public sealed record MailSender(string Name, string Address);

/// <summary>Takes letters to the world: a folder by default, SMTP when set. Called from a job, so it may throw and is tried again.</summary>
public interface IMailService
{
    Task Send(Letter letter, CancellationToken cancellation);
}

/// <summary>Seals texts that nobody may read who has the database alone, with keys that lie elsewhere.</summary>
public interface ISealService
{
    string Seal(string text);
    /// <summary>Null: it was sealed with keys that are gone, or is no seal of ours.</summary>
    string? Open(string seal);
}

/// <summary>The part of a picture that is taken, in fractions of its width and height as it is seen; three wide by four high.</summary>
/// <param name="Width">Of the picture's width; the height follows.</param>
public sealed record PhotoCrop(double Start, double Top, double Width);

/// <summary>Makes photos for badges of pictures that strangers send.</summary>
public interface IPhotoService
{
    /// <summary>480 by 640 pixels, upright, as JPEG without anything that the picture said beside its pixels.</summary>
    /// <param name="crop">Null, and where it leaves the picture: the middle.</param>
    /// <exception cref="Refusal"><c>photo.not_a_picture</c>, <c>photo.too_small</c>, <c>photo.too_large</c>: told before anything is decoded.</exception>
    byte[] Make(ReadOnlyMemory<byte> picture, PhotoCrop? crop);
}

/// <summary>Keeps the bytes of files under ids of ours; names and types are in <see cref="StoredFile"/>.</summary>
public interface IFileService
{
    /// <summary>Reads the stream to its end and keeps it under the id, or keeps nothing and throws.</summary>
    /// <exception cref="Refusal"><c>files.too_large</c> when it is longer than <paramref name="limit"/> bytes.</exception>
    /// <returns>Length in bytes and SHA-256.</returns>
    Task<(long Bytes, byte[] Sha256)> Keep(Id<StoredFile> id, Stream content, long limit, CancellationToken cancellation);
    /// <summary>Null when it is not there.</summary>
    Task<Stream?> Open(Id<StoredFile> id, CancellationToken cancellation);
    Task Drop(Id<StoredFile> id, CancellationToken cancellation);
}

/// <summary>A file somebody gave us. Served from its own address as an attachment, never inline as a page.</summary>
public sealed class StoredFile
{
    StoredFile() { }

    public StoredFile(Id<StoredFile> id, Guid edition, string name, string mediaType, long bytes, byte[] sha256, Instant at)
    {
        (Id, Edition, Name, MediaType, Bytes, Sha256, At) = (id, edition, name, mediaType, bytes, sha256, at);
    }

    public Id<StoredFile> Id { get; private set; }
    public Guid Edition { get; private set; }
    /// <summary>As the giver called it; shown escaped, never used as a path.</summary>
    public string Name { get; private set; } = "";
    public string MediaType { get; private set; } = "";
    public long Bytes { get; private set; }
    public byte[] Sha256 { get; private set; } = [];
    public Instant At { get; private set; }

    const string Folder = "/files/";

    /// <summary>Where it is fetched, from the site's root: for whom depends on what refers to it.</summary>
    public string Address => AddressOf(Id);

    public static string AddressOf(Id<StoredFile> id) => Folder + id;

    /// <summary>The file an address of this site leads to; null for every other address.</summary>
    public static Id<StoredFile>? Of(string address) => address.Length == Folder.Length + 32 && address.StartsWith(Folder, StringComparison.Ordinal)
        && Guid.TryParseExact(address.AsSpan(Folder.Length), "N", out var id) ? new(id) : null;

    internal sealed class Map : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> table) => table.HasIndex(f => f.Edition);
    }
}

public abstract partial class AppDb
{
    public DbSet<StoredFile> Files => Set<StoredFile>();
    public DbSet<Job> Jobs => Set<Job>();
}

/// <summary>Jobs that were done stay a week, for whoever asks what happened; those that were given up stay longer, for whoever mends it.</summary>
public sealed class ForgetJobs : ISpentRows
{
    public static readonly Duration DoneStay = Duration.FromDays(7), FailedStay = Duration.FromDays(90);

    public async Task Forget(AppDb db, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        var (done, failed) = (now - DoneStay, now - FailedStay);
        await db.Jobs.Where(j => j.DoneAt < done || j.FailedAt < failed).ExecuteDeleteAsync(cancellation);
    }
}

/// <summary>
/// Work to be done after a commit, once, soon, by some node: a letter to send, a long file to make. Durable: a row in the same transaction as its cause.
/// Claimed by one node for a while; when that node dies the claim runs out and another takes it. A failure is tried again with a growing pause.
/// </summary>
public sealed class Job
{
    Job() { }

    /// <param name="kind">Which runner does it.</param>
    /// <param name="payload">What it needs, as JSON; forgotten when it is done.</param>
    public Job(string kind, string payload, Instant due)
    {
        (Id, Kind, Payload, MadeAt, DueAt) = (Id<Job>.New(), kind, payload, due, due);
    }

    /// <summary>Tries before a job is given up and shown to the desk.</summary>
    public const int MostTries = 8;

    public Id<Job> Id { get; private set; }
    public string Kind { get; private set; } = "";
    /// <summary>Empty when it was done: a letter may hold a secret, such as a link to sign in with.</summary>
    public string Payload { get; private set; } = "";
    public Instant MadeAt { get; private set; }
    /// <summary>Not before this instant. While claimed: the instant the claim runs out.</summary>
    public Instant DueAt { get; private set; }
    public int Tries { get; private set; }
    public Instant? DoneAt { get; private set; }
    /// <summary>Set when it was given up.</summary>
    public Instant? FailedAt { get; private set; }
    public string? LastError { get; private set; }

    /// <summary>One node takes it. A save by another node that took it meanwhile throws <see cref="EditedMeanwhile"/>, now or when this one is done.</summary>
    public void Claim(Instant until) => (Tries, DueAt) = (Tries + 1, until);

    /// <summary>The node that took it stops before it was done; any other may begin at once.</summary>
    public void Release(Instant now) => (Tries, DueAt) = (Tries - 1, now);

    public void Done(Instant now) => (DoneAt, LastError, Payload) = (now, null, "");

    /// <summary>Pauses 20 s, 40 s, 80 s… and gives up after <see cref="MostTries"/>.</summary>
    public void Failed(string error, Instant now)
    {
        LastError = error.Length > 500 ? error[..500] : error;
        if (Tries >= MostTries) FailedAt = now;
        else DueAt = now + Duration.FromSeconds(10 << Math.Min(Tries, 10));
    }

    internal sealed class Map : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> table)
        {
            table.HasIndex(j => new { j.DoneAt, j.FailedAt, j.DueAt });
            // Each claim is another pair of these: of two nodes that take one job, one fails to save.
            table.Property(j => j.Tries).IsConcurrencyToken();
            table.Property(j => j.DueAt).IsConcurrencyToken();
        }
    }
}
