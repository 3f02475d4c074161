using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>Where and when a session shall be: everything that a move may change, whole. What else it is stays.</summary>
/// <param name="Version">The version the editor saw.</param>
/// <param name="Start">Null: unscheduled.</param>
public sealed record SessionMove(Guid Session, long Version, LocalDateTime? Start, int Minutes, Guid? Hall, bool AllHalls, Guid? Track, bool IsCancelled)
{
    internal SessionEntry Onto(SessionEntry session) => session with { Start = Start, Minutes = Minutes, Hall = AllHalls ? null : Hall, AllHalls = AllHalls, Track = Track, IsCancelled = IsCancelled };
}

/// <summary>Moves many sessions in one fact: all of them or, when anything stands against it, none. Sessions that are there already change nothing and tell nobody.</summary>
public static class MoveSessions
{
    /// <param name="moves">Each session once.</param>
    /// <returns>How many became different.</returns>
    /// <exception cref="NotThere">A session of the list is not of this edition.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved one of them since.</exception>
    /// <exception cref="Refusal">As for <see cref="AddSession"/>, and <c>programme.moved_twice</c>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<SessionMove> moves, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        if (moves.Select(m => m.Session).Distinct().Count() != moves.Count) throw new Refusal("programme.moved_twice");
        var wanted = moves.ToDictionary(m => m.Session);
        var guids = wanted.Keys.ToList();
        var found = await db.Sessions.Include(s => s.People).Where(s => s.EditionId == edition && guids.Contains(s.Guid)).OrderBy(s => s.Number).ToListAsync(cancellation);
        if (found.Count != guids.Count) throw new NotThere("session");
        var halls = await db.Halls.Where(h => h.EditionId == edition).ToDictionaryAsync(h => h.Guid, h => h.Id, cancellation);
        var tracks = await db.Tracks.Where(t => t.EditionId == edition).ToDictionaryAsync(t => t.Guid, t => t.Id, cancellation);
        var changed = 0;
        foreach (var session in found)
        {
            var move = wanted[session.Guid];
            Id<Hall>? hall = move.Hall is { } h ? halls.TryGetValue(h, out var there) ? there : throw new Refusal("programme.hall_unknown") : null;
            Id<Track>? track = move.Track is { } t ? tracks.TryGetValue(t, out var line) ? line : throw new Refusal("programme.track_unknown") : null;
            var isSame = (session.Start, session.Minutes, session.HallId, session.AllHalls, session.TrackId, session.IsCancelled)
                == (move.Start, move.Minutes, hall, move.AllHalls, track, move.IsCancelled);
            if (isSame && session.Version == move.Version) continue;
            var calledOff = move.IsCancelled && !session.IsCancelled;
            session.Take(session.ToEntry(null, null, null, []) with
            {
                Start = move.Start, Minutes = move.Minutes, AllHalls = move.AllHalls, IsCancelled = move.IsCancelled,
            }, hall, track, session.TypeId, session.Roles);
            db.Expect(session, move.Version);
            db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, calledOff ? "cancelled" : "changed"));
            changed++;
        }
        if (changed == 0) return 0;
        await Placing.Save(db, edition, draft => draft.Sessions.Where(s => wanted.ContainsKey(s.Guid)).Select(s => wanted[s.Guid].Onto(s)), cancellation);
        return changed;
    }
}
