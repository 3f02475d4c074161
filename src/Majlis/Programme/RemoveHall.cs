using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>Removes a hall and its walks. Here and not with the halls, because the programme has a say: a hall with sessions stays.</summary>
public static class RemoveHall
{
    /// <param name="version">The version the caller saw; null: whichever it is.</param>
    /// <exception cref="NotThere">No hall of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>forums.hall_in_use</c> with the <c>count</c> of its sessions.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, long? version = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditEdition, edition.Value);
        var hall = await db.Halls.SingleOrDefaultAsync(h => h.EditionId == edition && h.Guid == guid, cancellation) ?? throw new NotThere("hall");
        if (await db.Sessions.CountAsync(s => s.HallId == hall.Id, cancellation) is > 0 and var count)
            throw new Refusal("forums.hall_in_use", ("hall", hall.Name), ("count", count));
        if (version is { } seen) db.Expect(hall, seen);
        db.Remove(hall);
        db.Record(actor, new EditionChanged(edition.Value, "hall", guid));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Removes a person from the edition. Here and not with the people, because the programme has a say: who is in a session stays, and whom another module holds.</summary>
public static class RemovePerson
{
    /// <param name="version">The version the caller saw; null: whichever it is.</param>
    /// <exception cref="NotThere">No person of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>people.person_in_sessions</c> with the <c>count</c> of sessions; those of every <see cref="IHoldsPeople"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, long? version = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var person = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Guid == guid, cancellation) ?? throw new NotThere("person");
        var count = await db.SessionPeople.Where(p => p.PersonId == person.Id).Select(p => p.SessionId).Distinct().CountAsync(cancellation);
        if (count > 0) throw new Refusal("people.person_in_sessions", ("person", person.Name), ("count", count));
        if (await HeldPeople.Why(db, person, cancellation) is { } held) throw held;
        if (version is { } seen) db.Expect(person, seen);
        db.Remove(person);
        db.Record(actor, new EditionChanged(edition.Value, "person", guid));
        await db.SaveChangesAsync(cancellation);
    }
}
