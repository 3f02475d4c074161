using Majlis.Meetings.Planning;
using Majlis.Platform;
using static Majlis.Planning.Tests.Forum;

namespace Majlis.Planning.Tests;

public class MeetingPlannerTests
{
    static readonly PlanningLimit Long = new(TimeSpan.FromSeconds(30));

    /// <summary>What must hold of every answer, whoever gave it.</summary>
    static PlanAnswer Checked(Problem problem, PlanAnswer answer)
    {
        Assert.Empty(PlanRules.Check(problem, answer.Plan));
        Assert.Equal(PlanScore.Of(problem, answer.Plan), answer.Objective);
        Assert.True(answer.Objective.Total <= answer.Bound, $"{answer.Objective.Total} is above the bound {answer.Bound}");
        Assert.Equal(problem.Requests.Select(r => r.Id).Except(answer.Plan.Meetings.Select(m => m.Request)), answer.Unmet.Select(u => u.Request));
        foreach (var unmet in answer.Unmet.Where(u => u.Cheapest is not null))
        {
            var changed = new Plan([.. answer.Plan.Meetings.Where(m => !unmet.Cheapest!.Drop.Contains(m.Request)), unmet.Cheapest!.Put]);
            Assert.Empty(PlanRules.Check(problem, changed));
            Assert.Equal(answer.Objective.Total + unmet.Cheapest!.Gain, PlanScore.Of(problem, changed).Total);
        }
        return answer;
    }

    [Fact]
    public void Small_problems_are_planned_as_well_as_trying_everything() => Tiny.Where(p => ProblemFaults.Of(p).Count == 0).Sample(problem =>
    {
        var answer = Checked(problem, new MeetingPlanner().Plan(problem, Long));
        var stays = Staying(problem);
        var best = Everything(problem, stays);
        Assert.Equal(best, answer.Objective.Total);
        Assert.Equal(best, answer.Bound);
    }, iter: 80, threads: 1);

    [Fact]
    public void The_greedy_planner_holds_the_rules_and_the_bound() => Tiny.Where(p => ProblemFaults.Of(p).Count == 0).Sample(problem =>
    {
        var answer = Checked(problem, new GreedyPlanner().Plan(problem, Long));
        if (!problem.PreviousStays) Assert.True(Everything(problem, []) <= answer.Bound);
    }, iter: 150, threads: 1);

    [Theory]
    [InlineData(60, 200)]
    [InlineData(640, 1500)]
    public void A_generated_forum_is_planned_close_to_the_bound(int people, int requests)
    {
        var problem = ForumGenerator.Make(people, requests);
        var answer = Checked(problem, new MeetingPlanner().Plan(problem, new(TimeSpan.FromSeconds(2)), stop: TestContext.Current.CancellationToken));
        Assert.True(answer.Objective.Total > 0.97 * answer.Bound, $"{answer.Objective.Total} of {answer.Bound}");
    }

    [Fact]
    public void The_same_seed_and_work_give_the_same_plan()
    {
        var problem = ForumGenerator.Make(200, 500);
        IReadOnlyList<Placement> Searched(int seed)
        {
            var board = new Board(problem);
            var (bound, above) = PriceBound.Of(board, TestContext.Current.CancellationToken);
            Greedy.Fill(board, above, TestContext.Current.CancellationToken);
            new PlanSearch(board, above, seed).Run(20_000, bound, TimeSpan.FromSeconds(1), () => { }, () => TimeSpan.Zero, TestContext.Current.CancellationToken);
            return board.ToPlan().Meetings;
        }
        Assert.Equal(Searched(3), Searched(3));
        Assert.NotEqual(Searched(3), Searched(4));
    }

    [Fact]
    public void The_same_seed_makes_the_same_forum()
    {
        var (one, two, other) = (new MemoryStream(), new MemoryStream(), new MemoryStream());
        ProblemFile.Write(ForumGenerator.Make(100, 300, 5), one);
        ProblemFile.Write(ForumGenerator.Make(100, 300, 5), two);
        ProblemFile.Write(ForumGenerator.Make(100, 300, 6), other);
        Assert.Equal(one.ToArray(), two.ToArray());
        Assert.NotEqual(one.ToArray(), other.ToArray());
    }

    [Fact]
    public void A_lost_room_moves_no_meeting_that_need_not_move()
    {
        var problem = ForumGenerator.Make(640, 1200);
        // With fewer requests there are tables to spare.
        problem = problem with { Requests = [.. problem.Requests.Take(700)] };
        var before = new GreedyPlanner().Plan(problem, Long, stop: TestContext.Current.CancellationToken).Plan;
        var lost = before.Meetings[0].Room;
        var replanned = problem with { Previous = before.Meetings, PreviousStays = true, Rooms = [.. problem.Rooms.Where(r => r.Id != lost)] };
        var answer = Checked(replanned, new MeetingPlanner().Plan(replanned, new(TimeSpan.FromSeconds(1)), stop: TestContext.Current.CancellationToken));
        Assert.Empty(before.Meetings.Where(m => m.Room != lost).Except(answer.Plan.Meetings));
        Assert.NotEmpty(before.Meetings.Where(m => m.Room == lost).Select(m => m.Request).Intersect(answer.Plan.Meetings.Select(m => m.Request)));
    }

    [Fact]
    public void One_participant_in_500_requests_gets_as_many_as_fit()
    {
        var everybody = Enumerable.Range(0, 501).ToList();
        var problem = Small() with
        {
            Parties = [.. everybody.Select(p => new Party($"P{p}", ""))], People = [.. everybody.Select(p => new Principal($"p{p}", $"P{p}"))],
            Requests = [.. everybody.Skip(1).Select(p => new Request($"q{p}", new("P0", ["p0"]), new($"P{p}", [$"p{p}"])))],
        };
        var answer = Checked(problem, new MeetingPlanner().Plan(problem, Long, stop: TestContext.Current.CancellationToken));
        Assert.Equal(6, answer.Plan.Meetings.Count);
        Assert.Equal(answer.Objective.Total, answer.Bound);
        Assert.Equal(["meetings.people_busy"], answer.Unmet.Select(u => u.Code).Distinct());
    }

    [Fact]
    public void Without_a_room_nothing_is_held_and_that_is_proven()
    {
        var problem = Small(Ask("ab", "a", "b")) with { Rooms = [] };
        var answer = Checked(problem, new MeetingPlanner().Plan(problem, Long, stop: TestContext.Current.CancellationToken));
        Assert.Equal((0L, 0L), (answer.Objective.Total, answer.Bound));
        Assert.Equal("meetings.no_room", Assert.Single(answer.Unmet).Code);
    }

    [Fact]
    public void Nothing_asked_is_nothing_planned()
    {
        var problem = Small() with { Slots = [], People = [], Parties = [] };
        Assert.Equal(0, Checked(problem, new MeetingPlanner().Plan(problem, Long, stop: TestContext.Current.CancellationToken)).Bound);
    }

    [Fact]
    public void A_planner_that_is_stopped_gives_what_it_has()
    {
        var problem = ForumGenerator.Make(640, 1500);
        using var stop = new CancellationTokenSource();
        var answer = Checked(problem, new MeetingPlanner().Plan(problem, Long, new Listener(_ => stop.Cancel()), stop.Token));
        Assert.True(answer.IsCutShort);
        Assert.NotEmpty(answer.Plan.Meetings);
        Assert.True(Checked(problem, new MeetingPlanner().Plan(problem, Long, stop: new(canceled: true))).IsCutShort);
    }

    [Fact]
    public void A_faulty_problem_is_refused_by_name()
    {
        var problem = Small(Ask("ab", "a", "b") with { Locked = new("ab", "s0", "hall") }, Ask("ac", "a", "c") with { Locked = new("ac", "s0", "hall") });
        Assert.Equal("meetings.problem_faulty why=meetings.person_twice (a, s0)", Assert.Throws<Refusal>(() => new MeetingPlanner().Plan(problem, Long, stop: TestContext.Current.CancellationToken)).Message);
        Assert.Equal("meetings.problem_faulty why=meetings.person_twice (a, s0)", Assert.Throws<Refusal>(() => new GreedyPlanner().Plan(problem, Long, stop: TestContext.Current.CancellationToken)).Message);
    }

    /// <summary>What stays of the previous plan, in the order of the requests, as far as it holds together.</summary>
    static List<Placement> Staying(Problem problem)
    {
        List<Placement> staying = [];
        if (!problem.PreviousStays) return staying;
        foreach (var before in problem.Requests.Select(r => problem.Previous.FirstOrDefault(p => p.Request == r.Id)).OfType<Placement>())
            if (PlanRules.Check(problem with { Requests = [.. problem.Requests.Select(r => r with { Locked = null })] }, new([.. staying, before])).Count == 0) staying.Add(before);
        return staying;
    }

    static long Everything(Problem problem, List<Placement> staying)
    {
        var best = long.MinValue;
        // Too far or out of order may mend itself with a meeting in between: only whole plans are judged.
        void Hold(int q, Plan plan)
        {
            if (q == problem.Requests.Count)
            {
                if (PlanRules.Check(problem, plan).Count == 0) best = Math.Max(best, PlanScore.Of(problem, plan).Total);
                return;
            }
            var request = problem.Requests[q];
            if (staying.FirstOrDefault(p => p.Request == request.Id) is { } fixedAt)
            {
                Hold(q + 1, new([.. plan.Meetings, fixedAt]));
                return;
            }
            Hold(q + 1, plan);
            foreach (var slot in problem.Slots)
                foreach (var room in problem.Rooms)
                    Hold(q + 1, new([.. plan.Meetings, new(request.Id, slot.Id, room.Id, request.Languages is null ? null : "i")]));
        }
        Hold(0, Plan.Empty);
        return best;
    }

    sealed class Listener(Action<PlanProgress> told) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value) => told(value);
    }
}
