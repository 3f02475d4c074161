using Majlis.Calendars;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Forums;

public static class Editions
{
    /// <summary>The edition, to be changed by somebody who may.</summary>
    /// <exception cref="NotAllowed">The actor may not; also when the edition is not there, so that ids cannot be tried.</exception>
    /// <exception cref="NotThere">The installation asked for an edition that is not there.</exception>
    public static async Task<Edition> Open(AppDb db, Actor actor, Permission permission, Id<Edition> edition, CancellationToken cancellation = default)
    {
        actor.Require(permission, edition.Value);
        return await db.Editions.SingleOrDefaultAsync(e => e.Id == edition, cancellation) ?? throw new NotThere("edition");
    }

    /// <summary>Gives the edition's next session number, for good: gaps are possible, a number given twice is not.</summary>
    /// <remarks>Swaps the counter by itself, past the version: whoever edits the edition meanwhile is not disturbed.</remarks>
    public static Task<int> NextSessionNumber(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        Next(db, edition,
            editions => editions.Select(e => (int?)e.LastSessionNumber),
            (editions, last) => editions.Where(e => e.LastSessionNumber == last)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.LastSessionNumber, last + 1), cancellation), cancellation);

    /// <summary>As <see cref="NextSessionNumber"/>, for people.</summary>
    public static Task<int> NextPersonNumber(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        Next(db, edition,
            editions => editions.Select(e => (int?)e.LastPersonNumber),
            (editions, last) => editions.Where(e => e.LastPersonNumber == last)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.LastPersonNumber, last + 1), cancellation), cancellation);

    /// <summary>Gives so many person numbers that follow one another.</summary>
    /// <returns>The first.</returns>
    public static async Task<int> NextPersonNumbers(AppDb db, Id<Edition> edition, int count, CancellationToken cancellation = default) =>
        await Next(db, edition,
            editions => editions.Select(e => (int?)e.LastPersonNumber),
            (editions, last) => editions.Where(e => e.LastPersonNumber == last)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.LastPersonNumber, last + count), cancellation), cancellation);

    static async Task<int> Next(AppDb db, Id<Edition> edition, Func<IQueryable<Edition>, IQueryable<int?>> last,
        Func<IQueryable<Edition>, int, Task<int>> swap, CancellationToken cancellation)
    {
        var editions = db.Editions.Where(e => e.Id == edition);
        while (true)
        {
            var seen = await last(editions).SingleOrDefaultAsync(cancellation) ?? throw new NotThere("edition");
            if (await swap(editions, seen) == 1) return seen + 1;
        }
    }
}

/// <summary>What an organiser says of an edition: the form of the desk and the body of the API. Fields mean what they mean in <see cref="Edition"/>.</summary>
public sealed record EditionFacts
{
    public LocalizedText Title { get; init; } = LocalizedText.Empty;
    public LocalizedText Subtitle { get; init; } = LocalizedText.Empty;
    public LocalizedText City { get; init; } = LocalizedText.Empty;
    public LocalizedText Venue { get; init; } = LocalizedText.Empty;
    public LocalDate First { get; init; }
    /// <summary>The last day, included.</summary>
    public LocalDate Last { get; init; }
    public string Zone { get; init; } = "";
    public LocalTime DayChange { get; init; } = new(6, 0);
    public int HijriShift { get; init; }
    public ForumCalendar? SecondCalendar { get; init; }
    public IReadOnlyList<string> Languages { get; init; } = [];
    public string? Url { get; init; }
    public string? BaseUrl { get; init; }
    public string? Logo { get; init; }
    public int? SlotMinutes { get; init; }
    public int DefaultWalk { get; init; } = 5;

    public static EditionFacts Of(Edition e) => new()
    {
        Title = e.Title, Subtitle = e.Subtitle, City = e.City, Venue = e.Venue, First = e.First, Last = e.Last, Zone = e.Zone, DayChange = e.DayChange,
        HijriShift = e.HijriShift, SecondCalendar = e.SecondCalendar, Languages = e.Languages, Url = e.Url, BaseUrl = e.BaseUrl, Logo = e.Logo, SlotMinutes = e.SlotMinutes,
        DefaultWalk = e.DefaultWalk,
    };

    internal void Onto(Edition edition)
    {
        edition.Describe(Title, Subtitle, City, Venue);
        edition.Schedule(First, Last, Zone, DayChange);
        edition.ShiftHijri(HijriShift);
        edition.Count(SecondCalendar);
        edition.Speak(Languages);
        edition.Link(Url, BaseUrl, Logo, SlotMinutes);
        edition.WalkByDefault(DefaultWalk);
    }
}
