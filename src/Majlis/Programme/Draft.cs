using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>The programme as it is being worked on, read whole.</summary>
public static class Draft
{
    /// <summary>
    /// The edition's draft as plain records. <see cref="SessionEntry.Sequence"/> and <see cref="SessionEntry.Changed"/> are not of the draft:
    /// they are 0 and null here, and a release fills them in.
    /// </summary>
    public static async Task<ProgrammeSnapshot> Load(AppDb db, Edition edition, CancellationToken cancellation = default)
    {
        var id = edition.Id;
        // One moment: without it, what somebody saves between two of these queries would be half in it.
        await using var moment = db.Database.CurrentTransaction is null ? await db.OneMoment(cancellation) : null;
        var set = await db.Days.AsNoTracking().Where(d => d.EditionId == id).ToDictionaryAsync(d => d.Date, cancellation);
        var halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == id).OrderBy(h => h.Order).ThenBy(h => h.Slug).ToListAsync(cancellation);
        var walks = await db.Walks.AsNoTracking().Where(w => w.EditionId == id).OrderBy(w => w.HallA).ThenBy(w => w.HallB).ToListAsync(cancellation);
        var tracks = await db.Tracks.AsNoTracking().Where(t => t.EditionId == id).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync(cancellation);
        var types = await db.SessionTypes.AsNoTracking().Where(t => t.EditionId == id).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync(cancellation);
        var people = await db.PeopleOfProgramme(id).AsNoTracking().OrderBy(p => p.Number).ToListAsync(cancellation);
        var sessions = await db.Sessions.AsNoTracking().Where(s => s.EditionId == id).OrderBy(s => s.Number).ToListAsync(cancellation);
        var roles = (await db.SessionPeople.AsNoTracking().Where(p => db.Sessions.Any(s => s.Id == p.SessionId && s.EditionId == id))
            .OrderBy(p => p.Order).ToListAsync(cancellation)).ToLookup(p => p.SessionId);
        var hallGuid = halls.ToDictionary(h => h.Id, h => h.Guid);
        var trackGuid = tracks.ToDictionary(t => t.Id, t => t.Guid);
        var typeGuid = types.ToDictionary(t => t.Id, t => t.Guid);
        var personGuid = people.ToDictionary(p => p.Id, p => p.Guid);
        return new()
        {
            Edition = Entry(edition),
            Days = [.. DaysOf(edition, set)],
            Halls = [.. halls.Select(h => new HallEntry { Guid = h.Guid, Slug = h.Slug, Name = h.Name, Building = h.Building, Capacity = h.Capacity })],
            Walks = [.. walks.Select(w => new WalkEntry(hallGuid[w.HallA], hallGuid[w.HallB], w.Minutes))],
            Tracks = [.. tracks.Select(t => new TrackEntry { Guid = t.Guid, Slug = t.Slug, Name = t.Name, Colour = t.Colour })],
            Types = [.. types.Select(t => new SessionTypeEntry { Guid = t.Guid, Slug = t.Slug, Name = t.Name, IsBreak = t.IsBreak })],
            People = [.. people.Select(p => p.ToEntry())],
            Sessions = [.. sessions.Select(s => s.ToEntry(
                s.HallId is { } hall ? hallGuid[hall] : null, s.TrackId is { } track ? trackGuid[track] : null, s.TypeId is { } type ? typeGuid[type] : null,
                [.. roles[s.Id].Select(p => new SessionPersonEntry(personGuid[p.PersonId], p.Role))]))],
        };
    }

    /// <summary>Whom the programme knows: everybody but those who come with a delegation alone and are in no session.</summary>
    public static IQueryable<Person> PeopleOfProgramme(this AppDb db, Id<Edition> edition) =>
        db.Persons.Where(p => p.EditionId == edition && (!p.OffProgramme || db.SessionPeople.Any(s => s.PersonId == p.Id)));

    /// <summary>Sessions of the draft, each with its version, by number.</summary>
    /// <param name="guids">Null: all of them. Guids of which the edition has no session are skipped.</param>
    public static async Task<IReadOnlyList<(SessionEntry Session, long Version)>> Sessions(AppDb db, Id<Edition> edition, IReadOnlyCollection<Guid>? guids, CancellationToken cancellation = default)
    {
        await using var moment = db.Database.CurrentTransaction is null ? await db.OneMoment(cancellation) : null;
        var which = db.Sessions.AsNoTracking().Where(s => s.EditionId == edition);
        if (guids is not null) which = which.Where(s => guids.Contains(s.Guid));
        var people = (await which.Join(db.SessionPeople, s => s.Id, p => p.SessionId, (s, p) => p)
            .Join(db.Persons, p => p.PersonId, x => x.Id, (p, x) => new { p.SessionId, p.Order, p.Role, x.Guid }).ToListAsync(cancellation)).ToLookup(p => p.SessionId);
        var sessions = await which.OrderBy(s => s.Number).Select(s => new
        {
            Session = s,
            Hall = db.Halls.Where(h => h.Id == s.HallId).Select(h => (Guid?)h.Guid).FirstOrDefault(),
            Track = db.Tracks.Where(t => t.Id == s.TrackId).Select(t => (Guid?)t.Guid).FirstOrDefault(),
            Type = db.SessionTypes.Where(t => t.Id == s.TypeId).Select(t => (Guid?)t.Guid).FirstOrDefault(),
        }).ToListAsync(cancellation);
        return [.. sessions.Select(s => (s.Session.ToEntry(s.Hall, s.Track, s.Type,
            [.. people[s.Session.Id].OrderBy(p => p.Order).Select(p => new SessionPersonEntry(p.Guid, p.Role))]), s.Session.Version))];
    }

    public static EditionEntry Entry(Edition e) => new()
    {
        Slug = e.Slug, Title = e.Title, Subtitle = e.Subtitle, City = e.City, Venue = e.Venue, First = e.First, Last = e.Last, Zone = e.Zone,
        DayChange = e.DayChange, SlotMinutes = e.SlotMinutes, DefaultWalk = e.DefaultWalk, Languages = e.Languages, Url = e.Url, BaseUrl = e.BaseUrl, Logo = e.Logo,
    };

    static IEnumerable<DayEntry> DaysOf(Edition edition, Dictionary<LocalDate, EditionDay> set)
    {
        for (var date = edition.First; date <= edition.Last; date = date.PlusDays(1))
            yield return set.TryGetValue(date, out var day)
                ? new(date, day.Opens, day.Closes)
                : new(date, date + edition.DayChange, date.PlusDays(1) + edition.DayChange);
    }
}
