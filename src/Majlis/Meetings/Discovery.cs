using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>What is asked of the sides that one may see.</summary>
/// <param name="Words">As typed.</param>
public sealed record SideFilter(string Words = "", SideCategory? Category = null, string? Country = null, string? Topic = null, string? Language = null);

/// <summary>Why a side is suggested: what the two have in common. Empty lists say nothing.</summary>
/// <param name="OffersWhatISeek">Keys of topics.</param>
/// <param name="Languages">In which the two can talk without an interpreter.</param>
public sealed record Reasons(IReadOnlyList<string> OffersWhatISeek, IReadOnlyList<string> SeeksWhatIOffer, IReadOnlyList<string> Languages)
{
    /// <summary>Three points for each topic that it offers and the viewer seeks, two for the reverse; one for a common language. Without a common topic nothing is suggested.</summary>
    public int Points => OffersWhatISeek.Count * 3 + SeeksWhatIOffer.Count * 2 is > 0 and var topics ? topics + Math.Min(Languages.Count, 1) : 0;

    public static Reasons Between(Profile mine, Profile theirs) =>
        new([.. theirs.Offers.Intersect(mine.Seeks)], [.. theirs.Seeks.Intersect(mine.Offers)], [.. theirs.Languages.Intersect(mine.Languages)]);
}

/// <param name="Open">The number of the request between the two that is not over; null: there is none.</param>
public sealed record FoundSide(MeetingSide Side, Reasons Reasons, int? Open);

/// <summary>
/// Finds sides for a side. What it finds has agreed to be shown, belongs to the same edition, is of a category that the viewer may see, and is not the viewer. Nothing else looks for sides
/// on behalf of one.
/// </summary>
public static class Discovery
{
    /// <summary>All that the filter lets through, the best suggestion first and those with a request between the two last.</summary>
    public static async Task<IReadOnlyList<FoundSide>> Find(AppDb db, MeetingRound round, MeetingSide viewer, SideFilter filter, CancellationToken cancellation = default)
    {
        var edition = viewer.EditionId;
        var seen = Enum.GetValues<SideCategory>().Where(c => round.MaySee(viewer.Category, c) && (filter.Category is null || filter.Category == c)).ToHashSet();
        var shown = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == edition && s.AgreedAt != null && s.Id != viewer.Id).ToListAsync(cancellation);
        await Know(db, edition, shown, cancellation);
        var words = SearchKey.Words(filter.Words);
        var id = viewer.Id;
        var open = (await db.MeetingRequests.Where(r => r.OpenPair != null && (r.FromId == id || r.ToId == id)).Select(r => new { r.Number, Other = r.FromId == id ? r.ToId : r.FromId }).ToListAsync(cancellation))
            .ToDictionary(r => r.Other, r => r.Number);
        return [.. shown.Where(s => seen.Contains(s.Category) && (filter.Country is null || s.Country == filter.Country))
            .Where(s => (filter.Topic is null || s.Profile.Offers.Contains(filter.Topic) || s.Profile.Seeks.Contains(filter.Topic))
                && (filter.Language is null || s.Profile.Languages.Contains(filter.Language)) && (words.Count == 0 || SearchKey.Matches(s.SearchText, words)))
            .Select(s => new FoundSide(s, Reasons.Between(viewer.Profile, s.Profile), open.TryGetValue(s.Id, out var number) ? number : null))
            .OrderByDescending(f => f.Open is null ? f.Reasons.Points : -1).ThenBy(f => Turned(viewer.Id, f.Side.Id))];
    }

    /// <summary>One side for another to look at.</summary>
    /// <exception cref="NotThere">It is not there, or not for the viewer: both look the same.</exception>
    public static async Task<FoundSide> One(AppDb db, MeetingRound round, MeetingSide viewer, string slug, CancellationToken cancellation = default)
    {
        var edition = viewer.EditionId;
        var side = await db.MeetingSides.AsNoTracking().SingleOrDefaultAsync(s => s.EditionId == edition && s.Slug == slug && s.AgreedAt != null, cancellation);
        if (side is not null) await Know(db, edition, [side], cancellation);
        if (side is null || side.Id == viewer.Id || !round.MaySee(viewer.Category, side.Category)) throw new NotThere("side");
        var (a, b) = (viewer.Id, side.Id);
        var open = await db.MeetingRequests.Where(r => r.OpenPair != null && (r.FromId == a && r.ToId == b || r.FromId == b && r.ToId == a)).Select(r => (int?)r.Number).SingleOrDefaultAsync(cancellation);
        return new(side, Reasons.Between(viewer.Profile, side.Profile), open);
    }

    /// <summary>What the sides are called and are now, not when they told something last.</summary>
    static async Task Know(AppDb db, Id<Edition> edition, List<MeetingSide> sides, CancellationToken cancellation)
    {
        var parties = await db.Parties.AsNoTracking().Where(p => db.MeetingSides.Any(s => s.EditionId == edition && s.Party == p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var persons = await db.Persons.AsNoTracking().Where(p => db.MeetingSides.Any(s => s.EditionId == edition && s.Person == p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        foreach (var side in sides)
            if (side.Party is { } party) side.Know(parties[party]);
            else side.Know(persons[side.Person!.Value]);
    }

    /// <summary>An order that differs from viewer to viewer and stays for each: of equals nobody stands first with everybody.</summary>
    static Guid Turned(Id<MeetingSide> viewer, Id<MeetingSide> side)
    {
        Span<byte> both = stackalloc byte[32];
        viewer.Value.TryWriteBytes(both);
        side.Value.TryWriteBytes(both[16..]);
        return new(System.Security.Cryptography.SHA256.HashData(both).AsSpan(0, 16));
    }
}
