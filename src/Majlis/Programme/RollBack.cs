using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// Makes what an earlier release showed public again, as a new release with the next number and its own list of changes. The draft stays as it is, unless it is asked to follow.
/// </summary>
/// <remarks>
/// A person whom the edition no longer knows does not come back: whoever was removed is gone. Sessions that came after the old release are cancelled, as if they were taken out of the draft,
/// so that calendars hear of it; numbers of moves only go up. What comes back is looked at as any release is, within the halls, walks, people and rules of today; who rolls back is in need, and may answer for
/// what stands against it by saying how many conflicts these are.
/// </remarks>
public static class RollBack
{
    /// <param name="number">Of the release whose content is wanted.</param>
    /// <param name="draftToo">Lay the old content over the draft, too: what the draft has beyond it is taken out, or called off where it was public.</param>
    /// <exception cref="NotThere">The edition has no such release.</exception>
    /// <param name="despite">How many conflicts that forbid a release, and that nobody accepted, the actor was shown and answers for; kept with the event.</param>
    /// <exception cref="Refusal"><c>programme.roll_back_conflicts</c>, when there are others than that <c>count</c>; and as for <see cref="ReleaseProgramme"/>.</exception>
    public static async Task<Release> Run(AppDb db, Actor actor, Id<Edition> id, int number, string name, LocalizedText note, LettersTo letters, bool draftToo, int despite = 0,
        CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.ReleaseProgramme, id, cancellation);
        if (draftToo) actor.Require(Permission.EditProgramme, id.Value);
        name = ReleaseProgramme.Named(name);
        await using var whole = db.Database.CurrentTransaction is null && draftToo ? await db.Database.BeginTransactionAsync(cancellation) : null;
        if (await db.Releases.Where(r => r.EditionId == id).Select(r => r.Name).ToListAsync(cancellation) is var names
            && names.Any(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase))) throw new Refusal("programme.release_name_taken", ("name", name));
        var now = db.Clock.GetCurrentInstant();
        var (programme, last, next) = await Again(db, id, number, name, now, cancellation);
        var against = (await Found(db, edition, programme, cancellation)).AgainstRelease.Count;
        if (against > 0 && against != despite) throw new Refusal("programme.roll_back_conflicts", ("count", against));
        var release = await ReleaseProgramme.Make(db, actor, id, new(id, next, name, note, programme, actor.Account, actor.Name, now, letters), last, number, cancellation, against);
        if (draftToo) await ImportProgramme.Run(db, actor, id, new(programme, []), new() { File = name, RemoveMissing = true, PlaceAll = true }, cancellation);
        if (whole is not null) await whole.CommitAsync(cancellation);
        return release;
    }

    /// <summary>What the public would see, what it would change against the last release, and the conflicts in it. Writes nothing.</summary>
    public static async Task<(ProgrammeSnapshot Programme, ProgrammeSnapshot Last, CheckedProgramme Check)> Preview(AppDb db, Actor actor, Id<Edition> id, int number, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.SeeDesk, id, cancellation);
        var (programme, last, _) = await Again(db, id, number, "", db.Clock.GetCurrentInstant(), cancellation);
        return (programme, last, await Found(db, edition, programme, cancellation));
    }

    static async Task<CheckedProgramme> Found(AppDb db, Edition edition, ProgrammeSnapshot programme, CancellationToken cancellation) =>
        ConflictCheck.Checked((await ConflictFacts.Load(db, edition, programme, cancellation)).Within(programme));

    static async Task<(ProgrammeSnapshot Programme, ProgrammeSnapshot Last, int Next)> Again(AppDb db, Id<Edition> id, int number, string name, Instant now, CancellationToken cancellation)
    {
        var since = await db.Releases.AsNoTracking().Where(r => r.EditionId == id && r.Number >= number).OrderBy(r => r.Number).ToListAsync(cancellation);
        if (since.Count == 0 || since[0].Number != number) throw new NotThere("release");
        var opened = since.Select(r => r.Open()).ToList();
        var (old, last) = (opened[0], opened[^1]);
        var known = await db.Persons.Where(p => p.EditionId == id).Select(p => p.Guid).ToHashSetAsync(cancellation);
        // A session that is gone from the last release begins from where its calendars are, not anew.
        var moves = opened.SelectMany(p => p.Sessions).GroupBy(s => s.Guid).ToDictionary(s => s.Key, s => s.Max(x => x.Sequence) + 1);
        var there = last.Sessions.Select(s => s.Guid).ToHashSet();
        var draft = old with
        {
            People = [.. old.People.Where(p => known.Contains(p.Guid))],
            Sessions = [.. old.Sessions.Select(s => s with { Sequence = 0, Changed = null, People = [.. s.People.Where(p => known.Contains(p.Person))] })],
        };
        var programme = ReleaseProgramme.Public(draft, last, name, now);
        return (programme with { Sessions = [.. programme.Sessions.Select(s => there.Contains(s.Guid) ? s : s with { Sequence = moves[s.Guid] })] }, last, since[^1].Number + 1);
    }
}
