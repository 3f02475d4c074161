using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.Api;

/// <summary>The order and minutes of a session's speakers for programs, with the running order that comes of them.</summary>
static class SpeakersApi
{
    public static void MapSpeakersApi(this WebApplication app)
    {
        var api = app.MapApi();
        const string speakers = "sessions/{guid:guid}/speakers";
        api.MapMethods(speakers, Describing.Reading, async (Guid guid, ApiCall call) => await Tell(call, guid)).For(Permission.SeeDesk, new("Read the speakers of a session", "sessions")
        {
            About = "Their order, minutes and notes, and the running order. The ETag is the version of the session.", Answers = [(StatusCodes.Status200OK, "The speakers.", Shapes.Speakers), Resource<SessionEntry>.NotModified],
        });
        api.MapMethods("sessions/{guid:guid}/precedence", Describing.Reading, ByPrecedence).For(Permission.SeeDesk, new("Seat the people of a session by precedence", "sessions")
        {
            About = "Chair, moderator, keynotes, speakers, panellists, rapporteur, each by rank and party; interpreters last. Nothing is written.", Answers = [(StatusCodes.Status200OK, "The people in that order.", Shapes.Seated)],
        });
        api.MapPut(speakers, async (Guid guid, ApiCall call) =>
        {
            var version = await Version(call, guid);
            if (!Tags.Match(call.Request, version)) throw await Stale(call, guid);
            var faults = call.NewFaults();
            var wanted = Shapes.Speakers.Read(await call.Body(), Shapes.Speakers.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            try
            {
                await KeepSpeakerList.Run(call.Db, call.Actor, call.Edition, guid, wanted.Turns, wanted.Reason, version, call.Cancellation);
            }
            catch (EditedMeanwhile)
            {
                call.Db.ChangeTracker.Clear();
                throw await Stale(call, guid);
            }
            return await Tell(call, guid);
        }).For(Permission.KeepProtocol, new("Put the speakers of a session in order", "sessions")
        {
            About = "If-Match is the version of the session. The turns are those of everybody who is in it; when others are in it by now, or somebody saved first, the answer is 412.", Body = Shapes.Speakers, TakesVersion = true,
            Example = """{"turns":[{"person":"0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a","role":"chair","minutes":10}],"reason":null}""", Answers = [(StatusCodes.Status200OK, "The speakers as they are now.", Shapes.Speakers)],
        });
    }

    static async Task<IResult> ByPrecedence(Guid guid, ApiCall call)
    {
        var (session, people) = await Open(call, guid);
        // No tag: the order of parties, which counts, is changed without an event of this edition.
        return ApiAnswer.Of(Shapes.Seated, SpeakerLists.ByPrecedence(session.People, people, await Protocols.Precedence(call.Db, call.Edition, call.Cancellation)));
    }

    static async Task<long> Version(ApiCall call, Guid guid) =>
        await call.Db.Sessions.Where(s => s.EditionId == call.Edition && s.Guid == guid).Select(s => (long?)s.Version).SingleOrDefaultAsync(call.Cancellation) ?? throw new NotThere("session");

    static async Task<ApiAnswer> Tell(ApiCall call, Guid guid)
    {
        var tag = Tags.Of(await Version(call, guid));
        return ApiAnswer.Of(Shapes.Speakers, await Now(call, guid), tag);
    }

    static async Task<ApiProblem> Stale(ApiCall call, Guid guid)
    {
        var now = await Now(call, guid);
        return new(StatusCodes.Status412PreconditionFailed, "stale") { More = ("current", json => Shapes.Speakers.Write(json, now)) };
    }

    static async Task<SessionSpeakers> Now(ApiCall call, Guid guid)
    {
        var (db, edition) = (call.Db, call.Edition);
        var (session, people) = await Open(call, guid);
        var list = await db.SpeakerLists.AsNoTracking().SingleOrDefaultAsync(l => db.Sessions.Any(s => s.Id == l.SessionId && s.EditionId == edition && s.Guid == guid), call.Cancellation);
        var told = (list?.Turns ?? []).ToLookup(t => (t.Person, t.Role));
        return new([.. session.People.Select(p => told[(p.Person, p.Role)].FirstOrDefault() ?? new(p.Person, p.Role))], list?.Reason, RunningOrder.Of(session, people, list?.Turns ?? []));
    }

    /// <exception cref="NotThere">The edition has no such session.</exception>
    static async Task<(SessionEntry Session, IReadOnlyDictionary<Guid, PersonEntry> People)> Open(ApiCall call, Guid guid)
    {
        var session = (await Draft.Sessions(call.Db, call.Edition, [guid], call.Cancellation)).Select(s => s.Session).SingleOrDefault() ?? throw new NotThere("session");
        var guids = session.People.Select(p => p.Person).ToList();
        return (session, (await call.Db.Persons.AsNoTracking().Where(p => p.EditionId == call.Edition && guids.Contains(p.Guid)).ToListAsync(call.Cancellation)).ToDictionary(p => p.Guid, p => p.ToEntry()));
    }
}
