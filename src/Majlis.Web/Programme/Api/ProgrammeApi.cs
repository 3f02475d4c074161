using System.Text.Json;
using System.Text.Json.Nodes;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Api;

/// <summary>
/// The programme of an edition for programs, <c>/api/v1/editions/{edition}/…</c>: the draft read and changed by the acts that the desk's pages call. It has no rules of its own.
/// </summary>
static class ProgrammeApi
{
    /// <summary>Sessions of one move.</summary>
    public const int MostMoves = 1000;

    public const string MoveExample = """{"sessions":[{"guid":"0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a","version":3,"start":"2021-07-28T14:30","hall":null}]}""";

    static readonly Resource<SessionEntry> Sessions = new("sessions", "session", Shapes.Session,
        """{"title":{"en":"Trade without borders","fa":"تجارت بی‌مرز"},"start":"2021-07-28T12:00","minutes":60}""", """{"start":"2021-07-28T14:30","minutes":45}""", Permission.EditProgramme,
        async call => [.. (await Draft.Sessions(call.Db, call.Edition, null, call.Cancellation)).Select(Kept)],
        async (call, guid) => (await Draft.Sessions(call.Db, call.Edition, [guid], call.Cancellation)).Select(Kept).SingleOrDefault(),
        async (call, facts) => (await AddSession.Run(call.Db, call.Actor, call.Edition, facts, call.Cancellation)).Guid,
        (call, known) => ChangeSession.Run(call.Db, call.Actor, call.Edition, known.Facts, known.Version, call.Cancellation),
        (call, guid, version) => RemoveSession.Run(call.Db, call.Actor, call.Edition, guid, version, call.Request.Query["evenIfPublic"] == "true", call.Cancellation))
    {
        AboutRemoving = "A session that the public knows is called off instead, so that it stays in calendars as cancelled.", WhenRemoving = [("evenIfPublic", "true: remove it although the public knows it.")],
        Written = new(Shapes.Written, async (call, known) =>
        {
            var written = (await ConflictsApi.Written(call, [known])).Single();
            return json => Shapes.Written.Write(json, written);
        }),
    };

    internal static readonly Resource<HallFacts> Halls = new("halls", "hall", Shapes.OneHall, """{"name":{"en":"Grand Hall","fa":"تالار بزرگ"},"capacity":1200}""", """{"capacity":1150}""", Permission.EditEdition,
        async call => [.. (await HallsOf(call).OrderBy(h => h.Order).ThenBy(h => h.Slug).ToListAsync(call.Cancellation)).Select(Kept)],
        async (call, guid) => await HallsOf(call).SingleOrDefaultAsync(h => h.Guid == guid, call.Cancellation) is { } hall ? Kept(hall) : null,
        async (call, facts) => (await AddHall.Run(call.Db, call.Actor, call.Edition, facts, call.Cancellation)).Guid,
        (call, known) => ChangeHall.Run(call.Db, call.Actor, call.Edition, known.Guid, known.Facts, known.Version, call.Cancellation),
        (call, guid, version) => Gone(RemoveHall.Run(call.Db, call.Actor, call.Edition, guid, version, call.Cancellation)));

    static readonly Resource<TrackFacts> Tracks = new("tracks", "track", Shapes.OneTrack, """{"name":{"en":"Economy"},"colour":"#1f6f54"}""", """{"colour":null}""", Permission.EditProgramme,
        async call => [.. (await TracksOf(call).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync(call.Cancellation)).Select(Kept)],
        async (call, guid) => await TracksOf(call).SingleOrDefaultAsync(t => t.Guid == guid, call.Cancellation) is { } track ? Kept(track) : null,
        async (call, facts) => (await AddTrack.Run(call.Db, call.Actor, call.Edition, facts, call.Cancellation)).Guid,
        (call, known) => ChangeTrack.Run(call.Db, call.Actor, call.Edition, known.Guid, known.Facts, known.Version, call.Cancellation),
        (call, guid, version) => Gone(RemoveTrack.Run(call.Db, call.Actor, call.Edition, guid, version, call.Cancellation)));

    static readonly Resource<SessionTypeFacts> Types = new("types", "session type", Shapes.OneType, """{"name":{"en":"Coffee"},"isBreak":true}""", """{"name":{"fr":"Pause café"}}""", Permission.EditProgramme,
        async call => [.. (await TypesOf(call).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync(call.Cancellation)).Select(Kept)],
        async (call, guid) => await TypesOf(call).SingleOrDefaultAsync(t => t.Guid == guid, call.Cancellation) is { } type ? Kept(type) : null,
        async (call, facts) => (await AddSessionType.Run(call.Db, call.Actor, call.Edition, facts, call.Cancellation)).Guid,
        (call, known) => ChangeSessionType.Run(call.Db, call.Actor, call.Edition, known.Guid, known.Facts, known.Version, call.Cancellation),
        (call, guid, version) => Gone(RemoveSessionType.Run(call.Db, call.Actor, call.Edition, guid, version, call.Cancellation)));

    static readonly Resource<PersonAtDesk> People = new("people", "person", Shapes.OnePerson, """{"name":{"en":"Amina Al-Kaabi","ar":"أمينة الكعبي"},"country":"AE"}""", """{"office":{"en":"Minister of Trade"}}""", Permission.EditProgramme,
        async call => [.. (await PeopleOf(call).OrderBy(p => p.Number).ToListAsync(call.Cancellation)).Select(Kept)],
        async (call, guid) => await PeopleOf(call).SingleOrDefaultAsync(p => p.Guid == guid, call.Cancellation) is { } person ? Kept(person) : null,
        async (call, facts) => (await AddPerson.Run(call.Db, call.Actor, call.Edition, facts.Facts, facts.Presence, call.Cancellation)).Guid,
        (call, known) => ChangePerson.Run(call.Db, call.Actor, call.Edition, known.Facts.Facts, known.Version, known.Facts.Presence, call.Cancellation),
        (call, guid, version) => Gone(RemovePerson.Run(call.Db, call.Actor, call.Edition, guid, version, call.Cancellation)));

    public static void MapProgrammeApi(this WebApplication app)
    {
        var api = app.MapApi();
        api.MapMethods("programme", Describing.Reading, Whole).For(Permission.SeeDesk, new("Read the whole draft", "programme")
        {
            About = "As of one moment. The ETag changes with any change in the edition.", Query = [("day", "Only the sessions of this day and the unscheduled ones: 2021-07-28.")],
            Answers = [(StatusCodes.Status200OK, "The draft.", Shapes.Draft), Resource<SessionEntry>.NotModified],
        });
        Sessions.Map(api);
        Halls.Map(api);
        Tracks.Map(api);
        Types.Map(api);
        People.Map(api);
        Order(api, "tracks", Permission.EditProgramme, OrderTracks.Run, async call => [.. (await Tracks.List(call)).Select(t => t.Guid)]);
        Order(api, "types", Permission.EditProgramme, OrderSessionTypes.Run, async call => [.. (await Types.List(call)).Select(t => t.Guid)]);
        Order(api, "halls", Permission.EditEdition, OrderHalls.Run, async call => [.. (await Halls.List(call)).Select(h => h.Guid)]);
        api.MapPost("sessions/{guid:guid}/copies", Copy).For(Permission.EditProgramme, new("Copy a session", "sessions")
        {
            About = "The copy is unscheduled and has a number of its own. No body.", Answers = [(StatusCodes.Status201Created, "The copy.", Shapes.Written)],
        });
        api.MapPost("moves", Move).For(Permission.EditProgramme, new("Move many sessions, or none", "sessions")
        {
            About = $"At most {MostMoves} at once. Each names the version that was seen; when one of them is another by now, nothing is moved and the answer names those.",
            Body = Shapes.Moves, Example = MoveExample,
            Answers = [(StatusCodes.Status200OK, "The sessions as they are now, by number.", Shapes.ManyWritten)],
        });
    }

    static readonly Shape<IReadOnlyList<Guid>> InOrder = new("Order", "Guids in the order of lists, filters and columns.", [],
        Field<IReadOnlyList<Guid>>.Of("order", Kinds.Many(Kinds.Identity), o => o, (_, given) => given, "First to last. What is not named follows in its old order.") with { Required = true });

    static void Order(RouteGroupBuilder api, string path, Permission permission, Func<AppDb, Actor, Id<Edition>, IReadOnlyList<Guid>, CancellationToken, Task> order, Func<ApiCall, Task<List<Guid>>> now) =>
        api.MapPut(path + "/order", async (ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = InOrder.Read(await call.Body(), InOrder.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            await order(call.Db, call.Actor, call.Edition, wanted, call.Cancellation);
            return ApiAnswer.Of(InOrder, await now(call));
        }).For(permission, new($"Put the {path} in order", path)
        {
            About = "Who says it last is right: an order has no version.", Body = InOrder, Example = """{"order":["0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a"]}""", Answers = [(StatusCodes.Status200OK, "The order as it is now.", InOrder)],
        });

    /// <summary>Everything the editor shows, as of one moment.</summary>
    static async Task<IResult> Whole(ApiCall call, ILiveFeed feed)
    {
        LocalDate? day = null;
        if (call.Request.Query.TryGetValue("day", out var asked))
        {
            var faults = call.NewFaults();
            if (LocalDatePattern.Iso.Parse(asked.ToString()) is { Success: true } date) day = date.Value;
            else faults.Add("?day", "api.field.date");
            faults.ThrowIfAny();
        }
        // Before anything is read: what happens meanwhile is told once too often rather than never.
        var position = feed.Position;
        var (db, id, cancellation) = (call.Db, call.Edition, call.Cancellation);
        await using var moment = await db.OneMoment(cancellation);
        var tag = await call.EditionTag();
        if (Tags.IsKnown(call.Request, tag)) return new ApiAnswer(_ => { }, tag);
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == id, cancellation);
        var draft = await Draft.Load(db, edition, cancellation);
        var versions = await db.Sessions.Where(s => s.EditionId == id).Select(s => new { s.Guid, s.Version }).ToDictionaryAsync(s => s.Guid, s => s.Version, cancellation);
        var (halls, tracks, types, people) = (await Halls.List(call), await Tracks.List(call), await Types.List(call), await People.List(call));
        var parties = OrderOfParties.Arrange(await OrderOfParties.Rules(db, id, cancellation), await OrderOfParties.Present(db, id, cancellation)).Select(p => new PartyName(p.Present.Id, p.Present.Party.Short)).ToList();
        var walks = await WalksOf(call);
        var sessions = draft.Sessions.Where(s => day is null || s.Start is null || !s.IsScheduled || draft.DayOf(s.Start.Value) == day).Select(s => new Known<SessionEntry>(s.Guid, versions[s.Guid], s));
        return ApiAnswer.Of(Shapes.Draft, new((draft.Edition, edition.DefaultWalk), draft.Days, halls, walks, tracks, types, parties, people, [.. sessions], position), tag);
    }

    public static Task<List<HallWalk>> WalksOf(ApiCall call) => (from w in call.Db.Walks
                                                                 where w.EditionId == call.Edition
                                                                 join a in call.Db.Halls on w.HallA equals a.Id
                                                                 join b in call.Db.Halls on w.HallB equals b.Id
                                                                 select new HallWalk(a.Guid, b.Guid, w.Minutes)).ToListAsync(call.Cancellation);

    static async Task<IResult> Copy(Guid guid, ApiCall call)
    {
        var nothing = await call.Body(mayBeEmpty: true);
        var faults = call.NewFaults();
        foreach (var (unknown, _) in nothing) faults.Add(Kinds.Pointer("", unknown), "api.field.unknown");
        faults.ThrowIfAny();
        var copy = await CopySession.Run(call.Db, call.Actor, call.Edition, guid, call.Cancellation);
        return await Sessions.TellWritten(call, await Sessions.Open(call, copy.Guid), StatusCodes.Status201Created, call.At($"sessions/{copy.Guid}"));
    }

    /// <summary>Many sessions at once, or none of them.</summary>
    static async Task<IResult> Move(ApiCall call)
    {
        var (moves, known) = await Moves(call);
        var guids = moves.Select(m => m.Session).ToList();
        if (moves.Any(m => known[m.Session].Version != m.Version)) throw Stale(moves, known.Values);
        try
        {
            await MoveSessions.Run(call.Db, call.Actor, call.Edition, moves, call.Cancellation);
        }
        catch (EditedMeanwhile)
        {
            throw Stale(moves, await Now(call, guids));
        }
        var moved = await Now(call, guids);
        return ApiAnswer.Of(Shapes.ManyWritten, await ConflictsApi.Written(call, moved));
    }

    /// <summary>The moves of the body, each onto what its session is now.</summary>
    public static async Task<(List<SessionMove> Moves, Dictionary<Guid, Known<SessionEntry>> Known)> Moves(ApiCall call)
    {
        var body = await call.Body();
        var faults = call.NewFaults();
        foreach (var (unknown, _) in body.Where(b => b.Key != "sessions")) faults.Add(Kinds.Pointer("", unknown), "api.field.unknown");
        if (body["sessions"] is not JsonArray list) faults.Add("/sessions", "api.field.list");
        else if (list.Count > MostMoves) faults.Add("/sessions", "api.field.too_many", ("most", MostMoves));
        faults.ThrowIfAny();
        var parts = body["sessions"]!.AsArray().Index().Select(i => (At: $"/sessions/{i.Index}", Part: i.Item as JsonObject)).ToList();
        foreach (var (at, _) in parts.Where(p => p.Part is null)) faults.Add(at, "api.field.object");
        faults.ThrowIfAny();
        var guids = parts.Select(p => Shapes.Move.Read(p.Part!, Shapes.Move.Empty, faults, p.At, isNew: true).Guid).ToList();
        foreach (var twice in guids.Index().GroupBy(g => g.Item).SelectMany(g => g.Skip(1))) faults.Add($"/sessions/{twice.Index}/guid", "api.field.twice");
        faults.ThrowIfAny();
        var known = (await Now(call, guids)).ToDictionary(k => k.Guid);
        if (guids.Any(g => !known.ContainsKey(g))) throw new NotThere("session");
        var moves = parts.Select((p, i) => Shapes.Move.Read(p.Part!, known[guids[i]], faults, p.At))
            .Select(m => new SessionMove(m.Guid, m.Version, m.Facts.Start, m.Facts.Minutes, m.Facts.Hall, m.Facts.AllHalls, m.Facts.Track, m.Facts.IsCancelled)).ToList();
        return (moves, known);
    }

    static ApiProblem Stale(IReadOnlyList<SessionMove> moves, IEnumerable<Known<SessionEntry>> now)
    {
        var wanted = moves.ToDictionary(m => m.Session, m => m.Version);
        return new(StatusCodes.Status412PreconditionFailed, "stale")
        {
            More = ("stale", json =>
            {
                json.WriteStartArray();
                foreach (var session in now.Where(s => s.Version != wanted[s.Guid])) Sessions.Shape.Write(json, session);
                json.WriteEndArray();
            }),
        };
    }

    static async Task<List<Known<SessionEntry>>> Now(ApiCall call, IReadOnlyCollection<Guid> guids) =>
        [.. (await Draft.Sessions(call.Db, call.Edition, guids, call.Cancellation)).Select(Kept)];

    static async Task<bool> Gone(Task removing)
    {
        await removing;
        return true;
    }

    static IQueryable<Hall> HallsOf(ApiCall call) => call.Db.Halls.AsNoTracking().Where(h => h.EditionId == call.Edition);
    static IQueryable<Track> TracksOf(ApiCall call) => call.Db.Tracks.AsNoTracking().Where(t => t.EditionId == call.Edition);
    static IQueryable<SessionType> TypesOf(ApiCall call) => call.Db.SessionTypes.AsNoTracking().Where(t => t.EditionId == call.Edition);
    static IQueryable<Person> PeopleOf(ApiCall call) => call.Db.PeopleOfProgramme(call.Edition).AsNoTracking();

    static Known<SessionEntry> Kept((SessionEntry Session, long Version) s) => new(s.Session.Guid, s.Version, s.Session);
    static Known<HallFacts> Kept(Hall h) => new(h.Guid, h.Version, HallFacts.Of(h));
    static Known<TrackFacts> Kept(Track t) => new(t.Guid, t.Version, new(t.Slug, t.Name, t.Colour));
    static Known<SessionTypeFacts> Kept(SessionType t) => new(t.Guid, t.Version, new(t.Slug, t.Name, t.IsBreak));
    static Known<PersonAtDesk> Kept(Person p) => new(p.Guid, p.Version, new(p.ToEntry(), p.Presence));
}
