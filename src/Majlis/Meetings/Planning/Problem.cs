using NodaTime;

namespace Majlis.Meetings.Planning;

/// <summary>
/// Who asks to meet whom, and what there is to meet with: times, rooms, interpreters. Plain records that refer to one another by id; ids are unique among their kind.
/// <see cref="ProblemFaults"/> tells what in it cannot be; planners take a problem without faults.
/// </summary>
public sealed record Problem
{
    /// <summary>In order of time; no two overlap. What stands next to each other on one day is adjacent: nobody waits between the two.</summary>
    public required IReadOnlyList<Slot> Slots { get; init; }

    public required IReadOnlyList<Party> Parties { get; init; }

    public required IReadOnlyList<Principal> People { get; init; }

    public required IReadOnlyList<Room> Rooms { get; init; }

    public required IReadOnlyList<Request> Requests { get; init; }

    public IReadOnlyList<Interpreter> Interpreters { get; init; } = [];

    public IReadOnlyList<MeetingOrder> Orders { get; init; } = [];

    /// <summary>Minutes on foot between buildings, in both directions; <see cref="DefaultWalk"/> between those that are not named here, 0 within one.</summary>
    public IReadOnlyList<BuildingWalk> Walks { get; init; } = [];

    public int DefaultWalk { get; init; }

    /// <summary>Minutes that a table stays empty after a meeting.</summary>
    public int Turnaround { get; init; }

    /// <summary>The plan to stay close to; empty when there is none.</summary>
    public IReadOnlyList<Placement> Previous { get; init; } = [];

    /// <summary>Every meeting of the previous plan that still holds stays as it is: what was lost is mended around it.</summary>
    public bool PreviousStays { get; init; }

    public Weights Weights { get; init; } = new();
}

/// <param name="Start">In the edition's zone.</param>
/// <param name="Minutes">Of a meeting; 1 or more.</param>
/// <param name="Half">Which half of its day: limits of a half-day count by day and half.</param>
public sealed record Slot(string Id, LocalDateTime Start, int Minutes, DayHalf Half)
{
    public LocalDate Day => Start.Date;

    public LocalDateTime End => Start.PlusMinutes(Minutes);
}

public enum DayHalf { Morning, Afternoon }

/// <summary>A state, an organisation or a company, for which people meet.</summary>
public sealed record Party(string Id, string Name);

/// <summary>A person who meets for a party.</summary>
/// <param name="Party">The id of the party.</param>
/// <param name="Level">1 is the highest, such as a head of state; 9 the lowest.</param>
public sealed record Principal(string Id, string Party, int Level = 5)
{
    /// <summary>Ids of slots in which they cannot meet: not there yet, in a session, at a ceremony.</summary>
    public IReadOnlyList<string> Away { get; init; } = [];

    /// <summary>Meetings on one day at most; null for no limit.</summary>
    public int? MostADay { get; init; }

    public int? MostAHalfDay { get; init; }
}

/// <param name="Class">What kind of room it is, such as <c>bilateral</c> or <c>table</c>.</param>
/// <param name="Seats">At each table.</param>
/// <param name="Tables">Meetings in it at the same time at most; 0 for none.</param>
public sealed record Room(string Id, string Class, string Building, int Seats, int Tables = 1)
{
    /// <summary>Ids of slots in which it cannot be used.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>By the id of a slot, how many of its tables others have then; 0 where nothing is said.</summary>
    public IReadOnlyDictionary<string, int> Taken { get; init; } = new Dictionary<string, int>();

    /// <summary>Tables that are left in the slot.</summary>
    public int TablesIn(string slot) => Closed.Contains(slot) ? 0 : Math.Max(0, Tables - Taken.GetValueOrDefault(slot));
}

/// <summary>Two languages between which somebody interprets, in both directions; the order of the two does not matter.</summary>
public readonly record struct LanguagePair
{
    public LanguagePair(string a, string b) => (A, B) = string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);

    public string A { get; }

    public string B { get; }

    public override string ToString() => $"{A}–{B}";
}

/// <summary>One interpreter, or one team that works together.</summary>
public sealed record Interpreter(string Id, IReadOnlyList<LanguagePair> Pairs)
{
    public IReadOnlyList<string> Away { get; init; } = [];

    public int? MostADay { get; init; }
}

/// <summary>What a meeting is worth to one side. A side's veto is never overruled.</summary>
public enum Wish { Veto, Willing, Wish, Must }

/// <param name="Party">The id of the party.</param>
/// <param name="People">Ids of those who must be there; one at least.</param>
public sealed record Side(string Party, IReadOnlyList<string> People, Wish Wish = Wish.Wish);

/// <summary>One party asks to meet another.</summary>
public sealed record Request(string Id, Side From, Side To)
{
    /// <summary>The class of room it needs; null when any will do.</summary>
    public string? RoomClass { get; init; }

    /// <summary>Chairs it needs; null for one each for the people named.</summary>
    public int? Seats { get; init; }

    /// <summary>The languages between which an interpreter must be there; null when none is needed.</summary>
    public LanguagePair? Languages { get; init; }

    /// <summary>Ids of the slots in which it may be; empty when any will do.</summary>
    public IReadOnlyList<string> Slots { get; init; } = [];

    /// <summary>Where it has been put and must stay; null while it is free.</summary>
    public Placement? Locked { get; init; }

    public IEnumerable<string> People => From.People.Concat(To.People);
}

/// <summary>If both are held, the first is in an earlier slot than the other.</summary>
public sealed record MeetingOrder(string First, string Then);

public sealed record BuildingWalk(string A, string B, int Minutes);

/// <summary>What counts how much, for one edition. Points; a plan is worth the more the more points it has.</summary>
public sealed record Weights
{
    /// <summary>For each side of a meeting that is held, by what it is worth to them.</summary>
    public int Must { get; init; } = 100;

    public int Wish { get; init; } = 40;

    public int Willing { get; init; } = 20;

    /// <summary>For each person with a meeting at all, so that nobody is left without.</summary>
    public int FirstMeeting { get; init; } = 30;

    /// <summary>For each side of a meeting that is held, times how many levels its highest principal stands above 6.</summary>
    public int Level { get; init; } = 2;

    /// <summary>Off for each gap: a run of slots between two meetings of a person on one day, in which they are there and do not meet.</summary>
    public int Gap { get; init; } = 2;

    /// <summary>Off again for each gap of a person beyond the first of the whole edition, so that gaps are spread fairly.</summary>
    public int UnfairGap { get; init; } = 1;

    /// <summary>Off for each time a person's next meeting of the day is in another room.</summary>
    public int RoomChange { get; init; } = 1;

    /// <summary>Off for each meeting of the previous plan that is held in another slot, …</summary>
    public int Moved { get; init; } = 20;

    /// <summary>… in the same slot and another room, …</summary>
    public int Rehoused { get; init; } = 8;

    /// <summary>… or not at all.</summary>
    public int Dropped { get; init; } = 60;

    public int Of(Wish wish) => wish switch { Planning.Wish.Must => Must, Planning.Wish.Wish => Wish, Planning.Wish.Willing => Willing, _ => 0 };
}
