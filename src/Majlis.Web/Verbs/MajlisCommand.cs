using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;
using Majlis.Calendars;
using Majlis.Database;
using Majlis.Platform;

namespace Majlis.Web.Verbs;

/// <summary>The <c>majlis</c> executable: its verbs and the options every verb takes.</summary>
public static class MajlisCommand
{
    /// <returns>0 when done; 1 when a rule, the input or the machine said no, with the reason on standard error; 2 for a wrong call.</returns>
    public static async Task<int> Run(string[] args)
    {
        var root = new Command("majlis", "Majlis runs an international forum.")
        {
            new HelpOption { Recursive = true }, new VersionOption(), OperatorLanguage.Option,
            ServeVerb.Make(), DemoVerb.Make(), ImportVerb.Make(), ExportVerb.Make(), ConflictsVerb.Make(), CopyVerb.Make(), PlanVerb.Make(), DoctorVerb.Make(), TokenVerbs.Make(),
        };
        foreach (var verb in AccountVerbs.Make()) root.Add(verb);
        var call = root.Parse(args);
        if (call.Errors.Count > 0)
        {
            // Standard output is for results alone.
            await call.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return 2;
        }
        var texts = OperatorLanguage.Of(call);
        try
        {
            return await call.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
        catch (Exception e) when (Sentence(texts, e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>What an operator can understand and mend; null for a fault of ours, which keeps its trace.</summary>
    static string? Sentence(Texts texts, Exception error) => error switch
    {
        Refusal refusal => texts.PlainOf(refusal),
        EditedMeanwhile => texts["cli.edited_meanwhile"],
        NotThere missing => texts.Tell("cli.not_there", ("what", missing.Message)),
        DbException database => texts.Tell("cli.database", ("reason", database.Message)),
        // A missing assembly is a fault of ours, though the base library calls it a file.
        IOException and not (FileNotFoundException or FileLoadException) or UnauthorizedAccessException => texts.Tell("cli.file", ("reason", error.Message)),
        _ when error.GetBaseException() is var inner && inner != error => Sentence(texts, inner),
        _ => null,
    };

    /// <summary>The sentence for a refusal, for a terminal.</summary>
    public static string PlainOf(this Texts texts, Refusal refusal) => texts.Tell($"refusal.{refusal.Code}",
        [.. refusal.Values.Select(v => (v.Name, v.Value is LocalizedText text ? text.In(texts.Language.Tag, "en").Text : v.Value))]);

    /// <summary>A sentence for a terminal. Values are isolated only where a Latin path would turn the sentence around: elsewhere the invisible marks would be copied with the path.</summary>
    public static string Tell(this Texts texts, string key, params ReadOnlySpan<(string Name, object? Value)> values) =>
        texts.Language.IsRightToLeft ? texts.SayPlain(key, values) : texts.Say(key, values);
}

/// <summary>In which language the executable speaks to the operator: <c>--lang</c>, else what the terminal's environment says, else English.</summary>
static class OperatorLanguage
{
    public static Option<string?> Option { get; } = Make();

    public static Texts Of(ParseResult call) => Texts.Of(
        new[] { call.GetValue(Option), Variable("LC_ALL"), Variable("LC_MESSAGES"), Variable("LANG") }
            .Select(told => Language.TryOf(told?.Split('_', '-', '.', '@')[0].ToLowerInvariant())).FirstOrDefault(l => l is not null) ?? Language.English);

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    static Option<string?> Make()
    {
        var option = new Option<string?>("--lang") { Description = "Language of messages: " + string.Join(", ", Language.All.Select(l => l.Tag)), Recursive = true };
        option.AcceptOnlyFromAmong([.. Language.All.Select(l => l.Tag)]);
        return option;
    }
}

/// <summary>Where the data is: options first, then <c>MAJLIS_DATA</c> and <c>MAJLIS_POSTGRES</c>, then the folder <c>majlis-data</c> beside the working folder.</summary>
public sealed class StorageOptions
{
    public Option<string?> Data { get; } = new("--data") { Description = "Folder for the SQLite database, files, keys and outgoing mail." };
    public Option<string?> Postgres { get; } = new("--postgres") { Description = "PostgreSQL connection string; without it SQLite is used." };

    public Command AddTo(Command verb)
    {
        verb.Add(Data);
        verb.Add(Postgres);
        return verb;
    }

    public Storage Of(ParseResult call) => From(call.GetValue(Data), call.GetValue(Postgres));

    public static Storage From(string? data, string? postgres) => new(
        Path.GetFullPath(data ?? Setting("MAJLIS_DATA") ?? "majlis-data"),
        postgres ?? Setting("MAJLIS_POSTGRES"));

    static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
