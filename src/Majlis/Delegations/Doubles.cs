using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Delegations;

/// <summary>One of two people who may be one.</summary>
/// <param name="Party">Of the delegation they come with; null: with none, they speak.</param>
public sealed record PossibleDouble(Person Person, string? Email, Guid? Party, string? PartySlug, bool InProgramme);

/// <summary>Two people of an edition who may be one.</summary>
/// <param name="SameEmail">They have one address.</param>
public sealed record PossiblePair(PossibleDouble One, PossibleDouble Other, bool SameEmail);

/// <summary>Finds people who may be one, however their names are written.</summary>
public static class Doubles
{
    public const int MostPairs = 500;

    /// <summary>Of the whole edition; for the desk alone. Pairs that somebody told apart are left out. Those with one address come first.</summary>
    public static async Task<IReadOnlyList<PossiblePair>> Find(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        var people = await db.Persons.AsNoTracking().Where(p => p.EditionId == edition).OrderBy(p => p.Number).ToListAsync(cancellation);
        var mails = await db.Dossiers.Where(d => d.EditionId == edition && d.Email != null).ToDictionaryAsync(d => d.PersonId, d => d.Email!, cancellation);
        var members = await db.Members.Where(m => m.EditionId == edition && m.Step != MemberStep.Left).Join(db.Delegations, m => m.DelegationId, d => d.Id, (m, d) => new { m.PersonId, d.PartyId })
            .Join(db.Parties, m => m.PartyId, p => p.Id, (m, p) => new { m.PersonId, Party = p.Id, p.Slug }).ToDictionaryAsync(m => m.PersonId, cancellation);
        var apart = (await db.ApartPairs.AsNoTracking().Where(p => p.EditionId == edition).Select(p => new { p.One, p.Other }).ToListAsync(cancellation)).Select(p => (p.One, p.Other)).ToHashSet();
        // Whoever left every delegation and is in no session comes no more, and is nobody's double.
        var here = people.Where(p => !p.OffProgramme || members.ContainsKey(p.Id)).ToList();
        var (byKey, byMail) = (new Dictionary<string, List<int>>(StringComparer.Ordinal), new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase));
        for (var i = 0; i < here.Count; i++)
        {
            foreach (var key in NameTrace.Keys(here[i].Name)) (byKey.TryGetValue(key, out var some) ? some : byKey[key] = []).Add(i);
            if (mails.TryGetValue(here[i].Id, out var mail)) (byMail.TryGetValue(mail, out var some) ? some : byMail[mail] = []).Add(i);
        }
        var pairs = new Dictionary<(int, int), bool>();
        foreach (var (group, sameMail) in byMail.Values.Select(g => (g, true)).Concat(byKey.Values.Select(g => (g, false))))
            // A name that a hundred share is no sign.
            for (var i = 0; i < Math.Min(group.Count, 100); i++)
                for (var j = i + 1; j < Math.Min(group.Count, 100); j++)
                {
                    var pair = (group[i], group[j]);
                    if (pairs.ContainsKey(pair)) continue;
                    if (sameMail || NameTrace.Alike(here[pair.Item1].Name, here[pair.Item2].Name)) pairs[pair] = sameMail;
                }
        PossibleDouble One(int i) => new(here[i], mails.GetValueOrDefault(here[i].Id), members.GetValueOrDefault(here[i].Id)?.Party.Value, members.GetValueOrDefault(here[i].Id)?.Slug, !here[i].OffProgramme);
        // Two of the programme alone are the programme desk's own affair.
        return [.. pairs.Select(p => new PossiblePair(One(p.Key.Item1), One(p.Key.Item2), p.Value)).Where(p => p.One.Party is not null || p.Other.Party is not null)
            .Where(p => !apart.Contains(Sorted(p.One.Person.Guid, p.Other.Person.Guid))).OrderByDescending(p => p.SameEmail).ThenBy(p => p.One.Person.Number).Take(MostPairs)];
    }

    static (Guid, Guid) Sorted(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);

    /// <summary>Among the people that a delegation has: those of this name, in whatever script. For its own focal points too.</summary>
    public static IReadOnlyList<MemberRow> Within(IEnumerable<MemberRow> members, LocalizedText name) => [.. members.Where(m => NameTrace.Alike(m.Person.Name, name))];
}

/// <summary>Somebody looked: the two are two.</summary>
public static class TellApart
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int one, int other, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        var guids = await db.Persons.Where(p => p.EditionId == edition && (p.Number == one || p.Number == other)).Select(p => p.Guid).ToListAsync(cancellation);
        if (guids.Count != 2) throw new NotThere("person");
        var pair = new ApartPair(edition, guids[0], guids[1]);
        if (await db.ApartPairs.AnyAsync(p => p.EditionId == edition && p.One == pair.One && p.Other == pair.Other, cancellation)) return;
        db.Add(pair);
        db.Record(actor, new EditionChanged(edition.Value, "people told apart", null));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>
/// Somebody looked: the two are one. One row of the person stays and learns what only the other knew; the other's place in its delegation becomes the one's, or is given back where the one comes
/// with a delegation already.
/// </summary>
public static class MergePeople
{
    /// <param name="keep">The number of the one that stays.</param>
    /// <param name="drop">The number of the other. Who is in the programme, has an account or meets cannot be dropped: keep them.</param>
    /// <exception cref="NotThere">One of them is not there.</exception>
    /// <exception cref="Refusal"><c>delegations.merge_self</c>, <c>delegations.merge_programme</c>; <c>delegations.merge_held</c>: an account, meetings or another module hold the one that goes.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int keep, int drop, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        if (keep == drop) throw new Refusal("delegations.merge_self");
        await using var turn = await db.InTurn(cancellation);
        var stays = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == keep, cancellation) ?? throw new NotThere("person");
        var goes = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == drop, cancellation) ?? throw new NotThere("person");
        if (!goes.OffProgramme || await db.SessionPeople.AnyAsync(s => s.PersonId == goes.Id, cancellation)) throw new Refusal("delegations.merge_programme");
        var rows = await db.Members.Where(m => m.PersonId == goes.Id || m.PersonId == stays.Id).ToListAsync(cancellation);
        foreach (var delegation in rows.Select(r => r.DelegationId).Distinct().Order())
            await db.Delegations.Where(d => d.Id == delegation).ExecuteUpdateAsync(set => set.SetProperty(d => d.Version, d => d.Version + 1), cancellation);
        foreach (var row in rows) await db.Entry(row).ReloadAsync(cancellation);
        var has = rows.Any(r => r.LivePerson == stays.Id);
        foreach (var row in rows.Where(r => r.PersonId == goes.Id))
        {
            if (row.LivePerson is not null && has)
            {
                if (row.Step == MemberStep.Confirmed) await Quota.Free(db, row.DelegationId, row.Category, row.IsOverflow, cancellation);
                row.Leave(db.Clock.GetCurrentInstant());
            }
            row.Be(stays.Id);
        }
        stays.Take(stays.ToEntry() with
        {
            Name = Laid(goes.Name, stays.Name), Office = Laid(goes.Office, stays.Office), Organisation = Laid(goes.Organisation, stays.Organisation), Country = stays.Country ?? goes.Country,
            Party = rows.Any(r => r.LivePerson == stays.Id) && !has ? goes.Party : stays.Party ?? goes.Party,
        });
        var dossiers = await db.Dossiers.Where(d => d.PersonId == goes.Id || d.PersonId == stays.Id).ToListAsync(cancellation);
        if (dossiers.Find(d => d.PersonId == goes.Id) is { } told)
        {
            var kept = dossiers.Find(d => d.PersonId == stays.Id);
            if (kept is null) db.Add(kept = new(stays));
            kept.Take(new(kept.Email ?? told.Email, kept.Language ?? told.Language, kept.Rank ?? told.Rank));
        }
        db.Record(actor, new MemberChanged(edition.Value, stays.Party ?? Guid.Empty, stays.Guid, "merged", Went: goes.Guid));
        await MemberRows.TellProgramme(db, actor, edition, [stays], cancellation);
        await db.SaveChangesAsync(cancellation);
        // Its delegations are the other's by now. What else holds it would be deleted with it, and nobody would know.
        if (await db.PersonAccounts.AnyAsync(a => a.PersonId == goes.Id, cancellation) || await HeldPeople.Why(db, goes, cancellation) is not null) throw new Refusal("delegations.merge_held", ("person", goes.Name));
        db.Remove(goes);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal held) when (held.Code == "platform.held")
        {
            // Since the look a moment ago.
            throw new Refusal("delegations.merge_held", ("person", goes.Name));
        }
        await turn.Done();
    }

    /// <summary>What the second says, and what only the first does.</summary>
    static LocalizedText Laid(LocalizedText under, LocalizedText over) => over.Wordings.Aggregate(under, (text, w) => text.With(w.Key, w.Value));
}
