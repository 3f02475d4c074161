using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Programme.Desk;

/// <summary>What an organiser must know of a session of the draft at a glance. One session may be in several.</summary>
public enum DraftState { Unscheduled, Cancelled, New, Changed }

/// <summary>The draft as the desk reads it: indexed, beside the last release.</summary>
public sealed class DeskProgramme
{
    readonly HashSet<Guid> _new, _changed;

    DeskProgramme(ProgrammeSnapshot draft, ProgrammeSnapshot? released)
    {
        (Draft, Released) = (draft, released);
        Halls = draft.Halls.ToDictionary(h => h.Guid);
        Tracks = draft.Tracks.ToDictionary(t => t.Guid);
        Types = draft.Types.ToDictionary(t => t.Guid);
        People = draft.People.ToDictionary(p => p.Guid);
        var changes = released is null ? [] : ProgrammeChanges.Between(released, draft);
        _new = [.. released is null ? draft.Sessions.Select(s => s.Guid) : changes.Where(c => c.Kind == ProgrammeChangeKind.Added).Select(c => c.Session)];
        _changed = [.. changes.Where(c => c.Before is not null && c.After is not null).Select(c => c.Session)];
    }

    public ProgrammeSnapshot Draft { get; }
    /// <summary>Null: nothing was released yet.</summary>
    public ProgrammeSnapshot? Released { get; }
    public IReadOnlyDictionary<Guid, HallEntry> Halls { get; }
    public IReadOnlyDictionary<Guid, TrackEntry> Tracks { get; }
    public IReadOnlyDictionary<Guid, SessionTypeEntry> Types { get; }
    public IReadOnlyDictionary<Guid, PersonEntry> People { get; }

    public static async Task<DeskProgramme> Load(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var noun = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        return new(await Majlis.Programme.Draft.Load(db, noun, cancellation), await Releases.Last(db, edition, cancellation));
    }

    public IEnumerable<DraftState> StatesOf(SessionEntry session)
    {
        if (!session.IsScheduled) yield return DraftState.Unscheduled;
        if (session.IsCancelled) yield return DraftState.Cancelled;
        if (_new.Contains(session.Guid)) yield return DraftState.New;
        else if (_changed.Contains(session.Guid)) yield return DraftState.Changed;
    }

    /// <summary>The day a session with a start belongs to, as the public will see it; null without one.</summary>
    public LocalDate? DayOf(SessionEntry session) => session.Start is { } start ? Draft.DayOf(start) : null;
}
