using Majlis.Meetings.Planning;
using static Majlis.Planning.Tests.Forum;

namespace Majlis.Planning.Tests;

public class PlanScoreTests
{
    static readonly Problem Four = Small(Ask("ab", "a", "b", Wish.Must), Ask("ac", "a", "c", Wish.Willing), Ask("ad", "a", "d"), Ask("ae", "a", "e"));

    [Fact]
    public void Nothing_held_is_worth_nothing() => Assert.Equal(0, PlanScore.Of(Four, Plan.Empty).Total);

    [Fact]
    public void Each_part_is_counted()
    {
        var score = PlanScore.Of(Four.Change("a", p => p with { Level = 2 }), Planned("ab s0 hall", "ac s2 hall", "ad s3 salon", "ae s5 hall"));
        Assert.Equal(new Objective(Value: 140 + 60 + 80 + 80, FirstMeetings: 5 * 30, Levels: 4 * (4 + 1) * 2, Gaps: -2 * 2, UnfairGaps: -1, RoomChanges: -2, Closeness: 0), score);
    }

    [Fact]
    public void Nobody_waits_while_they_are_away() => Assert.Equal(0, PlanScore.Of(Four.Change("a", p => p with { Away = ["s1"] }), Planned("ab s0 hall", "ac s2 hall")).Gaps);

    [Fact]
    public void The_previous_plan_is_told_apart() => Assert.Equal(-(20 + 8 + 60),
        PlanScore.Of(Four with { Previous = Planned("ab s0 hall", "ac s1 hall", "ad s2 hall", "ae s3 hall").Meetings }, Planned("ab s0 hall", "ac s4 hall", "ad s2 salon")).Closeness);
}
