using System.Globalization;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.Api;

/// <summary>The releases of an edition for programs; and the last one for everybody, as the public pages show it.</summary>
static class ReleasesApi
{
    static readonly Shape<IReadOnlyList<ReleaseLine>> List = Shape.ListOf("releases", Shapes.Release);

    public static void MapReleasesApi(this WebApplication app)
    {
        var api = app.MapApi();
        api.MapMethods("releases", Describing.Reading, async (ApiCall call) =>
        {
            var releases = await Releases.List(call.Db, call.Edition, call.Cancellation);
            // A release is fixed, and none is taken away: the last one's number is the tag of all.
            return ApiAnswer.Of(List, releases, Tags.Of(releases.Count > 0 ? releases[0].Number : 0));
        }).For(Permission.SeeDesk, new("List the releases", "releases") { About = "The newest first.", Answers = [(StatusCodes.Status200OK, "The releases, without their programmes.", List), NotModified] });

        api.MapPost("releases", async (ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = Shapes.Release.Read(await call.Body(), Shapes.Release.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            var made = await ReleaseProgramme.Run(call.Db, call.Actor, call.Edition, wanted.Name, wanted.Note, wanted.LettersTo, call.Cancellation);
            return ApiAnswer.Of(Shapes.Release, new(made.Number, made.Name, made.Note, made.By, made.At, made.LettersTo), Tags.Of(made.Number), StatusCodes.Status201Created,
                call.At($"releases/{made.Number.ToString(CultureInfo.InvariantCulture)}"));
        }).For(Permission.ReleaseProgramme, new("Make the draft public", "releases")
        {
            Body = Shapes.Release, Example = """{"name":"1.1","note":{"en":"The afternoon of 29 July moved."},"letters":["speakers"]}""", Answers = [(StatusCodes.Status201Created, "The release.", Shapes.Release)],
        });

        api.MapMethods("releases/{number:int}", Describing.Reading, async (int number, ApiCall call) =>
        {
            if (Tags.IsKnown(call.Request, Tags.Of(number)) && await Line(call, number) is not null) return new ApiAnswer(_ => { }, Tags.Of(number));
            return ApiAnswer.Of(Shapes.OpenedRelease, await Open(call, number), Tags.Of(number));
        }).For(Permission.SeeDesk, new("Read a release", "releases") { Answers = [(StatusCodes.Status200OK, "The release and its programme.", Shapes.OpenedRelease), NotModified] });

        api.MapMethods("releases/{number:int}/changes", Describing.Reading, async (int number, ApiCall call) =>
        {
            var faults = call.NewFaults();
            var since = number - 1;
            if (call.Request.Query.TryGetValue("since", out var asked) && !int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out since)) faults.Add("?since", "api.field.number");
            faults.ThrowIfAny();
            var (after, before) = (await Open(call, number), await Open(call, since));
            return ApiAnswer.Of(Shapes.Changes, ProgrammeChanges.Between(before.Programme, after.Programme), $"{Tags.Of(number)}-{Tags.Of(since)}");
        }).For(Permission.SeeDesk, new("Compare two releases", "releases")
        {
            About = "What became different, session by session.", Query = [("since", "The number of the release to compare with; left out: the one before.")],
            Answers = [(StatusCodes.Status200OK, "The changes.", Shapes.Changes), NotModified],
        });

        app.MapMethods($"/api/v1/editions/{FolderAddresses.Edition}/released", Describing.Reading, async (Visit visit, ProgrammeShelf shelf) =>
            await shelf.Find(visit.Edition.Id) is { } programme
                ? new ApiAnswer(json => Shapes.Released.Write(json, programme), Tags.Of(programme.Release)) { Cached = "public, max-age=60" }
                : throw new NotThere("release"))
            .AllowAnonymous().WithMetadata(new KeptAttribute(), new Described("Read what is public", "public")
            {
                About = "The last release of an announced edition, for everybody, without a token. Nothing of the draft is in it.", IsPublic = true,
                Answers = [(StatusCodes.Status200OK, "The last release.", Shapes.Released), NotModified],
            });
        app.MapMethods("/api/openapi.json", Describing.Reading, (ApiDocument document, HttpContext http) => document.Show(http)).AllowAnonymous();
        app.MapMethods("/api/guide.md", Describing.Reading, () => Results.Stream(typeof(ReleasesApi).Assembly.GetManifestResourceStream("guide/api.md")!, "text/plain; charset=utf-8")).AllowAnonymous();
    }

    static readonly (int, string, IShape?) NotModified = Resource<ReleaseLine>.NotModified;

    static async Task<ReleaseLine?> Line(ApiCall call, int number) => (await Releases.List(call.Db, call.Edition, call.Cancellation)).Find(r => r.Number == number);

    /// <exception cref="NotThere">The edition has no release of this number.</exception>
    static async Task<(ReleaseLine Line, ProgrammeSnapshot Programme)> Open(ApiCall call, int number)
    {
        var release = await call.Db.Releases.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == call.Edition && r.Number == number, call.Cancellation) ?? throw new NotThere("release");
        return (new(release.Number, release.Name, release.Note, release.By, release.At, release.LettersTo), release.Open());
    }
}
