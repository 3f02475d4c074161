namespace Majlis.Web.People;

/// <summary>Where to go after signing in: an address of this site, or nothing.</summary>
public static class LocalAddress
{
    /// <summary>The address when it begins with one slash and holds nothing by which a browser would leave the site, nor what a header cannot hold (anything but visible ASCII); else null.</summary>
    public static string? Of(string? address) =>
        address is { Length: > 0 and <= 2000 } && address[0] == '/' && (address.Length == 1 || address[1] != '/')
            && !address.Contains('\\', StringComparison.Ordinal) && address.All(c => c is > ' ' and <= '~') ? address : null;

    /// <summary><paramref name="path"/> with a way back, when there is one.</summary>
    public static string WithReturn(string path, string? returnTo) => Of(returnTo) is { } good ? $"{path}?returnTo={Uri.EscapeDataString(good)}" : path;
}
