using Majlis.Calendars;
using Majlis.Delegations.Exchange;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Delegations;

/// <summary>What becomes of one row of a table of members.</summary>
/// <param name="Number">Of a person who is known.</param>
/// <param name="Like">Names of members who may be the same: to be looked at, not a fault.</param>
public sealed record MemberLine(int Line, LocalizedText Name, TakenAs As, int? Number, IReadOnlyList<LocalizedText> Like);

/// <summary>What a table would do. With a fault in any cell it does nothing.</summary>
public sealed record MemberPlan(IReadOnlyList<MemberLine> Lines, IReadOnlyList<CellFault> Faults)
{
    public bool MayRun => Faults.Count == 0 && Lines.Any(l => l.As != TakenAs.Kept);
}

/// <summary>Takes a table of members, whole or not at all, as often as one likes. What a row leaves blank stays as it is; nobody leaves because a table does not name them. New ones are nominated.</summary>
public static class ImportMembers
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    public static async Task<MemberPlan> Preview(AppDb db, Actor actor, Id<Edition> edition, string party, MemberReading reading, CancellationToken cancellation = default)
    {
        var open = await DelegationRows.Open(db, actor, edition, party, cancellation);
        return (await Lay(db, open, reading, cancellation)).Plan;
    }

    /// <returns>What it did; nothing when there are faults.</returns>
    /// <exception cref="Refusal">Those of <see cref="AddMember"/> that are about the delegation and not about a cell.</exception>
    public static async Task<MemberPlan> Run(AppDb db, Actor actor, Id<Edition> edition, string party, MemberReading reading, string file, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        var (plan, laid) = await Lay(db, open, reading, cancellation);
        if (!plan.MayRun) return plan;
        if (plan.Lines.Any(l => l.As == TakenAs.Added)) open.NeedNomination();
        open.NeedConfirmation();
        open.Delegation.Change(declaration);
        var added = laid.Where(l => l.Known is null).ToList();
        var number = added.Count == 0 ? 0 : await Editions.NextPersonNumbers(db, edition, added.Count, cancellation);
        var delegation = open.Delegation.Id;
        var order = await db.Members.Where(m => m.DelegationId == delegation).MaxAsync(m => (int?)m.Order, cancellation) ?? 0;
        var now = db.Clock.GetCurrentInstant();
        // Of those that change only; thousands of others are not tracked.
        var changed = laid.Where(l => l is { Known: not null, Changed: true }).Select(l => l.Known!.Person.Id).ToList();
        var known = changed.Count == 0 ? [] : await db.Persons.Where(p => p.EditionId == edition && changed.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var dossiers = changed.Count == 0 ? [] : await db.Dossiers.Where(d => changed.Contains(d.PersonId)).ToDictionaryAsync(d => d.PersonId, cancellation);
        var members = changed.Count == 0 ? [] : await db.Members.Where(m => m.DelegationId == delegation && m.Step != MemberStep.Left && changed.Contains(m.PersonId)).ToDictionaryAsync(m => m.PersonId, cancellation);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var (known_, facts, isChanged) in laid)
            {
                if (known_ is not null && !isChanged) continue;
                var person = known_ is null ? new Person(edition, number++) : known[known_.Person.Id];
                if (known_ is null) person.StayOffProgramme();
                person.Take(facts.Over(person.ToEntry(), open.Party.Id.Value));
                var dossier = known_ is null ? null : dossiers.GetValueOrDefault(person.Id);
                if (dossier is null && (facts.Email is not null || facts.Language is not null)) db.Add(dossier = new(person));
                dossier?.Take(new(facts.Email, facts.Language, dossier.Rank));
                if (known_ is null)
                {
                    db.Add(person);
                    db.Add(new Member(open.Delegation, person.Id, facts.Role, facts.Category, ++order, now));
                    continue;
                }
                var member = members[person.Id];
                if (member.Step == MemberStep.Confirmed && member.Category != facts.Category)
                {
                    await Quota.Free(db, delegation, member.Category, member.IsOverflow, cancellation);
                    await ConfirmMembers.Take(db, open, facts.Category, member.IsOverflow, cancellation);
                }
                member.Take(facts.Role, facts.Category);
            }
            db.Record(actor, new MembersTakenIn(edition.Value, open.Party.Id.Value, Characters.Kept(file), added.Count, changed.Count, declaration));
            await MemberRows.TellProgramme(db, actor, edition, known.Values, cancellation);
            db.ChangeTracker.DetectChanges();
            await MemberRows.Save(db, cancellation);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
        await turn.Done();
        return plan;
    }

    sealed record Laid(MemberRow? Known, MemberFacts Facts, bool Changed);

    static async Task<(MemberPlan Plan, List<Laid> Rows)> Lay(AppDb db, OpenDelegation open, MemberReading reading, CancellationToken cancellation)
    {
        var there = await MemberRows.Of(db, open.Delegation.Id, cancellation);
        var byNumber = there.ToDictionary(m => m.Person.Number);
        var byName = there.SelectMany(m => Names(m.Person.Name).Select(n => (Name: n, Row: m))).ToLookup(n => n.Name, n => n.Row, StringComparer.Ordinal);
        var byTrace = there.SelectMany(m => NameTrace.Keys(m.Person.Name).Select(k => (Key: k, Row: m))).ToLookup(k => k.Key, k => k.Row, StringComparer.Ordinal);
        var (lines, faults, laid) = (new List<MemberLine>(), reading.Faults.ToList(), new List<Laid>());
        var (seen, named) = (new Dictionary<Id<Person>, int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var roles = there.ToDictionary(m => m.Person.Id, m => m.Member.Role);
        var heads = 0;
        string? headCell = null;
        foreach (var row in reading.Rows)
        {
            void Fault(string column, string key, params (string, object?)[] values) => faults.Add(new(row.Cell(column), key, values));
            MemberRow? known = null;
            if (row.Number is { } number && !byNumber.TryGetValue(number, out known))
            {
                Fault("number", "import.member_unknown", ("number", number));
                continue;
            }
            var names = Names(row.Name).ToList();
            known ??= names.SelectMany(n => byName[n]).Distinct().ToList() is [var called] ? called : null;
            if (known is not null && !seen.TryAdd(known.Person.Id, row.Line) || known is null && names.Any(n => named.ContainsKey(n)))
            {
                Fault(row.Number is null ? "name" : "number", "import.member_twice", ("line", known is not null ? seen[known.Person.Id] : names.Where(named.ContainsKey).Select(n => named[n]).First()));
                continue;
            }
            foreach (var name in names) named.TryAdd(name, row.Line);
            var was = known?.Facts;
            MemberFacts facts;
            try
            {
                facts = row.Over(was ?? new() { Category = open.Terms.Categories[0].Key }).Checked(open.Terms);
            }
            catch (Refusal refusal)
            {
                Fault(refusal.Code switch { "people.email" => "email", "people.country" => "country", "people.language" => "language", _ => "name" }, "refusal." + refusal.Code, [.. refusal.Values]);
                continue;
            }
            if (known is not null) roles[known.Person.Id] = facts.Role;
            else if (facts.Role == MemberRole.Head) heads++;
            if (facts.Role == MemberRole.Head) headCell = row.Cell("role");
            var isChanged = known is null || facts != was;
            laid.Add(new(known, facts, isChanged));
            var like = known is not null ? [] : NameTrace.Keys(facts.Name).SelectMany(k => byTrace[k]).Distinct().Where(m => NameTrace.Alike(m.Person.Name, facts.Name)).Take(3).Select(m => m.Person.Name).ToList();
            lines.Add(new(row.Line, facts.Name, known is null ? TakenAs.Added : isChanged ? TakenAs.Changed : TakenAs.Kept, known?.Person.Number, like));
        }
        if (headCell is not null && heads + roles.Values.Count(r => r == MemberRole.Head) > 1) faults.Add(new(headCell, "refusal.delegations.head_twice", []));
        if (there.Count + laid.Count(l => l.Known is null) > Delegation.MostMembers) throw new Refusal("delegations.too_many_members", ("most", Delegation.MostMembers));
        return (new(lines, faults), laid);
    }

    static IEnumerable<string> Names(LocalizedText name) => name.Wordings.Select(w => SearchKey.Tight(w.Value)).Where(n => n.Length > 0).Distinct();
}

/// <summary>Somebody of an earlier edition who may come again.</summary>
/// <param name="IsHere">They come already, with this delegation or with another.</param>
/// <param name="IsTheirs">They are at this edition as another party's: the desk alone may name them.</param>
public sealed record FormerMember(Guid Person, LocalizedText Name, LocalizedText Office, MemberRole Role, string Category, bool IsHere, bool IsTheirs);

/// <summary>Names people of the party's delegation to an earlier edition again. A person is the same one in every edition, and the database lets them into this one once.</summary>
public static class CopyMembers
{
    /// <summary>The last earlier edition of the forum to which the party sent anybody, and whom; null when there is none.</summary>
    public static async Task<(Edition Edition, IReadOnlyList<FormerMember> People)?> Preview(AppDb db, Actor actor, Id<Edition> edition, string party, CancellationToken cancellation = default)
    {
        var open = await DelegationRows.Open(db, actor, edition, party, cancellation);
        if (await Last(db, open, cancellation) is not var (from, rows)) return null;
        var guids = rows.Select(r => r.Person.Guid).ToList();
        var here = await Coming(db, edition, guids, cancellation);
        var theirs = (await Theirs(db, open, guids, cancellation)).Select(p => p.Guid).ToHashSet();
        return (from, [.. rows.Select(r => new FormerMember(r.Person.Guid, r.Person.Name, r.Person.Office, r.Member.Role, r.Member.Category, here.Contains(r.Person.Guid), theirs.Contains(r.Person.Guid)))]);
    }

    /// <summary>Names those chosen. Who is in this edition's programme already is named as that person, unless they are another party's.</summary>
    /// <returns>How many were; who comes already is left out.</returns>
    /// <exception cref="Refusal"><c>delegations.copy_ask_desk</c>: a focal point chose another party's; and those of <see cref="AddMember"/>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, string party, IReadOnlyCollection<Guid> people, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedNomination();
        if (await Last(db, open, cancellation) is not var (from, rows)) return 0;
        var coming = await Coming(db, edition, people, cancellation);
        var chosen = rows.Where(r => people.Contains(r.Person.Guid) && !coming.Contains(r.Person.Guid)).ToList();
        if (chosen.Count == 0) return 0;
        if ((await Theirs(db, open, [.. chosen.Select(r => r.Person.Guid)], cancellation)) is [var theirs, ..]) throw new Refusal("delegations.copy_ask_desk", ("person", theirs.Name));
        open.Delegation.Change(declaration);
        var delegation = open.Delegation.Id;
        var guids = chosen.Select(r => r.Person.Guid).ToList();
        var known = await db.Persons.Where(p => p.EditionId == edition && guids.Contains(p.Guid)).ToDictionaryAsync(p => p.Guid, cancellation);
        var order = await db.Members.Where(m => m.DelegationId == delegation).MaxAsync(m => (int?)m.Order, cancellation) ?? 0;
        if (await db.Members.CountAsync(m => m.DelegationId == delegation && m.Step != MemberStep.Left, cancellation) + chosen.Count > Delegation.MostMembers)
            throw new Refusal("delegations.too_many_members", ("most", Delegation.MostMembers));
        var hasHead = await DelegationRows.Heads(db, delegation, cancellation) > 0;
        var number = await Editions.NextPersonNumbers(db, edition, chosen.Count, cancellation);
        foreach (var row in chosen)
        {
            var facts = row.Facts;
            // There may be another head by now, and categories of another edition are that edition's.
            if (facts.Role == MemberRole.Head && hasHead) facts = facts with { Role = MemberRole.Delegate };
            hasHead |= facts.Role == MemberRole.Head;
            if (open.Terms.Categories.All(c => c.Key != facts.Category)) facts = facts with { Category = open.Terms.Categories[0].Key };
            if (!known.TryGetValue(row.Person.Guid, out var person))
            {
                person = new(edition, number++, row.Person.Guid);
                person.StayOffProgramme();
                person.Take(facts.Over(person.ToEntry(), open.Party.Id.Value));
                db.Add(person);
                await MemberRows.Contact(db, person, facts, isNew: true, cancellation);
            }
            db.Add(new Member(open.Delegation, person.Id, facts.Role, facts.Category, ++order, db.Clock.GetCurrentInstant()));
        }
        db.Record(actor, new MembersTakenIn(edition.Value, open.Party.Id.Value, from.Slug, chosen.Count, 0, declaration));
        await MemberRows.Save(db, cancellation);
        await turn.Done();
        return chosen.Count;
    }

    static async Task<(Edition Edition, List<MemberRow> Rows)?> Last(AppDb db, OpenDelegation open, CancellationToken cancellation)
    {
        var (forum, first, party) = (open.Edition.ForumId, open.Edition.Number, open.Party.Id);
        var found = await db.Delegations.Where(d => d.PartyId == party && db.Members.Any(m => m.DelegationId == d.Id && m.Step != MemberStep.Left))
            .Join(db.Editions.Where(e => e.ForumId == forum && e.Number < first), d => d.EditionId, e => e.Id, (d, e) => new { Delegation = d.Id, Edition = e }).OrderByDescending(x => x.Edition.Number).FirstOrDefaultAsync(cancellation);
        return found is null ? null : (found.Edition, await MemberRows.Of(db, found.Delegation, cancellation));
    }

    /// <summary>Of these, who is another party's at this edition: a focal point would take over what that party says of them. The desk knows what it does.</summary>
    static async Task<IReadOnlyList<Person>> Theirs(AppDb db, OpenDelegation open, IReadOnlyCollection<Guid> people, CancellationToken cancellation)
    {
        if (open.IsDesk) return [];
        var (edition, party) = (open.Edition.Id, open.Party.Id.Value);
        return await db.Persons.AsNoTracking().Where(p => p.EditionId == edition && people.Contains(p.Guid) && p.Party != null && p.Party != party).ToListAsync(cancellation);
    }

    static Task<HashSet<Guid>> Coming(AppDb db, Id<Edition> edition, IReadOnlyCollection<Guid> people, CancellationToken cancellation) =>
        db.Members.Where(m => m.EditionId == edition && m.LivePerson != null).Join(db.Persons.Where(p => people.Contains(p.Guid)), m => m.PersonId, p => p.Id, (_, p) => p.Guid).ToHashSetAsync(cancellation);
}
