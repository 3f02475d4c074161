namespace Majlis.Meetings.Planning;

/// <summary>
/// Whether a plan holds, found out from the problem alone: slowly, plainly, and sharing nothing with any planner, so that it can be believed.
/// </summary>
public static class PlanRules
{
    /// <summary>Every rule that the plan breaks; empty when it holds.</summary>
    public static IReadOnlyList<Violation> Check(Problem problem, Plan plan) => [.. new Checking(problem).Of(plan)];

    sealed class Checking(Problem problem)
    {
        readonly Dictionary<string, Slot> _slots = problem.Slots.ToDictionary(s => s.Id);
        readonly Dictionary<string, Room> _rooms = problem.Rooms.ToDictionary(r => r.Id);
        readonly Dictionary<string, Interpreter> _interpreters = problem.Interpreters.ToDictionary(i => i.Id);
        readonly Dictionary<string, Principal> _people = problem.People.ToDictionary(p => p.Id);
        readonly Dictionary<string, Request> _requests = problem.Requests.ToDictionary(r => r.Id);
        readonly Dictionary<(string, string), int> _walks = problem.Walks.SelectMany(w => new[] { (w.A, w.B, w.Minutes), (w.B, w.A, w.Minutes) }).DistinctBy(w => (w.Item1, w.Item2))
            .ToDictionary(w => (w.Item1, w.Item2), w => w.Minutes);

        sealed record Held(Request Request, Slot Slot, Room Room, Interpreter? Interpreter);

        public IEnumerable<Violation> Of(Plan plan)
        {
            List<Violation> found = [];
            List<Held> held = [];
            foreach (var placement in plan.Meetings)
                if (Known(placement, found) is { } meeting) held.Add(meeting);
            found.AddRange(held.GroupBy(h => h.Request.Id).Where(g => g.Count() > 1).Select(g => new Violation("meetings.request_twice", [g.Key])));
            return found.Concat(held.SelectMany(Alone)).Concat(held.SelectMany(h => h.Request.People.Select(p => (Person: p, h))).GroupBy(x => x.Person).SelectMany(g => Day(_people[g.Key], [.. g.Select(x => x.h)])))
                .Concat(held.Where(h => h.Interpreter is not null).GroupBy(h => h.Interpreter!.Id).SelectMany(g => Day(g.First().Interpreter!, [.. g])))
                .Concat(held.GroupBy(h => h.Room.Id).SelectMany(g => Tables(g.First().Room, [.. g]))).Concat(Orders(held)).Concat(Locks(plan));
        }

        Held? Known(Placement placement, List<Violation> found)
        {
            T? Find<T>(Dictionary<string, T> all, string? id, string code) where T : class
            {
                if (id is not null && all.GetValueOrDefault(id) is { } one) return one;
                if (id is not null) found.Add(new(code, [id]));
                return null;
            }
            var request = Find(_requests, placement.Request, "meetings.request_unknown");
            var slot = Find(_slots, placement.Slot, "meetings.slot_unknown");
            var room = Find(_rooms, placement.Room, "meetings.room_unknown");
            var interpreter = Find(_interpreters, placement.Interpreter, "meetings.interpreter_unknown");
            return request is null || slot is null || room is null || placement.Interpreter is not null && interpreter is null ? null : new(request, slot, room, interpreter);
        }

        static IEnumerable<Violation> Alone(Held h)
        {
            if (h.Request.From.Wish == Wish.Veto || h.Request.To.Wish == Wish.Veto) yield return new("meetings.vetoed", [h.Request.Id]);
            if (h.Request.Slots.Count > 0 && !h.Request.Slots.Contains(h.Slot.Id)) yield return new("meetings.slot_not_allowed", [h.Request.Id, h.Slot.Id]);
            if (h.Request.RoomClass is { } needed && needed != h.Room.Class) yield return new("meetings.room_class", [h.Request.Id, h.Room.Id]);
            if ((h.Request.Seats ?? h.Request.People.Count()) > h.Room.Seats) yield return new("meetings.room_small", [h.Request.Id, h.Room.Id]);
            if (h.Room.Closed.Contains(h.Slot.Id)) yield return new("meetings.room_closed", [h.Room.Id, h.Slot.Id]);
            if (h.Request.Languages is { } pair && h.Interpreter?.Pairs.Contains(pair) is not true) yield return new("meetings.interpreter_missing", [h.Request.Id, pair.ToString()]);
            if (h.Request.Languages is null && h.Interpreter is not null) yield return new("meetings.interpreter_idle", [h.Request.Id, h.Interpreter.Id]);
        }

        IEnumerable<Violation> Day(Principal person, List<Held> meetings) => Day(person.Id, "meetings.person", person.Away, person.MostADay, meetings)
            .Concat(meetings.GroupBy(h => (h.Slot.Day, h.Slot.Half)).Where(g => g.Count() > person.MostAHalfDay).Select(_ => new Violation("meetings.most_a_half_day", [person.Id])));

        IEnumerable<Violation> Day(Interpreter interpreter, List<Held> meetings) => Day(interpreter.Id, "meetings.interpreter", interpreter.Away, interpreter.MostADay, meetings);

        /// <summary>What holds for whoever must be in a meeting: to be there, to be in one at a time, to get from one to the next, not to have too many.</summary>
        IEnumerable<Violation> Day(string id, string who, IReadOnlyList<string> away, int? mostADay, List<Held> meetings)
        {
            foreach (var h in meetings.Where(h => away.Contains(h.Slot.Id))) yield return new($"{who}_away", [id, h.Slot.Id]);
            foreach (var day in meetings.GroupBy(h => h.Slot.Day))
            {
                if (day.Count() > mostADay) yield return new("meetings.most_a_day", [id]);
                foreach (var (one, next) in day.OrderBy(h => h.Slot.Start).Zip(day.OrderBy(h => h.Slot.Start).Skip(1)))
                {
                    if (one.Slot.Id == next.Slot.Id) yield return new($"{who}_twice", [id, one.Slot.Id]);
                    else if (Minutes(one.Slot, next.Slot) < Walk(one.Room, next.Room)) yield return new("meetings.too_far", [id, one.Request.Id, next.Request.Id]);
                }
            }
        }

        /// <summary>A meeting takes its table until the turnaround after it is over.</summary>
        IEnumerable<Violation> Tables(Room room, List<Held> meetings) =>
            from slot in meetings.Select(h => h.Slot).DistinctBy(s => s.Id)
            let taken = meetings.Count(h => h.Slot.Id == slot.Id || h.Slot.Start < slot.Start && Minutes(h.Slot, slot) < problem.Turnaround)
            where taken + room.Taken.GetValueOrDefault(slot.Id) > room.Tables
            select new Violation("meetings.room_full", [room.Id, slot.Id]);

        IEnumerable<Violation> Orders(List<Held> held)
        {
            var at = held.ToLookup(h => h.Request.Id, h => h.Slot.Start);
            return problem.Orders.Where(o => at[o.First].Any(first => at[o.Then].Any(then => first >= then))).Select(o => new Violation("meetings.order", [o.First, o.Then]));
        }

        IEnumerable<Violation> Locks(Plan plan)
        {
            var placed = plan.Meetings.ToHashSet();
            return problem.Requests.Where(r => r.Locked is not null && !placed.Contains(r.Locked)).Select(r => new Violation("meetings.lock_moved", [r.Id]));
        }

        static long Minutes(Slot one, Slot next) => NodaTime.Period.Between(one.End, next.Start, NodaTime.PeriodUnits.Minutes).Minutes;

        int Walk(Room from, Room to) => from.Building == to.Building ? 0 : _walks.GetValueOrDefault((from.Building, to.Building), problem.DefaultWalk);
    }
}
