using Majlis.Forums;
using Majlis.Messaging;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Programme;

public class CopyEditionTests(TestDatabases databases)
{
    static readonly LocalDate NextYear = new(2027, 10, 30);

    static CopyFacts Facts(Stage stage) => new() { Slug = "kazan-2028", First = NextYear, Types = new HashSet<Guid> { stage.Type.Guid } };

    [Theory, OnEveryDatabase]
    public async Task The_new_edition_has_what_the_old_one_has_with_guids_and_numbers_of_its_own(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var (edition, plan) = await database.Do(db => CopyEdition.Run(db, stage.Owner, stage.Id, Facts(stage) with { Title = A.Text("Kazan Forum 2028") }));

        await using var db = database.Open();
        var (before, after) = (await Draft.Load(db, await Of(db, stage.Id), TestContext.Current.CancellationToken), await Draft.Load(db, await Of(db, edition.Id), TestContext.Current.CancellationToken));
        Assert.Equal((3, "Europe/Moscow", NextYear, NextYear.PlusDays(2), (Instant?)null, 7), (edition.Number, edition.Zone, edition.First, edition.Last, edition.AnnouncedAt, edition.DefaultWalk));
        Assert.Equal(("Kazan Forum 2028", before.Edition.City), (after.Edition.Title.In("en").Text, after.Edition.City));
        Assert.Equal(before.Edition.Languages, after.Edition.Languages);
        Assert.Equal([new DayEntry(NextYear.PlusDays(1), NextYear.PlusDays(1).At(new(9, 0)), NextYear.PlusDays(2).At(new(2, 0)))], after.Days.Where(d => d.Opens.Hour == 9));
        Assert.Equal(before.Halls.Select(h => (h.Slug, h.Name, h.Building, h.Capacity)), after.Halls.Select(h => (h.Slug, h.Name, h.Building, h.Capacity)));
        Assert.Equal(before.Tracks.Select(t => (t.Slug, t.Name, t.Colour)), after.Tracks.Select(t => (t.Slug, t.Name, t.Colour)));
        Assert.Equal(before.Types.Select(t => (t.Slug, t.Name, t.IsBreak)), after.Types.Select(t => (t.Slug, t.Name, t.IsBreak)));
        Assert.Empty(after.People);
        Assert.Empty(Guids(before).Intersect(Guids(after)));

        // Time order gives the numbers; the wall times are the same whatever the clock did in between, and the night session stays with its day.
        Assert.Equal(["1 Early 2027-10-30T09:00:00 blue", "2 Opening 2027-10-30T10:00:00 blue", "3 After midnight 2027-11-01T00:30:00 green", "4 No time  "],
            after.Sessions.Select(s => $"{s.Number} {s.Title.In("en").Text} {s.Start:uuuu-MM-ddTHH:mm:ss} {after.Halls.FirstOrDefault(h => h.Guid == s.Hall)?.Slug}"));
        Assert.Equal(NextYear.PlusDays(1), after.DayOf(after.Sessions[2].Start!.Value));
        var opening = after.Sessions[1];
        Assert.Equal((60, SessionAccess.ByInvitation, "finance", "panel"), (opening.Minutes, opening.Access, after.Tracks.Single(t => t.Guid == opening.Track).Slug, after.Types.Single(t => t.Guid == opening.Type).Slug));
        Assert.Equal(["ru"], opening.FloorLanguages);
        Assert.Equal((null, null, true, 0, 0), (opening.Stream, opening.Url, opening.Abstract.IsEmpty, opening.Materials.Count, opening.People.Count));
        Assert.Equal([4, 3, 1, 1, 1, 2, 1], [plan.Sessions.Count, edition.LastSessionNumber - 1, plan.Walks, plan.Tracks, plan.Days, plan.Halls, plan.Rules]);

        Assert.Equal((1, 1, true), (plan.Levels, plan.Letters, plan.Protocol));
        Assert.Equal([ConflictLevel.ForbidsPlacing], await db.RuleLevels.Where(l => l.EditionId == edition.Id).Select(l => l.Level).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([("Words", "Dear {name}, words.")], await db.LetterTemplates.Where(t => t.EditionId == edition.Id).Select(t => new ValueTuple<string, string>(t.Subject, t.Text)).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([ProtocolFacts.Usual.Ranks[4].Guid], (await db.Protocols.SingleAsync(p => p.EditionId == edition.Id, TestContext.Current.CancellationToken)).Facts.Ranks.Select(r => r.Guid));

        var blue = await db.Halls.SingleAsync(h => h.EditionId == edition.Id && h.Slug == "blue", TestContext.Current.CancellationToken);
        Assert.Equal([new HallHours(NextYear.At(new(8, 0)), NextYear.At(new(20, 0)))], blue.Hours);
        var walk = await db.Walks.SingleAsync(w => w.EditionId == edition.Id, TestContext.Current.CancellationToken);
        Assert.Equal(12, walk.Minutes);
        Assert.Equal([Role.Press], await db.SecondFactorRules.Where(r => r.EditionId == edition.Id).Select(r => r.Role).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEveryDatabase]
    public async Task Nothing_of_the_old_edition_changes(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var before = await Everything(database, stage.Id);
        await database.Do(db => CopyEdition.Run(db, stage.Owner, stage.Id, Facts(stage) with { Team = true }));
        Assert.Equal(before, await Everything(database, stage.Id));
    }

    [Theory, OnEveryDatabase]
    public async Task What_stands_on_a_day_that_is_not_there_is_listed_and_kept_without_a_time(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var facts = Facts(stage) with { Last = NextYear };
        var preview = await database.Do(db => CopyEdition.Preview(db, stage.Owner, stage.Id, facts));
        Assert.Equal(["After midnight"], preview.Sessions.Where(s => s.LostItsDay).Select(s => s.Title.In("en").Text));
        Assert.False(await database.Do(db => db.Editions.AnyAsync(e => e.Slug == facts.Slug)));

        var (edition, plan) = await database.Do(db => CopyEdition.Run(db, stage.Owner, stage.Id, facts));
        Assert.Equal(preview.Sessions, plan.Sessions);
        var lost = await database.Do(db => db.Sessions.SingleAsync(s => s.EditionId == edition.Id && s.Number == 3));
        Assert.Equal((null, true), (lost.Start, lost.HallId is not null));
        Assert.Equal(0, await database.Do(db => db.Days.CountAsync(d => d.EditionId == edition.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task Types_are_chosen_one_by_one(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var coffee = await database.Do(db => AddSessionType.Run(db, stage.Owner, stage.Id, new("coffee", A.Text("Coffee"), true)));
        await database.Do(db => AddSession.Run(db, stage.Owner, stage.Id, A.Session("Coffee") with { Type = coffee.Guid, AllHalls = true, Start = new(2026, 5, 13, 11, 0) }));
        async Task<IEnumerable<string>> Titles(params Guid[] types) => (await database.Do(db =>
            CopyEdition.Preview(db, stage.Owner, stage.Id, Facts(stage) with { Types = types.ToHashSet(), Untyped = types.Length == 0 }))).Sessions.Select(s => s.Title.In("en").Text);
        Assert.Equal(["Coffee"], await Titles(coffee.Guid));
        Assert.Equal(["Untyped"], await Titles());
    }

    [Theory, OnEveryDatabase]
    public async Task The_team_comes_when_it_is_asked_for(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var maker = stage.Owner;
        Task<List<string>> Roles(Id<Edition> id) => database.Do(async db => (await db.Memberships.Where(m => m.EditionId == id).ToListAsync())
            .Select(m => $"{m.Role}{(m.Account == maker.Account ? " maker" : "")}").Order(StringComparer.Ordinal).ToList());
        var (alone, _) = await database.Do(db => CopyEdition.Run(db, maker, stage.Id, Facts(stage)));
        Assert.Equal(["Owner maker"], await Roles(alone.Id));
        var (together, plan) = await database.Do(db => CopyEdition.Run(db, maker, stage.Id, Facts(stage) with { Slug = "kazan-2029", Team = true }));
        Assert.Equal(["Owner maker", "Press"], await Roles(together.Id));
        Assert.Equal(1, plan.Team);
    }

    [Theory, OnEveryDatabase]
    public async Task A_copy_that_is_refused_leaves_nothing(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var events = await database.Events();
        async Task Refused(string code, CopyFacts facts) =>
            Assert.Equal(code, (await Assert.ThrowsAsync<Refusal>(() => database.Do(db => CopyEdition.Run(db, stage.Owner, stage.Id, facts)))).Code);
        await Refused("forums.slug_taken", Facts(stage) with { Slug = stage.Edition.Slug });
        await Refused("forums.slug", Facts(stage) with { Slug = "No slug" });
        await Refused("forums.dates_reversed", Facts(stage) with { Last = NextYear.PlusDays(-1) });
        await Refused("forums.number_taken", Facts(stage) with { Number = 1 });
        foreach (var (actor, facts) in new[] { (A.Member(stage.Edition, Role.Programme), Facts(stage)), (A.Member(stage.Secret, Role.Owner), Facts(stage)), (A.Member(stage.Edition, Role.Secretariat), Facts(stage) with { Team = true }) })
            await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => CopyEdition.Run(db, actor, stage.Id, facts)));
        Assert.Equal(events, await database.Events());
        Assert.Equal(2, await database.Do(db => db.Editions.CountAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task Parties_are_planned_again_in_the_order_that_was_agreed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Filled(database);
        var protocol = A.Member(stage.Edition, Role.Protocol);
        var parties = new List<Majlis.Parties.Party>();
        foreach (var (name, code) in new[] { ("Oman", "OM"), ("Bahrain", "BH") })
            parties.Add(await database.Do(async db =>
            {
                var party = await Majlis.Parties.AddParty.Run(db, A.Operator, stage.Id, new() { Short = A.Text(name), Code = code });
                db.Add(new Majlis.Parties.PartyParticipation(stage.Id, party.Id, new(Majlis.Parties.PartyStatus.Present, Majlis.Parties.PartyCapacity.Member, IsPublic: true)));
                await db.SaveChangesAsync();
                return party;
            }));
        await database.Do(db => Majlis.Parties.MoveParty.Run(db, protocol, stage.Id, parties[0].Id.Value, 1, "By the agreement", 0));

        var (without, none) = await database.Do(db => CopyEdition.Run(db, stage.Owner, stage.Id, Facts(stage)));
        Assert.Equal((0, 0), (none.Parties, await database.Do(db => db.Participations.CountAsync(p => p.EditionId == without.Id))));
        var (edition, plan) = await database.Do(db => CopyEdition.Run(db, stage.Owner, stage.Id, Facts(stage) with { Slug = "kazan-2029", Parties = true }));
        Assert.Equal(2, plan.Parties);
        Assert.All(await database.Do(db => db.Participations.Where(p => p.EditionId == edition.Id).ToListAsync()),
            p => Assert.Equal(new(Majlis.Parties.PartyStatus.Planned, Majlis.Parties.PartyCapacity.Member), p.Facts));
        var order = await database.Do(async db => Majlis.Parties.OrderOfParties.Arrange(await Majlis.Parties.OrderOfParties.Rules(db, edition.Id), await Majlis.Parties.OrderOfParties.Present(db, edition.Id)));
        Assert.Equal(["OM", "BH"], order.Select(o => o.Present.Party.Code));
        Assert.Equal("By the agreement", order[0].Override!.Reason);
    }

    /// <summary>The stage with hours, walks, a rule, a team, and sessions of every kind.</summary>
    static async Task<Stage> Filled(TestDatabase database)
    {
        var stage = await A.Stage(database);
        var by = A.Operator;
        await using var db = database.Open();
        await ChangeEdition.Run(db, by, stage.Id, A.Edition with { DefaultWalk = 7, BaseUrl = "https://example.org/2026/" }, (await db.Editions.SingleAsync(e => e.Id == stage.Id)).Version);
        await SetDayHours.Run(db, by, stage.Id, new(2026, 5, 13), new(2026, 5, 13, 9, 0), new(2026, 5, 14, 2, 0));
        await ChangeHall.Run(db, by, stage.Id, stage.Blue.Guid, A.Hall("Blue") with { Capacity = 90, Building = A.Text("Expo"), Hours = [new(new(2026, 5, 12, 8, 0), new(2026, 5, 12, 20, 0))] },
            (await db.Halls.SingleAsync(h => h.Guid == stage.Blue.Guid)).Version);
        await SetWalk.Run(db, by, stage.Id, [new(stage.Blue.Guid, stage.Green.Guid, 12)]);
        await SetSecondFactorRule.Run(db, by, stage.Id, Role.Press, true);
        var template = new LetterTemplate(stage.Id, Enum.GetValues<LetterKind>()[0], "en");
        template.Word("Words", "Dear {name}, words.");
        var protocol = new Protocol(stage.Id);
        protocol.Agree(new() { Ranks = [ProtocolFacts.Usual.Ranks[4]] });
        db.AddRange(template, protocol, new RuleLevel(stage.Id, Enum.GetValues<ConflictRule>()[0], ConflictLevel.ForbidsPlacing));
        var account = await MakeAccount.Run(db, by, "press@example.org", "Press", "en", default);
        await GiveRole.Run(db, by, stage.Id, account.Id, Role.Press);
        await AddSession.Run(db, by, stage.Id, stage.Scheduled("Opening") with
        {
            Access = SessionAccess.ByInvitation, FloorLanguages = ["ru"], Stream = "https://example.org/s", Url = "https://example.org/u", Abstract = A.Text("Words"),
            Materials = [new(MaterialKind.Link, "https://example.org/m", "Slides")],
        });
        await AddSession.Run(db, by, stage.Id, stage.Scheduled("After midnight") with { Hall = stage.Green.Guid, Start = new(2026, 5, 14, 0, 30) });
        await AddSession.Run(db, by, stage.Id, stage.Scheduled("Early", 9));
        await AddSession.Run(db, by, stage.Id, A.Session("No time") with { Type = stage.Type.Guid });
        await AddSession.Run(db, by, stage.Id, stage.Scheduled("Called off", 15) with { IsCancelled = true });
        await AddSession.Run(db, by, stage.Id, stage.Scheduled("Untyped", 16) with { Type = null });
        return stage;
    }

    static Task<Edition> Of(AppDb db, Id<Edition> id) => db.Editions.AsNoTracking().SingleAsync(e => e.Id == id);

    static IEnumerable<Guid> Guids(ProgrammeSnapshot programme) =>
        [.. programme.Halls.Select(h => h.Guid), .. programme.Tracks.Select(t => t.Guid), .. programme.Types.Select(t => t.Guid), .. programme.Sessions.Select(s => s.Guid)];

    /// <summary>Every row of the edition as one text.</summary>
    static Task<string> Everything(TestDatabase database, Id<Edition> id) => database.Do(async db => System.Text.Json.JsonSerializer.Serialize(new object[]
    {
        await Of(db, id), await Draft.Load(db, await Of(db, id)), await db.Halls.Where(h => h.EditionId == id).OrderBy(h => h.Slug).ToListAsync(), await db.Days.Where(d => d.EditionId == id).ToListAsync(),
        await db.Walks.Where(w => w.EditionId == id).ToListAsync(), await db.Memberships.Where(m => m.EditionId == id).OrderBy(m => m.Account).ToListAsync(),
        await db.SecondFactorRules.Where(r => r.EditionId == id).ToListAsync(), await db.Events.CountAsync(e => e.Edition == id.Value),
    }, Json.Stored));
}
