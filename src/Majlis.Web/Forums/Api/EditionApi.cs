using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Programme.Api;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Forums.Api;

/// <summary>The edition itself for programs: what it says of itself, and the walks between its halls.</summary>
static class EditionApi
{
    static readonly Shape<(long Version, EditionFacts Facts)> Facts = new("EditionFacts", "What the edition says of itself. Its slug and number stay.", default,
    [
        Field<(long Version, EditionFacts Facts)>.Of("version", Kinds.Version, e => e.Version, null, "Goes up by one with each change; the ETag."),
        Text("title", f => f.Title, (f, v) => f with { Title = v }, "What it is called.") with { Required = true },
        Text("subtitle", f => f.Subtitle, (f, v) => f with { Subtitle = v }, "A second line under the title."),
        Text("city", f => f.City, (f, v) => f with { City = v }, "Where it is held."),
        Text("venue", f => f.Venue, (f, v) => f with { Venue = v }, "The house it is held in."),
        Of("first", Kinds.Date, f => f.First, (f, v) => f with { First = v }, "The first day."),
        Of("last", Kinds.Date, f => f.Last, (f, v) => f with { Last = v }, "The last day, included."),
        Of("zone", Kinds.PlainText, f => f.Zone, (f, v) => f with { Zone = v }, "The zone of all wall times, an IANA id."),
        Of("dayChange", Kinds.Time, f => f.DayChange, (f, v) => f with { DayChange = v }, "A session that starts before this belongs to the day before."),
        Of("hijriShift", Kinds.PlainNumber, f => f.HijriShift, (f, v) => f with { HijriShift = v }, "Days by which the host's moon differs from Umm al-Qura."),
        Of("secondCalendar", Kinds.MaybeOneOf<ForumCalendar>(), f => f.SecondCalendar, (f, v) => f with { SecondCalendar = v }, "The calendar shown beside the reader's own; null: none."),
        Of("languages", Kinds.Many(Kinds.PlainText), f => f.Languages, (f, v) => f with { Languages = v }, "Content languages, in the order in which one stands in for another."),
        Of("url", Kinds.Text, f => f.Url, (f, v) => f with { Url = v }, "Its page elsewhere."),
        Of("baseUrl", Kinds.Text, f => f.BaseUrl, (f, v) => f with { BaseUrl = v }, "What addresses in the frab format begin with."),
        Of("logo", Kinds.Text, f => f.Logo, (f, v) => f with { Logo = v }, "A picture, an http or https address."),
        Of("slotMinutes", Kinds.Number, f => f.SlotMinutes, (f, v) => f with { SlotMinutes = v }, "Minutes of the grid; null: free."),
        Of("defaultWalk", Kinds.PlainNumber, f => f.DefaultWalk, (f, v) => f with { DefaultWalk = v }, "Minutes between two halls that nobody measured."),
    ]);

    static readonly Shape<(LocalDateTime? Opens, LocalDateTime? Closes)> DayHours = new("DayHours", "When a day of the edition begins and ends; both null: the usual hours, from day change to day change.", default,
        Field<(LocalDateTime? Opens, LocalDateTime? Closes)>.Of("opens", Kinds.Wall, d => d.Opens, (d, v) => (v, d.Closes), "The first minute that belongs to it, on its date."),
        Field<(LocalDateTime? Opens, LocalDateTime? Closes)>.Of("closes", Kinds.Wall, d => d.Closes, (d, v) => (d.Opens, v), "The first minute that does not; at the latest noon of the next day."));

    static readonly Shape<WalkFacts> Walk = new("HallWalk", "Minutes on foot to another hall, the same both ways.", new(Guid.Empty, Guid.Empty, null),
        Field<WalkFacts>.Of("to", Kinds.Identity, w => w.Other, (w, v) => w with { Other = v }, "The other hall's guid.") with { Required = true },
        Field<WalkFacts>.Of("minutes", Kinds.Number, w => w.Minutes, (w, v) => w with { Minutes = v }, "0 to 240; null: nobody measured it, and the edition's default is taken."));

    static readonly Shape<IReadOnlyList<WalkFacts>> Walks = Shape.ListOf("walks", Walk);

    public static void MapEditionApi(this WebApplication app)
    {
        var api = app.MapApi();
        api.MapMethods("edition", Describing.Reading, async (ApiCall call) => Tell(await Now(call)))
            .For(Permission.SeeDesk, new("Read the edition", "edition") { Answers = [(StatusCodes.Status200OK, "The edition.", Facts), Resource<EditionFacts>.NotModified] });
        api.MapPatch("edition", async (ApiCall call) =>
        {
            var known = await Now(call);
            if (!Tags.Match(call.Request, known.Version)) throw Stale(known);
            var faults = call.NewFaults();
            var wanted = Facts.Read(await call.Body(), known, faults);
            faults.ThrowIfAny();
            try
            {
                await ChangeEdition.Run(call.Db, call.Actor, call.Edition, wanted.Facts, known.Version, call.Cancellation);
            }
            catch (EditedMeanwhile)
            {
                call.Db.ChangeTracker.Clear();
                throw Stale(await Now(call));
            }
            return Tell(await Now(call));
        }).For(Permission.EditEdition, new("Change the edition", "edition")
        {
            About = "A merge patch: what is left out stays, null takes away, texts merge by language, lists are replaced. Hours of days that are no longer part of it are forgotten.",
            Body = Facts, Example = """{"city":{"fr":"Kazan"},"defaultWalk":7}""", IsPatch = true, TakesVersion = true, Answers = [(StatusCodes.Status200OK, "The edition as it is now.", Facts)],
        });

        api.MapPut("edition/announcement", async (ApiCall call) =>
        {
            await AnnounceEdition.Run(call.Db, call.Actor, call.Edition, call.Cancellation);
            return Results.NoContent();
        }).For(Permission.EditEdition, new("Put the edition on the public site", "edition") { Answers = [(StatusCodes.Status204NoContent, "It is announced.", null)] });
        api.MapDelete("edition/announcement", async (ApiCall call) =>
        {
            await WithdrawEdition.Run(call.Db, call.Actor, call.Edition, call.Cancellation);
            return Results.NoContent();
        }).For(Permission.EditEdition, new("Take the edition off the public site", "edition") { Answers = [(StatusCodes.Status204NoContent, "The public does not see it.", null)] });

        api.MapPut("days/{date:maxlength(10)}", async (string date, ApiCall call) =>
        {
            var day = LocalDatePattern.Iso.Parse(date) is { Success: true, Value: var known } ? known : throw new NotThere("day");
            var faults = call.NewFaults();
            var (opens, closes) = DayHours.Read(await call.Body(), DayHours.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            await SetDayHours.Run(call.Db, call.Actor, call.Edition, day, opens, closes, call.Cancellation);
            return ApiAnswer.Of(DayHours, (opens, closes));
        }).For(Permission.EditEdition, new("Set the hours of a day", "edition") { About = "Who says it last is right.", Body = DayHours, Example = """{"opens":"2021-07-28T08:00","closes":"2021-07-29T01:00"}""", Answers = [(StatusCodes.Status200OK, "The hours.", DayHours)] });

        const string walks = "halls/{guid:guid}/walks";
        api.MapMethods(walks, Describing.Reading, async (Guid guid, ApiCall call) =>
        {
            var tag = await call.EditionTag();
            return ApiAnswer.Of(Walks, await From(call, guid), tag);
        }).For(Permission.SeeDesk, new("List the walks of a hall", "halls") { About = "Those that were measured. The ETag changes with any change in the edition.", Answers = [(StatusCodes.Status200OK, "The walks.", Walks), Resource<EditionFacts>.NotModified] });
        api.MapPut(walks, async (Guid guid, ApiCall call) =>
        {
            await From(call, guid);
            var faults = call.NewFaults();
            var wanted = Walks.Read(await call.Body(), Walks.Empty, faults, isNew: true);
            faults.ThrowIfAny();
            await SetWalk.Run(call.Db, call.Actor, call.Edition, [.. wanted.Select(w => w with { One = guid })], call.Cancellation);
            return ApiAnswer.Of(Walks, await From(call, guid));
        }).For(Permission.EditEdition, new("Set the walks of a hall", "halls")
        {
            About = "Only the walks that are named change.", Body = Walks, Example = """{"walks":[{"to":"0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a","minutes":7}]}""", Answers = [(StatusCodes.Status200OK, "The walks of the hall as they are now.", Walks)],
        });
    }

    static async Task<(long Version, EditionFacts Facts)> Now(ApiCall call)
    {
        var edition = await call.Db.Editions.AsNoTracking().SingleAsync(e => e.Id == call.Edition, call.Cancellation);
        return (edition.Version, EditionFacts.Of(edition));
    }

    static ApiAnswer Tell((long Version, EditionFacts Facts) now) => ApiAnswer.Of(Facts, now, Tags.Of(now.Version));

    static ApiProblem Stale((long Version, EditionFacts Facts) now) => new(StatusCodes.Status412PreconditionFailed, "stale") { More = ("current", json => Facts.Write(json, now)) };

    /// <exception cref="NotThere">The edition has no such hall.</exception>
    static async Task<List<WalkFacts>> From(ApiCall call, Guid hall)
    {
        await ProgrammeApi.Halls.Open(call, hall);
        return [.. (await ProgrammeApi.WalksOf(call)).Where(w => w.A == hall || w.B == hall).Select(w => new WalkFacts(hall, w.A == hall ? w.B : w.A, w.Minutes)).OrderBy(w => w.Other)];
    }

    static Field<(long Version, EditionFacts Facts)> Of<TValue>(string name, Kind<TValue> kind, Func<EditionFacts, TValue> get, Func<EditionFacts, TValue, EditionFacts> set, string about) =>
        Field<(long Version, EditionFacts Facts)>.Of(name, kind, e => get(e.Facts), (e, v) => (e.Version, set(e.Facts, v)), about);

    static Field<(long Version, EditionFacts Facts)> Text(string name, Func<EditionFacts, LocalizedText> get, Func<EditionFacts, LocalizedText, EditionFacts> set, string about) => Of(name, Kinds.Localized, get, set, about);
}
