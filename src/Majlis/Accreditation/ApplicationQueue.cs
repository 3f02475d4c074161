using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Accreditation;

/// <summary>What is asked of the queue. Null and empty ask for nothing.</summary>
public sealed record ApplicationFilter
{
    public ApplicationState? State { get; init; }
    public CheckState? Substantive { get; init; }
    public CheckState? Protocol { get; init; }
    public CheckState? Security { get; init; }
    public string? Category { get; init; }
    public Guid? Party { get; init; }
    public string? Country { get; init; }
    /// <summary>Found in the person's names or organisation, or in the reference, whatever script they are written in.</summary>
    public string Words { get; init; } = "";
    /// <summary>The account of the officer who took them on.</summary>
    public Guid? Officer { get; init; }
    /// <summary>Held by the watch list. Security alone finds anything.</summary>
    public bool IsWatched { get; init; }
    /// <summary>Needs a photo and has none.</summary>
    public bool LacksPhoto { get; init; }

    public bool Narrows => this != Nothing;

    static readonly ApplicationFilter Nothing = new();

    internal IQueryable<Application> Of(AppDb db, Actor actor, Id<Edition> edition)
    {
        var found = db.Applications.AsNoTracking().Where(a => a.EditionId == edition);
        if (State is { } state) found = found.Where(a => a.State == state);
        if (Substantive is { } substantive) found = found.Where(a => a.Substantive == substantive);
        if (Protocol is { } protocol) found = found.Where(a => a.Protocol == protocol);
        if (Security is { } security) found = found.Where(a => a.Security == security);
        if (Category is { } category) found = found.Where(a => a.Category == category);
        if (Party is { } party) found = found.Where(a => a.Party == party);
        if (Country is { } country) found = found.Where(a => a.Country == country);
        if (Officer is { } officer) found = found.Where(a => a.Officer == officer);
        if (LacksPhoto) found = found.Where(a => a.LacksPhoto);
        if (IsWatched) found = actor.May(Permission.Vet, edition.Value) ? found.Where(a => a.Hold == HoldReason.WatchList) : found.Where(a => false);
        return Named(found, SearchKey.Words(Words), [.. Sounds.Of(LocalizedText.Of(LocalizedText.Undetermined, Words)).SelectMany(t => t)]);
    }

    /// <summary>By letters, or by sounds where the words have enough of them to mean something.</summary>
    static IQueryable<Application> Named(IQueryable<Application> found, IReadOnlyList<string> words, IReadOnlyList<string> sounds)
    {
        if (words.Count == 0) return found;
        var bySound = sounds.Count == words.Count && sounds.All(s => s.Length >= 3);
        var (first, second, third) = (words[0], words.ElementAtOrDefault(1) ?? "", words.ElementAtOrDefault(2) ?? "");
        if (!bySound) return found.Where(a => a.SearchKey.Contains(first) && (second == "" || a.SearchKey.Contains(second)) && (third == "" || a.SearchKey.Contains(third)));
        var (one, two, three) = (" " + sounds[0], " " + (sounds.ElementAtOrDefault(1) ?? ""), " " + (sounds.ElementAtOrDefault(2) ?? ""));
        return found.Where(a => a.SearchKey.Contains(first) && a.SearchKey.Contains(second) && a.SearchKey.Contains(third) || a.Trace.Contains(one) && a.Trace.Contains(two) && a.Trace.Contains(three));
    }
}

/// <summary>An application with what the queue says of its person.</summary>
/// <param name="Party">Null: the person comes with none.</param>
public sealed record QueueLine(Application Application, LocalizedText Name, LocalizedText Office, LocalizedText Organisation, Party? Party);

/// <param name="Found">How many there are in all.</param>
/// <param name="Before">The page before is asked by this; null: this is the first.</param>
/// <param name="After">The page after; null: this is the last.</param>
public sealed record QueuePage(IReadOnlyList<QueueLine> Lines, int Found, int? Before, int? After);

/// <summary>How many applications there are of each state, and what waits.</summary>
public sealed record QueueCounts(int All, IReadOnlyDictionary<ApplicationState, int> States, IReadOnlyDictionary<CheckKind, int> Waiting, int LackPhoto, int Watched);

/// <summary>The desk's queue: filtered in the database, paged by the number last seen, so that the thousandth page costs what the first does.</summary>
public static class ApplicationQueue
{
    /// <param name="after">Numbers above this one.</param>
    /// <param name="before">Numbers below this one, the nearest; it goes before <paramref name="after"/>.</param>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.SeeAccreditation"/>.</exception>
    public static async Task<QueuePage> Page(AppDb db, Actor actor, Id<Edition> edition, ApplicationFilter filter, int? after, int? before, int lines, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeAccreditation, edition.Value);
        var found = filter.Of(db, actor, edition);
        var count = await found.CountAsync(cancellation);
        var page = before is { } below ? found.Where(a => a.Number < below).OrderByDescending(a => a.Number) : after is { } above ? found.Where(a => a.Number > above).OrderBy(a => a.Number) : found.OrderBy(a => a.Number);
        var rows = await (from a in page.Take(lines + 1) join p in db.Persons on a.PersonId equals p.Id select new { a, p.Name, p.Office, p.Organisation }).ToListAsync(cancellation);
        var sorted = rows.OrderBy(r => r.a.Number).ToList();
        var isMore = sorted.Count > lines;
        if (isMore) sorted.RemoveAt(before is null ? sorted.Count - 1 : 0);
        var ids = sorted.Where(r => r.a.Party is not null).Select(r => new Id<Party>(r.a.Party!.Value)).Distinct().ToList();
        var parties = ids.Count == 0 ? [] : await db.Parties.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id.Value, cancellation);
        var hasBefore = sorted.Count > 0 && (before is null ? after is not null : isMore);
        var hasAfter = sorted.Count > 0 && (before is not null || isMore);
        return new([.. sorted.Select(r => new QueueLine(r.a, r.Name, r.Office, r.Organisation, r.a.Party is { } party ? parties.GetValueOrDefault(party) : null))], count,
            hasBefore ? sorted[0].a.Number : null, hasAfter ? sorted[^1].a.Number : null);
    }

    /// <summary>Numbers and versions of what is found, the first so many: for one deed on all of them.</summary>
    public static async Task<IReadOnlyList<(int Number, long Version)>> All(AppDb db, Actor actor, Id<Edition> edition, ApplicationFilter filter, int most, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeAccreditation, edition.Value);
        return [.. (await filter.Of(db, actor, edition).OrderBy(a => a.Number).Take(most).Select(a => new { a.Number, a.Version }).ToListAsync(cancellation)).Select(a => (a.Number, a.Version))];
    }

    /// <exception cref="NotAllowed">Needs <see cref="Permission.SeeAccreditation"/>.</exception>
    public static async Task<QueueCounts> Counts(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeAccreditation, edition.Value);
        var groups = await db.Applications.Where(a => a.EditionId == edition).GroupBy(a => new { a.State, a.Substantive, a.Protocol, a.Security, a.LacksPhoto, a.Hold }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        int Open(Func<CheckState, bool> waits, Func<ThreeStates, CheckState> of) => groups.Where(g => IsOpen(g.Key.State) && waits(of(new(g.Key.Substantive, g.Key.Protocol, g.Key.Security)))).Sum(g => g.Count);
        return new(groups.Sum(g => g.Count), groups.GroupBy(g => g.Key.State).ToDictionary(g => g.Key, g => g.Sum(x => x.Count)), new Dictionary<CheckKind, int>
        {
            [CheckKind.Substantive] = Open(c => c == CheckState.Pending, s => s.Substantive), [CheckKind.Protocol] = Open(c => c == CheckState.Pending, s => s.Protocol),
            [CheckKind.Security] = Open(c => c is CheckState.Pending or CheckState.Expired, s => s.Security),
        }, groups.Where(g => g.Key.LacksPhoto && IsOpen(g.Key.State)).Sum(g => g.Count), actor.May(Permission.Vet, edition.Value) ? groups.Where(g => g.Key.Hold == HoldReason.WatchList).Sum(g => g.Count) : 0);
    }

    readonly record struct ThreeStates(CheckState Substantive, CheckState Protocol, CheckState Security);

    static bool IsOpen(ApplicationState state) => state is ApplicationState.Submitted or ApplicationState.Pending or ApplicationState.PreApproved or ApplicationState.Modified or ApplicationState.OnHold;

    /// <summary>What has happened to an application, the newest first. Who may not vet is not told that it was the watch list, nor what the authorities were asked.</summary>
    public static async Task<IReadOnlyList<(EventRow Row, ApplicationChanged Change)>> History(AppDb db, Actor actor, Application application, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeAccreditation, application.EditionId.Value);
        var id = application.Id.Value;
        var rows = await db.Events.AsNoTracking().Where(e => e.Subject == id && e.Kind == nameof(ApplicationChanged)).OrderByDescending(e => e.Number).Take(200).ToListAsync(cancellation);
        var mayVet = actor.May(Permission.Vet, application.EditionId.Value);
        return [.. rows.Select(r => (r, System.Text.Json.JsonSerializer.Deserialize<ApplicationChanged>(r.Payload, Json.Stored)!)).Select(x => mayVet || x.Item2.What != "watched" ? x : (x.r, x.Item2 with { What = "held" }))];
    }
}
