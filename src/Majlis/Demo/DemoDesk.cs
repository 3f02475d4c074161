using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Demo;

/// <summary>
/// What only the desk of the demonstration knows: booths, expected audiences, when some people come and go. So that the rules find a little of several kinds, and nothing
/// that stands against a release. Interpreters are assigned by their agency, outside the programme; the edition ignores that they lack.
/// </summary>
static class DemoDesk
{
    public static async Task Furnish(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation)
    {
        await SetRuleLevels.Run(db, actor, edition, new Dictionary<ConflictRule, ConflictLevel>
        {
            [ConflictRule.InterpretersMissing] = ConflictLevel.Ignored, [ConflictRule.SpeakerMissing] = ConflictLevel.Ignored, [ConflictRule.HallTwice] = ConflictLevel.ForbidsPlacing,
        }, cancellation);
        var halls = await db.Halls.Where(h => h.EditionId == edition).OrderBy(h => h.Order).ToListAsync(cancellation);
        // The last of the great halls has a booth too few for what is held there.
        foreach (var (i, hall) in halls.Take(7).Index())
            await ChangeHall.Run(db, actor, edition, hall.Guid, HallFacts.Of(hall) with { Booths = i == 0 ? 6 : i == 6 ? 2 : 3 }, hall.Version, cancellation);

        var noun = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        var draft = await Draft.Load(db, noun, cancellation);
        var seats = draft.Halls.ToDictionary(h => h.Guid, h => h.Capacity);
        var versions = await db.Sessions.Where(s => s.EditionId == edition).ToDictionaryAsync(s => s.Guid, s => s.Version, cancellation);
        var discussed = draft.Sessions.Where(s => s is { IsScheduled: true, IsCancelled: false, AllHalls: false, People.Count: > 3 } && seats[s.Hall!.Value] is > 0).OrderBy(s => s.Number).Take(8).ToList();
        foreach (var (i, session) in discussed.Index())
            await ChangeSession.Run(db, actor, edition, session with { Expected = i is 2 or 5 ? seats[session.Hall!.Value] + 40 : seats[session.Hall!.Value] * 4 / 5 }, versions[session.Guid], cancellation);

        await Attend(discussed[0], p => new() { Arrives = p.Start!.Value.PlusMinutes(-180), Departs = p.Start.Value.PlusDays(2) });
        await Attend(discussed[3], p => new() { Arrives = p.Start!.Value.PlusMinutes(20), Departs = p.Start.Value.PlusDays(1) });
        await Attend(discussed[6], p => new() { Available = [new(p.Start!.Value.PlusMinutes(-240), p.Start.Value.PlusMinutes(45))] });

        var check = await ConflictCheck.Of(db, edition, cancellation);
        var editor = DemoAccounts.All.First(a => a.Role == Role.Programme).Email.ToUpperInvariant();
        var account = await db.Accounts.SingleAsync(a => a.NormalizedEmail == editor, cancellation);
        if (check.Found.FirstOrDefault(f => f.Conflict.Rule == ConflictRule.SeatsMissing) is { } full)
            await AcceptConflicts.Run(db, actor with { Account = account.Id.Value, Name = account.Name }, edition, [full.Conflict.Key], "Whoever finds no seat follows on the screens in the foyer.", cancellation);
        db.ChangeTracker.Clear();

        async Task Attend(SessionEntry session, Func<SessionEntry, Presence> presence)
        {
            var guid = session.People[^1].Person;
            var person = await db.Persons.SingleAsync(p => p.EditionId == edition && p.Guid == guid, cancellation);
            await ChangePerson.Run(db, actor, edition, person.ToEntry(), person.Version, presence(session), cancellation);
        }
    }
}
