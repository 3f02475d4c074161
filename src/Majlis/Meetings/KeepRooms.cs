using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>Says what rooms there are for meetings.</summary>
public static class KeepRoom
{
    /// <param name="room">Null: a new one.</param>
    /// <param name="version">Of the room that the person saw; null for a new one.</param>
    /// <exception cref="NotThere">No such room or hall of this edition.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">Those of <see cref="MeetingRoom"/>.</exception>
    public static async Task<MeetingRoom> Run(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingRoom>? room, RoomFacts facts, IReadOnlyList<LostTime> closed, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        if (facts.Hall is { } hall && !await db.Halls.AnyAsync(h => h.EditionId == edition && h.Id == hall, cancellation)) throw new NotThere("hall");
        MeetingRoom kept;
        if (room is { } known)
        {
            kept = await db.MeetingRooms.SingleOrDefaultAsync(r => r.EditionId == edition && r.Id == known, cancellation) ?? throw new NotThere("room");
            kept.Take(facts);
            db.Expect(kept, version ?? kept.Version);
        }
        else db.Add(kept = new(edition, facts));
        kept.Close(closed);
        db.Record(actor, new MeetingRoomChanged(edition.Value, kept.Id.Value));
        await db.SaveChangesAsync(cancellation);
        return kept;
    }
}

/// <summary>Takes a room away that nothing is in. One that is lost while meetings are in it is closed: <see cref="MendMeetings"/>.</summary>
public static class RemoveRoom
{
    /// <summary>Named in a refusal; more are only counted.</summary>
    const int MostNamed = 10;

    /// <exception cref="Refusal"><c>meetings.room_in_use</c> with the <c>count</c> of meetings and drafts in it and the numbers of some of the <c>meetings</c>; <c>meetings.room_booked</c> with the
    /// <c>count</c> of its bookings, also those that are over, and the <c>sides</c> that booked it.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingRoom> room, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        // Nobody books it or publishes a meeting in it between the look and the end.
        await using var turn = await MeetingRounds.Turn(db, edition, cancellation);
        var gone = await db.MeetingRooms.SingleOrDefaultAsync(r => r.EditionId == edition && r.Id == room, cancellation) ?? throw new NotThere("room");
        var count = await db.Meetings.CountAsync(m => m.RoomId == room, cancellation) + await db.DraftMeetings.CountAsync(m => m.RoomId == room, cancellation);
        if (count > 0)
        {
            var numbers = await db.Meetings.Where(m => m.RoomId == room).Select(m => m.Number)
                .Union(db.DraftMeetings.Where(d => d.RoomId == room).Join(db.MeetingRequests, d => d.RequestId, r => r.Id, (_, r) => r.Number)).OrderBy(n => n).Take(MostNamed).ToListAsync(cancellation);
            throw new Refusal("meetings.room_in_use", ("count", count), ("meetings", numbers.ConvertAll(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        }
        if (await db.RoomBookings.CountAsync(b => b.RoomId == room, cancellation) is > 0 and var booked)
        {
            var sides = await db.MeetingSides.AsNoTracking().Where(s => db.RoomBookings.Any(b => b.RoomId == room && b.SideId == s.Id)).OrderBy(s => s.Slug).Take(MostNamed).ToListAsync(cancellation);
            var names = await Sides.Names(db, sides, cancellation);
            throw new Refusal("meetings.room_booked", ("count", booked), ("sides", sides.ConvertAll(s => names[s.Id].Name)));
        }
        db.Remove(gone);
        db.Record(actor, new MeetingRoomChanged(edition.Value, room.Value));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }
}

/// <summary>Says who interprets at meetings.</summary>
public static class KeepInterpreter
{
    /// <param name="interpreter">Null: a new one.</param>
    /// <param name="version">Of the one that the person saw; null for a new one.</param>
    /// <exception cref="NotThere">No such interpreter or person of this edition.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">Those of <see cref="MeetingInterpreter"/>.</exception>
    public static async Task<MeetingInterpreter> Run(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingInterpreter>? interpreter, InterpreterFacts facts, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        if (facts.Person is { } person && !await db.Persons.AnyAsync(p => p.EditionId == edition && p.Id == person, cancellation)) throw new NotThere("person");
        MeetingInterpreter kept;
        if (interpreter is { } known)
        {
            kept = await db.MeetingInterpreters.SingleOrDefaultAsync(i => i.EditionId == edition && i.Id == known, cancellation) ?? throw new NotThere("interpreter");
            kept.Take(facts);
            db.Expect(kept, version ?? kept.Version);
        }
        else db.Add(kept = new(edition, facts));
        db.Record(actor, new MeetingInterpreterChanged(edition.Value, kept.Id.Value));
        await db.SaveChangesAsync(cancellation);
        return kept;
    }
}

/// <summary>Takes away an interpreter whom no meeting and no draft has.</summary>
public static class RemoveInterpreter
{
    /// <exception cref="Refusal"><c>meetings.interpreter_in_use</c> with the <c>count</c> of meetings and drafts that have them.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingInterpreter> interpreter, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var gone = await db.MeetingInterpreters.SingleOrDefaultAsync(i => i.EditionId == edition && i.Id == interpreter, cancellation) ?? throw new NotThere("interpreter");
        var count = await db.Meetings.CountAsync(m => m.InterpreterId == interpreter, cancellation) + await db.DraftMeetings.CountAsync(m => m.InterpreterId == interpreter, cancellation);
        if (count > 0) throw new Refusal("meetings.interpreter_in_use", ("count", count));
        db.Remove(gone);
        db.Record(actor, new MeetingInterpreterChanged(edition.Value, interpreter.Value));
        await db.SaveChangesAsync(cancellation);
    }
}
