using System.Text.Json;
using Majlis.Platform;

namespace Majlis.Web.Shell.Api;

/// <summary>One of a kind of resources as the database has it: its facts, and the version that its <c>ETag</c> is.</summary>
public sealed record Known<T>(Guid Guid, long Version, T Facts);

/// <summary>A kind of resources of an edition, such as halls: how they stand in JSON, and the acts behind each method.</summary>
/// <param name="Path">Where they are, in plural: <c>halls</c>.</param>
/// <param name="One">What one is called in the description of the API: <c>hall</c>.</param>
/// <param name="Example">A body that makes one.</param>
/// <param name="Patch">A body that changes one.</param>
/// <param name="Write">What somebody must be allowed who makes, changes or removes one.</param>
/// <param name="List">All of the edition, in the order of lists.</param>
/// <param name="Find">One; null when the edition has none of this guid.</param>
/// <param name="Add">Gives the guid of the new one.</param>
/// <param name="Change">Over the version the caller saw.</param>
/// <param name="Remove">Over the version the caller saw. False: it was not removed, but changed instead.</param>
sealed record Resource<T>(string Path, string One, Shape<Known<T>> Shape, string Example, string Patch, Permission Write,
    Func<ApiCall, Task<List<Known<T>>>> List, Func<ApiCall, Guid, Task<Known<T>?>> Find,
    Func<ApiCall, T, Task<Guid>> Add, Func<ApiCall, Known<T>, Task> Change, Func<ApiCall, Guid, long, Task<bool>> Remove)
{
    /// <summary>What a caller may ask when removing; see <see cref="Described.Query"/>.</summary>
    public IReadOnlyList<(string Name, string About)> WhenRemoving { get; init; } = [];
    /// <summary>What removing does where it is not plain.</summary>
    public string AboutRemoving { get; init; } = "";
    /// <summary>What answers to writes say where they say more than the resource; null: they do not.</summary>
    public Written<T>? Written { get; init; }

    public void Map(RouteGroupBuilder api)
    {
        var one = Path + "/{guid:guid}";
        var all = Api.Shape.ListOf(Path, Shape);
        api.MapMethods(Path, Describing.Reading, async (ApiCall call) =>
        {
            await using var moment = await call.Db.OneMoment(call.Cancellation);
            var tag = await call.EditionTag();
            return ApiAnswer.Of(all, await List(call), tag);
        }).For(Permission.SeeDesk, new($"List every {One}", Path) { About = "The ETag changes with any change in the edition.", Answers = [(StatusCodes.Status200OK, $"Every {One} of the draft.", all), NotModified] });

        api.MapMethods(one, Describing.Reading, async (Guid guid, ApiCall call) => Tell(await Open(call, guid)))
            .For(Permission.SeeDesk, new($"Read one {One}", Path) { Answers = [(StatusCodes.Status200OK, $"The {One}.", Shape), NotModified] });

        api.MapPost(Path, async (ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = Shape.Read(await call.Body(), Shape.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            var made = await Open(call, await Add(call, wanted.Facts));
            return await TellWritten(call, made, StatusCodes.Status201Created, call.At($"{Path}/{made.Guid}"));
        }).For(Write, new($"Add a {One}", Path) { Body = Shape, Example = Example, Answers = [(StatusCodes.Status201Created, $"The new {One}.", Written?.Shape ?? Shape)] });

        api.MapPatch(one, async (Guid guid, ApiCall call) =>
        {
            var known = await Open(call, guid);
            Expect(call, known);
            var faults = call.NewFaults();
            var wanted = Shape.Read(await call.Body(), known, faults);
            faults.ThrowIfAny();
            await Try(call, guid, () => Change(call, wanted));
            return await TellWritten(call, await Open(call, guid));
        }).For(Write, new($"Change a {One}", Path)
        {
            About = "A merge patch: what is left out stays, null takes away, texts merge by language, lists are replaced.", Body = Shape, Example = Patch,
            IsPatch = true, TakesVersion = true, Answers = [(StatusCodes.Status200OK, $"The {One} as it is now.", Written?.Shape ?? Shape)],
        });

        api.MapDelete(one, async (Guid guid, ApiCall call) =>
        {
            var known = await Open(call, guid);
            Expect(call, known);
            var isGone = false;
            await Try(call, guid, async () => isGone = await Remove(call, guid, known.Version));
            return isGone ? Results.NoContent() : await TellWritten(call, await Open(call, guid));
        }).For(Write, new($"Remove a {One}", Path)
        {
            About = AboutRemoving, Query = WhenRemoving, TakesVersion = true,
            Answers = [(StatusCodes.Status204NoContent, "It is gone.", null), .. AboutRemoving.Length > 0 ? [(StatusCodes.Status200OK, $"The {One}, called off.", Written?.Shape ?? (IShape?)Shape)] : Array.Empty<(int, string, IShape?)>()],
        });
    }

    public static readonly (int, string, IShape?) NotModified = (StatusCodes.Status304NotModified, "Nothing has changed since the ETag of If-None-Match.", null);

    public async Task<Known<T>> Open(ApiCall call, Guid guid) => await Find(call, guid) ?? throw new NotThere(Path);

    public IResult Tell(Known<T> known, int status = StatusCodes.Status200OK, string? location = null) => ApiAnswer.Of(Shape, known, Tags.Of(known.Version), status, location);

    public async Task<IResult> TellWritten(ApiCall call, Known<T> known, int status = StatusCodes.Status200OK, string? location = null) =>
        Written is null ? Tell(known, status, location) : new ApiAnswer(await Written.Write(call, known), Tags.Of(known.Version), status) { Location = location };

    /// <exception cref="ApiProblem"><c>version_missing</c>; <c>stale</c>, with the resource as it is now.</exception>
    void Expect(ApiCall call, Known<T> known)
    {
        if (!Tags.Match(call.Request, known.Version)) throw Stale(known);
    }

    async Task Try(ApiCall call, Guid guid, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (EditedMeanwhile)
        {
            // What the act had begun to change is not what is there.
            call.Db.ChangeTracker.Clear();
            throw Stale(await Open(call, guid));
        }
    }

    ApiProblem Stale(Known<T> now) => new(StatusCodes.Status412PreconditionFailed, "stale") { More = ("current", json => Shape.Write(json, now)) };
}

/// <summary>An answer to a write that says more than the resource.</summary>
sealed record Written<T>(IShape Shape, Func<ApiCall, Known<T>, Task<Action<Utf8JsonWriter>>> Write);
