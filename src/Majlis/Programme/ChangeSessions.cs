using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>What many sessions of the draft may be changed in at once; null guids take the hall, track or type away.</summary>
public abstract record SessionsChange
{
    public sealed record ToHall(Guid? Hall) : SessionsChange;
    public sealed record ToTrack(Guid? Track) : SessionsChange;
    public sealed record ToType(Guid? Type) : SessionsChange;
    public sealed record Cancel : SessionsChange;
    /// <summary>Sessions of the last release are called off instead, as by <see cref="RemoveSession"/>.</summary>
    public sealed record Remove : SessionsChange;
}

/// <summary>Changes many sessions in one fact: all of them or, when anything stands against it, none.</summary>
public static class ChangeSessions
{
    /// <param name="sessions">By guid, the version each was shown in.</param>
    /// <returns>How many became different.</returns>
    /// <exception cref="NotThere">A session of the list is not of this edition.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved one of them since.</exception>
    /// <exception cref="Refusal">As for <see cref="AddSession"/>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Forums.Edition> edition, IReadOnlyDictionary<Guid, long> sessions, SessionsChange change,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var guids = sessions.Keys.ToList();
        var found = await db.Sessions.Include(s => s.People).Where(s => s.EditionId == edition && guids.Contains(s.Guid)).OrderBy(s => s.Number).ToListAsync(cancellation);
        if (found.Count != guids.Count) throw new NotThere("session");
        var released = change is SessionsChange.Remove ? (await Releases.Last(db, edition, cancellation))?.Sessions.Select(s => s.Guid).ToHashSet() ?? [] : [];
        var places = await SessionPlaces.Find(db, edition, new()
        {
            Guid = Guid.Empty, Number = 0, Hall = (change as SessionsChange.ToHall)?.Hall, Track = (change as SessionsChange.ToTrack)?.Track, Type = (change as SessionsChange.ToType)?.Type,
        }, cancellation);
        var changed = 0;
        foreach (var session in found)
        {
            var what = change switch
            {
                SessionsChange.Remove when !released.Contains(session.Guid) => "removed",
                SessionsChange.Remove or SessionsChange.Cancel => session.IsCancelled ? null : "cancelled",
                SessionsChange.ToHall => session.HallId == places.Hall && !session.AllHalls ? null : "changed",
                SessionsChange.ToTrack => session.TrackId == places.Track ? null : "changed",
                _ => session.TypeId == places.Type ? null : "changed",
            };
            if (what is null) continue;
            changed++;
            db.Expect(session, sessions[session.Guid]);
            if (what == "removed") db.Remove(session);
            else if (what == "cancelled") session.CallOff();
            else
            {
                var facts = session.Details.Onto(new()
                {
                    Guid = session.Guid, Number = session.Number, Title = session.Title, Start = session.Start, Minutes = session.Minutes, Access = session.Access,
                    IsCancelled = session.IsCancelled, AllHalls = session.AllHalls && change is not SessionsChange.ToHall,
                });
                session.Take(facts, change is SessionsChange.ToHall ? places.Hall : session.HallId, change is SessionsChange.ToTrack ? places.Track : session.TrackId,
                    change is SessionsChange.ToType ? places.Type : session.TypeId, session.People.OrderBy(p => p.Order).Select(p => (p.PersonId, p.Role)));
            }
            db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, what));
        }
        if (changed > 0) await db.SaveChangesAsync(cancellation);
        return changed;
    }
}
