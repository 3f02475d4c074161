using System.Text;
using Majlis.Delegations;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Delegations;

/// <summary>Two editions with two delegations each; the participant speaks for one of them, the owner keeps the first edition and the other account the second.</summary>
public sealed class DelegationPageTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string My = "/en/kazan-2021/my/delegations", Desk = "/en/kazan-2021/desk/delegations";
    const string Theirs = "Geheimrat", Mine = "Nadia Fouad", Hostile = "<script>alert(1)</script>";

    static readonly SemaphoreSlim Once = new(1, 1);
    static bool _made;

    async Task Made()
    {
        await Once.WaitAsync();
        try
        {
            if (_made) return;
            await site.Do(async db =>
            {
                var by = Actor.Installation("test");
                foreach (var slug in new[] { "kazan-2021", "kazan-2022" })
                {
                    var edition = (await db.Editions.SingleAsync(e => e.Slug == slug)).Id;
                    foreach (var (party, code) in new[] { ("Egypt", "EG"), ("Jordan", "JO") })
                    {
                        if (!await db.Parties.AnyAsync(p => p.Code == code)) await AddParty.Run(db, by, edition, new() { Kind = PartyKind.State, Short = DeskSite.Text(party), Code = code });
                        await SetParticipation.Run(db, by, edition, party.ToLowerInvariant(), new(PartyStatus.Accepted), null);
                        await ExpectDelegation.Run(db, by, edition, party.ToLowerInvariant());
                    }
                    var isFirst = slug == "kazan-2021";
                    await AddMember.Run(db, by, edition, "egypt", Person(isFirst ? Mine : $"{Theirs} Zweite", MemberRole.Head));
                    await AddMember.Run(db, by, edition, "jordan", Person($"{Theirs} {slug}", MemberRole.Head) with { Email = "geheimrat@example.org" });
                }
                var first = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
                var egypt = (await db.Parties.SingleAsync(p => p.Code == "EG")).Id;
                await BindFocalPoint.Run(db, by, first, egypt, "participant@example.org", "participant", "en", new("https://forum.example/"), null);
                await AddMember.Run(db, by, first, "egypt", Person($"Karim {Hostile}", MemberRole.Adviser));
            });
            _made = true;
        }
        finally
        {
            Once.Release();
        }
    }

    static MemberFacts Person(string name, MemberRole role) => new() { Name = DeskSite.Text(name), Office = DeskSite.Text("Adviser"), Role = role, Category = "official" };

    [Fact]
    public async Task A_focal_point_sees_its_own_and_nothing_of_others_anywhere()
    {
        await Made();
        var focal = await site.Browser("participant");
        Assert.Equal((302, $"{My}/egypt"), ((await focal.Get(My)).Status, (await focal.Get(My)).To));
        foreach (var page in new[] { "/egypt", "/egypt?p=2", "/member/egypt", "/import/egypt", "/copy/egypt", "/export/egypt/csv", "/export/egypt/xlsx", "/export/egypt/csv?handler=Template" })
        {
            var seen = await focal.Get(My + page);
            Assert.Equal(200, seen.Status);
            Assert.DoesNotContain(Theirs, seen.Body, StringComparison.OrdinalIgnoreCase);
            if (!page.StartsWith("/export", StringComparison.Ordinal)) Assert.DoesNotContain(Hostile, seen.Body, StringComparison.Ordinal);
        }
        Assert.Contains(Mine, (await focal.Get(My + "/egypt")).Body, StringComparison.Ordinal);
        var other = 0;
        await site.Do(async db =>
        {
            var jordan = (await db.Parties.SingleAsync(p => p.Code == "JO")).Id.Value;
            other = await db.Persons.Where(p => p.Party == jordan && db.Members.Any(m => m.PersonId == p.Id)).Select(p => p.Number).FirstAsync();
        });
        foreach (var page in new[] { $"{My}/jordan", $"{My}/member/jordan", $"{My}/member/egypt/{other + 1000}", $"{My}/member/jordan/{other}", $"{My}/import/jordan", $"{My}/copy/jordan", $"{My}/export/jordan/csv", $"{My}/nowhere",
                     "/en/kazan-2022/my/delegations/egypt", Desk, $"{Desk}/egypt", $"{Desk}/invitations", $"{Desk}/invite", $"{Desk}/rules", $"{Desk}/doubles" })
            Assert.Equal((page, 404), (page, (await focal.Get(page)).Status));
        var form = await focal.Get(My + "/egypt");
        foreach (var (to, fields) in new (string, (string, string)[])[] { ($"{My}/jordan?handler=Members", [("n", "1"), ("do", "withdraw")]), ($"{My}/jordan?handler=Submit", [("version", "0")]), ($"{My}/jordan?handler=Ask", [("Ask.More", "1")]), ($"{My}/member/jordan", [("Form.Name[en]", "X")]),
                     ($"{My}/copy/jordan", []), ($"{Desk}/egypt?handler=Move", [("step", "Verify")]), ($"{Desk}/egypt?handler=Quota", []), ($"{Desk}/doubles?handler=Merge", [("keep", "1"), ("drop", "2")]) })
            Assert.Equal((to, 404), (to, (await focal.Post(to, form, fields)).Status));
    }

    [Fact]
    public async Task The_desk_sees_its_edition_and_members_stand_in_no_public_page_and_no_api()
    {
        await Made();
        var desk = await site.Browser("owner");
        foreach (var page in new[] { "", "?state=expected&q=egy", "/egypt", "/invitations", "/invite", "/rules", "/doubles" }) Assert.Equal((page, 200), (page, (await desk.Get(Desk + page)).Status));
        Assert.DoesNotContain("Zweite", (await desk.Get($"{My}/egypt")).Body, StringComparison.Ordinal);
        foreach (var role in new[] { "press", "programme", "other" })
        {
            var browser = await site.Browser(role);
            Assert.Equal((role, 404), (role, (await browser.Get(Desk)).Status));
            Assert.Equal((role, 404), (role, (await browser.Get($"{My}/egypt")).Status));
        }
        var programme = await site.Browser("programme");
        foreach (var page in new[] { "/en/kazan-2021/desk/programme/people", "/en/kazan-2021/desk/programme/people?q=geheim", "/en/kazan-2021/people", "/en/kazan-2021/desk" })
        {
            var seen = await programme.Get(page);
            Assert.DoesNotContain(Theirs, seen.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Mine, seen.Body, StringComparison.Ordinal);
        }
        foreach (var path in new[] { "people", "programme" })
        {
            var answer = await desk.Call("GET", $"/api/v1/editions/kazan-2021/{path}");
            Assert.Equal((path, 200), (path, answer.Status));
            Assert.DoesNotContain(Theirs, answer.Body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("ar")]
    [InlineData("fa")]
    [InlineData("tr")]
    [InlineData("fr")]
    public async Task Every_page_speaks_every_language(string language)
    {
        await Made();
        var desk = await site.Browser("owner");
        foreach (var page in new[] { "desk/delegations", "desk/delegations/egypt", "desk/delegations/invitations", "desk/delegations/invite", "desk/delegations/rules", "desk/delegations/doubles", "my/delegations/egypt", "my/delegations/member/egypt", "my/delegations/import/egypt", "my/delegations/copy/egypt" })
        {
            var seen = await desk.Get($"/{language}/kazan-2021/{page}");
            Assert.Equal((page, 200), (page, seen.Status));
            Assert.DoesNotMatch("(delegation|invitation|import)\\.[a-z_]+<", seen.Body);
        }
    }

    [Fact]
    public async Task A_table_with_faults_is_shown_cell_by_cell_and_is_no_other_delegations()
    {
        await Made();
        var desk = await site.Browser("owner");
        var page = await desk.Get(My + "/import/jordan");
        var wrong = await desk.Upload(My + "/import/jordan", page, Encoding.UTF8.GetBytes("name.en,role,category,email\nOne,king,official,a b\n"), "wrong.csv", ("Form.Language", "en"));
        var shown = await desk.Get(wrong.To!);
        Assert.Equal((302, 200), (wrong.Status, shown.Status));
        foreach (var cell in new[] { "B2", "D2" }) Assert.Contains($"<code>{cell}</code>", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Run", shown.Body, StringComparison.Ordinal);
        var good = await desk.Upload(My + "/import/jordan", page, Encoding.UTF8.GetBytes("name.en,role\nQuiet Rivers,adviser\n"), "good.csv", ("Form.Language", "en"));
        // The address of one delegation's file says nothing at another's.
        Assert.Equal(302, (await desk.Get(good.To!.Replace("/jordan/", "/egypt/", StringComparison.Ordinal))).Status);
        var preview = await desk.Get(good.To!);
        Assert.Equal(302, (await desk.Post(good.To + "?handler=Run", preview)).Status);
        Assert.Contains("Quiet Rivers", (await desk.Get(My + "/jordan")).Body, StringComparison.Ordinal);
        foreach (var bad in new[] { "PK\u0003\u0004rubbish"u8.ToArray(), "<html>"u8.ToArray(), [0, 1, 2, 3] })
            Assert.Equal(409, (await desk.Upload(My + "/import/jordan", page, bad, "bad.xlsx", ("Form.Language", "en"))).Status);
    }
}
