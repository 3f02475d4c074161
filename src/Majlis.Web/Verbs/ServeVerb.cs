using System.CommandLine;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis serve [--urls URL]</c>: the site, the desk, the feeds and a node of the cluster, in this process.</summary>
static class ServeVerb
{
    public static Command Make()
    {
        var storage = new StorageOptions();
        var urls = new Option<string>("--urls") { Description = "Addresses to listen on.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MAJLIS_URLS") ?? "http://localhost:5080" };
        var verb = new Command("serve", "Serve the forum.") { urls };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            await using var host = MajlisHost.Build([], storage.Of(call), call.GetValue(urls));
            await MajlisHost.Prepare(host, cancellation);
            var texts = OperatorLanguage.Of(call);
            host.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(texts.Tell("cli.serving", ("address", string.Join(' ', host.Urls)))));
            await host.RunAsync(cancellation);
            return 0;
        });
        return verb;
    }
}
