using System.Runtime.CompilerServices;

namespace Majlis.Tests.Calendars;

/// <summary>Where the repository and the shared material lie.</summary>
static class RepositoryFiles
{
    public static string Root { get; } = Find();

    /// <summary>A file of the shared material; the test is skipped where there is none.</summary>
    public static string Shared(string path)
    {
        var shared = Environment.GetEnvironmentVariable("MAJLIS_SHARED") ?? Path.Combine(Root, "..", "shared");
        var file = Path.Combine(shared, path);
        if (!File.Exists(file)) Assert.Skip($"The shared material is absent: {path}");
        return file;
    }

    static string Find([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here)! })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Majlis.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("Majlis.slnx is nowhere above the tests.");
    }
}
