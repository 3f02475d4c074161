using System.Net;

namespace Majlis.Web.Tests.Shell;

/// <summary>What nobody asks in good faith, and what must not bring the site down.</summary>
public sealed class HostileRequestTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("TRACE", "/en/kazan-2021/programme/session/1")]
    [InlineData("TRACE", "/en/kazan-2021/people/1")]
    [InlineData("TRACE", "/en/account/second-factor")]
    [InlineData("TRACE", "/en/kazan-2021/programme")]
    public async Task A_method_that_a_page_does_not_answer_shows_no_page(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData("/kazan-2021/%D8%A8", "/en/kazan-2021/%D8%A8")]
    [InlineData("/kazan-2021/%E2%80%AE", "/en/kazan-2021/%E2%80%AE")]
    [InlineData("/kazan-2021/%0D%0ASet-Cookie:a=b", "/en/kazan-2021/%0D%0ASet-Cookie:a=b")]
    [InlineData("/kazan-2021/a?q=%0D%0A", "/en/kazan-2021/a?q=%0D%0A")]
    public async Task An_address_without_a_language_leads_on_with_every_letter_escaped(string address, string to)
    {
        using var answer = await site.Ask(address);

        Assert.Equal((HttpStatusCode.Redirect, to), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }
}
