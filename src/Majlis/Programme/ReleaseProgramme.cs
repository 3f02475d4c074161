using System.Text.Json;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// Makes the draft public. What is public are the scheduled sessions and what they refer to; unscheduled sessions, people in none and tracks and types of none
/// are left out, so that nothing is seen before its time. All halls are public.
/// </summary>
/// <remarks>
/// A session that was public and is gone from the draft, or has lost its place, stays in the release as cancelled, at its last time and place, because
/// calendars drop what vanishes in unlike ways and strike through what is cancelled. It stays in every release made less than <see cref="CancelledFor"/>
/// after the one that cancelled it, then goes. Of its people only those stay whom the edition still knows, so that a removed person is gone at once.
/// </remarks>
public static class ReleaseProgramme
{
    /// <summary>How long a session that is gone stays as cancelled: the slowest calendars ask once a week.</summary>
    public static readonly Duration CancelledFor = Duration.FromDays(14);

    /// <param name="name">What people call the release, unique in the edition, at most 64 characters.</param>
    /// <param name="note">What is worth saying of it; may be empty.</param>
    /// <exception cref="Refusal">
    /// <c>programme.release_name_missing</c>, <c>programme.release_name_long</c>, <c>programme.release_name_taken</c>, <c>programme.release_is_empty</c> (no session has
    /// a time and a place), <c>programme.release_is_same</c> (nothing differs from the last release), <c>programme.released_meanwhile</c> (somebody else
    /// released at the same moment; nothing was written), <c>programme.release_conflicts</c> (conflicts that forbid a release, <c>count</c> of them, are accepted by nobody).
    /// </exception>
    public static Task<Release> Run(AppDb db, Actor actor, Id<Edition> id, string name, LocalizedText note, CancellationToken cancellation = default) =>
        Run(db, actor, id, name, note, LettersTo.Nobody, cancellation);

    /// <inheritdoc cref="Run(AppDb, Actor, Id{Edition}, string, LocalizedText, CancellationToken)"/>
    /// <param name="letters">Who is written to once it is public.</param>
    public static async Task<Release> Run(AppDb db, Actor actor, Id<Edition> id, string name, LocalizedText note, LettersTo letters, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.ReleaseProgramme, id, cancellation);
        name = Named(name);
        var now = db.Clock.GetCurrentInstant();

        var (draft, last, number, conflicts) = await Read(db, edition, name, cancellation);
        var programme = Public(draft, last, name, now);
        if (conflicts > 0) throw new Refusal("programme.release_conflicts", ("count", conflicts));
        return await Make(db, actor, id, new(id, number, name, note, programme, actor.Account, actor.Name, now, letters), last, null, cancellation);
    }

    /// <summary>The name as it is kept.</summary>
    internal static string Named(string name)
    {
        name = Characters.Kept(name).Trim();
        if (name.Length == 0) throw new Refusal("programme.release_name_missing");
        return name.Length <= 64 ? name : throw new Refusal("programme.release_name_long", ("most", 64));
    }

    internal static async Task<Release> Make(AppDb db, Actor actor, Id<Edition> id, Release release, ProgrammeSnapshot? last, int? rolledBackTo, CancellationToken cancellation, int despite = 0)
    {
        if (last is not null && SameToReaders(last, release.Open())) throw new Refusal("programme.release_is_same");
        db.Add(release);
        db.Record(actor, new ProgrammeReleased(id.Value, release.Id.Value, release.Number, release.Name, release.LettersTo, rolledBackTo, despite));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            throw new Refusal("programme.released_meanwhile");
        }
        return release;
    }

    /// <summary>What the next release would show the public, and what it would change: for the desk, before releasing.</summary>
    /// <returns>Null changes: there is no release yet.</returns>
    /// <exception cref="Refusal"><c>programme.release_is_empty</c></exception>
    public static async Task<(ProgrammeSnapshot Programme, IReadOnlyList<ProgrammeChange>? Changes)> Preview(AppDb db, Actor actor, Id<Edition> id,
        CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.SeeDesk, id, cancellation);
        var last = await Releases.Last(db, id, cancellation);
        var programme = Public(await Draft.Load(db, edition, cancellation), last, "", db.Clock.GetCurrentInstant());
        return (programme, last is null ? null : ProgrammeChanges.Between(last, programme));
    }

    /// <summary>Draft and last release as of one moment, so that an import that ends meanwhile is seen whole or not at all.</summary>
    static async Task<(ProgrammeSnapshot Draft, ProgrammeSnapshot? Last, int Number, int Conflicts)> Read(AppDb db, Edition edition, string name, CancellationToken cancellation)
    {
        await using var moment = db.Database.CurrentTransaction is null ? await db.OneMoment(cancellation) : null;
        var names = await db.Releases.Where(r => r.EditionId == edition.Id).Select(r => new { r.Number, r.Name }).ToListAsync(cancellation);
        if (names.Any(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))) throw new Refusal("programme.release_name_taken", ("name", name));
        var last = await Releases.Last(db, edition.Id, cancellation);
        var draft = await Draft.Load(db, edition, cancellation);
        var conflicts = ConflictCheck.Checked(await ConflictFacts.Load(db, edition, draft, cancellation)).AgainstRelease.Count;
        return (draft, last, names.Select(r => r.Number).DefaultIfEmpty().Max() + 1, conflicts);
    }

    /// <summary>The public's programme: of the draft, with what calendars need to know of the last release.</summary>
    internal static ProgrammeSnapshot Public(ProgrammeSnapshot draft, ProgrammeSnapshot? last, string name, Instant now)
    {
        // Whoever has the address of a stream can watch it, and what a release names is fetched by everybody: of a session which is not for everybody, streams
        // and files kept here are never public.
        var scheduled = draft.Sessions.Where(s => s.IsScheduled).Select(s => s with { Expected = null }).Select(s => s.Access is SessionAccess.ByInvitation or SessionAccess.Closed
            ? s with { Stream = null, Materials = [.. s.Materials.Where(m => StoredFile.Of(m.Href) is null)] } : s).ToList();
        if (scheduled.Count == 0) throw new Refusal("programme.release_is_empty");
        var before = last?.Sessions.ToDictionary(s => s.Guid) ?? [];
        var oldHalls = last?.Halls.ToDictionary(h => h.Guid, Text) ?? [];
        var newHalls = draft.Halls.ToDictionary(h => h.Guid, Text);
        var sessions = scheduled.Select(s => Counted(s, before.GetValueOrDefault(s.Guid),
            s.Hall is { } hall && oldHalls.TryGetValue(hall, out var was) && was != newHalls[hall], now)).ToList();

        var numbers = sessions.Select(s => s.Number).ToHashSet();
        var present = sessions.Select(s => s.Guid).ToHashSet();
        var known = draft.People.Select(p => p.Guid).ToHashSet();
        var gone = before.Values.Where(s => !present.Contains(s.Guid) && !numbers.Contains(s.Number)).OrderBy(s => s.Number)
            .Where(s => !s.IsCancelled || now - (s.Changed ?? Instant.MinValue) < CancelledFor)
            .Select(s => s with { People = [.. s.People.Where(p => known.Contains(p.Person))] })
            .Select(s => s.IsCancelled ? s : s with { IsCancelled = true, Sequence = s.Sequence + 1, Changed = now }).ToList();
        sessions.AddRange(gone);

        var people = sessions.SelectMany(s => s.People).Select(p => p.Person).ToHashSet();
        var tracks = sessions.Select(s => s.Track).ToHashSet();
        var types = sessions.Select(s => s.Type).ToHashSet();
        return draft with
        {
            Edition = draft.Edition with { Version = name },
            Halls = [.. draft.Halls,
                .. Missing(draft.Halls, last?.Halls, h => h.Guid, gone.Select(s => s.Hall),
                (h, taken) => h with { Slug = Slug.Free(h.Slug, "hall", taken) }, h => h.Slug)],
            Tracks = [.. draft.Tracks.Where(t => tracks.Contains(t.Guid)),
                .. Missing(draft.Tracks, last?.Tracks, t => t.Guid, gone.Select(s => s.Track),
                (t, taken) => t with { Slug = Slug.Free(t.Slug, "track", taken) }, t => t.Slug)],
            Types = [.. draft.Types.Where(t => types.Contains(t.Guid)),
                .. Missing(draft.Types, last?.Types, t => t.Guid, gone.Select(s => s.Type),
                (t, taken) => t with { Slug = Slug.Free(t.Slug, "type", taken) }, t => t.Slug)],
            People = [.. draft.People.Where(p => people.Contains(p.Guid))],
            Sessions = sessions,
        };
    }

    /// <summary>Sequence goes up when a calendar must move or strike through the session; the instant changes when anything the public reads does.</summary>
    static SessionEntry Counted(SessionEntry session, SessionEntry? was, bool hallRenamed, Instant now)
    {
        if (was is null) return session with { Sequence = 0, Changed = now };
        var moved = was.Start != session.Start || was.Minutes != session.Minutes || was.Hall != session.Hall || was.AllHalls != session.AllHalls
            || was.IsCancelled != session.IsCancelled;
        var counted = session with { Sequence = was.Sequence + (moved ? 1 : 0), Changed = was.Changed };
        return !hallRenamed && Text(counted) == Text(was) ? counted : counted with { Changed = now };
    }

    /// <summary>What sessions that are gone from the draft refer to and the draft has no more.</summary>
    static IEnumerable<T> Missing<T>(IReadOnlyList<T> drafted, IReadOnlyList<T>? last, Func<T, Guid> guid, IEnumerable<Guid?> wanted,
        Func<T, ICollection<string>, T> rename, Func<T, string> slug)
    {
        var needed = wanted.OfType<Guid>().Except(drafted.Select(guid)).ToHashSet();
        var taken = drafted.Select(slug).ToHashSet();
        foreach (var item in (last ?? []).Where(item => needed.Contains(guid(item))))
        {
            var kept = rename(item, taken);
            taken.Add(slug(kept));
            yield return kept;
        }
    }

    static bool SameToReaders(ProgrammeSnapshot last, ProgrammeSnapshot next) => Text(Levelled(last)) == Text(Levelled(next));

    /// <summary>Without what changes although nothing did: the name of the release.</summary>
    static ProgrammeSnapshot Levelled(ProgrammeSnapshot programme) =>
        programme with { Edition = programme.Edition with { Version = null }, Sessions = [.. programme.Sessions.OrderBy(s => s.Number)] };

    static string Text<T>(T value) => JsonSerializer.Serialize(value, Json.Stored);
}
