using System.Runtime.InteropServices;
using Majlis.Bench;

// dotnet dev.cs bench NAME [--markdown]: one line of JSON a figure on standard output; what is going on, and the machine, on standard error.
if (args is not ["programme" or "timetable" or "meetings" or "conflicts" or "delegations" or "accreditation", .. var options])
{
    Console.Error.WriteLine("Benchmarks: programme, timetable, meetings, conflicts, delegations, accreditation");
    return 2;
}
Console.Error.WriteLine($"{Machine.Processor}, {Environment.ProcessorCount} cores, {Machine.MemoryGigabytes} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
if (args[0] == "meetings") return await new MeetingsBench(options).Run();
await using var bench = new ProgrammeBench();
await using var timetable = new TimetableBench();
List<Figure> figures = [];
await foreach (var figure in args[0] switch { "timetable" => timetable.Run(), "conflicts" => ConflictsBench.Run().ToAsyncEnumerable(), "delegations" => DelegationsBench.Run(), "accreditation" => AccreditationBench.Run(), _ => bench.Run() })
{
    figures.Add(figure);
    Console.Error.WriteLine($"  {figure.Case}: {figure.Value:0.###} {figure.Unit}{(figure.Ratio is { } ratio ? $", {ratio:0.00} of {figure.Peer}" : "")}");
}
if (options.Contains("--markdown"))
{
    Console.WriteLine("| case | Majlis | peer | ratio |\n|---|--:|--:|--:|");
    foreach (var figure in figures) Console.WriteLine(figure.Row());
    Console.WriteLine();
}
foreach (var figure in figures) Console.WriteLine(figure.Json());
return 0;

static class Machine
{
    public static string Processor => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "?" : RuntimeInformation.ProcessArchitecture.ToString();

    public static long MemoryGigabytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
}
