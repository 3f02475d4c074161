using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>How a side is called and what it looks like, as others may know it.</summary>
/// <param name="Office">Of a person; empty for a party, as is the organisation.</param>
/// <param name="Code">Of a party, or a person's country: what a flag is found by.</param>
public sealed record SideName(LocalizedText Name, LocalizedText Office, LocalizedText Organisation, string? Code, Id<StoredFile>? Flag);

/// <summary>Finds sides, and who may act for them.</summary>
public static class Sides
{
    /// <summary>
    /// The side of this slug, for somebody who acts for it: the person themselves, a named principal of a party, a proxy, or the desk. A party or a person of the edition that is no side
    /// yet becomes one, added to <paramref name="db"/> and not yet saved.
    /// </summary>
    /// <exception cref="NotThere">No such side, or the actor does not act for it: both look the same.</exception>
    public static async Task<ActingSide> Open(AppDb db, Actor actor, Id<Edition> edition, string slug, CancellationToken cancellation = default)
    {
        var side = await db.MeetingSides.SingleOrDefaultAsync(s => s.EditionId == edition && s.Slug == slug, cancellation);
        var isNew = side is null;
        side ??= await Make(db, edition, slug, cancellation) ?? throw new NotThere("side");
        var desk = actor.May(Permission.KeepMeetings, edition.Value);
        var self = await PersonOf(db, actor, edition, cancellation);
        if (!desk && !(self is { } me && (side.Person == me || side.Principals.Contains(me))) && !await IsProxy(db, actor, side, cancellation)) throw new NotThere("side");
        if (isNew) db.Add(side);
        return new(side, desk, self is not null && side.Person == self ? null : await CalledInLog(db, edition, side, cancellation));
    }

    /// <summary>The sides an account acts for: its own first, then those it is a principal of, then those it is a proxy of. A linked person who is no side yet is left out.</summary>
    public static async Task<IReadOnlyList<MeetingSide>> ActedFor(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        if (actor.Account is not { } id) return [];
        var account = new Id<Account>(id);
        var self = await PersonOf(db, actor, edition, cancellation);
        var proxied = await db.MeetingProxies.Where(p => p.EditionId == edition && p.Account == account).Select(p => p.SideId).ToListAsync(cancellation);
        var parties = (await FocalPoints.Of(db, actor, edition, cancellation)).Select(p => (Id<Party>?)p).ToList();
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == edition && (proxied.Contains(s.Id) || parties.Contains(s.Party) || self != null && (s.Person == self || s.Party != null))).ToListAsync(cancellation);
        return [.. sides.Where(s => proxied.Contains(s.Id) && actor.Roles[edition.Value].Contains(RoleOfProxy(s)) || s.Party is { } of && parties.Contains(of) || self is { } me && s.Principals.Contains(me))
            .OrderBy(s => self is not null && s.Person == self ? 0 : self is { } me && s.Principals.Contains(me) ? 1 : 2).ThenBy(s => s.Slug, StringComparer.Ordinal)];
    }

    /// <summary>The person of the edition that the account is; null when it is none.</summary>
    public static async Task<Id<Person>?> PersonOf(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        if (actor.Account is not { } id) return null;
        var account = new Id<Account>(id);
        return await db.PersonAccounts.Where(p => p.EditionId == edition && p.Account == account).Select(p => (Id<Person>?)p.PersonId).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>The side of a party or person of the edition, made and added when it is none yet. The caller has asked for the permission and saves.</summary>
    /// <exception cref="NotThere">Nobody of the edition has the slug.</exception>
    internal static async Task<MeetingSide> FindOrAdd(AppDb db, Id<Edition> edition, string slug, CancellationToken cancellation)
    {
        if (await db.MeetingSides.SingleOrDefaultAsync(s => s.EditionId == edition && s.Slug == slug, cancellation) is { } known) return known;
        var side = await Make(db, edition, slug, cancellation) ?? throw new NotThere("side");
        db.Add(side);
        return side;
    }

    /// <summary>What <see cref="FindOrAdd"/> would make, not added; null when nobody of the edition has the slug.</summary>
    public static async Task<MeetingSide?> Make(AppDb db, Id<Edition> edition, string slug, CancellationToken cancellation = default)
    {
        if (PersonNumber(slug) is { } number)
            return await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == number, cancellation) is { } person ? new(edition, person) : null;
        var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug, cancellation);
        return party is not null && await db.Participations.AnyAsync(p => p.EditionId == edition && p.PartyId == party.Id, cancellation) ? new(edition, party) : null;
    }

    public static string SlugOf(Person person) => FormattableString.Invariant($"person-{person.Number}");

    static int? PersonNumber(string slug) => slug.StartsWith("person-", StringComparison.Ordinal) && int.TryParse(slug.AsSpan(7), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How these sides are called now.</summary>
    public static async Task<IReadOnlyDictionary<Id<MeetingSide>, SideName>> Names(AppDb db, IReadOnlyCollection<MeetingSide> sides, CancellationToken cancellation = default)
    {
        var parties = sides.Select(s => s.Party).OfType<Id<Party>>().ToList();
        var persons = sides.Select(s => s.Person).OfType<Id<Person>>().ToList();
        var party = parties.Count == 0 ? [] : await db.Parties.AsNoTracking().Where(p => parties.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var person = persons.Count == 0 ? [] : await db.Persons.AsNoTracking().Where(p => persons.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        return sides.ToDictionary(s => s.Id, s => s.Party is { } id
            ? new SideName(party[id].Short, LocalizedText.Empty, LocalizedText.Empty, party[id].Code, party[id].Flag)
            : new(person[s.Person!.Value].Name, person[s.Person.Value].Office, person[s.Person.Value].Organisation, person[s.Person.Value].Country, null));
    }

    /// <summary>The role a proxy of the side is named with; without it they act for the side no more, and hear nothing of it.</summary>
    internal static Role RoleOfProxy(MeetingSide side) => side.Party is null ? Role.Participant : Role.FocalPoint;

    /// <summary>The proxies of these sides, by side, in a fixed order: the focal points of a party, the assistants of a person.</summary>
    public static async Task<ILookup<Id<MeetingSide>, Account>> Proxies(AppDb db, Id<Edition> edition, IReadOnlyCollection<MeetingSide> sides, CancellationToken cancellation = default)
    {
        var roles = sides.ToDictionary(s => s.Id, RoleOfProxy);
        var ids = roles.Keys.ToList();
        var named = await (from p in db.MeetingProxies join a in db.Accounts on p.Account equals a.Id where ids.Contains(p.SideId) orderby a.Id select new { p.SideId, Account = a }).AsNoTracking().ToListAsync(cancellation);
        var parties = sides.Where(s => s.Party is not null).ToDictionary(s => s.Party!.Value, s => s.Id);
        var of = parties.Keys.ToList();
        var bound = of.Count == 0 ? [] : await (from f in db.FocalPoints join a in db.Accounts on f.Account equals a.Id where f.EditionId == edition && of.Contains(f.PartyId) orderby a.Id select new { f.PartyId, Account = a }).AsNoTracking().ToListAsync(cancellation);
        named = [.. named, .. bound.Select(b => new { SideId = parties[b.PartyId], b.Account })];
        var accounts = named.Select(n => n.Account.Id.Value).ToList();
        var held = (await db.Memberships.Where(m => m.EditionId == edition && accounts.Contains(m.Account)).Select(m => new { m.Account, m.Role }).ToListAsync(cancellation)).Select(m => (m.Account, m.Role)).ToHashSet();
        return named.Where(n => held.Contains((n.Account.Id.Value, roles[n.SideId]))).ToLookup(n => n.SideId, n => n.Account);
    }

    /// <summary>The accounts of those who meet for a side.</summary>
    internal static async Task<List<Account>> OwnAccounts(AppDb db, MeetingSide side, CancellationToken cancellation)
    {
        var principals = side.Principals.ToList();
        return await (from p in db.PersonAccounts join a in db.Accounts on p.Account equals a.Id where principals.Contains(p.PersonId) orderby a.Id select a).AsNoTracking().ToListAsync(cancellation);
    }

    /// <summary>Who acts for a side: its proxies, and those who meet for it.</summary>
    internal static async Task<IEnumerable<Account>> AccountsOf(AppDb db, MeetingSide side, CancellationToken cancellation) =>
        (await Proxies(db, side.EditionId, [side], cancellation))[side.Id].Concat(await OwnAccounts(db, side, cancellation)).DistinctBy(a => a.Id);

    static async Task<bool> IsProxy(AppDb db, Actor actor, MeetingSide side, CancellationToken cancellation)
    {
        if (actor.Account is not { } id || !actor.Roles[side.EditionId.Value].Contains(RoleOfProxy(side))) return false;
        if (side.Party is { } party) return (await FocalPoints.Of(db, actor, side.EditionId, cancellation)).Contains(party);
        var account = new Id<Account>(id);
        return await db.MeetingProxies.AnyAsync(p => p.SideId == side.Id && p.Account == account, cancellation);
    }

    static async Task<string> CalledInLog(AppDb db, Id<Edition> edition, MeetingSide side, CancellationToken cancellation)
    {
        var languages = await db.Editions.Where(e => e.Id == edition).Select(e => e.Languages).SingleAsync(cancellation);
        return (await Names(db, [side], cancellation))[side.Id].Name.In(languages[0], languages).Text;
    }
}

/// <summary>A side and by what right somebody acts for it.</summary>
/// <param name="IsDesk">The desk acts: limits and phases bind the sides, not the desk.</param>
/// <param name="For">How the log calls the side beside the actor; null: the actor is the side.</param>
public sealed record ActingSide(MeetingSide Side, bool IsDesk, string? For);
