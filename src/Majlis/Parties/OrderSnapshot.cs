using System.Text.Json.Serialization;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Parties;

/// <summary>One party of a snapshot, as it was called, classed and placed at that moment.</summary>
/// <param name="Class">The key of its class; null: none took it.</param>
/// <param name="Reason">Why it was put here by hand; null: the rules did.</param>
public sealed record SnapshotLine(
    Guid Party, string Slug, PartyKind Kind, string? Code, LocalizedText Short, LocalizedText Formal, LocalizedText Plate, Id<StoredFile>? Flag, PartyCapacity Capacity, PartyStatus Status,
    string? Class, LocalizedText ClassName, IReadOnlyList<PartyMembership> Groups, string? Reason)
{
    /// <summary>The name before a seat.</summary>
    [JsonIgnore]
    public LocalizedText OnPlate => Plate.Wordings.Aggregate(Short, (text, wording) => text.With(wording.Key, wording.Value));

    /// <summary>The formal name, in the languages that have one; else the short one.</summary>
    [JsonIgnore]
    public LocalizedText InFull => Formal.Wordings.Aggregate(Short, (text, wording) => text.With(wording.Key, wording.Value));
}

/// <summary>A group as it was called then.</summary>
public sealed record SnapshotGroup(Guid Id, string Slug, LocalizedText Name, IReadOnlyList<GroupKind> Kinds);

/// <summary>The order at one moment, with names and all, under a name and for good: lists, seats, plates and flags are made from one, and do not change when parties do.</summary>
public sealed class OrderSnapshot
{
    OrderSnapshot() { }

    /// <exception cref="Refusal"><c>parties.snapshot_name</c> unless it has 1 to 200 letters.</exception>
    public OrderSnapshot(Id<Edition> edition, int number, string name, string language, IReadOnlyList<SnapshotLine> lines, IReadOnlyList<SnapshotGroup> groups, string by, Instant at)
    {
        Id = Id<OrderSnapshot>.New();
        name = Characters.Tame(Characters.Kept(name)).Trim();
        (EditionId, Number, Language, Lines, Groups, Parties, By, At) = (edition, number, language, lines, groups, lines.Count, by, at);
        Name = name.Length is > 0 and <= MostLetters ? name : throw new Refusal("parties.snapshot_name", ("most", MostLetters));
    }

    public const int MostLetters = 200;

    public Id<OrderSnapshot> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>1 for the edition's first.</summary>
    public int Number { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The order it was made in.</summary>
    public string Language { get; private set; } = "";
    /// <summary>In order.</summary>
    public IReadOnlyList<SnapshotLine> Lines { get; private set; } = [];
    /// <summary>Those that a party of it belongs to, by name in English.</summary>
    public IReadOnlyList<SnapshotGroup> Groups { get; private set; } = [];
    public int Parties { get; private set; }
    public string By { get; private set; } = "";
    public Instant At { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<OrderSnapshot>
    {
        public void Configure(EntityTypeBuilder<OrderSnapshot> table)
        {
            table.HasIndex(s => new { s.EditionId, s.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
            table.Property(s => s.Lines).AsJson();
            table.Property(s => s.Groups).AsJson();
        }
    }
}

/// <summary>Freezes the order as it is now.</summary>
public static class TakeOrderSnapshot
{
    /// <param name="statuses">Which parties are in it.</param>
    /// <exception cref="Refusal"><c>parties.snapshot_empty</c>, <c>parties.snapshot_name</c>.</exception>
    /// <exception cref="EditedMeanwhile">The order was changed at the same moment.</exception>
    public static async Task<OrderSnapshot> Run(AppDb db, Actor actor, Id<Edition> edition, string name, IReadOnlyCollection<PartyStatus> statuses, CancellationToken cancellation = default)
    {
        var order = await ChangeOrder.Open(db, actor, Permission.EditPrecedence, edition, cancellation);
        var lines = OrderOfParties.Arrange(order, await OrderOfParties.Present(db, edition, cancellation)).Where(l => statuses.Contains(l.Present.Facts.Status)).Select(Line).ToList();
        if (lines.Count == 0) throw new Refusal("parties.snapshot_empty");
        var groups = (await db.PartyGroups.AsNoTracking().ToListAsync(cancellation)).Where(g => lines.Any(l => l.Groups.Any(m => m.Group == g.Id.Value))).OrderBy(g => g.Name.In("en").Text, StringComparer.Ordinal)
            .Select(g => new SnapshotGroup(g.Id.Value, g.Slug, g.Name, g.Kinds)).ToList();
        var snapshot = new OrderSnapshot(edition, order.NextSnapshot(), name, order.Language, lines, groups, actor.Name, db.Clock.GetCurrentInstant());
        db.Add(snapshot);
        db.Record(actor, new OrderSnapshotTaken(edition.Value, snapshot.Id.Value, snapshot.Number, snapshot.Name));
        await ChangeOrder.Save(db, cancellation);
        return snapshot;
    }

    static SnapshotLine Line(OrderedParty line)
    {
        var (party, facts) = (line.Present.Party, line.Present.Facts);
        return new(party.Id.Value, party.Slug, party.Kind, party.Code, party.Short, party.Formal, party.Plate, party.Flag, facts.Capacity, facts.Status,
            line.Class?.Key, line.Class?.Name ?? LocalizedText.Empty, party.Groups, line.Override?.Reason);
    }
}

/// <summary>The order that lists of people go by: the newest snapshot; before any was taken, the order as its rules have it.</summary>
/// <param name="Language">One of <see cref="OrderLanguage.All"/>.</param>
/// <param name="Parties">In order.</param>
/// <param name="Snapshot">Number and name of the snapshot; null: it is none.</param>
public sealed record StandingOrder(string Language, IReadOnlyList<(Guid Party, string? Code)> Parties, (int Number, string Name)? Snapshot = null)
{
    public static async Task<StandingOrder> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        if (await db.OrderSnapshots.AsNoTracking().Where(s => s.EditionId == edition).OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellation) is { } snapshot)
            return new(snapshot.Language, [.. snapshot.Lines.Select(l => (l.Party, l.Code))], (snapshot.Number, snapshot.Name));
        var rules = await OrderOfParties.Rules(db, edition, cancellation);
        return new(rules.Language, [.. OrderOfParties.Arrange(rules, await OrderOfParties.Present(db, edition, cancellation)).Select(p => (p.Present.Id, p.Present.Party.Code))]);
    }
}

/// <summary>Makes a snapshot the public list of participants, or takes the list off the site.</summary>
public static class PublishParticipants
{
    /// <param name="number">Of the snapshot; null: no list is public any more.</param>
    /// <exception cref="NotThere">No snapshot of this edition has the number.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int? number, CancellationToken cancellation = default)
    {
        var order = await ChangeOrder.Open(db, actor, Permission.EditPrecedence, edition, cancellation);
        var snapshot = number is null ? (Id<OrderSnapshot>?)null
            : await db.OrderSnapshots.Where(s => s.EditionId == edition && s.Number == number).Select(s => (Id<OrderSnapshot>?)s.Id).SingleOrDefaultAsync(cancellation) ?? throw new NotThere("snapshot");
        if (order.Published == snapshot) return;
        order.Publish(snapshot);
        db.Record(actor, new ParticipantsPublished(edition.Value, snapshot?.Value, number));
        await ChangeOrder.Save(db, cancellation);
    }
}

public enum SnapshotChangeKind { Added, Removed, Moved, Renamed, Reclassed }

/// <param name="Before">Null for what was added.</param>
/// <param name="From">Place in the earlier snapshot, from 1; null for what was added.</param>
public sealed record SnapshotChange(SnapshotChangeKind Kind, SnapshotLine? Before, SnapshotLine? After, int? From, int? To);

/// <summary>What one snapshot has otherwise than an earlier one.</summary>
public static class SnapshotChanges
{
    /// <summary>In the order of the later one, what was removed first. Moved are the fewest whose taking out leaves the others in their old sequence.</summary>
    public static IReadOnlyList<SnapshotChange> Between(OrderSnapshot before, OrderSnapshot after)
    {
        var old = before.Lines.Index().ToDictionary(l => l.Item.Party, l => (Line: l.Item, Place: l.Index + 1));
        var kept = after.Lines.Select(l => l.Party).ToHashSet();
        var changes = before.Lines.Where(l => !kept.Contains(l.Party)).Select(l => new SnapshotChange(SnapshotChangeKind.Removed, l, null, old[l.Party].Place, null)).ToList();
        var common = after.Lines.Where(l => old.ContainsKey(l.Party)).ToList();
        var stayed = Rising([.. common.Select(l => old[l.Party].Place)]);
        foreach (var (place, line) in after.Lines.Index())
        {
            if (!old.TryGetValue(line.Party, out var was))
            {
                changes.Add(new(SnapshotChangeKind.Added, null, line, null, place + 1));
                continue;
            }
            if (!stayed.Contains(was.Place)) changes.Add(new(SnapshotChangeKind.Moved, was.Line, line, was.Place, place + 1));
            if (!(was.Line.Short, was.Line.Formal, was.Line.Plate).Equals((line.Short, line.Formal, line.Plate))) changes.Add(new(SnapshotChangeKind.Renamed, was.Line, line, was.Place, place + 1));
            if (was.Line.Class != line.Class) changes.Add(new(SnapshotChangeKind.Reclassed, was.Line, line, was.Place, place + 1));
        }
        return changes;
    }

    /// <summary>A longest rising run within the numbers, none of which is there twice.</summary>
    static HashSet<int> Rising(int[] places)
    {
        var (ends, previous) = (new List<int>(), new int[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            var at = ends.BinarySearch(i, Comparer<int>.Create((a, b) => places[a].CompareTo(places[b])));
            at = at < 0 ? ~at : at;
            previous[i] = at == 0 ? -1 : ends[at - 1];
            if (at == ends.Count) ends.Add(i);
            else ends[at] = i;
        }
        var run = new HashSet<int>();
        for (var i = ends.Count == 0 ? -1 : ends[^1]; i >= 0; i = previous[i]) run.Add(places[i]);
        return run;
    }
}
