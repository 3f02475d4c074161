using Majlis.Programme;
using NodaTime;

namespace Majlis.Demo;

/// <summary>Who and what is taken when. Everybody gets the minutes it takes to walk from one hall to the next.</summary>
sealed class Timetable
{
    readonly Dictionary<Guid, List<(LocalDateTime Start, LocalDateTime End, HallEntry? Hall)>> _people = [];
    readonly Dictionary<Guid, List<(LocalDateTime Start, LocalDateTime End)>> _halls = [];
    readonly List<(LocalDateTime Start, LocalDateTime End)> _everywhere = [];

    public static Timetable Of(ProgrammeSnapshot programme)
    {
        var halls = programme.Halls.ToDictionary(h => h.Guid);
        var timetable = new Timetable();
        foreach (var session in programme.Sessions.Where(s => s is { IsScheduled: true, IsCancelled: false }))
            timetable.Book(session, session.Hall is { } hall ? halls[hall] : null);
        return timetable;
    }

    public void Book(SessionEntry session, HallEntry? hall)
    {
        var (start, end) = (session.Start!.Value, session.End!.Value);
        if (hall is null) _everywhere.Add((start, end));
        else Of(_halls, hall.Guid).Add((start, end));
        foreach (var person in session.People.Select(p => p.Person).Distinct()) Of(_people, person).Add((start, end, hall));
    }

    public bool IsFree(HallEntry hall, LocalDateTime start, LocalDateTime end) =>
        Of(_halls, hall.Guid).Concat(_everywhere).All(b => b.End <= start || end <= b.Start);

    /// <param name="hall">Null: all halls.</param>
    public bool IsFree(Guid person, LocalDateTime start, LocalDateTime end, HallEntry? hall)
    {
        if (!_people.TryGetValue(person, out var booked)) return true;
        foreach (var other in booked)
        {
            var walk = DemoProgramme.WalkMinutes(hall, other.Hall);
            if (other.Start < end.PlusMinutes(walk) && start < other.End.PlusMinutes(walk)) return false;
        }
        return true;
    }

    static List<T> Of<T>(Dictionary<Guid, List<T>> lists, Guid key)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        return list;
    }
}
