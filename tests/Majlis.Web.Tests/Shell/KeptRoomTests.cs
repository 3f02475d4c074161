using Majlis.Web.Shell;
using Microsoft.AspNetCore.Http;

namespace Majlis.Web.Tests.Shell;

/// <summary>The memory that kept pages take. It is read off the whole process: nothing else may run meanwhile.</summary>
[Collection<Alone>]
public sealed class KeptRoomTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The same answers under any number of names: as many as somebody can invent who wants the memory.</summary>
    [Theory]
    [InlineData(20_000, 200_000)]
    [InlineData(200_000, 10)]
    public async Task Made_up_addresses_fill_no_more_than_there_is_for_pages(int names, int bytes)
    {
        // What hosts of other tests leave behind is freed when it pleases the collector, and then counts here: only ever as too much, so the least of some readings is the nearest.
        var least = long.MaxValue;
        for (var i = 0; i < 3; i++) least = Math.Min(least, await Taken(names, bytes));
        Assert.InRange(least, KeptPages.Most / 4, KeptPages.Most * 3 / 2);
    }

    /// <summary>Pages are held by the array alone, so that they can be let go: what goes with them is what they took.</summary>
    static async Task<long> Taken(int names, int bytes)
    {
        var held = new KeptPages?[1];
        await Fill(held, names, bytes);
        await Task.Yield();
        var with = Settled();
        held[0] = null;
        return with - Settled();
    }

    static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    static async Task Fill(KeptPages?[] held, int names, int bytes)
    {
        var pages = held[0] = new(new SiteAddress(null));
        var body = new byte[bytes];
        for (var n = 0; n < names; n++)
        {
            var context = new DefaultHttpContext();
            (context.Request.Method, context.Request.Path, context.Request.QueryString) = ("GET", $"/en/{new string('x', n % 1000)}{n}", new($"?s={n}"));
            context.SetEndpoint(new(null, new(new KeptAttribute()), null));
            await pages.Keep(context, c => c.Response.Body.WriteAsync(body, Cancellation).AsTask());
            if (n % 100 == 0) Assert.InRange(pages.Holds.Bytes, 0, KeptPages.Most);
        }
        Assert.InRange(pages.Holds.Bytes, KeptPages.Most / 4, KeptPages.Most);
    }
}

/// <summary>Tests that run after all others, one at a time.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
