using Majlis.Platform;

namespace Majlis.Web.Shell.Api;

/// <summary>One of a kind of resources as the database has it: its facts, and the version that its <c>ETag</c> is.</summary>
public sealed record Known<T>(Guid Guid, long Version, T Facts);

/// <summary>A kind of resources of an edition, such as halls: how they stand in JSON, and the acts behind each method.</summary>
/// <param name="Path">Where they are, in plural: <c>halls</c>.</param>
/// <param name="Write">What somebody must be allowed who makes, changes or removes one.</param>
/// <param name="List">All of the edition, in the order of lists.</param>
/// <param name="Find">One; null when the edition has none of this guid.</param>
/// <param name="Add">Gives the guid of the new one.</param>
/// <param name="Change">Over the version the caller saw.</param>
/// <param name="Remove">Over the version the caller saw. False: it was not removed, but changed instead.</param>
sealed record Resource<T>(string Path, Shape<Known<T>> Shape, Permission Write,
    Func<ApiCall, Task<List<Known<T>>>> List, Func<ApiCall, Guid, Task<Known<T>?>> Find,
    Func<ApiCall, T, Task<Guid>> Add, Func<ApiCall, Known<T>, Task> Change, Func<ApiCall, Guid, long, Task<bool>> Remove)
{
    public void Map(RouteGroupBuilder api)
    {
        var one = Path + "/{guid:guid}";
        api.MapMethods(Path, ["GET", "HEAD"], async (ApiCall call) =>
        {
            await using var moment = await call.Db.OneMoment(call.Cancellation);
            var tag = await call.EditionTag();
            var list = await List(call);
            return new ApiAnswer(json => ApiAnswer.List(json, Path, list, Shape), tag);
        }).WithMetadata(new Needs(Permission.SeeDesk));
        api.MapMethods(one, ["GET", "HEAD"], async (Guid guid, ApiCall call) => Tell(await Open(call, guid))).WithMetadata(new Needs(Permission.SeeDesk));
        api.MapPost(Path, async (ApiCall call) =>
        {
            var faults = call.NewFaults();
            var wanted = Shape.Read(await call.Body(), Shape.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            var made = await Open(call, await Add(call, wanted.Facts));
            return Tell(made, StatusCodes.Status201Created, call.At($"{Path}/{made.Guid}"));
        }).WithMetadata(new Needs(Write));
        api.MapPatch(one, async (Guid guid, ApiCall call) =>
        {
            var known = await Open(call, guid);
            Expect(call, known);
            var faults = call.NewFaults();
            var wanted = Shape.Read(await call.Body(), known, faults);
            faults.ThrowIfAny();
            await Try(call, guid, () => Change(call, wanted));
            return Tell(await Open(call, guid));
        }).WithMetadata(new Needs(Write));
        api.MapDelete(one, async (Guid guid, ApiCall call) =>
        {
            var known = await Open(call, guid);
            Expect(call, known);
            var isGone = false;
            await Try(call, guid, async () => isGone = await Remove(call, guid, known.Version));
            return isGone ? Results.NoContent() : Tell(await Open(call, guid));
        }).WithMetadata(new Needs(Write));
    }

    public async Task<Known<T>> Open(ApiCall call, Guid guid) => await Find(call, guid) ?? throw new NotThere(Path);

    public IResult Tell(Known<T> known, int status = StatusCodes.Status200OK, string? location = null) =>
        new ApiAnswer(json => Shape.Write(json, known), Tags.Of(known.Version), status) { Location = location };

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
        call.Db.ChangeTracker.Clear();
    }

    ApiProblem Stale(Known<T> now) => new(StatusCodes.Status412PreconditionFailed, "stale") { More = ("current", json => Shape.Write(json, now)) };
}
