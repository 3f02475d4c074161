using System.Text;
using Majlis.Accreditation;
using Majlis.Calendars;
using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Accreditation;

public class ApplicationActsTests(TestDatabases databases)
{
    /// <summary>Two editions with two delegations each and a desk of each; in the one under test two people of Egypt and one of Jordan have applied, in the secret one one.</summary>
    sealed record Scene(Stage Stage, Actor Desk, Actor Protocol, Actor Security, Actor OtherSecurity)
    {
        public Id<Edition> Id => Stage.Id;
    }

    static MemberFacts Facts(string name, MemberRole role = MemberRole.Delegate, string category = "official") => new() { Name = A.Text(name), Office = A.Text("Adviser"), Role = role, Category = category, Country = "EG" };

    static async Task<Scene> Begin(TestDatabase database)
    {
        var stage = await A.Stage(database);
        foreach (var (name, code) in new[] { ("Egypt", "EG"), ("Jordan", "JO") })
            await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, new() { Kind = PartyKind.State, Short = A.Text(name), Code = code }));
        foreach (var edition in new[] { stage.Id, stage.Secret.Id })
            foreach (var party in new[] { "egypt", "jordan" })
            {
                await database.Do(db => SetParticipation.Run(db, A.Operator, edition, party, new(PartyStatus.Accepted), null));
                await database.Do(db => ExpectDelegation.Run(db, A.Operator, edition, party));
            }
        await database.Do(db => ReceiveNote.Run(db, A.Operator, stage.Id, "egypt", NoteKind.NoteVerbale, "12/2026", null, null));
        foreach (var (edition, party, name) in new[] { (stage.Id, "egypt", "Nadia Fouad"), (stage.Id, "egypt", "Karim Haddad"), (stage.Id, "jordan", "Salma Zaid"), (stage.Secret.Id, "egypt", "Secret Envoy") }) await Apply(database, edition, party, Facts(name));
        return new(stage, A.Member(stage.Edition, Role.Accreditation), A.Member(stage.Edition, Role.Protocol), A.Member(stage.Edition, Role.SecurityLiaison), A.Member(stage.Secret, Role.SecurityLiaison));
    }

    static async Task<int> Apply(TestDatabase database, Id<Edition> edition, string party, MemberFacts facts)
    {
        var person = await database.Do(db => AddMember.Run(db, A.Operator, edition, party, facts));
        await database.Do(db => ConfirmMembers.Run(db, A.Operator, edition, party, [person.Number]));
        return person.Number;
    }

    static Task<Application> Of(TestDatabase database, Id<Edition> edition, string name) =>
        database.Do(async db => await db.Applications.AsNoTracking().SingleAsync(a => a.EditionId == edition && a.SearchKey.Contains(SearchKey.Tight(name))));

    static async Task Do(TestDatabase database, Actor actor, Scene scene, string name, ApplicationDeed deed)
    {
        var application = await Of(database, scene.Id, name);
        await database.Do(db => DoWithApplications.Run(db, actor, scene.Id, [(application.Number, application.Version)], deed));
    }

    static Task Pass(TestDatabase database, Actor actor, Scene scene, string name, CheckKind check, CheckState result = CheckState.Passed) => Do(database, actor, scene, name, new ApplicationDeed.Decide(check, result));

    static Task ShowPhoto(TestDatabase database, Scene scene, string name) => database.Do(async db =>
    {
        var application = await db.Applications.SingleAsync(a => a.EditionId == scene.Id && a.SearchKey.Contains(SearchKey.Tight(name)));
        application.Show(Id<StoredFile>.New(), db.Clock.GetCurrentInstant());
        await db.SaveChangesAsync();
    });

    [Theory, OnEveryDatabase]
    public async Task Confirmed_members_apply_and_leave_with_their_place(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var nadia = await Of(database, scene.Id, "Nadia Fouad");
        Assert.Equal((ApplicationState.Submitted, "delegate", "EG", 8), (nadia.State, nadia.Category, nadia.Country, nadia.Reference.Length));
        // Others of a delegation are of other categories, by role and by category of theirs.
        await Apply(database, scene.Id, "egypt", Facts("Omar Press", MemberRole.Media, "press"));
        Assert.Equal(("media", CheckState.NotNeeded), (await Of(database, scene.Id, "Omar Press") is var omar ? (omar.Category, omar.Protocol) : default));
        await database.Do(db => UnconfirmMembers.Run(db, A.Operator, scene.Id, "egypt", [nadia.Number]));
        Assert.Equal(ApplicationState.Draft, (await Of(database, scene.Id, "Nadia")).State);
        await database.Do(db => ConfirmMembers.Run(db, A.Operator, scene.Id, "egypt", [nadia.Number]));
        await database.Do(db => WithdrawMembers.Run(db, A.Operator, scene.Id, "egypt", [nadia.Number]));
        Assert.Equal(ApplicationState.Withdrawn, (await Of(database, scene.Id, "Nadia")).State);
        // Whoever comes instead of somebody applies anew.
        var karim = await Of(database, scene.Id, "Karim");
        await database.Do(db => ReplaceMember.Run(db, A.Operator, scene.Id, "egypt", karim.Number, Facts("Yusuf Demir")));
        Assert.Equal((ApplicationState.Withdrawn, ApplicationState.Submitted), ((await Of(database, scene.Id, "Karim")).State, (await Of(database, scene.Id, "Yusuf")).State));
        var version = await database.Do(db => db.Delegations.Where(d => d.EditionId == scene.Id && db.Parties.Any(p => p.Id == d.PartyId && p.Slug == "jordan")).Select(d => d.Version).SingleAsync());
        await database.Do(db => MoveDelegation.Run(db, A.Operator, scene.Id, "jordan", DelegationStep.Withdraw, null, version));
        Assert.Equal(ApplicationState.Withdrawn, (await Of(database, scene.Id, "Salma")).State);
        Assert.Equal(["submitted", "recalled", "submitted", "withdrawn"], (await database.Do(db => ApplicationQueue.History(db, scene.Desk, nadia))).Reverse().Select(h => h.Change.What));
    }

    [Theory, OnEveryDatabase]
    public async Task The_three_checks_run_beside_one_another_and_all_are_needed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        await Pass(database, scene.Protocol, scene, "Nadia", CheckKind.Protocol);
        Assert.Equal(ApplicationState.Pending, (await Of(database, scene.Id, "Nadia")).State);
        await Pass(database, scene.Desk, scene, "Nadia", CheckKind.Substantive);
        Assert.Equal(ApplicationState.PreApproved, (await Of(database, scene.Id, "Nadia")).State);
        await Pass(database, scene.Security, scene, "Nadia", CheckKind.Security);
        // Nobody is approved without a face, but those whom the rules do not ask for one.
        Assert.Equal((ApplicationState.PreApproved, true), (await Of(database, scene.Id, "Nadia") is var cleared ? (cleared.State, cleared.LacksPhoto) : default));
        await ShowPhoto(database, scene, "Nadia");
        var nadia = await Of(database, scene.Id, "Nadia");
        Assert.Equal((ApplicationState.Approved, "Amina"), (nadia.State, nadia.Checks.Security.By));
        var door = await database.Do(db => Admissions.Of(db, nadia.PersonId));
        Assert.True(door!.IsApproved);
        Assert.Equal(["plenary", "delegates"], door.Zones);
        await Do(database, scene.Protocol, scene, "Nadia", new ApplicationDeed.Undo(CheckKind.Protocol));
        Assert.Equal((ApplicationState.PreApproved, CheckState.Pending), (await Of(database, scene.Id, "Nadia") is var undone ? (undone.State, undone.Protocol) : default));
        await Do(database, A.Member(scene.Stage.Edition, Role.Owner), scene, "Karim", new ApplicationDeed.ToCategory("vip"));
        await Pass(database, scene.Protocol, scene, "Karim", CheckKind.Protocol);
        Assert.Equal(ApplicationState.Approved, (await Of(database, scene.Id, "Karim")).State);
        await Do(database, scene.Desk, scene, "Karim", new ApplicationDeed.Revoke());
        Assert.False((await database.Do(async db => await Admissions.Of(db, (await Of(database, scene.Id, "Karim")).PersonId)))!.IsApproved);
        // A State's names are compared with its note.
        await Refused("accreditation.note_missing", () => Pass(database, scene.Protocol, scene, "Salma", CheckKind.Protocol));
        await Refused("accreditation.reason_missing", () => Do(database, scene.Desk, scene, "Salma", new ApplicationDeed.Return(" ")));
        await Do(database, scene.Desk, scene, "Salma", new ApplicationDeed.Return("The photo shows somebody else."));
        Assert.Equal(ApplicationState.Returned, (await Of(database, scene.Id, "Salma")).State);
        await Refused("accreditation.not_submitted", () => Pass(database, scene.Desk, scene, "Salma", CheckKind.Substantive));
    }

    [Theory, OnEveryDatabase]
    public async Task Each_check_is_decided_by_its_own_and_only_in_their_edition(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        foreach (var (actor, check) in new[] { (scene.Desk, CheckKind.Security), (scene.Desk, CheckKind.Protocol), (scene.Protocol, CheckKind.Substantive), (scene.Protocol, CheckKind.Security), (scene.Security, CheckKind.Substantive),
                     (scene.Security, CheckKind.Protocol), (scene.OtherSecurity, CheckKind.Security), (A.Member(scene.Stage.Edition, Role.Owner), CheckKind.Security), (A.Member(scene.Stage.Edition, Role.FocalPoint, Role.Press), CheckKind.Substantive) })
            await Assert.ThrowsAsync<NotAllowed>(() => Pass(database, actor, scene, "Nadia", check));
        foreach (var act in new Func<AppDb, Task>[]
        {
            db => SendBatch.Run(db, scene.Desk, scene.Id, "Authority", null), db => SendBatch.Run(db, scene.OtherSecurity, scene.Id, "Authority", null), db => WatchNames.Run(db, scene.Desk, scene.Id, ["Nadia Fouad"], null),
            db => ApplicationQueue.Page(db, scene.OtherSecurity, scene.Id, new(), null, null, 10), db => ApplicationQueue.Counts(db, A.Member(scene.Stage.Edition, Role.Press), scene.Id), db => SetAccreditationRules.Run(db, scene.Security, scene.Id, AccreditationTerms.Usual, null),
        }) await Assert.ThrowsAsync<NotAllowed>(() => database.Do(act));
        // The number of somebody of another edition is nobody's here.
        var envoy = await Of(database, scene.Stage.Secret.Id, "Secret Envoy");
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => DoWithApplications.Run(db, scene.Desk, scene.Id, [(envoy.Number + 500, envoy.Version)], new ApplicationDeed.Decide(CheckKind.Substantive, CheckState.Passed))));
        Assert.Equal(["Karim Haddad", "Nadia Fouad", "Salma Zaid"], (await database.Do(db => ApplicationQueue.Page(db, scene.Desk, scene.Id, new(), null, null, 10))).Lines.Select(l => l.Name["en"]!).Order());
        Assert.Equal(3, (await database.Do(db => ApplicationQueue.Counts(db, scene.Desk, scene.Id))).All);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_two_who_decide_at_once_the_second_is_told(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var nadia = await Of(database, scene.Id, "Nadia");
        await Pass(database, scene.Desk, scene, "Nadia", CheckKind.Substantive);
        await Assert.ThrowsAsync<EditedMeanwhile>(() => database.Do(db => DoWithApplications.Run(db, scene.Protocol, scene.Id, [(nadia.Number, nadia.Version)], new ApplicationDeed.Decide(CheckKind.Protocol, CheckState.Refused))));
        // One approves and one withdraws at the same moment: one of them, whichever.
        var seen = await Of(database, scene.Id, "Nadia");
        var results = await Task.WhenAll(Try(() => database.Do(db => DoWithApplications.Run(db, scene.Protocol, scene.Id, [(seen.Number, seen.Version)], new ApplicationDeed.Decide(CheckKind.Protocol, CheckState.Passed)))),
            Try(() => database.Do(db => DoWithApplications.Run(db, scene.Security, scene.Id, [(seen.Number, seen.Version)], new ApplicationDeed.Decide(CheckKind.Security, CheckState.Refused)))));
        Assert.Equal(1, results.Count(r => r));
        Assert.Equal(seen.Version + 1, (await Of(database, scene.Id, "Nadia")).Version);
    }

    static async Task<bool> Try(Func<Task> act)
    {
        try
        {
            await Task.Run(act);
            return true;
        }
        catch (EditedMeanwhile)
        {
            return false;
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Of_many_for_the_last_place_of_a_category_one_is_approved(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var terms = AccreditationTerms.Usual with { Categories = [.. AccreditationTerms.Usual.Categories.Select(c => c.Key == "guest" ? c with { Checks = [CheckKind.Substantive], NeedsPhoto = false, Places = 1 } : c)] };
        await database.Do(db => SetAccreditationRules.Run(db, scene.Desk, scene.Id, terms, null));
        foreach (var i in Enumerable.Range(0, 8)) await Apply(database, scene.Id, "egypt", Facts($"Guest {(char)('B' + i)}{(char)('K' + i)}{(char)('R' - i)}"));
        var guests = await database.Do(db => db.Applications.AsNoTracking().Where(a => a.EditionId == scene.Id && a.SearchKey.Contains("guest")).ToListAsync());
        await database.Do(db => DoWithApplications.Run(db, scene.Desk, scene.Id, [.. guests.Select(g => (g.Number, g.Version))], new ApplicationDeed.ToCategory("guest")));
        var full = 0;
        await Task.WhenAll(guests.Select(g => Task.Run(async () =>
        {
            for (var again = 0; again < 20; again++)
                try
                {
                    var now = await database.Do(db => db.Applications.AsNoTracking().SingleAsync(a => a.Id == g.Id));
                    await database.Do(db => DoWithApplications.Run(db, scene.Desk, scene.Id, [(now.Number, now.Version)], new ApplicationDeed.Decide(CheckKind.Substantive, CheckState.Passed)));
                    return;
                }
                catch (Refusal refusal)
                {
                    Assert.Equal("accreditation.places_full", refusal.Code);
                    Interlocked.Increment(ref full);
                    return;
                }
                catch (EditedMeanwhile)
                {
                    // The first of its category is counted by one alone; the others try again.
                }
        })));
        Assert.Equal((7, 1), (full, await database.Do(db => db.Applications.CountAsync(a => a.EditionId == scene.Id && a.Category == "guest" && a.State == ApplicationState.Approved))));
        Assert.Equal((1, 1), await database.Do(async db => await db.AccreditationPlaces.SingleAsync(p => p.EditionId == scene.Id && p.Category == "guest") is var p ? (p.Most, p.Taken) : default));
        // Revoking gives it back.
        var approved = await database.Do(db => db.Applications.AsNoTracking().SingleAsync(a => a.EditionId == scene.Id && a.State == ApplicationState.Approved));
        await database.Do(db => DoWithApplications.Run(db, scene.Desk, scene.Id, [(approved.Number, approved.Version)], new ApplicationDeed.Revoke()));
        var waiting = await database.Do(db => db.Applications.AsNoTracking().FirstAsync(a => a.EditionId == scene.Id && a.Category == "guest" && a.State == ApplicationState.Submitted));
        await database.Do(db => DoWithApplications.Run(db, scene.Desk, scene.Id, [(waiting.Number, waiting.Version)], new ApplicationDeed.Decide(CheckKind.Substantive, CheckState.Passed)));
        await Refused("accreditation.places_full", () => database.Do(db => DoWithApplications.Run(db, scene.Desk, scene.Id, [(approved.Number, approved.Version + 1)], new ApplicationDeed.Reinstate())));
    }

    [Theory, OnEveryDatabase]
    public async Task Somebody_who_becomes_another_person_is_vetted_again(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        await Pass(database, scene.Security, scene, "Nadia", CheckKind.Security);
        var rows = await database.Do(async db => await MemberRows.Of(db, (await DelegationRows.Open(db, A.Operator, scene.Id, "egypt")).Delegation.Id));
        var nadia = rows.Single(r => r.Person.Name["en"] == "Nadia Fouad");
        // Another office is the same person.
        await database.Do(db => ChangeMember.Run(db, A.Operator, scene.Id, "egypt", nadia.Person.Number, nadia.Facts with { Office = A.Text("Minister") }, (nadia.Member.Version, nadia.Person.Version)));
        Assert.Equal(CheckState.Passed, (await Of(database, scene.Id, "Nadia")).Security);
        await database.Do(db => ChangeMember.Run(db, A.Operator, scene.Id, "egypt", nadia.Person.Number, nadia.Facts with { Name = A.Text("Nadia Mansour") }, (nadia.Member.Version + 1, nadia.Person.Version + 1)));
        var changed = await Of(database, scene.Id, "Mansour");
        Assert.Equal((CheckState.Expired, ApplicationState.Modified, ApplicationState.Pending), (changed.Security, changed.State, changed.Outwardly));
        Assert.Equal("expired", (await database.Do(db => ApplicationQueue.History(db, scene.Desk, changed)))[0].Change.What);
    }

    [Theory, OnEveryDatabase]
    public async Task The_watch_list_holds_whoever_sounds_alike_and_tells_security_alone(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        await Refused("accreditation.watch_name", () => database.Do(db => WatchNames.Run(db, scene.Security, scene.Id, ["Li"], null)));
        Assert.Equal(1, await database.Do(db => WatchNames.Run(db, scene.Security, scene.Id, ["Надия Фуад", "Рустам Ганиев"], "Letter 5 of the authority")));
        // Who applies later, in other letters, is held, too.
        await Apply(database, scene.Id, "egypt", Facts("x") with { Name = LocalizedText.Of("ar", "رستم غانييف") });
        var held = await database.Do(db => ApplicationQueue.Page(db, scene.Security, scene.Id, new() { IsWatched = true }, null, null, 10));
        Assert.Equal(2, held.Found);
        Assert.Equal(0, (await database.Do(db => ApplicationQueue.Page(db, scene.Desk, scene.Id, new() { IsWatched = true }, null, null, 10))).Found);
        Assert.Equal((2, 0), ((await database.Do(db => ApplicationQueue.Counts(db, scene.Security, scene.Id))).Watched, (await database.Do(db => ApplicationQueue.Counts(db, scene.Desk, scene.Id))).Watched));
        var nadia = await Of(database, scene.Id, "Nadia");
        Assert.Equal(("watched", "held"), ((await database.Do(db => ApplicationQueue.History(db, scene.Security, nadia)))[0].Change.What, (await database.Do(db => ApplicationQueue.History(db, scene.Desk, nadia)))[0].Change.What));
        Assert.Equal((ApplicationState.OnHold, ApplicationState.Pending), (nadia.State, nadia.Outwardly));
        // The desk cannot let go what it does not know of; security can, and the name is looked at once.
        await Do(database, scene.Desk, scene, "Nadia", new ApplicationDeed.GoOn());
        Assert.Equal(ApplicationState.OnHold, (await Of(database, scene.Id, "Nadia")).State);
        await Do(database, scene.Security, scene, "Nadia", new ApplicationDeed.GoOn());
        Assert.Equal(ApplicationState.Submitted, (await Of(database, scene.Id, "Nadia")).State);
        await database.Do(db => UnconfirmMembers.Run(db, A.Operator, scene.Id, "egypt", [nadia.Number]));
        await database.Do(db => ConfirmMembers.Run(db, A.Operator, scene.Id, "egypt", [nadia.Number]));
        Assert.Equal(ApplicationState.Submitted, (await Of(database, scene.Id, "Nadia")).State);
        var rustam = await database.Do(db => db.WatchedNames.SingleAsync(w => w.Name == "Рустам Ганиев"));
        await database.Do(db => UnwatchName.Run(db, scene.Security, scene.Id, rustam.Id));
        Assert.Equal(0, await database.Do(db => db.Applications.CountAsync(a => a.State == ApplicationState.OnHold)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_batch_goes_out_and_its_answers_come_back_once(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var batch = await database.Do(db => SendBatch.Run(db, scene.Security, scene.Id, "Ministry", null));
        await Refused("accreditation.nobody_ready", () => database.Do(db => SendBatch.Run(db, scene.Security, scene.Id, "Ministry", null)));
        var file = await database.Do(db => WriteBatch.Rows(db, scene.Security, scene.Id, batch.Number, _ => Task.FromResult<IReadOnlyDictionary<Id<Person>, VettingFacts>>(new Dictionary<Id<Person>, VettingFacts>())));
        Assert.Equal((4, "Nadia Fouad", "EG", "Ministry"), (file.Count, file[1][2], file[1][4], file[1][7]));
        Assert.DoesNotContain("Secret", string.Join(' ', file.SelectMany(r => r)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => WriteBatch.Rows(db, scene.OtherSecurity, scene.Stage.Secret.Id, batch.Number, _ => throw new InvalidOperationException("Nobody is told."))));
        var (nadia, karim, salma) = (file[1][0], file[2][0], file[3][0]);
        AnswerReading Read(string text) => AnswerSheet.Read(new MemoryStream(Encoding.UTF8.GetBytes("reference,answer,date\n" + text)), Language.English);
        // Every fault by its cell, and nothing is taken.
        var wrong = await database.Do(db => TakeAnswers.Run(db, scene.Security, scene.Id, Read($"{nadia},cleared,2026-05-01\nNOBODYKNOWS,cleared,2026-05-01\n{karim},perhaps,2026-05-01\n{salma},refused,2026-04-01\n{salma},cleared,2027-01-01\n,cleared,\n{karim},cleared,soon")));
        Assert.Equal(["A3 import.reference_unknown", "A7 import.reference_missing", "B4 import.value_unknown", "C5 import.answer_date", "C7 error.date.empty", "C8 error.date.not_a_date"],
            wrong.Faults.Select(f => $"{f.Cell} {f.Key}").Where(f => !f.StartsWith("A6", StringComparison.Ordinal)).Order());
        Assert.Equal(3, await database.Do(db => db.Applications.CountAsync(a => a.Security == CheckState.Sent)));
        // Karim changes before the answer comes: it is about somebody else, and the others' are taken.
        var row = (await database.Do(async db => await MemberRows.Of(db, (await DelegationRows.Open(db, A.Operator, scene.Id, "egypt")).Delegation.Id))).Single(r => r.Person.Name["en"] == "Karim Haddad");
        await database.Do(db => ChangeMember.Run(db, A.Operator, scene.Id, "egypt", row.Person.Number, row.Facts with { Name = A.Text("Karim Belov") }, (row.Member.Version, row.Person.Version)));
        var again = await database.Do(db => WriteBatch.Rows(db, scene.Security, scene.Id, batch.Number, people => Task.FromResult<IReadOnlyDictionary<Id<Person>, VettingFacts>>(people.ToDictionary(p => p, _ => new VettingFacts(new(1980, 1, 2), "EGY", "Passport A1", "FOUAD NADIA")))));
        Assert.Equal((karim, "", ""), (again[2][0], again[2][2], again[2][5]));
        Assert.Equal("1980-01-02", again[1][3]);
        var answers = Read($"{nadia},допущен,2026-05-01\n{karim},cleared,2026-05-01\n{salma},Refused,11 اردیبهشت 1405");
        var plan = await database.Do(db => TakeAnswers.Run(db, scene.Security, scene.Id, answers));
        Assert.Equal([AnswerTaken.Taken, AnswerTaken.Stale, AnswerTaken.Taken], plan.Lines.Select(l => l.As));
        Assert.Equal((CheckState.Passed, CheckState.Expired, CheckState.Refused), ((await Of(database, scene.Id, "Nadia")).Security, (await Of(database, scene.Id, "Karim")).Security, (await Of(database, scene.Id, "Salma")).Security));
        var rejected = await Of(database, scene.Id, "Salma");
        Assert.Equal((ApplicationState.Rejected, null), (rejected.Outwardly, rejected.Checks.Security.Note));
        var events = (await database.Events()).Count;
        var same = await database.Do(db => TakeAnswers.Run(db, scene.Security, scene.Id, answers));
        Assert.Equal([AnswerTaken.Kept, AnswerTaken.Stale, AnswerTaken.Kept], same.Lines.Select(l => l.As));
        Assert.Equal(events, (await database.Events()).Count);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => TakeAnswers.Run(db, scene.Desk, scene.Id, answers)));
        Assert.Equal(["import.reference_unknown", "import.reference_unknown", "import.reference_unknown"], (await database.Do(db => TakeAnswers.Preview(db, scene.OtherSecurity, scene.Stage.Secret.Id, answers))).Faults.Select(f => f.Key));
        // Who changed goes again, in the next batch.
        Assert.Equal(2, (await database.Do(db => SendBatch.Run(db, scene.Security, scene.Id, "Ministry", null))).Number);
    }

    [Theory, OnEveryDatabase]
    public async Task The_queue_is_found_in_any_script_and_paged_by_the_last_number(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        foreach (var name in new[] { "Yusuf Demir", "Layla Zaid", "Timur Valeev", "Maryam Sabzevari" }) await Apply(database, scene.Id, "jordan", Facts(name) with { Country = "JO" });
        async Task<List<string>> Found(ApplicationFilter filter, Actor? actor = null) =>
            [.. (await database.Do(db => ApplicationQueue.Page(db, actor ?? scene.Desk, scene.Id, filter, null, null, 50))).Lines.Select(l => l.Name["en"]!)];
        Assert.Equal(["Maryam Sabzevari"], await Found(new() { Words = "مریم سبزواری" }));
        Assert.Equal(["Maryam Sabzevari"], await Found(new() { Words = "Сабзевари" }));
        Assert.Equal(["Salma Zaid", "Layla Zaid"], await Found(new() { Words = "zaid" }));
        Assert.Equal([], await Found(new() { Words = "Secret" }));
        Assert.Equal(["Nadia Fouad", "Karim Haddad"], await Found(new() { Country = "EG", Party = (await Of(database, scene.Id, "Nadia")).Party }));
        await Do(database, scene.Desk, scene, "Timur", new ApplicationDeed.TakeOn(true));
        Assert.Equal(["Timur Valeev"], await Found(new() { Officer = scene.Desk.Account }));
        await Pass(database, scene.Desk, scene, "Layla", CheckKind.Substantive, CheckState.Refused);
        Assert.Equal(["Layla Zaid"], await Found(new() { State = ApplicationState.Rejected, Substantive = CheckState.Refused, LacksPhoto = true, Category = "delegate" }));
        var (seen, after) = (new List<string>(), default(int?));
        do
        {
            var page = await database.Do(db => ApplicationQueue.Page(db, scene.Desk, scene.Id, new(), after, null, 3));
            Assert.Equal(7, page.Found);
            seen.AddRange(page.Lines.Select(l => l.Name["en"]!));
            after = page.After;
        } while (after is not null);
        Assert.Equal(["Nadia Fouad", "Karim Haddad", "Salma Zaid", "Yusuf Demir", "Layla Zaid", "Timur Valeev", "Maryam Sabzevari"], seen);
        var last = (await Of(database, scene.Id, "Maryam")).Number;
        var before = await database.Do(db => ApplicationQueue.Page(db, scene.Desk, scene.Id, new(), null, last, 3));
        Assert.Equal(["Yusuf Demir", "Layla Zaid", "Timur Valeev"], before.Lines.Select(l => l.Name["en"]!));
        Assert.Equal((true, true), (before.Before is not null, before.After is not null));
        var counts = await database.Do(db => ApplicationQueue.Counts(db, scene.Desk, scene.Id));
        Assert.Equal((7, 1, 6, 6), (counts.All, counts.States[ApplicationState.Rejected], counts.Waiting[CheckKind.Substantive], counts.LackPhoto));
    }

    [Theory, OnEveryDatabase]
    public async Task Documents_are_sealed_and_each_look_is_told(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var seal = new Backwards();
        var nadia = await Of(database, scene.Id, "Nadia");
        var passport = new DocumentFacts(DocumentKind.Passport, "a123 456", "FOUAD NADIA", "egy", new(1980, 1, 2), new(2030, 1, 1));
        await Refused("accreditation.document_name", () => database.Do(db => Documents.Keep(db, seal, scene.Desk, scene.Id, nadia.Number, passport with { Name = "نادية" })));
        await database.Do(db => Documents.Keep(db, seal, scene.Desk, scene.Id, nadia.Number, passport));
        Assert.DoesNotContain("A123", (await database.Do(db => db.TravelDocuments.SingleAsync())).Sealed, StringComparison.Ordinal);
        Assert.Equal("A123 456", (await database.Do(db => Documents.Look(db, seal, scene.Security, scene.Id, nadia.Number)))!.Number);
        Assert.Equal(2, (await database.Events()).Count(e => e == nameof(DocumentTouched)));
        foreach (var actor in new[] { scene.Protocol, A.Member(scene.Stage.Edition, Role.Owner, Role.Secretariat, Role.FocalPoint), scene.OtherSecurity }) await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => Documents.Look(db, seal, actor, scene.Id, nadia.Number)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => Documents.Keep(db, seal, A.Member(scene.Stage.Edition, Role.FocalPoint), scene.Id, nadia.Number, passport)));
        await Pass(database, scene.Security, scene, "Nadia", CheckKind.Security);
        await database.Do(db => Documents.Keep(db, seal, scene.Desk, scene.Id, nadia.Number, passport));
        Assert.Equal(CheckState.Passed, (await Of(database, scene.Id, "Nadia")).Security);
        await database.Do(db => Documents.Keep(db, seal, scene.Desk, scene.Id, nadia.Number, passport with { Number = "B7" }));
        Assert.Equal(CheckState.Expired, (await Of(database, scene.Id, "Nadia")).Security);
        await database.Do(db => new ForgetDocuments().Forget(db, default));
        Assert.Equal(1, await database.Do(db => db.TravelDocuments.CountAsync()));
        database.Clock.AdvanceDays(60);
        await database.Do(db => new ForgetDocuments().Forget(db, default));
        Assert.Equal(0, await database.Do(db => db.TravelDocuments.CountAsync()));
        Assert.Equal(0, await database.Do(db => db.Events.CountAsync(e => e.Payload.Contains("FOUAD") || e.Payload.Contains("B7\""))));
    }

    [Theory, OnEveryDatabase]
    public async Task The_desk_applies_for_people_of_the_programme_and_for_nobody_of_a_delegation_that_was_not_confirmed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var named = await database.Do(db => AddMember.Run(db, A.Operator, scene.Id, "jordan", Facts("Only Named")));
        var all = new[] { scene.Stage.Layla.Number, named.Number, (await Of(database, scene.Id, "Nadia")).Number };
        await Refused("accreditation.category_unknown", () => database.Do(db => EnterApplications.Run(db, scene.Desk, scene.Id, all, "king")));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => EnterApplications.Run(db, scene.Protocol, scene.Id, all, "guest")));
        Assert.Equal(1, await database.Do(db => EnterApplications.Run(db, scene.Desk, scene.Id, all, "guest")));
        Assert.Equal(("guest", ApplicationState.Submitted), (await Of(database, scene.Id, "Layla Haddad")) is var layla ? (layla.Category, layla.State) : default);
        Assert.Equal(0, await database.Do(db => EnterApplications.Run(db, scene.Desk, scene.Id, all, "guest")));
        // Who applied is not removed without a word.
        Assert.Equal("accreditation.person_applied", (await database.Do(async db => await HeldPeople.Why(db, await db.Persons.SingleAsync(p => p.Id == scene.Stage.Layla.Id))))!.Code);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_one_outlet_no_more_are_approved_than_its_type_has_places(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var scene = await Begin(database);
        var usual = AccreditationTerms.Usual;
        await database.Do(db => SetAccreditationRules.Run(db, scene.Desk, scene.Id, usual with { Outlets = [new(OutletType.Newspaper, 1)], MediaUntil = new(2026, 5, 10, 0, 0), Categories = [.. usual.Categories.Select(c => c.IsMedia ? c with { Checks = [CheckKind.Substantive], NeedsPhoto = false } : c)] }, null));
        foreach (var name in new[] { "Press One", "Press Two", "Press Three" }) await Apply(database, scene.Id, "egypt", Facts(name, MemberRole.Media, "press"));
        async Task Works(string name, string outlet, OutletType type) { var a = await Of(database, scene.Id, name); await database.Do(db => HandIn.Outlet(db, scene.Desk, scene.Id, a.Number, outlet, type)); }
        await Works("Press One", "Al-Ahram", OutletType.Newspaper);
        await Works("Press Two", "al ahram", OutletType.Newspaper);
        await Works("Press Three", "Al-Ahram", OutletType.Television);
        await Pass(database, scene.Desk, scene, "Press One", CheckKind.Substantive);
        await Refused("accreditation.outlet_full", () => Pass(database, scene.Desk, scene, "Press Two", CheckKind.Substantive));
        await Pass(database, scene.Desk, scene, "Press Three", CheckKind.Substantive);
        await Refused("accreditation.outlet_fixed", () => Works("Press One", "Other", OutletType.Newspaper));
        await Refused("accreditation.not_media", () => Works("Nadia", "Other", OutletType.Newspaper));
        await Do(database, scene.Desk, scene, "Press One", new ApplicationDeed.Revoke());
        await Pass(database, scene.Desk, scene, "Press Two", CheckKind.Substantive);
        Assert.Equal(ApplicationState.Approved, (await Of(database, scene.Id, "Press Two")).State);
    }

    sealed class Backwards : ISealService
    {
        public string Seal(string text) => new([.. text.Reverse()]);
        public string? Open(string seal) => new([.. seal.Reverse()]);
    }
}
