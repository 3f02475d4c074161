namespace Majlis.Programme.Conflicts;

/// <summary>Halls, people and tracks by small numbers, with what they bring, and which slots are in which.</summary>
sealed class PlanIndex
{
    sealed record HallOf(Guid Guid, int? Capacity, int? Booths, OpenHours Hours);

    /// <summary>A person as the rules ask for them. Null minutes: no bound.</summary>
    public sealed record PersonOf(Guid Guid, OpenHours Available, int? Arrives, int? Departs, IReadOnlyList<(string From, string To)> Interprets);

    readonly ProgrammePlan _plan;
    readonly Dictionary<Guid, int> _hallNumbers = [], _personNumbers = [], _trackNumbers = [];
    readonly List<HallOf> _halls = [];
    readonly List<PersonOf> _people = [];
    readonly Dictionary<(int, int), int> _walks = [];
    readonly List<List<Slot>> _inHall = [], _inTrack = [], _withPerson = [];
    readonly List<Slot> _everywhere = [], _all = [];

    public PlanIndex(ProgrammePlan plan)
    {
        _plan = plan;
        foreach (var hall in plan.Halls) Number(hall);
        foreach (var person in plan.People) Number(person);
        foreach (var walk in plan.Walks) _walks[Pair(HallNumber(walk.One), HallNumber(walk.Other))] = walk.Minutes;
        static (int, int) Pair(int one, int other) => one < other ? (one, other) : (other, one);
    }

    public Slot SlotOf(int at, SessionEntry session)
    {
        var takesPlace = session is { IsScheduled: true, IsCancelled: false };
        var start = takesPlace ? Slot.Minute(session.Start!.Value) : 0;
        return new()
        {
            At = at, Session = session, Start = start, End = takesPlace ? start + Math.Max(1, session.Minutes) : 0,
            Hall = session.AllHalls ? Slot.Everywhere : session.Hall is { } hall ? HallNumber(hall) : Slot.Nowhere,
            Track = session.Track is { } track ? NumberOf(_trackNumbers, _inTrack, track) : -1,
            IsBreak = session.Type is { } type && _plan.Breaks.Contains(type),
            People = [.. session.People.Select(p => PersonNumber(p.Person)).Distinct()],
        };
    }

    public void Add(Slot slot)
    {
        if (!slot.TakesPlace) return;
        foreach (var list in ListsOf(slot)) list.Add(slot);
    }

    public void Remove(Slot slot)
    {
        if (!slot.TakesPlace) return;
        foreach (var list in ListsOf(slot)) list.Remove(slot);
    }

    IEnumerable<List<Slot>> ListsOf(Slot slot)
    {
        yield return _all;
        yield return slot.Hall == Slot.Everywhere ? _everywhere : _inHall[slot.Hall];
        if (slot.Track >= 0) yield return _inTrack[slot.Track];
        foreach (var person in slot.People) yield return _withPerson[person];
    }

    /// <summary>Every other slot that needs a hall of this one, at any time.</summary>
    public IEnumerable<Slot> InHallsOf(Slot slot) => slot.Hall == Slot.Everywhere ? _all : _inHall[slot.Hall].Concat(_everywhere);

    public IReadOnlyList<Slot> InTrackOf(Slot slot) => slot.Track < 0 ? [] : _inTrack[slot.Track];

    public IReadOnlyList<Slot> WithPerson(int number) => _withPerson[number];

    public IEnumerable<(int Number, PersonOf Person)> PeopleOf(Slot slot) => slot.People.Select(p => (p, _people[p]));

    public PersonOf Person(Guid guid) => _people[PersonNumber(guid)];

    public Guid? GuidOfHall(int hall) => hall < 0 ? null : _halls[hall].Guid;

    /// <summary>Minutes of the slot in which its hall is closed; for what takes all halls, in which none of them is open throughout.</summary>
    public int MinutesClosed(Slot slot) => slot.Hall == Slot.Everywhere ? _halls.Select(h => h.Hours.MinutesOutside(slot)).DefaultIfEmpty().Min() : _halls[slot.Hall].Hours.MinutesOutside(slot);

    /// <summary>Seats of its hall, or of all halls together; null when one of them is unknown.</summary>
    public int? Seats(Slot slot) => slot.Hall != Slot.Everywhere ? _halls[slot.Hall].Capacity
        : _halls.Count > 0 && _halls.TrueForAll(h => h.Capacity is not null) ? (int)Math.Min(int.MaxValue, _halls.Sum(h => (long)h.Capacity!)) : null;

    /// <summary>Booths of its hall; of all halls those of the best equipped, from which the others hear. Null when unknown.</summary>
    public int? Booths(Slot slot) => slot.Hall == Slot.Everywhere ? _halls.Max(h => h.Booths) : _halls[slot.Hall].Booths;

    /// <summary>Between two slots: none within a hall, nor to or from what is held in all of them.</summary>
    public int WalkMinutes(Slot one, Slot other) =>
        one.Hall < 0 || other.Hall < 0 || one.Hall == other.Hall ? 0
        : _walks.TryGetValue(one.Hall < other.Hall ? (one.Hall, other.Hall) : (other.Hall, one.Hall), out var minutes) ? minutes : _plan.DefaultWalk;

    int HallNumber(Guid guid) => _hallNumbers.TryGetValue(guid, out var known) ? known : Number(new PlannedHall(guid, null, null, []));

    int PersonNumber(Guid guid) => _personNumbers.TryGetValue(guid, out var known) ? known : Number(new PlannedPerson(guid, [], null, null, []));

    int Number(PlannedHall hall)
    {
        _halls.Add(new(hall.Guid, hall.Capacity, hall.Booths, new(hall.Hours)));
        return NumberOf(_hallNumbers, _inHall, hall.Guid);
    }

    int Number(PlannedPerson person)
    {
        _people.Add(new(person.Guid, new(person.Available), person.Arrives is { } a ? Slot.Minute(a) : null, person.Departs is { } d ? Slot.Minute(d) : null, person.Interprets));
        return NumberOf(_personNumbers, _withPerson, person.Guid);
    }

    static int NumberOf(Dictionary<Guid, int> numbers, List<List<Slot>> lists, Guid guid)
    {
        if (numbers.TryGetValue(guid, out var known)) return known;
        numbers[guid] = lists.Count;
        lists.Add([]);
        return lists.Count - 1;
    }
}
