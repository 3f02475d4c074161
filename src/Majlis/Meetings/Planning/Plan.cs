namespace Majlis.Meetings.Planning;

/// <summary>Which requests are held, when and where. What is not in it is not held.</summary>
public sealed record Plan(IReadOnlyList<Placement> Meetings)
{
    public static readonly Plan Empty = new([]);
}

/// <summary>All by id.</summary>
/// <param name="Interpreter">Null where the request needs none.</param>
public sealed record Placement(string Request, string Slot, string Room, string? Interpreter = null);

/// <summary>What a plan is worth, in its parts; see <see cref="Weights"/> for what each counts. Costs are negative.</summary>
public sealed record Objective(long Value, long FirstMeetings, long Levels, long Gaps, long UnfairGaps, long RoomChanges, long Closeness)
{
    public long Total => Value + FirstMeetings + Levels + Gaps + UnfairGaps + RoomChanges + Closeness;
}

/// <summary>Why a request is not in the plan, and what would put it there.</summary>
/// <param name="Code">
/// <c>meetings.vetoed</c> (the parties that said never), <c>meetings.no_common_slot</c> (the people, who are never there at the same time), <c>meetings.no_room</c> (class),
/// <c>meetings.no_interpreter</c> (pair: nobody interprets it while they are there), <c>meetings.order_unmet</c> (the requests before or after it),
/// <c>meetings.people_busy</c> (people: met out in every common slot), <c>meetings.interpreters_taken</c> (pair, slot), <c>meetings.rooms_taken</c> (class, slot), <c>meetings.limit_reached</c> (people), <c>meetings.too_far</c> (people),
/// <c>meetings.not_worth</c> (it would fit, but costs more than it gives), <c>meetings.not_tried</c> (it would fit: the planner was stopped first).
/// </param>
/// <param name="Of">The ids that the code speaks of.</param>
/// <param name="Outweighed">The meetings that stand in its way where they weigh least.</param>
/// <param name="Cheapest">Null when nothing but other people, rooms or times would make it fit.</param>
public sealed record Unmet(string Request, string Code, IReadOnlyList<string> Of, IReadOnlyList<string> Outweighed, Change? Cheapest);

/// <summary>A change of the plan that makes room for a request.</summary>
/// <param name="Put">Where the request then is.</param>
/// <param name="Drop">The requests that would have to go.</param>
/// <param name="Gain">By how much the plan would be worth more; negative when it would be worth less.</param>
public sealed record Change(Placement Put, IReadOnlyList<string> Drop, long Gain);
