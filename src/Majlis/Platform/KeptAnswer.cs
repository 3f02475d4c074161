using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Platform;

/// <summary>
/// The first answer to a call that its caller gave a key to, so that it can be sent again without being done again. The row is made before the call is carried out: of two with
/// one key the database lets one through, whichever nodes they reach.
/// </summary>
public sealed class KeptAnswer
{
    KeptAnswer() { }

    /// <param name="caller">The token's or the account's id: one caller's keys are nothing to another's.</param>
    /// <param name="call">Method and address.</param>
    /// <param name="fingerprint">SHA-256 of everything else that the call says.</param>
    public KeptAnswer(Guid caller, string call, string key, byte[] fingerprint, Instant at) =>
        // To the millisecond: what a save is compared by must be what every database keeps.
        (Caller, Call, Key, Fingerprint, At) = (caller, call, key, fingerprint, Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()));

    /// <summary>How long an answer is kept.</summary>
    public static readonly Duration Lasts = Duration.FromDays(1);
    /// <summary>How long a call may take before its node is taken for dead, and the key is free for whoever asks again. The longest call takes seconds.</summary>
    public static readonly Duration Lease = Duration.FromMinutes(2);
    public const int LongestKey = 255;

    public Guid Caller { get; private set; }
    public string Call { get; private set; } = "";
    public string Key { get; private set; } = "";
    public byte[] Fingerprint { get; private set; } = [];
    public Instant At { get; private set; }
    /// <summary>Null: being carried out, or broken off with its node; see <see cref="IsOver"/>.</summary>
    public int? Status { get; private set; }
    /// <summary>The headers that belong to the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();
    public byte[] Body { get; private set; } = [];

    /// <summary>It says nothing any more: it is old, or its node died before there was an answer.</summary>
    public bool IsOver(Instant now) => At <= now - (Status is null ? Lease : Lasts);

    public void Keep(int status, IReadOnlyDictionary<string, string> headers, byte[] body) => (Status, Headers, Body) = (status, headers, body);

    internal sealed class Map : IEntityTypeConfiguration<KeptAnswer>
    {
        public void Configure(EntityTypeBuilder<KeptAnswer> table)
        {
            table.ToTable("KeptAnswers").HasKey(a => new { a.Caller, a.Call, a.Key });
            table.Property(a => a.Call).HasMaxLength(300);
            table.Property(a => a.Key).HasMaxLength(LongestKey);
            table.Property(a => a.Headers).AsJson();
            // Whoever took long and lost the key does not write over the answer of who has it now.
            table.Property(a => a.At).IsConcurrencyToken();
            table.HasIndex(a => a.At);
        }
    }
}

public abstract partial class AppDb
{
    public DbSet<KeptAnswer> KeptAnswers => Set<KeptAnswer>();
}

/// <summary>Removes answers that were kept long enough, and comes back for those that were not yet.</summary>
public sealed class ForgetAnswers(IDbContextFactory<AppDb> databases) : IJobRunner
{
    public const string JobKind = "ForgetAnswers";

    public string Kind => JobKind;

    /// <summary>Adds the job for when the first of the answers is old, unless there is one; the caller saves.</summary>
    public static async Task Plan(AppDb db, CancellationToken cancellation)
    {
        if (await db.Jobs.AnyAsync(j => j.Kind == JobKind && j.DoneAt == null && j.FailedAt == null, cancellation)) return;
        db.Add(new Job(JobKind, "", db.Clock.GetCurrentInstant() + KeptAnswer.Lasts));
    }

    public async Task Run(string payload, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var oldest = db.Clock.GetCurrentInstant() - KeptAnswer.Lasts;
        await db.KeptAnswers.Where(a => a.At <= oldest).ExecuteDeleteAsync(cancellation);
        if (await db.KeptAnswers.MinAsync(a => (Instant?)a.At, cancellation) is not { } next) return;
        db.Add(new Job(JobKind, "", next + KeptAnswer.Lasts));
        await db.SaveChangesAsync(cancellation);
    }
}
