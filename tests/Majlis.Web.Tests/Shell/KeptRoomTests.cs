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
        // Held by the array alone, so that it can be let go: what goes with it is what it took. What hosts of other tests hold is in both figures.
        var held = new KeptPages?[1];
        await Fill(held, names, bytes);
        await Task.Yield();
        var with = GC.GetTotalMemory(forceFullCollection: true);
        held[0] = null;
        Assert.InRange(with - GC.GetTotalMemory(forceFullCollection: true), KeptPages.Most / 4, KeptPages.Most * 3 / 2);
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
