namespace Majlis.Programme.Conflicts;

/// <summary>A hall is used by one session at a time, within its hours and its seats. A break is no use of a hall, but a time in which it is not to be used.</summary>
static class HallRules
{
    public static IEnumerable<Conflict> Of(Slot slot, PlanIndex index)
    {
        if (index.MinutesClosed(slot) is > 0 and var closed) yield return About(slot, ConflictRule.HallClosed, index, closed);
        if (slot.Session.Expected is { } expected && index.Seats(slot) is { } seats && expected > seats) yield return About(slot, ConflictRule.SeatsMissing, index, expected - seats);
    }

    /// <summary>Of two slots that meet and need one hall.</summary>
    public static Conflict? Together(Slot one, Slot other, PlanIndex index)
    {
        if (one.IsBreak && other.IsBreak) return null;
        var rule = one.IsBreak || other.IsBreak ? ConflictRule.BreakSkipped : ConflictRule.HallTwice;
        return Two(rule, one, other) with { Halls = index.GuidOfHall(Math.Max(one.Hall, other.Hall)) is { } hall ? [hall] : [] };
    }

    static Conflict About(Slot slot, ConflictRule rule, PlanIndex index, int amount) => One(rule, slot, amount) with { Halls = index.GuidOfHall(slot.Hall) is { } hall ? [hall] : [] };

    /// <summary>About one session, with its time.</summary>
    public static Conflict One(ConflictRule rule, Slot slot, int amount) =>
        new() { Rule = rule, Sessions = [slot.Session.Guid], From = Slot.Time(slot.Start), Until = Slot.Time(slot.End), Amount = amount };

    /// <summary>About the minutes two sessions share.</summary>
    public static Conflict Two(ConflictRule rule, Slot one, Slot other)
    {
        var (from, until) = (Math.Max(one.Start, other.Start), Math.Min(one.End, other.End));
        return new() { Rule = rule, Sessions = InOrder(one, other), From = Slot.Time(from), Until = Slot.Time(until), Amount = until - from };
    }

    public static Guid[] InOrder(Slot one, Slot other) =>
        (one.Start, one.Session.Guid).CompareTo((other.Start, other.Session.Guid)) <= 0 ? [one.Session.Guid, other.Session.Guid] : [other.Session.Guid, one.Session.Guid];
}

/// <summary>A person is in one place at a time, has time to walk, and is there and free.</summary>
static class PersonRules
{
    public static IEnumerable<Conflict> Of(Slot slot, PlanIndex index)
    {
        foreach (var (_, person) in index.PeopleOf(slot))
        {
            if (person.Available.MinutesOutside(slot) is > 0 and var outside) yield return About(slot, ConflictRule.PersonUnavailable, person, outside);
            if (person.Arrives > slot.Start) yield return About(slot, ConflictRule.BeforeArrival, person, Math.Min(slot.End, person.Arrives.Value) - slot.Start);
            if (person.Departs < slot.End) yield return About(slot, ConflictRule.AfterDeparture, person, slot.End - Math.Max(slot.Start, person.Departs.Value));
        }
    }

    /// <summary>
    /// Of two slots with the person. Any two, not only neighbours: whether a walk is too short then never depends on a third session, and what moves changes nothing but its own.
    /// </summary>
    public static Conflict? Together(Slot one, Slot other, PlanIndex.PersonOf person, PlanIndex index)
    {
        if (one.Meets(other)) return HallRules.Two(ConflictRule.PersonTwice, one, other) with { People = [person.Guid] };
        var (first, then) = one.Start <= other.Start ? (one, other) : (other, one);
        var lacking = index.WalkMinutes(first, then) - (then.Start - first.End);
        if (lacking <= 0) return null;
        return new()
        {
            Rule = ConflictRule.WalkTooShort, Sessions = [first.Session.Guid, then.Session.Guid], Halls = [index.GuidOfHall(first.Hall)!.Value, index.GuidOfHall(then.Hall)!.Value],
            People = [person.Guid], From = Slot.Time(first.End), Until = Slot.Time(then.Start), Amount = lacking,
        };
    }

    static Conflict About(Slot slot, ConflictRule rule, PlanIndex.PersonOf person, int minutes) => HallRules.One(rule, slot, minutes) with { People = [person.Guid] };
}

/// <summary>Somebody speaks, and where three or more do somebody leads them. Breaks need neither. Asked of sessions without a time and a place too.</summary>
static class RolesRules
{
    const int MostWithoutChair = 2;

    public static IEnumerable<Conflict> Of(Slot slot)
    {
        if (slot.IsBreak) yield break;
        var roles = slot.Session.People;
        var speaking = roles.Where(p => p.Role is not (SessionRole.Chair or SessionRole.Moderator or SessionRole.Interpreter)).DistinctBy(p => p.Person).Count();
        if (speaking == 0) yield return new() { Rule = ConflictRule.SpeakerMissing, Sessions = [slot.Session.Guid] };
        if (speaking > MostWithoutChair && !roles.Any(p => p.Role is SessionRole.Chair or SessionRole.Moderator)) yield return new() { Rule = ConflictRule.ChairMissing, Sessions = [slot.Session.Guid] };
    }
}

/// <summary>What is interpreted into has its booth and its interpreters: see <see cref="Interpretation"/>.</summary>
static class LanguageRules
{
    public static IEnumerable<Conflict> Of(Slot slot, PlanIndex index)
    {
        if (slot.Session.OutputLanguages.Count == 0) yield break;
        var languages = Interpretation.Booths(slot.Session);
        if (index.Booths(slot) is { } booths && languages.Count > booths)
            yield return HallRules.One(ConflictRule.BoothsMissing, slot, languages.Count - booths) with { Halls = index.GuidOfHall(slot.Hall) is { } hall ? [hall] : [], Languages = languages };
        var interpreters = slot.Session.People.Where(p => p.Role == SessionRole.Interpreter).Select(p => index.Person(p.Person).Interprets).ToList();
        var (missing, lacking, surplus) = Interpretation.Seat(slot.Session, interpreters, slot.Length);
        if (missing > 0) yield return HallRules.One(ConflictRule.InterpretersMissing, slot, missing) with { Languages = lacking };
        if (surplus > 0) yield return HallRules.One(ConflictRule.InterpretersSurplus, slot, surplus);
    }
}

/// <summary>Who follows a track can be at one session of it only.</summary>
static class TrackRules
{
    public static Conflict? Together(Slot one, Slot other) => one.IsBreak || other.IsBreak ? null : HallRules.Two(ConflictRule.TrackTwice, one, other);
}
