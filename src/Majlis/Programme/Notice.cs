using Majlis.Forums;
using Majlis.Messaging;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// One letter about a release to one reader; to people of the programme one for each of their sessions that it changed, because mail programs take one invitation a letter. The database guards that
/// there is one of each: whoever writes letters a second time writes only those that are missing.
/// </summary>
public sealed class Notice
{
    Notice() { }

    public Notice(Release release, LetterKind kind, Guid recipient, Guid session, Instant at) =>
        (Id, EditionId, ReleaseId, Kind, Recipient, Session, At) = (Id<Notice>.New(), release.EditionId, release.Id, kind, recipient, session, at);

    public Id<Notice> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Release> ReleaseId { get; private set; }
    public LetterKind Kind { get; private set; }
    /// <summary>The guid of a person of the edition for letters about slots; else an account's id.</summary>
    public Guid Recipient { get; private set; }
    /// <summary>The guid of the session whose slot it tells of; the empty guid for a letter about no single session.</summary>
    public Guid Session { get; private set; }
    public Id<Job> Job { get; private set; }
    public Instant At { get; private set; }

    internal void PostAs(Job job) => Job = job.Id;

    internal sealed class Map : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> table)
        {
            table.HasIndex(n => new { n.ReleaseId, n.Recipient, n.Session }).IsUnique();
            table.HasOne<Release>().WithMany().HasForeignKey(n => n.ReleaseId);
            table.Property(n => n.Kind).HasConversion<string>().HasMaxLength(32);
        }
    }
}

public enum NoticeState { Waiting, Sent, Failed }

/// <param name="Session">As of <see cref="Notice.Session"/>.</param>
/// <param name="Why">What the mail server said; null unless the last try failed.</param>
public sealed record NoticeLine(LetterKind Kind, Guid Recipient, Guid Session, NoticeState State, string? Why)
{
    /// <summary>To a person of the programme. Who marked what is nobody's business: of the others only numbers may be shown.</summary>
    public bool IsToSpeaker => Kind is LetterKind.SlotReleased or LetterKind.SlotChanged or LetterKind.SlotCancelled;
}

/// <summary>How many letters a release would make.</summary>
/// <param name="Speakers">One for each slot that is news, of people whose address is known.</param>
/// <param name="Unreachable">Guids of people with news whose address nobody wrote down.</param>
public sealed record LetterCount(int Speakers, IReadOnlyList<Guid> Unreachable, int Stars, int Readers)
{
    public int Of(LettersTo to) => (to.HasFlag(LettersTo.Speakers) ? Speakers : 0) + (to.HasFlag(LettersTo.Stars) ? Stars : 0) + (to.HasFlag(LettersTo.Readers) ? Readers : 0);
}

public static class Notices
{
    /// <summary>The letters of one release and what became of them. The caller has asked for the permission.</summary>
    public static async Task<IReadOnlyList<NoticeLine>> Of(AppDb db, Id<Edition> edition, int release, CancellationToken cancellation = default) =>
        [.. (await (from notice in db.Notices
                    join made in db.Releases on notice.ReleaseId equals made.Id
                    join job in db.Jobs on notice.Job equals job.Id
                    where made.EditionId == edition && made.Number == release
                    orderby notice.At, notice.Id
                    select new { notice.Kind, notice.Recipient, notice.Session, job.DoneAt, job.FailedAt, job.LastError }).ToListAsync(cancellation))
            .Select(n => new NoticeLine(n.Kind, n.Recipient, n.Session, n.DoneAt is not null ? NoticeState.Sent : n.FailedAt is not null ? NoticeState.Failed : NoticeState.Waiting, n.LastError))];
}

/// <summary>
/// Asks for letters about the last release after it was made: to somebody who was left out at first, to those whose letter could not be sent, and to those whose address was written down since.
/// Who has a letter of it that left or waits gets no second one.
/// </summary>
public static class SendLetters
{
    /// <exception cref="NotThere">The edition has no such release.</exception>
    /// <exception cref="Refusal"><c>programme.letters_of_old_release</c>: what an older release says is no longer so.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, LettersTo letters, CancellationToken cancellation = default)
    {
        actor.Require(Permission.ReleaseProgramme, edition.Value);
        var release = await db.Releases.Where(r => r.EditionId == edition).OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellation) ?? throw new NotThere("release");
        if (number < release.Number && number > 0) throw new Refusal("programme.letters_of_old_release");
        if (number != release.Number) throw new NotThere("release");
        release.TellAlso(letters);
        var failed = await (from notice in db.Notices join job in db.Jobs on notice.Job equals job.Id where notice.ReleaseId == release.Id && job.FailedAt != null select new { notice, job })
            .ToListAsync(cancellation);
        db.RemoveRange(failed.SelectMany(f => new object[] { f.notice, f.job }));
        db.Record(actor, new LettersAsked(edition.Value, release.Id.Value, number, release.LettersTo));
        await db.SaveChangesAsync(cancellation);
    }
}
