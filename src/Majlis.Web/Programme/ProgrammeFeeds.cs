using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme;

/// <summary>
/// The released programme for programs: <c>schedule.xml</c>, <c>schedule.json</c>, <c>programme.ics</c> (whole, or by <c>day</c>, <c>track</c>, <c>hall</c>, <c>person</c>,
/// <c>s</c> = starred numbers), <c>programme.csv</c>, <c>programme.xlsx</c>, <c>programme.jsonld</c>, <c>changes.rss</c>; each under <c>/{lang}/{edition}/</c> and, in the
/// edition's first language, under <c>/{edition}/</c>. The tag of an answer is made from the release, so most questions cost nothing and are answered 304.
/// </summary>
static class ProgrammeFeeds
{
    static readonly string Version = typeof(ProgrammeFeeds).Assembly.GetName().Version!.ToString(3);

    public static void MapProgrammeFeeds(this WebApplication app)
    {
        foreach (var root in new[] { $"/{FolderAddresses.Language}/{FolderAddresses.Edition}", $"/{FolderAddresses.Edition}" })
        {
            var feeds = app.MapGroup(root).AllowAnonymous().WithMetadata(new KeptAttribute());
            foreach (var (path, format) in new[]
                     {
                         ("schedule.xml", ProgrammeFormat.ScheduleXml), ("schedule.json", ProgrammeFormat.ScheduleJson),
                         ("programme.csv", ProgrammeFormat.Csv), ("programme.xlsx", ProgrammeFormat.Xlsx),
                     })
                feeds.MapMethods(path, ReadOnly, (Feed feed) => feed.Show(path, ProgrammeWriter.MediaType(format),
                    (programme, options, stream) => ProgrammeWriter.Write(format, programme.Programme, stream, options)));
            feeds.MapMethods("programme.ics", ReadOnly, (Feed feed, string? day, string? track, string? hall, int? person, string? s) =>
                feed.Calendar("programme.ics", feed.Select(day, track, hall, person, s)));
            feeds.MapMethods("programme/stars.ics", ReadOnly, (Feed feed, string? s) => feed.Calendar("programme/stars.ics", feed.Select(null, null, null, null, s ?? "")));
            feeds.MapMethods("programme/session/{number:int}.ics", ReadOnly, (Feed feed, int number) =>
                feed.Calendar($"programme/session/{number.ToString(CultureInfo.InvariantCulture)}.ics", p => p.ByNumber.TryGetValue(number, out var one) ? new(feed.Say(p, one.Title), [one]) : null));
            feeds.MapMethods("programme.jsonld", ReadOnly, (Feed feed) => feed.Show("programme.jsonld", "application/ld+json",
                (programme, options, stream) => stream.Write(SchemaOrg.Edition(programme, options.Language, feed.Home, options.SessionAddress!))));
            feeds.MapMethods("changes.rss", ReadOnly, (Feed feed) => feed.Changes());
        }
        app.MapGet("/sitemap.xml", Sitemap.Show).AllowAnonymous().WithMetadata(new KeptAttribute());
        app.MapGet("/robots.txt", (SiteAddress site, HttpRequest request) =>
            Results.Text($"User-agent: *\nDisallow: /*/account\nDisallow: /*/desk\nDisallow: /*/my\nSitemap: {site.Of(request).AbsoluteUri}sitemap.xml\n")).AllowAnonymous();
    }

    static readonly string[] ReadOnly = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>One question for a feed.</summary>
    public sealed class Feed(IHttpContextAccessor http, Visit visit, ProgrammeShelf shelf, SiteAddress site, IDbContextFactory<AppDb> databases)
    {
        HttpContext Context => http.HttpContext!;

        /// <summary>The address's language; without one in it the edition's first, if the interface speaks it.</summary>
        Language Language => Language.TryOf(Context.GetRouteValue("lang") as string) ?? Language.TryOf(visit.Edition.Languages[0]) ?? Language.English;

        /// <summary>The edition's home, in the language of the feed.</summary>
        public Uri Home => new(site.Of(Context.Request), $"{Language.Tag}/{visit.Edition.Slug}");

        public string Say(PublishedProgramme programme, LocalizedText text) => text.In(Language.Tag, programme.Programme.Edition.Languages).Text;

        public Task<IResult> Calendar(string path, Func<PublishedProgramme, CalendarSelection?> select) => Show(path, ProgrammeWriter.MediaType(ProgrammeFormat.ICalendar),
            (programme, options, stream) => CalendarWriter.Write(programme.Programme, select(programme)!, stream, options), programme => select(programme) is not null);

        /// <summary>
        /// The sessions asked for, under a name that says what they are; null for a day, track, hall or person that is not in the programme.
        /// Numbers of <paramref name="stars"/> that are not in it are passed over: a starred session may have gone.
        /// </summary>
        public Func<PublishedProgramme, CalendarSelection?> Select(string? day, string? track, string? hall, int? person, string? stars) => programme =>
        {
            IEnumerable<SessionEntry> sessions = programme.Sessions;
            var name = new List<string> { Say(programme, programme.Programme.Edition.Title) };
            if (day is not null)
            {
                if (!LocalDatePattern.Iso.Parse(day).TryGetValue(default, out var date) || programme.Programme.Days.All(d => d.Date != date)) return null;
                sessions = sessions.Where(s => s.IsScheduled && programme.DayOf(s) == date);
                name.Add(Dates.Of(Language).Long(date));
            }
            if (track is not null)
            {
                if (programme.Programme.Tracks.FirstOrDefault(t => t.Slug == track) is not { } one) return null;
                sessions = sessions.Where(s => s.Track == one.Guid);
                name.Add(Say(programme, one.Name));
            }
            if (hall is not null)
            {
                if (programme.Programme.Halls.FirstOrDefault(h => h.Slug == hall) is not { } one) return null;
                sessions = sessions.Where(s => s.Hall == one.Guid || s.AllHalls);
                name.Add(Say(programme, one.Name));
            }
            if (person is not null)
            {
                if (programme.Programme.People.FirstOrDefault(p => p.Number == person) is not { } one) return null;
                sessions = sessions.Where(s => s.People.Any(p => p.Person == one.Guid));
                name.Add(Say(programme, one.Name));
            }
            if (stars is not null)
            {
                var numbers = stars.Split(',').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet();
                sessions = sessions.Where(s => numbers.Contains(s.Number));
                name.Add("★");
            }
            return new(string.Join(" – ", name), [.. sessions], Url: Home);
        };

        /// <param name="path">The feed's address below the edition.</param>
        /// <param name="isThere">Whether what is asked for is in the programme; null: it always is.</param>
        public async Task<IResult> Show(string path, string mediaType, Action<PublishedProgramme, WritingOptions, Stream> write, Func<PublishedProgramme, bool>? isThere = null)
        {
            if (await shelf.Find(visit.Edition.Id) is not { } programme || isThere?.Invoke(programme) == false) return Results.NotFound();
            var root = site.Of(Context.Request);
            var query = QueryString.Create(KeptPages.Asked(Context.Request.Query));
            var options = new WritingOptions
            {
                BaseAddress = root,
                Language = Language.Tag,
                GeneratorVersion = Version,
                Published = programme.ReleasedAt,
                FileAddress = new(root, $"{Language.Tag}/{visit.Edition.Slug}/{path}{query}"),
                SessionAddress = session => new($"{Home.AbsoluteUri}/programme/session/{session.Number.ToString(CultureInfo.InvariantCulture)}"),
            };
            return Answer(mediaType, programme.ReleasedAt, $"{programme.Release.ToString(CultureInfo.InvariantCulture)}|{Language.Tag}|{root}|{path}|{query}|{Version}",
                stream => write(programme, options, stream));
        }

        /// <summary>RSS 2.0, https://www.rssboard.org/rss-specification: what the last ten releases changed, the newest first.</summary>
        public async Task<IResult> Changes()
        {
            if (await shelf.Find(visit.Edition.Id) is not { } programme) return Results.NotFound();
            await using var db = await databases.CreateDbContextAsync();
            var releases = await Releases.Changes(db, visit.Edition.Slug, 10);
            var root = site.Of(Context.Request);
            return Answer("application/rss+xml", programme.ReleasedAt, $"{programme.Release.ToString(CultureInfo.InvariantCulture)}|{Language.Tag}|{root}|rss|{Version}",
                stream => WriteRss(stream, programme, releases));
        }

        void WriteRss(Stream stream, PublishedProgramme programme, IReadOnlyList<ReleaseWithChanges> releases)
        {
            var texts = Texts.Of(Language);
            using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = true });
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteAttributeString("xmlns", "atom", null, "http://www.w3.org/2005/Atom");
            xml.WriteStartElement("channel");
            xml.WriteElementString("title", texts.SayPlain("feed.changes_title", ("edition", Say(programme, programme.Programme.Edition.Title))));
            xml.WriteElementString("link", $"{Home.AbsoluteUri}/changes");
            xml.WriteElementString("description", texts["feed.changes_about"]);
            xml.WriteElementString("language", Language.Tag);
            xml.WriteElementString("lastBuildDate", Rfc822(programme.ReleasedAt));
            xml.WriteElementString("generator", $"Majlis {Version}");
            xml.WriteStartElement("atom", "link", "http://www.w3.org/2005/Atom");
            xml.WriteAttributeString("href", $"{Home.AbsoluteUri}/changes.rss");
            xml.WriteAttributeString("rel", "self");
            xml.WriteAttributeString("type", "application/rss+xml");
            xml.WriteEndElement();
            foreach (var (release, changes) in releases)
            {
                Item(xml, texts.SayPlain("feed.release", ("name", release.Name)), $"{Home.AbsoluteUri}/changes", $"{visit.Edition.Id}-{release.Number.ToString(CultureInfo.InvariantCulture)}",
                    release.Note.In(Language.Tag, programme.Programme.Edition.Languages).Text, release.At);
                foreach (var change in changes ?? [])
                {
                    var session = change.After ?? change.Before!;
                    Item(xml, $"{texts["change." + change.Kind.ToString().ToLowerInvariant()]}: {Texts.Isolate(Say(programme, session.Title))}",
                        $"{Home.AbsoluteUri}/programme/session/{change.Number.ToString(CultureInfo.InvariantCulture)}",
                        $"{visit.Edition.Id}-{release.Number.ToString(CultureInfo.InvariantCulture)}-{change.Session:N}-{change.Kind}", Place(programme, session), release.At);
                }
            }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        string Place(PublishedProgramme programme, SessionEntry session)
        {
            if (session.Start is not { } start) return "";
            var hall = session.Hall is { } guid && programme.Halls.TryGetValue(guid, out var one) ? Texts.Isolate(Say(programme, one.Name)) : "";
            return string.Join(" · ", new[] { Dates.Of(Language).Full(start.Date), Times.Of(Language).Say(start.TimeOfDay), hall }.Where(p => p.Length > 0));
        }

        static void Item(XmlWriter xml, string title, string link, string guid, string description, Instant at)
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", title);
            xml.WriteElementString("link", link);
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString(guid);
            xml.WriteEndElement();
            if (description.Length > 0) xml.WriteElementString("description", description);
            xml.WriteElementString("pubDate", Rfc822(at));
            xml.WriteEndElement();
        }

        static string Rfc822(Instant at) => at.ToDateTimeUtc().ToString("r", CultureInfo.InvariantCulture);

        /// <summary>304 when the asker has it, without making it; else the whole, with what to ask by next time.</summary>
        IResult Answer(string mediaType, Instant changed, string tagOf, Action<Stream> write)
        {
            // Weak: the same answer may be sent compressed or not.
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tagOf)))[..20]}\"", isWeak: true);
            var response = Context.Response.GetTypedHeaders();
            response.ETag = tag;
            response.LastModified = changed.ToDateTimeOffset();
            response.CacheControl = new() { Public = true, NoCache = true };
            var request = Context.Request.GetTypedHeaders();
            if (request.IfNoneMatch.Count > 0
                    ? request.IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false) || t.Equals(EntityTagHeaderValue.Any))
                    : request.IfModifiedSince is { } since && since.ToUnixTimeSeconds() >= changed.ToUnixTimeSeconds())
                return Results.StatusCode(StatusCodes.Status304NotModified);
            var memory = new MemoryStream();
            write(memory);
            return Results.Bytes(memory.GetBuffer().AsMemory(0, (int)memory.Length), mediaType);
        }
    }
}
