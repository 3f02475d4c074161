using Majlis.Meetings.Planning;
using Majlis.Meetings.Planning.Brokerage;
using Majlis.Planning.Brokerage;

namespace Majlis.Planning.Tests.Brokerage;

public class BrokeragePlannerTests
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("tic-12.original", 2, 0)]
    [InlineData("tic-13crafc.original", 2, 4)]
    [InlineData("tic-13crafc.original", 0, null)]
    [InlineData("forumt-14.original", 2, 5)]
    [InlineData("forumt-14.original", 0, null)]
    [InlineData("forumt-14crafe.original", 3, 5)]
    [InlineData("forumt-14.forb0007", 2, null)]
    [InlineData("tic-12.fixed020-Forb", 2, 1)]
    [InlineData("tic-13.fixed040-Forb", 2, 13)]
    [InlineData("forum-13.prec15", 2, 0)]
    [InlineData("forum-13.prec25", 2, null)]
    public void Proves_what_is_known_of_the_published_instances(string name, int fairness, int? known)
    {
        var brokerage = Instances.Read(name);
        var answer = new BrokeragePlanner().Plan(brokerage, fairness, Long, stop: TestContext.Current.CancellationToken);
        Assert.True(answer.IsProven);
        Assert.Equal(known, answer.Bound);
        if (known is null) Assert.Null(answer.Timetable);
        else
        {
            Assert.Empty(BrokerageRules.Check(brokerage, fairness, answer.Timetable!));
            Assert.Equal(known, BrokerageRules.Breaks(brokerage, answer.Timetable!));
        }
    }

    [Fact]
    public void Agrees_with_trying_everything() => Small.Sample((brokerage, fairness) =>
    {
        var answer = new BrokeragePlanner().Plan(brokerage, fairness, Long);
        Assert.True(answer.IsProven);
        Assert.Equal(Everything(brokerage, fairness), answer.Timetable is null ? null : BrokerageRules.Breaks(brokerage, answer.Timetable));
        if (answer.Timetable is not null) Assert.Empty(BrokerageRules.Check(brokerage, fairness, answer.Timetable));
    }, iter: 60, threads: 1);

    [Fact]
    public void The_same_seed_gives_the_same_timetable()
    {
        var brokerage = Instances.Read("forumt-14.original");
        Assert.Equal(new BrokeragePlanner().Plan(brokerage, 2, Long, 7, stop: TestContext.Current.CancellationToken).Timetable, new BrokeragePlanner().Plan(brokerage, 2, Long, 7, stop: TestContext.Current.CancellationToken).Timetable);
    }

    [Fact]
    public void One_participant_in_more_meetings_than_slots_is_proven_impossible()
    {
        var answer = new BrokeragePlanner().Plan(new()
        {
            Participants = 501, Tables = 500, Slots = 40, MorningSlots = 20, Meetings = [.. Enumerable.Range(1, 500).Select(p => new BrokerageMeeting(0, p))], Away = new SlotSet[501],
        }, 2, Long, stop: TestContext.Current.CancellationToken);
        Assert.Equal((null, null, true), (answer.Timetable, answer.Bound, answer.IsProven));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(2, 1, 0)]
    public void Nothing_to_plan_and_nowhere_to_meet_are_answers(int participants, int meetings, int tables)
    {
        var answer = new BrokeragePlanner().Plan(new()
        {
            Participants = participants, Tables = tables, Slots = 3, MorningSlots = 3, Meetings = [.. Enumerable.Repeat(new BrokerageMeeting(0, 1), meetings)], Away = new SlotSet[participants],
        }, 2, Long, stop: TestContext.Current.CancellationToken);
        Assert.True(answer.IsProven);
        Assert.Equal(meetings == 0 ? 0 : null, answer.Bound);
    }

    [Fact]
    public void What_is_stopped_before_it_began_proves_nothing()
    {
        var answer = new BrokeragePlanner().Plan(Instances.Read("forum-14.original"), 2, Long, stop: new CancellationToken(canceled: true));
        Assert.False(answer.IsProven);
        Assert.NotNull(answer.Bound);
    }

    [Fact]
    public void Progress_only_gets_better()
    {
        List<PlanProgress> told = [];
        new BrokeragePlanner().Plan(Instances.Read("tic-13.fixed040-Forb"), 2, Long, progress: new Listener(told.Add), stop: TestContext.Current.CancellationToken);
        Assert.Equal((13L, 13L), (told[^1].Objective, told[^1].Bound));
        Assert.Equal(told.Select(p => p.Bound).Order(), told.Select(p => p.Bound));
        Assert.Equal(told.Where(p => p.Objective is not null).Select(p => p.Objective).OrderDescending(), told.Where(p => p.Objective is not null).Select(p => p.Objective));
    }

    static readonly Gen<(BrokerageEvent, int)> Small =
        from participants in Gen.Int[2, 5]
        from slots in Gen.Int[2, 5]
        from morning in Gen.Int[0, slots]
        from tables in Gen.Int[1, 3]
        from meetings in Gen.Select(Gen.Int[0, participants - 1], Gen.Int[1, participants - 1], Gen.Enum<DayPart>(), Gen.Int[-4, slots - 1],
            (a, step, part, at) => new BrokerageMeeting(a, (a + step) % participants, Mostly(part, at), at < 0 ? null : at)).List[1, 6]
        from away in Gen.ULong[0, 31].Select(b => new SlotSet(b & (b >> 1) & 31)).Array[participants]
        from fairness in Gen.Int[0, 2]
        from order in Gen.Int[0, meetings.Count - 1]
        select (new BrokerageEvent
        {
            Participants = participants, Slots = slots, MorningSlots = morning, Tables = tables, Meetings = meetings, Away = away,
            Orders = order > 0 && order % 2 == 0 ? [(0, order)] : [],
        }, fairness);

    /// <summary>Most meetings may be at any time: else hardly anything fits.</summary>
    static DayPart Mostly(DayPart part, int at) => at % 2 == 0 ? part : DayPart.Any;

    static int? Everything(BrokerageEvent brokerage, int fairness)
    {
        int? best = null;
        var timetable = new int[brokerage.Meetings.Count];
        void Place(int m)
        {
            if (m == timetable.Length)
            {
                if (BrokerageRules.Check(brokerage, fairness, timetable).Count == 0 && !(best <= BrokerageRules.Breaks(brokerage, timetable))) best = BrokerageRules.Breaks(brokerage, timetable);
                return;
            }
            for (timetable[m] = 0; timetable[m] < brokerage.Slots; timetable[m]++) Place(m + 1);
        }
        Place(0);
        return best;
    }

    sealed class Listener(Action<PlanProgress> told) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value) => told(value);
    }
}
