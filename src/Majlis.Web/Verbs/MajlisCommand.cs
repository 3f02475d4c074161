using System.CommandLine;
using Majlis.Database;
using Majlis.Platform;

namespace Majlis.Web.Verbs;

/// <summary>The <c>majlis</c> executable: its verbs and the options every verb takes.</summary>
public static class MajlisCommand
{
    /// <returns>0 when done; 1 when a rule or the input said no, with the reason on standard error; 2 for a wrong call.</returns>
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Majlis runs an international forum.");
        root.Add(ServeVerb.Make());
        foreach (var verb in AccountVerbs.Make()) root.Add(verb);
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is Refusal or NotThere or NotAllowed)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
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
