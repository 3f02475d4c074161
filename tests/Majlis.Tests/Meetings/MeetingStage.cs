using System.Text;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Meetings;

/// <summary>
/// An edition with two parties and two people who meet, another edition with one of the same parties, and an account for each kind of reader: Layla and Omar for themselves, a focal point
/// for Qatar, a stranger who takes part and acts for nobody.
/// </summary>
public sealed class MeetingStage
{
    public const string Qatar = "qatar", Tatarstan = "tatarstan", Layla = "person-1", Omar = "person-2";

    public required TestDatabase Database { get; init; }
    public required Stage Stage { get; init; }
    public required Actor AsLayla { get; init; }
    public required Actor AsOmar { get; init; }
    public required Actor FocalPoint { get; init; }
    public required Actor Stranger { get; init; }
    public Id<Edition> Edition => Stage.Id;
    public Actor Secretariat => A.Member(Stage.Edition, Role.Secretariat);

    static readonly Uri Site = new("https://forum.example/");

    public static RoundFacts Facts => new()
    {
        Windows = [new(new(2026, 5, 12, 10, 0), new(2026, 5, 12, 12, 0)), new(new(2026, 5, 13, 10, 0), new(2026, 5, 13, 12, 0))], MostOpen = 3,
        Topics = [new("energy", A.Text("Energy")), new("halal", A.Text("Halal goods").With("fa", "کالاهای حلال"))],
    };

    public static async Task<MeetingStage> On(TestDatabase database, RoundFacts? facts = null)
    {
        var stage = await A.Stage(database);
        foreach (var edition in new[] { stage.Edition, stage.Secret })
        {
            await database.Do(db => SetUpMeetings.Run(db, A.Operator, edition.Id, facts ?? Facts, null));
            foreach (var (name, slug, kind) in new[] { ("Qatar", "qatar", PartyKind.State), ("Tatarstan", "tatarstan", PartyKind.Region) })
            {
                if (!await database.Do(db => db.Parties.AnyAsync(p => p.Slug == slug)))
                    await database.Do(db => AddParty.Run(db, A.Operator, edition.Id, new() { Kind = kind, Short = A.Text(name) }));
                await database.Do(db => SetParticipation.Run(db, A.Operator, edition.Id, slug, new(PartyStatus.Accepted), null));
            }
        }
        var omar = await database.Do(db => AddPerson.Run(db, A.Operator, stage.Id, A.Person("Omar Said")));
        var accounts = new List<Actor>();
        foreach (var (person, email) in new[] { (stage.Layla, "layla@example.org"), (omar, "omar@example.org") })
            accounts.Add(As(await database.Do(db => LinkPerson.Run(db, A.Operator, stage.Id, person.Guid, email, "en", Site)), Role.Participant));
        var focal = As(await database.Do(db => NameProxy.Run(db, A.Operator, stage.Id, Qatar, "focal@example.org", "Mina", "fa", Site)), Role.FocalPoint);
        var stranger = As(await database.Do(db => InviteAccount.Run(db, A.Operator, stage.Id, Role.Participant, "stranger@example.org", "Stranger", "en", Site, default)), Role.Participant);
        return new() { Database = database, Stage = stage, AsLayla = accounts[0], AsOmar = accounts[1], FocalPoint = focal, Stranger = stranger };

        Actor As(Account account, Role role) => new(account.Id.Value, account.Name, false, new[] { role }.ToLookup(_ => stage.Id.Value));
    }

    /// <summary>Tells something of a side and has it agree, or not.</summary>
    public async Task<MeetingSide> Shown(Actor actor, string slug, bool agrees = true, string[]? offers = null, string[]? seeks = null, string about = "") => await Database.Do(async db =>
    {
        var version = await db.MeetingSides.Where(s => s.EditionId == Edition && s.Slug == slug).Select(s => (long?)s.Version).SingleOrDefaultAsync();
        return await KeepProfile.Run(db, actor, Edition, slug, new() { Offers = offers ?? [], Seeks = seeks ?? [], Languages = ["en"], About = LocalizedText.Of("en", about) }, null, agrees, version);
    });

    public async Task AllShown()
    {
        await Shown(AsLayla, Layla, offers: ["energy"], seeks: ["halal"]);
        await Shown(AsOmar, Omar, offers: ["halal"]);
        await Shown(FocalPoint, Qatar, offers: ["halal"], seeks: ["energy"]);
        await Shown(Secretariat, Tatarstan);
    }

    public static Asked Asked(string purpose = "To talk") => new() { Purpose = purpose };

    public Task<MeetingRequest> Ask(Actor actor, string from, string to, Asked? asked = null) => Database.Do(db => AskForMeeting.Run(db, actor, Edition, from, to, asked ?? Asked()));

    public Task<MeetingRequest> Answer(Actor actor, MeetingRequest request, string by, Answer answer) => Database.Do(db => AnswerRequest.Run(db, actor, Edition, request.Number, by, answer, request.Version));

    public Task<MeetingRequest> Now(MeetingRequest request) => Database.Do(db => db.MeetingRequests.AsNoTracking().SingleAsync(r => r.Id == request.Id));

    /// <summary>Does what the jobs of these kinds, due by now, do.</summary>
    public async Task Work(params IJobRunner[] runners)
    {
        var now = Database.Clock.GetCurrentInstant();
        foreach (var runner in runners)
            foreach (var job in await Database.Do(db => db.Jobs.AsNoTracking().Where(j => j.Kind == runner.Kind && j.DoneAt == null && j.DueAt <= now).OrderBy(j => j.DueAt).ToListAsync()))
            {
                await runner.Run(job.Payload, TestContext.Current.CancellationToken);
                await Database.Do(async db =>
                {
                    (await db.Jobs.SingleAsync(j => j.Id == job.Id)).Done(now);
                    await db.SaveChangesAsync();
                });
            }
    }

    /// <summary>Has the subscribers hear every event that they have not heard.</summary>
    public async Task Tell(IEventSubscriber subscriber) => await Database.Do(async db =>
    {
        foreach (var row in await db.Events.Where(e => e.Position == null).OrderBy(e => e.Number).ToListAsync())
        {
            await subscriber.Handle(row, db, default);
            row.PlaceAt(row.Number);
        }
        await db.SaveChangesAsync();
    });

    /// <summary>The letters in the post, as address and text; sign-in links left out.</summary>
    public async Task<List<(string To, string Subject, string Text)>> Letters() => [.. (await Database.Do(db => db.Jobs.Where(j => j.Kind == "SendLetter").OrderBy(j => j.MadeAt).Select(j => j.Payload).ToListAsync()))
        .Select(p => System.Text.Json.JsonSerializer.Deserialize<Letter>(p, Json.Stored)!).Where(l => !l.Text.Contains("/account/link", StringComparison.Ordinal)).Select(l => (l.ToAddress, l.Subject, l.Text))];

    public static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));
}

sealed class DatabaseFactory(TestDatabase database) : IDbContextFactory<AppDb>
{
    public AppDb CreateDbContext() => database.Open();
}
