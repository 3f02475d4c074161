using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.People;

/// <summary>Adds a person to an edition under the next number.</summary>
public static class AddPerson
{
    /// <param name="facts">Its number is not used; an empty guid: a new one.</param>
    /// <param name="presence">Null: nobody said.</param>
    /// <exception cref="Refusal"><c>platform.taken</c> when the guid is, <c>people.party_unknown</c>, and those of <see cref="Person.Take"/> and <see cref="Person.BeThere"/>.</exception>
    public static async Task<Person> Run(AppDb db, Actor actor, Id<Edition> edition, PersonEntry facts, Presence? presence = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var trial = new Person(edition, 0);
        trial.Take(facts);
        trial.BeThere(presence ?? Presence.Unknown);
        await SpeaksFor.Check(db, edition, facts.Party, cancellation);
        var person = new Person(edition, await Editions.NextPersonNumber(db, edition, cancellation), facts.Guid == Guid.Empty ? null : facts.Guid);
        person.Take(facts);
        person.BeThere(presence ?? Presence.Unknown);
        db.Add(person);
        db.Record(actor, new EditionChanged(edition.Value, "person", person.Guid));
        await db.SaveChangesAsync(cancellation);
        return person;
    }
}

/// <summary>Changes what the edition knows of a person; guid and number stay.</summary>
public static class ChangePerson
{
    /// <param name="version">The version the form was shown.</param>
    /// <param name="presence">Null: it stays as it is.</param>
    /// <exception cref="NotThere">No person of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>people.party_unknown</c>, and those of <see cref="Person.Take"/> and <see cref="Person.BeThere"/>.</exception>
    public static async Task<Person> Run(AppDb db, Actor actor, Id<Edition> edition, PersonEntry facts, long version, Presence? presence = null,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var person = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Guid == facts.Guid, cancellation) ?? throw new NotThere("person");
        if (facts.Party != person.Party) await SpeaksFor.Check(db, edition, facts.Party, cancellation);
        person.Take(facts);
        if (presence is not null) person.BeThere(presence);
        db.Expect(person, version);
        db.Record(actor, new EditionChanged(edition.Value, "person", person.Guid));
        await db.SaveChangesAsync(cancellation);
        return person;
    }
}

static class SpeaksFor
{
    /// <exception cref="Refusal"><c>people.party_unknown</c>: the party is not at the edition.</exception>
    public static async Task Check(AppDb db, Id<Edition> edition, Guid? party, CancellationToken cancellation)
    {
        if (party is { } id && !await db.Participations.AnyAsync(p => p.EditionId == edition && p.PartyId == new Id<Party>(id), cancellation)) throw new Refusal("people.party_unknown");
    }
}
