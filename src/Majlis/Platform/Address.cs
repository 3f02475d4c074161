namespace Majlis.Platform;

/// <summary>Addresses that people and files give us and that pages make links of.</summary>
public static class Address
{
    /// <summary>True for absolute http and https addresses and for those of this installation that begin with a single slash.</summary>
    public static bool IsSafe(string address) => Characters.CanBeKept(address)
        && (address.StartsWith('/') ? !(address.Length > 1 && address[1] is '/' or '\\')
            : Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
}
