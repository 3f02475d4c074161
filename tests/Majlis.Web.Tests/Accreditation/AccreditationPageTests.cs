using System.Text;
using Majlis.Accreditation;
using Majlis.Delegations;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.People;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace Majlis.Web.Tests.Accreditation;

/// <summary>Two editions with two delegations each, all of whose people applied; the participant speaks for one of them, an account keeps security, another accreditation, and one the second edition.</summary>
public sealed class AccreditationPageTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string My = "/en/kazan-2021/my/accreditation", Desk = "/en/kazan-2021/desk/accreditation";
    const string Theirs = "Geheimrat", Mine = "Nadia Fouad", Hostile = "<script>alert(1)</script>";

    static readonly SemaphoreSlim Once = new(1, 1);
    static bool _made;
    static int _mine, _theirs;

    async Task Made()
    {
        await Once.WaitAsync();
        try
        {
            if (_made) return;
            await site.Do(async db =>
            {
                var by = Actor.Installation("test");
                foreach (var (name, role) in new[] { ("liaison", Role.SecurityLiaison), ("accreditor", Role.Accreditation) })
                {
                    var account = await MakeAccount.Run(db, by, $"{name}@example.org", name, "en", default);
                    account.PasswordHash = AccountPasswords.Hash(account, "seven quiet rivers");
                    await db.SaveChangesAsync();
                    await GiveRole.Run(db, by, (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id, account.Id, role);
                }
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
                    var mine = await Apply(db, edition, "egypt", isFirst ? Mine : $"{Theirs} Zweite");
                    var theirs = await Apply(db, edition, "jordan", $"{Theirs} {slug}");
                    if (isFirst) (_mine, _theirs) = (mine, theirs);
                    if (isFirst) await Apply(db, edition, "egypt", $"Karim {Hostile}");
                }
                var first = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
                await BindFocalPoint.Run(db, by, first, (await db.Parties.SingleAsync(p => p.Code == "EG")).Id, "participant@example.org", "participant", "en", new("https://forum.example/"), null);
            });
            _made = true;
        }
        finally
        {
            Once.Release();
        }
    }

    static async Task<int> Apply(AppDb db, Id<Majlis.Forums.Edition> edition, string party, string name)
    {
        var by = Actor.Installation("test");
        var person = await AddMember.Run(db, by, edition, party, new() { Name = DeskSite.Text(name), Office = DeskSite.Text("Adviser"), Category = "official" });
        await ConfirmMembers.Run(db, by, edition, party, [person.Number]);
        return person.Number;
    }

    [Fact]
    public async Task The_desk_sees_its_edition_and_each_role_what_is_its_own()
    {
        await Made();
        var owner = await site.Browser("owner");
        var queue = await owner.Get(Desk);
        Assert.Equal(200, queue.Status);
        Assert.Contains(Mine, queue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Zweite", queue.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, queue.Body, StringComparison.Ordinal);
        foreach (var query in new[] { "?q=geheim", "?state=submitted&security=pending", "?party=jordan", "?country=EG", "?mine=1", "?nophoto=1", "?after=0", $"?before={_theirs + 50}", "?state=99&category=%00&q=%F0" }) Assert.Equal((query, 200), (query, (await owner.Get(Desk + query)).Status));
        Assert.DoesNotContain(Mine, (await owner.Get(Desk + "?party=jordan")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, (await owner.Get($"{Desk}/{_theirs + 1}")).Body, StringComparison.Ordinal);
        var liaison = await site.Browser("liaison");
        foreach (var page in new[] { "", $"/{_mine}", "/batches", "/answers", "/watch" }) Assert.Equal((page, 200), (page, (await liaison.Get(Desk + page)).Status));
        foreach (var name in new[] { "accreditor", "press", "programme", "other", "participant" })
            foreach (var page in new[] { "/batches", "/answers", "/watch" })
                Assert.Equal((name, page, 404), (name, page, (await (await site.Browser(name)).Get(Desk + page)).Status));
        foreach (var name in new[] { "press", "programme", "other", "participant" })
            foreach (var page in new[] { "", $"/{_mine}", $"/{_mine}?handler=Photo", "/rules", "/enter", $"/selection?n={_mine}:0&do=take" }) Assert.Equal((name, page, 404), (name, page, (await (await site.Browser(name)).Get(Desk + page)).Status));
        Assert.Equal(404, (await owner.Get($"/en/kazan-2021/desk/accreditation/{_mine + 900}")).Status);
        foreach (var page in new[] { "/en/kazan-2021", "/en/kazan-2021/people", "/en/kazan-2021/programme" }) Assert.DoesNotContain(Theirs, (await owner.Get(page)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_focal_point_sees_states_of_its_own_people_and_nothing_of_others()
    {
        await Made();
        var focal = await site.Browser("participant");
        Assert.Contains($"/my/accreditation/{_mine}", (await focal.Get("/en/kazan-2021/my/delegations/egypt")).Body, StringComparison.Ordinal);
        var page = await focal.Get($"{My}/{_mine}");
        Assert.Equal(200, page.Status);
        foreach (var address in new[] { $"{My}/{_theirs}", $"{My}/{_theirs}?handler=Photo", $"{My}/{_mine + 900}", $"/en/kazan-2022/my/accreditation/{_mine}" }) Assert.Equal((address, 404), (address, (await focal.Get(address)).Status));
        (string, string)[] passport = [("Document.Number", "A1"), ("Document.Name", "X Y"), ("Document.Nationality", "EG")];
        Assert.Equal(404, (await focal.Post($"{My}/{_theirs}?handler=Document", page, passport)).Status);
        Assert.Equal(404, (await focal.Upload($"{My}/{_theirs}?handler=Photo", page, Jpeg(600, 800), "p.jpg", "Photo.File")).Status);
        Assert.Equal(302, (await focal.Post($"{My}/{_mine}?handler=Document", page, passport)).Status);
        // What was entered is shown to nobody who does not ask, and to nobody outside the named roles.
        Assert.DoesNotContain("A1<", (await focal.Get($"{My}/{_mine}")).Body, StringComparison.Ordinal);
        var accreditor = await site.Browser("accreditor");
        var one = await accreditor.Get($"{Desk}/{_mine}");
        Assert.DoesNotContain(">A1<", one.Body, StringComparison.Ordinal);
        Assert.Contains(">A1<", (await accreditor.Post($"{Desk}/{_mine}?handler=Document", one)).Body, StringComparison.Ordinal);
        var owner = await site.Browser("owner");
        Assert.Equal(404, (await owner.Post($"{Desk}/{_mine}?handler=Document", await owner.Get($"{Desk}/{_mine}"))).Status);
    }

    [Fact]
    public async Task A_bulk_decision_names_its_consequence_and_a_second_one_is_told()
    {
        await Made();
        var desk = await site.Browser("accreditor");
        var queue = await desk.Get(Desk + "?q=karim");
        var chosen = System.Text.RegularExpressions.Regex.Match(queue.Body, "name=\"n\" value=\"([0-9]+:[0-9]+)\"").Groups[1].Value;
        Assert.Equal(302, (await desk.Get($"{Desk}/selection?do=pass-substantive")).Status);
        var confirm = await desk.Get($"{Desk}/selection?n={chosen}&do=pass-substantive&back=%3Fq%3Dkarim");
        Assert.Contains("This concerns 1 person.", confirm.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, confirm.Body, StringComparison.Ordinal);
        (string, string)[] fields = [("do", "pass-substantive"), ("chosen", chosen), ("back", "?q=karim")];
        var done = await desk.Post($"{Desk}/selection", confirm, fields);
        Assert.Equal((302, $"{Desk}?q=karim"), (done.Status, done.To));
        Assert.Equal(409, (await desk.Post($"{Desk}/selection", confirm, fields)).Status);
        Assert.Contains("Pre-approved", (await desk.Get(Desk + "?q=karim")).Body, StringComparison.Ordinal);
        // Deeds of others are not this role's, whatever is sent.
        Assert.Equal(404, (await desk.Post($"{Desk}/selection", confirm, ("do", "pass-security"), ("chosen", chosen))).Status);
        // All that were found, without ticking a thousand boxes.
        Assert.Contains("This concerns 1 person.", (await desk.Get($"{Desk}/selection?all=1&do=hold&back=%3Fq%3Dkarim")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_downloaded_filled_in_and_taken_in()
    {
        await Made();
        var liaison = await site.Browser("liaison");
        var page = await liaison.Get(Desk + "/batches");
        Assert.Equal(302, (await liaison.Post(Desk + "/batches", page, ("Form.Authority", "Ministry"), ("Form.Sent", "2021-07-01"))).Status);
        var file = (await liaison.Post(Desk + "/batches?handler=File&number=1", page, ("format", "csv"))).Body;
        Assert.Contains(Mine, file, StringComparison.Ordinal);
        Assert.DoesNotContain("Zweite", file, StringComparison.Ordinal);
        var reference = file.Split('\n').First(l => l.Contains(Mine, StringComparison.Ordinal)).Split('"')[1];
        var form = await liaison.Get(Desk + "/answers");
        var wrong = await liaison.Upload(Desk + "/answers", form, Encoding.UTF8.GetBytes($"reference,answer,date\n{reference},maybe,2021-07-02\nXX,cleared,2021-07-02\n"), "answers.csv");
        var shown = await liaison.Get(wrong.To!);
        foreach (var cell in new[] { "B2", "A3" }) Assert.Contains($"<code>{cell}</code>", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Run", shown.Body, StringComparison.Ordinal);
        // Another of the same desk does not see what waits there.
        Assert.Equal(404, (await (await site.Browser("accreditor")).Get(wrong.To!)).Status);
        var good = await liaison.Upload(Desk + "/answers", form, Encoding.UTF8.GetBytes($"reference,answer,date\n{reference},refused,2021-07-02\n"), "answers.csv");
        var preview = await liaison.Get(good.To!);
        Assert.Equal(302, (await liaison.Post(good.To + "?handler=Run", preview)).Status);
        Assert.Equal(302, (await liaison.Post(good.To + "?handler=Run", preview)).Status);
        // The refusal looks like any other, and says nothing of why.
        var outside = (await (await site.Browser("participant")).Get($"{My}/{_mine}")).Body;
        Assert.Contains("Rejected", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("Ministry", outside, StringComparison.Ordinal);
        foreach (var bad in new[] { "PK\u0003\u0004rubbish"u8.ToArray(), "<html>"u8.ToArray(), [0, 1, 2, 3] }) Assert.Equal(409, (await liaison.Upload(Desk + "/answers", form, bad, "bad.xlsx")).Status);
    }

    [Fact]
    public async Task Pictures_are_made_photos_and_what_only_looks_like_one_is_refused()
    {
        await Made();
        var focal = await site.Browser("participant");
        var page = await focal.Get($"{My}/{_mine}");
        async Task<int> Send(byte[] picture, params (string, string)[] crop) => (await focal.Upload($"{My}/{_mine}?handler=Photo", page, picture, "me.png", "Photo.File", crop)).Status;
        Assert.Equal(302, await Send(Jpeg(900, 700)));
        Assert.Equal(302, await Send(Jpeg(600, 800), ("Photo.Start", "0.2"), ("Photo.Top", "0.1"), ("Photo.Width", "0.5")));
        Assert.Equal(302, await Send(Jpeg(600, 800), ("Photo.Start", "NaN"), ("Photo.Top", "-9"), ("Photo.Width", "1e300")));
        byte[] polyglot = [.. Jpeg(600, 800), .. "<script>alert(1)</script>"u8.ToArray()];
        foreach (var bad in new[] { "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"800\"/>"u8.ToArray(), polyglot, "GIF89a"u8.ToArray(), Jpeg(100, 120), Bomb(50_000, 50_000), Bomb(600, 800), [] }) Assert.Contains(await Send(bad), new[] { 400, 409 });
        var photo = await focal.Head($"{My}/{_mine}?handler=Photo");
        Assert.Equal("image/jpeg", photo.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, (await (await site.Browser("other")).Get($"{My}/{_mine}?handler=Photo")).Status);
        Assert.Equal(404, (await (await site.Browser("programme")).Get($"{Desk}/{_mine}?handler=Photo")).Status);
        await site.Do(async db => Assert.Equal(1, await db.Files.CountAsync(f => f.Name == "photo.jpg")));
    }

    static byte[] Jpeg(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    /// <summary>A PNG that claims to be of this size and has no pixels.</summary>
    static byte[] Bomb(uint width, uint height)
    {
        static byte[] Number(uint n) => [(byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n];
        static byte[] Part(string type, byte[] content) => [.. Number((uint)content.Length), .. Encoding.ASCII.GetBytes(type), .. content, .. Number(Sum([.. Encoding.ASCII.GetBytes(type), .. content]))];
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Part("IHDR", [.. Number(width), .. Number(height), 8, 2, 0, 0, 0]), .. Part("IDAT", [0x78, 0x9C, 1, 0, 0, 0xFF, 0xFF]), .. Part("IEND", [])];
    }

    static uint Sum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var i = 0; i < 8; i++) sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB88320;
        }
        return ~sum;
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
        foreach (var (name, pages) in new[] { ("owner", new[] { "desk/accreditation", $"desk/accreditation/{_mine}", "desk/accreditation/rules", $"desk/accreditation/selection?all=1&do=hold", "desk/accreditation/enter", $"my/accreditation/{_mine}", "my/accreditation", "my/delegations/egypt" }), ("liaison", ["desk/accreditation/batches", "desk/accreditation/answers", "desk/accreditation/watch"]) })
            foreach (var page in pages)
            {
                var seen = await (await site.Browser(name)).Get($"/{language}/kazan-2021/{page}");
                Assert.Equal((page, 200), (page, seen.Status));
                Assert.DoesNotMatch("(accreditation|refusal)\\.[a-z_]+[<.]", seen.Body);
            }
    }
}
