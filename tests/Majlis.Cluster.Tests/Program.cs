using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Majlis.Cluster.Tests;

static class Program
{
    public static Task<int> Main(string[] args) =>
        args is ["--node", var postgres] ? NodeProgram.Run(postgres)
        // What the runner's own entry point does.
        : args.Any(a => a is "--server" or "--internal-msbuild-node") ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);
}
