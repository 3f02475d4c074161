using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Parties;

public enum ClassOrder { Alphabet, Foundation }

/// <summary>One line of the table of classes: the host, member states, observers, organisations. A party is of the first class that takes it.</summary>
/// <param name="Key">Lower-case Latin letters, digits and hyphens.</param>
/// <param name="Kinds">Kinds it takes; empty: all.</param>
/// <param name="Capacities">Capacities it takes; empty: all.</param>
/// <param name="FromLot">Begins with the party that was drawn and goes round the alphabet.</param>
public sealed record OrderClass(string Key, LocalizedText Name, IReadOnlyList<PartyKind> Kinds, IReadOnlyList<PartyCapacity> Capacities, ClassOrder By = ClassOrder.Alphabet, bool FromLot = false)
{
    public bool Takes(PartyKind kind, PartyCapacity capacity) => (Kinds.Count == 0 || Kinds.Contains(kind)) && (Capacities.Count == 0 || Capacities.Contains(capacity));

    /// <summary>The table a new edition begins with.</summary>
    public static IReadOnlyList<OrderClass> Usual { get; } =
    [
        Made("host", [], [PartyCapacity.Host]),
        Made("members", [PartyKind.State, PartyKind.Entity], [PartyCapacity.Member, PartyCapacity.Participant], fromLot: true),
        Made("observers", [PartyKind.State, PartyKind.Entity], [PartyCapacity.Observer, PartyCapacity.Guest]),
        Made("organisations", [PartyKind.Igo], [], ClassOrder.Foundation),
        Made("regions", [PartyKind.Region], []),
        Made("societies", [PartyKind.Ngo, PartyKind.Religious, PartyKind.Science], []),
        Made("business", [PartyKind.Business], []),
        Made("media", [PartyKind.Media], []),
    ];

    static OrderClass Made(string key, PartyKind[] kinds, PartyCapacity[] capacities, ClassOrder by = ClassOrder.Alphabet, bool fromLot = false) =>
        new(key, LocalizedText.Of(Language.All.Select(l => KeyValuePair.Create(l.Tag, Texts.Of(l)["order.class." + key]))), kinds, capacities, by, fromLot);
}

/// <summary>Which party comes first in the classes that begin from the lot.</summary>
/// <param name="Seed">What it was drawn with, so that anybody can draw it again: see <see cref="Draw"/>. Null: it was drawn elsewhere and entered.</param>
/// <param name="Among">How many parties it was drawn among.</param>
public sealed record Lot(Guid First, string? Seed, int Among, string By, Instant At)
{
    public const int MostLetters = 100;

    /// <summary>The place of the first, from 0: the first eight bytes of the SHA-256 of the seed in UTF-8, as a big-endian number, modulo the number of parties.</summary>
    public static int Draw(string seed, int among) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) % (ulong)among);
}

/// <summary>Somebody with authority put a party elsewhere in its class.</summary>
/// <param name="After">The party it stands right after; null: first of its class.</param>
public sealed record PlaceOverride(Guid Party, Guid? After, string Reason, string By, Instant At);

/// <summary>The protocol order of an edition as rules: the agreed language, the table of classes, the lot, and what was decided by hand. Nothing of it is a sort of display names.</summary>
public sealed class ProtocolOrder : IVersioned
{
    ProtocolOrder() { }

    public ProtocolOrder(Id<Edition> edition, string language)
    {
        EditionId = edition;
        Agree(language, OrderClass.Usual);
    }

    public const int MostClasses = 30;

    public Id<Edition> EditionId { get; private set; }
    /// <summary>One of <see cref="OrderLanguage.All"/>.</summary>
    public string Language { get; private set; } = "";
    public IReadOnlyList<OrderClass> Classes { get; private set; } = [];
    public Lot? Lot { get; private set; }
    /// <summary>One a party, in the order they were made: later ones stand on earlier ones.</summary>
    public IReadOnlyList<PlaceOverride> Overrides { get; private set; } = [];
    /// <summary>The public list of participants; null until the organiser publishes one.</summary>
    public Id<OrderSnapshot>? Published { get; private set; }
    public int LastSnapshotNumber { get; private set; }
    public int LastSeatingNumber { get; private set; }
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>parties.order_unknown</c>; <c>parties.classes</c> without a class, with too many, or with a key that is not one or is there twice;
    /// <c>parties.class_name_missing</c>.</exception>
    public void Agree(string language, IReadOnlyList<OrderClass> classes)
    {
        if (!OrderLanguage.All.Contains(language)) throw new Refusal("parties.order_unknown", ("order", language));
        if (classes.Count is 0 or > MostClasses || classes.Any(c => !Slug.IsGood(c.Key)) || classes.DistinctBy(c => c.Key).Count() < classes.Count) throw new Refusal("parties.classes", ("most", MostClasses));
        if (classes.Any(c => c.Name.IsEmpty)) throw new Refusal("parties.class_name_missing");
        (Language, Classes) = (language, classes);
    }

    public void Take(Lot? lot) => Lot = lot;

    public void Put(PlaceOverride place) => Overrides = [.. Overrides.Where(o => o.Party != place.Party), place];

    public void Restore(Guid party) => Overrides = [.. Overrides.Where(o => o.Party != party)];

    public void Publish(Id<OrderSnapshot>? snapshot) => Published = snapshot;

    public int NextSnapshot() => ++LastSnapshotNumber;

    public int NextSeating() => ++LastSeatingNumber;

    internal sealed class Map : IEntityTypeConfiguration<ProtocolOrder>
    {
        public void Configure(EntityTypeBuilder<ProtocolOrder> table)
        {
            table.HasKey(o => o.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(o => o.EditionId);
            table.HasOne<OrderSnapshot>().WithMany().HasForeignKey(o => o.Published);
            table.Property(o => o.Classes).AsJson();
            table.Property(o => o.Lot!).AsJson();
            table.Property(o => o.Overrides).AsJson();
        }
    }
}
