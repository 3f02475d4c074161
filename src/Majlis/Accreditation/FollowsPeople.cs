using Majlis.Delegations;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Accreditation;

/// <summary>
/// Members of delegations apply by being confirmed, and withdraw by leaving; a person who becomes another one is another one for security in the same save. Whatever act does it.
/// </summary>
public sealed class FollowsPeople : IFollowsRows
{
    public async Task Follow(AppDb db, CancellationToken cancellation)
    {
        var tracker = db.ChangeTracker;
        var members = tracker.Entries<Member>().Where(e => e.State == EntityState.Added ? e.Entity.Step == MemberStep.Confirmed
            : e.State == EntityState.Modified && (e.Property(m => m.Step).IsModified || e.Property(m => m.PersonId).IsModified || e.Property(m => m.Role).IsModified || e.Property(m => m.Category).IsModified)).ToList();
        var people = tracker.Entries<Person>().Where(e => e.State == EntityState.Modified).Select(e => e.Entity).ToList();
        var delegations = tracker.Entries<Delegation>().Where(e => e.State == EntityState.Modified && e.Property(d => d.State).IsModified)
            .Select(e => (e.Entity, Was: e.Property(d => d.State).OriginalValue)).Where(d => d.Entity.State == DelegationState.Withdrawn || d.Was == DelegationState.Withdrawn).ToList();
        if (members.Count == 0 && people.Count == 0 && delegations.Count == 0) return;

        var (now, actor) = (db.Clock.GetCurrentInstant(), By(db));
        var (terms, watched) = (new Dictionary<Id<Edition>, AccreditationTerms>(), new Dictionary<Id<Edition>, List<WatchedName>>());
        async Task<AccreditationTerms> Terms(Id<Edition> edition) => terms.TryGetValue(edition, out var known) ? known : terms[edition] = (await AccreditationRules.Of(db, edition, cancellation)).Terms;
        async Task Watch(Application application, Person person)
        {
            var edition = application.EditionId;
            if (!watched.TryGetValue(edition, out var names)) watched[edition] = names = await db.WatchedNames.AsNoTracking().Where(w => w.EditionId == edition).ToListAsync(cancellation);
            foreach (var name in names)
                if (name.Matches(person.Name) && application.HoldFor(name, now)) ApplicationRows.Tell(db, actor, application, "watched");
        }

        var changed = new List<(Application Application, string What)>();
        List<Id<Person>> ids = [.. members.Select(e => e.Entity.PersonId).Concat(members.Where(e => e.State == EntityState.Modified).Select(e => e.Property(m => m.PersonId).OriginalValue)).Concat(people.Select(p => p.Id)).Distinct()];
        var known = new Dictionary<Id<Person>, Application>();
        foreach (var some in ids.Chunk(500))
            foreach (var application in await db.Applications.Where(a => some.Contains(a.PersonId)).ToListAsync(cancellation)) known[application.PersonId] = application;

        foreach (var person in people)
            if (known.GetValueOrDefault(person.Id) is { } application)
            {
                var trace = application.Trace;
                if (application.Describe(person, now)) changed.Add((application, "expired"));
                if (application.Trace != trace && application.Step == ApplicationStep.Submitted) await Watch(application, person);
            }

        foreach (var entry in members)
        {
            var member = entry.Entity;
            if (entry.State == EntityState.Modified && entry.Property(m => m.PersonId) is { IsModified: true } was && known.Remove(was.OriginalValue, out var theirs))
            {
                // Two people are one from now on: one application stays, that of the one who stays where there is one.
                if (known.ContainsKey(member.PersonId))
                {
                    if (theirs.IsUntouched) db.Remove(theirs);
                    continue;
                }
                if (await Find(db, member.PersonId, cancellation) is { } stays && theirs.Describe(stays, now)) changed.Add((theirs, "expired"));
                known[member.PersonId] = theirs;
                changed.Add((theirs, "merged"));
            }
            var application = known.GetValueOrDefault(member.PersonId);
            switch (member.Step)
            {
                case MemberStep.Confirmed:
                    var category = (await Terms(member.EditionId)).For(member.Role, member.Category);
                    if (application is null)
                    {
                        if (await Find(db, member.PersonId, cancellation) is not { } person) continue;
                        db.Add(application = new Application(person, category, now));
                        known[member.PersonId] = application;
                    }
                    // What was looked at was looked at in a category: then only the desk moves it.
                    else if (application.IsUntouched && application.Category != category.Key) application.Enter(category, now);
                    if (application.Step == ApplicationStep.Submitted) break;
                    application.Submit(now);
                    changed.Add((application, "submitted"));
                    if (await Find(db, member.PersonId, cancellation) is { } applicant) await Watch(application, applicant);
                    break;
                case MemberStep.Nominated when application is { Step: ApplicationStep.Submitted or ApplicationStep.Returned }:
                    application.Recall(now);
                    changed.Add((application, "recalled"));
                    break;
                case MemberStep.Left when application is not null && application.Step != ApplicationStep.Withdrawn:
                    application.Withdraw(now);
                    changed.Add((application, "withdrawn"));
                    break;
            }
        }

        foreach (var (delegation, _) in delegations)
        {
            var id = delegation.Id;
            var goes = delegation.State == DelegationState.Withdrawn;
            foreach (var application in await db.Applications.Where(a => db.Members.Any(m => m.LivePerson == a.PersonId && m.DelegationId == id && m.Step == MemberStep.Confirmed)).ToListAsync(cancellation))
            {
                if (goes == (application.Step == ApplicationStep.Withdrawn)) continue;
                if (goes) application.Withdraw(now);
                else application.Submit(now);
                changed.Add((application, goes ? "withdrawn" : "submitted"));
            }
        }

        foreach (var (application, what) in changed)
        {
            await ApplicationRows.GiveBack(db, application, application.Category, cancellation);
            ApplicationRows.Tell(db, actor, application, what, what == "expired" ? CheckKind.Security : null);
        }
        tracker.DetectChanges();
    }

    static async Task<Person?> Find(AppDb db, Id<Person> id, CancellationToken cancellation) => db.Persons.Local.FirstOrDefault(p => p.Id == id) ?? await db.Persons.SingleOrDefaultAsync(p => p.Id == id, cancellation);

    /// <summary>Whoever did what is followed: the event of that is in the same save.</summary>
    static Actor By(AppDb db) => db.ChangeTracker.Entries<EventRow>().FirstOrDefault(e => e.State == EntityState.Added)?.Entity is { } row ? Actor.Installation(row.ActorName) with { Account = row.Account } : Actor.Installation("majlis");
}

/// <summary>Whoever applied stays: what was decided of them is in the log.</summary>
public sealed class HoldsApplicants : IHoldsPeople
{
    public async Task<Refusal?> Holds(AppDb db, Person person, CancellationToken cancellation)
    {
        var id = person.Id;
        return await db.Applications.AnyAsync(a => a.PersonId == id, cancellation) ? new("accreditation.person_applied", ("person", person.Name)) : null;
    }
}
