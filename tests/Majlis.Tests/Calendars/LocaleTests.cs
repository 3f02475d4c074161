using System.Text.RegularExpressions;
using Majlis.Calendars;

namespace Majlis.Tests.Calendars;

public partial class LocaleTests
{
    static readonly string Folder = Path.Combine(RepositoryFiles.Root, "locale");
    static readonly Lazy<string[]> Sources = new(() => [.. new[] { "*.cs", "*.cshtml", "*.js" }
        .SelectMany(kind => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src"), kind, SearchOption.AllDirectories))
        .Where(file => !file[RepositoryFiles.Root.Length..].Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin", "lib", "node_modules"]).Any())
        .Select(file => string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))))]);

    /// <summary>Their codes are literals without the prefix: <c>new Refusal("programme.release_is_empty")</c>.</summary>
    static readonly string[] CodeFamilies = ["refusal.", "error.", "import."];

    [Fact]
    public void Files_have_the_same_keys_sorted_with_the_same_values_and_the_right_plurals() => Assert.Equal([], LocaleCheck.Faults());

    [Fact]
    public void The_files_in_the_program_are_the_files_of_the_folder() =>
        Assert.Equal(Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal),
            Language.All.Select(l => l.Tag));

    [Fact]
    public void One_key_stands_on_one_line()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json"))
        {
            var keys = Texts.Of(Language.Of(Path.GetFileNameWithoutExtension(file))).Keys;
            Assert.Equal(keys.Count, File.ReadLines(file).Count(line => OneKey().IsMatch(line)));
        }
    }

    [Fact]
    public void No_text_is_left_in_English()
    {
        var allowed = File.ReadLines(Path.Combine(Folder, "same-as-english.txt")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Trim()).ToHashSet();
        var english = Source("en");
        var left = from language in Language.All
                   where language != Language.English
                   from entry in Source(language.Tag)
                   where english.GetValueOrDefault(entry.Key) == entry.Value && Outside().Replace(entry.Value, "").Any(char.IsLetter)
                   let name = $"{language.Tag} {entry.Key}"
                   where !allowed.Contains(name)
                   select name;
        Assert.Equal([], left);
    }

    [Fact]
    public void Every_key_is_used()
    {
        var dynamic = Sources.Value.SelectMany(s => DynamicPrefix().Matches(s)).Select(m => m.Groups[1].Value).Except(CodeFamilies).ToHashSet();
        var literals = Sources.Value.SelectMany(s => KeyLiteral().Matches(s)).Select(m => m.Groups[1].Value).ToHashSet();
        var unused = Texts.Of(Language.English).Keys
            .Where(key => !literals.Contains(key) && !dynamic.Any(p => key.StartsWith(p, StringComparison.Ordinal))
                && !CodeFamilies.Any(f => key.StartsWith(f, StringComparison.Ordinal) && literals.Contains(key[f.Length..])));
        Assert.Equal([], unused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_used_key_is_defined()
    {
        var said = Sources.Value.SelectMany(s => Said().Matches(s)).Select(m => m.Groups[1].Value);
        var refused = Sources.Value.SelectMany(s => Refused().Matches(s)).Select(m => "refusal." + m.Groups[1].Value);
        Assert.Equal([], said.Concat(refused).Distinct().Where(key => !Texts.Of(Language.English).Has(key)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sentences_carry_no_invisible_direction_marks()
    {
        foreach (var language in Language.All)
            Assert.Equal([], Source(language.Tag).Where(e => Marks().IsMatch(e.Value)).Select(e => $"{language.Tag} {e.Key}"));
    }

    [Fact]
    public void A_faulty_file_is_told_by_file_and_key()
    {
        var english = new Dictionary<string, string> { ["a.count"] = "{n, plural, one {#} other {#}}", ["a.name"] = "Hello {name}", ["a.x"] = "X" };
        Assert.Equal(
        [
            "locale/ru.json: a.count stands after a.name; sort the file by key",
            "locale/ru.json: a.x is not translated",
            "locale/ru.json: a.name leaves out {name}",
            "locale/ru.json: a.name asks for {nmae}, English does not",
            "locale/ru.json: a.count: {n} lacks the form few",
            "locale/ru.json: a.count: {n} lacks the form many",
            "locale/ru.json: b.y is not in English",
        ], LocaleCheck.Faults("locale/ru.json", [new("a.name", "Привет, {nmae}"), new("a.count", "{n, plural, one {#} other {#}}"), new("b.y", "Й")], english));
    }

    static Dictionary<string, string> Source(string tag)
    {
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, tag + ".json")));
        return document.RootElement.EnumerateObject().Where(p => p.Name != "_language").ToDictionary(p => p.Name, p => p.Value.GetString()!);
    }

    [GeneratedRegex("""^ {2}"[A-Za-z0-9_.-]+": ".*",?$""")]
    private static partial Regex OneKey();

    [GeneratedRegex("""\{[^{}]*\}""")]
    private static partial Regex Outside();

    [GeneratedRegex("""["']([a-z0-9_.-]+)["']""")]
    private static partial Regex KeyLiteral();

    [GeneratedRegex("""["'`]([a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.)(?:\{|\$\{|["'] ?\+)""")]
    private static partial Regex DynamicPrefix();

    [GeneratedRegex("""(?:\b(?:[tT]|[tT]exts|Texts\.Of\([^()]*\))\[|\b[sS]ay(?:Plain)?\()\s*["']([a-z][^"'{]*)["'][\],)]""")]
    private static partial Regex Said();

    [GeneratedRegex("""new Refusal\("([^"]+)"[,)]""")]
    private static partial Regex Refused();

    [GeneratedRegex("[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF]")]
    private static partial Regex Marks();
}
