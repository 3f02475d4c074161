using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Majlis.Web.Shell;

/// <summary>On a page or endpoint that shows the same to everybody: its answers are kept. See <see cref="KeptPages"/>.</summary>
/// <param name="seconds">How long when no event makes them old: pages say what is on now.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeptAttribute(int seconds = 60) : Attribute
{
    public TimeSpan Longest { get; } = TimeSpan.FromSeconds(seconds);
}

/// <summary>
/// Answers of public pages and feeds, kept whole and compressed until an event of an edition: then all of them go. Which are kept and by what they are told apart is said by
/// <see cref="KeyOf"/>; nothing with a cookie set, nothing for one reader and nothing but 200 is. When memory is used up, what nobody asked for lately goes.
/// </summary>
/// <remarks>Instead of the framework's output cache: a kept page needs no routing, and all of it is set up once, not once a reader (docs/adr/0007).</remarks>
public sealed class KeptPages(SiteAddress site)
{
    /// <summary>Bytes in each of the two halves of a <see cref="Shelf"/>.</summary>
    const long HalfOfAll = 8 * 1024 * 1024;
    const int LargestBody = 4 * 1024 * 1024;
    const int LongestQuery = 200;
    /// <summary>Bodies are in pieces: one array of more than 85 kB is a large object, for which the collector walks the whole heap.</summary>
    const int LargestPiece = 64 * 1024;

    /// <summary>Pages on their way to be kept; nobody waits for a reader, and what holds them is lent.</summary>
    static readonly PipeOptions Making = new(minimumSegmentSize: 32 * 1024, pauseWriterThreshold: 0, useSynchronizationContext: false);

    /// <summary>Every query key that a public page reads. No other may get into one: it would be shown to readers who asked without it.</summary>
    static readonly string[] Filters = ["day", "track", "hall", "language", "type", "q", "view", "cal", "zone", "s", "page", "person", "lang2", "group"];

    volatile Shelf _shelf = new();

    /// <summary>How many answers are kept, and bytes with their names and headers: never more than <see cref="Most"/>.</summary>
    public (int Count, long Bytes) Holds => _shelf.Holds;

    public const long Most = 2 * HalfOfAll;

    /// <summary>Everything goes. A page begun before is put on a shelf that nobody looks at any more, so what pages are made from must be forgotten first.</summary>
    public void Forget() => _shelf = new();

    /// <summary>What a page may say of its own query: the filters, in one order.</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> Asked(IQueryCollection query) =>
        Filters.Where(query.ContainsKey).Select(key => KeyValuePair.Create(key, query[key]));

    /// <summary>What tells kept answers apart; null for a question whose answer is not kept.</summary>
    Key? KeyOf(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return null;
        var query = "";
        if (request.QueryString.HasValue)
        {
            // Searches and long lists are as many as their askers: kept, they would push out what everybody reads.
            if (request.QueryString.Value!.Length > LongestQuery || request.Query.ContainsKey("q")) return null;
            query = QueryString.Create(Asked(request.Query)).Value ?? "";
        }
        // By what will be sent, not by what was said: browsers word the header in dozens of ways, and none of them weighs.
        var accepted = request.Headers.AcceptEncoding.ToString();
        if (accepted.Contains("q=", StringComparison.OrdinalIgnoreCase)) return null;
        var encoding = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? "br" : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? "gzip" : "";
        // By the address that the page names, not by the Host header, which anybody can invent anew for each request.
        return new(request.Path.Value ?? "", query, encoding, request.IsHttps, site.KeyOf(request));
    }

    readonly record struct Key(string Path, string Query, string Encoding, bool IsHttps, string Site);

    /// <summary>Stands before everything that asks where a request leads and who asks: what is kept is the same for everybody.</summary>
    public Task Answer(HttpContext context, RequestDelegate next) =>
        KeyOf(context.Request) is { } key && _shelf.Find(key) is { } page ? page.Send(context) : next(context);

    /// <summary>Stands before what compresses, so that a page is compressed once a release. One reader makes a page; who asks for it meanwhile waits.</summary>
    public async Task Keep(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<KeptAttribute>() is not { } kept || !HttpMethods.IsGet(context.Request.Method) || KeyOf(context.Request) is not { } key)
        {
            await next(context);
            return;
        }
        var shelf = _shelf;
        var mine = new TaskCompletionSource<Page?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var making = shelf.BeingMade.GetOrAdd(key, mine);
        if (making != mine)
        {
            if (await making.Task.WaitAsync(context.RequestAborted) is { } made) await made.Send(context);
            else await next(context);
            return;
        }
        Page? page = null;
        try
        {
            page = await Make(context, next, kept.Longest);
            if (page is not null) shelf.Put(key, page);
        }
        finally
        {
            shelf.BeingMade.TryRemove(KeyValuePair.Create(key, mine));
            mine.SetResult(page);
        }
        if (page is not null) await page.Send(context);
    }

    /// <returns>Null when the answer may not be kept; then it has been sent.</returns>
    static async Task<Page?> Make(HttpContext context, RequestDelegate next, TimeSpan longest)
    {
        var response = context.Response;
        var before = response.Headers.ToDictionary();
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var pipe = new Pipe(Making);
        var written = new StreamResponseBodyFeature(pipe.Writer.AsStream(leaveOpen: true), body);
        context.Features.Set<IHttpResponseBodyFeature>(written);
        try
        {
            await next(context);
            await written.CompleteAsync();
        }
        finally
        {
            context.Features.Set(body);
            await pipe.Writer.CompleteAsync();
        }
        try
        {
            pipe.Reader.TryRead(out var read);
            var whole = read.Buffer;
            // "no-store" is said by forms, too, which hold a word for one reader.
            if (response.StatusCode != StatusCodes.Status200OK || !StringValues.IsNullOrEmpty(response.Headers.SetCookie) || whole.Length > LargestBody
                || response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var part in whole) await response.Body.WriteAsync(part);
                return null;
            }
            byte[][] pieces = [.. Cut(whole)];
            // A browser that has it asks whether it changed, and is told so without the page.
            if (StringValues.IsNullOrEmpty(response.Headers.ETag)) response.Headers.ETag = TagOf(pieces);
            if (StringValues.IsNullOrEmpty(response.Headers.CacheControl)) response.Headers.CacheControl = "no-cache";
            if (StringValues.IsNullOrEmpty(response.Headers.Vary)) response.Headers.Vary = HeaderNames.AcceptEncoding;
            response.ContentLength = null;
            return new(pieces, whole.Length, [.. response.Headers.Where(h => !before.TryGetValue(h.Key, out var was) || was != h.Value)], Environment.TickCount64 + (long)longest.TotalMilliseconds);
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
        }
    }

    static IEnumerable<byte[]> Cut(ReadOnlySequence<byte> whole)
    {
        for (; whole.Length > 0; whole = whole.Slice(Math.Min(whole.Length, LargestPiece))) yield return whole.Slice(0, Math.Min(whole.Length, LargestPiece)).ToArray();
    }

    static string TagOf(byte[][] pieces)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in pieces) hash.AppendData(piece);
        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 10))}\"";
    }

    /// <param name="Pieces">The body, compressed as it is sent.</param>
    /// <param name="Headers">Those that answers do not have anyway.</param>
    /// <param name="Until">As <see cref="Environment.TickCount64"/>.</param>
    sealed record Page(byte[][] Pieces, long Length, KeyValuePair<string, StringValues>[] Headers, long Until)
    {
        public async Task Send(HttpContext context)
        {
            var response = context.Response;
            foreach (var (name, value) in Headers) response.Headers[name] = value;
            if (IsKnownTo(context.Request, response))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            response.ContentLength = Length;
            if (HttpMethods.IsHead(context.Request.Method)) return;
            // Once begun, a piece is written into one block of its own length instead of many of 4 kB: the system takes it in one go.
            await response.StartAsync();
            foreach (var piece in Pieces)
            {
                piece.CopyTo(response.BodyWriter.GetSpan(piece.Length));
                response.BodyWriter.Advance(piece.Length);
                // A reader who left is told here.
                if ((await response.BodyWriter.FlushAsync()).IsCompleted) return;
            }
        }

        /// <summary>RFC 9110, 13.2.2: a tag counts where there is one, else the time.</summary>
        static bool IsKnownTo(HttpRequest request, HttpResponse response)
        {
            if (StringValues.IsNullOrEmpty(request.Headers.IfNoneMatch))
                return !StringValues.IsNullOrEmpty(request.Headers.IfModifiedSince) && !StringValues.IsNullOrEmpty(response.Headers.LastModified)
                    && request.GetTypedHeaders().IfModifiedSince is { } since && response.GetTypedHeaders().LastModified is { } last && last <= since;
            var tag = EntityTagHeaderValue.Parse(response.Headers.ETag.ToString());
            return EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
                && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false));
        }
    }

    /// <summary>
    /// Two halves: pages go into the younger; when it is full it becomes the older, and the older is thrown away. What is asked for meanwhile moves on to the younger.
    /// </summary>
    sealed class Shelf
    {
        readonly Lock _turning = new();
        volatile ConcurrentDictionary<Key, Page> _younger = new(), _older = new();
        long _bytes, _olderBytes;

        public ConcurrentDictionary<Key, TaskCompletionSource<Page?>> BeingMade { get; } = new();

        public (int Count, long Bytes) Holds
        {
            get
            {
                lock (_turning) return (_younger.Count + _older.Count, _bytes + _olderBytes);
            }
        }

        /// <summary>Names count, too: of small answers under long made-up names there would be no end. 1 kB stands for headers and what holds them.</summary>
        static long Size(Key key, Page page) => page.Length + 2 * (key.Path.Length + key.Query.Length + key.Site.Length) + 1024;

        public Page? Find(Key key)
        {
            if (!_younger.TryGetValue(key, out var page) && _older.TryGetValue(key, out page)) Put(key, page);
            return page is not null && Environment.TickCount64 < page.Until ? page : null;
        }

        public void Put(Key key, Page page)
        {
            lock (_turning)
            {
                if (_bytes + Size(key, page) > HalfOfAll)
                {
                    (_older, _younger) = (_younger, new());
                    (_olderBytes, _bytes) = (_bytes, 0);
                }
                if (_younger.TryGetValue(key, out var was)) _bytes -= Size(key, was);
                _bytes += Size(key, page);
                _younger[key] = page;
            }
        }
    }
}
