using Majlis.Delegations;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Accreditation.Badges;

static class BadgeRows
{
    public static async Task<BadgeBook> Book(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        if (await db.BadgeBooks.SingleOrDefaultAsync(b => b.EditionId == edition, cancellation) is { } book) return book;
        db.Add(book = new(edition));
        return book;
    }

    public static void Tell(AppDb db, Actor actor, Badge badge, string what) => db.Record(actor, new BadgeChanged(badge.EditionId.Value, badge.Id.Value, badge.PersonId?.Value, what));
}

/// <summary>
/// Asks for badges: of everybody who applied and has none, or of these people. Who is approved by all checks gets one that waits for a desk; for the others it waits for the checks, and asking again
/// brings it further.
/// </summary>
public static class RequestBadges
{
    /// <param name="people">Null: everybody who is admitted now.</param>
    /// <returns>How many were asked for anew, and how many may be printed now that could not before.</returns>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Accredit"/>.</exception>
    /// <exception cref="EditedMeanwhile">Somebody asked at the same moment.</exception>
    public static async Task<(int Requested, int Approved)> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<Id<Person>>? people = null, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var admissions = people is null ? await Admissions.Approved(db, edition, cancellation) : await Admissions.Of(db, edition, people, cancellation);
        var live = await db.Badges.Where(b => b.EditionId == edition && b.LivePerson != null).ToDictionaryAsync(b => b.LivePerson!.Value, cancellation);
        // Who was blocked stays so until somebody replaces the badge.
        var blocked = await db.Badges.Where(b => b.EditionId == edition && b.State == BadgeState.Blocked && b.PersonId != null).Select(b => b.PersonId!.Value).ToHashSetAsync(cancellation);
        var book = await BadgeRows.Book(db, edition, cancellation);
        var (requested, approved, now) = (0, 0, db.Clock.GetCurrentInstant());
        foreach (var admission in admissions)
        {
            if (!live.TryGetValue(admission.Person, out var badge))
            {
                if (blocked.Contains(admission.Person)) continue;
                db.Add(badge = Badge.Of(edition, book.Next(), admission.Person, null, now));
                BadgeRows.Tell(db, actor, badge, "requested");
                requested++;
            }
            if (!admission.IsApproved || badge.State != BadgeState.Requested) continue;
            badge.Approve();
            BadgeRows.Tell(db, actor, badge, "approved");
            approved++;
        }
        await db.SaveFirst(cancellation);
        return (requested, approved);
    }
}

/// <summary>Which badges a desk takes in hand. Null asks for nothing.</summary>
public sealed record BadgeFilter
{
    public BadgeState? State { get; init; }
    public string? Category { get; init; }
    public Guid? Party { get; init; }
    public bool? IsFloater { get; init; }
    public IReadOnlyCollection<int>? Numbers { get; init; }

    public IQueryable<Badge> Of(AppDb db, Id<Edition> edition)
    {
        var found = db.Badges.Where(b => b.EditionId == edition);
        if (State is { } state) found = found.Where(b => b.State == state);
        if (Numbers is { } numbers) found = found.Where(b => numbers.Contains(b.Number));
        if (IsFloater is { } floater) found = found.Where(b => b.PersonId == null == floater);
        if (Category is { } category) found = found.Where(b => db.Applications.Any(a => a.PersonId == b.PersonId && a.Category == category));
        if (Party is { } party)
        {
            var of = new Id<Parties.Party>(party);
            found = found.Where(b => db.Applications.Any(a => a.PersonId == b.PersonId && a.Party == party) || db.Delegations.Any(d => d.Id == b.DelegationId && d.PartyId == of));
        }
        return found;
    }
}

/// <summary>A desk takes badges in hand to print them. Of two desks that reach for one badge at once, one has it.</summary>
public static class ClaimBadges
{
    public const int Most = 2000;

    /// <param name="desk">As it calls itself.</param>
    /// <param name="most">So many, by number.</param>
    /// <param name="reason">Null: those that wait and were never printed. Else those that were, to be printed again, for this reason.</param>
    /// <exception cref="Refusal"><c>badges.nothing_to_print</c>, <c>badges.desk_missing</c>, <c>badges.reason_missing</c>.</exception>
    public static async Task<BadgeRun> Run(AppDb db, Actor actor, Id<Edition> edition, string? desk, BadgeFilter filter, int most = Most, string? reason = null, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var isAgain = reason is not null;
        if (isAgain && string.IsNullOrWhiteSpace(reason)) throw new Refusal("badges.reason_missing");
        await using var turn = await db.InTurn(cancellation);
        var run = new BadgeRun(edition, Badge.Said(desk) ?? throw new Refusal("badges.desk_missing"), actor.Name, Badge.Said(reason), db.Clock.GetCurrentInstant());
        db.Add(run);
        await db.SaveChangesAsync(cancellation);
        var printed = db.BadgeRuns.Where(r => r.PrintedAt != null).Select(r => (Id<BadgeRun>?)r.Id);
        var waiting = (filter with { State = null }).Of(db, edition).Where(b => isAgain ? (b.State == BadgeState.Printed || b.State == BadgeState.Collected) && printed.Contains(b.RunId) : b.State == BadgeState.Approved && b.RunId == null);
        var chosen = await waiting.OrderBy(b => b.Number).Take(Math.Clamp(most, 1, Most)).Select(b => new { b.Id, b.RunId }).ToListAsync(cancellation);
        foreach (var group in chosen.GroupBy(c => c.RunId))
        {
            var (ids, before, id) = (group.Select(c => c.Id).ToList(), group.Key, (Id<BadgeRun>?)run.Id);
            // What another desk took since it was read is not as it was, and stays theirs.
            await db.Badges.Where(b => ids.Contains(b.Id) && b.RunId == before && (b.State == BadgeState.Approved || b.State == BadgeState.Printed || b.State == BadgeState.Collected))
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.RunId, id).SetProperty(b => b.Version, b => b.Version + 1), cancellation);
        }
        var taken = await db.Badges.AsNoTracking().Where(b => b.RunId == run.Id).ToListAsync(cancellation);
        if (taken.Count == 0) throw new Refusal("badges.nothing_to_print");
        foreach (var badge in taken) BadgeRows.Tell(db, actor, badge, "claimed");
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
        return run;
    }
}

/// <summary>What a desk took and does not print goes back to those that wait.</summary>
public static class ReleaseRun
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<BadgeRun> run, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        await db.Badges.Where(b => b.EditionId == edition && b.RunId == run && b.State == BadgeState.Approved)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.RunId, (Id<BadgeRun>?)null).SetProperty(b => b.Version, b => b.Version + 1), cancellation);
    }
}

/// <param name="Text">What its QR code says.</param>
public sealed record SignedBadge(Badge Badge, Admission? Admission, string Text);

/// <summary>Makes what a run's file is printed of: signs its badges and says that they are printed. Who is no more admitted falls out and waits for the checks.</summary>
public static class PrintBadges
{
    /// <exception cref="Refusal"><c>badges.run_printed</c>, <c>badges.nothing_to_print</c>, <c>badges.key_lost</c>.</exception>
    public static async Task<IReadOnlyList<SignedBadge>> Run(AppDb db, ISealService seal, Actor actor, Id<Edition> edition, Id<BadgeRun> id, CancellationToken cancellation = default)
    {
        var noun = await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var run = await db.BadgeRuns.SingleOrDefaultAsync(r => r.Id == id && r.EditionId == edition, cancellation) ?? throw new NotThere("run");
        var now = db.Clock.GetCurrentInstant();
        run.Print(now);
        var badges = await db.Badges.Where(b => b.RunId == id).OrderBy(b => b.Number).ToListAsync(cancellation);
        var people = badges.Where(b => b.PersonId is not null).Select(b => b.PersonId!.Value).ToList();
        var admissions = (await Admissions.Of(db, edition, people, cancellation)).ToDictionary(a => a.Person);
        var book = await BadgeRows.Book(db, edition, cancellation);
        var (key, seed) = await BadgeKeys.Signing(db, seal, actor, edition, cancellation);
        var zone = DateTimeZoneProviders.Tzdb[noun.Zone];
        var (from, until) = (noun.First.PlusDays(-DaysBefore).AtStartOfDayInZone(zone).ToInstant(), noun.Last.PlusDays(2).AtStartOfDayInZone(zone).ToInstant());
        var signed = new List<SignedBadge>();
        foreach (var badge in badges)
        {
            var admission = badge.PersonId is { } person ? admissions.GetValueOrDefault(person) : null;
            if (badge.PersonId is not null && admission is not { IsApproved: true })
            {
                if (badge.State != BadgeState.Approved) continue;
                badge.Recall();
                BadgeRows.Tell(db, actor, badge, "recalled");
                continue;
            }
            badge.Print(key, admission?.Category ?? "", admission?.Zones ?? badge.Zones, now);
            BadgeRows.Tell(db, actor, badge, "printed");
            signed.Add(new(badge, admission, new BadgeCode(badge.PersonId is null, (uint)key.Code, badge.Code, from, until, book.Bits(badge.Zones)).Sign(seed, key.PublicKey)));
        }
        await db.SaveFirst(cancellation);
        return signed.Count > 0 ? signed : throw new Refusal("badges.nothing_to_print");
    }

    /// <summary>Badges hold from so many days before the first, for those who build and rehearse.</summary>
    public const int DaysBefore = 3;
}

/// <summary>Gives badges to their holders, or to one proxy for all of them.</summary>
public static class CollectBadges
{
    /// <param name="proxy">Null: each holder came.</param>
    /// <param name="document">The kind of paper that the proxy showed.</param>
    /// <exception cref="Refusal"><c>badges.state</c>, <c>badges.document_missing</c>, <c>badges.choose_first</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<int> numbers, string? proxy, string? document, string? note, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var badges = await db.Badges.Where(b => b.EditionId == edition && numbers.Contains(b.Number)).ToListAsync(cancellation);
        if (badges.Count == 0) throw new Refusal("badges.choose_first");
        var to = new BadgeHandOver(Badge.Said(proxy), Badge.Said(document), Badge.Said(note), actor.Name, db.Clock.GetCurrentInstant());
        if (to.ByProxy is not null && to.Document is null) throw new Refusal("badges.document_missing");
        foreach (var badge in badges)
        {
            badge.Collect(to);
            BadgeRows.Tell(db, actor, badge, "collected");
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Ends a badge: lost, blocked, returned or expired. Its code is good no more. Replaced: another with another code waits for a desk.</summary>
public static class EndBadge
{
    /// <returns>What replaces it; null when nothing does.</returns>
    /// <exception cref="Refusal"><c>badges.state</c>, <c>badges.reason_missing</c>, <c>badges.not_approved</c>, <c>badges.twice</c>.</exception>
    public static async Task<Badge?> Run(AppDb db, Actor actor, Id<Edition> edition, int number, BadgeState state, string? reason, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var badge = await db.Badges.SingleOrDefaultAsync(b => b.EditionId == edition && b.Number == number, cancellation) ?? throw new NotThere("badge");
        var now = db.Clock.GetCurrentInstant();
        badge.End(state, reason, now);
        BadgeRows.Tell(db, actor, badge, state.ToString().ToLowerInvariant());
        Badge? next = null;
        if (state == BadgeState.Replaced && badge.PersonId is { } person)
        {
            if (await Admissions.Of(db, person, cancellation) is not { IsApproved: true }) throw new Refusal("badges.not_approved");
            if (await db.Badges.AnyAsync(b => b.LivePerson == person && b.Id != badge.Id, cancellation)) throw new Refusal("badges.twice");
            next = Badge.Of(edition, (await BadgeRows.Book(db, edition, cancellation)).Next(), person, badge.Id, now);
            next.Approve();
            db.Add(next);
            BadgeRows.Tell(db, actor, next, "approved");
        }
        await db.SaveFirst(cancellation);
        return next;
    }
}

/// <summary>Says which kinds of floaters there are, and how many of each a delegation may have.</summary>
public static class SetFloaters
{
    /// <exception cref="Refusal"><c>badges.floaters</c></exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<FloaterKind> kinds, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        (await BadgeRows.Book(db, edition, cancellation)).Take(kinds);
        db.Record(actor, new EditionChanged(edition.Value, "floaters", null));
        await db.SaveFirst(cancellation);
    }
}

/// <summary>Gives a delegation one more floater of a kind, to be printed.</summary>
public static class AddFloater
{
    /// <exception cref="Refusal"><c>badges.floaters_given</c>: it has as many as it may; <c>badges.floaters</c>: there is no such kind.</exception>
    public static async Task<Badge> Run(AppDb db, Actor actor, Id<Edition> edition, Id<Delegation> delegation, string kind, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        if (!await db.Delegations.AnyAsync(d => d.Id == delegation && d.EditionId == edition, cancellation)) throw new NotThere("delegation");
        var book = await BadgeRows.Book(db, edition, cancellation);
        var known = book.Floaters.FirstOrDefault(f => f.Key == kind) ?? throw new Refusal("badges.floaters");
        var given = await db.Badges.Where(b => b.DelegationId == delegation && b.FloaterKind == kind && b.Place != null).Select(b => b.Place!).ToListAsync(cancellation);
        var taken = given.Select(p => int.Parse(p[(p.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        var place = Enumerable.Range(1, known.Places).FirstOrDefault(p => !taken.Contains(p));
        if (place == 0) throw new Refusal("badges.floaters_given", ("most", known.Places));
        var badge = Badge.Floater(edition, book.Next(), delegation, known, place, db.Clock.GetCurrentInstant());
        db.Add(badge);
        BadgeRows.Tell(db, actor, badge, "approved");
        await db.SaveFirst(cancellation);
        return badge;
    }
}

/// <summary>Who has a badge stays.</summary>
public sealed class HoldsBadges : IHoldsPeople
{
    public async Task<Refusal?> Holds(AppDb db, Person person, CancellationToken cancellation)
    {
        var id = person.Id;
        return await db.Badges.AnyAsync(b => b.PersonId == id, cancellation) ? new("badges.person_has_badge", ("person", person.Name)) : null;
    }
}
