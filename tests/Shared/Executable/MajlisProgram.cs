using System.Diagnostics;

namespace Majlis.Tests;

/// <summary>The executable as it was built, called as people call it.</summary>
static class MajlisProgram
{
    /// <summary>Built before the tests, in the same configuration.</summary>
    static readonly string Assembly = Find();

    /// <summary>What it answered: standard output as bytes, because some of it is no text.</summary>
    public sealed record Answer(int Code, byte[] Output, string Error)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Output);
    }

    public static Task<Answer> Call(params string[] arguments) => Call([], arguments);

    public static async Task<Answer> Call(byte[] input, params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        return new(process.ExitCode, output.ToArray(), await error);
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        // Nothing of the developer's own set-up gets in.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MAJLIS_", StringComparison.Ordinal) || n.StartsWith("LC_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LANG"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (folder.Name, folder.Parent!.Name);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Majlis.slnx"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "src", "Majlis.Web", "bin", configuration, framework, "Majlis.Web.dll");
    }
}

/// <summary>A folder that goes with the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Name { get; } = Directory.CreateTempSubdirectory("majlis-test-").FullName;

    public string File(string name) => Path.Combine(Name, name);

    public void Dispose() => Delete(Name);

    /// <summary>Deletes a folder that a host used. A node that goes down may write into its database once more while the folder is being emptied.</summary>
    public static void Delete(string folder)
    {
        const int tries = 20;
        for (var i = 1; ; i++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (i < tries)
            {
                Thread.Yield();
            }
        }
    }
}

/// <summary>The executable serving on a free port of this machine.</summary>
sealed class RunningSite : IAsyncDisposable
{
    readonly Process _process;

    RunningSite(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<RunningSite> Start(params string[] storage)
    {
        var process = MajlisProgram.Start(["serve", "--urls", "http://127.0.0.1:0", .. storage]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process);
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // "Majlis serves on http://127.0.0.1:41234 – …", in whatever language.
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0) continue;
            // Read on: a full pipe would stop the site.
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, new(line[at..].Split(' ')[0]));
        }
        throw new InvalidOperationException($"The site did not start: {await error}");
    }

    public async ValueTask DisposeAsync()
    {
        End(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Disposed: it has ended.
        }
    }
}
