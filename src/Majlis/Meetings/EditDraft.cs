using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>A request of a draft is put somewhere, or taken out of it.</summary>
/// <param name="To">Null: it is not held. The interpreter of it is only a wish: whoever is free is taken.</param>
public sealed record DraftEdit(Id<MeetingRequest> Request, Placement? To);

/// <summary>What a draft would be after edits.</summary>
/// <param name="Broken">Every rule that it would break.</param>
/// <param name="New">Those among them that it does not break now.</param>
public sealed record EditedDraft(Plan Plan, IReadOnlyList<Violation> Broken, IReadOnlyList<Violation> New);

/// <summary>A place for a request in a draft.</summary>
/// <param name="New">What it would break there that is not broken without it.</param>
public sealed record DraftSpot(Placement To, IReadOnlyList<Violation> New);

/// <summary>
/// Changes a draft by hand. A change that breaks a rule is made and shown: people know more than the program, and mend it with the next change; only a plan that breaks none is published.
/// </summary>
public static class EditDraft
{
    /// <param name="version">Of the draft that the person saw.</param>
    /// <returns>What it breaks now.</returns>
    /// <exception cref="NotThere">No such draft, request, slot or room.</exception>
    /// <exception cref="EditedMeanwhile">Somebody changed the draft since.</exception>
    /// <exception cref="Refusal"><c>meetings.plan_open</c>, <c>meetings.plan_published</c>, <c>meetings.draft_locked</c> for a meeting that is locked.</exception>
    public static async Task<IReadOnlyList<Violation>> Run(AppDb db, Actor actor, Id<Edition> edition, int number, IReadOnlyList<DraftEdit> edits, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var plan = await DraftPlans.Open(db, edition, number, cancellation);
        plan.Editing();
        var meetings = await db.DraftMeetings.Where(m => m.PlanId == plan.Id).ToDictionaryAsync(m => m.RequestId, cancellation);
        var draft = await DraftPlans.Ahead(db, plan, [.. meetings.Values], cancellation);
        var problem = draft.Problem;
        if (edits.Select(e => meetings.GetValueOrDefault(e.Request)).FirstOrDefault(m => m is { IsLocked: true }) is { } locked)
            throw new Refusal("meetings.draft_locked", ("number", await db.MeetingRequests.Where(r => r.Id == locked.RequestId).Select(r => r.Number).SingleAsync(cancellation)));
        var after = After(problem, draft.Plan, edits);
        var placed = after.Plan.Meetings.ToDictionary(m => m.Request);
        foreach (var (request, _) in edits)
        {
            var known = meetings.GetValueOrDefault(request);
            if (!placed.TryGetValue(request.ToString(), out var to))
            {
                if (known is not null) db.Remove(known);
                continue;
            }
            var put = to.ToDraft(plan, false);
            if (known is null) db.Add(put);
            else known.Move(put.Start, put.RoomId, put.InterpreterId);
        }
        var unmet = plan.Unmet.Where(u => !placed.ContainsKey(u.Request)).ToList();
        unmet.AddRange(edits.Where(e => e.To is null && unmet.TrueForAll(u => u.Request != e.Request.ToString())).Select(e => new Unmet(e.Request.ToString(), "meetings.taken_out", [], [], null)));
        plan.Edit(after.Broken.Count == 0 ? PlanScore.Of(problem, after.Plan) : null, unmet);
        db.Expect(plan, version);
        var ids = edits.Select(e => e.Request).ToList();
        db.Record(actor, new MeetingPlanEdited(edition.Value, number, await db.MeetingRequests.Where(r => ids.Contains(r.Id)).Select(r => r.Number).ToListAsync(cancellation)));
        await db.SaveChangesAsync(cancellation);
        return after.Broken;
    }

    /// <summary>Puts one request into the slot.</summary>
    /// <param name="slot">Null: out of the draft.</param>
    /// <param name="room">Null: where it breaks least.</param>
    /// <exception cref="Refusal">As <see cref="Run"/>.</exception>
    public static async Task<IReadOnlyList<Violation>> Move(AppDb db, Actor actor, Id<Edition> edition, int number, Id<MeetingRequest> request, string? slot, string? room, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        if (slot is not null && room is null)
        {
            var plan = await DraftPlans.Open(db, edition, number, cancellation);
            var draft = await DraftPlans.Ahead(db, plan, await DraftPlans.MeetingsOf(db, plan.Id, cancellation), cancellation);
            room = Spots(draft.Problem, draft.Plan, request, draft.Problem.Slots.Where(s => s.Id == slot)).OrderBy(s => s.New.Count).FirstOrDefault()?.To.Room ?? throw new NotThere("slot");
        }
        return await Run(db, actor, edition, number, [new(request, slot is null ? null : new(request.ToString(), slot, room!))], version, cancellation);
    }

    /// <summary>What the request would break in each room of the slots, each worked out when it is asked for. Only what it has to do with is looked at: meetings of the same days and of its people.</summary>
    /// <exception cref="NotThere">It is not to be planned any more.</exception>
    public static IEnumerable<DraftSpot> Spots(Problem problem, Plan plan, Id<MeetingRequest> request, IEnumerable<Slot> slots)
    {
        var mine = problem.Requests.FirstOrDefault(r => r.Id == request.ToString()) ?? throw new NotThere("request");
        var (people, requests) = (mine.People.ToHashSet(), problem.Requests.ToDictionary(r => r.Id));
        var free = problem with { Requests = [.. problem.Requests.Select(r => r.Locked is null ? r : r with { Locked = null })] };
        var others = plan.Meetings.Where(m => m.Request != mine.Id && requests.ContainsKey(m.Request)).ToList();
        return slots.GroupBy(s => s.Day).SelectMany(day =>
        {
            var ids = problem.Slots.Where(s => s.Day == day.Key).Select(s => s.Id).ToHashSet();
            var near = others.Where(m => ids.Contains(m.Slot) || requests[m.Request].People.Any(people.Contains)).ToList();
            var before = PlanRules.Check(free, new(near)).Select(v => v.ToString()).ToHashSet();
            return day.SelectMany(slot => problem.Rooms.Select(room =>
            {
                var to = new Placement(mine.Id, slot.Id, room.Id);
                to = to with { Interpreter = InterpreterFor(problem, near, mine, to) };
                return new DraftSpot(to, [.. PlanRules.Check(free, new([.. near, to])).Where(v => !before.Contains(v.ToString()))]);
            }));
        });
    }

    /// <summary>What would become of the plan; nothing is written.</summary>
    /// <exception cref="NotThere">No such request, slot or room.</exception>
    public static EditedDraft After(Problem problem, Plan plan, IReadOnlyList<DraftEdit> edits)
    {
        var placed = plan.Meetings.ToDictionary(m => m.Request);
        foreach (var (id, to) in edits)
        {
            var request = problem.Requests.FirstOrDefault(r => r.Id == id.ToString()) ?? throw new NotThere("request");
            placed.Remove(request.Id);
            if (to is null) continue;
            if (problem.Slots.All(s => s.Id != to.Slot) || problem.Rooms.All(r => r.Id != to.Room)) throw new NotThere("slot");
            placed[request.Id] = to with { Request = request.Id, Interpreter = InterpreterFor(problem, placed.Values, request, to) };
        }
        var after = new Plan([.. placed.Values]);
        var before = PlanRules.Check(problem, plan).Select(v => v.ToString()).ToHashSet();
        var broken = PlanRules.Check(problem, after);
        return new(after, broken, [.. broken.Where(v => !before.Contains(v.ToString()))]);
    }

    /// <summary>The one that is asked for when free, else another of the pair who is; when nobody is, one of the pair all the same, so that the conflict names somebody.</summary>
    static string? InterpreterFor(Problem problem, IEnumerable<Placement> others, Request request, Placement to)
    {
        if (request.Languages is not { } pair) return null;
        var taken = others.Where(p => p.Slot == to.Slot).Select(p => p.Interpreter).ToHashSet();
        var able = problem.Interpreters.Where(i => i.Pairs.Contains(pair)).OrderByDescending(i => i.Id == to.Interpreter).ThenBy(i => i.Pairs.Count).ToList();
        return (able.Find(i => !taken.Contains(i.Id) && !i.Away.Contains(to.Slot)) ?? able.FirstOrDefault())?.Id;
    }
}

/// <summary>Says that a meeting stays where it is in every draft made from this one, or that it need not.</summary>
public static class LockMeeting
{
    /// <exception cref="NotThere">It is not in the draft.</exception>
    /// <exception cref="EditedMeanwhile">Somebody changed the draft since.</exception>
    /// <exception cref="Refusal"><c>meetings.plan_open</c>, <c>meetings.plan_published</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, Id<MeetingRequest> request, bool locked, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var plan = await DraftPlans.Open(db, edition, number, cancellation);
        plan.Editing();
        var meeting = await db.DraftMeetings.SingleOrDefaultAsync(m => m.PlanId == plan.Id && m.RequestId == request, cancellation) ?? throw new NotThere("meeting");
        meeting.Lock(locked);
        db.Expect(plan, version);
        db.Record(actor, new MeetingPlanEdited(edition.Value, number, [await db.MeetingRequests.Where(r => r.Id == request).Select(r => r.Number).SingleAsync(cancellation)]));
        await db.SaveChangesAsync(cancellation);
    }
}
