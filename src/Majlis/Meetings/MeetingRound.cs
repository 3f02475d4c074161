using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>How far the meetings of an edition have got. Sides send requests while they are collected and again while meetings are held; they may always answer.</summary>
public enum MeetingPhase { Collect, Plan, Review, Published, Live }

/// <summary>A time in which meetings are held, in the edition's zone.</summary>
/// <param name="From">First minute, included.</param>
/// <param name="Until">First minute after.</param>
public sealed record MeetingWindow(LocalDateTime From, LocalDateTime Until);

/// <summary>Something that sides offer and seek.</summary>
/// <param name="Key">Lower-case Latin letters, digits and hyphens; unique in the edition.</param>
public sealed record MeetingTopic(string Key, LocalizedText Name);

/// <summary>Sides of one category do not see those of another.</summary>
public sealed record UnseenRule(SideCategory Viewer, SideCategory Seen);

/// <summary>What the organiser says of the meetings of an edition.</summary>
public sealed record RoundFacts
{
    /// <summary>Sorted, none overlapping another.</summary>
    public IReadOnlyList<MeetingWindow> Windows { get; init; } = [];
    /// <summary>Of a meeting.</summary>
    public int Minutes { get; init; } = 25;
    /// <summary>Minutes between two meetings, for people to leave and others to come.</summary>
    public int Turnaround { get; init; } = 5;
    /// <summary>Requests that one side may have sent and that are open or accepted.</summary>
    public int MostOpen { get; init; } = 20;
    /// <summary>Meetings of one person on one day.</summary>
    public int MostADay { get; init; } = 8;
    /// <summary>Of one person before one o'clock, and as many after it; null: only the day counts.</summary>
    public int? MostAHalfDay { get; init; }
    /// <summary>Days after which a request that nobody answered expires.</summary>
    public int ExpiryDays { get; init; } = 7;
    /// <summary>Days after which the side that has to answer is reminded, once; 0: never.</summary>
    public int ReminderDays { get; init; } = 3;
    public IReadOnlyList<MeetingTopic> Topics { get; init; } = [];
    public IReadOnlyList<UnseenRule> Unseen { get; init; } = [];
    public Weights Weights { get; init; } = new();
}

/// <summary>The meetings of an edition as a whole: when they may be, how many, about what, and how far they have got. One an edition; without one there are no meetings.</summary>
public sealed class MeetingRound : IVersioned
{
    MeetingRound() { }

    /// <exception cref="Refusal">Those of <see cref="Take"/>.</exception>
    public MeetingRound(Id<Edition> edition, RoundFacts facts)
    {
        EditionId = edition;
        Take(facts);
    }

    public const int MostWindows = 62, MostTopics = 200;

    public Id<Edition> EditionId { get; private set; }
    public MeetingPhase Phase { get; private set; }
    public RoundFacts Facts { get; private set; } = new();
    /// <summary>Highest request number ever given.</summary>
    public int LastNumber { get; private set; }
    public long Version { get; private set; }

    /// <summary>In order of time: each window is filled from its beginning. Ids are the beginnings, <c>2021-07-28T10:00</c>.</summary>
    public IReadOnlyList<Slot> Slots => [.. Facts.Windows.SelectMany(SlotsOf)];

    /// <exception cref="Refusal"><c>meetings.windows</c> when a window ends before it begins, has no room for a meeting or overlaps another, <c>meetings.minutes</c>, <c>meetings.limits</c>,
    /// <c>meetings.days</c>, <c>meetings.topic</c> for a topic without a name or with a key that is not one or is there twice, <c>meetings.weights</c>.</exception>
    public void Take(RoundFacts facts)
    {
        if (facts.Minutes is < 5 or > 240 || facts.Turnaround is < 0 or > 120) throw new Refusal("meetings.minutes");
        var windows = facts.Windows.OrderBy(w => w.From).ToList();
        if (windows.Count > MostWindows || windows.Exists(w => w.Until < w.From.PlusMinutes(facts.Minutes) || w.Until > w.From.PlusHours(24))
            || windows.Zip(windows.Skip(1)).Any(p => p.Second.From < p.First.Until) || windows.Sum(w => Period.Between(w.From, w.Until, PeriodUnits.Minutes).Minutes) / facts.Minutes > ProblemFaults.MostSlots)
            throw new Refusal("meetings.windows");
        if (facts.MostOpen is < 1 or > 1000 || facts.MostADay is < 1 or > 100 || facts.MostAHalfDay is < 1 or > 100) throw new Refusal("meetings.limits");
        if (facts.ExpiryDays is < 1 or > 365 || facts.ReminderDays < 0 || facts.ReminderDays >= facts.ExpiryDays) throw new Refusal("meetings.days");
        if (facts.Topics.Count > MostTopics || facts.Topics.Any(t => t.Name.IsEmpty || !Forums.Slug.IsGood(t.Key)) || facts.Topics.DistinctBy(t => t.Key).Count() < facts.Topics.Count)
            throw new Refusal("meetings.topic");
        var w = facts.Weights;
        if (new[] { w.Must, w.Wish, w.Willing, w.FirstMeeting, w.Level, w.Gap, w.UnfairGap, w.RoomChange, w.Moved, w.Rehoused, w.Dropped }.Any(points => points is < 0 or > 10_000)) throw new Refusal("meetings.weights");
        Facts = facts with { Windows = windows, Unseen = [.. facts.Unseen.Distinct()] };
    }

    /// <summary>One step forward or one back.</summary>
    /// <exception cref="Refusal"><c>meetings.phase</c> for a longer step.</exception>
    public void Enter(MeetingPhase phase) => Phase = Math.Abs(phase - Phase) <= 1 && Enum.IsDefined(phase) ? phase : throw new Refusal("meetings.phase");

    /// <summary>Whether sides may send requests themselves.</summary>
    public bool IsOpen => Phase is MeetingPhase.Collect or MeetingPhase.Live;

    /// <summary>When a request that is sent or countered now expires: after the days for it, and not after the last meeting, unless that is past already.</summary>
    public Instant Expires(DateTimeZone zone, Instant now)
    {
        // Whole seconds: what a database keeps of an instant is equal to what a job remembers of it.
        var expires = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds()) + Duration.FromDays(Facts.ExpiryDays);
        return Facts.Windows.Count > 0 && zone.AtLeniently(Facts.Windows[^1].Until).ToInstant() is var last && last > now && last < expires ? last : expires;
    }

    public bool MaySee(SideCategory viewer, SideCategory seen) => !Facts.Unseen.Contains(new(viewer, seen));

    IEnumerable<Slot> SlotsOf(MeetingWindow window)
    {
        for (var start = window.From; start.PlusMinutes(Facts.Minutes) <= window.Until; start = start.PlusMinutes(Facts.Minutes + Facts.Turnaround))
            yield return new(MeetingProblem.IdOf(start), start, Facts.Minutes, start.Hour < 13 ? DayHalf.Morning : DayHalf.Afternoon);
    }

    internal sealed class Map : IEntityTypeConfiguration<MeetingRound>
    {
        public void Configure(EntityTypeBuilder<MeetingRound> table)
        {
            table.HasKey(r => r.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(r => r.EditionId);
            table.Property(r => r.Phase).HasConversion<string>().HasMaxLength(16);
            table.Property(r => r.Facts).AsJson();
            // Made from the windows, whenever asked for.
            table.Ignore(r => r.Slots);
        }
    }
}
