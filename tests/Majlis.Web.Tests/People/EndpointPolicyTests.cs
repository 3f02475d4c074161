using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Majlis.Web.Tests.People;

public sealed class EndpointPolicyTests
{
    /// <summary>What somebody needs who is not signed in yet. Whoever adds a line here opens a page of the account to everybody.</summary>
    static readonly string[] OpenAccountPages = ["/People/Account/SignIn", "/People/Account/MailLink", "/People/Account/Link", "/People/Account/SecondFactor"];

    [Fact]
    public async Task Every_endpoint_says_who_may_enter()
    {
        await using var site = await SignedSite.Start();
        Assert.Equal([], site.Endpoints
            // Run from source the framework adds one for files that are not built yet; without a policy of its own it falls under the closed one.
            .Where(e => e.DisplayName != "Fallback {**path:file}")
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => e.DisplayName));
    }

    [Fact]
    public async Task Closed_areas_are_open_to_nobody_but_for_the_ways_in()
    {
        await using var site = await SignedSite.Start();
        Assert.Equal(OpenAccountPages.Order(), site.Endpoints
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.DisplayName ?? "")
            .Where(name => name.Split('/') is ["", _, "My" or "Desk" or "Operator" or "Account", ..])
            .Distinct().Order());
    }

    [Fact]
    public async Task Every_page_of_the_desk_is_in_one_place_of_its_menu_and_every_place_is_a_page()
    {
        await using var site = await SignedSite.Start();
        const string desk = "{lang:language}/{edition:edition}/desk";
        var pages = site.Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!.Trim('/')).Where(a => a == desk || a.StartsWith(desk + "/", StringComparison.Ordinal))
            .Select(a => a[desk.Length..].Trim('/')).Distinct().ToList();
        Assert.Equal([], pages.Where(p => DeskMenu.Find(p) is null));
        Assert.Equal([], DeskMenu.Rooms.SelectMany(r => r.Places).SelectMany(p => p.Also.Prepend(p.Path)).Where(path => !pages.Any(p => p == path || p.StartsWith(path + "/", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_happens_at_the_desk_is_told_to_no_stranger()
    {
        await using var site = await SignedSite.Start();
        var edition = await site.Edition();
        using var visitor = site.Visitor();
        Assert.True((await visitor.Get($"/{edition.Slug}/desk/live")).IsSignIn);
    }

    [Fact]
    public async Task Closed_pages_lead_strangers_to_the_sign_in_page()
    {
        await using var site = await SignedSite.Start();
        using var visitor = site.Visitor();
        foreach (var page in site.Endpoints.OfType<RouteEndpoint>().Where(e => e.DisplayName?.StartsWith("/People/Account/", StringComparison.Ordinal) == true).ToList())
        {
            if (OpenAccountPages.Contains(page.DisplayName)) continue;
            var address = "/" + page.RoutePattern.RawText!.Replace("{lang:language}", "tr", StringComparison.Ordinal);
            var seen = await visitor.Get(address);
            Assert.True(seen.IsSignIn, $"{address}: {seen.Status} {seen.To}");
        }
    }
}
