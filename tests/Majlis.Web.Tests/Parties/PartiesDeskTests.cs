using System.Text;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Parties;

public sealed class PartiesDeskTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Desk = "/en/kazan-2021/desk/parties";

    static readonly SemaphoreSlim Once = new(1, 1);

    public static TheoryData<string> Pages =>
        ["", "?status=here&kind=state&group=oic&q=%D8%B3%D8%B9%D9%88%D8%AF", "/party", "/party/saudi-arabia", "/groups", "/groups/oic", "/reference", "/reference/oic", "/import", "/export/csv", "/export/xlsx", "/export/csv?handler=Template",
            "/order", "/rules", "/snapshots", "/snapshots/1", "/snapshots/2?with=1", "/seating", "/seating/1", "/flags", "/plates", "/plates?format=a5&language=ar&language=en&flag=true"];

    /// <summary>States of the OIC at the edition with a hostile name among them, two snapshots and a seating plan. Made once for the class.</summary>
    async Task Made()
    {
        await Once.WaitAsync();
        try
        {
            await site.Do(async db =>
            {
                if (await db.Parties.AnyAsync()) return;
                var by = Actor.Installation("test");
                var edition = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
                await TakeInReferenceList.Run(db, by, edition, ReferenceSource.Oic, new HashSet<string> { "SA", "EG", "JO", "org:un" });
                await AddParty.Run(db, by, edition, new() { Kind = PartyKind.Ngo, Short = DeskSite.Text("<script>alert(1)</script>\u202E=1+1") });
                var slugs = await db.Parties.ToDictionaryAsync(p => p.Slug, _ => (long?)null);
                await ChangeParties.Run(db, by, edition, slugs, new PartiesChange.ToStatus(PartyStatus.Present));
                await TakeOrderSnapshot.Run(db, by, edition, "First", [PartyStatus.Present]);
                await TakeOrderSnapshot.Run(db, by, edition, "<b>Second</b>", [PartyStatus.Present]);
                await AddSeating.Run(db, by, edition, new("Plenary", 1, null, TableShape.U, 1, 2, SeatOrder.ByHonour, []));
            });
        }
        finally
        {
            Once.Release();
        }
    }

    /// <summary>A browser of somebody with this role in the edition: the account of the programme gets it for the length of a test class.</summary>
    async Task<Browser> With(Role role)
    {
        await Made();
        await site.Do(async db =>
        {
            var account = (await db.Accounts.SingleAsync(a => a.NormalizedEmail == "PROGRAMME@EXAMPLE.ORG")).Id.Value;
            var edition = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
            db.RemoveRange(await db.Memberships.Where(m => m.Account == account && m.EditionId == edition).ToListAsync());
            await db.SaveChangesAsync();
            db.Add(new Membership(edition, account, role));
            await db.SaveChangesAsync();
        });
        return await site.Browser("programme");
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Protocol_opens_every_page_and_strangers_none(string page)
    {
        var protocol = await With(Role.Protocol);
        var seen = await protocol.Get(Desk + page);
        Assert.Equal(200, seen.Status);
        if (!page.StartsWith("/export", StringComparison.Ordinal)) Assert.DoesNotContain("<script>alert", seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Second", seen.Body, StringComparison.Ordinal);
        Assert.Equal((404, 404), ((await (await site.Browser("participant")).Get(Desk + page)).Status, (await (await site.Browser("other")).Get(Desk + page)).Status));
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("ar")]
    [InlineData("fa")]
    [InlineData("tr")]
    [InlineData("fr")]
    public async Task Every_page_speaks_every_language(string language)
    {
        var protocol = await With(Role.Protocol);
        foreach (var page in Pages)
        {
            var seen = await protocol.Get($"/{language}/kazan-2021/desk/parties{page.Data}");
            Assert.Equal(200, seen.Status);
            Assert.DoesNotMatch("(party|parties|order|snapshot|seating|plates|reference)\\.[a-z_]+<", seen.Body);
        }
    }

    [Fact]
    public async Task A_move_without_a_reason_is_told_at_the_field_and_with_one_is_done_and_taken_back()
    {
        var protocol = await With(Role.Protocol);
        var page = await protocol.Get(Desk + "/order");
        var nobody = await protocol.Post(Desk + "/order?handler=Move", page, ("version", page.Value("version")), ("move", "saudi-arabia|1"), ("reason", " "));
        Assert.Equal((400, true), (nobody.Status, nobody.Body.Contains("id=\"reason-error\"", StringComparison.Ordinal)));
        var moved = await protocol.Post(Desk + "/order?handler=Move", page, ("version", page.Value("version")), ("move", "saudi-arabia|1"), ("reason", "Guest <of> honour"));
        Assert.Equal((302, $"{Desk}/order#p-saudi-arabia"), (moved.Status, moved.To));
        var late = await protocol.Post(Desk + "/order?handler=Move", page, ("version", page.Value("version")), ("move", "jordan|1"), ("reason", "Kept reason"));
        Assert.Equal((409, true), (late.Status, late.Body.Contains("value=\"Kept reason\"", StringComparison.Ordinal)));
        var after = await protocol.Get(Desk + "/order");
        Assert.Contains("Guest &lt;of&gt; honour", after.Body, StringComparison.Ordinal);
        var party = after.Value("party");
        Assert.Equal(302, (await protocol.Post(Desk + "/order?handler=Restore", after, ("version", after.Value("version")), ("party", party))).Status);
        foreach (var hostile in new[] { "saudi-arabia|99999999999", "nobody|1", "|", "saudi-arabia|\u0660x" })
            Assert.Equal(400, (await protocol.Post(Desk + "/order?handler=Move", after, ("version", "0"), ("move", hostile), ("reason", "x"))).Status);
    }

    [Fact]
    public async Task The_secretariat_edits_parties_and_decides_nothing()
    {
        var secretariat = await With(Role.Secretariat);
        var order = await secretariat.Get(Desk + "/order");
        Assert.Equal((200, false), (order.Status, order.Body.Contains("name=\"move\"", StringComparison.Ordinal)));
        var list = await secretariat.Get(Desk + "/party");
        Assert.Equal(404, (await secretariat.Post(Desk + "/order?handler=Move", list, ("version", "0"), ("move", "jordan|1"), ("reason", "x"))).Status);
        Assert.Equal(404, (await secretariat.Post(Desk + "/snapshots/1?handler=Publish", list)).Status);
        var made = await secretariat.Post(Desk + "/party", list, ("Form.Kind", "Ngo"), ("Form.Short[en]", "Open Hand"), ("Form.Short[ar]", "اليد المفتوحة"), ("Form.Founded", "۲۰۰۱"));
        Assert.Equal((302, $"{Desk}/party/open-hand"), (made.Status, made.To));
        var wrong = await secretariat.Post(Desk + "/party", list, ("Form.Kind", "Ngo"), ("Form.Short[en]", "Kept name"), ("Form.Founded", "long ago"));
        Assert.Equal((400, true), (wrong.Status, wrong.Body.Contains("value=\"Kept name\"", StringComparison.Ordinal)));
        var taken = await secretariat.Post(Desk + "/party", list, ("Form.Kind", "State"), ("Form.Short[en]", "Kept name"), ("Form.Code", "sa"));
        Assert.Equal((409, true), (taken.Status, taken.Body.Contains("value=\"Kept name\"", StringComparison.Ordinal)));
        var found = await secretariat.Get($"{Desk}?q={Uri.EscapeDataString("اليد المفتوحه")}");
        Assert.Contains("Open Hand", found.Body, StringComparison.Ordinal);
        var press = await (await site.Browser("press")).Get(Desk);
        Assert.Equal((200, false), (press.Status, press.Body.Contains("name=\"do\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Many_are_changed_with_a_preview()
    {
        var secretariat = await With(Role.Secretariat);
        var preview = await secretariat.Get($"{Desk}/selection?n=egypt&n=jordan&do=public");
        Assert.Contains("Parties: 2", preview.Body, StringComparison.Ordinal);
        var versions = System.Text.RegularExpressions.Regex.Matches(preview.Body, "name=\"parties\" value=\"([^\"]+)\"").Select(m => ("parties", m.Groups[1].Value)).ToArray();
        Assert.Equal(302, (await secretariat.Post($"{Desk}/selection", preview, [("do", "public"), .. versions])).Status);
        Assert.Equal(409, (await secretariat.Post($"{Desk}/selection", preview, [("do", "hidden"), .. versions])).Status);
        Assert.Equal(400, (await secretariat.Post($"{Desk}/selection", preview, [("do", "status"), ("to", "Nowhere"), .. versions])).Status);
        Assert.Equal(302, (await secretariat.Get($"{Desk}/selection?n=egypt&do=nothing")).Status);
    }

    [Fact]
    public async Task A_table_with_faults_is_shown_cell_by_cell_and_a_good_one_comes_in_once()
    {
        var secretariat = await With(Role.Secretariat);
        var page = await secretariat.Get(Desk + "/import");
        var wrong = await secretariat.Upload(Desk + "/import", page, Encoding.UTF8.GetBytes("short.en,code,founded\nOne,s1,then\n"), "wrong.csv", ("Form.Language", "en"));
        var shown = await secretariat.Get(wrong.To!);
        Assert.Equal((302, 200), (wrong.Status, shown.Status));
        Assert.Contains("<code>C2</code>", shown.Body, StringComparison.Ordinal);
        Assert.Contains("<code>B2</code>", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Run", shown.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await secretariat.Post(wrong.To + "?handler=Run", page)).Status);
        var good = await secretariat.Upload(Desk + "/import", page, Encoding.UTF8.GetBytes("short.en,status\nQuiet Rivers,invited\n"), "good.csv", ("Form.Language", "en"));
        var preview = await secretariat.Get(good.To!);
        Assert.Equal(302, (await secretariat.Post(good.To + "?handler=Run", preview)).Status);
        await secretariat.Post(good.To + "?handler=Run", preview);
        await site.Do(async db => Assert.Equal(1, await db.Parties.CountAsync(p => p.Slug.StartsWith("quiet-rivers"))));
        foreach (var bad in new[] { "PK\u0003\u0004rubbish"u8.ToArray(), "<html>"u8.ToArray(), [0, 1, 2, 3] })
            Assert.Equal(409, (await secretariat.Upload(Desk + "/import", page, bad, "bad.xlsx", ("Form.Language", "en"))).Status);
    }

    [Fact]
    public async Task The_public_list_is_hidden_until_published_and_shows_only_who_may_be_seen()
    {
        var protocol = await With(Role.Owner);
        const string open = "/ar/kazan-2021/parties";
        Assert.Equal(404, (await protocol.Get(open)).Status);
        await site.Do(async db =>
        {
            var edition = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
            var saudi = await db.Participations.AsNoTracking().SingleAsync(p => p.EditionId == edition && db.Parties.Any(x => x.Id == p.PartyId && x.Code == "SA"));
            await SetParticipation.Run(db, Actor.Installation("test"), edition, "saudi-arabia", saudi.Facts with { IsPublic = true }, saudi.Version);
        });
        var page = await protocol.Get(Desk + "/snapshots/1");
        Assert.Equal(302, (await protocol.Post(Desk + "/snapshots/1?handler=Publish", page)).Status);
        var shown = await Wait(open, 200);
        Assert.Contains("المملكة العربية السعودية", shown.Body, StringComparison.Ordinal);
        Assert.Contains("/lib/flags/sa.svg", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<bdi>الأمم المتحدة</bdi>", shown.Body, StringComparison.Ordinal);
        Assert.Contains("/ar/kazan-2021/parties", (await protocol.Get("/sitemap.xml")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await protocol.Get("/ar/kazan-2022/parties")).Status);
        await protocol.Post(Desk + "/snapshots?handler=Withdraw", page);
        await Wait(open, 404);

        async Task<Answer> Wait(string address, int status)
        {
            var answer = await Soon.Is(() => protocol.Get(address), a => a.Status == status);
            Assert.Equal(status, answer.Status);
            return answer;
        }
    }

    [Fact]
    public async Task A_file_that_is_no_flag_is_served_to_nobody()
    {
        var secretariat = await With(Role.Secretariat);
        Assert.Equal(404, (await secretariat.Get($"/files/flags/{Id<StoredFile>.New()}")).Status);
        Assert.Equal(404, (await secretariat.Get("/files/flags/nonsense")).Status);
    }
}
