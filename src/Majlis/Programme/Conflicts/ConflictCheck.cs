using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme.Conflicts;

/// <summary>A conflict of the draft, and who answers for it.</summary>
/// <param name="Acceptance">What was said of it; null: nobody accepted it.</param>
public sealed record FoundConflict(Conflict Conflict, AcceptedConflict? Acceptance)
{
    /// <summary>Somebody answers for it as it is now.</summary>
    public bool IsAccepted => Acceptance is { } acceptance && acceptance.Conflict.IsAsItWas(Conflict);

    /// <summary>Somebody answered for it as it was, and it has changed since.</summary>
    public bool HasLapsed => Acceptance is not null && !IsAccepted;
}

/// <summary>The conflicts of one programme.</summary>
/// <param name="Programme">The sessions, halls and people they name by guid.</param>
/// <param name="Found">By time, those without one last.</param>
/// <param name="Gone">Acceptances of conflicts that are no more.</param>
/// <param name="IsCut">There are more; see <see cref="ConflictFinder.Most"/>.</param>
public sealed record CheckedProgramme(ProgrammeSnapshot Programme, IReadOnlyList<FoundConflict> Found, IReadOnlyList<AcceptedConflict> Gone, bool IsCut)
{
    /// <summary>What stands against a release: nobody accepted it, and it is about sessions that would be public.</summary>
    public IReadOnlyList<Conflict> AgainstRelease
    {
        get
        {
            var scheduled = Programme.Sessions.Where(s => s.IsScheduled).Select(s => s.Guid).ToHashSet();
            return [.. Found.Where(f => f.Conflict.Level >= ConflictLevel.ForbidsRelease && !f.IsAccepted && f.Conflict.Sessions.All(scheduled.Contains)).Select(f => f.Conflict)];
        }
    }
}

/// <summary>Looks for the conflicts of an edition's draft: the door for the desk, the API, imports and releases. Reads and writes nothing; the caller has asked for the permission.</summary>
public static class ConflictCheck
{
    /// <exception cref="NotThere">There is no such edition.</exception>
    public static async Task<CheckedProgramme> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) => Checked(await ConflictFacts.Load(db, edition, cancellation));

    /// <summary>The conflicts the moved sessions would be in; nothing is written.</summary>
    /// <exception cref="NotThere">A session is not of this edition.</exception>
    /// <exception cref="Refusal"><c>programme.hall_unknown</c>, <c>programme.moved_twice</c>; versions are not looked at.</exception>
    public static async Task<CheckedProgramme> IfMoved(AppDb db, Id<Edition> edition, IReadOnlyList<SessionMove> moves, CancellationToken cancellation = default)
    {
        var facts = await ConflictFacts.Load(db, edition, cancellation);
        if (moves.Select(m => m.Session).Distinct().Count() != moves.Count) throw new Refusal("programme.moved_twice");
        if (moves.Any(m => m.Hall is { } hall && facts.Draft.Halls.All(h => h.Guid != hall))) throw new Refusal("programme.hall_unknown");
        var moved = moves.ToDictionary(m => m.Session);
        if (facts.Draft.Sessions.Count(s => moved.ContainsKey(s.Guid)) != moved.Count) throw new NotThere("session");
        var after = facts with { Draft = facts.Draft with { Sessions = [.. facts.Draft.Sessions.Select(s => moved.TryGetValue(s.Guid, out var move) ? move.Onto(s) : s)] } };
        var found = Checked(after);
        return found with { Found = [.. found.Found.Where(f => f.Conflict.Sessions.Any(moved.ContainsKey))], Gone = [] };
    }

    internal static CheckedProgramme Checked(ConflictFacts facts)
    {
        var finder = new ConflictFinder(facts.Plan);
        var acceptances = facts.Accepted.ToDictionary(a => a.Key);
        var found = finder.All.Select(c => new FoundConflict(c, acceptances.GetValueOrDefault(c.Key))).ToList();
        foreach (var conflict in found) acceptances.Remove(conflict.Conflict.Key);
        // What was left out is not gone.
        return new(facts.Draft, found, finder.IsCut ? [] : [.. acceptances.Values.OrderBy(a => a.At)], finder.IsCut);
    }
}

/// <summary>Everything of an edition that its conflicts depend on, as of one moment.</summary>
sealed record ConflictFacts(ProgrammeSnapshot Draft, ProgrammePlan Bounds, IReadOnlyList<AcceptedConflict> Accepted)
{
    /// <summary>The draft within the bounds of its halls and people.</summary>
    public ProgrammePlan Plan => Bounds with { Sessions = Draft.Sessions, Breaks = Draft.Types.Where(t => t.IsBreak).Select(t => t.Guid).ToHashSet() };

    /// <summary>The same for a programme that is not in the database yet, whose halls and seats are its own.</summary>
    public ConflictFacts Within(ProgrammeSnapshot programme)
    {
        var known = Bounds.Halls.ToDictionary(h => h.Guid);
        return this with { Draft = programme, Bounds = Bounds with { Halls = [.. programme.Halls.Select(h => (known.GetValueOrDefault(h.Guid) ?? new(h.Guid, null, null, [])) with { Capacity = h.Capacity })] } };
    }

    public static async Task<ConflictFacts> Load(AppDb db, Id<Edition> id, CancellationToken cancellation)
    {
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation) ?? throw new NotThere("edition");
        await using var moment = db.Database.CurrentTransaction is null ? await db.OneMoment(cancellation) : null;
        return await Load(db, edition, await Programme.Draft.Load(db, edition, cancellation), cancellation);
    }

    /// <summary>With a draft that was read in the same moment.</summary>
    public static async Task<ConflictFacts> Load(AppDb db, Edition edition, ProgrammeSnapshot draft, CancellationToken cancellation)
    {
        var id = edition.Id;
        var halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == id).Select(h => new { h.Id, h.Guid, h.Capacity, h.Booths, h.Hours }).ToListAsync(cancellation);
        var guids = halls.ToDictionary(h => h.Id, h => h.Guid);
        var walks = await db.Walks.AsNoTracking().Where(w => w.EditionId == id).ToListAsync(cancellation);
        var people = await db.Persons.AsNoTracking().Where(p => p.EditionId == id).Select(p => new { p.Guid, p.Presence }).ToListAsync(cancellation);
        return new(draft, new()
        {
            Halls = [.. halls.Select(h => new PlannedHall(h.Guid, h.Capacity, h.Booths, [.. h.Hours.Select(w => (w.From, w.Until))]))],
            People = [.. people.Select(p => new PlannedPerson(p.Guid, [.. p.Presence.Available.Select(a => (a.From, a.Until))], p.Presence.Arrives, p.Presence.Departs,
                [.. p.Presence.Interprets.Select(l => (l.From, l.To))]))],
            Walks = [.. walks.Select(w => new PlannedWalk(guids[w.HallA], guids[w.HallB], w.Minutes))],
            DefaultWalk = edition.DefaultWalk,
            Levels = await Levels(db, id, cancellation),
        }, await db.AcceptedConflicts.AsNoTracking().Where(a => a.EditionId == id).ToListAsync(cancellation));
    }

    public static Task<Dictionary<ConflictRule, ConflictLevel>> Levels(AppDb db, Id<Edition> edition, CancellationToken cancellation) =>
        db.RuleLevels.AsNoTracking().Where(l => l.EditionId == edition).ToDictionaryAsync(l => l.Rule, l => l.Level, cancellation);
}
