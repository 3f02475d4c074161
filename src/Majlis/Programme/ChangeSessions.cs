using Majlis.Platform;
using Majlis.Programme.Conflicts;
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
                var facts = session.ToEntry(null, null, null, []);
                session.Take(change is SessionsChange.ToHall ? facts with { AllHalls = false } : facts, change is SessionsChange.ToHall ? places.Hall : session.HallId, change is SessionsChange.ToTrack ? places.Track : session.TrackId,
                    change is SessionsChange.ToType ? places.Type : session.TypeId, session.Roles);
            }
            db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, what));
        }
        if (changed == 0) return 0;
        if (change is SessionsChange.Cancel or SessionsChange.Remove) await db.SaveChangesAsync(cancellation);
        else
            await Placing.Save(db, edition, draft => draft.Sessions.Where(s => sessions.ContainsKey(s.Guid)).Select(s => change switch
            {
                SessionsChange.ToHall to => s with { Hall = to.Hall, AllHalls = false },
                SessionsChange.ToTrack to => s with { Track = to.Track },
                SessionsChange.ToType to => s with { Type = to.Type },
                _ => s,
            }), cancellation);
        return changed;
    }
}
