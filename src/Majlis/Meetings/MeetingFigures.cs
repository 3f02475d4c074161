using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>How meetings went, for one side or for all. A meeting between two sides counts for each of them, and once in the sum of all.</summary>
/// <param name="Asked">Requests that it sent.</param>
/// <param name="WereAsked">Requests that it got.</param>
/// <param name="Accepted">Requests of both directions that were accepted.</param>
/// <param name="Met">Published and not called off: planned, confirmed, held or missed.</param>
/// <param name="NoShow">Missed by whomever.</param>
/// <param name="Missed">Missed by this side.</param>
public sealed record MeetingCount(int Asked, int WereAsked, int Accepted, int Met, int Held, int NoShow, int Missed);

/// <param name="Fairness">Jain's index of the sides' shares of accepted requests that got a meeting: 1 when all got the same share, 1/n when one got everything (Jain, Chiu, Hawe: A Quantitative Measure
/// of Fairness, DEC-TR-301, 1984). Null while no side has an accepted request.</param>
/// <param name="LeastShare">Of the side that fared worst; null as above.</param>
public sealed record MeetingFigures(MeetingCount All, IReadOnlyList<(MeetingSide Side, MeetingCount Count)> Sides, double? Fairness, double? LeastShare)
{
    /// <summary>Sides that neither asked nor were asked are left out; the rest by number of meetings, then by slug.</summary>
    public static async Task<MeetingFigures> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == edition).ToListAsync(cancellation);
        var requests = await db.MeetingRequests.Where(r => r.EditionId == edition).Select(r => new { r.Id, r.FromId, r.ToId, r.State }).ToListAsync(cancellation);
        var meetings = await db.Meetings.Where(m => m.EditionId == edition && m.State != MeetingState.Cancelled).Select(m => new { m.Id, m.RequestId, m.State }).ToListAsync(cancellation);
        var missed = await db.MeetingSheets.Where(s => s.EditionId == edition && s.Missed != null).Select(s => new { s.MeetingId, s.Missed }).ToDictionaryAsync(s => s.MeetingId, s => s.Missed, cancellation);
        var byRequest = meetings.ToDictionary(m => m.RequestId);
        var counted = sides.Select(side =>
        {
            var own = requests.Where(r => r.FromId == side.Id || r.ToId == side.Id).ToList();
            var met = own.Where(r => byRequest.ContainsKey(r.Id)).Select(r => byRequest[r.Id]).ToList();
            return (Side: side, Count: new MeetingCount(own.Count(r => r.FromId == side.Id), own.Count(r => r.ToId == side.Id), own.Count(r => r.State == RequestState.Accepted), met.Count,
                met.Count(m => m.State == MeetingState.Held), met.Count(m => m.State == MeetingState.NoShow), met.Count(m => missed.GetValueOrDefault(m.Id) == side.Id)));
        }).Where(s => s.Count.Asked + s.Count.WereAsked > 0).OrderByDescending(s => s.Count.Met).ThenBy(s => s.Side.Slug, StringComparer.Ordinal).ToList();
        // One that is published though its request was withdrawn since counts no more than its requests do.
        var shares = counted.Where(s => s.Count.Accepted > 0).Select(s => Math.Min(1.0, (double)s.Count.Met / s.Count.Accepted)).ToList();
        var squares = shares.Sum(s => s * s);
        return new(new(requests.Count, requests.Count, requests.Count(r => r.State == RequestState.Accepted), meetings.Count, meetings.Count(m => m.State == MeetingState.Held),
                meetings.Count(m => m.State == MeetingState.NoShow), missed.Count), counted,
            shares.Count == 0 ? null : squares == 0 ? 1 : shares.Sum() * shares.Sum() / (shares.Count * squares), shares.Count == 0 ? null : shares.Min());
    }
}
