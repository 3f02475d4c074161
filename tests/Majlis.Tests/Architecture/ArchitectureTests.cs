using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Majlis.Platform;
using Majlis.Tests.Calendars;

namespace Majlis.Tests.Architecture;

public partial class ArchitectureTests
{
    const string Begin = "<!-- module map: printed by ArchitectureTests -->", End = "<!-- end of module map -->";

    [Fact]
    public void Modules_know_one_another_only_along_the_map()
    {
        var forbidden = ModuleMap.InCode().Where(a => a.To != "Platform" && !ModuleMap.Arrows.GetValueOrDefault(a.From, []).Contains(a.To));
        Assert.Equal([], forbidden.Select(a => $"{a.From} → {a.To} because of {a.Because}"));
    }

    [Fact]
    public void Every_arrow_of_the_map_is_used()
    {
        var used = ModuleMap.InCode().Select(a => (a.From, a.To)).ToHashSet();
        Assert.Equal([], ModuleMap.Arrows.SelectMany(m => m.Value.Select(to => (m.Key, to))).Except(used).Select(a => $"{a.Item1} → {a.Item2}"));
    }

    [Fact]
    public void Every_type_belongs_to_a_module_of_the_map() =>
        Assert.Equal([], typeof(AppDb).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith("Majlis", StringComparison.Ordinal) is true)
            .Where(t => ModuleMap.ModuleOf(t) is not { } module || !ModuleMap.Arrows.ContainsKey(module)).Select(t => t.FullName));

    [Fact]
    public void The_map_in_ARCHITECTURE_is_the_map()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "ARCHITECTURE.md"));
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"ARCHITECTURE.md needs the lines {Begin} and {End}.");
        Assert.Equal(ModuleMap.Text(), text[(begin + Begin.Length)..end].Trim());
    }

    [Fact]
    public void The_rules_know_no_web_no_database_and_no_cluster()
    {
        string[] forbidden = ["Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "Microsoft.EntityFrameworkCore.Sqlite", "Npgsql", "Orleans", "Microsoft.Orleans", "Google.OrTools", "Majlis."];
        Assert.Equal([], typeof(AppDb).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(a => forbidden.Any(f => a.StartsWith(f, StringComparison.Ordinal))));
    }

    [Fact]
    public void Names_end_in_a_word_of_the_field()
    {
        string[] empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Info", "Dto", "Impl", "Base"];
        var declared = SourceFiles("*.cs").SelectMany(f => TypeDeclaration().Matches(File.ReadAllText(f)).Select(m => (Kind: m.Groups[1].Value, Name: m.Groups[2].Value, f)));
        Assert.Equal([], declared.Where(t => empty.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal))
                || t.Name.EndsWith("Service", StringComparison.Ordinal) && !(t.Kind == "interface" && t.Name[0] == 'I'))
            .Select(t => $"{t.Name} in {Relative(t.f)}"));
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong = from file in SourceFiles("*.cs")
                    where !file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    let declared = Namespace().Match(File.ReadAllText(file)).Groups[1].Value
                    where declared.Length > 0
                    let expected = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(RepositoryFiles.Root, "src"), file))!.Replace(Path.DirectorySeparatorChar, '.')
                    // The parts of AppDb stand with their modules and are one class of the platform.
                    // Account is an area of pages and a noun: a namespace of that name would hide the noun.
                    where declared != expected && declared != expected.Replace(".People.Account", ".People.AccountPages", StringComparison.Ordinal) && !(Path.GetFileName(file).StartsWith("AppDb.", StringComparison.Ordinal) && declared == "Majlis.Platform")
                    select $"{Relative(file)} says {declared}";
        Assert.Equal([], wrong);
    }

    [Fact]
    public void Namespaces_are_declared_for_the_file() =>
        Assert.Equal([], SourceFiles("*.cs").Where(f => !f.Contains("Migrations", StringComparison.Ordinal) && BlockNamespace().IsMatch(File.ReadAllText(f))).Select(Relative));

    [Fact]
    public void Banned_symbols_are_in_force_in_every_project()
    {
        var props = XDocument.Load(Path.Combine(RepositoryFiles.Root, "Directory.Build.props"));
        Assert.Equal(["$(MSBuildThisFileDirectory)BannedSymbols.txt"], props.Descendants("AdditionalFiles").Where(e => e.Parent!.Attribute("Condition") is null).Select(e => e.Attribute("Include")!.Value));
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers",
            props.Descendants("PackageReference").Where(e => e.Parent!.Attribute("Condition") is null).Select(e => e.Attribute("Include")!.Value));
        Assert.Equal("true", props.Descendants("TreatWarningsAsErrors").Single().Value);
        var own = TrackedFiles().Where(f => Path.GetFileName(f) is "Directory.Build.props" or "Directory.Build.targets" || f.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(f => f != "Directory.Build.props")
            .Where(f => File.ReadAllText(Path.Combine(RepositoryFiles.Root, f)) is var text && (text.Contains("RS0030", StringComparison.Ordinal) || text.Contains("TreatWarningsAsErrors", StringComparison.Ordinal) || f.EndsWith("Directory.Build.props", StringComparison.Ordinal)));
        Assert.Equal([], own);
        Assert.All(File.ReadLines(Path.Combine(RepositoryFiles.Root, "BannedSymbols.txt")).Where(l => l.Length > 0), line => Assert.Matches("^[TPMFEN]:[^;]+; .+", line));
    }

    [Fact]
    public void Style_sheets_are_logical()
    {
        var physical = from file in SourceFiles("*.css")
                       from line in File.ReadLines(file).Index()
                       where PhysicalCss().IsMatch(CssComment().Replace(line.Item, ""))
                       select $"{Relative(file)}:{line.Index + 1} {line.Item.Trim()}";
        Assert.Equal([], physical);
    }

    [Theory]
    [InlineData("margin-left: 0", true)]
    [InlineData("text-align:right", true)]
    [InlineData("left: 0;", true)]
    [InlineData("  inset: 0 1px 2px 3px", false)]
    [InlineData("border-top-left-radius: 2px", true)]
    [InlineData("float: left", true)]
    [InlineData("margin-inline-start: 0", false)]
    [InlineData("a.left { color: red }", false)]
    [InlineData("overflow-x: auto", false)]
    public void The_check_of_style_sheets_sees_directions(string css, bool physical) => Assert.Equal(physical, PhysicalCss().IsMatch(css));

    [Fact]
    public void Tracked_files_name_no_machine()
    {
        string[] text = [".cs", ".cshtml", ".csproj", ".props", ".json", ".md", ".css", ".js", ".yml", ".txt", ".slnx", ".targets", ".config", ".sh", ""];
        var named = from file in TrackedFiles()
                    let path = Path.Combine(RepositoryFiles.Root, file)
                    where text.Contains(Path.GetExtension(file)) && !file.Contains("/lib/", StringComparison.Ordinal) && File.Exists(path)
                    from line in File.ReadLines(path).Index()
                    where MachinePath().IsMatch(line.Item)
                    select $"{file}:{line.Index + 1} {line.Item.Trim()}";
        Assert.Equal([], named);
    }

    static IEnumerable<string> SourceFiles(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src"), pattern, SearchOption.AllDirectories)
            .Where(f => !Relative(f).Split('/').Intersect(["obj", "bin", "lib", "node_modules"]).Any()).Order(StringComparer.Ordinal);

    static string Relative(string file) => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/');

    static List<string> TrackedFiles()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "ls-files") { WorkingDirectory = RepositoryFiles.Root, RedirectStandardOutput = true })!;
            var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
            git.WaitForExit();
            if (git.ExitCode == 0) return files;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Without git the reason below says enough.
        }
        Assert.Skip("This is not a git clone, or git is not installed.");
        return [];
    }

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|file|ref)\s+)*(class|struct|interface|enum|record(?:\s+(?:struct|class))?)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{?\s*$", RegexOptions.Multiline)]
    private static partial Regex BlockNamespace();

    [GeneratedRegex(@"(?<![\w.-])(?:(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:(?!:)|(?<![\w-])(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b")]
    private static partial Regex PhysicalCss();

    [GeneratedRegex(@"/\*.*?\*/")]
    private static partial Regex CssComment();

    [GeneratedRegex(@"(?<![\w.}/:])/(?:work|home|root|Users)/[\w.-]+/|\bC:\\Users\\|https?://[\w.-]*(?:artifactory|nexus|jfrog|proxy|mirror)[\w.-]*/", RegexOptions.IgnoreCase)]
    private static partial Regex MachinePath();
}
