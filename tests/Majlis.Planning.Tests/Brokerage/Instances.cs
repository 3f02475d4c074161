using System.Runtime.CompilerServices;
using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Planning.Tests.Brokerage;

/// <summary>The published instances, which stand beside the repository and are not part of it.</summary>
static class Instances
{
    static readonly string? Folder = Up(Path.GetDirectoryName(Here())!);

    public static BrokerageEvent Read(string name)
    {
        if (Folder is null) Assert.Skip("The published instances are not beside this clone.");
        using var file = File.OpenText(Path.Combine(Folder!, name + ".dzn"));
        return DznReader.Read(file);
    }

    static string? Up(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "shared", "data", "meetings") is var there && Directory.Exists(there)) return there;
        return null;
    }

    static string Here([CallerFilePath] string file = "") => file;
}
