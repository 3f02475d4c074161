using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>A new value, which may be none; where no <see cref="To{T}"/> is given the old one stays.</summary>
public readonly record struct To<T>(T Value);

/// <summary>What becomes of one session's time and place; what is null stays as it is.</summary>
/// <param name="Version">The version it was shown in.</param>
public sealed record SessionMove(Guid Session, long Version)
{
    /// <summary>Wall time in the edition's zone; none: unscheduled.</summary>
    public To<LocalDateTime?>? Start { get; init; }
    public int? Minutes { get; init; }
    /// <summary>A hall takes the session out of all halls, unless <see cref="AllHalls"/> says otherwise.</summary>
    public To<Guid?>? Hall { get; init; }
    /// <summary>All halls leave no single one.</summary>
    public bool? AllHalls { get; init; }
    public To<Guid?>? Track { get; init; }
    public bool? IsCancelled { get; init; }

    /// <summary>The session of the draft as it would be.</summary>
    /// <exception cref="NotThere">The draft has no such session.</exception>
    /// <exception cref="Refusal"><c>programme.hall_unknown</c>, <c>programme.track_unknown</c>, <c>programme.minutes</c>.</exception>
    internal SessionEntry Of(ProgrammeSnapshot draft)
    {
        var session = draft.Sessions.FirstOrDefault(s => s.Guid == Session) ?? throw new NotThere("session");
        if (Hall is { Value: { } hall } && draft.Halls.All(h => h.Guid != hall)) throw new Refusal("programme.hall_unknown");
        if (Track is { Value: { } track } && draft.Tracks.All(t => t.Guid != track)) throw new Refusal("programme.track_unknown");
        if (Minutes is < 0 or > Programme.Session.MostMinutes) throw new Refusal("programme.minutes", ("minutes", Minutes));
        return Onto(session);
    }

    internal SessionEntry Onto(SessionEntry session)
    {
        var everywhere = AllHalls ?? (Hall is { Value: not null } ? false : session.AllHalls);
        return session with
        {
            Start = Start is { } start ? start.Value : session.Start, Minutes = Minutes ?? session.Minutes, AllHalls = everywhere,
            Hall = everywhere ? null : Hall is { } hall ? hall.Value : session.Hall, Track = Track is { } track ? track.Value : session.Track, IsCancelled = IsCancelled ?? session.IsCancelled,
        };
    }
}

/// <summary>Moves sessions of the draft in time and place, all of them or, when anything stands against it, none.</summary>
public static class MoveSessions
{
    /// <param name="moves">Each session once.</param>
    /// <returns>The moved sessions, in the order of the moves. Those that were there already are as they were and tell nobody.</returns>
    /// <exception cref="NotThere">A session of the list is not of this edition.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved one of them since; nothing is moved. Those whose version differs are stale.</exception>
    /// <exception cref="Refusal">
    /// <c>programme.hall_unknown</c>, <c>programme.track_unknown</c>, <c>programme.minutes</c>, <c>programme.moved_twice</c>,
    /// <c>programme.placing_forbidden</c>: the moves make a conflict the edition forbids.
    /// </exception>
    public static async Task<IReadOnlyList<Session>> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<SessionMove> moves, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var guids = moves.Select(m => m.Session).ToList();
        if (guids.Distinct().Count() != guids.Count) throw new Refusal("programme.moved_twice");
        var found = await db.Sessions.Include(s => s.People).Where(s => s.EditionId == edition && guids.Contains(s.Guid)).ToDictionaryAsync(s => s.Guid, cancellation);
        if (found.Count != guids.Count) throw new NotThere("session");
        if (moves.Any(m => found[m.Session].Version != m.Version)) throw new EditedMeanwhile(new DbUpdateConcurrencyException("A session was shown in another version."));
        var halls = await db.Halls.Where(h => h.EditionId == edition).ToDictionaryAsync(h => h.Guid, h => h.Id, cancellation);
        var tracks = await db.Tracks.Where(t => t.EditionId == edition).ToDictionaryAsync(t => t.Guid, t => t.Id, cancellation);
        foreach (var move in moves)
        {
            var session = found[move.Session];
            var facts = move.Onto(session.Facts());
            var hall = facts.AllHalls ? null : move.Hall is { } to ? Known(halls, to.Value, "programme.hall_unknown") : session.HallId;
            var track = move.Track is { } line ? Known(tracks, line.Value, "programme.track_unknown") : session.TrackId;
            var isCalledOff = facts.IsCancelled && !session.IsCancelled;
            session.Take(facts, hall, track, session.TypeId, session.Roles);
            if (db.Entry(session).State == EntityState.Unchanged) continue;
            db.Expect(session, move.Version);
            db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, isCalledOff ? "cancelled" : "changed"));
        }
        if (db.ChangeTracker.HasChanges())
        {
            await Placing.Check(db, edition, draft => moves.Select(m => m.Of(draft)), cancellation);
            await db.SaveChangesAsync(cancellation);
        }
        return [.. guids.Select(g => found[g])];

        static Id<T>? Known<T>(Dictionary<Guid, Id<T>> ids, Guid? guid, string refusal) =>
            guid is not { } wanted ? null : ids.TryGetValue(wanted, out var id) ? id : throw new Refusal(refusal);
    }
}
