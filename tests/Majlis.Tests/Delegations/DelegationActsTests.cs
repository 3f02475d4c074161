using System.Text;
using Majlis.Calendars;
using Majlis.Delegations;
using Majlis.Delegations.Exchange;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Delegations;

public class DelegationActsTests(TestDatabases databases)
{
    static readonly Uri Site = new("https://forum.example/");

    /// <summary>Two parties with delegations at the edition under test, one of them at the secret edition too; a focal point each, and a desk of each edition.</summary>
    sealed record Two(Stage Stage, Actor Egypt, Actor Jordan, Actor Desk, Actor OtherDesk)
    {
        public Id<Edition> Id => Stage.Id;
    }

    static MemberFacts Facts(string name, MemberRole role = MemberRole.Delegate, string category = "official") => new() { Name = A.Text(name), Office = A.Text("Adviser"), Role = role, Category = category };

    static async Task<Two> Begin(TestDatabase database)
    {
        var stage = await A.Stage(database);
        foreach (var (name, code) in new[] { ("Egypt", "EG"), ("Jordan", "JO") })
            await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, new() { Kind = PartyKind.State, Short = A.Text(name).With("ar", name == "Egypt" ? "مصر" : "الأردن"), Code = code }));
        foreach (var (edition, party) in new[] { (stage.Id, "egypt"), (stage.Id, "jordan"), (stage.Secret.Id, "egypt") })
        {
            await database.Do(db => SetParticipation.Run(db, A.Operator, edition, party, new(PartyStatus.Accepted), null));
            await database.Do(db => ExpectDelegation.Run(db, A.Operator, edition, party));
        }
        return new(stage, await Focal(database, stage.Edition, "egypt"), await Focal(database, stage.Edition, "jordan"), A.Member(stage.Edition, Role.Secretariat), A.Member(stage.Secret, Role.Owner));
    }

    static async Task<Actor> Focal(TestDatabase database, Edition edition, string party) => await database.Do(async db =>
    {
        var id = await db.Parties.Where(p => p.Slug == party).Select(p => p.Id).SingleAsync();
        var account = await BindFocalPoint.Run(db, A.Operator, edition.Id, id, $"{party}@example.org", $"Focal point of {party}", "ar", Site, null);
        return new Actor(account.Id.Value, account.Name, false, new[] { Role.FocalPoint }.ToLookup(_ => edition.Id.Value));
    });

    static Task<long> Version(TestDatabase database, Id<Edition> edition, string party) =>
        database.Do(db => db.Delegations.Where(d => d.EditionId == edition && db.Parties.Any(p => p.Id == d.PartyId && p.Slug == party)).Select(d => d.Version).SingleAsync());

    static Task<List<MemberRow>> Rows(TestDatabase database, Two two, string party) => database.Do(async db => await MemberRows.Of(db, (await DelegationRows.Open(db, two.Desk, two.Id, party)).Delegation.Id));

    static async Task Move(TestDatabase database, Actor actor, Two two, DelegationStep step, string? words = null, string party = "egypt")
    {
        var version = await Version(database, two.Id, party);
        await database.Do(db => MoveDelegation.Run(db, actor, two.Id, party, step, words, version));
    }

    [Theory, OnEveryDatabase]
    public async Task A_delegation_goes_from_its_note_to_its_departure(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Nadia Fouad", MemberRole.Head)));
        await Refused("delegations.head_twice", () => database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Sami Adel", MemberRole.Head))));
        await Refused("delegations.note_missing", () => Move(database, two.Egypt, two, DelegationStep.Submit));
        await database.Do(db => ReceiveNote.Run(db, two.Desk, two.Id, "egypt", NoteKind.NoteVerbale, "NV 12/2026", new LocalDate(2026, 4, 20), null));
        await Refused("delegations.note_twice", () => database.Do(db => ReceiveNote.Run(db, two.Desk, two.Id, "egypt", NoteKind.NoteVerbale, "NV 12/2026", null, null)));
        Assert.Equal(1, await database.Do(db => ConfirmMembers.Run(db, two.Egypt, two.Id, "egypt", [(Rows(database, two, "egypt").Result)[0].Person.Number])));
        await Move(database, two.Egypt, two, DelegationStep.Submit);
        await Move(database, two.Desk, two, DelegationStep.Return, "The photograph of the note cannot be read.");
        await Move(database, two.Egypt, two, DelegationStep.Submit);
        await Assert.ThrowsAsync<NotAllowed>(() => Move(database, two.Egypt, two, DelegationStep.Verify));
        database.Clock.AdvanceMinutes(5);
        await Move(database, two.Desk, two, DelegationStep.Verify);
        // What was verified changes by a declaration only, and is looked at again.
        await Refused("delegations.needs_declaration", () => database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Late Comer"))));
        await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Late Comer"), "The embassy adds one adviser."));
        await Refused("delegations.state", () => Move(database, two.Desk, two, DelegationStep.Confirm));
        foreach (var step in new[] { DelegationStep.Verify, DelegationStep.Confirm, DelegationStep.Arrive }) await Move(database, two.Desk, two, step);
        Assert.Equal(PartyStatus.Present, await database.Do(db => db.Participations.Where(p => p.EditionId == two.Id && db.Parties.Any(x => x.Id == p.PartyId && x.Slug == "egypt")).Select(p => p.Status).SingleAsync()));
        await Move(database, two.Desk, two, DelegationStep.Depart);
        await Refused("delegations.over", () => database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Too Late"), "please")));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_many_for_the_last_place_one_gets_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        const int many = 24;
        for (var i = 0; i < many; i++) await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts($"Person {(char)('A' + i)}{(char)('Z' - i)}")));
        await database.Do(db => SetQuota.Run(db, two.Desk, two.Id, "egypt", "official", false, 1));
        var numbers = (await Rows(database, two, "egypt")).Select(r => r.Person.Number).ToList();
        var refused = 0;
        var confirmed = 0;
        await Task.WhenAll(numbers.Select(n => Task.Run(async () =>
        {
            try
            {
                await database.Do(db => ConfirmMembers.Run(db, n % 2 == 0 ? two.Egypt : two.Desk, two.Id, "egypt", [n]));
                Interlocked.Increment(ref confirmed);
            }
            catch (Refusal full) when (full.Code == "delegations.quota_full")
            {
                Interlocked.Increment(ref refused);
            }
        })));
        Assert.Equal((1, many - 1), (confirmed, refused));
        Assert.Equal(1, (await Rows(database, two, "egypt")).Count(r => r.Member.Step == MemberStep.Confirmed));
        Assert.Equal((1, 1), await database.Do(async db => await db.Quotas.Where(q => q.Category == "official" && !q.IsOverflow && db.Delegations.Any(d => d.Id == q.DelegationId && d.EditionId == two.Id && db.Parties.Any(p => p.Id == d.PartyId && p.Slug == "egypt")))
            .Select(q => new { q.Most, q.Taken }).SingleAsync() is var q ? (q.Most, q.Taken) : default));
        // Beside the quota there is room, counted apart; and the database itself refuses a count above what there is.
        var waiting = (await Rows(database, two, "egypt")).First(r => r.Member.Step == MemberStep.Nominated).Person.Number;
        await database.Do(db => ConfirmMembers.Run(db, two.Egypt, two.Id, "egypt", [waiting], overflow: true));
        await Assert.ThrowsAnyAsync<Exception>(() => database.Do(db => db.Quotas.Where(q => q.Taken == 1).ExecuteUpdateAsync(s => s.SetProperty(q => q.Taken, q => q.Most + 1))));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_many_heads_at_once_one_is_head(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            try
            {
                await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts($"Head {(char)('A' + i)}", MemberRole.Head)));
            }
            catch (Refusal refusal)
            {
                Assert.Equal("delegations.head_twice", refusal.Code);
            }
        })));
        Assert.Equal([MemberRole.Head], (await Rows(database, two, "egypt")).Select(r => r.Member.Role));
    }

    [Theory, OnEveryDatabase]
    public async Task A_focal_point_reaches_its_own_delegation_and_no_other(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        var layla = await database.Do(db => AddMember.Run(db, two.Jordan, two.Id, "jordan", Facts("Layla Zaid")));
        foreach (var stranger in new[] { two.Egypt, two.OtherDesk, A.Member(two.Stage.Edition, Role.FocalPoint), A.Member(two.Stage.Edition, Role.Participant), A.Member(two.Stage.Edition, Role.Press), Actor.Public })
        {
            async Task Hidden(Func<AppDb, Task> act) => await Assert.ThrowsAsync<NotThere>(() => database.Do(act));
            await Hidden(db => DelegationRows.Open(db, stranger, two.Id, "jordan"));
            await Hidden(db => AddMember.Run(db, stranger, two.Id, "jordan", Facts("Intruder")));
            await Hidden(db => ChangeMember.Run(db, stranger, two.Id, "jordan", layla.Number, Facts("Intruder"), (0, 0)));
            await Hidden(db => ReplaceMember.Run(db, stranger, two.Id, "jordan", layla.Number, Facts("Intruder")));
            await Hidden(db => ConfirmMembers.Run(db, stranger, two.Id, "jordan", [layla.Number]));
            await Hidden(db => UnconfirmMembers.Run(db, stranger, two.Id, "jordan", [layla.Number]));
            await Hidden(db => WithdrawMembers.Run(db, stranger, two.Id, "jordan", [layla.Number]));
            await Hidden(db => AskForPlaces.Run(db, stranger, two.Id, "jordan", "official", false, 1, "more"));
            await Hidden(db => MoveDelegation.Run(db, stranger, two.Id, "jordan", DelegationStep.Submit, null, 0));
            await Hidden(db => ImportMembers.Preview(db, stranger, two.Id, "jordan", new([], [])));
            await Hidden(db => ImportMembers.Run(db, stranger, two.Id, "jordan", new([], []), "x"));
            await Hidden(db => CopyMembers.Preview(db, stranger, two.Id, "jordan"));
            await Hidden(db => CopyMembers.Run(db, stranger, two.Id, "jordan", []));
        }
        // Through its own delegation it reaches nobody of another one.
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => ChangeMember.Run(db, two.Egypt, two.Id, "egypt", layla.Number, Facts("Intruder"), (0, 0))));
        Assert.Equal(0, await database.Do(db => WithdrawMembers.Run(db, two.Egypt, two.Id, "egypt", [layla.Number])));
        // The same party at another edition is another delegation.
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => DelegationRows.Open(db, two.Egypt, two.Stage.Secret.Id, "egypt")));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => DelegationRows.Open(db, two.Desk, two.Stage.Secret.Id, "egypt")));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => Doubles.Find(db, two.Egypt, two.Id)));
        // A role taken away is everything taken away; and a program's token does not speak for a party.
        var egypt = await database.Do(db => db.Parties.Where(p => p.Slug == "egypt").Select(p => p.Id).SingleAsync());
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => DelegationRows.Open(db, two.Egypt with { Roles = Array.Empty<Role>().ToLookup(_ => two.Id.Value) }, two.Id, "egypt")));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => DelegationRows.Open(db, two.Egypt with { Only = [Permission.SeeMy] }, two.Id, "egypt")));
        await database.Do(db => ReleaseFocalPoint.Run(db, two.Desk, two.Id, egypt, new(two.Egypt.Account!.Value)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => DelegationRows.Open(db, two.Egypt, two.Id, "egypt")));
        Assert.False(await database.Do(db => db.Memberships.AnyAsync(m => m.Account == two.Egypt.Account && m.EditionId == two.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task Members_are_in_no_draft_and_no_release(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        var person = await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Hidden Adviser") with { Email = "hidden@example.org" }));
        var draft = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == two.Id)));
        Assert.Equal(["Layla Haddad"], draft.People.Select(p => p.Name["en"]));
        // Put into a session they speak, and the programme knows them.
        await database.Do(db => AddSession.Run(db, A.Operator, two.Id, two.Stage.Scheduled("Panel") with { People = [new(person.Guid, SessionRole.Speaker)] }));
        draft = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == two.Id)));
        Assert.Equal(["Layla Haddad", "Hidden Adviser"], draft.People.Select(p => p.Name["en"]));
    }

    [Theory, OnEveryDatabase]
    public async Task Windows_bind_focal_points_and_not_the_desk(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        // The clock stands at 1 May, 12:00 in Moscow.
        var terms = DelegationTerms.Usual with { NominationFrom = new(2026, 5, 1, 12, 1), NominationUntil = new(2026, 5, 2, 12, 0), ConfirmationUntil = new(2026, 5, 3, 12, 0) };
        await Refused("delegations.windows", () => database.Do(db => SetDelegationRules.Run(db, two.Desk, two.Id, terms with { NominationUntil = new(2026, 4, 1, 0, 0) }, null)));
        await database.Do(db => SetDelegationRules.Run(db, two.Desk, two.Id, terms, null));
        Task<Person> Add(Actor actor, string name) => database.Do(db => AddMember.Run(db, actor, two.Id, "egypt", Facts(name)));
        await Refused("delegations.nomination_closed", () => Add(two.Egypt, "Early"));
        var desk = await Add(two.Desk, "By the desk");
        database.Clock.AdvanceMinutes(1);
        var first = await Add(two.Egypt, "First");
        database.Clock.AdvanceDays(1);
        await Refused("delegations.nomination_closed", () => Add(two.Egypt, "Late"));
        await database.Do(db => ConfirmMembers.Run(db, two.Egypt, two.Id, "egypt", [first.Number]));
        var comes = await database.Do(db => ReplaceMember.Run(db, two.Egypt, two.Id, "egypt", first.Number, Facts("Second")));
        Assert.Equal([("By the desk", MemberStep.Nominated), ("Second", MemberStep.Confirmed)], (await Rows(database, two, "egypt")).Select(r => (r.Person.Name["en"]!, r.Member.Step)));
        database.Clock.AdvanceDays(1);
        await Refused("delegations.confirmation_closed", () => database.Do(db => WithdrawMembers.Run(db, two.Egypt, two.Id, "egypt", [comes.Number])));
        Assert.Equal(1, await database.Do(db => WithdrawMembers.Run(db, two.Desk, two.Id, "egypt", [comes.Number])));
        Assert.Equal(0, await database.Do(db => db.Quotas.SumAsync(q => q.Taken)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_head_is_replaced_and_places_go_over(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        var head = await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("First Head", MemberRole.Head)));
        await database.Do(db => SetQuota.Run(db, two.Desk, two.Id, "egypt", "official", false, 1));
        await database.Do(db => ConfirmMembers.Run(db, two.Egypt, two.Id, "egypt", [head.Number]));
        await database.Do(db => ReplaceMember.Run(db, two.Egypt, two.Id, "egypt", head.Number, Facts("Second Head", MemberRole.Support, "support")));
        var rows = await Rows(database, two, "egypt");
        Assert.Equal([("Second Head", MemberRole.Head, "official", MemberStep.Confirmed, 1)], rows.Select(r => (r.Person.Name["en"]!, r.Member.Role, r.Member.Category, r.Member.Step, r.Member.Order)));
        await Refused("delegations.places_taken", () => database.Do(db => SetQuota.Run(db, two.Desk, two.Id, "egypt", "official", false, 0)));
        // Another category is another place, or a refusal that leaves all as it was.
        await database.Do(db => SetQuota.Run(db, two.Desk, two.Id, "egypt", "support", false, 0));
        await Refused("delegations.quota_full", () => database.Do(db => ChangeMember.Run(db, two.Egypt, two.Id, "egypt", rows[0].Person.Number, rows[0].Facts with { Category = "support" }, (rows[0].Member.Version, rows[0].Person.Version))));
        Assert.Equal(1, await database.Do(db => db.Quotas.SumAsync(q => q.Taken)));
        await Assert.ThrowsAsync<EditedMeanwhile>(() => database.Do(db => ChangeMember.Run(db, two.Egypt, two.Id, "egypt", rows[0].Person.Number, rows[0].Facts with { Office = A.Text("Minister") }, (rows[0].Member.Version + 1, rows[0].Person.Version))));
    }

    [Theory, OnEveryDatabase]
    public async Task Places_are_asked_for_once_and_granted(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        Task Ask() => database.Do(db => AskForPlaces.Run(db, two.Egypt, two.Id, "egypt", "press", false, 3, "Our television comes with two crews."));
        await Refused("delegations.reason_missing", () => database.Do(db => AskForPlaces.Run(db, two.Egypt, two.Id, "egypt", "press", false, 3, " ")));
        await Ask();
        await Refused("delegations.request_open", Ask);
        var request = await database.Do(db => db.QuotaRequests.SingleAsync());
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AnswerQuotaRequest.Run(db, two.Egypt, two.Id, request.Id, 3, null)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => AnswerQuotaRequest.Run(db, two.OtherDesk, two.Stage.Secret.Id, request.Id, 3, null)));
        await database.Do(db => AnswerQuotaRequest.Run(db, two.Desk, two.Id, request.Id, 2, "Two."));
        await Refused("delegations.request_answered", () => database.Do(db => AnswerQuotaRequest.Run(db, two.Desk, two.Id, request.Id, 1, null)));
        Assert.Equal([QuotaRequestState.GrantedInPart], await database.Do(db => db.QuotaRequests.Select(r => r.State).ToListAsync()));
        Assert.Equal(7, await database.Do(db => db.Quotas.Where(q => q.DelegationId == request.DelegationId && q.Category == "press" && !q.IsOverflow).Select(q => q.Most).SingleAsync()));
        await Ask();
    }

    [Theory, OnEveryDatabase]
    public async Task A_table_is_taken_whole_and_every_fault_has_its_cell(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        string[] languages = ["en", "ru", "fa"];
        MemberReading Read(string csv) => MemberSheet.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "en", languages, DelegationTerms.Usual);
        var russian = Language.Of("ru");
        var head = $"{MemberSheet.Heading("name.en", russian)},{MemberSheet.Heading("role", russian)},category,{MemberSheet.Heading("country", Language.Of("ar"))},email,office.fa";
        var faulty = Read($"{head}\nAmina Aziz,nobody,vip,Atlantis,a b,مشاور\n,Head,official,EG,,\nAmina Aziz,Head,official,EG,,\nAmina Aziz,head,official,EG,,\n");
        var plan = await database.Do(db => ImportMembers.Preview(db, two.Egypt, two.Id, "egypt", faulty));
        Assert.Equal(["B2 import.role_unknown", "C2 import.category_unknown", "D2 import.country_unknown", "E2 refusal.people.email", "A3 refusal.people.name_missing", "A5 import.member_twice"],
            plan.Faults.Select(f => $"{f.Cell} {f.Key}").Where(f => f != "A4 import.member_twice").Order(StringComparer.Ordinal).OrderBy(f => f[1]));
        Assert.False((await database.Do(db => ImportMembers.Run(db, two.Egypt, two.Id, "egypt", faulty, "faulty.csv"))).MayRun);
        Assert.Empty(await Rows(database, two, "egypt"));

        var good = Read($"{head}\nAmina Aziz,{MemberSheet.RoleWord(MemberRole.Head, russian)},Официальная делегация,مصر,amina@example.org,وزیر\n\"'=HYPERLINK(1)\",Adviser,support,Egypt,,\n");
        Assert.Equal([], good.Faults.Select(f => f.Cell));
        Assert.True((await database.Do(db => ImportMembers.Run(db, two.Egypt, two.Id, "egypt", good, "good.csv"))).MayRun);
        var rows = await Rows(database, two, "egypt");
        Assert.Equal([("Amina Aziz", MemberRole.Head, "official", "EG", "amina@example.org", "وزیر"), ("=HYPERLINK(1)", MemberRole.Adviser, "support", "EG", null, null)],
            rows.Select(r => (r.Person.Name["en"]!, r.Member.Role, r.Member.Category, r.Person.Country!, r.Dossier?.Email, r.Person.Office["fa"])));
        // Taken in again it changes nothing; written out and read back it is the same.
        Assert.False((await database.Do(db => ImportMembers.Run(db, two.Egypt, two.Id, "egypt", good, "good.csv"))).MayRun);
        foreach (var page in Language.All)
            foreach (var workbook in (bool[])[false, true])
            {
                var memory = new MemoryStream();
                MemberSheet.Write(workbook, [.. rows.Select(r => ((int?)r.Person.Number, r.Facts))], languages, DelegationTerms.Usual, page, memory);
                var again = MemberSheet.Read(new MemoryStream(memory.ToArray()), "en", languages, DelegationTerms.Usual);
                Assert.Equal([], again.Faults.Select(f => $"{page} {f.Cell} {f.Key}"));
                Assert.Equal([TakenAs.Kept, TakenAs.Kept], (await database.Do(db => ImportMembers.Preview(db, two.Egypt, two.Id, "egypt", again))).Lines.Select(l => l.As));
            }
        // What was taken in by one delegation is no other's.
        var theirs = new MemberReading([new MemberSheetRow(2) { Number = rows[0].Person.Number, Name = A.Text("Intruder"), Cell = _ => "A2" }], []);
        Assert.Equal(["import.member_unknown"], (await database.Do(db => ImportMembers.Preview(db, two.Jordan, two.Id, "jordan", theirs))).Faults.Select(f => f.Key));
    }

    [Theory, OnEveryDatabase]
    public async Task People_of_the_last_edition_come_again_once(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        // The secret edition is the later one; its focal point may copy from the one before.
        var later = await Focal(database, two.Stage.Secret, "egypt");
        await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Facts("Nadia Fouad", MemberRole.Head) with { Email = "nadia@example.org" }));
        await database.Do(db => AddMember.Run(db, two.Jordan, two.Id, "jordan", Facts("Layla Zaid")));
        var secret = two.Stage.Secret.Id;
        var (_, people) = (await database.Do(db => CopyMembers.Preview(db, later, secret, "egypt")))!.Value;
        Assert.Equal([("Nadia Fouad", false)], people.Select(p => (p.Name["en"]!, p.IsHere)));
        var done = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => database.Do(db => CopyMembers.Run(db, later, secret, "egypt", [people[0].Person])))));
        Assert.Equal(1, done.Sum());
        Assert.Equal([("Nadia Fouad", "nadia@example.org")], await database.Do(async db => (await MemberRows.Of(db, (await DelegationRows.Open(db, later, secret, "egypt")).Delegation.Id)).Select(r => (r.Person.Name["en"]!, r.Dossier!.Email!)).ToList()));
        Assert.Null(await database.Do(db => CopyMembers.Preview(db, two.Jordan, two.Id, "jordan")));
    }

    [Theory, OnEveryDatabase]
    public async Task Likely_doubles_are_found_across_scripts_and_made_one_by_hand(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        MemberFacts Named(string language, string name) => new() { Name = LocalizedText.Of(language, name), Category = "official" };
        var speaker = await database.Do(db => AddPerson.Run(db, A.Operator, two.Id, A.Person("Amina Al-Kaabi")));
        var russian = await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", Named("ru", "Амина Аль-Кааби") with { Email = "amina@example.org" }));
        var arabic = await database.Do(db => AddMember.Run(db, two.Jordan, two.Id, "jordan", Named("ar", "أمينة الكعبي")));
        await database.Do(db => AddMember.Run(db, two.Jordan, two.Id, "jordan", Named("en", "Rustam Ganiev")));
        await database.Do(db => ConfirmMembers.Run(db, two.Jordan, two.Id, "jordan", [arabic.Number]));
        var pairs = await database.Do(db => Doubles.Find(db, two.Desk, two.Id));
        Assert.Equal([(speaker.Number, russian.Number), (speaker.Number, arabic.Number), (russian.Number, arabic.Number)], pairs.Select(p => (p.One.Person.Number, p.Other.Person.Number)));
        await Refused("delegations.merge_programme", () => database.Do(db => MergePeople.Run(db, two.Desk, two.Id, russian.Number, speaker.Number)));
        await database.Do(db => TellApart.Run(db, two.Desk, two.Id, arabic.Number, speaker.Number));
        await database.Do(db => MergePeople.Run(db, two.Desk, two.Id, speaker.Number, russian.Number));
        var kept = await database.Do(db => db.Persons.SingleAsync(p => p.Number == speaker.Number && p.EditionId == two.Id));
        Assert.Equal(("Amina Al-Kaabi", "Амина Аль-Кааби", false), (kept.Name["en"], kept.Name["ru"], kept.OffProgramme));
        Assert.Equal([speaker.Number], (await Rows(database, two, "egypt")).Select(r => r.Person.Number));
        // The other delegation's row, once it is the same person, gives its place back.
        await database.Do(db => MergePeople.Run(db, two.Desk, two.Id, speaker.Number, arabic.Number));
        Assert.Equal(["Rustam Ganiev"], (await Rows(database, two, "jordan")).Select(r => r.Person.Name["en"]));
        Assert.Equal(0, await database.Do(db => db.Quotas.SumAsync(q => q.Taken)));
        Assert.Equal([], (await database.Do(db => Doubles.Find(db, two.Desk, two.Id))).Select(p => p.One.Person.Number));
    }

    [Theory, OnEveryDatabase]
    public async Task An_invitation_goes_out_by_number_is_reminded_of_and_answered(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        var parties = await database.Do(db => db.Parties.OrderBy(p => p.Slug).ToListAsync());
        var (found, unknown) = PartyList.Read("EG\nالأردن\n\nAtlantis\negypt\n", parties);
        Assert.Equal(["egypt", "jordan"], found.Select(p => p.Slug));
        Assert.Equal([new(4, "Atlantis")], unknown);
        await database.Do(db => ChangeParty.Run(db, A.Operator, two.Id, "egypt", parties[0].Facts with { Contact = new(Email: "mission@example.org") }, parties[0].Version));
        var ranks = ProtocolFacts.Usual.Ranks;
        var facts = new InvitationFacts { Channel = InvitationChannel.Email, Languages = ["en", "ru"], ReplyBy = new(2026, 5, 10), Level = ranks[4].Guid };
        Assert.Equal(2, await database.Do(db => DraftInvitations.Run(db, two.Desk, two.Id, [.. found.Select(p => p.Id)], facts)));
        Assert.Equal(0, await database.Do(db => DraftInvitations.Run(db, two.Desk, two.Id, [.. found.Select(p => p.Id)], facts)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => DraftInvitations.Run(db, two.Egypt, two.Id, [.. found.Select(p => p.Id)], facts)));
        async Task Do(InvitationDeed deed, params Id<Party>[] of)
        {
            var rows = await database.Do(db => db.Invitations.Where(i => i.EditionId == two.Id && of.Contains(i.PartyId)).Select(i => new { i.PartyId, i.Version }).ToListAsync());
            await database.Do(db => DoWithInvitations.Run(db, two.Desk, two.Id, [.. rows.OrderBy(r => r.PartyId != of[0]).Select(r => (r.PartyId, r.Version))], deed, Site));
        }
        var (egypt, jordan) = (found[0].Id, found[1].Id);
        await Refused("delegations.invitation_state", () => Do(new InvitationDeed.Send("1-{n}", 7), egypt, jordan));
        await Do(new InvitationDeed.Clear(), egypt, jordan);
        await Refused("delegations.invitation_number", () => Do(new InvitationDeed.Send("same", 7), egypt, jordan));
        await Do(new InvitationDeed.Send("12-{n}/RIW", 7), egypt, jordan);
        Assert.Equal([("12-7/RIW", InvitationState.Sent), ("12-8/RIW", InvitationState.Sent)], await database.Do(async db => (await db.Invitations.OrderBy(i => i.Number).ToListAsync()).Select(i => (i.Number!, i.State)).ToList()));
        Assert.Contains(await database.Do(db => db.Jobs.Where(j => j.Kind == "SendLetter").Select(j => j.Payload).ToListAsync()), p => p.Contains("mission@example.org", StringComparison.Ordinal));
        var due = await database.Do(db => db.Jobs.Where(j => j.Kind == RemindInvitation.JobKind).OrderBy(j => j.DueAt).ToListAsync());
        Assert.Equal(4, due.Count);
        Assert.Equal(new LocalDateTime(2026, 5, 3, 9, 0), due[0].DueAt.InZone(DateTimeZoneProviders.Tzdb["Europe/Moscow"]).LocalDateTime);
        await Do(new InvitationDeed.Answer(InvitationState.Accepted, ranks[5].Guid, new(2026, 5, 2), null), jordan);
        Assert.Equal((InvitationState.AcceptedAtOtherLevel, PartyStatus.Accepted), await database.Do(async db => ((await db.Invitations.SingleAsync(i => i.PartyId == jordan)).State, (await db.Participations.SingleAsync(p => p.EditionId == two.Id && p.PartyId == jordan)).Status)));
        var runner = new RemindInvitation(new Contexts(database), Site);
        database.Clock.Reset(due[0].DueAt);
        foreach (var job in due.Take(2)) await runner.Run(job.Payload, TestContext.Current.CancellationToken);
        foreach (var job in due.Take(2)) await runner.Run(job.Payload, TestContext.Current.CancellationToken);
        Assert.Equal([1, 0], await database.Do(async db => (await db.Invitations.OrderBy(i => i.Number).ToListAsync()).Select(i => i.Reminders.Count).ToList()));
        await Do(new InvitationDeed.Withdraw(), egypt);
        await Do(new InvitationDeed.Answer(InvitationState.Declined, null, null, "Another engagement."), jordan);
        Assert.Equal(PartyStatus.Declined, await database.Do(async db => (await db.Participations.SingleAsync(p => p.EditionId == two.Id && p.PartyId == jordan)).Status));
    }

    sealed class Contexts(TestDatabase database) : IDbContextFactory<AppDb>
    {
        public AppDb CreateDbContext() => database.Open();
    }

    [Theory, OnEveryDatabase]
    public async Task Hostile_strings_are_kept_harmless_or_refused_by_field(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var two = await Begin(database);
        foreach (var (i, hostile) in RepositoryHostile().Index())
        {
            try
            {
                var person = await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", new() { Name = A.Text($"N{i} {hostile}"), Office = A.Text(hostile), Organisation = A.Text(hostile), Category = "official" }));
                var kept = await database.Do(db => db.Persons.SingleAsync(p => p.Id == person.Id));
                Assert.DoesNotContain(kept.Name["en"]!, c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E');
            }
            catch (Refusal refusal)
            {
                Assert.Equal("parties.name_too_long", refusal.Code);
            }
            foreach (var bad in new Func<MemberFacts, MemberFacts>[] { f => f with { Email = hostile }, f => f with { Country = hostile }, f => f with { Language = hostile }, f => f with { Category = hostile } })
                try
                {
                    await database.Do(db => AddMember.Run(db, two.Egypt, two.Id, "egypt", bad(Facts("Somebody"))));
                }
                catch (Refusal refusal)
                {
                    Assert.Contains(refusal.Code, (string[])["people.email", "people.country", "people.language", "delegations.category_unknown"]);
                }
        }
    }

    static IEnumerable<string> RepositoryHostile() => ["\u202Eevil\u202C", "a\0b", "<script>alert(1)</script>", "'; DROP TABLE Members;--", "\uD800", "={1+1}", "﷽", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "\u200C\u200D", "﻿", new string('x', 301), "\r\nBcc: x@example.org", "%s%n", "../../etc/passwd", "{0}", "👨‍👩‍👧‍👦"];
}
