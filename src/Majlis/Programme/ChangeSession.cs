using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>Adds a session to the draft under the next number.</summary>
public static class AddSession
{
    /// <param name="facts">Refers to halls, tracks, types and people by guid. Its number is not used; an empty guid: a new one.</param>
    /// <exception cref="Refusal">
    /// <c>programme.hall_unknown</c>, <c>programme.track_unknown</c>, <c>programme.type_unknown</c>, <c>programme.person_unknown</c>: a guid is not of this edition;
    /// <c>platform.taken</c> when the session's own guid is; <c>programme.placing_forbidden</c>: it makes a conflict the edition forbids; and those of <see cref="Session.Take"/>.
    /// </exception>
    public static async Task<Session> Run(AppDb db, Actor actor, Id<Edition> edition, SessionEntry facts, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditProgramme, edition, cancellation);
        var places = await SessionPlaces.Find(db, edition, facts, cancellation);
        places.Give(new Session(edition, 0), facts);
        if (facts.Guid == Guid.Empty) facts = facts with { Guid = Id<Session>.New().Value };
        Session session = null!;
        await Placing.Save(db, edition, _ => [facts], cancellation, once: async () =>
        {
            session = new(edition, await Editions.NextSessionNumber(db, edition, cancellation), facts.Guid);
            places.Give(session, facts);
            db.Add(session);
            db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, "added"));
        });
        return session;
    }
}

/// <summary>Replaces every fact of a session of the draft; guid and number stay. Facts that are the same already change nothing and tell nobody.</summary>
public static class ChangeSession
{
    /// <param name="facts">The session is the one with its guid.</param>
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No session of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">As for <see cref="AddSession"/>.</exception>
    public static async Task<Session> Run(AppDb db, Actor actor, Id<Edition> edition, SessionEntry facts, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var session = await Sessions.Open(db, edition, facts.Guid, cancellation);
        var places = await SessionPlaces.Find(db, edition, facts, cancellation);
        places.Give(session, facts);
        if (!db.ChangeTracker.HasChanges() && session.Version == version) return session;
        db.Expect(session, version);
        db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, "changed"));
        await Placing.Save(db, edition, _ => [facts], cancellation);
        return session;
    }
}

/// <summary>
/// Takes a session out of the draft. One that the public knows is called off instead, so that it stays in calendars as cancelled;
/// only who says so explicitly makes it vanish, and then the next release tells calendars.
/// </summary>
public static class RemoveSession
{
    /// <param name="version">The version the form was shown.</param>
    /// <param name="evenIfPublic">Remove it although it is in the last release.</param>
    /// <returns>True when it was removed, false when it was called off.</returns>
    /// <exception cref="NotThere">No session of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    public static async Task<bool> Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, long version, bool evenIfPublic = false,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var session = await Sessions.Open(db, edition, guid, cancellation);
        var remove = evenIfPublic || (await Releases.Last(db, edition, cancellation))?.Sessions.Any(s => s.Guid == guid) is not true;
        db.Expect(session, version);
        if (remove) db.Remove(session);
        else session.CallOff();
        db.Record(actor, new SessionChanged(edition.Value, guid, session.Number, remove ? "removed" : "cancelled"));
        await db.SaveChangesAsync(cancellation);
        return remove;
    }
}

/// <summary>Makes another session like this one, unscheduled, under its own guid and number: for series and for talks given twice.</summary>
public static class CopySession
{
    /// <exception cref="NotThere">No session of this edition has the guid.</exception>
    public static async Task<Session> Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var session = await Sessions.Open(db, edition, guid, cancellation);
        var copy = new Session(edition, await Editions.NextSessionNumber(db, edition, cancellation));
        copy.Take(session.ToEntry(null, null, null, []) with { Slug = null, Uid = null, Start = null, IsCancelled = false }, null, session.TrackId, session.TypeId, session.Roles);
        db.Add(copy);
        db.Record(actor, new SessionChanged(edition.Value, copy.Guid, copy.Number, "added"));
        await db.SaveChangesAsync(cancellation);
        return copy;
    }
}

static class Sessions
{
    public static async Task<Session> Open(AppDb db, Id<Edition> edition, Guid guid, CancellationToken cancellation) =>
        await db.Sessions.Include(s => s.People).SingleOrDefaultAsync(s => s.EditionId == edition && s.Guid == guid, cancellation)
        ?? throw new NotThere("session");
}
