using System.Globalization;
using System.Text;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>
/// Writes to the sides what a published plan changed for them: one letter to each reader, with an invitation for each meeting that their calendar takes, moves or removes. All in one transaction
/// with the note that it was done: each reader gets one letter, however often nodes die.
/// </summary>
/// <param name="site">The site's own address, ending in a slash.</param>
public sealed class WriteInvitations(IDbContextFactory<AppDb> databases, Uri site, MailSender sender) : IJobRunner
{
    public const string JobKind = "WriteInvitations";

    public string Kind => JobKind;

    internal static Job JobOf(MeetingPlan plan, Instant now) => new(JobKind, JsonSerializer.Serialize(plan.Id, Json.Stored), now);

    public async Task Run(string payload, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var id = JsonSerializer.Deserialize<Id<MeetingPlan>>(payload, Json.Stored);
        var plan = await db.MeetingPlans.SingleAsync(p => p.Id == id, cancellation);
        if (plan.LettersAt is not null) return;
        var (edition, number) = (plan.EditionId, plan.Number);
        // What a later plan changed again is told with that one.
        var meetings = await db.Meetings.AsNoTracking().Where(m => m.EditionId == edition && m.Plan == number).OrderBy(m => m.Start).ThenBy(m => m.Number).ToListAsync(cancellation);
        await new InvitationLetters(db, site, sender).Post(edition, meetings, plan.Id.ToString(), plan.PublishedAt ?? db.Clock.GetCurrentInstant(), cancellation);
        plan.LettersWritten(db.Clock.GetCurrentInstant());
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Writes to both sides that a meeting is off which one of them withdrew from, so that it leaves their calendars.</summary>
/// <param name="site">The site's own address, ending in a slash.</param>
public sealed class WriteCancellation(IDbContextFactory<AppDb> databases, Uri site, MailSender sender) : IJobRunner
{
    public const string JobKind = "WriteCancellation";

    internal sealed record Due(Id<Meeting> Meeting, int Sequence);

    public string Kind => JobKind;

    internal static Job JobOf(Meeting meeting, Instant now) => new(JobKind, JsonSerializer.Serialize(new Due(meeting.Id, meeting.Sequence), Json.Stored), now);

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var due = JsonSerializer.Deserialize<Due>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var meeting = await db.Meetings.AsNoTracking().SingleOrDefaultAsync(m => m.Id == due.Meeting, cancellation);
        // Put on again since: that is told with the plan which did it.
        if (meeting is null || meeting.Sequence != due.Sequence) return;
        await new InvitationLetters(db, site, sender).Post(meeting.EditionId, [meeting], FormattableString.Invariant($"{meeting.Id}{due.Sequence}"), meeting.ChangedAt, cancellation);
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Letters about published meetings with what calendars take; the caller saves.</summary>
sealed class InvitationLetters(AppDb db, Uri site, MailSender sender)
{
    /// <param name="Language">Null: the edition's first.</param>
    sealed record Reader(string Address, string Name, string? Language);

    /// <param name="key">Of the occasion: a letter that is written twice for it is known as the same.</param>
    public async Task Post(Id<Edition> of, IReadOnlyList<Meeting> meetings, string key, Instant at, CancellationToken cancellation)
    {
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == of, cancellation);
        var requests = await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == edition.Id).ToDictionaryAsync(r => r.Id, cancellation);
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == edition.Id).ToDictionaryAsync(s => s.Id, cancellation);
        var names = await Sides.Names(db, [.. sides.Values], cancellation);
        var rooms = await db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == edition.Id).ToDictionaryAsync(r => r.Id, cancellation);
        var readersOf = await Readers(db, edition, [.. sides.Values], cancellation);

        var told = meetings.SelectMany(m => requests[m.RequestId] is var r ? new[] { (Meeting: m, Request: r, Side: r.FromId), (Meeting: m, Request: r, Side: r.ToId) } : [])
            .SelectMany(t => readersOf(t.Request, t.Side).Select(reader => (Reader: reader, t.Meeting, t.Request, t.Side)));
        foreach (var letter in told.GroupBy(t => t.Reader.Address, StringComparer.OrdinalIgnoreCase))
        {
            var reader = letter.First().Reader;
            var language = Language.TryOf(reader.Language) ?? edition.Languages.Select(Language.TryOf).FirstOrDefault(l => l is not null) ?? Language.English;
            var texts = Texts.Of(language);
            string Say(LocalizedText text) => text.In(language.Tag, edition.Languages).Text;
            var dates = Dates.Of(language);
            var times = Times.Of(language);
            var items = letter.DistinctBy(l => l.Meeting.Id).Select(l =>
            {
                var (own, other) = (names[l.Side], names[l.Request.Other(l.Side)]);
                var room = rooms[l.Meeting.RoomId];
                var what = l.Meeting.State == MeetingState.Cancelled ? "off" : l.Meeting.Sequence == 0 ? "new" : "moved";
                var line = texts.SayPlain("meetings.letter.line", ("what", what), ("own", LetterWords.Typed(Say(own.Name))), ("other", LetterWords.Typed(Say(other.Name))), ("date", dates.Long(l.Meeting.Start.Date)),
                    ("from", times.Say(l.Meeting.Start.TimeOfDay)), ("until", times.Say(l.Meeting.End.TimeOfDay)), ("room", LetterWords.Typed(Say(room.Name))));
                return (Line: line, Invitation: Invitation(edition, l.Meeting, room, LocalizedText.Of(language.Tag, $"{Say(own.Name)} – {Say(other.Name)}"), reader, language, at));
            }).ToList();
            (string, object?)[] values = [("name", reader.Name), ("edition", Say(edition.Title)), ("count", items.Count), ("zone", edition.Zone)];
            var home = MyDay(edition, language).AbsoluteUri;
            PostLetter.Run(db, new(reader.Address, reader.Name, texts.Say("meetings.letter.subject", values),
                $"{texts.SayPlain("people.letter.greeting", values)}\n\n{texts.SayPlain("meetings.letter.before", values)}\n\n{string.Join("\n\n", items.Select(i => i.Line))}\n\n{texts.SayPlain("meetings.letter.after", values)}\n\n{home}\n", null, language.Tag)
            {
                Key = $"{key}{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(reader.Address.ToUpperInvariant())))[..16]}",
                Enclosures = [.. items.Select(i => i.Invitation)],
            });
        }
    }

    /// <summary>Who hears of a side's meeting: those named for this one, or else those who usually meet for the side, where the desk knows their address; and the accounts that act for the side.</summary>
    static async Task<Func<MeetingRequest, Id<MeetingSide>, IEnumerable<Reader>>> Readers(AppDb db, Edition edition, IReadOnlyList<MeetingSide> sides, CancellationToken cancellation)
    {
        var id = edition.Id;
        var people = await db.Dossiers.AsNoTracking().Where(d => d.EditionId == id && d.Email != null).Join(db.Persons, d => d.PersonId, p => p.Id, (d, p) => new { p.Id, p.Name, d.Email, d.Language })
            .ToDictionaryAsync(p => p.Id, p => new Reader(p.Email!, p.Name.In(p.Language ?? edition.Languages[0], edition.Languages).Text, p.Language), cancellation);
        var usual = sides.ToDictionary(s => s.Id, s => s.Principals);
        var proxies = await Sides.Proxies(db, id, sides, cancellation);
        return (request, side) =>
        {
            var named = side == request.FromId ? request.FromPrincipals : request.ToPrincipals;
            return (named.Count > 0 ? named : usual[side]).Where(people.ContainsKey).Select(p => people[p]).Concat(proxies[side].Select(a => new Reader(a.Email, a.Name, a.Language)))
                .DistinctBy(r => r.Address.ToUpperInvariant());
        };
    }

    Uri MyDay(Edition edition, Language language) => new(site, $"{language.Tag}/{edition.Slug}/my/meetings/day");

    /// <summary>A meeting as calendars take a session: the same writer, with the room as its hall.</summary>
    Enclosure Invitation(Edition edition, Meeting meeting, MeetingRoom room, LocalizedText title, Reader reader, Language language, Instant at)
    {
        var session = new SessionEntry
        {
            Guid = meeting.Id.Value, Number = meeting.Number, Uid = $"meeting-{meeting.Id}@majlis", Title = title, Hall = room.Id.Value, Start = meeting.Start,
            Minutes = (int)Period.Between(meeting.Start, meeting.End, PeriodUnits.Minutes).Minutes, Sequence = meeting.Sequence, IsCancelled = meeting.State == MeetingState.Cancelled, Changed = meeting.ChangedAt,
        };
        var programme = new ProgrammeSnapshot
        {
            Edition = new() { Slug = edition.Slug, Title = edition.Title, First = edition.First, Last = edition.Last, Zone = edition.Zone, Languages = edition.Languages },
            Halls = [new() { Guid = room.Id.Value, Slug = "room", Name = room.Name, Building = room.Building }], Sessions = [session],
        };
        var invitation = new CalendarInvitation(session, sender, reader.Name, reader.Address, session.IsCancelled);
        var memory = new MemoryStream();
        CalendarWriter.Invite(programme, invitation, memory, new()
        {
            BaseAddress = site, Language = language.Tag, Published = at, SessionAddress = _ => MyDay(edition, language),
        });
        return new(string.Create(CultureInfo.InvariantCulture, $"meeting-{meeting.Number}.ics"), $"text/calendar; method={invitation.Method}", Encoding.UTF8.GetString(memory.ToArray()));
    }
}
