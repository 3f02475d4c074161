using System.Text.Json;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>A side asks another for a meeting.</summary>
public static class AskForMeeting
{
    const int Tries = 8;

    /// <summary>Requests that a side may send to one other within 24 hours, however often it withdraws: each is a letter.</summary>
    public const int MostToOneADay = 3;

    /// <summary>To all others together: so many times those that it may have out at once.</summary>
    public const int MostADayOfOpen = 2;

    /// <summary>Two that a side sends at once take one place, or one pair, and the database lets one of them through: the other looks again at what is there now.</summary>
    /// <param name="from">The slug of the side that asks; see <see cref="Sides.Open"/>.</param>
    /// <param name="to">The slug of the side that is asked. For the desk also a party or person that is no side yet, or is not shown.</param>
    /// <exception cref="NotThere">No such side, not the actor's to ask for, or not shown to it.</exception>
    /// <exception cref="Refusal"><c>meetings.closed</c> outside the phases in which sides send; <c>meetings.asked_already</c> and <c>meetings.asked_by_them</c> when one between the two is not
    /// over, with its <c>number</c>; <c>meetings.vetoed</c>; <c>meetings.most_open</c> at the limit; <c>meetings.asked_often</c> and
    /// <c>meetings.sent_often</c> at those of 24 hours, which bind the sides; <c>meetings.principal_unknown</c>; those of <see cref="MeetingRequest"/>.</exception>
    public static async Task<MeetingRequest> Run(AppDb db, Actor actor, Id<Edition> edition, string from, string to, Asked asked, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        for (var i = 1; ; i++)
        {
            try
            {
                return await Try(db, actor, edition, from, to, asked, cancellation);
            }
            catch (Refusal taken) when (taken.Code == "platform.taken" && i < Tries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    static async Task<MeetingRequest> Try(AppDb db, Actor actor, Id<Edition> edition, string from, string to, Asked asked, CancellationToken cancellation)
    {
        var round = await MeetingRounds.Open(db, edition, cancellation);
        var acting = await Sides.Open(db, actor, edition, from, cancellation);
        var (asking, desk, named) = acting;
        if (!desk && !round.IsOpen) throw new Refusal("meetings.closed");
        if (from == to) throw new Refusal("meetings.self");
        var other = desk ? await Sides.FindOrAdd(db, edition, to, cancellation)
            : await db.MeetingSides.SingleOrDefaultAsync(s => s.EditionId == edition && s.Slug == to && s.AgreedAt != null, cancellation) is { } shown && round.MaySee(asking.Category, shown.Category) ? shown
            : throw new NotThere("side");
        await MeetingPeople.Check(db, edition, asking, asked.Principals, cancellation);
        await Refuse(db, asking, other, cancellation);
        var places = await db.MeetingRequests.Where(r => r.FromId == asking.Id && r.Place != null).Select(r => r.Place!.Value).ToListAsync(cancellation);
        if (!desk && places.Count >= round.Facts.MostOpen) throw new Refusal("meetings.most_open", ("most", round.Facts.MostOpen));
        var now = db.Clock.GetCurrentInstant();
        if (!desk) await RefuseOften(db, round, asking, other, now - Duration.FromHours(24), cancellation);
        // Told before a number is taken: what is refused uses none up.
        var expires = round.Expires(await ZoneOf(db, edition, cancellation), now);
        _ = new MeetingRequest(round, 0, asking, other, asked, 0, now, expires);
        var request = new MeetingRequest(round, await MeetingRounds.NextNumber(db, edition, 1, cancellation), asking, other, asked, Free(places), now, expires);
        db.Add(request);
        MeetingTimers.Set(db, request, round);
        db.Record(actor, request.Changed(asking.Id, named));
        await db.SaveChangesAsync(cancellation);
        return request;
    }

    /// <exception cref="Refusal">One between the two is not over, or the other side does not wish to be asked again.</exception>
    internal static async Task Refuse(AppDb db, MeetingSide asking, MeetingSide other, CancellationToken cancellation)
    {
        var (a, b) = (asking.Id, other.Id);
        var open = await db.MeetingRequests.Where(r => r.OpenPair != null && (r.FromId == a && r.ToId == b || r.FromId == b && r.ToId == a)).Select(r => new { r.Number, Mine = r.FromId == a }).FirstOrDefaultAsync(cancellation);
        if (open is not null) throw new Refusal(open.Mine ? "meetings.asked_already" : "meetings.asked_by_them", ("number", open.Number));
        if (await db.MeetingRequests.AnyAsync(r => r.FromId == a && r.ToId == b && r.State == RequestState.Declined && r.ToWish == Planning.Wish.Veto, cancellation)) throw new Refusal("meetings.vetoed");
    }

    /// <summary>Two sent at once take one place or one pair, so that the second counts the first.</summary>
    static async Task RefuseOften(AppDb db, MeetingRound round, MeetingSide asking, MeetingSide other, Instant since, CancellationToken cancellation)
    {
        var (a, b, most) = (asking.Id, other.Id, round.Facts.MostOpen * MostADayOfOpen);
        var sent = await db.MeetingRequests.Where(r => r.FromId == a && r.SentAt > since).Select(r => r.ToId).ToListAsync(cancellation);
        if (sent.Count(to => to == b) >= MostToOneADay) throw new Refusal("meetings.asked_often", ("most", MostToOneADay));
        if (sent.Count >= most) throw new Refusal("meetings.sent_often", ("most", most));
    }

    /// <summary>The smallest number from 1 that is not taken.</summary>
    internal static int Free(IReadOnlyCollection<int> taken)
    {
        var held = taken.ToHashSet();
        var place = 1;
        while (held.Contains(place)) place++;
        return place;
    }

    internal static async Task<DateTimeZone> ZoneOf(AppDb db, Id<Edition> edition, CancellationToken cancellation) =>
        DateTimeZoneProviders.Tzdb[await db.Editions.Where(e => e.Id == edition).Select(e => e.Zone).SingleAsync(cancellation)];
}

static class MeetingPeople
{
    /// <exception cref="Refusal"><c>meetings.principal_unknown</c>: one of them does not meet for the side.</exception>
    public static async Task Check(AppDb db, Id<Edition> edition, MeetingSide side, IReadOnlyList<Id<People.Person>> principals, CancellationToken cancellation)
    {
        var ids = principals.Except(side.Principals).ToList();
        if (ids.Count == 0) return;
        var party = side.Party?.Value;
        if (party is null || await db.Persons.CountAsync(p => p.EditionId == edition && ids.Contains(p.Id) && p.Party == party, cancellation) != ids.Distinct().Count()) throw new Refusal("meetings.principal_unknown");
    }
}

/// <summary>What time does to a request by itself: a job for the reminder and one for the end of its term. Both look first whether they still have to do anything.</summary>
static class MeetingTimers
{
    internal sealed record Due(Guid Request, Instant Expires);

    public static void Set(AppDb db, MeetingRequest request, MeetingRound round)
    {
        var due = JsonSerializer.Serialize(new Due(request.Id.Value, request.ExpiresAt), Json.Stored);
        var remind = request.ChangedAt + Duration.FromDays(round.Facts.ReminderDays);
        if (round.Facts.ReminderDays > 0 && remind < request.ExpiresAt) db.Jobs.Add(new(RemindOfRequest.JobKind, due, remind));
        db.Jobs.Add(new(ExpireRequest.JobKind, due, request.ExpiresAt));
    }
}

/// <summary>Ends a request that nobody answered in time.</summary>
public sealed class ExpireRequest(IDbContextFactory<AppDb> databases) : IJobRunner
{
    public const string JobKind = "ExpireMeetingRequest";

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var due = JsonSerializer.Deserialize<MeetingTimers.Due>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.MeetingRequests.SingleOrDefaultAsync(r => r.Id == new Id<MeetingRequest>(due.Request), cancellation) is not { } request) return;
        if (!request.Expire(db.Clock.GetCurrentInstant())) return;
        db.Record(Actor.Installation("majlis"), request.Changed(null, null));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Reminds, once a turn, the side that has to answer: its letter follows from the event.</summary>
public sealed class RemindOfRequest(IDbContextFactory<AppDb> databases) : IJobRunner
{
    public const string JobKind = "RemindOfMeetingRequest";

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var due = JsonSerializer.Deserialize<MeetingTimers.Due>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // Another term by now: another turn, with a reminder of its own.
        if (await db.MeetingRequests.SingleOrDefaultAsync(r => r.Id == new Id<MeetingRequest>(due.Request), cancellation) is not { IsPending: true, RemindedAt: null } request || request.ExpiresAt != due.Expires) return;
        request.Reminded(db.Clock.GetCurrentInstant());
        db.Record(Actor.Installation("majlis"), new MeetingRequestReminded(request.EditionId.Value, request.Id.Value, request.Turn.Value));
        await db.SaveChangesAsync(cancellation);
    }
}
