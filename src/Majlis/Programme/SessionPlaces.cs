using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>What a session refers to, looked up by guid in its own edition and nowhere else.</summary>
sealed record SessionPlaces(Id<Hall>? Hall, Id<Track>? Track, Id<SessionType>? Type, IReadOnlyList<(Id<Person>, SessionRole)> People)
{
    /// <exception cref="Refusal"><c>programme.hall_unknown</c>, <c>programme.track_unknown</c>, <c>programme.type_unknown</c>, <c>programme.person_unknown</c>.</exception>
    public static async Task<SessionPlaces> Find(AppDb db, Id<Edition> edition, SessionEntry facts, CancellationToken cancellation)
    {
        Id<Hall>? hall = null;
        Id<Track>? track = null;
        Id<SessionType>? type = null;
        if (facts.Hall is { } h)
            hall = await db.Halls.Where(x => x.EditionId == edition && x.Guid == h).Select(x => (Id<Hall>?)x.Id).SingleOrDefaultAsync(cancellation)
                ?? throw new Refusal("programme.hall_unknown");
        if (facts.Track is { } t)
            track = await db.Tracks.Where(x => x.EditionId == edition && x.Guid == t).Select(x => (Id<Track>?)x.Id).SingleOrDefaultAsync(cancellation)
                ?? throw new Refusal("programme.track_unknown");
        if (facts.Type is { } y)
            type = await db.SessionTypes.Where(x => x.EditionId == edition && x.Guid == y).Select(x => (Id<SessionType>?)x.Id).SingleOrDefaultAsync(cancellation)
                ?? throw new Refusal("programme.type_unknown");
        var guids = facts.People.Select(p => p.Person).Distinct().ToList();
        var people = guids.Count == 0 ? [] : await db.Persons.Where(x => x.EditionId == edition && guids.Contains(x.Guid))
            .ToDictionaryAsync(x => x.Guid, x => x.Id, cancellation);
        if (people.Count != guids.Count) throw new Refusal("programme.person_unknown");
        return new(hall, track, type, [.. facts.People.Select(p => (people[p.Person], p.Role))]);
    }

    public void Give(Session session, SessionEntry facts) => session.Take(facts, Hall, Track, Type, People);
}
