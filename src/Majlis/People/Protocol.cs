using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.People;

/// <summary>A level of precedence, such as "Minister".</summary>
public sealed record Rank(Guid Guid, LocalizedText Name);

/// <summary>What was agreed for an edition about who comes before whom of people. States and other parties stand in the order of <see cref="ProtocolOrder"/>.</summary>
public sealed record ProtocolFacts
{
    /// <summary>From the highest.</summary>
    public IReadOnlyList<Rank> Ranks { get; init; } = [];

    static readonly (string Guid, string Key)[] UsualRanks =
    [
        ("0197b5d0-0000-7000-8000-000000000001", "rank.head_of_state"), ("0197b5d0-0000-7000-8000-000000000002", "rank.head_of_government"),
        ("0197b5d0-0000-7000-8000-000000000003", "rank.deputy_head"), ("0197b5d0-0000-7000-8000-000000000004", "rank.head_of_parliament"),
        ("0197b5d0-0000-7000-8000-000000000005", "rank.minister"), ("0197b5d0-0000-7000-8000-000000000006", "rank.deputy_minister"),
        ("0197b5d0-0000-7000-8000-000000000007", "rank.ambassador"), ("0197b5d0-0000-7000-8000-000000000008", "rank.head_of_organisation"),
        ("0197b5d0-0000-7000-8000-000000000009", "rank.senior_official"), ("0197b5d0-0000-7000-8000-00000000000a", "rank.participant"),
    ];

    /// <summary>What holds where nothing was agreed yet: the usual ranks, which have the same ids everywhere.</summary>
    public static ProtocolFacts Usual { get; } = new()
    {
        Ranks = [.. UsualRanks.Select(r => new Rank(Guid.Parse(r.Guid), LocalizedText.Of(Language.All.Select(l => KeyValuePair.Create(l.Tag, Texts.Of(l)[r.Key])))))],
    };
}

/// <summary>The edition's <see cref="ProtocolFacts"/>, once somebody set them. Whoever copies an edition copies this row as it is.</summary>
public sealed class Protocol : IVersioned
{
    Protocol() { }

    public Protocol(Id<Edition> edition) => EditionId = edition;

    public const int MostRanks = 60;

    public Id<Edition> EditionId { get; private set; }
    public ProtocolFacts Facts { get; private set; } = new();
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>people.rank_name_missing</c>, <c>people.too_many_ranks</c>.</exception>
    public void Agree(ProtocolFacts facts)
    {
        if (facts.Ranks.Any(r => r.Name.IsEmpty)) throw new Refusal("people.rank_name_missing");
        if (facts.Ranks.Count > MostRanks) throw new Refusal("people.too_many_ranks", ("most", MostRanks));
        Facts = facts;
    }

    internal sealed class Map : IEntityTypeConfiguration<Protocol>
    {
        public void Configure(EntityTypeBuilder<Protocol> table)
        {
            table.ToTable("Protocols").HasKey(p => p.EditionId);
            table.HasOne<Edition>().WithOne().HasForeignKey<Protocol>(p => p.EditionId);
            table.Property(p => p.Facts).AsJson();
        }
    }
}

public static class Protocols
{
    /// <summary>What holds in the edition, and its version: null while it is the usual.</summary>
    public static async Task<(ProtocolFacts Facts, long? Version)> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.Protocols.AsNoTracking().SingleOrDefaultAsync(p => p.EditionId == edition, cancellation) is { } agreed ? (agreed.Facts, agreed.Version) : (ProtocolFacts.Usual, null);

    /// <summary>Compares people of the edition by what holds in it now. Reads the ranks of everybody, and the order that parties stand in.</summary>
    public static async Task<Precedence> Precedence(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var (facts, _) = await Of(db, edition, cancellation);
        var ranks = await db.Dossiers.Where(d => d.EditionId == edition && d.Rank != null)
            .Join(db.Persons, d => d.PersonId, p => p.Id, (d, p) => new { p.Guid, d.Rank }).ToDictionaryAsync(d => d.Guid, d => d.Rank!.Value, cancellation);
        return new(facts, ranks, await StandingOrder.Of(db, edition, cancellation));
    }
}

/// <summary>Agrees on the ranks of an edition.</summary>
public static class AgreeProtocol
{
    /// <param name="version">The version the form was shown; null when nothing was agreed yet.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>people.rank_in_use</c>: somebody has a rank that is left out; and those of <see cref="Protocol.Agree"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, ProtocolFacts facts, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepProtocol, edition, cancellation);
        var kept = facts.Ranks.Select(r => (Guid?)r.Guid).ToHashSet();
        var used = await db.Dossiers.Where(d => d.EditionId == edition && d.Rank != null).Select(d => d.Rank).ToListAsync(cancellation);
        var (before, _) = await Protocols.Of(db, edition, cancellation);
        if (before.Ranks.FirstOrDefault(r => !kept.Contains(r.Guid) && used.Contains(r.Guid)) is { } missed)
            throw new Refusal("people.rank_in_use", ("rank", missed.Name), ("count", used.Count(u => u == missed.Guid)));
        var protocol = await db.Protocols.SingleOrDefaultAsync(p => p.EditionId == edition, cancellation);
        if (protocol is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("agreed meanwhile"));
        if (protocol is null) db.Add(protocol = new(edition));
        else db.Expect(protocol, version!.Value);
        protocol.Agree(facts);
        db.Record(actor, new EditionChanged(edition.Value, "protocol", null));
        await db.SaveFirst(cancellation);
    }
}
