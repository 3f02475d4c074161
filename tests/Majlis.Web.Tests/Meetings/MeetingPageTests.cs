using System.Text;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Meetings;

/// <summary>On one site: Amina (the participant's account), Rustam who has not agreed to be shown, and two parties; a request between Amina and Qatar.</summary>
public sealed class MeetingPageTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string My = "/en/kazan-2021/my/meetings", Desk = "/en/kazan-2021/desk/meetings";

    static readonly SemaphoreSlim Once = new(1, 1);

    static readonly Uri Address = new("https://forum.example/");

    async Task<Browser> As(string name)
    {
        await Once.WaitAsync();
        try
        {
            await site.Do(async db =>
            {
                if (await db.MeetingRounds.AnyAsync()) return;
                var by = Actor.Installation("test");
                var edition = await db.Editions.SingleAsync(e => e.Slug == "kazan-2021");
                await SetUpMeetings.Run(db, by, edition.Id, new() { Windows = [new(new(2021, 7, 28, 10, 0), new(2021, 7, 28, 18, 0))], Topics = [new("energy", DeskSite.Text("Energy <b>"))], Unseen = [new(SideCategory.Person, SideCategory.Media)] }, null);
                foreach (var (party, kind) in new[] { ("Qatar", PartyKind.State), ("Gazette", PartyKind.Media) })
                {
                    var slug = (await AddParty.Run(db, by, edition.Id, new() { Kind = kind, Short = DeskSite.Text(party) })).Slug;
                    await SetParticipation.Run(db, by, edition.Id, slug, new(PartyStatus.Accepted), null);
                    await KeepProfile.Run(db, by, edition.Id, slug, new() { Offers = ["energy"], About = DeskSite.Text("<script>alert(1)</script>") }, null, true, null);
                }
                var amina = await db.Persons.SingleAsync(p => p.EditionId == edition.Id && p.Number == 1);
                await LinkPerson.Run(db, by, edition.Id, amina.Guid, "participant@example.org", "en", Address);
                await KeepProfile.Run(db, by, edition.Id, "person-1", new() { Seeks = ["energy"] }, null, true, null);
                await KeepProfile.Run(db, by, edition.Id, "person-2", new() { About = DeskSite.Text("Hidden words") }, null, false, null);
                await AskForMeeting.Run(db, by, edition.Id, "qatar", "person-1", new() { Purpose = "<script>alert(2)</script>" });
            });
        }
        finally
        {
            Once.Release();
        }
        return await site.Browser(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/find")]
    [InlineData("/find?q=qat&topic=energy&category=state&country=&language=")]
    [InlineData("/side/qatar")]
    [InlineData("/profile")]
    [InlineData("/request/1")]
    public async Task A_participant_opens_every_page_of_their_own_and_strangers_none(string page)
    {
        var seen = await (await As("participant")).Get(My + page);
        Assert.Equal(200, seen.Status);
        Assert.DoesNotContain("<script>alert", seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Energy <b>", seen.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await (await As("other")).Get(My + page)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=qatar&state=pending&level=director&category=state")]
    [InlineData("/request")]
    [InlineData("/request/1")]
    [InlineData("/round")]
    [InlineData("/sides")]
    [InlineData("/sides?q=amina&at=shown")]
    [InlineData("/side/person-2")]
    [InlineData("/side/qatar")]
    [InlineData("/import")]
    [InlineData("/export/csv")]
    [InlineData("/export/xlsx")]
    [InlineData("/export/csv?handler=Template")]
    public async Task Only_who_keeps_meetings_opens_the_desk_of_them(string page)
    {
        var seen = await (await As("owner")).Get(Desk + page);
        Assert.Equal(200, seen.Status);
        if (!page.StartsWith("/export", StringComparison.Ordinal)) Assert.DoesNotContain("<script>alert", seen.Body, StringComparison.Ordinal);
        foreach (var name in new[] { "press", "programme", "participant", "other" }) Assert.Equal(404, (await (await As(name)).Get(Desk + page)).Status);
    }

    [Fact]
    public async Task Who_has_not_agreed_or_may_not_be_seen_is_on_no_page()
    {
        var participant = await As("participant");
        foreach (var page in new[] { "/find", "/find?q=rustam", "/find?q=hidden", "/find?q=gazette" })
        {
            var seen = (await participant.Get(My + page)).Body;
            Assert.DoesNotContain("Rustam", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("Hidden", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("side/gazette", seen, StringComparison.Ordinal);
        }
        foreach (var slug in new[] { "person-2", "gazette", "nobody", "person-1" }) Assert.Equal(404, (await participant.Get($"{My}/side/{slug}")).Status);
        // Whose side is not the reader's cannot be put on.
        foreach (var page in new[] { "", "/find", "/profile", "/request/1" }) Assert.Equal(404, (await participant.Get($"{My}{page}?as=qatar")).Status);
        Assert.Contains("Qatar", (await participant.Get(My + "/find")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_sent_answered_and_refused_in_words()
    {
        var (participant, owner) = (await As("participant"), await As("owner"));
        // Qatar has asked already: the page leads to that one.
        var side = await participant.Get(My + "/side/qatar");
        Assert.Contains("/my/meetings/request/1?as=person-1", side.Body, StringComparison.Ordinal);
        var request = await participant.Get(My + "/request/1");
        // Somebody else changes it; the answer to the old one is refused, and the new one shown.
        var desk = await owner.Get(Desk + "/request/1");
        Assert.Equal(302, (await owner.Post(Desk + "/request/1?handler=Counter", desk, ("Form.Version", desk.Value("Form.Version")), ("Form.Level", "Expert"), ("Form.FromPeople", "2"), ("Form.ToPeople", "۲"))).Status);
        var late = await participant.Post(My + "/request/1?as=person-1&handler=Accept", request, ("Form.Version", request.Value("Form.Version")), ("Form.Wish", "Wish"));
        Assert.Equal(409, late.Status);
        Assert.Contains("Expert", late.Body, StringComparison.Ordinal);
        var row = (await owner.Get(Desk + "/request/1")).Body;
        Assert.Contains("Other terms proposed", row, StringComparison.Ordinal);
        desk = await owner.Get(Desk + "/request/1");
        Assert.Equal(302, (await owner.Post(Desk + "/request/1?handler=Accept", desk, ("Form.Version", desk.Value("Form.Version")), ("Form.Wish", "Must"))).Status);
        request = await participant.Get(My + "/request/1");
        Assert.Contains("Accepted", request.Body, StringComparison.Ordinal);
        // What it is worth to them is not hers to see.
        Assert.DoesNotContain("<dd>We must meet</dd>", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_desk_enters_for_anyone_and_is_told_what_is_wrong_at_its_field()
    {
        var owner = await As("owner");
        var form = await owner.Get(Desk + "/request");
        var wrong = await owner.Post(Desk + "/request", form, ("From", "nobody"), ("To", "Rustam Ganiev"), ("Form.Purpose", "Talk"), ("Form.FromPeople", "x"));
        Assert.Equal(400, wrong.Status);
        Assert.Contains("“nobody” is neither a party nor a person", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"Rustam Ganiev\"", wrong.Body, StringComparison.Ordinal);
        Assert.Equal(409, (await owner.Post(Desk + "/request", form, ("From", "person-2"), ("To", "Rustam Ganiev"), ("Form.Purpose", "Talk"))).Status);
        Assert.Equal(302, (await owner.Post(Desk + "/request", form, ("From", "gazette"), ("To", "Rustam Ganiev"), ("Form.Purpose", "Talk"))).Status);
    }

    [Fact]
    public async Task A_table_is_shown_before_it_is_taken_in()
    {
        var owner = await As("owner");
        var form = await owner.Get(Desk + "/import");
        var bad = await owner.Upload(Desk + "/import", form, Encoding.UTF8.GetBytes("from,to,purpose\nqatar,nobody,Talk"), "bad.csv");
        Assert.Equal(302, bad.Status);
        var faults = await owner.Get(bad.To!);
        Assert.Contains("<code>B2</code>", faults.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Run", faults.Body, StringComparison.Ordinal);
        var good = await owner.Upload(Desk + "/import", form, Encoding.UTF8.GetBytes("from,to,purpose\nqatar,gazette,Talk of gas"), "good.csv");
        var preview = await owner.Get(good.To!);
        Assert.Equal(302, (await owner.Post(good.To + "?handler=Run", preview)).Status);
        Assert.Contains("Talk of gas", (await owner.Get(Desk)).Body, StringComparison.Ordinal);
        Assert.Equal(409, (await owner.Upload(Desk + "/import", form, Encoding.UTF8.GetBytes("a,b"), "page.csv")).Status);
    }

    [Fact]
    public async Task Settings_are_kept_and_an_overlap_is_refused_with_the_input_kept()
    {
        var owner = await As("owner");
        var form = await owner.Get(Desk + "/round");
        (string, string)[] Fields(string windows) => [("Form.Version", form.Value("Form.Version")), ("Form.Windows", windows), ("Form.Minutes", "30"), ("Form.Topics[0].Key", "energy"), ("Form.Topics[0].Name[en]", "Energy <b>"), ("Form.Unseen", "Person:Media"), ("Form.Weights[must]", "120")];
        var wrong = await owner.Post(Desk + "/round", form, Fields("2021-07-28 10:00 – 2021-07-28 12:00\n2021-07-28 11:00 – 2021-07-28 13:00"));
        Assert.Equal(409, wrong.Status);
        Assert.Contains("2021-07-28 11:00", wrong.Body, StringComparison.Ordinal);
        Assert.Equal(302, (await owner.Post(Desk + "/round", form, Fields("2021-07-28 10:00 – 2021-07-28 18:00"))).Status);
        Assert.Equal(409, (await owner.Post(Desk + "/round", form, Fields("2021-07-28 10:00 – 2021-07-28 18:00"))).Status);
        await site.Do(async db => Assert.Equal((30, 120), await db.MeetingRounds.Where(r => r.Facts != null).Select(r => r.Facts).ToListAsync() is [var facts] ? (facts.Minutes, facts.Weights.Must) : default));
    }

    [Fact]
    public async Task What_the_board_never_offered_is_answered_in_words_and_not_as_a_fault()
    {
        var owner = await As("owner");
        var number = 0;
        await site.Do(async db =>
        {
            var edition = await db.Editions.SingleAsync(e => e.Slug == "kazan-2021");
            var by = Actor.Installation("test");
            await KeepRoom.Run(db, by, edition.Id, null, new(DeskSite.Text("Blue"), LocalizedText.Empty, RoomClass.Table, 4, 1, null), [], null);
            var draft = new MeetingPlan(edition.Id, 900, PlanKind.Fresh, null, new(5), by, db.Clock.GetCurrentInstant());
            draft.Begin(db.Clock.GetCurrentInstant());
            draft.End(new GreedyPlanner().Plan(await MeetingProblem.Of(db, edition.Id, new()), new(TimeSpan.FromSeconds(5))), db.Clock.GetCurrentInstant());
            db.Add(draft);
            await db.SaveChangesAsync();
            number = draft.Number;
        });
        var board = await owner.Get($"{Desk}/board/{number}");
        Assert.Equal(200, board.Status);
        foreach (var (handler, fields) in new (string, (string, string)[])[] { ("Move", [("request", "nonsense"), ("slot", "x"), ("version", "1")]), ("Lock", [("request", ""), ("locked", "perhaps"), ("version", "1")]) })
        {
            var answer = await owner.Post($"{Desk}/board/{number}?handler={handler}", board, fields);
            Assert.Equal(400, answer.Status);
            Assert.Contains("\"error\":\"The request was not understood\"", answer.Body, StringComparison.Ordinal);
        }
        Assert.Equal(400, (await owner.Get($"{Desk}/board/{number}?handler=Spots&day=2021-07-28&request=nonsense")).Status);
        var place = await owner.Post($"{Desk}/place/{number}/1?handler=Spot", board, ("version", "1"));
        Assert.Equal(400, place.Status);
        Assert.Contains("Choose one of the free places.", place.Body, StringComparison.Ordinal);
    }
}
