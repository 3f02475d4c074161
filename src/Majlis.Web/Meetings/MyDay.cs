using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Meetings;

/// <summary>Something that somebody goes to: a meeting or a session.</summary>
/// <param name="End">First minute after.</param>
/// <param name="Place">Empty: nobody said where.</param>
/// <param name="Hall">Guid of the hall that it is in; null: no hall of the programme.</param>
public sealed record DayLine(LocalDateTime Start, LocalDateTime End, DayMeeting? Meeting, SessionEntry? Session, LocalizedText Place, LocalizedText Building, Guid? Hall)
{
    /// <summary>Minutes on foot from what comes before it on the same day; 0 in the same place; null: nothing comes before, or nobody knows.</summary>
    public int? Walk { get; init; }
    /// <summary>It begins before one can be there.</summary>
    public bool IsTight { get; init; }
}

/// <summary>The days of one account at an edition: its meetings, the sessions it speaks in and those it has marked.</summary>
public sealed class MyDay(AppDb db, Visit visit, ProgrammeShelf shelf)
{
    public async Task<(MeetingDays Days, IReadOnlyList<DayLine> Lines, PublishedProgramme? Programme, Person? Self)> Load(CancellationToken cancellation)
    {
        var id = visit.Edition.Id;
        var sides = await Sides.ActedFor(db, visit.Actor, id, cancellation);
        var self = await Sides.PersonOf(db, visit.Actor, id, cancellation) is { } person ? await db.Persons.AsNoTracking().SingleAsync(p => p.Id == person, cancellation) : null;
        // Somebody may be named for one meeting of a party without meeting for it otherwise.
        var own = sides.Select(s => s.Id).ToHashSet();
        List<Id<MeetingSide>> looked = [.. own];
        if (self?.Party is { } party) looked.AddRange(await db.MeetingSides.Where(s => s.EditionId == id && s.Party == new Id<Majlis.Parties.Party>(party)).Select(s => s.Id).ToListAsync(cancellation));
        var days = await MeetingDays.Of(db, id, [.. looked.Distinct()], cancellation);
        var meetings = looked.Distinct().SelectMany(days.OfSide).Where(m => own.Contains(m.Own.Id) || self is not null && m.People.Contains(self.Id)).DistinctBy(m => m.Meeting.Id);
        var programme = await shelf.Find(id);
        var stars = programme is null || visit.Actor.Account is not { } account ? [] : await db.Stars.AsNoTracking().Where(s => s.Account == account && s.EditionId == id).Select(s => s.Session).ToHashSetAsync(cancellation);
        return (days, Lines(days, meetings, programme, self, stars), programme, self);
    }

    /// <param name="stars">Guids of marked sessions.</param>
    public static IReadOnlyList<DayLine> Lines(MeetingDays days, IEnumerable<DayMeeting> meetings, PublishedProgramme? programme, Person? self, IReadOnlySet<Guid> stars)
    {
        var sessions = programme is null ? [] : programme.Sessions.Where(s => s.Start is not null && !s.IsCancelled && (stars.Contains(s.Guid) || self is not null && s.People.Any(p => p.Person == self.Guid)));
        var lines = meetings.Select(m =>
        {
            var room = days.Rooms[m.Meeting.RoomId];
            return new DayLine(m.Meeting.Start, m.Meeting.End, m, null, room.Name, room.Building, room.HallId is { } hall ? days.Halls[hall].Guid : null);
        }).Concat(sessions.Select(s =>
        {
            var hall = s.Hall is { } guid ? programme!.Halls[guid] : null;
            return new DayLine(s.Start!.Value, s.End ?? s.Start.Value, null, s, hall?.Name ?? LocalizedText.Empty, hall?.Building ?? LocalizedText.Empty, s.Hall);
        })).OrderBy(l => l.Start).ThenBy(l => l.End).ToList();
        for (var i = 1; i < lines.Count; i++)
        {
            var (before, line) = (lines[i - 1], lines[i]);
            if (before.Start.Date != line.Start.Date || WalkBetween(before, line, programme) is not { } walk) continue;
            lines[i] = line with { Walk = walk, IsTight = before.End.PlusMinutes(walk) > line.Start };
        }
        return lines;
    }

    static int? WalkBetween(DayLine one, DayLine other, PublishedProgramme? programme) =>
        one.Hall is { } a && other.Hall is { } b ? programme?.WalkBetween(a, b)
        : one.Meeting is { } m && other.Meeting is { } n && m.Meeting.RoomId == n.Meeting.RoomId ? 0
        : programme?.Programme.Edition.DefaultWalk;
}
