using System.Security.Cryptography;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>How a person can be reached, for those to whom the person gave it and nobody else.</summary>
public sealed class ContactCard : IVersioned
{
    ContactCard() { }

    public ContactCard(Person person) => (PersonId, EditionId, Key) = (person.Id, person.EditionId, NewKey());

    const int MostLetters = 200;

    public Id<Person> PersonId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public string Email { get; private set; } = "";
    public string Phone { get; private set; } = "";
    /// <summary>Who is shown it, in a QR code, may take the card.</summary>
    public string Key { get; private set; } = "";
    public long Version { get; private set; }

    public bool IsEmpty => Email.Length == 0 && Phone.Length == 0;

    /// <exception cref="Refusal"><c>people.email</c>, <c>meetings.phone</c>.</exception>
    public void Take(string? email, string? phone)
    {
        var number = (phone ?? "").Trim();
        if (number.Length > MostLetters || number.Any(c => !(char.IsDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.' or '/' or '#'))) throw new Refusal("meetings.phone");
        (Email, Phone) = (string.IsNullOrWhiteSpace(email) ? "" : AccountRules.Email(email), number);
    }

    /// <summary>Codes that were shown before open nothing any more.</summary>
    public void RenewKey() => Key = NewKey();

    static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal sealed class Map : IEntityTypeConfiguration<ContactCard>
    {
        public void Configure(EntityTypeBuilder<ContactCard> table)
        {
            table.HasKey(c => c.PersonId);
            table.HasIndex(c => c.Key).IsUnique();
            table.HasOne<Person>().WithOne().HasForeignKey<ContactCard>(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Edition>().WithMany().HasForeignKey(c => c.EditionId);
            table.Ignore(c => c.IsEmpty);
        }
    }
}

/// <summary>One person gave another their card. It can be taken back: then the other reads it no more.</summary>
public sealed class ContactGiven
{
    ContactGiven() { }

    public ContactGiven(Id<Edition> edition, Id<Person> giver, Id<Person> taker, Instant at) => (EditionId, GiverId, TakerId, At) = (edition, giver, taker, at);

    public Id<Edition> EditionId { get; private set; }
    public Id<Person> GiverId { get; private set; }
    public Id<Person> TakerId { get; private set; }
    public Instant At { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<ContactGiven>
    {
        public void Configure(EntityTypeBuilder<ContactGiven> table)
        {
            table.HasKey(c => new { c.GiverId, c.TakerId });
            table.HasIndex(c => c.TakerId);
            table.HasOne<Person>().WithMany().HasForeignKey(c => c.GiverId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Person>().WithMany().HasForeignKey(c => c.TakerId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Edition>().WithMany().HasForeignKey(c => c.EditionId);
        }
    }
}

/// <summary>A person says how they can be reached. Nobody reads it before it was given to them.</summary>
public static class KeepContactCard
{
    /// <param name="renew">Makes the QR codes that were shown before worthless.</param>
    /// <exception cref="NotThere">The account is no person of the edition.</exception>
    /// <exception cref="Refusal">Those of <see cref="ContactCard.Take"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string? email, string? phone, bool renew = false, CancellationToken cancellation = default)
    {
        var card = await Contacts.CardOf(db, await Contacts.Self(db, actor, edition, cancellation), cancellation);
        card.Take(email, phone);
        if (renew) card.RenewKey();
        await db.SaveFirst(cancellation);
    }
}

/// <summary>A person gives their card to those who met them in a meeting, or takes it back.</summary>
public static class GiveContact
{
    /// <summary>To everybody who meets for the other side of a meeting that the person is in.</summary>
    /// <exception cref="NotThere">As of <see cref="Sheets.Open"/>.</exception>
    /// <exception cref="Refusal"><c>meetings.card_empty</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, string slug, CancellationToken cancellation = default)
    {
        var (_, request, side, _) = await Sheets.Open(db, actor, edition, number, slug, cancellation);
        var self = await Contacts.Self(db, actor, edition, cancellation);
        var other = await db.MeetingSides.AsNoTracking().SingleAsync(s => s.Id == request.Other(side.Id), cancellation);
        var principals = other.Id == request.FromId ? request.FromPrincipals : request.ToPrincipals;
        await Contacts.Give(db, actor, self, principals.Count > 0 ? principals : other.Principals, cancellation);
    }

    public static async Task TakeBack(AppDb db, Actor actor, Id<Edition> edition, int personNumber, CancellationToken cancellation = default)
    {
        var self = await Contacts.Self(db, actor, edition, cancellation);
        var given = await (from g in db.ContactsGiven join p in db.Persons on g.TakerId equals p.Id where g.GiverId == self.Id && p.Number == personNumber select g).SingleOrDefaultAsync(cancellation);
        if (given is null) return;
        db.Remove(given);
        // A code that was shown would open the card again.
        (await Contacts.CardOf(db, self, cancellation)).RenewKey();
        db.Record(actor, new ContactTakenBack(edition.Value, self.Id.Value, given.TakerId.Value));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes the card whose code was shown. Showing it is the consent; whoever takes it may give theirs in the same breath.</summary>
public static class TakeContact
{
    /// <exception cref="NotThere">No card of this edition has the key, or it is the actor's own; the actor is no person of the edition.</exception>
    /// <exception cref="Refusal"><c>meetings.card_empty</c> for a card that says nothing, the other's or, when it is to be given, one's own.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string key, bool giveMine, CancellationToken cancellation = default)
    {
        var self = await Contacts.Self(db, actor, edition, cancellation);
        var owner = await Contacts.OwnerOf(db, edition, key, cancellation);
        if (owner.Id == self.Id) throw new NotThere("card");
        await Contacts.Give(db, actor, owner, [self.Id], cancellation);
        if (giveMine) await Contacts.Give(db, actor, self, [owner.Id], cancellation);
    }
}

public static class Contacts
{
    /// <summary>The person of the edition that the actor is.</summary>
    /// <exception cref="NotThere">The account is none.</exception>
    public static async Task<Person> Self(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        var id = await Sides.PersonOf(db, actor, edition, cancellation) ?? throw new NotThere("person");
        return await db.Persons.AsNoTracking().SingleAsync(p => p.Id == id, cancellation);
    }

    /// <exception cref="NotThere">No card of this edition has the key.</exception>
    public static async Task<Person> OwnerOf(AppDb db, Id<Edition> edition, string key, CancellationToken cancellation = default) =>
        await (from c in db.ContactCards join p in db.Persons on c.PersonId equals p.Id where c.EditionId == edition && c.Key == key select p).AsNoTracking().SingleOrDefaultAsync(cancellation) ?? throw new NotThere("card");

    /// <summary>Added when there is none; the caller saves.</summary>
    public static async Task<ContactCard> CardOf(AppDb db, Person person, CancellationToken cancellation = default)
    {
        if (await db.ContactCards.SingleOrDefaultAsync(c => c.PersonId == person.Id, cancellation) is { } kept) return kept;
        var card = new ContactCard(person);
        db.Add(card);
        return card;
    }

    internal static async Task Give(AppDb db, Actor actor, Person giver, IReadOnlyList<Id<Person>> takers, CancellationToken cancellation)
    {
        if (await db.ContactCards.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == giver.Id, cancellation) is not { IsEmpty: false }) throw new Refusal("meetings.card_empty");
        var ids = takers.Where(t => t != giver.Id).Distinct().ToList();
        while (true)
        {
            var had = await db.ContactsGiven.Where(g => g.GiverId == giver.Id && ids.Contains(g.TakerId)).Select(g => g.TakerId).ToListAsync(cancellation);
            foreach (var taker in ids.Except(had))
            {
                db.Add(new ContactGiven(giver.EditionId, giver.Id, taker, db.Clock.GetCurrentInstant()));
                db.Record(actor, new ContactWasGiven(giver.EditionId.Value, giver.Id.Value, taker.Value));
            }
            try
            {
                await db.SaveChangesAsync(cancellation);
                return;
            }
            catch (Refusal taken) when (taken.Code == "platform.taken")
            {
                // Given to one of them at the same moment: what is left is for the others.
                db.ChangeTracker.Clear();
            }
        }
    }
}
