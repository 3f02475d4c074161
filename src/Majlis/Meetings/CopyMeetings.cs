using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>
/// A copied edition begins with the settings of meetings, moved to its days, with their topics, and with the rooms. Times in which rooms were closed, interpreters, sides and requests are of the old holding.
/// </summary>
public sealed class CopyMeetings : ICopiedWithEdition
{
    public string What => "copy.meeting_rooms";

    public Task<int> Count(AppDb db, Id<Edition> from, CancellationToken cancellation) => db.MeetingRooms.CountAsync(r => r.EditionId == from, cancellation);

    public async Task Copy(AppDb db, Actor actor, EditionCopy copy, CancellationToken cancellation)
    {
        var (from, to) = (copy.From, copy.To);
        if (await db.MeetingRounds.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == from, cancellation) is { } old)
        {
            var windows = old.Facts.Windows.Select(w => new MeetingWindow(w.From.PlusDays(copy.Later), w.Until.PlusDays(copy.Later))).Where(w => w.From.Date >= to.First && w.From.Date <= to.Last);
            var round = new MeetingRound(to.Id, old.Facts with { Windows = [.. windows] });
            db.Add(round);
            db.Record(actor, new MeetingRoundChanged(to.Id.Value, round.Phase));
        }
        foreach (var room in await db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == from).OrderBy(r => r.Id).ToListAsync(cancellation))
            db.Add(new MeetingRoom(to.Id, new(room.Name, room.Building, room.Class, room.Seats, room.Tables, room.HallId is { } hall ? copy.Halls[hall] : null)));
    }
}
