using System.Xml;
using Majlis.Calendars;
using Majlis.Web.Programme;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Shell;

/// <summary>What search engines are told: every public page of every announced edition, in each language, each naming the others.</summary>
static class Sitemap
{
    const string Main = "http://www.sitemaps.org/schemas/sitemap/0.9", Xhtml = "http://www.w3.org/1999/xhtml";

    /// <summary>The protocol's bound on one file; an installation of more pages leaves out the oldest editions' sessions.</summary>
    const int MostAddresses = 50_000;

    public static async Task<IResult> Show(EditionShelf editions, ProgrammeShelf programmes, SiteAddress site, HttpRequest request)
    {
        var root = site.Of(request).AbsoluteUri.TrimEnd('/');
        var pages = new List<(string Path, Instant? Changed)> { ("", null) };
        foreach (var edition in await editions.Announced())
        {
            var programme = await programmes.Find(edition.Id);
            pages.Add(($"/{edition.Slug}", programme?.ReleasedAt));
            if (edition.HasParticipants) pages.Add(($"/{edition.Slug}/parties", null));
            if (programme is null) continue;
            var at = $"/{edition.Slug}/programme";
            foreach (var page in new[] { "", "/people", "/halls", "/changes" }) pages.Add((at + page, programme.ReleasedAt));
            pages.AddRange(programme.Sessions.Select(s => ($"{at}/session/{s.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}", s.Changed ?? programme.ReleasedAt))
                .Select(p => (p.Item1, (Instant?)p.Item2)));
            pages.AddRange(programme.Programme.People.Select(p => ($"{at}/people/{p.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}", (Instant?)programme.ReleasedAt)));
        }
        return Results.Stream(stream => Write(stream, root, pages.Take(MostAddresses / Language.All.Count)), "application/xml; charset=utf-8");
    }

    static async Task Write(Stream stream, string root, IEnumerable<(string Path, Instant? Changed)> pages)
    {
        await using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Async = true });
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "urlset", Main);
        await xml.WriteAttributeStringAsync("xmlns", "xhtml", null, Xhtml);
        foreach (var (path, changed) in pages)
            foreach (var language in Language.All)
            {
                await xml.WriteStartElementAsync(null, "url", Main);
                await xml.WriteElementStringAsync(null, "loc", Main, $"{root}/{language.Tag}{path}");
                if (changed is { } at) await xml.WriteElementStringAsync(null, "lastmod", Main, InstantPattern.General.Format(at));
                foreach (var other in Language.All)
                {
                    await xml.WriteStartElementAsync("xhtml", "link", Xhtml);
                    await xml.WriteAttributeStringAsync(null, "rel", null, "alternate");
                    await xml.WriteAttributeStringAsync(null, "hreflang", null, other.Tag);
                    await xml.WriteAttributeStringAsync(null, "href", null, $"{root}/{other.Tag}{path}");
                    await xml.WriteEndElementAsync();
                }
                await xml.WriteEndElementAsync();
            }
        await xml.WriteEndElementAsync();
    }
}
