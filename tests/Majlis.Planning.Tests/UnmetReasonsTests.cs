using Majlis.Meetings.Planning;
using static Majlis.Planning.Tests.Forum;

namespace Majlis.Planning.Tests;

public class UnmetReasonsTests
{
    static Unmet Only(Problem problem) => Assert.Single(new MeetingPlanner().Plan(problem, new(TimeSpan.FromSeconds(30)), stop: TestContext.Current.CancellationToken).Unmet);

    [Fact]
    public void A_veto_names_the_party() => Assert.Equal(("meetings.vetoed", "B"), Told(Small(Ask("ab", "a", "b", Wish.Must, Wish.Veto))));

    [Fact]
    public void No_common_slot_names_the_people() => Assert.Equal(("meetings.no_common_slot", "a, b"),
        Told(Small(Ask("ab", "a", "b")).Change("a", p => p with { Away = ["s0", "s1", "s2"] }).Change("b", p => p with { Away = ["s3", "s4", "s5"] })));

    [Fact]
    public void No_room_names_the_class() => Assert.Equal(("meetings.no_room", "throne"), Told(Small(Ask("ab", "a", "b") with { RoomClass = "throne" })));

    [Fact]
    public void No_interpreter_names_the_pair() => Assert.Equal(("meetings.no_interpreter", "fa–ru"), Told(Small(Ask("ab", "a", "b") with { Languages = new("ru", "fa") })));

    [Fact]
    public void Taken_interpreters_name_pair_and_slot_and_who_has_them()
    {
        var unmet = Only(Small(Ask("ab", "a", "b", Wish.Must) with { Languages = new("ru", "ar"), Slots = ["s1"] }, Ask("cd", "c", "d") with { Languages = new("ru", "ar"), Slots = ["s1"] }));
        Assert.Equal(("meetings.interpreters_taken", "ar–ru, s1", "ab"), (unmet.Code, string.Join(", ", unmet.Of), string.Join(", ", unmet.Outweighed)));
        Assert.Equal(new Placement("cd", "s1", "hall", "i"), unmet.Cheapest!.Put with { Room = "hall" });
        Assert.Equal(-60, unmet.Cheapest.Gain);
    }

    [Fact]
    public void Taken_rooms_name_class_and_slot_and_who_has_them()
    {
        var unmet = Only(Small(Ask("ab", "a", "b", Wish.Must) with { RoomClass = "bilateral", Slots = ["s1"] }, Ask("cd", "c", "d") with { RoomClass = "bilateral", Slots = ["s1"] }));
        Assert.Equal(("meetings.rooms_taken", "bilateral, s1", "ab"), (unmet.Code, string.Join(", ", unmet.Of), string.Join(", ", unmet.Outweighed)));
    }

    [Fact]
    public void Busy_people_are_outweighed_by_what_they_meet_for()
    {
        var unmet = Only(Small(Ask("ab", "a", "b", Wish.Must) with { Slots = ["s1"] }, Ask("cd", "c", "d", Wish.Must) with { Slots = ["s1"] }, Ask("ac", "a", "c") with { Slots = ["s1"] }));
        Assert.Equal(("meetings.people_busy", "a, c", "ab, cd"), (unmet.Code, string.Join(", ", unmet.Of), string.Join(", ", unmet.Outweighed)));
        Assert.Equal(["ab", "cd"], unmet.Cheapest!.Drop);
        Assert.Equal(-264, unmet.Cheapest.Gain);
    }

    [Fact]
    public void A_limit_names_who_has_reached_it() => Assert.Equal(("meetings.limit_reached", "a"),
        Told(Small(Ask("ab", "a", "b", Wish.Must), Ask("ac", "a", "c")).Change("a", p => p with { MostADay = 1 })));

    [Fact]
    public void A_locked_meeting_is_not_given_up()
    {
        var unmet = Only(Small(Ask("ab", "a", "b") with { Locked = new("ab", "s1", "hall") }, Ask("ac", "a", "c", Wish.Must, Wish.Must) with { Slots = ["s1"] }));
        Assert.Equal(("meetings.people_busy", null), (unmet.Code, unmet.Cheapest));
    }

    [Fact]
    public void What_costs_more_than_it_gives_is_said_to()
    {
        var unmet = Only(Small(Ask("ab", "a", "b", Wish.Must) with { Slots = ["s0"] }, Ask("ac", "a", "c", Wish.Willing, Wish.Willing) with { Slots = ["s5"] }) with { Weights = new() { Gap = 200 } });
        Assert.Equal(("meetings.not_worth", -126L), (unmet.Code, unmet.Cheapest!.Gain));
    }

    static (string, string) Told(Problem problem) => Only(problem) is var unmet ? (unmet.Code, string.Join(", ", unmet.Of)) : default;
}
