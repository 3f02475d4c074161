using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Programme;

/// <summary>One person's turn in a session.</summary>
/// <param name="Minutes">Null: a share of what the others leave.</param>
/// <param name="Note">For the moderator: "leaves at 11:00". Plain, may be empty, at most <see cref="SpeakerList.LongestNote"/> characters.</param>
public sealed record SpeakerTurn(Guid Person, SessionRole Role, int? Minutes = null, string Note = "");

/// <summary>
/// What the desk knows of a session's speakers beside their order, which is the session's own and public: how long each speaks, and why the order is not that of precedence. Not public.
/// </summary>
public sealed class SpeakerList : IVersioned
{
    SpeakerList() { }

    public SpeakerList(Session session) => (SessionId, EditionId) = (session.Id, session.EditionId);

    public const int LongestNote = 500;

    public Id<Session> SessionId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public IReadOnlyList<SpeakerTurn> Turns { get; private set; } = [];
    /// <summary>Why the order is another than that of precedence; null while it is that of precedence.</summary>
    public string? Reason { get; private set; }
    /// <summary>Who gave the reason, as they called themselves.</summary>
    public string By { get; private set; } = "";
    public Instant At { get; private set; }
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>programme.turn_minutes</c>, <c>programme.note_long</c>.</exception>
    public void Keep(IReadOnlyList<SpeakerTurn> turns, string? reason, string by, Instant at)
    {
        if (turns.Any(t => t.Minutes is < 0 or > Session.MostMinutes)) throw new Refusal("programme.turn_minutes");
        if (turns.Any(t => t.Note.Length > LongestNote) || reason?.Length > LongestNote) throw new Refusal("programme.note_long", ("most", LongestNote));
        Turns = [.. turns.Select(t => t with { Note = Characters.Kept(t.Note).Trim() })];
        if (reason == Reason) return;
        (Reason, By, At) = (reason, by, at);
    }

    internal sealed class Map : IEntityTypeConfiguration<SpeakerList>
    {
        public void Configure(EntityTypeBuilder<SpeakerList> table)
        {
            table.HasKey(l => l.SessionId);
            table.HasIndex(l => l.EditionId);
            table.HasOne<Session>().WithOne().HasForeignKey<SpeakerList>(l => l.SessionId).OnDelete(DeleteBehavior.Cascade);
            table.Property(l => l.Turns).AsJson();
        }
    }
}

/// <summary>One turn with the time it begins at.</summary>
/// <param name="Begins">Null in a session without a time.</param>
/// <param name="IsGiven">False: the minutes are a share of the rest.</param>
public sealed record RunningTurn(PersonEntry Person, SessionRole Role, LocalDateTime? Begins, int Minutes, bool IsGiven, string Note);

/// <summary>A session as its moderator needs it: who speaks from when to when.</summary>
/// <param name="Left">Minutes of the session that nobody has; less than zero when more were given than there are.</param>
public sealed record RunningOrder(SessionEntry Session, IReadOnlyList<RunningTurn> Turns, int Left)
{
    /// <summary>
    /// In the order of the session's people, interpreters left out. Minutes that were not given are shared evenly between those who have none, whole minutes, the first ones getting what does not
    /// divide; where too much was given they get none.
    /// </summary>
    /// <param name="people">The session's people, at least, by guid.</param>
    public static RunningOrder Of(SessionEntry session, IReadOnlyDictionary<Guid, PersonEntry> people, IReadOnlyList<SpeakerTurn> turns)
    {
        var told = turns.ToLookup(t => (t.Person, t.Role));
        var speaking = session.People.Where(p => p.Role != SessionRole.Interpreter).Select(p => told[(p.Person, p.Role)].FirstOrDefault() ?? new(p.Person, p.Role)).ToList();
        var rest = session.Minutes - speaking.Sum(t => t.Minutes ?? 0);
        var sharing = speaking.Count(t => t.Minutes is null);
        var (share, more) = sharing == 0 || rest <= 0 ? (0, 0) : (rest / sharing, rest % sharing);
        var order = new List<RunningTurn>();
        var begins = session.Start;
        foreach (var turn in speaking)
        {
            var minutes = turn.Minutes ?? share + (more-- > 0 ? 1 : 0);
            order.Add(new(people[turn.Person], turn.Role, begins, minutes, turn.Minutes is not null, turn.Note));
            begins = begins?.PlusMinutes(minutes);
        }
        return new(session, order, session.Minutes - order.Sum(t => t.Minutes));
    }
}

public static class SpeakerLists
{
    static readonly SessionRole[] Roles =
        [SessionRole.Chair, SessionRole.Moderator, SessionRole.Keynote, SessionRole.Speaker, SessionRole.Panellist, SessionRole.Rapporteur, SessionRole.Interpreter];

    /// <summary>As protocol seats them: chair, moderator, keynotes, speakers, panellists, rapporteur, each by precedence; interpreters last.</summary>
    public static IReadOnlyList<SessionPersonEntry> ByPrecedence(IEnumerable<SessionPersonEntry> people, IReadOnlyDictionary<Guid, PersonEntry> known, Precedence precedence) =>
        [.. people.OrderBy(p => Array.IndexOf(Roles, p.Role)).ThenBy(p => known[p.Person], precedence)];

    /// <summary>What is written down of the sessions, by their guids. The caller has asked for the permission.</summary>
    public static async Task<IReadOnlyDictionary<Guid, SpeakerList>> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.SpeakerLists.AsNoTracking().Where(l => l.EditionId == edition).Join(db.Sessions, l => l.SessionId, s => s.Id, (l, s) => new { s.Guid, List = l })
            .ToDictionaryAsync(l => l.Guid, l => l.List, cancellation);
}

/// <summary>Puts a session's speakers in order and gives them their minutes.</summary>
public static class KeepSpeakerList
{
    /// <param name="turns">In order; the same people in the same roles as the session has, interpreters left out or not.</param>
    /// <param name="reason">Why the order is not that of precedence; forgotten where it is.</param>
    /// <param name="version">Of the session, as the form was shown: its people are what is put in order.</param>
    /// <exception cref="NotThere">No session of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved the session since, or the people are others by now.</exception>
    /// <exception cref="Refusal"><c>programme.order_reason_missing</c>, and those of <see cref="SpeakerList.Keep"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, IReadOnlyList<SpeakerTurn> turns, string? reason, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepProtocol, edition.Value);
        var session = await Sessions.Open(db, edition, guid, cancellation);
        var ids = session.People.Select(p => p.PersonId).ToList();
        var known = (await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(cancellation)).ToDictionary(p => p.Guid);
        var entries = known.ToDictionary(p => p.Key, p => p.Value.ToEntry());
        var guids = known.Values.ToDictionary(p => p.Id, p => p.Guid);
        var before = session.People.OrderBy(p => p.Order).Select(p => new SessionPersonEntry(guids[p.PersonId], p.Role)).ToList();
        var asked = turns.Select(t => new SessionPersonEntry(t.Person, t.Role)).ToList();
        var after = asked.Concat(before.Where(p => p.Role == SessionRole.Interpreter && !asked.Contains(p))).ToList();
        if (after.Distinct().Count() != after.Count || !after.ToHashSet().SetEquals(before)) throw new EditedMeanwhile(new InvalidOperationException("other people by now"));
        reason = string.IsNullOrWhiteSpace(reason) ? null : Characters.Kept(reason).Trim();
        var isByPrecedence = after.SequenceEqual(SpeakerLists.ByPrecedence(after, entries, await Protocols.Precedence(db, edition, cancellation)));
        if (!isByPrecedence && reason is null) throw new Refusal("programme.order_reason_missing");

        var list = await db.SpeakerLists.SingleOrDefaultAsync(l => l.SessionId == session.Id, cancellation);
        if (list is null) db.Add(list = new(session));
        list.Keep(turns, isByPrecedence ? null : reason, actor.Name, db.Clock.GetCurrentInstant());
        session.Seat([.. after.Select(p => (known[p.Person].Id, p.Role))]);
        db.Expect(session, version);
        db.Record(actor, new SessionChanged(edition.Value, session.Guid, session.Number, "changed"));
        await db.SaveChangesAsync(cancellation);
    }
}
