using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.People.Api;

/// <summary>What protocol keeps of people, for programs: the ranks of the edition, and what only the desk knows of each person.</summary>
static class ProtocolApi
{
    static readonly Shape<Rank> Rank = new("Rank", "A level of precedence.", new(Guid.Empty, LocalizedText.Empty),
        Field<Rank>.Of("guid", Kinds.Identity, r => r.Guid, (r, v) => r with { Guid = v }, "Stable for ever; chosen by whoever adds the rank.") with { Required = true },
        Field<Rank>.Of("name", Kinds.Localized, r => r.Name, (r, v) => r with { Name = v }, "What it is called.") with { Required = true });

    static readonly Shape<IReadOnlyList<Rank>> Ranks = Shape.ListOf("ranks", Rank);

    static readonly Shape<DossierFacts> Dossier = new("Dossier", "What the desk alone knows of a person. It is never public.", new(null, null, null),
        Field<DossierFacts>.Of("email", Kinds.Text, d => d.Email, (d, v) => d with { Email = v }, "Where letters go; null: no letters."),
        Field<DossierFacts>.Of("language", Kinds.Text, d => d.Language, (d, v) => d with { Language = v }, "Of letters: en, ru, ar, fa, tr or fr; null: the edition's first."),
        Field<DossierFacts>.Of("rank", Kinds.Reference, d => d.Rank, (d, v) => d with { Rank = v }, "The rank's guid; null: below all ranks."));

    public static void MapProtocolApi(this WebApplication app)
    {
        var api = app.MapApi();
        api.MapMethods("ranks", Describing.Reading, async (ApiCall call) =>
        {
            var (facts, version) = await Protocols.Of(call.Db, call.Edition, call.Cancellation);
            return ApiAnswer.Of(Ranks, facts.Ranks, Tags.Of(Seen(version)));
        }).For(Permission.KeepProtocol, new("List the ranks", "people") { About = "From the highest. Until somebody agrees on others they are the usual ones.", Answers = [(StatusCodes.Status200OK, "The ranks.", Ranks), Resource<Rank>.NotModified] });
        api.MapPut("ranks", async (ApiCall call) =>
        {
            var (facts, version) = await Protocols.Of(call.Db, call.Edition, call.Cancellation);
            return await Put(call, Ranks, facts.Ranks, version, wanted => AgreeProtocol.Run(call.Db, call.Actor, call.Edition, facts with { Ranks = wanted }, version, call.Cancellation),
                async () =>
                {
                    var now = await Protocols.Of(call.Db, call.Edition, call.Cancellation);
                    return (now.Facts.Ranks, now.Version);
                });
        }).For(Permission.KeepProtocol, new("Agree on the ranks", "people")
        {
            About = "The whole list, from the highest. A rank that somebody has cannot be left out.", Body = Ranks, TakesVersion = true,
            Example = """{"ranks":[{"guid":"0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a","name":{"en":"Minister"}}]}""", Answers = [(StatusCodes.Status200OK, "The ranks as they are now.", Ranks)],
        });

        const string dossier = "people/{guid:guid}/dossier";
        api.MapMethods(dossier, Describing.Reading, async (Guid guid, ApiCall call) =>
        {
            var (facts, version) = await Known(call, guid);
            return ApiAnswer.Of(Dossier, facts, Tags.Of(Seen(version)));
        }).For(Permission.KeepProtocol, new("Read what the desk alone knows of a person", "people") { Answers = [(StatusCodes.Status200OK, "The address, the language of letters and the rank.", Dossier), Resource<Rank>.NotModified] });
        api.MapPut(dossier, async (Guid guid, ApiCall call) =>
        {
            var (facts, version) = await Known(call, guid);
            return await Put(call, Dossier, facts, version, wanted => KeepDossier.Run(call.Db, call.Actor, call.Edition, guid, wanted, version, call.Cancellation), () => Known(call, guid));
        }).For(Permission.KeepProtocol, new("Write down what the desk alone knows of a person", "people")
        {
            About = "The whole of it: what is left out is forgotten.", Body = Dossier, TakesVersion = true, Example = """{"email":"amina@example.org","language":"ar"}""", Answers = [(StatusCodes.Status200OK, "As it is now.", Dossier)],
        });
    }

    /// <summary>Until somebody writes it, what these tell has no version: then the tag is 0, and the first version is 1.</summary>
    static long Seen(long? version) => version + 1 ?? 0;

    static async Task<ApiAnswer> Put<T>(ApiCall call, Shape<T> shape, T before, long? version, Func<T, Task> act, Func<Task<(T Facts, long? Version)>> read)
    {
        if (!Tags.Match(call.Request, Seen(version))) throw Stale(shape, before);
        var faults = call.NewFaults();
        var wanted = shape.Read(await call.Body(), shape.Empty, faults, isNew: true);
        faults.ThrowIfAny();
        try
        {
            await act(wanted);
        }
        catch (EditedMeanwhile)
        {
            call.Db.ChangeTracker.Clear();
            throw Stale(shape, (await read()).Facts);
        }
        var now = await read();
        return ApiAnswer.Of(shape, now.Facts, Tags.Of(Seen(now.Version)));
    }

    static ApiProblem Stale<T>(Shape<T> shape, T now) => new(StatusCodes.Status412PreconditionFailed, "stale") { More = ("current", json => shape.Write(json, now)) };

    /// <exception cref="NotThere">No person of this edition has the guid.</exception>
    static async Task<(DossierFacts Facts, long? Version)> Known(ApiCall call, Guid guid)
    {
        var person = await call.Db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.EditionId == call.Edition && p.Guid == guid, call.Cancellation) ?? throw new NotThere("person");
        return await call.Db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.PersonId == person.Id, call.Cancellation) is { } kept ? (kept.Facts, kept.Version) : (Dossier.Empty, null);
    }
}
