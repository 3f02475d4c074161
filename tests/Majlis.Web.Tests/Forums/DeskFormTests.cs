using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Forums;

public sealed class DeskFormTests(DeskSite site) : IClassFixture<DeskSite>
{
    [Fact]
    public async Task After_an_edit_in_between_both_versions_of_an_edition_are_shown_and_the_next_save_goes_through()
    {
        var browser = await site.Browser("other");
        const string page = "/en/kazan-2022/desk/edition";
        var form = await browser.Get(page);
        (string, string)[] Fields(string version) => [("Form.Title[en]", "Mine"), ("Form.First", "2021-07-28"), ("Form.Last", "2021-07-29"), ("Form.Zone", "Europe/Moscow"), ("Form.DayChange", "06:00"), ("Form.Languages", "en fa"), ("Form.DefaultWalk", "5"), ("Form.Version", version)];
        await site.Do(async db =>
        {
            var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Slug == "kazan-2022");
            await ChangeEdition.Run(db, Actor.Installation("test"), edition.Id, EditionFacts.Of(edition) with { Title = DeskSite.Text("Theirs"), DefaultWalk = 9 }, edition.Version);
        });
        var stale = await browser.Post(page, form, Fields(form.Value("Form.Version")));
        Assert.Equal((409, "Mine"), (stale.Status, stale.Value("Form.Title[en]")));
        Assert.Matches("(?s)class=\"notice warn newer\".*<dd[^>]*>Theirs</dd>.*<dd[^>]*>9</dd>", stale.Body);
        Assert.NotEqual(form.Value("Form.Version"), stale.Value("Form.Version"));
        Assert.Equal(302, (await browser.Post(page, stale, Fields(stale.Value("Form.Version")))).Status);
    }

    [Fact]
    public async Task After_an_edit_in_between_both_versions_of_a_hall_are_shown_and_the_next_save_goes_through()
    {
        var browser = await site.Browser("other");
        await site.Do(async db => await AddHall.Run(db, Actor.Installation("test"), (await db.Editions.SingleAsync(e => e.Slug == "kazan-2022")).Id, new() { Slug = "blue", Name = DeskSite.Text("Blue") }));
        const string page = "/en/kazan-2022/desk/hall/blue";
        var form = await browser.Get(page);
        await site.Do(async db =>
        {
            var hall = await db.Halls.AsNoTracking().SingleAsync(h => h.Slug == "blue");
            await ChangeHall.Run(db, Actor.Installation("test"), hall.EditionId, hall.Guid, HallFacts.Of(hall) with { Capacity = 321 }, hall.Version);
        });
        var stale = await browser.Post(page, form, ("Form.Name[en]", "Azure"), ("Form.Slug", "blue"), ("Form.Version", form.Value("Form.Version")));
        Assert.Equal((409, "Azure"), (stale.Status, stale.Value("Form.Name[en]")));
        Assert.Contains("<dd lang=\"en\" dir=\"ltr\">321</dd>", stale.Body, StringComparison.Ordinal);
        Assert.Equal(302, (await browser.Post(page, stale, ("Form.Name[en]", "Azure"), ("Form.Slug", "blue"), ("Form.Version", stale.Value("Form.Version")))).Status);
    }

    [Fact]
    public async Task Who_listens_at_the_desk_hears_nothing_more_once_the_role_is_taken()
    {
        var browser = await site.Browser("press");
        using var live = await browser.Listen("/kazan-2021/desk/live");
        var (edition, account) = (default(Id<Edition>), default(Id<Account>));
        await site.Do(async db =>
        {
            edition = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
            account = (await db.Accounts.SingleAsync(a => a.Email == "press@example.org")).Id;
        });
        async Task<Guid> Happen(string slug)
        {
            var hall = Guid.Empty;
            await site.Do(async db => hall = (await AddHall.Run(db, Actor.Installation("test"), edition, new() { Slug = slug, Name = DeskSite.Text(slug) })).Guid);
            return hall;
        }
        // Up to the event of the hall, or, when that is not told, to the end of the feed.
        async Task<bool> Hears(Guid hall)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await live.ReadLineAsync(limit.Token) is { } line)
                if (line.Contains(hall.ToString(), StringComparison.Ordinal)) return true;
            return false;
        }
        Assert.True(await Hears(await Happen("heard")));
        await site.Do(db => TakeRole.Run(db, Actor.Installation("test"), edition, account, Role.Press));
        Assert.False(await Hears(await Happen("unheard")));
    }
}
