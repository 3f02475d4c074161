using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>Who may read and write what of a meeting.</summary>
public static class Sheets
{
    /// <summary>Roles that may read talking points and notes of any side beside the side itself: those that decide the protocol order.</summary>
    public const Permission ReadsPapers = Permission.EditPrecedence;

    /// <summary>A meeting as one of its sides may open it.</summary>
    public sealed record Opened(Meeting Meeting, MeetingRequest Request, MeetingSide Side, string? For);

    /// <summary>The meeting, for somebody who acts for this side of it.</summary>
    /// <exception cref="NotThere">No such meeting, or the side is none of it, or the actor does not act for the side: all look the same.</exception>
    public static async Task<Opened> Open(AppDb db, Actor actor, Id<Edition> edition, int number, string slug, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        var (meeting, request) = await Find(db, edition, number, cancellation);
        var (side, desk, named) = await Sides.Open(db, actor, edition, slug, cancellation);
        if (side.Id != request.FromId && side.Id != request.ToId || desk && !actor.May(ReadsPapers, edition.Value) && !await IsOwn(db, actor, edition, side, cancellation)) throw new NotThere("meeting");
        return new(meeting, request, side, named);
    }

    /// <exception cref="NotThere">No such meeting.</exception>
    public static async Task<(Meeting Meeting, MeetingRequest Request)> Find(AppDb db, Id<Edition> edition, int number, CancellationToken cancellation = default)
    {
        var meeting = await db.Meetings.SingleOrDefaultAsync(m => m.EditionId == edition && m.Number == number, cancellation) ?? throw new NotThere("meeting");
        return (meeting, await db.MeetingRequests.AsNoTracking().SingleAsync(r => r.Id == meeting.RequestId, cancellation));
    }

    /// <summary>Adds the sheet when there is none; the caller saves.</summary>
    internal static async Task<MeetingSheet> SheetOf(AppDb db, Meeting meeting, CancellationToken cancellation)
    {
        if (await db.MeetingSheets.SingleOrDefaultAsync(s => s.MeetingId == meeting.Id, cancellation) is { } kept) return kept;
        var sheet = new MeetingSheet(meeting);
        db.Add(sheet);
        return sheet;
    }

    static async Task<bool> IsOwn(AppDb db, Actor actor, Id<Edition> edition, MeetingSide side, CancellationToken cancellation) =>
        (await Sides.ActedFor(db, actor, edition, cancellation)).Any(s => s.Id == side.Id);
}

/// <summary>Protocol prepares a meeting: seats, note-taker, remarks.</summary>
public static class KeepSheet
{
    /// <param name="version">The version the form was shown; null when there was no sheet yet.</param>
    /// <exception cref="NotThere">No such meeting.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>meetings.principal_unknown</c> for somebody who is not of the edition, or speaks for another party; those of <see cref="MeetingSheet.Take"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, SheetFacts facts, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        var (meeting, request) = await Sheets.Find(db, edition, number, cancellation);
        foreach (var (side, people) in new[] { (request.FromId, facts.From), (request.ToId, facts.To) })
            await MeetingPeople.Check(db, edition, await db.MeetingSides.AsNoTracking().SingleAsync(s => s.Id == side, cancellation), people, cancellation);
        var sheet = await Sheets.SheetOf(db, meeting, cancellation);
        var isNew = db.Entry(sheet).State == EntityState.Added;
        if (isNew != version is null) throw new EditedMeanwhile(new InvalidOperationException("another sheet by now"));
        sheet.Take(facts);
        if (!isNew) db.Expect(sheet, version!.Value);
        db.Record(actor, new MeetingSheetKept(edition.Value, number));
        await db.SaveFirst(cancellation);
    }
}

/// <summary>A side writes down what it wants to say, and afterwards its note for file. The log says that it did, never what.</summary>
public static class KeepSidePaper
{
    /// <param name="version">As of <see cref="KeepSheet"/>.</param>
    /// <exception cref="NotThere">As of <see cref="Sheets.Open"/>.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>meetings.purpose_too_long</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, string slug, string points, string note, long? version, CancellationToken cancellation = default)
    {
        var (meeting, _, side, named) = await Sheets.Open(db, actor, edition, number, slug, cancellation);
        var paper = await db.SidePapers.SingleOrDefaultAsync(p => p.MeetingId == meeting.Id && p.SideId == side.Id, cancellation);
        if (paper is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("another paper by now"));
        if (paper is null) db.Add(paper = new(meeting.Id, side.Id));
        else db.Expect(paper, version!.Value);
        paper.Take(points, note);
        db.Record(actor, new SidePaperKept(edition.Value, number, side.Id.Value, named));
        await db.SaveFirst(cancellation);
    }
}

/// <summary>Says what became of a meeting.</summary>
public static class TellOutcome
{
    /// <param name="slug">The side that says it; null: the desk.</param>
    /// <param name="state">Confirmed, held or missed.</param>
    /// <param name="missed">With <see cref="MeetingState.NoShow"/>: the slug of the side that did not come; null: nobody said which.</param>
    /// <exception cref="NotThere">As of <see cref="Sheets.Open"/>.</exception>
    /// <exception cref="Refusal"><c>meetings.off</c>; <c>meetings.too_early</c> for one that has not begun; <c>meetings.told_already</c> when a side would change what was told: that is the desk's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No outcome: planned or cancelled.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, string? slug, MeetingState state, string? missed, CancellationToken cancellation = default)
    {
        if (state is not (MeetingState.Confirmed or MeetingState.Held or MeetingState.NoShow)) throw new ArgumentOutOfRangeException(nameof(state));
        Meeting meeting;
        MeetingRequest request;
        string? named = null;
        if (slug is null)
        {
            await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
            (meeting, request) = await Sheets.Find(db, edition, number, cancellation);
        }
        else (meeting, request, _, named) = await Sheets.Open(db, actor, edition, number, slug, cancellation);
        var now = db.Clock.GetCurrentInstant();
        var zone = await AskForMeeting.ZoneOf(db, edition, cancellation);
        if (state is MeetingState.Held or MeetingState.NoShow && zone.AtLeniently(meeting.Start).ToInstant() > now) throw new Refusal("meetings.too_early");
        if (slug is not null && !meeting.IsAhead && meeting.State != MeetingState.Cancelled && meeting.State != state) throw new Refusal("meetings.told_already");
        meeting.Become(state, now);
        Id<MeetingSide>? absent = state == MeetingState.NoShow && missed is not null
            ? await db.MeetingSides.Where(s => s.Slug == missed && (s.Id == request.FromId || s.Id == request.ToId)).Select(s => (Id<MeetingSide>?)s.Id).SingleOrDefaultAsync(cancellation) ?? throw new NotThere("side") : null;
        if (absent is not null || await db.MeetingSheets.AnyAsync(s => s.MeetingId == meeting.Id, cancellation)) (await Sheets.SheetOf(db, meeting, cancellation)).Miss(absent);
        db.Record(actor, new MeetingOutcomeTold(edition.Value, number, state, absent?.Value, named));
        await db.SaveFirst(cancellation);
    }
}

/// <summary>Writes what both sides are to say of a meeting that was held.</summary>
public static class SayReadOut
{
    /// <param name="slug">The side that writes, which agrees to it thereby; null: the desk.</param>
    /// <param name="version">As of <see cref="KeepSheet"/>.</param>
    /// <exception cref="NotThere">As of <see cref="Sheets.Open"/>.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>meetings.not_held</c>; those of <see cref="MeetingSheet.Say"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, string? slug, LocalizedText text, long? version, CancellationToken cancellation = default)
    {
        Id<MeetingSide>? by = null;
        string? named = null;
        if (slug is null) await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        else (by, named) = await Sheets.Open(db, actor, edition, number, slug, cancellation) is var opened ? (opened.Side.Id, opened.For) : default;
        var (meeting, request) = await Sheets.Find(db, edition, number, cancellation);
        if (meeting.State != MeetingState.Held) throw new Refusal("meetings.not_held");
        var sheet = await Sheets.SheetOf(db, meeting, cancellation);
        var isNew = db.Entry(sheet).State == EntityState.Added;
        if (isNew != version is null) throw new EditedMeanwhile(new InvalidOperationException("another text by now"));
        sheet.Say(text, request, by, db.Clock.GetCurrentInstant());
        if (!isNew) db.Expect(sheet, version!.Value);
        db.Record(actor, new ReadOutSaid(edition.Value, number, sheet.IsPublic, named));
        await db.SaveFirst(cancellation);
    }
}

/// <summary>A side agrees to the read-out as it stands. When both have, everybody may read it.</summary>
public static class AgreeReadOut
{
    /// <param name="version">Of the sheet whose words the side saw.</param>
    /// <exception cref="NotThere">As of <see cref="Sheets.Open"/>, and without a read-out.</exception>
    /// <exception cref="EditedMeanwhile">It has other words by now.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, string slug, long version, CancellationToken cancellation = default)
    {
        var (meeting, request, side, named) = await Sheets.Open(db, actor, edition, number, slug, cancellation);
        var sheet = await db.MeetingSheets.SingleOrDefaultAsync(s => s.MeetingId == meeting.Id, cancellation) ?? throw new NotThere("read-out");
        if (sheet.Version != version) throw new EditedMeanwhile(new InvalidOperationException("another text by now"));
        sheet.Agree(request, side.Id, db.Clock.GetCurrentInstant());
        db.Record(actor, new ReadOutSaid(edition.Value, number, sheet.IsPublic, named));
        await db.SaveFirst(cancellation);
    }
}
