using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using LanguagePair = Majlis.Meetings.Planning.LanguagePair;

namespace Majlis.Meetings;

/// <summary>What a plan is made from beside the requests.</summary>
public sealed record PlanningFrom
{
    /// <summary>What must stay where it is.</summary>
    public IReadOnlyList<Placement> Locked { get; init; } = [];
    /// <summary>What the plan should stay close to.</summary>
    public IReadOnlyList<Placement> Previous { get; init; } = [];
    /// <summary>What of it still holds is not moved at all.</summary>
    public bool PreviousStays { get; init; }
    /// <summary>While the edition runs: what begins before is left alone, as are the meetings of <see cref="Over"/>. Null: nothing has begun.</summary>
    public LocalDateTime? Now { get; init; }
    public IReadOnlySet<Id<MeetingRequest>> Over { get; init; } = new HashSet<Id<MeetingRequest>>();
}

/// <summary>
/// The planning problem of an edition: what was accepted, when those who meet are free, and what rooms and interpreters there are. Ids are those of the database; a slot's is its beginning; a
/// party that named nobody meets as one, under the id of its side.
/// </summary>
public static class MeetingProblem
{
    static readonly LocalDateTimePattern SlotId = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>On this level and above, a meeting needs a room of its own.</summary>
    const MeetingLevel Bilateral = MeetingLevel.Minister;

    public static string IdOf(LocalDateTime start) => SlotId.Format(start);

    /// <summary>The beginning of the slot; null for what is no slot's id.</summary>
    public static LocalDateTime? StartOf(string slot) => SlotId.Parse(slot) is { Success: true } read ? read.Value : null;

    /// <exception cref="NotThere">The edition has no meetings.</exception>
    public static async Task<Problem> Of(AppDb db, Id<Edition> edition, PlanningFrom from, CancellationToken cancellation = default)
    {
        var noun = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        var round = await MeetingRounds.Open(db, edition, cancellation);
        var slots = round.Slots.Where(s => from.Now is not { } now || s.Start >= now).ToList();
        var requests = (await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == edition && r.State == RequestState.Accepted).OrderBy(r => r.Number).ToListAsync(cancellation))
            .Where(r => !from.Over.Contains(r.Id)).ToList();
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == edition).ToDictionaryAsync(s => s.Id, cancellation);
        var free = await Availability.Of(db, edition, cancellation);
        var absences = (await db.MeetingAbsences.AsNoTracking().Where(a => a.EditionId == edition).ToListAsync(cancellation)).ToLookup(a => a.PersonId, a => new LostTime(a.From, a.Until));
        var guids = await db.Persons.Where(p => p.EditionId == edition).Select(p => new { p.Id, p.Guid }).ToDictionaryAsync(p => p.Id, p => p.Guid, cancellation);
        var interpreters = await db.MeetingInterpreters.AsNoTracking().Where(i => i.EditionId == edition).OrderBy(i => i.Name).ThenBy(i => i.Id).ToListAsync(cancellation);
        var pairs = interpreters.SelectMany(i => i.Pairs).Select(p => new LanguagePair(p.From, p.To)).ToHashSet();
        var locked = from.Locked.ToDictionary(l => l.Request);

        List<string> Lost(IEnumerable<LostTime> times) => [.. slots.Where(s => times.Any(t => t.Meets(s.Start, s.End))).Select(s => s.Id)];
        List<string> AwayOf(Id<Person> person) =>
            [.. (guids.TryGetValue(person, out var guid) ? free.Away(guid, slots).Select(s => s.Id) : []).Union(Lost(absences[person]))];

        var meeting = requests.Select(r => (Request: r, From: WhoMeets(sides[r.FromId], r.FromPrincipals), To: WhoMeets(sides[r.ToId], r.ToPrincipals))).ToList();
        var people = meeting.SelectMany(m => new[] { (Side: m.Request.FromId, Who: m.From, m.Request), (Side: m.Request.ToId, Who: m.To, m.Request) })
            .SelectMany(m => m.Who.Select(who => (Id: who, m.Side, m.Request.Terms.Level))).GroupBy(m => m.Id)
            // Who meets for two sides is one person, and belongs to the first of them.
            .Select(g => new Principal(g.Key, g.First().Side.ToString(), (int)g.Min(m => m.Level))
            {
                Away = Id<Person>.TryParse(g.Key, null, out var person) ? AwayOf(person) : [], MostADay = round.Facts.MostADay, MostAHalfDay = round.Facts.MostAHalfDay,
            }).ToList();
        var orders = await db.RequestOrders.AsNoTracking().Where(o => o.EditionId == edition).OrderBy(o => o.FirstId).ThenBy(o => o.ThenId).ToListAsync(cancellation);
        return new()
        {
            Slots = slots,
            Parties = [.. sides.Values.OrderBy(s => s.Slug, StringComparer.Ordinal).Select(s => new Planning.Party(s.Id.ToString(), s.Slug))],
            People = people,
            Rooms = [.. await Rooms(db, noun, slots, round.Facts.Turnaround, free, Lost, cancellation)],
            Interpreters = [.. interpreters.Select(i => new Interpreter(i.Id.ToString(), [.. i.Pairs.Select(p => new LanguagePair(p.From, p.To))])
            {
                Away = [.. Lost(i.Away).Union(i.PersonId is { } person ? AwayOf(person) : [])], MostADay = i.MostADay,
            })],
            Requests = [.. meeting.Select(m => new Request(m.Request.Id.ToString(), new(m.Request.FromId.ToString(), m.From, m.Request.FromWish), new(m.Request.ToId.ToString(), m.To, m.Request.ToWish))
            {
                RoomClass = m.Request.Terms.Level <= Bilateral ? nameof(RoomClass.Bilateral) : null,
                Seats = m.Request.Terms.FromPeople + m.Request.Terms.ToPeople,
                Languages = Between(m.Request.Terms, sides[m.Request.FromId].Profile.Languages, sides[m.Request.ToId].Profile.Languages, pairs),
                Slots = m.Request.Terms.Days is { Count: > 0 } days ? [.. slots.Where(s => days.Contains(s.Day)).Select(s => s.Id)] : [],
                Locked = locked.GetValueOrDefault(m.Request.Id.ToString()),
            })],
            // What is over or not accepted is before nothing and after nothing.
            Orders = [.. orders.Where(o => meeting.Exists(m => m.Request.Id == o.FirstId) && meeting.Exists(m => m.Request.Id == o.ThenId)).Select(o => new MeetingOrder(o.FirstId.ToString(), o.ThenId.ToString()))],
            Walks = [.. await Walks(db, noun, cancellation)],
            DefaultWalk = noun.DefaultWalk,
            Turnaround = round.Facts.Turnaround,
            Previous = [.. from.Previous.Where(p => requests.Exists(r => r.Id.ToString() == p.Request))],
            PreviousStays = from.PreviousStays,
            Weights = round.Facts.Weights,
        };
    }

    /// <summary>What keeps a problem from being planned, beside what <see cref="ProblemFaults"/> finds: there is nothing to plan, or nothing to plan with.</summary>
    public static IReadOnlyList<Violation> Faults(Problem problem) =>
        problem.Requests.Count == 0 ? [new("meetings.no_requests", [])] : problem.Slots.Count == 0 ? [new("meetings.no_slots", [])] : problem.Rooms.Count == 0 ? [new("meetings.no_rooms", [])] : ProblemFaults.Of(problem);

    static List<string> WhoMeets(MeetingSide side, IReadOnlyList<Id<Person>> named) =>
        (named.Count > 0 ? named : side.Principals) is { Count: > 0 } who ? [.. who.Select(p => p.ToString())] : [$"side-{side.Id}"];

    /// <summary>Null where they can talk without an interpreter, and where nobody said what a side speaks.</summary>
    static LanguagePair? Between(MeetingTerms terms, IReadOnlyList<string> one, IReadOnlyList<string> other, HashSet<LanguagePair> interpreted)
    {
        if (terms.Languages.Count > 0 || one.Count == 0 || other.Count == 0 || one.Intersect(other).Any()) return null;
        var possible = one.SelectMany(a => other.Select(b => new LanguagePair(a, b))).ToList();
        return possible.Find(interpreted.Contains) is { A: not null } pair ? pair : possible[0];
    }

    static async Task<IEnumerable<Planning.Room>> Rooms(AppDb db, Edition edition, List<Planning.Slot> slots, int turnaround, Availability free, Func<IEnumerable<LostTime>, List<string>> lost,
        CancellationToken cancellation)
    {
        var id = edition.Id;
        // A booking keeps its table until others may come, and a meeting before it must be out by then, with its own turnaround.
        var booked = (await db.RoomBookings.Where(b => b.EditionId == id && (b.State == BookingState.Tentative || b.State == BookingState.Confirmed)).Select(b => new { b.RoomId, b.Table, b.Start, b.FreeAgain })
            .ToListAsync(cancellation)).ToLookup(b => b.RoomId);
        Dictionary<string, int> Taken(Id<MeetingRoom> room) => booked[room] is var its && !its.Any() ? [] : slots
            .Select(s => (s.Id, Count: its.Where(b => b.Start < s.End.PlusMinutes(turnaround) && s.Start < b.FreeAgain).Select(b => b.Table).Distinct().Count())).Where(s => s.Count > 0).ToDictionary();
        var rooms = await db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == id).OrderBy(r => r.Class).ThenBy(r => r.Id).ToListAsync(cancellation);
        var halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == id).Select(h => new { h.Id, h.Guid }).ToDictionaryAsync(h => h.Id, h => h.Guid, cancellation);
        return rooms.Select(r => new Planning.Room(r.Id.ToString(), r.Class.ToString(), BuildingOf(r.Building, edition), r.Seats, r.Tables)
        {
            Closed = [.. lost(r.Closed).Union(r.HallId is { } hall ? free.Closed(halls[hall], slots).Select(s => s.Id) : [])], Taken = Taken(r.Id),
        });
    }

    static string BuildingOf(LocalizedText building, Edition edition) => building.In(edition.Languages[0], edition.Languages).Text;

    /// <summary>Between two buildings it is as far as between the two of their halls that are farthest apart.</summary>
    static async Task<IEnumerable<BuildingWalk>> Walks(AppDb db, Edition edition, CancellationToken cancellation)
    {
        var id = edition.Id;
        var buildings = (await db.Halls.AsNoTracking().Where(h => h.EditionId == id).ToListAsync(cancellation)).ToDictionary(h => h.Id, h => BuildingOf(h.Building, edition));
        var walks = await db.Walks.AsNoTracking().Where(w => w.EditionId == id).ToListAsync(cancellation);
        return walks.Select(w => (A: buildings[w.HallA], B: buildings[w.HallB], w.Minutes)).Where(w => w.A != w.B)
            .Select(w => string.CompareOrdinal(w.A, w.B) < 0 ? w : (A: w.B, B: w.A, w.Minutes)).GroupBy(w => (w.A, w.B)).Select(g => new BuildingWalk(g.Key.A, g.Key.B, g.Max(w => w.Minutes)));
    }
}
