using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Delegations;

/// <summary>How far a delegation has got.</summary>
public enum DelegationState
{
    /// <summary>The party said that it comes, or is thought to.</summary>
    Expected,
    /// <summary>Its note or letter was received.</summary>
    Announced,
    /// <summary>Its focal points enter people.</summary>
    InPreparation,
    /// <summary>They are done; the desk looks.</summary>
    Submitted,
    /// <summary>The desk found something that the focal points have to put right.</summary>
    Returned,
    /// <summary>The names are those of the note, and the places are kept.</summary>
    Verified,
    Confirmed,
    Arrived,
    Departed,
    Withdrawn,
}

/// <summary>The stronger check that some editions make of who may speak for a party.</summary>
public enum CredentialsState { NotReceived, Provisional, OriginalReceived, InOrder, NotInOrder }

/// <summary>All persons that a party sends to an edition, under one head. Who they are is in <see cref="Member"/>, what they may take up in <see cref="Quota"/>.</summary>
public sealed class Delegation : IVersioned
{
    Delegation() { }

    public Delegation(Id<Edition> edition, Id<Party> party) => (Id, EditionId, PartyId) = (Id<Delegation>.New(), edition, party);

    public const int MostMembers = 10_000, MostLetters = 2_000;

    public Id<Delegation> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Party> PartyId { get; private set; }
    public DelegationState State { get; private set; }
    public CredentialsState Credentials { get; private set; }
    /// <summary>What the desk returned it for; null when it is not returned.</summary>
    public string? ReturnedFor { get; private set; }
    /// <summary>What a focal point declared with the last change after it had been verified; null: a note came instead, or nothing changed.</summary>
    public string? Declaration { get; private set; }
    /// <summary>When its last note or letter was taken in.</summary>
    public Instant? NotedAt { get; private set; }
    public Instant? VerifiedAt { get; private set; }
    public long Version { get; private set; }

    /// <summary>Whether a change of members now needs a declaration or a new note.</summary>
    public bool NeedsDeclaration => State is DelegationState.Verified or DelegationState.Confirmed or DelegationState.Arrived && !(NotedAt > VerifiedAt);

    public bool IsOver => State is DelegationState.Departed or DelegationState.Withdrawn;

    /// <summary>Its members are about to change. What was verified has to be verified again; who has arrived stays so.</summary>
    /// <exception cref="Refusal"><c>delegations.over</c>; <c>delegations.needs_declaration</c>.</exception>
    internal void Change(string? declaration)
    {
        if (IsOver) throw new Refusal("delegations.over");
        if (NeedsDeclaration)
            Declaration = Worded(declaration, "delegations.needs_declaration");
        State = State switch
        {
            DelegationState.Expected or DelegationState.Announced or DelegationState.Submitted => DelegationState.InPreparation,
            DelegationState.Verified or DelegationState.Confirmed => DelegationState.Submitted,
            _ => State,
        };
    }

    internal void Receive(DelegationNote note)
    {
        NotedAt = note.At;
        if (State is DelegationState.Expected) State = DelegationState.Announced;
        if (note.Kind == NoteKind.Credentials && Credentials == CredentialsState.NotReceived) Credentials = CredentialsState.Provisional;
    }

    /// <param name="heads">Of its live members; a note is asked of states and entities.</param>
    /// <exception cref="Refusal"><c>delegations.state</c>, <c>delegations.head_missing</c>, <c>delegations.note_missing</c>.</exception>
    internal void Submit(int heads, PartyKind kind, string? declaration)
    {
        Only(DelegationState.Announced, DelegationState.InPreparation, DelegationState.Returned);
        Whole(heads, kind);
        if (!string.IsNullOrWhiteSpace(declaration)) Declaration = Worded(declaration, "");
        (State, ReturnedFor) = (DelegationState.Submitted, null);
    }

    /// <exception cref="Refusal"><c>delegations.state</c>, <c>delegations.reason_missing</c>.</exception>
    internal void Return(string? reason)
    {
        Only(DelegationState.Submitted, DelegationState.Verified, DelegationState.Confirmed);
        (State, ReturnedFor) = (DelegationState.Returned, Worded(reason, "delegations.reason_missing"));
    }

    internal void Verify(int heads, PartyKind kind, Instant now)
    {
        Only(DelegationState.Submitted);
        Whole(heads, kind);
        (State, VerifiedAt) = (DelegationState.Verified, now);
    }

    internal void Confirm(int heads, PartyKind kind)
    {
        Only(DelegationState.Verified);
        Whole(heads, kind);
        State = DelegationState.Confirmed;
    }

    internal void Arrive() { Only(DelegationState.Confirmed); State = DelegationState.Arrived; }

    internal void Depart() { Only(DelegationState.Arrived); State = DelegationState.Departed; }

    internal void Withdraw() { if (IsOver) throw new Refusal("delegations.over"); State = DelegationState.Withdrawn; }

    /// <summary>A withdrawn one comes after all.</summary>
    internal void ComeAgain() { Only(DelegationState.Withdrawn); State = DelegationState.Expected; }

    internal void Credit(CredentialsState state) => Credentials = state;

    void Whole(int heads, PartyKind kind)
    {
        if (heads != 1) throw new Refusal("delegations.head_missing");
        if (kind is PartyKind.State or PartyKind.Entity && NotedAt is null) throw new Refusal("delegations.note_missing");
    }

    void Only(params ReadOnlySpan<DelegationState> states)
    {
        if (!states.Contains(State)) throw new Refusal("delegations.state");
    }

    internal static string Worded(string? text, string missing)
    {
        var words = Characters.Tame(Characters.Kept(text ?? "")).ReplaceLineEndings("\n").Trim();
        if (words.Length == 0) throw new Refusal(missing);
        return words.Length <= MostLetters ? words : throw new Refusal("delegations.too_long", ("most", MostLetters));
    }

    internal sealed class Map : IEntityTypeConfiguration<Delegation>
    {
        public void Configure(EntityTypeBuilder<Delegation> table)
        {
            table.HasIndex(d => new { d.EditionId, d.PartyId }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(d => d.EditionId);
            table.HasOne<Party>().WithMany().HasForeignKey(d => d.PartyId).OnDelete(DeleteBehavior.Restrict);
            table.Property(d => d.State).HasConversion<string>().HasMaxLength(32);
            table.Property(d => d.Credentials).HasConversion<string>().HasMaxLength(32);
            table.Ignore(d => d.NeedsDeclaration).Ignore(d => d.IsOver);
        }
    }
}

public enum NoteKind { NoteVerbale, LetterOfNomination, Credentials, Reply }

/// <summary>An incoming letter that a delegation rests on.</summary>
public sealed class DelegationNote
{
    DelegationNote() { }

    /// <param name="number">As the sender numbered it.</param>
    /// <exception cref="Refusal"><c>delegations.note_number</c>, <c>delegations.too_long</c>.</exception>
    public DelegationNote(Delegation delegation, NoteKind kind, string? number, LocalDate? dated, string? about, string by, Instant now)
    {
        (Id, DelegationId, Kind, Dated, By, At) = (Id<DelegationNote>.New(), delegation.Id, kind, dated, by, now);
        Number = Delegation.Worded(number, "delegations.note_number");
        if (Number.Length > 100 || Number.Contains('\n', StringComparison.Ordinal)) throw new Refusal("delegations.note_number");
        About = string.IsNullOrWhiteSpace(about) ? null : Delegation.Worded(about, "");
    }

    public Id<DelegationNote> Id { get; private set; }
    public Id<Delegation> DelegationId { get; private set; }
    public NoteKind Kind { get; private set; }
    public string Number { get; private set; } = "";
    public LocalDate? Dated { get; private set; }
    public string? About { get; private set; }
    /// <summary>Who took it in.</summary>
    public string By { get; private set; } = "";
    public Instant At { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<DelegationNote>
    {
        public void Configure(EntityTypeBuilder<DelegationNote> table)
        {
            table.HasIndex(n => new { n.DelegationId, n.Number }).IsUnique();
            table.HasOne<Delegation>().WithMany().HasForeignKey(n => n.DelegationId);
            table.Property(n => n.Kind).HasConversion<string>().HasMaxLength(32);
        }
    }
}
