using System.Security.Cryptography;
using Majlis.Delegations;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Accreditation.Badges;

public enum BadgeState
{
    /// <summary>Asked for; the person is not admitted yet, or not any more.</summary>
    Requested,
    /// <summary>By every check: it may be printed, and waits for a desk.</summary>
    Approved,
    Printed,
    /// <summary>In the hands of its holder: nothing else opens a gate.</summary>
    Collected,
    Lost,
    Blocked,
    /// <summary>Another stands in its place.</summary>
    Replaced,
    Returned,
    Expired,
}

/// <summary>Who took a badge away.</summary>
/// <param name="ByProxy">Null: the holder. Else whoever came instead.</param>
/// <param name="Document">What the proxy showed: the kind of paper, not its number.</param>
public sealed record BadgeHandOver(string? ByProxy, string? Document, string? Note, string By, Instant At);

/// <summary>
/// A badge: of a person, or a floater that goes from hand to hand in a delegation. It is known outside by its <see cref="Code"/> alone, which says nothing; a lost one is blocked, and another code
/// takes its place.
/// </summary>
public sealed class Badge : IVersioned
{
    Badge() { }

    Badge(Id<Edition> edition, int number, Instant now) =>
        (Id, EditionId, Number, Code, RequestedAt) = (Id<Badge>.New(), edition, number, Base32.Of(RandomNumberGenerator.GetBytes(BadgeCode.IdBytes)), now);

    internal static Badge Of(Id<Edition> edition, int number, Id<Person> person, Id<Badge>? replaces, Instant now) => new(edition, number, now) { PersonId = person, LivePerson = person, Replaces = replaces };

    internal static Badge Floater(Id<Edition> edition, int number, Id<Delegation> delegation, FloaterKind kind, int place, Instant now) => new(edition, number, now)
    {
        DelegationId = delegation, FloaterKind = kind.Key, Place = $"{delegation}/{kind.Key}/{place}", Zones = [kind.Zone], State = BadgeState.Approved,
    };

    public const int MostLetters = 500;

    public Id<Badge> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>Printed on it in Latin digits, for people who talk of it; unique in the edition.</summary>
    public int Number { get; private set; }
    /// <summary>Eighty random bits as sixteen letters and digits; unique in the installation.</summary>
    public string Code { get; private set; } = "";
    /// <summary>Null: a floater.</summary>
    public Id<Person>? PersonId { get; private set; }
    /// <summary>The person while the badge lives. Unique: nobody has two.</summary>
    public Id<Person>? LivePerson { get; private set; }
    /// <summary>Of a floater: whose it is.</summary>
    public Id<Delegation>? DelegationId { get; private set; }
    public string? FloaterKind { get; private set; }
    /// <summary>Which of the delegation's places of its kind a floater fills, while it lives. Unique, and counted from 1: never one too many.</summary>
    public string? Place { get; private set; }
    public BadgeState State { get; private set; }
    /// <summary>As of the person's admission when it was printed; empty before.</summary>
    public string Category { get; private set; } = "";
    /// <summary>Keys of <see cref="AccessZone"/>.</summary>
    public IReadOnlyList<string> Zones { get; private set; } = [];
    /// <summary>The desk's turn that has it in hand; null: it waits for one.</summary>
    public Id<BadgeRun>? RunId { get; private set; }
    /// <summary>The key that signed it last.</summary>
    public Id<BadgeKey>? KeyId { get; private set; }
    public int Prints { get; private set; }
    public Id<Badge>? Replaces { get; private set; }
    public BadgeHandOver? HandOver { get; private set; }
    /// <summary>Why it was lost, blocked or replaced.</summary>
    public string? Reason { get; private set; }
    public Instant RequestedAt { get; private set; }
    public Instant? PrintedAt { get; private set; }
    public Instant? EndedAt { get; private set; }
    public long Version { get; private set; }

    public bool IsLive => State is BadgeState.Requested or BadgeState.Approved or BadgeState.Printed or BadgeState.Collected;

    internal void Approve()
    {
        Only(BadgeState.Requested);
        State = BadgeState.Approved;
    }

    /// <summary>The person is no more admitted: nothing is printed until they are again.</summary>
    internal void Recall() => (State, RunId) = (BadgeState.Requested, null);

    internal void Print(BadgeKey key, string category, IReadOnlyList<string> zones, Instant now)
    {
        Only(BadgeState.Approved, BadgeState.Printed, BadgeState.Collected);
        if (State == BadgeState.Approved) State = BadgeState.Printed;
        (KeyId, Category, Zones, PrintedAt, Prints) = (key.Id, category, zones, now, Prints + 1);
    }

    internal void Collect(BadgeHandOver to)
    {
        Only(BadgeState.Printed);
        (State, HandOver) = (BadgeState.Collected, to);
    }

    /// <param name="state">Lost, blocked, replaced, returned or expired.</param>
    /// <exception cref="Refusal"><c>badges.state</c>, <c>badges.reason_missing</c>.</exception>
    internal void End(BadgeState state, string? reason, Instant now)
    {
        var mayBe = state switch
        {
            BadgeState.Lost => State is BadgeState.Printed or BadgeState.Collected, BadgeState.Returned => State is BadgeState.Collected,
            BadgeState.Replaced => State is BadgeState.Printed or BadgeState.Collected or BadgeState.Lost or BadgeState.Blocked, _ => IsLive,
        };
        if (!mayBe) throw new Refusal("badges.state");
        if (state is BadgeState.Lost or BadgeState.Blocked) Reason = Said(reason) ?? throw new Refusal("badges.reason_missing");
        else Reason = Said(reason) ?? Reason;
        (State, LivePerson, Place, RunId, EndedAt) = (state, null, null, null, now);
    }

    void Only(params ReadOnlySpan<BadgeState> states)
    {
        if (!states.Contains(State)) throw new Refusal("badges.state");
    }

    /// <summary>Null for nothing.</summary>
    /// <exception cref="Refusal"><c>badges.too_long</c></exception>
    internal static string? Said(string? text)
    {
        var said = Characters.Tame(Characters.Kept(text ?? "")).ReplaceLineEndings(" ").Trim();
        return said.Length == 0 ? null : said.Length <= MostLetters ? said : throw new Refusal("badges.too_long", ("most", MostLetters));
    }

    internal sealed class Map : IEntityTypeConfiguration<Badge>
    {
        public void Configure(EntityTypeBuilder<Badge> table)
        {
            table.HasIndex(b => b.Code).IsUnique();
            table.HasIndex(b => b.LivePerson).IsUnique();
            table.HasIndex(b => b.Place).IsUnique();
            table.HasIndex(b => new { b.EditionId, b.Number }).IsUnique();
            table.HasIndex(b => new { b.EditionId, b.State });
            table.HasIndex(b => b.PersonId);
            table.HasOne<Edition>().WithMany().HasForeignKey(b => b.EditionId);
            table.HasOne<Person>().WithMany().HasForeignKey(b => b.PersonId).OnDelete(DeleteBehavior.Restrict);
            table.HasOne<Delegation>().WithMany().HasForeignKey(b => b.DelegationId);
            table.HasOne<BadgeRun>().WithMany().HasForeignKey(b => b.RunId);
            table.HasOne<BadgeKey>().WithMany().HasForeignKey(b => b.KeyId).OnDelete(DeleteBehavior.Restrict);
            table.Property(b => b.State).HasConversion<string>().HasMaxLength(16);
            table.Property(b => b.Code).HasMaxLength(16);
            table.Property(b => b.Place).HasMaxLength(100);
            table.Property(b => b.Zones).AsJson();
            table.Property(b => b.HandOver!).AsJson();
            table.Ignore(b => b.IsLive);
        }
    }
}

/// <summary>A desk's turn at the printer: what one took in hand, so that no other prints it.</summary>
public sealed class BadgeRun
{
    BadgeRun() { }

    /// <param name="reason">Of printing again what was printed; null: nothing in it was.</param>
    internal BadgeRun(Id<Edition> edition, string desk, string by, string? reason, Instant now) => (Id, EditionId, Desk, By, Reason, At) = (Id<BadgeRun>.New(), edition, desk, by, reason, now);

    public Id<BadgeRun> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>As the desk calls itself.</summary>
    public string Desk { get; private set; } = "";
    public string By { get; private set; } = "";
    public string? Reason { get; private set; }
    public Instant At { get; private set; }
    /// <summary>When its file was made; null: not yet. Made once: whoever wants it again says why, in a run of its own.</summary>
    public Instant? PrintedAt { get; private set; }

    internal void Print(Instant now) => PrintedAt = PrintedAt is null ? now : throw new Refusal("badges.run_printed");

    internal sealed class Map : IEntityTypeConfiguration<BadgeRun>
    {
        public void Configure(EntityTypeBuilder<BadgeRun> table)
        {
            table.HasIndex(r => new { r.EditionId, r.At });
            table.HasOne<Edition>().WithMany().HasForeignKey(r => r.EditionId);
            // Of two who make its file at once one fails to save.
            table.Property(r => r.PrintedAt).IsConcurrencyToken();
        }
    }
}

/// <summary>A kind of transferable pass for a room of few seats.</summary>
/// <param name="Key">Lower-case Latin letters, digits and hyphens.</param>
/// <param name="Zone">The key of the zone it opens.</param>
/// <param name="Places">For each delegation.</param>
public sealed record FloaterKind(string Key, LocalizedText Name, string Zone, int Places);

/// <summary>What an edition's badges have in common.</summary>
public sealed class BadgeBook : IVersioned
{
    BadgeBook() { }

    public BadgeBook(Id<Edition> edition) => EditionId = edition;

    public Id<Edition> EditionId { get; private set; }
    public int LastNumber { get; private set; }
    /// <summary>Keys of zones: the place of one is its bit in codes, for good. At most 32.</summary>
    public IReadOnlyList<string> Zones { get; private set; } = [];
    public IReadOnlyList<FloaterKind> Floaters { get; private set; } = [];
    public long Version { get; private set; }

    internal int Next() => ++LastNumber;

    /// <summary>The bits of these zones; a zone that has none is given one.</summary>
    /// <exception cref="Refusal"><c>badges.zones</c>: thirty-two are given.</exception>
    internal uint Bits(IEnumerable<string> zones)
    {
        uint bits = 0;
        foreach (var zone in zones)
        {
            var bit = Zones.Index().Where(z => z.Item == zone).Select(z => (int?)z.Index).FirstOrDefault();
            if (bit is null)
            {
                if (Zones.Count == 32) throw new Refusal("badges.zones");
                (bit, Zones) = (Zones.Count, [.. Zones, zone]);
            }
            bits |= 1u << bit.Value;
        }
        return bits;
    }

    /// <exception cref="Refusal"><c>badges.floaters</c></exception>
    internal void Take(IReadOnlyList<FloaterKind> floaters)
    {
        if (floaters.Count > 20 || floaters.DistinctBy(f => f.Key).Count() < floaters.Count || floaters.Any(f => f.Name.IsEmpty || f.Places is < 0 or > 1000 || f.Key.Length is 0 or > 32 || f.Key.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))))
            throw new Refusal("badges.floaters");
        Floaters = floaters;
    }

    internal sealed class Map : IEntityTypeConfiguration<BadgeBook>
    {
        public void Configure(EntityTypeBuilder<BadgeBook> table)
        {
            table.HasKey(b => b.EditionId);
            table.HasOne<Edition>().WithOne().HasForeignKey<BadgeBook>(b => b.EditionId);
            table.Property(b => b.Zones).AsJson();
            table.Property(b => b.Floaters).AsJson();
        }
    }
}

/// <summary>A badge was <c>requested</c>, <c>approved</c>, <c>recalled</c>, <c>claimed</c> by a desk, <c>printed</c>, <c>collected</c>, <c>lost</c>, <c>blocked</c>, <c>replaced</c>, <c>returned</c> or <c>expired</c>.</summary>
/// <param name="Person">Null: a floater.</param>
public sealed record BadgeChanged(Guid? Edition, Guid Badge, Guid? Person, string What) : IEvent
{
    Guid? IEvent.Subject => Badge;
}

/// <summary>A key for signing badges was <c>made</c> or <c>revoked</c>.</summary>
public sealed record BadgeKeyChanged(Guid? Edition, string Key, string What) : IEvent;
