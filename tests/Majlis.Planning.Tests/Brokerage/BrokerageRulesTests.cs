using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Planning.Tests.Brokerage;

public class BrokerageRulesTests
{
    /// <summary>Three participants who all meet one another, one table, five slots of which three are in the morning.</summary>
    static readonly BrokerageEvent Three = new()
    {
        Participants = 3, Tables = 1, Slots = 5, MorningSlots = 3, Meetings = [new(0, 1), new(1, 2), new(0, 2)], Away = [default, default, default],
    };

    [Fact]
    public void A_timetable_that_holds_has_no_violation() => Assert.Empty(BrokerageRules.Check(Three, 1, [0, 1, 2]));

    [Fact]
    public void Breaks_are_runs_of_idle_slots_between_two_meetings()
    {
        Assert.Equal(1, BrokerageRules.Breaks(Three, [0, 1, 2]));
        Assert.Equal(3, BrokerageRules.Breaks(Three, [0, 2, 4]));
    }

    [Theory]
    [InlineData("meetings.person_twice", new[] { 0, 0, 1 })]
    [InlineData("meetings.room_full", new[] { 0, 0, 1 })]
    [InlineData("meetings.slot_unknown", new[] { 0, 1, 5 })]
    [InlineData("meetings.slot_unknown", new[] { 0, 1, -1 })]
    [InlineData("meetings.not_all_held", new[] { 0, 1 })]
    public void Names_what_is_broken(string code, int[] timetable) => Assert.Contains(code, BrokerageRules.Check(Three, 5, timetable).Select(v => v.Code));

    [Fact]
    public void Names_who_is_away() => Assert.Equal(["meetings.slot_not_allowed (meeting 1, slot 1)", "meetings.slot_not_allowed (meeting 3, slot 3)"],
        BrokerageRules.Check(Three with { Away = [SlotSet.First(3), default, default] }, 5, [0, 1, 2]).Select(v => v.ToString()));

    [Fact]
    public void Names_a_meeting_in_the_wrong_half_or_not_where_it_is_fixed() => Assert.Equal(["meetings.slot_not_allowed (meeting 1, slot 1)", "meetings.slot_not_allowed (meeting 2, slot 2)"],
        BrokerageRules.Check(Three with { Meetings = [new(0, 1, DayPart.Afternoon), new(1, 2, At: 3), new(0, 2)] }, 5, [0, 1, 2]).Select(v => v.ToString()));

    [Fact]
    public void Names_a_broken_order() => Assert.Equal(["meetings.order (meeting 3, meeting 1)"], BrokerageRules.Check(Three with { Orders = [(2, 0)] }, 5, [0, 1, 2]).Select(v => v.ToString()));

    [Fact]
    public void Names_unfair_breaks() => Assert.Equal(["meetings.unfair_breaks (0, 1)"], BrokerageRules.Check(Three, 0, [0, 1, 2]).Select(v => v.ToString()));
}
