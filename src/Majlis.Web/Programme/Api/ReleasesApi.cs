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
            return Made(call, await ReleaseProgramme.Run(call.Db, call.Actor, call.Edition, wanted.Name, wanted.Note, wanted.LettersTo, call.Cancellation));
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

        const string rollBack = "releases/{number:int}/rollback";
        api.MapMethods(rollBack, Describing.Reading, async (int number, ApiCall call) =>
        {
            var tag = await call.EditionTag();
            var (programme, last, check) = await RollBack.Preview(call.Db, call.Actor, call.Edition, number, call.Cancellation);
            var against = check.AgainstRelease.ToHashSet();
            return ApiAnswer.Of(Shapes.WouldRollBack, (ProgrammeChanges.Between(last, programme), [.. ConflictsApi.Say(call, check).Where(f => against.Contains(f.Conflict))]), $"{tag}-{call.Texts.Language.Tag}");
        }).For(Permission.ReleaseProgramme, new("Try a roll back out", "releases")
        {
            About = "Nothing is written.", Answers = [(StatusCodes.Status200OK, "What it would change, and what stands against it.", Shapes.WouldRollBack), NotModified],
        });

        api.MapPost(rollBack, async (int number, ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = Shapes.RollBack.Read(await call.Body(), Shapes.RollBack.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            return Made(call, await RollBack.Run(call.Db, call.Actor, call.Edition, number, wanted.Name, wanted.Note, wanted.LettersTo, wanted.DraftToo, wanted.Despite, call.Cancellation));
        }).For(Permission.ReleaseProgramme, new("Roll back to a release", "releases")
        {
            About = "What it showed becomes public again, as a new release with the next number; the draft stays as it is unless draftToo says otherwise. When conflicts that forbid a release stand against it, "
                + "despite must be their number.",
            Body = Shapes.RollBack, Example = """{"name":"1.2","note":{"en":"Back to the programme of Monday."},"letters":["speakers"],"despite":0}""",
            Answers = [(StatusCodes.Status201Created, "The new release.", Shapes.Release)],
        });

        const string letters = "releases/{number:int}/letters";
        api.MapMethods(letters, Describing.Reading, async (int number, ApiCall call) => await Line(call, number) is null ? throw new NotThere("release") : await Sent(call, number))
            .For(Permission.ReleaseProgramme, new("List the letters about a release", "releases") { Answers = [(StatusCodes.Status200OK, "The letters and how far they got.", Shapes.SentLetters)] });
        api.MapPost(letters, async (int number, ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = Shapes.Audience.Read(await call.Body(), Shapes.Audience.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            await SendLetters.Run(call.Db, call.Actor, call.Edition, number, wanted, call.Cancellation);
            return await Sent(call, number);
        }).For(Permission.ReleaseProgramme, new("Send what has not gone out", "releases")
        {
            About = "To those who were left out, whose address was written down since, and whose letter failed; of the last release only. They are written a moment later.",
            Body = Shapes.Audience, Example = """{"letters":["speakers"]}""", Answers = [(StatusCodes.Status200OK, "The letters that are there already.", Shapes.SentLetters)],
        });

        api.MapMethods("programme/changes", Describing.Reading, async (ApiCall call) =>
        {
            var tag = await call.EditionTag();
            var faults = call.NewFaults();
            int? since = null;
            if (call.Request.Query.TryGetValue("since", out var asked))
            {
                if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) since = number;
                else faults.Add("?since", "api.field.number");
            }
            faults.ThrowIfAny();
            since ??= (await Releases.List(call.Db, call.Edition, call.Cancellation)).FirstOrDefault()?.Number ?? throw new NotThere("release");
            var before = await Open(call, since.Value);
            try
            {
                var (next, _) = await ReleaseProgramme.Preview(call.Db, call.Actor, call.Edition, call.Cancellation);
                return ApiAnswer.Of(Shapes.Changes, ProgrammeChanges.Between(before.Programme, next), tag);
            }
            catch (Refusal empty) when (empty.Code == "programme.release_is_empty")
            {
                throw new NotThere("draft");
            }
        }).For(Permission.SeeDesk, new("Compare the draft with a release", "programme")
        {
            About = "What the next release would change. 404 when nothing is released yet, or nothing of the draft has a time and a place.", Query = [("since", "The number of the release to compare with; left out: the last.")],
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

    static ApiAnswer Made(ApiCall call, Release made) => ApiAnswer.Of(Shapes.Release, new(made.Number, made.Name, made.Note, made.By, made.At, made.LettersTo), Tags.Of(made.Number),
        StatusCodes.Status201Created, call.At($"releases/{made.Number.ToString(CultureInfo.InvariantCulture)}"));

    static async Task<ApiAnswer> Sent(ApiCall call, int number) => ApiAnswer.Of(Shapes.SentLetters, await Notices.Of(call.Db, call.Edition, number, call.Cancellation));

    static async Task<ReleaseLine?> Line(ApiCall call, int number) => (await Releases.List(call.Db, call.Edition, call.Cancellation)).Find(r => r.Number == number);

    /// <exception cref="NotThere">The edition has no release of this number.</exception>
    static async Task<(ReleaseLine Line, ProgrammeSnapshot Programme)> Open(ApiCall call, int number)
    {
        var release = await call.Db.Releases.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == call.Edition && r.Number == number, call.Cancellation) ?? throw new NotThere("release");
        return (new(release.Number, release.Name, release.Note, release.By, release.At, release.LettersTo), release.Open());
    }
}
