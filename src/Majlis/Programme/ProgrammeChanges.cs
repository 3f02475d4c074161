using Majlis.Platform;

namespace Majlis.Programme;

public enum ProgrammeChangeKind { Added, Removed, Cancelled, Restored, Moved, HallChanged, Retitled, PeopleChanged, TrackChanged, Reworded }

/// <summary>One thing that is different about one session.</summary>
/// <param name="Before">Null when the session is new.</param>
/// <param name="After">Null when the session is gone.</param>
public sealed record ProgrammeChange(ProgrammeChangeKind Kind, Guid Session, int Number, SessionEntry? Before, SessionEntry? After);

/// <summary>What became different between two programmes of one edition, for change lists, previews of imports and feeds.</summary>
public static class ProgrammeChanges
{
    /// <summary>
    /// Ordered by the time of the session (unscheduled ones last), its number and the kind. A session that is new, gone, called off or restored gives that one change; another
    /// may give several. <see cref="ProgrammeChangeKind.Moved"/> is about start or length; <see cref="ProgrammeChangeKind.Reworded"/> stands for everything that no other kind names.
    /// </summary>
    public static IReadOnlyList<ProgrammeChange> Between(ProgrammeSnapshot before, ProgrammeSnapshot after)
    {
        var old = before.Sessions.ToDictionary(s => s.Guid);
        var now = after.Sessions.ToDictionary(s => s.Guid);
        var (oldNames, newNames) = (Names(before), Names(after));
        var changes = new List<ProgrammeChange>();
        foreach (var was in before.Sessions)
            if (!now.ContainsKey(was.Guid)) changes.Add(new(ProgrammeChangeKind.Removed, was.Guid, was.Number, was, null));
        foreach (var session in after.Sessions)
            if (!old.TryGetValue(session.Guid, out var was)) changes.Add(new(ProgrammeChangeKind.Added, session.Guid, session.Number, null, session));
            else changes.AddRange(Kinds(was, session, oldNames, newNames).Select(k => new ProgrammeChange(k, session.Guid, session.Number, was, session)));
        return [.. changes.OrderBy(c => (c.After ?? c.Before)!.Start is null).ThenBy(c => (c.After ?? c.Before)!.Start).ThenBy(c => c.Number).ThenBy(c => c.Kind).ThenBy(c => c.Session)];
    }

    static IEnumerable<ProgrammeChangeKind> Kinds(SessionEntry was, SessionEntry now, Dictionary<Guid, LocalizedText> oldNames, Dictionary<Guid, LocalizedText> newNames)
    {
        if (was.IsCancelled != now.IsCancelled)
        {
            yield return now.IsCancelled ? ProgrammeChangeKind.Cancelled : ProgrammeChangeKind.Restored;
            yield break;
        }
        if (was.Start != now.Start || was.Minutes != now.Minutes) yield return ProgrammeChangeKind.Moved;
        if (was.Hall != now.Hall || was.AllHalls != now.AllHalls) yield return ProgrammeChangeKind.HallChanged;
        if (!was.Title.Equals(now.Title)) yield return ProgrammeChangeKind.Retitled;
        if (!was.People.SequenceEqual(now.People) || now.People.Any(p => !oldNames.GetValueOrDefault(p.Person, LocalizedText.Empty).Equals(newNames.GetValueOrDefault(p.Person, LocalizedText.Empty))))
            yield return ProgrammeChangeKind.PeopleChanged;
        if (was.Track != now.Track) yield return ProgrammeChangeKind.TrackChanged;
        if (!SameWords(was, now)) yield return ProgrammeChangeKind.Reworded;
    }

    static bool SameWords(SessionEntry was, SessionEntry now) =>
        was.Materials.SequenceEqual(now.Materials) && was.FloorLanguages.SequenceEqual(now.FloorLanguages) && was.OutputLanguages.SequenceEqual(now.OutputLanguages)
        && Rest(was) == Rest(now);

    // What is left of a record once everything compared elsewhere, or that nobody reads, is levelled.
    static SessionEntry Rest(SessionEntry session) => session with
    {
        Number = 0, Slug = null, Uid = null, Title = LocalizedText.Empty, Start = null, Minutes = 0, Hall = null, AllHalls = false, Track = null, People = [], Materials = [],
        FloorLanguages = [], OutputLanguages = [], Expected = null, Sequence = 0, Changed = null, IsCancelled = false,
    };

    static Dictionary<Guid, LocalizedText> Names(ProgrammeSnapshot programme) => programme.People.ToDictionary(p => p.Guid, p => p.Name);
}
