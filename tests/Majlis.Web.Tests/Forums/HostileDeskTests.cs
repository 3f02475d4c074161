using Majlis.Web.Tests.Programme.Desk;

namespace Majlis.Web.Tests.Forums;

/// <summary>Desk pages of the edition itself, and methods and addresses that forms do not use.</summary>
public sealed class HostileDeskTests(DeskSite site) : IClassFixture<DeskSite>
{
    [Theory]
    [InlineData("")]
    [InlineData("/team")]
    [InlineData("/edition")]
    [InlineData("/halls")]
    [InlineData("/walks")]
    public async Task A_desk_page_is_there_for_its_role_and_not_for_another_editions_owner(string page)
    {
        var (programme, other) = (await site.Browser("programme"), await site.Browser("other"));

        Assert.Equal((200, 404), ((await programme.Get($"/en/kazan-2021/desk{page}")).Status, (await other.Get($"/en/kazan-2021/desk{page}")).Status));
    }

    [Fact]
    public async Task A_form_sent_to_a_page_that_takes_none_is_refused()
    {
        var browser = await site.Browser("programme");
        var profile = await browser.Get("/en/account/profile");

        Assert.Equal(405, (await browser.Post("/en/account", profile)).Status);
    }
}
