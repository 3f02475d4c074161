using System.Diagnostics.CodeAnalysis;

namespace Majlis.Programme.Exchange;

enum AddressReading { None, Taken, Mended, Dropped }

/// <summary>Addresses in files: only absolute http(s) ones are kept. One that is relative to the file's base is made absolute; <c>www.example.org</c> gets its
/// scheme; every other scheme (javascript:, data:, file:, ftp:) is dropped.</summary>
static class WebAddress
{
    const int MaximumLength = 2_000;

    public static AddressReading Read(string? text, string? baseUrl, out string? address)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text)) return AddressReading.None;
        text = text.Trim();
        if (text.Length > MaximumLength || text.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0) return AddressReading.Dropped;
        if (IsHttp(text)) { address = text; return AddressReading.Taken; }
        if (text.Contains("://", StringComparison.Ordinal) || text.AsSpan().IndexOfAny(' ', '<', '"') >= 0) return AddressReading.Dropped;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && text.AsSpan(0, colon).IndexOfAny("/?#.") < 0) return AddressReading.Dropped;
        if (text[0] is '/' or '.')
        {
            if (!TryHttp(baseUrl, out var root) || !Uri.TryCreate(root, text, out var absolute) || !IsHttp(absolute.AbsoluteUri)) return AddressReading.Dropped;
            address = absolute.AbsoluteUri;
            return AddressReading.Taken;
        }
        var host = text.Split('/', 2)[0];
        if (!host.Contains('.', StringComparison.Ordinal) || !IsHttp("https://" + text)) return AddressReading.Dropped;
        address = "https://" + text;
        return AddressReading.Mended;
    }

    public static bool IsHttp([NotNullWhen(true)] string? text) => TryHttp(text, out _);

    static bool TryHttp(string? text, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        return text is not null
            && (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && Uri.TryCreate(text, UriKind.Absolute, out uri) && uri.Host.Length > 0;
    }
}
