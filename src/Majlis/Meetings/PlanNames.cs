using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>How everything that a plan speaks of by id is called.</summary>
public sealed class PlanNames
{
    readonly Dictionary<string, LocalizedText> _people, _sides;
    readonly Dictionary<string, MeetingRoom> _rooms;
    readonly Dictionary<string, MeetingInterpreter> _interpreters;
    readonly Dictionary<string, MeetingRequest> _requests;
    readonly IReadOnlyList<string> _languages;

    PlanNames(Dictionary<string, LocalizedText> people, Dictionary<string, LocalizedText> sides, Dictionary<string, MeetingRoom> rooms, Dictionary<string, MeetingInterpreter> interpreters,
        Dictionary<string, MeetingRequest> requests, IReadOnlyList<string> languages) =>
        (_people, _sides, _rooms, _interpreters, _requests, _languages) = (people, sides, rooms, interpreters, requests, languages);

    public IReadOnlyDictionary<string, MeetingRequest> Requests => _requests;
    public IReadOnlyDictionary<string, MeetingRoom> Rooms => _rooms;
    public IReadOnlyDictionary<string, MeetingInterpreter> Interpreters => _interpreters;
    public IReadOnlyDictionary<string, LocalizedText> Sides => _sides;
    public IReadOnlyDictionary<string, LocalizedText> People => _people;

    public static async Task<PlanNames> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var languages = await db.Editions.Where(e => e.Id == edition).Select(e => e.Languages).SingleAsync(cancellation);
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == edition).ToListAsync(cancellation);
        var names = await Meetings.Sides.Names(db, sides, cancellation);
        var people = await db.Persons.AsNoTracking().Where(p => p.EditionId == edition).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id.ToString(), p => p.Name, cancellation);
        // A party that named nobody meets as one.
        foreach (var side in sides) people[$"side-{side.Id}"] = names[side.Id].Name;
        return new(people, sides.ToDictionary(s => s.Id.ToString(), s => names[s.Id].Name),
            await db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == edition).ToDictionaryAsync(r => r.Id.ToString(), cancellation),
            await db.MeetingInterpreters.AsNoTracking().Where(i => i.EditionId == edition).ToDictionaryAsync(i => i.Id.ToString(), cancellation),
            await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == edition).ToDictionaryAsync(r => r.Id.ToString(), cancellation), languages);
    }

    string In(LocalizedText text, Language language) => text.In(language.Tag, _languages).Text;

    public string Person(string id, Language language) => _people.TryGetValue(id, out var name) ? In(name, language) : id;

    public string Side(string id, Language language) => _sides.TryGetValue(id, out var name) ? In(name, language) : id;

    public string Room(string id, Language language) => _rooms.TryGetValue(id, out var room) ? In(room.Name, language) : id;

    public string Interpreter(string id) => _interpreters.TryGetValue(id, out var interpreter) ? interpreter.Name : id;

    /// <summary>Both sides' names.</summary>
    public string Request(string id, Language language) => _requests.TryGetValue(id, out var request) ? $"{Side(request.FromId.ToString(), language)} – {Side(request.ToId.ToString(), language)}" : id;
}

/// <summary>Says in plain words why a request is not in a plan, which rule a plan breaks, and why a problem cannot be planned.</summary>
/// <param name="at">How a moment of the edition is written for the reader.</param>
public sealed class PlanSentences(PlanNames names, Language language, Func<LocalDateTime, string> at)
{
    readonly Texts _texts = Texts.Of(language);

    public string Say(Unmet unmet)
    {
        IReadOnlyList<string> of = unmet.Of;
        string Sentence(string key, params ReadOnlySpan<(string, object?)> values) => _texts.SayPlain(key, values);
        return unmet.Code switch
        {
            "meetings.vetoed" => Sentence("plan.unmet.vetoed", ("sides", Sides(of))),
            "meetings.no_common_slot" => Sentence("plan.unmet.no_common_slot", ("people", People(of))),
            "meetings.no_room" => Sentence("plan.unmet.no_room", ("class", RoomClass(of))),
            "meetings.no_interpreter" => Sentence("plan.unmet.no_interpreter", ("pair", Pair(of[0]))),
            "meetings.people_busy" => Sentence("plan.unmet.people_busy", ("people", People(of))),
            "meetings.limit_reached" => Sentence("plan.unmet.limit_reached", ("people", People(of))),
            "meetings.order_unmet" => Sentence("plan.unmet.order_unmet", ("meetings", Requests(of))),
            "meetings.rooms_taken" => Sentence("plan.unmet.rooms_taken", ("class", RoomClass(of)), ("slot", SlotAt(of[1]))),
            "meetings.interpreters_taken" => Sentence("plan.unmet.interpreters_taken", ("pair", Pair(of[0])), ("slot", SlotAt(of[1]))),
            "meetings.too_far" => Sentence("plan.unmet.too_far", ("people", People(of))),
            "meetings.not_worth" => Sentence("plan.unmet.not_worth"),
            "meetings.not_tried" => Sentence("plan.unmet.not_tried"),
            "meetings.taken_out" => Sentence("plan.unmet.taken_out"),
            _ => unmet.Code,
        };
    }

    /// <summary>The cheapest change that would put the request into the plan.</summary>
    public string Say(Change change) => change.Drop.Count == 0
        ? _texts.SayPlain("plan.change.put", ("slot", SlotAt(change.Put.Slot)), ("room", names.Room(change.Put.Room, language)))
        : _texts.SayPlain("plan.change.instead", ("slot", SlotAt(change.Put.Slot)), ("room", names.Room(change.Put.Room, language)), ("meetings", Requests(change.Drop)), ("count", change.Drop.Count));

    public string Say(Violation broken)
    {
        var of = broken.Of;
        string Sentence(string key, params ReadOnlySpan<(string, object?)> values) => _texts.SayPlain(key, values);
        string Meeting(int i = 0) => names.Request(of[i], language);
        string Person() => names.Person(of[0], language);
        string Room(int i) => names.Room(of[i], language);
        return broken.Code switch
        {
            "meetings.request_unknown" => Sentence("plan.broken.request_unknown", ("meeting", Meeting())),
            "meetings.slot_unknown" => Sentence("plan.broken.slot_unknown", ("slot", SlotAt(of[0]))),
            "meetings.room_unknown" => Sentence("plan.broken.room_unknown", ("room", Room(0))),
            "meetings.interpreter_unknown" => Sentence("plan.broken.interpreter_unknown", ("interpreter", names.Interpreter(of[0]))),
            "meetings.vetoed" => Sentence("plan.broken.vetoed", ("meeting", Meeting())),
            "meetings.slot_not_allowed" => Sentence("plan.broken.slot_not_allowed", ("meeting", Meeting()), ("slot", SlotAt(of[1]))),
            "meetings.room_class" => Sentence("plan.broken.room_class", ("meeting", Meeting()), ("room", Room(1))),
            "meetings.room_small" => Sentence("plan.broken.room_small", ("meeting", Meeting()), ("room", Room(1))),
            "meetings.room_closed" => Sentence("plan.broken.room_closed", ("room", Room(0)), ("slot", SlotAt(of[1]))),
            "meetings.room_full" => Sentence("plan.broken.room_full", ("room", Room(0)), ("slot", SlotAt(of[1]))),
            "meetings.interpreter_missing" => Sentence("plan.broken.interpreter_missing", ("meeting", Meeting()), ("pair", Pair(of[1]))),
            "meetings.interpreter_idle" => Sentence("plan.broken.interpreter_idle", ("meeting", Meeting()), ("interpreter", names.Interpreter(of[1]))),
            "meetings.person_away" => Sentence("plan.broken.person_away", ("person", Person()), ("slot", SlotAt(of[1]))),
            "meetings.person_twice" => Sentence("plan.broken.person_twice", ("person", Person()), ("slot", SlotAt(of[1]))),
            "meetings.interpreter_away" => Sentence("plan.broken.person_away", ("person", names.Interpreter(of[0])), ("slot", SlotAt(of[1]))),
            "meetings.interpreter_twice" => Sentence("plan.broken.person_twice", ("person", names.Interpreter(of[0])), ("slot", SlotAt(of[1]))),
            "meetings.most_a_day" => Sentence("plan.broken.most_a_day", ("person", names.Interpreters.ContainsKey(of[0]) ? names.Interpreter(of[0]) : Person())),
            "meetings.most_a_half_day" => Sentence("plan.broken.most_a_half_day", ("person", Person())),
            "meetings.too_far" => Sentence("plan.broken.too_far", ("person", names.Interpreters.ContainsKey(of[0]) ? names.Interpreter(of[0]) : Person()), ("first", Meeting(1)), ("second", Meeting(2))),
            "meetings.order" => Sentence("plan.broken.order", ("first", Meeting()), ("second", Meeting(1))),
            "meetings.lock_moved" => Sentence("plan.broken.lock_moved", ("meeting", Meeting())),
            "meetings.meets_itself" => Sentence("plan.broken.meets_itself", ("meeting", Meeting())),
            "meetings.no_requests" => Sentence("plan.broken.no_requests"),
            "meetings.no_slots" => Sentence("plan.broken.no_slots"),
            "meetings.no_rooms" => Sentence("plan.broken.no_rooms"),
            "meetings.overtaken" => Sentence("plan.broken.overtaken"),
            "meetings.planner_failed" => Sentence("plan.broken.planner_failed"),
            "meetings.too_many" => Sentence("plan.broken.too_many", ("kind", of[0]), ("most", of[1])),
            // What only a file can get wrong: an edition's ids and numbers are right.
            _ => Sentence("plan.broken.other", ("what", broken.ToString())),
        };
    }

    IReadOnlyList<string> People(IReadOnlyList<string> ids) => [.. ids.Select(i => names.Person(i, language))];

    IReadOnlyList<string> Sides(IReadOnlyList<string> ids) => [.. ids.Select(i => names.Side(i, language))];

    IReadOnlyList<string> Requests(IReadOnlyList<string> ids) => [.. ids.Select(i => names.Request(i, language))];

    string RoomClass(IReadOnlyList<string> of) => _texts[of[0].Length == 0 ? "room.class.any" : $"room.class.{of[0].ToLowerInvariant()}"];

    string SlotAt(string slot) => MeetingProblem.StartOf(slot) is { } start ? at(start) : slot;

    string Pair(string pair) => pair.Split('–') is [var a, var b] ? $"{LanguageNames.Name(a, language)} – {LanguageNames.Name(b, language)}" : pair;
}
