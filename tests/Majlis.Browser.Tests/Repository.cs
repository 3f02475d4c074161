namespace Majlis.Browser.Tests;

/// <summary>Where the sources are, of which some are tested as they lie there.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Majlis.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
