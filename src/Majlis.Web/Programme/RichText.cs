using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;
using Majlis.Platform;
using Majlis.Web.Shell;
using Markdig;
using Microsoft.AspNetCore.Html;

namespace Majlis.Web.Programme;

/// <summary>
/// Shows texts that others wrote: plain, Markdown or small HTML, whatever it looks like. What comes out is made of the tags listed here and nothing else;
/// links go to http, https and mail only and tell search engines that they are not ours; a picture becomes a link to it, since pages load nothing of others.
/// </summary>
public static partial class RichText
{
    static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().UseSoftlineBreakAsHardlineBreak().Build();
    static readonly HtmlSanitizer Sanitizer = Make();

    static HtmlSanitizer Make()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "p", "br", "a", "ul", "ol", "li", "em", "i", "strong", "b", "code", "pre", "blockquote", "hr", "h3", "h4", "dl", "dt", "dd", "sub", "sup", "bdi",
                "table", "thead", "tbody", "tr", "th", "td", "img", "h1", "h2", "h5", "h6",
                // Frames around text: taken off at the end, their text stays. What carries something else (script, style) goes with its content.
                "div", "span", "font", "center", "u", "small", "section", "article", "figure", "figcaption", "abbr", "mark", "del",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src", "alt", "lang", "dir", "colspan", "rowspan" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        }) { KeepChildNodes = false };
        sanitizer.PostProcessDom += (_, e) => Finish(e.Document);
        return sanitizer;
    }

    /// <summary>Safe markup of a text; paragraphs and lists, headings from the third level.</summary>
    public static HtmlString Show(string text)
    {
        var html = LooksLikeHtml().IsMatch(text) ? text : Markdig.Markdown.ToHtml(Characters.Tame(text), Markdown);
        return new(Characters.Tame(Sanitizer.Sanitize(html)));
    }

    /// <summary>As <see cref="Show(string)"/>, in a <c>div</c> with the language and direction of the wording.</summary>
    public static HtmlString Show(Wording text) => text.Text.Length == 0 ? HtmlString.Empty : new(
        $"<div class=\"rich\" lang=\"{Markup.Encoder.Encode(text.Language)}\" dir=\"{Calendars.Language.DirectionOf(text.Language)}\">{Show(text.Text)}</div>");

    /// <summary>The words alone, on one line, cut at a word after at most <paramref name="most"/> letters: for descriptions in heads and feeds.</summary>
    public static string Plain(string text, int most)
    {
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Show(text).Value!);
        var words = Blanks().Replace(document.Body!.TextContent, " ").Trim();
        if (words.Length <= most) return words;
        var cut = words.LastIndexOf(' ', most);
        return words[..(cut < most / 2 ? most : cut)].TrimEnd() + "…";
    }

    static void Finish(IHtmlDocument document)
    {
        foreach (var image in document.QuerySelectorAll("img").ToList())
        {
            var source = image.GetAttribute("src");
            if (string.IsNullOrEmpty(source)) { image.Remove(); continue; }
            var link = document.CreateElement("a");
            link.SetAttribute("href", source);
            link.TextContent = image.GetAttribute("alt") is { Length: > 0 } alt ? alt : source;
            // A link may not stand in a link: the picture's words take its place.
            if (image.Closest("a") is null) image.Replace(link);
            else image.Replace(document.CreateTextNode(link.TextContent));
        }
        foreach (var link in document.QuerySelectorAll("a").ToList())
        {
            if (link.HasAttribute("href")) link.SetAttribute("rel", "nofollow noopener ugc");
        }
        foreach (var heading in document.QuerySelectorAll("h1, h2, h5, h6").ToList())
        {
            var level = document.CreateElement(heading.LocalName is "h1" or "h2" ? "h3" : "h4");
            while (heading.FirstChild is { } child) level.AppendChild(child);
            heading.Replace(level);
        }
        foreach (var frame in document.Body!.QuerySelectorAll("div, span, font, center, u, small, section, article, figure, figcaption, abbr, mark, del").Reverse().ToList())
        {
            if (frame.LocalName is "div" or "section" or "article" or "figure" && frame.QuerySelector("p, ul, ol, pre, blockquote, h3, h4, table, div") is null)
            {
                var paragraph = document.CreateElement("p");
                while (frame.FirstChild is { } child) paragraph.AppendChild(child);
                frame.Replace(paragraph);
            }
            else frame.Replace([.. frame.ChildNodes]);
        }
    }

    [GeneratedRegex("</?(p|br|a|ul|ol|li|em|i|strong|b|div|span|h[1-6]|blockquote|pre|code|img|script|table|hr)(\\s[^<>]*)?/?>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LooksLikeHtml();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
