using System.Collections.Frozen;
using Majlis.People;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// A released programme with what its readers look things up by. Immutable, shared by every request of a node until the next release.
/// Sessions are in reading order: by start, then by hall order, unscheduled ones last.
/// </summary>
public sealed class PublishedProgramme
{
    public PublishedProgramme(ProgrammeSnapshot programme, int release, string releaseName, Instant releasedAt)
    {
        (Programme, Release, ReleaseName, ReleasedAt) = (programme, release, releaseName, releasedAt);
        Zone = DateTimeZoneProviders.Tzdb[programme.Edition.Zone];
        Halls = programme.Halls.ToFrozenDictionary(h => h.Guid);
        Tracks = programme.Tracks.ToFrozenDictionary(t => t.Guid);
        Types = programme.Types.ToFrozenDictionary(t => t.Guid);
        People = programme.People.ToFrozenDictionary(p => p.Guid);
        var hallOrder = programme.Halls.Index().ToFrozenDictionary(h => h.Item.Guid, h => h.Index);
        Sessions = [.. programme.Sessions
            .OrderBy(s => s.IsScheduled ? 0 : 1).ThenBy(s => s.Start ?? LocalDateTime.MaxIsoValue)
            .ThenBy(s => s.Hall is { } hall ? hallOrder[hall] : -1).ThenBy(s => s.Number)];
        ByNumber = Sessions.ToFrozenDictionary(s => s.Number);
        ByPerson = Sessions.SelectMany(s => s.People.Select(p => p.Person).Distinct().Select(p => (p, s))).ToLookup(x => x.p, x => x.s);
        ByHall = Sessions.Where(s => s.Hall is not null).ToLookup(s => s.Hall!.Value);
        _walks = programme.Walks.SelectMany(w => new[] { (w.A, w.B, w.Minutes), (A: w.B, B: w.A, w.Minutes) }).ToFrozenDictionary(w => (w.A, w.B), w => w.Minutes);
        ByDay = Sessions.Where(s => s.IsScheduled).ToLookup(DayOf);
    }

    readonly FrozenDictionary<(Guid, Guid), int> _walks;

    public ProgrammeSnapshot Programme { get; }
    public int Release { get; }
    public string ReleaseName { get; }
    public Instant ReleasedAt { get; }
    public DateTimeZone Zone { get; }
    public IReadOnlyList<SessionEntry> Sessions { get; }
    public FrozenDictionary<Guid, HallEntry> Halls { get; }
    public FrozenDictionary<Guid, TrackEntry> Tracks { get; }
    public FrozenDictionary<Guid, SessionTypeEntry> Types { get; }
    public FrozenDictionary<Guid, PersonEntry> People { get; }
    public FrozenDictionary<int, SessionEntry> ByNumber { get; }
    public ILookup<Guid, SessionEntry> ByPerson { get; }
    public ILookup<Guid, SessionEntry> ByHall { get; }
    /// <summary>By the date of the day a session belongs to; 00:30 belongs to the day before.</summary>
    public ILookup<LocalDate, SessionEntry> ByDay { get; }

    /// <summary>Finds sessions by words; made when first asked for.</summary>
    public ProgrammeSearch Search => field ?? Interlocked.CompareExchange(ref field, new(this), null) ?? field;

    /// <summary>The days of the edition and any other day that has a session, in order.</summary>
    public IReadOnlyList<LocalDate> Days => field ??= [.. Enumerable.Range(0, Period.DaysBetween(Programme.Edition.First, Programme.Edition.Last) + 1)
        .Select(Programme.Edition.First.PlusDays).Union(ByDay.Select(d => d.Key)).Order()];

    /// <summary>The day a scheduled session belongs to: see <see cref="ProgrammeSnapshot.DayOf"/>.</summary>
    public LocalDate DayOf(SessionEntry session) => Programme.DayOf(session.Start!.Value);

    /// <summary>Minutes on foot from one hall to another, as measured or as the edition takes it; 0 within one hall; null when the release does not tell.</summary>
    public int? WalkBetween(Guid one, Guid other) => one == other ? 0 : _walks.TryGetValue((one, other), out var minutes) ? minutes : Programme.Edition.DefaultWalk;

    /// <summary>The instant a wall time of the edition stands for. A time skipped by a clock change is taken after it; of a repeated one the earlier is taken.</summary>
    public Instant InstantOf(LocalDateTime wall) => Zone.AtLeniently(wall).ToInstant();
}
