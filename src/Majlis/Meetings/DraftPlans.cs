using System.Globalization;
using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>Reads drafts, and the problems that they answer.</summary>
public static class DraftPlans
{
    /// <exception cref="NotThere">The edition has no draft of this number.</exception>
    public static async Task<MeetingPlan> Open(AppDb db, Id<Edition> edition, int number, CancellationToken cancellation = default) =>
        await db.MeetingPlans.SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == number, cancellation) ?? throw new NotThere("plan");

    /// <summary>Where the draft puts its meetings.</summary>
    public static async Task<List<DraftMeeting>> MeetingsOf(AppDb db, Id<MeetingPlan> plan, CancellationToken cancellation = default) =>
        await db.DraftMeetings.AsNoTracking().Where(m => m.PlanId == plan).OrderBy(m => m.Start).ThenBy(m => m.RequestId).ToListAsync(cancellation);

    /// <summary>The draft that was made last before this one and can be compared with it; null when there is none.</summary>
    public static Task<MeetingPlan?> Before(AppDb db, MeetingPlan plan, CancellationToken cancellation = default)
    {
        var (edition, number, @base) = (plan.EditionId, plan.Number, plan.Base);
        return db.MeetingPlans.AsNoTracking().Where(p => p.EditionId == edition && p.State == PlanState.Done && (@base == null ? p.Number < number : p.Number == @base)).OrderByDescending(p => p.Number)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The problem that a draft is to answer, as the edition is now: around the locks of the draft it is made from, or around what is published.</summary>
    public static async Task<Problem> ProblemOf(AppDb db, MeetingPlan plan, CancellationToken cancellation = default)
    {
        var basis = plan.Kind == PlanKind.Mend ? await Published(db, plan.EditionId, cancellation) : new();
        if (plan.Base is { } number)
        {
            var made = await Open(db, plan.EditionId, number, cancellation);
            var meetings = await MeetingsOf(db, made.Id, cancellation);
            basis = basis with { Previous = [.. meetings.Select(ToPlacement)], Locked = [.. meetings.Where(m => m.IsLocked).Select(ToPlacement)] };
        }
        return await MeetingProblem.Of(db, plan.EditionId, basis, cancellation);
    }

    /// <summary>As <see cref="ProblemOf"/>, but bound by nothing except what is locked in the draft itself: what a person may make of it.</summary>
    public static async Task<Problem> ProblemFor(AppDb db, MeetingPlan plan, IReadOnlyList<DraftMeeting> meetings, CancellationToken cancellation = default)
    {
        var basis = plan.Kind == PlanKind.Mend ? await Published(db, plan.EditionId, cancellation) : new();
        if (plan.Base is { } number) basis = basis with { Previous = [.. (await MeetingsOf(db, (await Open(db, plan.EditionId, number, cancellation)).Id, cancellation)).Select(ToPlacement)] };
        return await MeetingProblem.Of(db, plan.EditionId, basis with { PreviousStays = false, Locked = [.. meetings.Where(m => m.IsLocked).Select(ToPlacement)] }, cancellation);
    }

    /// <summary>From what the sides know: it stays, and while the edition runs nothing is put into hours that are gone.</summary>
    static async Task<PlanningFrom> Published(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        var now = await Now(db, edition, cancellation);
        var meetings = await db.Meetings.AsNoTracking().Where(m => m.EditionId == edition && m.State != MeetingState.Cancelled).ToListAsync(cancellation);
        bool IsOver(Meeting m) => !m.IsAhead || m.Start < now;
        return new()
        {
            Previous = [.. meetings.Where(m => !IsOver(m)).Select(m => new Placement(m.RequestId.ToString(), MeetingProblem.IdOf(m.Start), m.RoomId.ToString(), m.InterpreterId?.ToString()))],
            PreviousStays = true, Now = now, Over = meetings.Where(IsOver).Select(m => m.RequestId).ToHashSet(),
        };
    }

    /// <summary>The edition's wall time while it runs; null before and after.</summary>
    internal static async Task<LocalDateTime?> Now(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        var (zone, first, last) = await db.Editions.Where(e => e.Id == edition).Select(e => new ValueTuple<string, LocalDate, LocalDate>(e.Zone, e.First, e.Last)).SingleAsync(cancellation);
        var now = db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        return now.Date >= first && now.Date <= last ? now : null;
    }

    public static Placement ToPlacement(this DraftMeeting meeting) =>
        new(meeting.RequestId.ToString(), MeetingProblem.IdOf(meeting.Start), meeting.RoomId.ToString(), meeting.InterpreterId?.ToString());

    internal static DraftMeeting ToDraft(this Placement placement, MeetingPlan plan, bool isLocked) => new(plan, Id<MeetingRequest>.Parse(placement.Request, CultureInfo.InvariantCulture), MeetingProblem.StartOf(placement.Slot)!.Value,
        Id<MeetingRoom>.Parse(placement.Room, CultureInfo.InvariantCulture), placement.Interpreter is { } interpreter ? Id<MeetingInterpreter>.Parse(interpreter, CultureInfo.InvariantCulture) : null, isLocked);
}

/// <summary>What is different between two plans, request by request, in the order of the second's times.</summary>
/// <param name="Before">Null: it was not held.</param>
/// <param name="After">Null: it is not held any more.</param>
public sealed record PlanChange(string Request, Placement? Before, Placement? After)
{
    public bool IsMoved => Before is not null && After is not null && Before.Slot != After.Slot;

    /// <summary>Everything that differs; who interprets alone is no difference to a side.</summary>
    public static IReadOnlyList<PlanChange> Between(IEnumerable<Placement> before, IEnumerable<Placement> after)
    {
        var (was, now) = (before.ToDictionary(p => p.Request), after.ToDictionary(p => p.Request));
        return [.. was.Keys.Union(now.Keys).Select(r => new PlanChange(r, was.GetValueOrDefault(r), now.GetValueOrDefault(r)))
            .Where(c => c.Before?.Slot != c.After?.Slot || c.Before?.Room != c.After?.Room)
            .OrderBy(c => (c.After ?? c.Before)!.Slot, StringComparer.Ordinal).ThenBy(c => c.Request, StringComparer.Ordinal)];
    }
}
