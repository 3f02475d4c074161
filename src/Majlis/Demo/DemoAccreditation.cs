using Majlis.Accreditation;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Demo;

/// <summary>
/// The people of the large delegation on their way through the checks, some in every state: a batch went out and part of its answers came back, one changed after clearing, a name is watched for. No
/// photo and no document is invented: who needs a face is asked for one.
/// </summary>
static class DemoAccreditation
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, DemoStage stage, CancellationToken cancellation)
    {
        if (stage is DemoStage.Invited or DemoStage.Released) return;
        db.ChangeTracker.Clear();
        var numbers = await db.Applications.Where(a => a.EditionId == edition && a.Step == ApplicationStep.Submitted).OrderBy(a => a.Number).Select(a => a.Number).ToListAsync(cancellation);
        var usual = AccreditationTerms.Usual;
        // Faces are asked of the press alone, so that the demonstration has people who are approved.
        await SetAccreditationRules.Run(db, actor, edition, usual with { Authority = "Commission for Accreditation", Outlets = [new(OutletType.Television, 3), new(OutletType.Newspaper, 1)], Categories = [.. usual.Categories.Select(c => c with { NeedsPhoto = c.IsMedia })] }, null, cancellation);
        db.ChangeTracker.Clear();
        await Do(numbers.Take(1), new ApplicationDeed.ToCategory("vip"));
        await Do(numbers.Take(40), new ApplicationDeed.Decide(CheckKind.Substantive, CheckState.Passed), CheckKind.Substantive);
        await Do(numbers.Take(34), new ApplicationDeed.Decide(CheckKind.Protocol, CheckState.Passed), CheckKind.Protocol);
        // The last two come after the batch went out.
        await Do(numbers.Skip(47), new ApplicationDeed.HoldUp());
        var sent = db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[(await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation)).Zone]).Date;
        var batch = await SendBatch.Run(db, actor, edition, null, sent, cancellation);
        var entries = await db.VettingEntries.AsNoTracking().Where(e => e.BatchId == batch.Id).OrderBy(e => e.Order).ToListAsync(cancellation);
        db.ChangeTracker.Clear();
        await TakeAnswers.Run(db, actor, edition, new([.. entries.Take(30).Select((e, i) => new AnswerRow(i + 2, e.Reference, i switch { 11 => CheckState.Query, 17 => CheckState.Refused, _ => CheckState.Passed }, sent, column => FormattableString.Invariant($"{(column == "reference" ? 'A' : column == "answer" ? 'J' : 'K')}{i + 2}")))], []), cancellation);
        db.ChangeTracker.Clear();
        await Do(numbers.Skip(47), new ApplicationDeed.GoOn());
        await Do(numbers.Skip(41).Take(1), new ApplicationDeed.Decide(CheckKind.Substantive, CheckState.Refused), CheckKind.Substantive);
        await Do(numbers.Skip(42).Take(1), new ApplicationDeed.HoldUp());
        await Do(numbers.Skip(43).Take(1), new ApplicationDeed.Return("سمت این عضو با یادداشت سفارت یکی نیست."));
        await Do(numbers.Skip(5).Take(1), new ApplicationDeed.Revoke());
        var watched = await db.Applications.Where(a => a.EditionId == edition && a.Number == numbers[45]).Join(db.Persons, a => a.PersonId, p => p.Id, (_, p) => p.Name).SingleAsync(cancellation);
        await WatchNames.Run(db, actor, edition, [watched["ru"]!], null, cancellation);
        db.ChangeTracker.Clear();
        // A name is written otherwise after it had been cleared.
        var person = await db.Persons.SingleAsync(p => p.EditionId == edition && p.Number == numbers[8], cancellation);
        person.Take(person.ToEntry() with { Name = person.Name.With("en", person.Name["en"] + "i") });
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();

        // Who is not asked for a check has none to pass.
        async Task Do(IEnumerable<int> of, ApplicationDeed deed, CheckKind? check = null)
        {
            var wanted = of.ToList();
            var found = await db.Applications.AsNoTracking().Where(a => a.EditionId == edition && wanted.Contains(a.Number)).ToListAsync(cancellation);
            await DoWithApplications.Run(db, actor, edition, [.. found.Where(a => check is null || a.Checks.Of(check.Value).State != CheckState.NotNeeded).Select(a => (a.Number, a.Version))], deed, cancellation);
            db.ChangeTracker.Clear();
        }
    }
}
