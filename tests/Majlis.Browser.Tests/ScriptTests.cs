using System.Diagnostics;
using Majlis.Tests;

namespace Majlis.Browser.Tests;

/// <summary>The pure modules of the timetable editor, tested by Node, which the build needs anyway.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task Modules_of_the_timetable()
    {
        using var folder = new TemporaryFolder();
        // Modules are told apart from scripts by the folder they are in.
        await File.WriteAllTextAsync(folder.File("package.json"), """{ "type": "module" }""", TestContext.Current.CancellationToken);
        var modules = Path.Combine(Repository.Root, "src", "Majlis.Web", "wwwroot", "js", "grid");
        foreach (var file in Directory.EnumerateFiles(modules, "*.js").Append(Path.Combine(Repository.Root, "tests", "Majlis.Browser.Tests", "Timetable", "grid.test.mjs")))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "grid.test.mjs"]) { WorkingDirectory = folder.Name, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, said + await error);
    }
}
