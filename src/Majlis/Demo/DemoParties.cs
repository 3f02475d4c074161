using System.Globalization;
using Majlis.Figures;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.Parties.Exchange;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Demo;

/// <summary>
/// The parties of the demonstration: 72 states and observers are invited, and as many have answered or come as the published figure of the stage says (48, 60, 64); regions
/// likewise (25, 33, 38 of 38); nine organisations; 420 invented societies, companies, universities and newsrooms.
/// </summary>
static class DemoParties
{
    public const int Regions = 38;

    public static async Task Make(AppDb db, Actor actor, Id<Edition> edition, DemoStage stage, CancellationToken cancellation)
    {
        var texts = DemoTexts.Parties;
        var countries = ReferenceList.Of(ReferenceSource.Countries);
        var states = countries.Where(c => c.Groups.Any(g => g.Group == "oic") || texts.Others.Contains(c.Key)).Select(c => c.Key).ToList();
        var regions = ReferenceList.Of(ReferenceSource.RussianRegions).Select(r => r.Key).OrderBy(r => r != "RU-TA").ThenBy(r => r, StringComparer.Ordinal).Take(Regions).ToList();
        await TakeInReferenceList.Run(db, actor, edition, ReferenceSource.Countries, states.ToHashSet(), cancellation);
        await TakeInReferenceList.Run(db, actor, edition, ReferenceSource.RussianRegions, regions.ToHashSet(), cancellation);
        await TakeInReferenceList.Run(db, actor, edition, ReferenceSource.Organisations, null, cancellation);
        await ImportParties.Run(db, actor, edition, new([.. Bodies(texts)], []), "demo", cancellation);
        db.ChangeTracker.Clear();

        var parties = await db.Parties.AsNoTracking().ToListAsync(cancellation);
        var byCode = parties.Where(p => p.Code is not null).ToDictionary(p => p.Code!);
        var oic = await db.PartyGroups.Where(g => g.Slug == "oic").Select(g => g.Id).SingleAsync(cancellation);
        // Figures count states without the host's own.
        var (came, cameFrom) = (Figure(stage, "states"), Figure(stage, "regions"));
        var reached = stage is DemoStage.Running or DemoStage.Closed ? PartyStatus.Present : PartyStatus.Accepted;
        var random = new DemoRandom(2021);
        var order = random.Shuffled(states.Where(s => s != "RU"));
        foreach (var (i, code) in order.Prepend("RU").Index())
        {
            var member = byCode[code].Groups.FirstOrDefault(g => g.Group == oic.Value)?.Kind;
            Come(byCode[code], i < came ? reached : stage == DemoStage.Closed ? i % 2 == 0 ? PartyStatus.Declined : PartyStatus.Absent : PartyStatus.Invited,
                code == "RU" ? PartyCapacity.Host : member == "member" ? PartyCapacity.Member : member == "observer" ? PartyCapacity.Observer : PartyCapacity.Participant);
        }
        foreach (var (i, code) in regions.Index()) Come(byCode[code], i < cameFrom ? reached : PartyStatus.Invited, PartyCapacity.Participant);
        foreach (var body in parties.Where(p => p.Reference?.StartsWith("org:", StringComparison.Ordinal) is true)) Come(body, reached, PartyCapacity.Observer);
        await db.SaveChangesAsync(cancellation);

        void Come(Party party, PartyStatus status, PartyCapacity capacity) => db.Add(new PartyParticipation(edition, party.Id, new(status, capacity, IsPublic: true)));
    }

    /// <summary>The order in Arabic from the lot, one agreed move, a snapshot that is the public list, and the seats of the plenary.</summary>
    public static async Task Order(AppDb db, Actor actor, Id<Edition> edition, DemoStage stage, CancellationToken cancellation)
    {
        var texts = DemoTexts.Parties;
        await AgreeOrder.Run(db, actor, edition, "ar", OrderClass.Usual, 0, cancellation);
        await DrawLot.Run(db, actor, edition, texts.Lot, 0, cancellation);
        var lines = OrderOfParties.Arrange(await OrderOfParties.Rules(db, edition, cancellation), await OrderOfParties.Present(db, edition, cancellation)).Where(l => l.Class?.Key == "members").ToList();
        var after = lines.FindIndex(l => l.Present.Party.Code == texts.Move.After);
        var moved = lines.FindIndex(l => l.Present.Party.Code == texts.Move.Party);
        await MoveParty.Run(db, actor, edition, lines[moved].Present.Id, moved < after ? after + 1 : after + 2, texts.Move.Reason, 1, cancellation);
        var snapshot = await TakeOrderSnapshot.Run(db, actor, edition, texts.Snapshot, [PartyStatus.Accepted, PartyStatus.Present], cancellation);
        if (stage != DemoStage.Invited) await PublishParticipants.Run(db, actor, edition, snapshot.Number, cancellation);
        var hall = await db.Halls.Where(h => h.EditionId == edition).OrderByDescending(h => h.Capacity).Select(h => h.Guid).FirstAsync(cancellation);
        await AddSeating.Run(db, actor, edition, new(texts.Seating, snapshot.Number, hall, TableShape.HollowSquare, 12, 20, SeatOrder.ByHonour, ["host", "members", "observers"]), cancellation);
        db.ChangeTracker.Clear();

        // Whoever comes from a ministry speaks for its state.
        var byCode = await db.Parties.Where(p => p.Kind == PartyKind.State).ToDictionaryAsync(p => p.Code!, p => p.Id, cancellation);
        foreach (var person in await db.Persons.Where(p => p.EditionId == edition).ToListAsync(cancellation))
            if (person.Country is { } code && byCode.TryGetValue(code, out var party) && person.Organisation["en"]?.StartsWith("Ministry", StringComparison.Ordinal) is true)
                person.Take(person.ToEntry() with { Party = party.Value });
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    static int Figure(DemoStage stage, string metric) => (int)DemoFigures.At(stage switch { DemoStage.Running => FigureStage.Opening, DemoStage.Closed => FigureStage.Final, _ => FigureStage.Announced })
        .First(f => f.Metric == metric).Value;

    static IEnumerable<PartyRow> Bodies(PartiesTexts texts) =>
        from name in texts.Names.Index()
        from kind in texts.Kinds.Index()
        let line = name.Index * texts.Kinds.Length + kind.Index
        select new PartyRow(line + 2)
        {
            Cell = _ => FormattableString.Invariant($"A{line + 2}"), Kind = kind.Item.Kind,
            Short = DemoTexts.Text([.. kind.Item.Name.Select((template, i) => string.Format(CultureInfo.InvariantCulture, template, name.Item[i]))]),
            Status = line % 5 == 4 ? PartyStatus.Invited : PartyStatus.Accepted, Capacity = kind.Item.Kind == PartyKind.Media ? PartyCapacity.Observer : PartyCapacity.Guest, IsPublic = line % 5 != 4,
        };
}
