using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Delegations;

public enum InvitationState
{
    Draft,
    /// <summary>Protocol has agreed to it.</summary>
    Cleared,
    Sent,
    Delivered,
    Accepted,
    /// <summary>Accepted, at another level than was asked for.</summary>
    AcceptedAtOtherLevel,
    Declined,
    NoReply,
    Withdrawn,
}

public enum InvitationChannel { NoteVerbale, Letter, Email, Courier }

/// <summary>How an invitation goes out and what it asks for.</summary>
public sealed record InvitationFacts
{
    public InvitationChannel Channel { get; init; } = InvitationChannel.NoteVerbale;
    /// <summary>Content languages of the edition, the first one's letter on top.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    /// <summary>Who signs it.</summary>
    public string? Signatory { get; init; }
    /// <summary>The last day for an answer, included; null: no such day.</summary>
    public LocalDate? ReplyBy { get; init; }
    /// <summary>The rank, of the edition's table of ranks, at which the party is asked to come; null: not said.</summary>
    public Guid? Level { get; init; }
}

/// <summary>The invitation of a party to an edition. A party has one; withdrawn, it may be drafted again.</summary>
public sealed class Invitation : IVersioned
{
    Invitation() { }

    public Invitation(Id<Edition> edition, Id<Party> party, InvitationFacts facts)
    {
        (EditionId, PartyId) = (edition, party);
        Take(facts);
    }

    public Id<Edition> EditionId { get; private set; }
    public Id<Party> PartyId { get; private set; }
    public InvitationState State { get; private set; }
    public InvitationFacts Facts { get; private set; } = new();
    /// <summary>The outgoing number, unique in the edition; null until it is sent.</summary>
    public string? Number { get; private set; }
    public LocalDate? Dated { get; private set; }
    public Instant? SentAt { get; private set; }
    /// <summary>When the party was reminded.</summary>
    public IReadOnlyList<Instant> Reminders { get; private set; } = [];
    public LocalDate? AnsweredOn { get; private set; }
    /// <summary>The rank at which the party said that it comes.</summary>
    public Guid? AnsweredLevel { get; private set; }
    public string? Answer { get; private set; }
    public long Version { get; private set; }

    public bool Waits => State is InvitationState.Sent or InvitationState.Delivered;
    public bool IsAccepted => State is InvitationState.Accepted or InvitationState.AcceptedAtOtherLevel;

    /// <exception cref="Refusal"><c>delegations.invitation_state</c> once it was sent; <c>delegations.too_long</c>.</exception>
    internal void Take(InvitationFacts facts)
    {
        if (State is not (InvitationState.Draft or InvitationState.Cleared or InvitationState.Withdrawn)) throw new Refusal("delegations.invitation_state");
        Facts = facts with { Signatory = string.IsNullOrWhiteSpace(facts.Signatory) ? null : Delegation.Worded(facts.Signatory.ReplaceLineEndings(" "), ""), Languages = [.. facts.Languages.Distinct()] };
        // Drafted again after it was withdrawn, it is another letter.
        if (State == InvitationState.Withdrawn) (Number, Dated, SentAt, Reminders, AnsweredOn, AnsweredLevel, Answer) = (null, null, null, [], null, null, null);
        // What was cleared is no longer what protocol agreed to.
        State = InvitationState.Draft;
    }

    internal void Clear() { Only(InvitationState.Draft); State = InvitationState.Cleared; }

    /// <exception cref="Refusal"><c>delegations.invitation_state</c>, <c>delegations.invitation_number</c>.</exception>
    internal void Send(string? number, LocalDate dated, Instant now)
    {
        Only(InvitationState.Cleared);
        var clean = Characters.Tame(Characters.Kept(number ?? "")).Trim();
        if (clean.Length is 0 or > 100 || clean.Any(char.IsControl)) throw new Refusal("delegations.invitation_number");
        (State, Number, Dated, SentAt) = (InvitationState.Sent, clean, dated, now);
    }

    internal void Deliver() { Only(InvitationState.Sent); State = InvitationState.Delivered; }

    internal void Remind(Instant now) => Reminders = [.. Reminders, now];

    /// <param name="state">One of the answers, or <see cref="InvitationState.NoReply"/>. An accepted one may still change its level, or decline.</param>
    internal void TakeAnswer(InvitationState state, Guid? level, LocalDate? on, string? answer)
    {
        if (State is InvitationState.Draft or InvitationState.Cleared or InvitationState.Withdrawn) throw new Refusal("delegations.invitation_state");
        State = state switch
        {
            InvitationState.Accepted or InvitationState.AcceptedAtOtherLevel => level is { } said && Facts.Level is { } asked && said != asked ? InvitationState.AcceptedAtOtherLevel : InvitationState.Accepted,
            InvitationState.Declined or InvitationState.NoReply => state,
            _ => throw new Refusal("delegations.invitation_state"),
        };
        (AnsweredLevel, AnsweredOn, Answer) = (IsAccepted ? level : null, on, string.IsNullOrWhiteSpace(answer) ? null : Delegation.Worded(answer, ""));
    }

    internal void Withdraw()
    {
        if (State == InvitationState.Withdrawn) throw new Refusal("delegations.invitation_state");
        State = InvitationState.Withdrawn;
    }

    void Only(InvitationState state)
    {
        if (State != state) throw new Refusal("delegations.invitation_state");
    }

    internal sealed class Map : IEntityTypeConfiguration<Invitation>
    {
        public void Configure(EntityTypeBuilder<Invitation> table)
        {
            table.HasKey(i => new { i.EditionId, i.PartyId });
            table.HasIndex(i => new { i.EditionId, i.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(i => i.EditionId);
            table.HasOne<Party>().WithMany().HasForeignKey(i => i.PartyId).OnDelete(DeleteBehavior.Restrict);
            table.Property(i => i.State).HasConversion<string>().HasMaxLength(32);
            table.Property(i => i.Facts).AsJson();
            table.Property(i => i.Reminders).AsJson();
            table.Ignore(i => i.Waits).Ignore(i => i.IsAccepted);
        }
    }
}
