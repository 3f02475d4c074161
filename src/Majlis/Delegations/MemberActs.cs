using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Delegations;

/// <summary>A member with the person they are.</summary>
public sealed record MemberRow(Member Member, Person Person, DossierFacts? Dossier)
{
    public MemberFacts Facts => MemberFacts.Of(Person, Dossier, Member);
}

public static class MemberRows
{
    /// <summary>Those who come, in the delegation's own order. The caller has opened the delegation.</summary>
    public static Task<List<MemberRow>> Of(AppDb db, Id<Delegation> delegation, CancellationToken cancellation = default) => Rows(db, db.Members.Where(m => m.DelegationId == delegation && m.Step != MemberStep.Left), cancellation);

    /// <summary>Those who were to come and do not any more.</summary>
    public static Task<List<MemberRow>> Gone(AppDb db, Id<Delegation> delegation, CancellationToken cancellation = default) => Rows(db, db.Members.Where(m => m.DelegationId == delegation && m.Step == MemberStep.Left), cancellation);

    static async Task<List<MemberRow>> Rows(AppDb db, IQueryable<Member> members, CancellationToken cancellation)
    {
        var rows = await (from m in members.AsNoTracking()
                          join p in db.Persons.AsNoTracking() on m.PersonId equals p.Id
                          join d in db.Dossiers.AsNoTracking() on p.Id equals d.PersonId into dossiers
                          from d in dossiers.DefaultIfEmpty()
                          orderby m.Order, m.Id
                          select new { m, p, d }).ToListAsync(cancellation);
        return [.. rows.Select(r => new MemberRow(r.m, r.p, r.d?.Facts))];
    }

    /// <summary>The member of this number, who has not left; tracked.</summary>
    internal static async Task<(Member Member, Person Person)> Find(AppDb db, OpenDelegation open, int number, CancellationToken cancellation)
    {
        var (edition, delegation) = (open.Edition.Id, open.Delegation.Id);
        var person = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == number, cancellation) ?? throw new NotThere("member");
        var member = await db.Members.SingleOrDefaultAsync(m => m.DelegationId == delegation && m.LivePerson == person.Id, cancellation) ?? throw new NotThere("member");
        return (member, person);
    }

    internal static async Task Contact(AppDb db, Person person, MemberFacts facts, bool isNew, CancellationToken cancellation)
    {
        var dossier = isNew ? null : await db.Dossiers.SingleOrDefaultAsync(d => d.PersonId == person.Id, cancellation);
        if (dossier is null && facts.Email is null && facts.Language is null) return;
        if (dossier is null) db.Add(dossier = new(person));
        dossier.Take(new(facts.Email, facts.Language, dossier.Rank));
    }

    /// <summary>Saves, and says in words what the unique indexes hold.</summary>
    internal static async Task Save(AppDb db, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken" && taken.Values.Any(v => v.Value is "Members"))
        {
            throw new Refusal("delegations.head_or_person_twice");
        }
    }

    /// <summary>Records the change of those whom the programme shows: who was never a member only, and who was put into a session.</summary>
    internal static async Task TellProgramme(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<Person> people, CancellationToken cancellation)
    {
        var hidden = people.Where(p => p.OffProgramme).Select(p => p.Id).ToList();
        var inSessions = hidden.Count == 0 ? [] : await db.SessionPeople.Where(s => hidden.Contains(s.PersonId)).Select(s => s.PersonId).ToHashSetAsync(cancellation);
        foreach (var person in people.Where(p => !p.OffProgramme || inSessions.Contains(p.Id))) db.Record(actor, new EditionChanged(edition.Value, "person", person.Guid));
    }

    internal static async Task NoOtherHead(AppDb db, OpenDelegation open, MemberRole role, Member? self, CancellationToken cancellation)
    {
        if (role != MemberRole.Head) return;
        var delegation = open.Delegation.Id;
        if (await db.Members.Where(m => m.HeadOf == delegation).Select(m => (Id<Member>?)m.Id).SingleOrDefaultAsync(cancellation) is { } head && head != self?.Id) throw new Refusal("delegations.head_twice");
    }
}

/// <summary>Names somebody for a delegation.</summary>
public static class AddMember
{
    /// <param name="declaration">Needed once the delegation was verified and no newer note has come.</param>
    /// <exception cref="NotThere">No such delegation, or not for the actor.</exception>
    /// <exception cref="Refusal"><c>delegations.head_twice</c>, <c>delegations.too_many_members</c>, and those of <see cref="MemberFacts"/>, <see cref="Delegation"/> and the windows.</exception>
    public static async Task<Person> Run(AppDb db, Actor actor, Id<Edition> edition, string party, MemberFacts facts, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedNomination();
        facts = facts.Checked(open.Terms);
        open.Delegation.Change(declaration);
        var (person, member) = await Add(db, actor, open, facts, cancellation);
        db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, person.Guid, "added", declaration));
        await MemberRows.Save(db, cancellation);
        await turn.Done();
        return person;
    }

    internal static async Task<(Person Person, Member Member)> Add(AppDb db, Actor actor, OpenDelegation open, MemberFacts facts, CancellationToken cancellation)
    {
        var (edition, delegation) = (open.Edition.Id, open.Delegation.Id);
        await MemberRows.NoOtherHead(db, open, facts.Role, null, cancellation);
        if (await db.Members.CountAsync(m => m.DelegationId == delegation && m.Step != MemberStep.Left, cancellation) >= Delegation.MostMembers) throw new Refusal("delegations.too_many_members", ("most", Delegation.MostMembers));
        var last = await db.Members.Where(m => m.DelegationId == delegation).MaxAsync(m => (int?)m.Order, cancellation) ?? 0;
        var person = new Person(edition, await Editions.NextPersonNumber(db, edition, cancellation));
        person.StayOffProgramme();
        person.Take(facts.Over(person.ToEntry(), open.Party.Id.Value));
        var member = new Member(open.Delegation, person.Id, facts.Role, facts.Category, last + 1, db.Clock.GetCurrentInstant());
        db.Add(person);
        db.Add(member);
        await MemberRows.Contact(db, person, facts, isNew: true, cancellation);
        return (person, member);
    }
}

/// <summary>Changes what is entered of a member.</summary>
public static class ChangeMember
{
    /// <param name="number">The person's number at the edition.</param>
    /// <param name="versions">Of the member and the person that the form was shown.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>delegations.quota_full</c> when the new category of a confirmed member has no place; and those of <see cref="AddMember"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, int number, MemberFacts facts, (long Member, long Person) versions, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedConfirmation();
        facts = facts.Checked(open.Terms);
        var (member, person) = await MemberRows.Find(db, open, number, cancellation);
        open.Delegation.Change(declaration);
        await MemberRows.NoOtherHead(db, open, facts.Role, member, cancellation);
        if (member.Step == MemberStep.Confirmed && member.Category != facts.Category)
        {
            await Quota.Free(db, open.Delegation.Id, member.Category, member.IsOverflow, cancellation);
            await ConfirmMembers.Take(db, open, facts.Category, member.IsOverflow, cancellation);
        }
        member.Take(facts.Role, facts.Category);
        person.Take(facts.Over(person.ToEntry(), open.Party.Id.Value));
        await MemberRows.Contact(db, person, facts, isNew: false, cancellation);
        db.Expect(member, versions.Member);
        db.Expect(person, versions.Person);
        db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, person.Guid, "changed", declaration));
        await MemberRows.TellProgramme(db, actor, edition, [person], cancellation);
        await MemberRows.Save(db, cancellation);
        await turn.Done();
    }
}

/// <summary>Gives members their places, all of them or none.</summary>
public static class ConfirmMembers
{
    /// <param name="numbers">Of people. Who is confirmed already stays so.</param>
    /// <param name="overflow">On places beside the official ones.</param>
    /// <returns>How many were.</returns>
    /// <exception cref="Refusal"><c>delegations.quota_full</c>; <c>delegations.confirmation_closed</c>; <c>delegations.over</c>; <c>delegations.needs_declaration</c>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, string party, IReadOnlyCollection<int> numbers, bool overflow = false, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedConfirmation();
        var rows = await Named(db, open, numbers, cancellation);
        var waiting = rows.Where(r => r.Member.Step == MemberStep.Nominated).ToList();
        if (waiting.Count == 0) return 0;
        open.Delegation.Change(declaration);
        foreach (var (member, person) in waiting)
        {
            await Take(db, open, member.Category, overflow, cancellation);
            member.Confirm(overflow);
            db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, person, "confirmed", declaration));
        }
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
        return waiting.Count;
    }

    internal static async Task Take(AppDb db, OpenDelegation open, string category, bool overflow, CancellationToken cancellation)
    {
        if (await Quota.Take(db, open.Delegation.Id, category, overflow, cancellation)) return;
        throw new Refusal(overflow ? "delegations.overflow_full" : "delegations.quota_full", ("category", open.Terms.Categories.FirstOrDefault(c => c.Key == category)?.Name ?? LocalizedText.Of("en", category)));
    }

    internal static async Task<List<(Member Member, Guid Person)>> Named(AppDb db, OpenDelegation open, IReadOnlyCollection<int> numbers, CancellationToken cancellation)
    {
        var delegation = open.Delegation.Id;
        var rows = await db.Members.Where(m => m.DelegationId == delegation && m.Step != MemberStep.Left)
            .Join(db.Persons.Where(p => numbers.Contains(p.Number)), m => m.PersonId, p => p.Id, (m, p) => new { Member = m, p.Guid }).OrderBy(r => r.Member.Order).ToListAsync(cancellation);
        return [.. rows.Select(r => (r.Member, r.Guid))];
    }
}

/// <summary>Takes members' places back; they stay nominated.</summary>
public static class UnconfirmMembers
{
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, string party, IReadOnlyCollection<int> numbers, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedConfirmation();
        var confirmed = (await ConfirmMembers.Named(db, open, numbers, cancellation)).Where(r => r.Member.Step == MemberStep.Confirmed).ToList();
        if (confirmed.Count == 0) return 0;
        open.Delegation.Change(declaration);
        foreach (var (member, person) in confirmed)
        {
            await Quota.Free(db, open.Delegation.Id, member.Category, member.IsOverflow, cancellation);
            member.Unconfirm();
            db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, person, "nominated", declaration));
        }
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
        return confirmed.Count;
    }
}

/// <summary>Members come no more; their places are free again.</summary>
public static class WithdrawMembers
{
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, string party, IReadOnlyCollection<int> numbers, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedConfirmation();
        var leaving = await ConfirmMembers.Named(db, open, numbers, cancellation);
        if (leaving.Count == 0) return 0;
        open.Delegation.Change(declaration);
        foreach (var (member, person) in leaving)
        {
            await Leave(db, open, member, cancellation);
            db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, person, "left", declaration));
        }
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
        return leaving.Count;
    }

    internal static async Task Leave(AppDb db, OpenDelegation open, Member member, CancellationToken cancellation)
    {
        if (member.Step == MemberStep.Confirmed) await Quota.Free(db, open.Delegation.Id, member.Category, member.IsOverflow, cancellation);
        member.Leave(db.Clock.GetCurrentInstant());
    }
}

/// <summary>Somebody comes instead of a member: takes over role, category, place and order. Allowed until the delegation departs, for its head too.</summary>
public static class ReplaceMember
{
    /// <param name="facts">Of whoever comes. Role and category are the other's, whatever stands there.</param>
    /// <exception cref="Refusal">Those of <see cref="AddMember"/>.</exception>
    public static async Task<Person> Run(AppDb db, Actor actor, Id<Edition> edition, string party, int number, MemberFacts facts, string? declaration = null, CancellationToken cancellation = default)
    {
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.NeedConfirmation();
        var (old, person) = await MemberRows.Find(db, open, number, cancellation);
        facts = (facts with { Role = old.Role, Category = old.Category }).Checked(open.Terms);
        open.Delegation.Change(declaration);
        var (was, role) = (old.Step, old.Role);
        // The place goes over to the other without being free in between.
        old.Leave(db.Clock.GetCurrentInstant());
        await db.SaveChangesAsync(cancellation);
        var (comes, member) = await AddMember.Add(db, actor, open, facts with { Role = role }, cancellation);
        if (was == MemberStep.Confirmed) member.Confirm(old.IsOverflow);
        member.TakeOverFrom(old);
        db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, person.Guid, "replaced", declaration));
        db.Record(actor, new MemberChanged(edition.Value, open.Party.Id.Value, comes.Guid, "added", declaration));
        await MemberRows.Save(db, cancellation);
        await turn.Done();
        return comes;
    }
}
