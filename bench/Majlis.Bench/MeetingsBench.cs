using System.Diagnostics;
using System.Globalization;
using Majlis.Meetings.Planning;
using Majlis.Meetings.Planning.Brokerage;
using Majlis.Planning;

namespace Majlis.Bench;

/// <summary>
/// <c>bench meetings --instances DIR [--baseline sample|all|none] [--sizes all|small|none] [--only PART]</c>: every published instance planned to a proof by the published program, each in a process of its own; the plain model and,
/// where it is installed, MiniZinc with Gecode beside it; then generated forums. What each process printed is kept under artifacts/bench-meetings.
/// </summary>
sealed class MeetingsBench
{
    const int Limit = 60;
    static readonly string[] Sample = ["forum-13.original", "forum-13crafb.original", "forum-14.original", "forumt-14.original", "tic-13crafc.original", "ticf-13crafb.original"];
    static readonly (int People, int Requests)[] Sizes = [(640, 640), (640, 2_000), (5_000, 20_000), (20_000, 20_000), (20_000, 40_000), (20_000, 60_000)];

    readonly string? _instances;
    readonly string _baseline, _sizes, _only, _logs = Path.Combine("artifacts", "bench-meetings");
    readonly string _program = Path.Combine("artifacts", "majlis", OperatingSystem.IsWindows() ? "majlis.exe" : "majlis");

    public MeetingsBench(string[] options)
    {
        string? Option(string name) => Array.IndexOf(options, name) is >= 0 and var i && i + 1 < options.Length ? options[i + 1] : null;
        (_instances, _baseline, _sizes, _only) = (Option("--instances"), Option("--baseline") ?? "sample", Option("--sizes") ?? "all", Option("--only") ?? "");
        Directory.CreateDirectory(_logs);
    }

    sealed record Row(string File, int Fairness, string Known, double Paper, string Found, bool IsProven, double Seconds, double Process, double Cpu, string Plain, string Gecode);

    public async Task<int> Run()
    {
        List<Figure> figures = [];
        if (_instances is not null) figures.AddRange(await Instances());
        if (_sizes != "none") figures.AddRange(await Forums());
        foreach (var figure in figures) Console.WriteLine(figure.Json());
        return figures.Any(f => f.Case.StartsWith("wrong", StringComparison.Ordinal) && f.Value > 0) ? 1 : 0;
    }

    async Task<List<Figure>> Instances()
    {
        List<Row> rows = [];
        foreach (var line in File.ReadLines(Path.Combine(_instances!, "best_known.csv")).Skip(1).Where(l => l.Contains(_only, StringComparison.Ordinal)))
        {
            var cells = line.Split(',');
            rows.Add(await Instance(cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3], double.Parse(cells[4], CultureInfo.InvariantCulture)));
            Console.Error.WriteLine(Told(rows[^1]));
        }
        var wrong = rows.Count(r => !r.IsProven || r.Found != r.Known);
        Console.WriteLine("| instance | d | breaks | Majlis | CPU | paper | plain CP-SAT | Gecode |\n|---|--:|--:|--:|--:|--:|---|---|");
        foreach (var row in rows) Console.WriteLine(Told(row));
        Console.WriteLine(Invariant($"| sum of {rows.Count} | | | {rows.Sum(r => r.Seconds):0.0} s | {rows.Sum(r => r.Cpu):0.0} s | {rows.Sum(r => r.Paper):0.0} s | | |\n"));
        return
        [
            new("meetings", "sum of the times to a proof", rows.Sum(r => r.Seconds), "s", "MaxSAT of the paper", rows.Sum(r => r.Paper)), new("meetings", "longest time to a proof", rows.Max(r => r.Seconds), "s"),
            new("meetings", "sum of the times of the processes", rows.Sum(r => r.Process), "s"), new("meetings", "wrong or unproven", wrong, ""),
        ];
    }

    static string Told(Row r) =>
        Invariant($"| {r.File.Replace(".dzn", "", StringComparison.Ordinal)} | {r.Fairness} | {r.Found}{(r.Found == r.Known ? "" : $" (known: {r.Known})")}{(r.IsProven ? "" : ", not proven")} | {r.Seconds:0.00} s | {r.Cpu:0.0} s | {r.Paper:0.0} s | {r.Plain} | {r.Gecode} |");

    async Task<Row> Instance(string file, int fairness, string known, double paper)
    {
        var path = Path.Combine(_instances!, file);
        var run = await Plan(path, $"{file}.d{fairness}", "--time", $"{Limit}", "--fairness", $"{fairness}");
        var words = run.Line.Split(' ');
        string? Word(string name) => Array.IndexOf(words, name) is >= 0 and var i && i + 1 < words.Length ? words[i + 1] : null;
        var isProven = words[^1] == "verified" && Word("proof") is not (null or "none");
        var found = !isProven ? Word("objective") ?? "?" : Word("objective") is "none" ? "UNSAT" : Word("objective")!;
        var isSampled = _baseline == "all" || _baseline == "sample" && fairness == 2 && Sample.Contains(Path.GetFileNameWithoutExtension(file));
        return new(file, fairness, known, paper, found, isProven, isProven ? double.Parse(Word("proof")!, CultureInfo.InvariantCulture) : run.Wall, run.Wall, run.Cpu,
            isSampled ? Plain(path, fairness) : "–", isSampled && Shell.Has("minizinc") ? await Gecode(path, fairness) : "–");
    }

    static string Plain(string path, int fairness)
    {
        using var file = File.OpenText(path);
        var (status, breaks, bound, seconds) = PlainModel.Solve(DznReader.Read(file), fairness, Limit);
        return status switch
        {
            "Optimal" => Invariant($"{breaks:0}, {seconds:0.0} s"), "Infeasible" => Invariant($"UNSAT, {seconds:0.0} s"),
            "Feasible" => Invariant($"{breaks:0}, bound {bound:0}, {Limit} s"), _ => $"nothing, {Limit} s",
        };
    }

    async Task<string> Gecode(string path, int fairness)
    {
        var model = Path.Combine("bench", "Majlis.Bench", "meetings.mzn");
        var run = await Call("minizinc", $"{Path.GetFileName(path)}.d{fairness}.gecode", ["--solver", "gecode", "-p", "2", "--time-limit", $"{Limit * 1000}", "-D", $"d={fairness}", "-a", model, path]);
        var best = run.Output.Split('\n').Where(l => l.StartsWith("breaks ", StringComparison.Ordinal)).Select(l => l["breaks ".Length..]).LastOrDefault();
        return run.Output.Contains("UNSATISFIABLE", StringComparison.Ordinal) ? Invariant($"UNSAT, {run.Wall:0.0} s") : best is null ? $"nothing, {Limit} s"
            : run.Output.Contains("==========", StringComparison.Ordinal) ? Invariant($"{best}, {run.Wall:0.0} s") : $"{best}, no proof, {Limit} s";
    }

    async Task<List<Figure>> Forums()
    {
        List<Figure> figures = [];
        Console.WriteLine("| people | requests | first plan | its gap | gap after 10 s | gap after 60 s | held | memory | replan after a lost room |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (people, requests) in Sizes.Where(s => _sizes == "all" || s.People <= 5_000))
        {
            var problem = ForumGenerator.Make(people, requests);
            var path = Path.Combine(_logs, $"forum-{people}-{requests}.json");
            await using (var file = File.Create(path)) ProblemFile.Write(problem, file);
            var plan = Path.ChangeExtension(path, ".plan.json");
            var run = await Plan(path, $"forum-{people}-{requests}", "--time", $"{Limit}", "--out", plan);
            var steps = run.Error.Split('\n').Select(Step).OfType<(double At, double Gap)>().ToList();
            var words = run.Line.Split(' ');
            if (words[^1] != "verified") throw new InvalidOperationException(run.Line);
            double Gap(string objective, string bound) => 100 * (double.Parse(bound, CultureInfo.InvariantCulture) - double.Parse(objective, CultureInfo.InvariantCulture)) / double.Parse(bound, CultureInfo.InvariantCulture);
            var (last, first) = (Gap(words[1], words[3]), double.Parse(words[5], CultureInfo.InvariantCulture));
            using var written = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(plan));
            var meetings = written.RootElement.GetProperty("meetings").EnumerateArray().Select(m => new Placement(m.GetProperty("request").GetString()!, m.GetProperty("slot").GetString()!, m.GetProperty("room").GetString()!,
                m.TryGetProperty("interpreter", out var i) ? i.GetString() : null)).ToList();
            var (replanned, moved) = Replan(problem, meetings);
            Console.WriteLine(Invariant($"| {people:#,0} | {requests:#,0} | {first:0.0} s | {steps.FirstOrDefault().Gap:0.00} % | {steps.LastOrDefault(s => s.At <= 10).Gap:0.00} % | {last:0.00} % | {meetings.Count:#,0} | {run.Memory} MB | {replanned:0.00} s, {moved} moved |"));
            var name = Invariant($"{people:#,0} people, {requests:#,0} requests");
            figures.AddRange(
            [
                new("meetings", $"{name}: gap", last, "%"), new("meetings", $"{name}: first plan", first, "s"), new("meetings", $"{name}: whole process", run.Wall, "s"), new("meetings", $"{name}: memory", run.Memory, "MB"),
                new("meetings", $"{name}: replan", replanned, "s"), new("meetings", $"wrongly moved: {name}", moved, ""),
            ]);
        }
        Console.WriteLine();
        return figures;
    }

    /// <summary>From the file's lines <c>12.34 s: objective N, bound N</c>.</summary>
    static (double At, double Gap)? Step(string line) =>
        line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) is [var at, "s:", "objective", var objective, "bound", var bound] && double.TryParse(objective, CultureInfo.InvariantCulture, out var points)
            && double.TryParse(bound, CultureInfo.InvariantCulture, out var most) ? (double.Parse(at, CultureInfo.InvariantCulture), 100 * (most - points) / most) : null;

    /// <summary>A bilateral room is lost; every meeting of another room must stay.</summary>
    static (double Seconds, int Moved) Replan(Problem problem, List<Placement> before)
    {
        var lost = before.Select(m => m.Room).FirstOrDefault(r => r.StartsWith("room-", StringComparison.Ordinal)) ?? before[0].Room;
        var changed = problem with { Previous = before, PreviousStays = true, Rooms = [.. problem.Rooms.Where(r => r.Id != lost)] };
        var watch = Stopwatch.StartNew();
        var answer = new MeetingPlanner().Plan(changed, new(TimeSpan.FromSeconds(1)));
        var seconds = watch.Elapsed.TotalSeconds;
        if (PlanRules.Check(changed, answer.Plan) is [var broken, ..]) throw new InvalidOperationException(broken.ToString());
        return (seconds, before.Where(m => m.Room != lost).Except(answer.Plan.Meetings).Count());
    }

    sealed record Called(string Output, string Error, double Wall, double Cpu, long Memory)
    {
        public string Line => Output.TrimEnd().Split('\n')[^1];
    }

    Task<Called> Plan(string path, string log, params string[] options) => Call(_program, log, ["plan", path, .. options]);

    async Task<Called> Call(string program, string log, string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (cpu, memory) = (0.0, 0L);
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(Limit + 60));
        while (!process.HasExited)
        {
            try
            {
                process.Refresh();
                (cpu, memory) = (process.TotalProcessorTime.TotalSeconds, Math.Max(memory, process.PeakWorkingSet64));
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
            {
                // It ended between the two questions.
            }
            if (tooLong.IsCancellationRequested) process.Kill(entireProcessTree: true);
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(50));
        }
        var wall = watch.Elapsed.TotalSeconds;
        var called = new Called(await output, await error, wall, cpu, memory >> 20);
        await File.WriteAllTextAsync(Path.Combine(_logs, log + ".log"), Invariant($"{program} {string.Join(' ', arguments)}\nwall {wall:0.00} s, CPU {cpu:0.00} s, {called.Memory} MB, exit {process.ExitCode}\n\n{called.Error}\n{called.Output}"));
        return called;
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
