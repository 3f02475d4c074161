using Majlis.Forums;
using Majlis.Platform;

namespace Majlis.Programme.Conflicts;

/// <summary>Refuses changes of the draft that make a conflict of a rule that forbids placing.</summary>
static class Placing
{
    /// <summary>
    /// A conflict that is there already, and does not grow by the change, refuses nothing: the session can be repaired step by step and its texts edited. Two editors who save in the
    /// same instant may still make one together; it then stands against the release.
    /// </summary>
    /// <param name="changed">Of the draft as it is, the sessions as they would be.</param>
    /// <exception cref="Refusal"><c>programme.placing_forbidden</c> with the first <c>conflict</c> as a sentence and how many <c>others</c>.</exception>
    public static async Task Check(AppDb db, Id<Edition> edition, Func<ProgrammeSnapshot, IEnumerable<SessionEntry>> changed, CancellationToken cancellation)
    {
        var levels = await ConflictFacts.Levels(db, edition, cancellation);
        var rules = Enum.GetValues<ConflictRule>().ToDictionary(r => r, r => levels.GetValueOrDefault(r, r.DefaultLevel()) == ConflictLevel.ForbidsPlacing ? ConflictLevel.ForbidsPlacing : ConflictLevel.Ignored);
        if (rules.Values.All(l => l == ConflictLevel.Ignored)) return;
        var facts = await ConflictFacts.Load(db, edition, cancellation);
        var finder = new ConflictFinder(facts.Plan with { Levels = rules });
        var sessions = changed(facts.Draft).ToList();
        var before = finder.Of(sessions.Select(s => s.Guid)).ToDictionary(c => c.Key, c => c.Amount);
        var made = finder.Put(sessions).Where(c => !before.TryGetValue(c.Key, out var was) || c.Amount > was).ToList();
        if (made.Count == 0) return;
        var known = sessions.Select(s => s.Guid).ToHashSet();
        var after = facts.Draft with { Sessions = [.. facts.Draft.Sessions.Where(s => !known.Contains(s.Guid)), .. sessions] };
        throw new Refusal("programme.placing_forbidden", ("conflict", (Func<Calendars.Language, string>)(language => new ConflictSentences(after, language).Say(made[0]))), ("others", made.Count - 1));
    }
}
