using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Majlis.Meetings.Planning;
using Majlis.Meetings.Planning.Brokerage;
using Majlis.Planning;
using Majlis.Planning.Brokerage;
using Majlis.Platform;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis plan FILE</c>: plans the meetings of a file, without any installation. Progress is told on standard error, the outcome in one line on standard output.</summary>
static class PlanVerb
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "A planning problem: .json of Majlis, or a published .dzn instance." };
        var time = new Option<double>("--time") { Description = "Seconds to plan at most.", DefaultValueFactory = _ => 60 };
        var seed = new Option<int>("--seed") { Description = "The same seed and time give the same plan.", DefaultValueFactory = _ => 1 };
        var fairness = new Option<int>("--fairness") { Description = "Of a .dzn instance: by how much the breaks of two participants may differ.", DefaultValueFactory = _ => 2 };
        var to = new Option<FileInfo?>("--out") { Description = "Where the plan is written." };
        var verb = new Command("plan", "Plan meetings.") { file, time, seed, fairness, to };
        time.Validators.Add(r => { if (!(r.GetValueOrDefault<double>() is > 0 and <= 86_400)) r.AddError("--time: more than 0, at most 86400."); });
        seed.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("--seed: 0 or more."); });
        fairness.Validators.Add(r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("--fairness: 0 or more."); });
        verb.SetAction((call, stop) => Task.Run(() =>
        {
            var path = call.GetValue(file)!;
            if (!File.Exists(path)) throw new Refusal("cli.no_file", ("file", path));
            var work = new Planning(path, TimeSpan.FromSeconds(call.GetValue(time)), call.GetValue(seed), call.GetValue(to), stop);
            return Path.GetExtension(path).Equals(".dzn", StringComparison.OrdinalIgnoreCase) ? work.Brokerage(call.GetValue(fairness)) : work.Problem();
        }, CancellationToken.None));
        return verb;
    }

    sealed class Planning(string path, TimeSpan limit, int seed, FileInfo? to, CancellationToken stop) : IProgress<PlanProgress>
    {
        public int Problem()
        {
            Problem problem;
            using (var file = File.OpenRead(path)) problem = ProblemFile.Read(file);
            var answer = new MeetingPlanner().Plan(problem, new(limit, seed), this, stop);
            if (PlanRules.Check(problem, answer.Plan) is [var broken, ..]) return NotVerified(broken.ToString());
            var objective = PlanScore.Of(problem, answer.Plan).Total;
            if (objective > answer.Bound) return NotVerified($"meetings.bound_wrong ({answer.Bound}, {objective})");
            Write(file => ProblemFile.Write(answer, file));
            return Verified(objective, answer.Bound, answer.Times);
        }

        public int Brokerage(int fairness)
        {
            BrokerageEvent brokerage;
            using (var file = File.OpenText(path)) brokerage = DznReader.Read(file);
            var answer = new BrokeragePlanner().Plan(brokerage, fairness, limit, seed, this, stop);
            if (answer.Timetable is not { } timetable) return answer.IsProven ? Verified(null, null, answer.Times) : NotVerified("meetings.no_plan_found");
            if (BrokerageRules.Check(brokerage, fairness, timetable) is [var broken, ..]) return NotVerified(broken.ToString());
            var breaks = BrokerageRules.Breaks(brokerage, timetable);
            if (answer.Bound > breaks) return NotVerified($"meetings.bound_wrong ({answer.Bound}, {breaks})");
            Write(file => JsonSerializer.Serialize(file, new { slots = timetable.Select(s => s + 1), breaks, bound = answer.Bound }));
            return Verified(breaks, answer.Bound, answer.Times);
        }

        public void Report(PlanProgress value) =>
            Console.Error.WriteLine($"{Seconds(value.After)} s: objective {Number(value.Objective)}, bound {Number(value.Bound)}");

        static int Verified(long? objective, long? bound, PlanTimes times)
        {
            Console.WriteLine($"objective {Number(objective)} bound {Number(bound)} first {Seconds(times.First)} best {Seconds(times.Best)} proof {Seconds(times.Proof)} verified");
            return 0;
        }

        static int NotVerified(string why)
        {
            Console.WriteLine($"not verified: {why}");
            return 1;
        }

        /// <summary>Whoever watches the file never sees half of it.</summary>
        void Write(Action<Stream> plan)
        {
            if (to is null) return;
            var unfinished = to.FullName + ".part";
            using (var file = File.Create(unfinished)) plan(file);
            File.Move(unfinished, to.FullName, overwrite: true);
        }

        static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";

        static string Seconds(TimeSpan? time) => time?.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) ?? "none";
    }
}
