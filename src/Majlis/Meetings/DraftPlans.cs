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

    /// <summary>
    /// The problem that a draft is to answer, as the edition is now: around the locks of the draft it is made from, or around what is published. While the edition runs, what has begun is left as it
    /// is, and nothing is put into hours that are gone.
    /// </summary>
    public static async Task<Problem> ProblemOf(AppDb db, MeetingPlan plan, CancellationToken cancellation = default)
    {
        var basis = await Basis(db, plan, cancellation);
        if (plan.Base is { } number)
        {
            var made = await Open(db, plan.EditionId, number, cancellation);
            var meetings = (await MeetingsOf(db, made.Id, cancellation)).Where(m => !(m.Start < basis.Now)).ToList();
            basis = basis with { Previous = [.. meetings.Select(ToPlacement)], Locked = [.. meetings.Where(m => m.IsLocked && !basis.Over.Contains(m.RequestId)).Select(ToPlacement)] };
        }
        return await MeetingProblem.Of(db, plan.EditionId, basis, cancellation);
    }

    /// <summary>As <see cref="ProblemOf"/>, but bound by nothing except what is locked in the draft itself: what a person may make of it, and what would be published of it.</summary>
    public static async Task<DraftAhead> Ahead(AppDb db, MeetingPlan plan, IReadOnlyList<DraftMeeting> meetings, CancellationToken cancellation = default)
    {
        var edition = plan.EditionId;
        var basis = await Basis(db, plan, cancellation);
        if (plan.Base is { } number) basis = basis with { Previous = [.. (await MeetingsOf(db, (await Open(db, edition, number, cancellation)).Id, cancellation)).Select(ToPlacement)] };
        var ahead = meetings.Where(m => !basis.Over.Contains(m.RequestId) && !(m.Start < basis.Now)).ToList();
        // What the draft had put into hours that are gone stays where the sides know it to be.
        var late = meetings.Where(m => !basis.Over.Contains(m.RequestId) && m.Start < basis.Now).Select(m => m.RequestId).ToList();
        var stays = late.Count == 0 ? [] : await db.Meetings.AsNoTracking().Where(m => m.EditionId == edition && late.Contains(m.RequestId) && (m.State == MeetingState.Planned || m.State == MeetingState.Confirmed))
            .ToListAsync(cancellation);
        var problem = await MeetingProblem.Of(db, edition, basis with { PreviousStays = false, Locked = [.. ahead.Where(m => m.IsLocked).Select(ToPlacement)] }, cancellation);
        return new(problem, ahead, [.. stays.Select(ToPlacement)], late.Count - stays.Count);
    }

    static async Task<PlanningFrom> Basis(AppDb db, MeetingPlan plan, CancellationToken cancellation)
    {
        var edition = plan.EditionId;
        var now = await Now(db, edition, cancellation);
        var meetings = await db.Meetings.AsNoTracking().Where(m => m.EditionId == edition && m.State != MeetingState.Cancelled).ToListAsync(cancellation);
        var basis = new PlanningFrom { Now = now, Over = meetings.Where(m => m.HasBegun(now)).Select(m => m.RequestId).ToHashSet() };
        return plan.Kind != PlanKind.Mend ? basis : basis with { Previous = [.. meetings.Where(m => !m.HasBegun(now)).Select(ToPlacement)], PreviousStays = true };
    }

    /// <summary>The edition's wall time while it runs; null before and after.</summary>
    internal static async Task<LocalDateTime?> Now(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        var (zone, first, last) = await db.Editions.Where(e => e.Id == edition).Select(e => new ValueTuple<string, LocalDate, LocalDate>(e.Zone, e.First, e.Last)).SingleAsync(cancellation);
        var now = db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        return now.Date >= first && now.Date <= last ? now : null;
    }

    public static Placement ToPlacement(this Meeting meeting) => new(meeting.RequestId.ToString(), MeetingProblem.IdOf(meeting.Start), meeting.RoomId.ToString(), meeting.InterpreterId?.ToString());

    public static Placement ToPlacement(this DraftMeeting meeting) =>
        new(meeting.RequestId.ToString(), MeetingProblem.IdOf(meeting.Start), meeting.RoomId.ToString(), meeting.InterpreterId?.ToString());

    internal static DraftMeeting ToDraft(this Placement placement, MeetingPlan plan, bool isLocked) => new(plan, Id<MeetingRequest>.Parse(placement.Request, CultureInfo.InvariantCulture), MeetingProblem.StartOf(placement.Slot)!.Value,
        Id<MeetingRoom>.Parse(placement.Room, CultureInfo.InvariantCulture), placement.Interpreter is { } interpreter ? Id<MeetingInterpreter>.Parse(interpreter, CultureInfo.InvariantCulture) : null, isLocked);
}

/// <summary>What lies ahead of a draft; before and after the edition, all of it.</summary>
/// <param name="Meetings">Those that are still to be held: neither begun, nor put into hours that are gone.</param>
/// <param name="Stays">Published meetings that the draft had put into hours that are gone: they stay where they are.</param>
/// <param name="Late">How many others it had put there: they are not held.</param>
public sealed record DraftAhead(Problem Problem, IReadOnlyList<DraftMeeting> Meetings, IReadOnlyList<Placement> Stays, int Late)
{
    public Plan Plan => new([.. Meetings.Select(m => m.ToPlacement()), .. Stays]);
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
