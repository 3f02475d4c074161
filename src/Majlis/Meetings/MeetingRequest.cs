using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>On what level two sides meet; its number is the planner's level of principals, 1 the highest.</summary>
public enum MeetingLevel { HeadOfState = 1, HeadOfGovernment, Minister, DeputyMinister, HeadOfOrganisation, Director, Expert }

/// <summary>Pending and countered ones wait for the answer of <see cref="MeetingRequest.Turn"/>; the last three are over.</summary>
public enum RequestState { Pending, Countered, Accepted, Declined, Withdrawn, Expired }

/// <summary>How a meeting is to be: what one side proposes and the other accepts or changes.</summary>
public sealed record MeetingTerms
{
    public MeetingLevel Level { get; init; } = MeetingLevel.Director;
    /// <summary>People of the side that asks, 1 to <see cref="MostPeople"/>; a meeting "1+4" is 5.</summary>
    public int FromPeople { get; init; } = 1;
    public int ToPeople { get; init; } = 1;
    /// <summary>Languages it may be held in without an interpreter; tags. Empty: nobody said.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    /// <summary>Preferred days; empty: any.</summary>
    public IReadOnlyList<LocalDate> Days { get; init; } = [];

    public const int MostPeople = 30;

    /// <exception cref="Refusal"><c>meetings.level</c>, <c>meetings.people</c>, <c>meetings.language</c>, <c>meetings.day</c> for a day without meetings.</exception>
    internal MeetingTerms Checked(MeetingRound round)
    {
        if (!Enum.IsDefined(Level)) throw new Refusal("meetings.level");
        if (FromPeople is < 1 or > MostPeople || ToPeople is < 1 or > MostPeople) throw new Refusal("meetings.people", ("most", MostPeople));
        if (Languages.Count > MeetingSide.MostLanguages || Languages.Any(l => !IsLanguage(l))) throw new Refusal("meetings.language");
        var days = round.Facts.Windows.Select(w => w.From.Date).ToHashSet();
        return Days.All(days.Contains) ? this with { Languages = [.. Languages.Distinct()], Days = [.. Days.Distinct().Order()] } : throw new Refusal("meetings.day", ("date", Days.First(d => !days.Contains(d))));
    }

    internal static bool IsLanguage(string tag) => tag.Length is >= 2 and <= 35 && tag.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <summary>What a side asks another for.</summary>
public sealed record Asked
{
    public string Purpose { get; init; } = "";
    public MeetingTerms Terms { get; init; } = new();
    /// <summary>What it is worth to the side that asks.</summary>
    public Wish Wish { get; init; } = Wish.Wish;
    /// <summary>Who meets for it; empty: whoever meets for it usually.</summary>
    public IReadOnlyList<Id<Person>> Principals { get; init; } = [];
}

/// <summary>
/// One side asks another for a meeting. It holds no time and no room, so however long it waits it is in nobody's way; only accepted ones are planned.
/// The side that asked may withdraw it, the one that was asked may decline it, for as long as it is not over; it is accepted or countered by the side whose <see cref="Turn"/> it is.
/// </summary>
public sealed class MeetingRequest : IVersioned
{
    MeetingRequest() { }

    /// <param name="number">From <see cref="MeetingRounds.NextNumber"/>.</param>
    /// <param name="place">Which of the requests that <paramref name="from"/> may have out at once: a number from 1 that none of its others has.</param>
    /// <param name="expires">Not answered by then, it expires.</param>
    /// <exception cref="Refusal"><c>meetings.self</c>; <c>meetings.purpose_missing</c>, <c>meetings.purpose_too_long</c>, <c>meetings.veto_asked</c> and those of <see cref="MeetingTerms"/>.</exception>
    public MeetingRequest(MeetingRound round, int number, MeetingSide from, MeetingSide to, Asked asked, int place, Instant now, Instant expires)
    {
        if (from.Id == to.Id) throw new Refusal("meetings.self");
        (Id, EditionId, Number, FromId, ToId, Turn, Place) = (Id<MeetingRequest>.New(), round.EditionId, number, from.Id, to.Id, to.Id, place);
        (SentAt, ChangedAt, ExpiresAt) = (now, now, expires);
        OpenPair = PairOf(from.Id, to.Id);
        Ask(round, asked);
    }

    public const int MostLetters = 1000;

    public Id<MeetingRequest> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>By which people speak of it; unique in the edition, never used again.</summary>
    public int Number { get; private set; }
    public Id<MeetingSide> FromId { get; private set; }
    public Id<MeetingSide> ToId { get; private set; }
    public string Purpose { get; private set; } = "";
    /// <summary>As proposed last.</summary>
    public MeetingTerms Terms { get; private set; } = new();
    public Wish FromWish { get; private set; }
    /// <summary>Willing until the side says more; a veto when it declined for good.</summary>
    public Wish ToWish { get; private set; } = Wish.Willing;
    /// <summary>Empty: the side's own <see cref="MeetingSide.Principals"/>.</summary>
    public IReadOnlyList<Id<Person>> FromPrincipals { get; private set; } = [];
    public IReadOnlyList<Id<Person>> ToPrincipals { get; private set; } = [];
    public RequestState State { get; private set; }
    /// <summary>The side that has to answer what was proposed last.</summary>
    public Id<MeetingSide> Turn { get; private set; }
    /// <summary>What was written with the last answer; empty when nothing was.</summary>
    public string Note { get; private set; } = "";
    public Instant SentAt { get; private set; }
    public Instant ChangedAt { get; private set; }
    public Instant ExpiresAt { get; private set; }
    public Instant? RemindedAt { get; private set; }
    /// <summary>Both sides' ids, the smaller first, while it is not over: two that are not over between the same two sides cannot be. Null afterwards.</summary>
    public string? OpenPair { get; private set; }
    /// <summary>Null when it is over: its place among those that its side has out is free again.</summary>
    public int? Place { get; private set; }
    public long Version { get; private set; }

    /// <summary>Waits for an answer.</summary>
    public bool IsPending => State is RequestState.Pending or RequestState.Countered;

    public bool IsOver => !IsPending && State != RequestState.Accepted;

    /// <summary>The event that tells what it has become.</summary>
    internal MeetingRequestChanged Changed(Id<MeetingSide>? by, string? named, bool isValued = false) =>
        new(EditionId.Value, Id.Value, Number, State, FromId.Value, ToId.Value, by?.Value, named, isValued);

    public Id<MeetingSide> Other(Id<MeetingSide> side) => side == FromId ? ToId : FromId;

    static string PairOf(Id<MeetingSide> one, Id<MeetingSide> other) => one < other ? $"{one}{other}" : $"{other}{one}";

    void Ask(MeetingRound round, Asked asked)
    {
        if (asked.Wish == Wish.Veto || !Enum.IsDefined(asked.Wish)) throw new Refusal("meetings.veto_asked");
        Purpose = Worded(asked.Purpose) is { Length: > 0 } purpose ? purpose : throw new Refusal("meetings.purpose_missing");
        (Terms, FromWish, FromPrincipals) = (asked.Terms.Checked(round), asked.Wish, Named(asked.Principals));
    }

    /// <param name="wish">What the meeting is worth to the side that accepts; a veto is a refusal, not an answer.</param>
    /// <exception cref="Refusal"><c>meetings.over</c>, <c>meetings.not_your_turn</c>, <c>meetings.veto_accepted</c>.</exception>
    public void Accept(Id<MeetingSide> by, Wish wish, IReadOnlyList<Id<Person>> principals, string note, Instant now)
    {
        Answering(by);
        if (wish == Wish.Veto) throw new Refusal("meetings.veto_accepted");
        Value(by, wish);
        if (by == ToId) ToPrincipals = Named(principals);
        else if (principals.Count > 0) FromPrincipals = Named(principals);
        Become(RequestState.Accepted, note, now);
    }

    /// <summary>Proposes other terms: now the other side has to answer.</summary>
    /// <param name="expires">Not answered by then, it expires.</param>
    /// <exception cref="Refusal"><c>meetings.over</c>, <c>meetings.not_your_turn</c>, and those of <see cref="MeetingTerms"/>.</exception>
    public void Counter(Id<MeetingSide> by, MeetingTerms terms, string note, MeetingRound round, Instant now, Instant expires)
    {
        Answering(by);
        (Terms, Turn, ExpiresAt, RemindedAt) = (terms.Checked(round), Other(by), expires, null);
        Become(RequestState.Countered, note, now);
    }

    /// <summary>Also one that was accepted: the meeting is off.</summary>
    /// <param name="forGood">The other side may not ask again.</param>
    /// <exception cref="Refusal"><c>meetings.over</c>, <c>meetings.withdraw_instead</c> for the side that asked.</exception>
    public void Decline(Id<MeetingSide> by, bool forGood, string note, Instant now)
    {
        if (by != ToId) throw new Refusal("meetings.withdraw_instead");
        if (IsOver) throw new Refusal("meetings.over");
        if (forGood) ToWish = Wish.Veto;
        Become(RequestState.Declined, note, now);
    }

    /// <exception cref="Refusal"><c>meetings.over</c>, <c>meetings.decline_instead</c> for the side that was asked.</exception>
    public void Withdraw(Id<MeetingSide> by, string note, Instant now)
    {
        if (by != FromId) throw new Refusal("meetings.decline_instead");
        if (IsOver) throw new Refusal("meetings.over");
        Become(RequestState.Withdrawn, note, now);
    }

    /// <summary>What an open meeting is worth to one side, told anew.</summary>
    /// <exception cref="Refusal"><c>meetings.over</c>, <c>meetings.veto_accepted</c>: who does not want it declines or withdraws it.</exception>
    public void Value(Id<MeetingSide> by, Wish wish)
    {
        if (IsOver) throw new Refusal("meetings.over");
        if (wish == Wish.Veto || !Enum.IsDefined(wish)) throw new Refusal("meetings.veto_accepted");
        if (by == FromId) FromWish = wish;
        else ToWish = wish;
    }

    /// <summary>Nothing happens to one that was answered or whose time has not come.</summary>
    /// <returns>Whether it expired now.</returns>
    public bool Expire(Instant now)
    {
        if (!IsPending || now < ExpiresAt) return false;
        Become(RequestState.Expired, "", now);
        return true;
    }

    public void Reminded(Instant now) => RemindedAt = now;

    void Answering(Id<MeetingSide> by)
    {
        if (!IsPending) throw new Refusal("meetings.over");
        if (by != Turn) throw new Refusal("meetings.not_your_turn");
    }

    void Become(RequestState state, string note, Instant now)
    {
        (State, Note, ChangedAt) = (state, Worded(note), now);
        if (IsOver) (OpenPair, Place) = (null, null);
    }

    static string Worded(string text)
    {
        // Marks that nobody sees say nothing at either end; inside they are letters of Persian.
        var clean = Characters.Tame(Characters.Kept(text)).ReplaceLineEndings("\n").Trim().Trim('\u200C', '\u200D', '\u200E', '\u200F', '\uFEFF').Trim();
        return clean.Length <= MostLetters ? clean : throw new Refusal("meetings.purpose_too_long", ("most", MostLetters));
    }

    static IReadOnlyList<Id<Person>> Named(IReadOnlyList<Id<Person>> principals) =>
        principals.Count <= MeetingSide.MostPrincipals ? [.. principals.Distinct()] : throw new Refusal("meetings.too_many", ("most", MeetingSide.MostPrincipals));

    internal sealed class Map : IEntityTypeConfiguration<MeetingRequest>
    {
        public void Configure(EntityTypeBuilder<MeetingRequest> table)
        {
            table.HasIndex(r => new { r.EditionId, r.Number }).IsUnique();
            table.HasIndex(r => r.OpenPair).IsUnique();
            table.HasIndex(r => new { r.FromId, r.Place }).IsUnique();
            table.HasIndex(r => r.ToId);
            table.HasIndex(r => new { r.State, r.ExpiresAt });
            table.HasOne<Edition>().WithMany().HasForeignKey(r => r.EditionId);
            table.HasOne<MeetingSide>().WithMany().HasForeignKey(r => r.FromId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingSide>().WithMany().HasForeignKey(r => r.ToId).OnDelete(DeleteBehavior.Cascade);
            foreach (var wish in new[] { nameof(FromWish), nameof(ToWish) }) table.Property<Wish>(wish).HasConversion<string>().HasMaxLength(16);
            table.Property(r => r.State).HasConversion<string>().HasMaxLength(16);
            table.Property(r => r.Terms).AsJson();
            table.Property(r => r.FromPrincipals).AsJson();
            table.Property(r => r.ToPrincipals).AsJson();
        }
    }
}
