using Majlis.Meetings.Planning;
using static Majlis.Planning.Tests.Forum;

namespace Majlis.Planning.Tests;

public class PlanRulesTests
{
    static readonly Problem Three = Small(Ask("ab", "a", "b"), Ask("cd", "c", "d"), Ask("ac", "a", "c"));

    static string[] Broken(Problem problem, params string[] told) => [.. PlanRules.Check(problem, Planned(told)).Select(v => v.ToString())];

    [Fact]
    public void A_plan_that_holds_breaks_nothing() => Assert.Equal([], Broken(Three, "ab s0 hall", "cd s0 hall", "ac s1 salon"));

    [Fact]
    public void Nobody_is_in_two_meetings_at_once() => Assert.Equal(["meetings.person_twice (a, s0)"], Broken(Three, "ab s0 hall", "ac s0 hall"));

    [Fact]
    public void A_request_is_held_once() => Assert.Contains("meetings.request_twice (ab)", Broken(Three, "ab s0 hall", "ab s2 hall"));

    [Theory]
    [InlineData("xx s0 hall", "meetings.request_unknown (xx)")]
    [InlineData("ab xx hall", "meetings.slot_unknown (xx)")]
    [InlineData("ab s0 xx", "meetings.room_unknown (xx)")]
    [InlineData("ab s0 hall xx", "meetings.interpreter_unknown (xx)")]
    [InlineData("ab s0 hall i", "meetings.interpreter_idle (ab, i)")]
    public void Names_must_be_known_and_wanted(string told, string said) => Assert.Equal([said], Broken(Three, told));

    [Fact]
    public void A_veto_is_never_overruled() => Assert.Equal(["meetings.vetoed (ab)"], Broken(Small(Ask("ab", "a", "b", Wish.Must, Wish.Veto)), "ab s0 hall"));

    [Fact]
    public void A_meeting_stays_in_the_slots_that_it_may_be_in() =>
        Assert.Equal(["meetings.slot_not_allowed (ab, s0)"], Broken(Small(Ask("ab", "a", "b") with { Slots = ["s1"] }), "ab s0 hall"));

    [Fact]
    public void Who_is_away_does_not_meet() => Assert.Equal(["meetings.person_away (b, s0)"], Broken(Three.Change("b", p => p with { Away = ["s0"] }), "ab s0 hall"));

    [Fact]
    public void Limits_of_a_day_and_a_half_day_hold()
    {
        Assert.Equal(["meetings.most_a_day (a)"], Broken(Three.Change("a", p => p with { MostADay = 1 }), "ab s0 hall", "ac s4 hall"));
        Assert.Equal(["meetings.most_a_half_day (a)"], Broken(Three.Change("a", p => p with { MostAHalfDay = 1 }), "ab s0 hall", "ac s1 hall"));
        Assert.Equal([], Broken(Three.Change("a", p => p with { MostAHalfDay = 1 }), "ab s0 hall", "ac s4 hall"));
    }

    [Fact]
    public void A_room_is_of_the_class_and_size_that_is_needed() => Assert.Equal(["meetings.room_class (ab, hall)", "meetings.room_small (ab, hall)"],
        Broken(Small(Ask("ab", "a", "b") with { RoomClass = "bilateral", Seats = 5 }), "ab s0 hall"));

    [Fact]
    public void A_closed_room_is_not_used() => Assert.Equal(["meetings.room_closed (hall, s0)"], Broken(Three with { Rooms = [new("hall", "table", "north", 4, 2) { Closed = ["s0"] }] }, "ab s0 hall"));

    [Fact]
    public void A_room_takes_no_more_meetings_than_it_has_tables() => Assert.Equal(["meetings.room_full (salon, s0)"], Broken(Three, "ab s0 salon", "cd s0 salon"));

    [Fact]
    public void A_table_rests_for_the_turnaround()
    {
        Assert.Equal(["meetings.room_full (salon, s1)"], Broken(Three with { Turnaround = 10 }, "ab s0 salon", "cd s1 salon"));
        Assert.Equal([], Broken(Three with { Turnaround = 5 }, "ab s0 salon", "cd s1 salon"));
    }

    [Fact]
    public void People_have_time_to_walk()
    {
        Assert.Equal(["meetings.too_far (a, ab, ac)"], Broken(Three with { DefaultWalk = 6 }, "ab s0 hall", "ac s1 salon"));
        Assert.Equal([], Broken(Three with { DefaultWalk = 6, Walks = [new("south", "north", 5)] }, "ab s0 hall", "ac s1 salon"));
        Assert.Equal([], Broken(Three with { DefaultWalk = 35 }, "ab s0 hall", "ac s2 salon"));
    }

    [Fact]
    public void An_interpreter_of_the_pair_is_there_and_in_one_place()
    {
        var problem = Small(Ask("ab", "a", "b") with { Languages = new("ar", "ru") }, Ask("cd", "c", "d") with { Languages = new("ru", "ar") }, Ask("ef", "e", "f") with { Languages = new("fa", "ru") });
        Assert.Equal([], Broken(problem, "ab s0 hall i", "cd s1 hall i"));
        Assert.Equal(["meetings.interpreter_missing (ab, ar–ru)"], Broken(problem, "ab s0 hall"));
        Assert.Equal(["meetings.interpreter_missing (ef, fa–ru)"], Broken(problem, "ef s0 hall i"));
        Assert.Equal(["meetings.interpreter_twice (i, s0)"], Broken(problem, "ab s0 hall i", "cd s0 hall i"));
        Assert.Equal(["meetings.interpreter_away (i, s0)", "meetings.most_a_day (i)"],
            Broken(problem with { Interpreters = [new("i", [new("ru", "ar")]) { Away = ["s0"], MostADay = 1 }] }, "ab s0 hall i", "cd s1 hall i"));
    }

    [Fact]
    public void Orders_hold_where_both_are_held()
    {
        var problem = Three with { Orders = [new("ac", "ab")] };
        Assert.Equal(["meetings.order (ac, ab)"], Broken(problem, "ab s0 hall", "ac s1 hall"));
        Assert.Equal([], Broken(problem, "ab s1 hall", "ac s0 hall"));
        Assert.Equal([], Broken(problem, "ab s0 hall"));
    }

    [Fact]
    public void What_is_locked_stays()
    {
        var problem = Small(Ask("ab", "a", "b") with { Locked = new("ab", "s2", "hall") });
        Assert.Equal([], Broken(problem, "ab s2 hall"));
        Assert.Equal(["meetings.lock_moved (ab)"], Broken(problem, "ab s1 hall"));
        Assert.Equal(["meetings.lock_moved (ab)"], Broken(problem));
    }
}
