using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Accreditation;

/// <summary>What is looked at before somebody is admitted, each by others and beside the others.</summary>
public enum CheckKind
{
    /// <summary>Whether the person belongs here, in this category.</summary>
    Substantive,
    /// <summary>Whether the names are those of the note, within the places.</summary>
    Protocol,
    /// <summary>The competent authorities' answer.</summary>
    Security,
}

public enum CheckState
{
    /// <summary>The category is not asked for it.</summary>
    NotNeeded,
    Pending,
    /// <summary>In a batch to the authority. Of security alone.</summary>
    Sent,
    /// <summary>The data are unclear. Of security alone.</summary>
    Query,
    Passed,
    Refused,
    /// <summary>The person changed after it was sent or passed: it has to be made again. Of security alone.</summary>
    Expired,
}

/// <summary>What an application is as a whole; follows from its step and its checks.</summary>
public enum ApplicationState
{
    Draft,
    Submitted,
    /// <summary>Some check is under way.</summary>
    Pending,
    /// <summary>The substantive check is passed, others or the photo are not there yet.</summary>
    PreApproved,
    Approved,
    /// <summary>The person changed after clearing: security is asked again.</summary>
    Modified,
    OnHold,
    /// <summary>Back to whoever entered it, to be put right.</summary>
    Returned,
    /// <summary>By any check: outside all refusals look the same.</summary>
    Rejected,
    Withdrawn,
    /// <summary>It was approved, and is no more.</summary>
    Revoked,
}

public enum ApplicationStep { Draft, Submitted, Returned, Withdrawn, Revoked }

/// <summary>What holds an application up.</summary>
public enum HoldReason
{
    None,
    Desk,
    /// <summary>A name of the watch list; nobody but security is told that it is this.</summary>
    WatchList,
}

/// <summary>One check as it stands: who made it, when, and what was noted.</summary>
/// <param name="By">As the actor was called; null: nobody decided.</param>
/// <param name="Note">For colleagues. A note of security's is security's alone.</param>
public sealed record Check(CheckState State, string? By = null, Instant? At = null, string? Note = null)
{
    public static readonly Check NotNeeded = new(CheckState.NotNeeded), Pending = new(CheckState.Pending);
}

public sealed record ThreeChecks(Check Substantive, Check Protocol, Check Security)
{
    public Check Of(CheckKind kind) => kind switch { CheckKind.Substantive => Substantive, CheckKind.Protocol => Protocol, _ => Security };

    internal ThreeChecks With(CheckKind kind, Check check) => kind switch { CheckKind.Substantive => this with { Substantive = check }, CheckKind.Protocol => this with { Protocol = check }, _ => this with { Security = check } };
}

/// <summary>
/// A person asks to be admitted to an edition in a category. One a person. Names, country and party are copied from the person as folded keys, so that the desk's queue is one table; they follow
/// the person in the same save.
/// </summary>
public sealed class Application : IVersioned
{
    Application() { }

    public Application(Person person, AccreditationCategory category, Instant now)
    {
        (Id, EditionId, PersonId, Number, Reference, ChangedAt) = (Id<Application>.New(), person.EditionId, person.Id, person.Number, References.New(8), now);
        Describe(person, now);
        Enter(category, now);
    }

    public const int MostLetters = 2_000, LongestKey = 600;

    public Id<Application> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    /// <summary>The person's number at the edition.</summary>
    public int Number { get; private set; }
    /// <summary>What the person is told, and may say on the telephone.</summary>
    public string Reference { get; private set; } = "";
    /// <summary>Key of an <see cref="AccreditationCategory"/>.</summary>
    public string Category { get; private set; } = "";
    public ApplicationStep Step { get; private set; }
    public ApplicationState State { get; private set; }
    public CheckState Substantive { get; private set; }
    public CheckState Protocol { get; private set; }
    public CheckState Security { get; private set; }
    public ThreeChecks Checks { get; private set; } = new(Check.Pending, Check.Pending, Check.Pending);
    public HoldReason Hold { get; private set; }
    /// <summary>Of a hold by the desk.</summary>
    public string? HoldNote { get; private set; }
    /// <summary>The name of the watch list that holds it; null: none does.</summary>
    public Id<WatchedName>? Watch { get; private set; }
    /// <summary>Names of the watch list that security looked at: they are somebody else.</summary>
    public IReadOnlyList<Guid> NotWatched { get; private set; } = [];
    /// <summary>What it was returned for; null when it is not returned.</summary>
    public string? ReturnedFor { get; private set; }
    /// <summary>The photo; null: none yet.</summary>
    public Id<StoredFile>? Photo { get; private set; }
    public bool NeedsPhoto { get; private set; }
    public bool LacksPhoto { get; private set; }
    /// <summary>A place of its category is taken by it.</summary>
    public bool HasPlace { get; private set; }
    /// <summary>The account of the officer who took it on; null: nobody did.</summary>
    public Guid? Officer { get; private set; }
    /// <summary>Of the person, folded; for search.</summary>
    public string SearchKey { get; private set; } = "";
    /// <summary>The sounds of the name, whatever script it is written in.</summary>
    public string Trace { get; private set; } = "";
    public string? Country { get; private set; }
    /// <summary>The party the person comes with.</summary>
    public Guid? Party { get; private set; }
    /// <summary>Who the person is, as a hash of what the authority is told: another one means that security has to be asked again.</summary>
    public string Identity { get; private set; } = "";
    /// <summary>Goes up with each change of document and photo that is no first one.</summary>
    public int Papers { get; private set; }
    /// <summary>Whom a journalist works for; null: nobody said.</summary>
    public string? Outlet { get; private set; }
    public OutletType? OutletType { get; private set; }
    /// <summary>The outlet and its type, folded: what places of media are counted by.</summary>
    public string? OutletKey { get; private set; }
    /// <summary>The last line of a batch that it was in.</summary>
    public Id<VettingEntry>? SentAs { get; private set; }
    public Instant? SubmittedAt { get; private set; }
    public Instant ChangedAt { get; private set; }
    public long Version { get; private set; }

    /// <summary>As those outside the desk are told: what is looked at, and by whom, is nobody's business.</summary>
    public ApplicationState Outwardly => State is ApplicationState.PreApproved or ApplicationState.OnHold or ApplicationState.Modified ? ApplicationState.Pending : State;

    /// <summary>No check was decided and it was in no batch.</summary>
    public bool IsUntouched => SentAs is null && new[] { Substantive, Protocol, Security }.All(c => c is CheckState.Pending or CheckState.NotNeeded);

    /// <summary>Copies of the person what the queue shows and security is asked about.</summary>
    /// <returns>Whether what had been sent or cleared lapsed by it.</returns>
    internal bool Describe(Person person, Instant now)
    {
        (PersonId, Number, Country, Party) = (person.Id, person.Number, person.Country, person.Party);
        SearchKey = Cut(Calendars.SearchKey.Of([.. person.Name.Wordings.Select(w => w.Value), .. person.Organisation.Wordings.Select(w => w.Value), Reference]));
        Trace = Cut(' ' + string.Join(' ', Sounds.Of(person.Name).SelectMany(w => w).Distinct()));
        return BeSomebody(person, now);
    }

    static string Cut(string key) => key.Length <= LongestKey ? key : key[..LongestKey];

    bool BeSomebody(Person person, Instant now)
    {
        var known = Identity;
        Identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { person.Name, person.Country, Papers }, Json.Stored))))[..32];
        if (known.Length == 0 || known == Identity || Security is not (CheckState.Sent or CheckState.Passed or CheckState.Query)) return false;
        Put(CheckKind.Security, new(CheckState.Expired, null, now), now);
        return true;
    }

    /// <summary>Another document or photo took the place of the one that security knew.</summary>
    internal bool ChangePapers(Person person, Instant now)
    {
        Papers++;
        return BeSomebody(person, now);
    }

    /// <summary>Is of this category from now on. Checks that it does not ask for are not needed; what was decided stays.</summary>
    internal void Enter(AccreditationCategory category, Instant now)
    {
        Category = category.Key;
        foreach (var kind in Enum.GetValues<CheckKind>())
        {
            var needed = category.Checks.Contains(kind);
            var state = Checks.Of(kind).State;
            if (needed && state == CheckState.NotNeeded) Checks = Checks.With(kind, Check.Pending);
            else if (!needed && state != CheckState.NotNeeded) Checks = Checks.With(kind, Check.NotNeeded);
        }
        NeedsPhoto = category.NeedsPhoto;
        Derive(now);
    }

    internal void Show(Id<StoredFile>? photo, Instant now)
    {
        Photo = photo;
        Derive(now);
    }

    /// <exception cref="Refusal"><c>accreditation.outlet</c></exception>
    internal void WorkFor(string? outlet, OutletType? type, Instant now)
    {
        var name = Tables.CleanText.OneLine(outlet, out _);
        if (name.Length is 0 or > 200 || type is not { } known || !Enum.IsDefined(known)) throw new Refusal("accreditation.outlet");
        var folded = Calendars.SearchKey.Tight(name);
        (Outlet, OutletType, OutletKey, ChangedAt) = (name, known, $"{known}/{(folded.Length > 80 ? folded[..80] : folded)}", now);
    }

    internal void Submit(Instant now)
    {
        if (Step == ApplicationStep.Submitted) return;
        (Step, ReturnedFor) = (ApplicationStep.Submitted, null);
        SubmittedAt ??= now;
        Derive(now);
    }

    internal void Recall(Instant now) => To(ApplicationStep.Draft, now);

    internal void Withdraw(Instant now) => To(ApplicationStep.Withdrawn, now);

    void To(ApplicationStep step, Instant now)
    {
        Step = step;
        Derive(now);
    }

    /// <exception cref="Refusal"><c>accreditation.reason_missing</c>, <c>accreditation.not_submitted</c>.</exception>
    internal void Return(string? reason, Instant now)
    {
        NeedSubmitted();
        ReturnedFor = Worded(reason) ?? throw new Refusal("accreditation.reason_missing");
        To(ApplicationStep.Returned, now);
    }

    /// <exception cref="Refusal"><c>accreditation.not_approved</c></exception>
    internal void Revoke(Instant now)
    {
        if (State != ApplicationState.Approved) throw new Refusal("accreditation.not_approved");
        To(ApplicationStep.Revoked, now);
    }

    /// <exception cref="Refusal"><c>accreditation.not_revoked</c></exception>
    internal void Reinstate(Instant now)
    {
        if (Step != ApplicationStep.Revoked) throw new Refusal("accreditation.not_revoked");
        To(ApplicationStep.Submitted, now);
    }

    /// <summary>A decision, or none any more: back to pending.</summary>
    /// <exception cref="Refusal"><c>accreditation.not_submitted</c>, <c>accreditation.check_not_needed</c>, <c>accreditation.result</c>.</exception>
    internal void Decide(CheckKind kind, CheckState result, string? by, string? note, Instant now)
    {
        NeedSubmitted();
        if (Checks.Of(kind).State == CheckState.NotNeeded) throw new Refusal("accreditation.check_not_needed");
        if (result is not (CheckState.Passed or CheckState.Refused or CheckState.Pending) && !(kind == CheckKind.Security && result is CheckState.Query or CheckState.Sent)) throw new Refusal("accreditation.result");
        Put(kind, result == CheckState.Pending ? Check.Pending : new(result, by, now, Worded(note)), now);
    }

    internal void SendAs(Id<VettingEntry> entry, string by, Instant now)
    {
        SentAs = entry;
        Put(CheckKind.Security, new(CheckState.Sent, by, now), now);
    }

    internal void HoldUp(string? note, Instant now)
    {
        NeedSubmitted();
        if (Hold == HoldReason.None) Hold = HoldReason.Desk;
        HoldNote = Worded(note);
        Derive(now);
    }

    /// <summary>Held by the watch list, unless security has said that the name is somebody else's.</summary>
    internal bool HoldFor(WatchedName name, Instant now)
    {
        if (Watch == name.Id || NotWatched.Contains(name.Id.Value)) return false;
        (Watch, Hold) = (name.Id, HoldReason.WatchList);
        Derive(now);
        return true;
    }

    /// <summary>Goes on. A match of the watch list is security's to release.</summary>
    internal void GoOn(bool bySecurity, Instant now)
    {
        if (Hold == HoldReason.WatchList && bySecurity && Watch is { } watch)
        {
            NotWatched = [.. NotWatched, watch.Value];
            Watch = null;
        }
        (Hold, HoldNote) = (Watch is null ? HoldReason.None : HoldReason.WatchList, null);
        Derive(now);
    }

    /// <summary>The name is on the list no more.</summary>
    internal void Unwatch(Instant now)
    {
        (Watch, Hold) = (null, HoldNote is null ? HoldReason.None : HoldReason.Desk);
        Derive(now);
    }

    internal void TakeOn(Guid? officer, Instant now) => (Officer, ChangedAt) = (officer, now);

    internal void TakePlace(bool has) => HasPlace = has;

    void Put(CheckKind kind, Check check, Instant now)
    {
        Checks = Checks.With(kind, check);
        Derive(now);
    }

    void NeedSubmitted()
    {
        if (Step != ApplicationStep.Submitted) throw new Refusal("accreditation.not_submitted");
    }

    void Derive(Instant now)
    {
        (Substantive, Protocol, Security, ChangedAt) = (Checks.Substantive.State, Checks.Protocol.State, Checks.Security.State, now);
        LacksPhoto = NeedsPhoto && Photo is null;
        CheckState[] all = [Substantive, Protocol, Security];
        State = Step switch
        {
            ApplicationStep.Draft => ApplicationState.Draft,
            ApplicationStep.Returned => ApplicationState.Returned,
            ApplicationStep.Withdrawn => ApplicationState.Withdrawn,
            ApplicationStep.Revoked => ApplicationState.Revoked,
            _ when Hold != HoldReason.None => ApplicationState.OnHold,
            _ when all.Contains(CheckState.Refused) => ApplicationState.Rejected,
            _ when all.All(c => c is CheckState.Passed or CheckState.NotNeeded) => LacksPhoto ? ApplicationState.PreApproved : ApplicationState.Approved,
            _ when Security == CheckState.Expired => ApplicationState.Modified,
            _ when Substantive == CheckState.Passed => ApplicationState.PreApproved,
            _ when all.Any(c => c is not (CheckState.Pending or CheckState.NotNeeded)) => ApplicationState.Pending,
            _ => ApplicationState.Submitted,
        };
    }

    /// <exception cref="Refusal"><c>accreditation.too_long</c></exception>
    internal static string? Worded(string? text)
    {
        var words = Characters.Tame(Characters.Kept(text ?? "")).ReplaceLineEndings("\n").Trim();
        if (words.Length == 0) return null;
        return words.Length <= MostLetters ? words : throw new Refusal("accreditation.too_long", ("most", MostLetters));
    }

    internal sealed class Map : IEntityTypeConfiguration<Application>
    {
        public void Configure(EntityTypeBuilder<Application> table)
        {
            table.HasIndex(a => a.PersonId).IsUnique();
            table.HasIndex(a => new { a.EditionId, a.Number }).IsUnique();
            table.HasIndex(a => new { a.EditionId, a.Reference }).IsUnique();
            table.HasIndex(a => new { a.EditionId, a.ChangedAt });
            table.HasIndex(a => new { a.EditionId, a.State, a.Number });
            // All counts of the desk's queue from the index alone.
            table.HasIndex(a => new { a.EditionId, a.State, a.Substantive, a.Protocol, a.Security, a.LacksPhoto, a.Hold });
            table.HasIndex(a => new { a.EditionId, a.Security, a.Number });
            table.HasIndex(a => new { a.EditionId, a.Category, a.Number });
            table.HasIndex(a => new { a.EditionId, a.Party, a.Number });
            table.HasIndex(a => new { a.EditionId, a.Country, a.Number });
            table.HasIndex(a => new { a.EditionId, a.Officer, a.Number });
            table.HasIndex(a => a.Watch);
            table.HasOne<Edition>().WithMany().HasForeignKey(a => a.EditionId);
            table.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
            foreach (var state in (string[])[nameof(Step), nameof(State), nameof(Substantive), nameof(Protocol), nameof(Security), nameof(Hold)]) table.Property(state).HasConversion<string>().HasMaxLength(16);
            table.Property(a => a.OutletType).HasConversion<string>().HasMaxLength(16);
            table.Property(a => a.OutletKey).HasMaxLength(120);
            table.HasIndex(a => new { a.EditionId, a.OutletKey });
            table.Property(a => a.Checks).AsJson();
            table.Property(a => a.NotWatched).AsJson();
            table.Property(a => a.Category).HasMaxLength(32);
            table.Property(a => a.Reference).HasMaxLength(16);
            table.Property(a => a.Identity).HasMaxLength(32);
            table.Property(a => a.Country).HasMaxLength(2);
            table.Ignore(a => a.Outwardly).Ignore(a => a.IsUntouched);
        }
    }
}

/// <summary>Words that lead to something for who has it, and say nothing to anybody else.</summary>
static class References
{
    // Without the letters that are taken for digits, or for one another in other scripts' handwriting.
    const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(int length) => RandomNumberGenerator.GetString(Letters, length);
}
