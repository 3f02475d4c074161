using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Meetings.Exchange;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>What becomes of one row.</summary>
/// <param name="IsKnown">It is there already and is left alone.</param>
public sealed record TakenRequest(int Line, LocalizedText From, LocalizedText To, string Purpose, bool IsKnown);

/// <summary>What a table would do. With a fault in any cell it does nothing.</summary>
public sealed record RequestPlan(IReadOnlyList<TakenRequest> Lines, IReadOnlyList<RequestFault> Faults)
{
    public bool MayRun => Faults.Count == 0 && Lines.Any(l => !l.IsKnown);
}

/// <summary>
/// Takes a table of requests for the desk, whole or not at all. A request between two sides that have an open one, and a row with a number that is there, are left alone, so a table may be taken in
/// again. Nobody is written to: sides find the requests on their pages.
/// </summary>
public static class ImportRequests
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    public static async Task<RequestPlan> Preview(AppDb db, Actor actor, Id<Edition> edition, RequestReading reading, CancellationToken cancellation = default)
    {
        var plan = await Lay(db, actor, edition, reading, _ => Task.FromResult(1), cancellation);
        db.ChangeTracker.Clear();
        return plan;
    }

    /// <returns>What it did; nothing when there are faults.</returns>
    /// <exception cref="EditedMeanwhile">Requests were sent while the import ran; nothing was written.</exception>
    public static async Task<RequestPlan> Run(AppDb db, Actor actor, Id<Edition> edition, RequestReading reading, string file, CancellationToken cancellation = default)
    {
        var plan = await Lay(db, actor, edition, reading, count => MeetingRounds.NextNumber(db, edition, count, cancellation), cancellation);
        if (!plan.MayRun)
        {
            db.ChangeTracker.Clear();
            return plan;
        }
        db.Record(actor, new MeetingRequestsTakenIn(edition.Value, Characters.Kept(file), plan.Lines.Count(l => !l.IsKnown)));
        await db.SaveFirst(cancellation);
        return plan;
    }

    static async Task<RequestPlan> Lay(AppDb db, Actor actor, Id<Edition> edition, RequestReading reading, Func<int, Task<int>> numbers, CancellationToken cancellation)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        var round = await MeetingRounds.Open(db, edition, cancellation);
        var book = await SideBook.Of(db, edition, cancellation);
        var requests = await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == edition).ToListAsync(cancellation);
        var (known, open) = (requests.Select(r => r.Number).ToHashSet(), requests.Where(r => r.OpenPair is not null).Select(r => (r.FromId, r.ToId)).ToHashSet());
        var vetoed = requests.Where(r => r is { State: RequestState.Declined, ToWish: Wish.Veto }).Select(r => (r.FromId, r.ToId)).ToHashSet();
        var places = requests.Where(r => r.Place is not null).GroupBy(r => r.FromId).ToDictionary(g => g.Key, g => g.Select(r => r.Place!.Value).ToHashSet());
        var (lines, faults, pairs, made) = (new List<TakenRequest>(), reading.Faults.ToList(), new Dictionary<(Id<MeetingSide>, Id<MeetingSide>), int>(), new List<(RequestRow Row, MeetingSide From, MeetingSide To)>());
        var now = db.Clock.GetCurrentInstant();
        var expires = round.Expires(await AskForMeeting.ZoneOf(db, edition, cancellation), now);
        foreach (var row in reading.Rows)
        {
            void Fault(string column, string key, params (string, object?)[] values) => faults.Add(new(row.Cell(column), key, values));
            if (row.Number is { } number && !known.Contains(number))
            {
                Fault("number", "import.request_unknown", ("number", number));
                continue;
            }
            var (from, to) = (Find("from", row.From), Find("to", row.To));
            if (from is null || to is null) continue;
            if (row.Number is not null || open.Contains((from.Id, to.Id)))
            {
                lines.Add(new(row.Line, book.NameOf(from), book.NameOf(to), row.Asked.Purpose, true));
                continue;
            }
            if (open.Contains((to.Id, from.Id))) Fault("to", "import.asked_by_them");
            else if (vetoed.Contains((from.Id, to.Id))) Fault("to", "refusal.meetings.vetoed");
            else if (pairs.TryGetValue((from.Id, to.Id), out var line) || pairs.TryGetValue((to.Id, from.Id), out line)) Fault("to", "import.pair_twice", ("line", line));
            else
            {
                try
                {
                    // Tried with a number that is nobody's: what is refused is told at its cell.
                    var trial = new MeetingRequest(round, 0, from, to, row.Asked, 1, now, expires);
                    if (row.IsAccepted) trial.Accept(to.Id, row.ToWish ?? Wish.Willing, [], "", now);
                    pairs.Add((from.Id, to.Id), row.Line);
                    made.Add((row, from, to));
                    lines.Add(new(row.Line, book.NameOf(from), book.NameOf(to), row.Asked.Purpose, false));
                }
                catch (Refusal refusal)
                {
                    Fault(refusal.Code switch
                    {
                        "meetings.self" => "to", "meetings.level" => "level", "meetings.people" => row.Asked.Terms.FromPeople is < 1 or > MeetingTerms.MostPeople ? "from_people" : "to_people",
                        "meetings.language" => "languages", "meetings.day" => "days", "meetings.veto_asked" => "wish", "meetings.veto_accepted" => "to_wish", _ => "purpose",
                    }, "refusal." + refusal.Code, [.. refusal.Values]);
                }
            }

            MeetingSide? Find(string column, string text)
            {
                var (side, candidates) = book.Find(text);
                if (side is null) Fault(column, candidates == 0 ? "import.side_unknown" : "import.side_ambiguous", ("side", RequestSheet.Cut(text)));
                return side;
            }
        }
        if (faults.Count > 0 || made.Count == 0) return new(lines, faults);
        var first = await numbers(made.Count);
        foreach (var (i, (row, from, to)) in made.Index())
        {
            var taken = places.TryGetValue(from.Id, out var held) ? held : places[from.Id] = [];
            var place = AskForMeeting.Free(taken);
            taken.Add(place);
            if (db.Entry(from).State == EntityState.Detached) db.Add(from);
            if (db.Entry(to).State == EntityState.Detached) db.Add(to);
            var request = new MeetingRequest(round, first + i, from, to, row.Asked, place, now, expires);
            if (row.IsAccepted) request.Accept(to.Id, row.ToWish ?? Wish.Willing, [], "", now);
            else MeetingTimers.Set(db, request, round);
            db.Add(request);
        }
        return new(lines, faults);
    }
}

/// <summary>Everybody of an edition who is or could be a side, to be found by slug or by name.</summary>
public sealed class SideBook
{
    readonly Dictionary<string, (MeetingSide Side, LocalizedText Name)> _bySlug = [];
    readonly Dictionary<Id<MeetingSide>, LocalizedText> _names = [];
    ILookup<string, MeetingSide> _byName = null!;

    SideBook() { }

    /// <summary>Sides that are there come from <paramref name="db"/>; the others are made and not added.</summary>
    public static async Task<SideBook> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var book = new SideBook();
        var sides = await db.MeetingSides.Where(s => s.EditionId == edition).ToListAsync(cancellation);
        var (byParty, byPerson) = (sides.Where(s => s.Party is not null).ToDictionary(s => s.Party!.Value), sides.Where(s => s.Person is not null).ToDictionary(s => s.Person!.Value));
        var parties = await (from p in db.Parties.AsNoTracking() join at in db.Participations on p.Id equals at.PartyId where at.EditionId == edition select p).ToListAsync(cancellation);
        foreach (var party in parties) book.Add(byParty.GetValueOrDefault(party.Id) ?? new(edition, party), party.Short);
        foreach (var person in await db.Persons.AsNoTracking().Where(p => p.EditionId == edition).ToListAsync(cancellation))
            book.Add(byPerson.GetValueOrDefault(person.Id) ?? new(edition, person), person.Name);
        book._byName = book._bySlug.Values.SelectMany(s => s.Name.Wordings.Select(w => (Key: SearchKey.Tight(w.Value), s.Side))).Distinct().ToLookup(n => n.Key, n => n.Side);
        return book;
    }

    public LocalizedText NameOf(MeetingSide side) => _names[side.Id];

    public IEnumerable<(MeetingSide Side, LocalizedText Name)> All => _bySlug.Values;

    /// <returns>The side; or null and how many are called so.</returns>
    public (MeetingSide? Side, int Candidates) Find(string text)
    {
        if (_bySlug.TryGetValue(text.ToLowerInvariant(), out var known)) return (known.Side, 1);
        var called = _byName[SearchKey.Tight(text)].Distinct().ToList();
        return (called is [var one] ? one : null, called.Count);
    }

    void Add(MeetingSide side, LocalizedText name)
    {
        _bySlug.TryAdd(side.Slug, (side, name));
        _names[side.Id] = name;
    }
}
