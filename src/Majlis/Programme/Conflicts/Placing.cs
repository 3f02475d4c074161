using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme.Conflicts;

/// <summary>Saves changes of the draft, unless they make a conflict of a rule that forbids placing.</summary>
static class Placing
{
    /// <summary>
    /// A conflict that is there already, and does not grow by the change, refuses nothing: the session can be repaired step by step and its texts edited.
    /// </summary>
    /// <remarks>
    /// Whoever saves under rules that forbid placing counts their rows up, so that of two who save in the same instant the database lets one through; the other looks again at what there is
    /// now. Editions without such rules pay one query for it.
    /// </remarks>
    /// <param name="changed">Of the draft as it is, the sessions as they would be. The context has the change tracked already, but for <paramref name="once"/>.</param>
    /// <param name="once">What is left to do before saving, once nothing stands against it; done once.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved what is changed since it was read.</exception>
    /// <exception cref="Refusal"><c>programme.placing_forbidden</c> with the first <c>conflict</c> as a sentence and how many <c>others</c>.</exception>
    public static async Task Save(AppDb db, Id<Edition> edition, Func<ProgrammeSnapshot, IEnumerable<SessionEntry>> changed, CancellationToken cancellation, Func<Task>? once = null)
    {
        while (true)
        {
            // Before the draft is read: what is saved from here on is seen below, or makes these rows stale.
            var forbidding = await db.RuleLevels.Where(l => l.EditionId == edition && l.Level == ConflictLevel.ForbidsPlacing).ToListAsync(cancellation);
            if (forbidding.Count > 0) await Check(db, edition, forbidding.Select(l => l.Rule).ToHashSet(), changed, cancellation);
            foreach (var level in forbidding) db.Expect(level, level.Version);
            if (once is not null) await once();
            once = null;
            try
            {
                await db.SaveChangesAsync(cancellation);
                return;
            }
            catch (EditedMeanwhile e) when (e.InnerException is DbUpdateConcurrencyException { Entries: var stale } && stale.Count > 0 && stale.All(s => s.Entity is RuleLevel))
            {
                foreach (var level in forbidding) db.Entry(level).State = EntityState.Detached;
            }
        }
    }

    /// <summary>
    /// The sessions that cannot be where a file puts them, each with the conflict against it. What stays where it is keeps its place; the others are placed one after the other, the earlier first, so of
    /// two that do not go together the later one is named. What was there already and does not grow names nobody, and neither does what no time mends, such as that nobody chairs.
    /// </summary>
    /// <param name="facts">Of the draft as it is.</param>
    /// <param name="after">The programme as the file would have it.</param>
    /// <param name="moved">Its sessions that are new or changed.</param>
    public static IReadOnlyList<(SessionEntry Session, Conflict Conflict)> Misplaced(ConflictFacts facts, HashSet<ConflictRule> forbidding, ProgrammeSnapshot after, IReadOnlyList<SessionEntry> moved)
    {
        var levels = Only(forbidding);
        var before = new ConflictFinder(facts.Plan with { Levels = levels }).All.ToDictionary(c => c.Key, c => c.Amount);
        var filed = moved.Select(s => s.Guid).ToHashSet();
        var finder = new ConflictFinder(facts.Within(after with { Sessions = [.. after.Sessions.Where(s => !filed.Contains(s.Guid))] }).Plan with { Levels = levels });
        var drafted = facts.Draft.Sessions.ToDictionary(s => s.Guid);
        bool Stays(SessionEntry s) => drafted.TryGetValue(s.Guid, out var was) && (was.Start, was.Minutes, was.Hall, was.AllHalls) == (s.Start, s.Minutes, s.Hall, s.AllHalls);
        var misplaced = new List<(SessionEntry, Conflict)>();
        foreach (var session in moved.Where(s => s.IsScheduled).OrderByDescending(Stays).ThenBy(s => s.Start).ThenBy(s => s.Number))
        {
            if (finder.Put(session).FirstOrDefault(c => c.From is not null && (!before.TryGetValue(c.Key, out var was) || c.Amount > was)) is not { } conflict) continue;
            misplaced.Add((session, conflict));
            finder.Take(session.Guid);
        }
        return misplaced;
    }

    static Dictionary<ConflictRule, ConflictLevel> Only(HashSet<ConflictRule> forbidding) =>
        Enum.GetValues<ConflictRule>().ToDictionary(r => r, r => forbidding.Contains(r) ? ConflictLevel.ForbidsPlacing : ConflictLevel.Ignored);

    static async Task Check(AppDb db, Id<Edition> edition, HashSet<ConflictRule> forbidding, Func<ProgrammeSnapshot, IEnumerable<SessionEntry>> changed, CancellationToken cancellation)
    {
        var facts = await ConflictFacts.Load(db, edition, cancellation);
        var finder = new ConflictFinder(facts.Plan with { Levels = Only(forbidding) });
        var sessions = changed(facts.Draft).ToList();
        var before = finder.Of(sessions.Select(s => s.Guid)).ToDictionary(c => c.Key, c => c.Amount);
        var made = finder.Put(sessions).Where(c => !before.TryGetValue(c.Key, out var was) || c.Amount > was).ToList();
        if (made.Count == 0) return;
        var known = sessions.Select(s => s.Guid).ToHashSet();
        var after = facts.Draft with { Sessions = [.. facts.Draft.Sessions.Where(s => !known.Contains(s.Guid)), .. sessions] };
        throw new Refusal("programme.placing_forbidden", ("conflict", (Func<Calendars.Language, string>)(language => new ConflictSentences(after, language).Say(made[0]))), ("others", made.Count - 1));
    }
}
