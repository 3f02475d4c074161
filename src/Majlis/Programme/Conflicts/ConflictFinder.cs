namespace Majlis.Programme.Conflicts;

/// <summary>
/// The conflicts of one programme, found once and then kept while its sessions change one by one. Called-off sessions make none; sessions without a time or a place only those that do not
/// depend on either. Pure: it knows no database and no clock. Not safe to share between threads.
/// </summary>
/// <remarks>Sessions are put in one after another, each compared with those in its hall, its track and with its people; so finding all and finding what one change does is the same work.</remarks>
public sealed class ConflictFinder
{
    /// <summary>Conflicts looked for. A programme with more is broken as a whole: naming so many pairs helps nobody, and a hostile file would name millions.</summary>
    public const int Most = 20_000;

    readonly ConflictLevel[] _levels;
    readonly PlanIndex _index;
    readonly Dictionary<Guid, int> _places = [];
    readonly List<Slot?> _slots = [];
    readonly List<List<Conflict>> _found = [];
    int _count;

    public ConflictFinder(ProgrammePlan plan)
    {
        _levels = [.. Enum.GetValues<ConflictRule>().Select(plan.LevelOf)];
        _index = new(plan);
        foreach (var session in plan.Sessions) Place(session);
    }

    /// <summary>There are more than <see cref="Most"/>, and the rest is not told.</summary>
    public bool IsCut { get; private set; }

    /// <summary>All of them by time, those without one last.</summary>
    public IReadOnlyList<Conflict> All => Sorted(_slots.OfType<Slot>().SelectMany(s => _found[s.At].Where(c => c.Sessions[0] == s.Session.Guid)));

    /// <summary>Those the sessions are in; unknown sessions are in none.</summary>
    public IReadOnlyList<Conflict> Of(params IEnumerable<Guid> sessions) =>
        Sorted(sessions.Distinct().Where(_places.ContainsKey).SelectMany(s => _found[_places[s]]).Distinct<Conflict>(ReferenceEqualityComparer.Instance));

    /// <summary>Adds sessions, or replaces those that are known by their guid.</summary>
    /// <returns>The conflicts they are in now.</returns>
    public IReadOnlyList<Conflict> Put(params IReadOnlyList<SessionEntry> changed)
    {
        foreach (var session in changed) Place(session);
        if (IsCut) Again();
        return Of(changed.Select(s => s.Guid));
    }

    /// <summary>Takes a session out; an unknown one is none.</summary>
    public void Take(Guid session)
    {
        if (!_places.TryGetValue(session, out var at)) return;
        Forget(at);
        _slots[at] = null;
        _places.Remove(session);
        if (IsCut) Again();
    }

    static IReadOnlyList<Conflict> Sorted(IEnumerable<Conflict> found) =>
        [.. found.OrderBy(c => c.From is null).ThenBy(c => c.From).ThenBy(c => c.Rule).ThenBy(c => c.Key, StringComparer.Ordinal)];

    void Place(SessionEntry session)
    {
        if (_places.TryGetValue(session.Guid, out var at)) Forget(at);
        else
        {
            _places[session.Guid] = at = _slots.Count;
            _slots.Add(null);
            _found.Add([]);
        }
        var slot = _index.SlotOf(at, session);
        _slots[at] = slot;
        if (session.IsCancelled) return;
        Find(slot);
        _index.Add(slot);
    }

    void Forget(int at)
    {
        foreach (var conflict in _found[at])
        {
            foreach (var other in conflict.Sessions.Select(s => _places[s]).Where(o => o != at)) _found[other].Remove(conflict);
            _count--;
        }
        _found[at].Clear();
        _index.Remove(_slots[at]!);
    }

    /// <summary>What was left out when there were too many may be among the first now.</summary>
    void Again()
    {
        (IsCut, _count) = (false, 0);
        foreach (var found in _found) found.Clear();
        var slots = _slots.OfType<Slot>().ToList();
        foreach (var slot in slots) _index.Remove(slot);
        foreach (var slot in slots.Where(s => !s.Session.IsCancelled))
        {
            Find(slot);
            _index.Add(slot);
        }
    }

    /// <summary>What the slot makes by itself and with those that are in the index.</summary>
    void Find(Slot slot)
    {
        if (IsCut) return;
        foreach (var conflict in RolesRules.Of(slot)) Add(conflict, slot);
        if (!slot.TakesPlace) return;
        foreach (var conflict in HallRules.Of(slot, _index).Concat(PersonRules.Of(slot, _index)).Concat(LanguageRules.Of(slot, _index))) Add(conflict, slot);
        foreach (var other in _index.InHallsOf(slot))
            if (slot.Meets(other) && HallRules.Together(slot, other, _index) is { } conflict) Add(conflict, slot, other);
        foreach (var other in _index.InTrackOf(slot))
            if (slot.Meets(other) && TrackRules.Together(slot, other) is { } conflict) Add(conflict, slot, other);
        foreach (var (number, person) in _index.PeopleOf(slot))
            foreach (var other in _index.WithPerson(number))
                if (PersonRules.Together(slot, other, person, _index) is { } conflict) Add(conflict, slot, other);
    }

    void Add(Conflict found, Slot slot, Slot? other = null)
    {
        var level = _levels[(int)found.Rule];
        if (level == ConflictLevel.Ignored || IsCut) return;
        if (_count >= Most)
        {
            IsCut = true;
            return;
        }
        _count++;
        var conflict = found with { Level = level };
        _found[slot.At].Add(conflict);
        if (other is not null) _found[other.At].Add(conflict);
    }
}
