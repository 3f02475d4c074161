using System.Net;
using System.Text.RegularExpressions;

namespace Majlis.Programme.Exchange;

/// <summary>Rich texts as programmes carry them (small HTML, Markdown), for places that show letters only: calendars, notifications, feeds.</summary>
public static partial class PlainText
{
    /// <summary>Paragraphs and list items on lines of their own, links followed by their address in brackets, no tags, entities as characters. Never markup again:
    /// what is escaped twice stays text.</summary>
    public static string Of(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal) && !text.Contains('&', StringComparison.Ordinal)) return Tidy(text);
        text = Replaced(Hidden(), text, _ => "");
        text = Replaced(Anchor(), text, m =>
        {
            var (href, label) = (m.Groups["href"].Value, Tag().Replace(m.Groups["label"].Value, ""));
            return !WebAddress.IsHttp(WebUtility.HtmlDecode(href)) || label.Contains(href, StringComparison.Ordinal) ? label : $"{label} ({href})";
        });
        text = Item().Replace(text, "\n- ");
        text = Break().Replace(text, "\n");
        text = Paragraph().Replace(text, "\n\n");
        return Tidy(WebUtility.HtmlDecode(Tag().Replace(text, "")));
    }

    // A text made to be slow keeps what these would have improved; its tags go all the same.
    static string Replaced(Regex regex, string text, MatchEvaluator with)
    {
        try { return regex.Replace(text, with); }
        catch (RegexMatchTimeoutException) { return text; }
    }

    static string Tidy(string text) => BlankLines().Replace(TrailingSpace().Replace(text.ReplaceLineEndings("\n"), "\n"), "\n\n").Trim();

    [GeneratedRegex("<(script|style)[^>]*>.*?</(script|style)>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline, 100)]
    private static partial Regex Hidden();

    [GeneratedRegex("<a\\s[^>]*?href=[\"'](?<href>[^\"'>]*)[\"'][^>]*>(?<label>.*?)</a>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline, 100)]
    private static partial Regex Anchor();

    [GeneratedRegex("<li[^>]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Item();

    [GeneratedRegex("<br[^>]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("</?(p|div|ul|ol|h[1-6]|hr|blockquote|pre|table|tr)(\\s[^>]*)?/?>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Paragraph();

    [GeneratedRegex("</?[a-z][^<>]*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex("[ \\t]+\\n", RegexOptions.CultureInvariant)]
    private static partial Regex TrailingSpace();

    [GeneratedRegex("\\n{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex BlankLines();
}
