using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>A published meeting as one side of it has it in its day.</summary>
/// <param name="Own">The side whose day it is.</param>
/// <param name="People">Who meets for that side.</param>
/// <param name="OtherPeople">Who meets for the other.</param>
public sealed record DayMeeting(Meeting Meeting, MeetingRequest Request, MeetingSide Own, MeetingSide Other, IReadOnlyList<Id<Person>> People, IReadOnlyList<Id<Person>> OtherPeople);

/// <summary>All published meetings of an edition with what their pages and papers need, read once.</summary>
public sealed class MeetingDays
{
    MeetingDays() { }

    /// <summary>By start, then by number; those that were called off too.</summary>
    public IReadOnlyList<(Meeting Meeting, MeetingRequest Request)> Meetings { get; private init; } = [];
    public IReadOnlyDictionary<Id<MeetingSide>, MeetingSide> Sides { get; private init; } = new Dictionary<Id<MeetingSide>, MeetingSide>();
    public IReadOnlyDictionary<Id<MeetingSide>, SideName> Names { get; private init; } = new Dictionary<Id<MeetingSide>, SideName>();
    public IReadOnlyDictionary<Id<MeetingRoom>, MeetingRoom> Rooms { get; private init; } = new Dictionary<Id<MeetingRoom>, MeetingRoom>();
    public IReadOnlyDictionary<Id<Hall>, Hall> Halls { get; private init; } = new Dictionary<Id<Hall>, Hall>();
    public IReadOnlyDictionary<Id<MeetingInterpreter>, MeetingInterpreter> Interpreters { get; private init; } = new Dictionary<Id<MeetingInterpreter>, MeetingInterpreter>();
    public IReadOnlyDictionary<Id<Person>, Person> People { get; private init; } = new Dictionary<Id<Person>, Person>();

    /// <param name="of">Only meetings of these sides; null: all.</param>
    public static async Task<MeetingDays> Of(AppDb db, Id<Edition> edition, IReadOnlyCollection<Id<MeetingSide>>? of = null, CancellationToken cancellation = default)
    {
        var found = from m in db.Meetings.AsNoTracking() join r in db.MeetingRequests.AsNoTracking() on m.RequestId equals r.Id where m.EditionId == edition select new { m, r };
        if (of is not null)
        {
            var ids = of.ToList();
            found = found.Where(x => ids.Contains(x.r.FromId) || ids.Contains(x.r.ToId));
        }
        var meetings = await found.OrderBy(x => x.m.Start).ThenBy(x => x.m.Number).ToListAsync(cancellation);
        var sideIds = meetings.SelectMany(x => new[] { x.r.FromId, x.r.ToId }).Distinct().ToList();
        var sides = await db.MeetingSides.AsNoTracking().Where(s => sideIds.Contains(s.Id)).ToListAsync(cancellation);
        var people = meetings.SelectMany(x => x.r.FromPrincipals.Concat(x.r.ToPrincipals)).Concat(sides.SelectMany(s => s.Principals)).Distinct().ToList();
        return new()
        {
            Meetings = [.. meetings.Select(x => (x.m, x.r))], Sides = sides.ToDictionary(s => s.Id), Names = await Majlis.Meetings.Sides.Names(db, sides, cancellation),
            Rooms = await db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == edition).ToDictionaryAsync(r => r.Id, cancellation),
            Halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == edition).ToDictionaryAsync(h => h.Id, cancellation),
            Interpreters = await db.MeetingInterpreters.AsNoTracking().Where(i => i.EditionId == edition).ToDictionaryAsync(i => i.Id, cancellation),
            People = await db.Persons.AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation),
        };
    }

    /// <summary>Meetings as the side has them, those that were called off left out.</summary>
    public IEnumerable<DayMeeting> OfSide(Id<MeetingSide> side) =>
        from x in Meetings
        where x.Meeting.State != MeetingState.Cancelled && (x.Request.FromId == side || x.Request.ToId == side)
        let other = x.Request.Other(side)
        select new DayMeeting(x.Meeting, x.Request, Sides[side], Sides[other], PeopleOf(x.Request, side), PeopleOf(x.Request, other));

    /// <summary>Who meets for a side of the request: those named with it, else whoever meets for the side.</summary>
    public IReadOnlyList<Id<Person>> PeopleOf(MeetingRequest request, Id<MeetingSide> side) =>
        (side == request.FromId ? request.FromPrincipals : request.ToPrincipals) is { Count: > 0 } named ? named : Sides[side].Principals;
}
