using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Parties.Exchange;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

/// <summary>What becomes of one row.</summary>
/// <param name="Fields">What becomes different of a known party: <c>short</c>, <c>code</c>, <c>participation</c> …</param>
public sealed record PartyLine(int Line, LocalizedText Name, TakenAs As, string? Slug, IReadOnlyList<string> Fields);

/// <summary>What a table would do. With a fault in any cell it does nothing.</summary>
public sealed record PartyPlan(IReadOnlyList<PartyLine> Lines, IReadOnlyList<CellFault> Faults)
{
    public bool MayRun => Faults.Count == 0 && Lines.Any(l => l.As != TakenAs.Kept);
}

/// <summary>Takes a table of parties, whole or not at all, as often as one likes. What a row leaves blank stays as it is.</summary>
public static class ImportParties
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    public static async Task<PartyPlan> Preview(AppDb db, Actor actor, Id<Edition> edition, PartyReading reading, CancellationToken cancellation = default)
    {
        var plan = await Lay(db, actor, edition, reading, cancellation);
        db.ChangeTracker.Clear();
        return plan;
    }

    /// <returns>What it did; nothing when there are faults.</returns>
    /// <exception cref="EditedMeanwhile">Parties were edited while the import ran; nothing was written.</exception>
    public static async Task<PartyPlan> Run(AppDb db, Actor actor, Id<Edition> edition, PartyReading reading, string file, CancellationToken cancellation = default)
    {
        var plan = await Lay(db, actor, edition, reading, cancellation);
        if (!plan.MayRun)
        {
            db.ChangeTracker.Clear();
            return plan;
        }
        db.Record(actor, new PartiesTakenIn(edition.Value, Characters.Kept(file), plan.Lines.Count(l => l.As == TakenAs.Added), plan.Lines.Count(l => l.As == TakenAs.Changed)));
        await ChangeOrder.Save(db, cancellation);
        return plan;
    }

    static async Task<PartyPlan> Lay(AppDb db, Actor actor, Id<Edition> edition, PartyReading reading, CancellationToken cancellation)
    {
        await Editions.Open(db, actor, Permission.EditParties, edition, cancellation);
        var parties = await db.Parties.ToListAsync(cancellation);
        var here = await db.Participations.Where(p => p.EditionId == edition).ToDictionaryAsync(p => p.PartyId, cancellation);
        var groups = await db.PartyGroups.AsNoTracking().ToDictionaryAsync(g => g.Slug, cancellation);
        var (bySlug, byCode) = (parties.ToDictionary(p => p.Slug), parties.Where(p => p.Code is not null).ToDictionary(p => p.Code!));
        // A body without a code is known again by its name, where only one is called so: a table that is taken in twice makes nobody twice.
        var byName = parties.SelectMany(p => p.Short.Wordings.Select(w => (Key: SearchKey.Tight(w.Value), Party: p))).ToLookup(n => n.Key, n => n.Party);
        var slugs = parties.Select(p => p.Slug).ToHashSet();
        var (lines, faults, seen) = (new List<PartyLine>(), reading.Faults.ToList(), new Dictionary<Party, int>());
        foreach (var row in reading.Rows)
        {
            void Fault(string column, string key, params (string, object?)[] values) => faults.Add(new(row.Cell(column), key, values));
            Party? party = null;
            if (row.Party is { } slug && !bySlug.TryGetValue(slug, out party))
            {
                Fault("party", "import.party_unknown", ("party", TableFile.Cut(slug)));
                continue;
            }
            party ??= row.Code is { } known ? byCode.GetValueOrDefault(known) : row.Short.Wordings.SelectMany(w => byName[SearchKey.Tight(w.Value)]).Distinct().ToList() is [var called] ? called : null;
            if (party is not null && !seen.TryAdd(party, row.Line))
            {
                Fault(row.Party is not null ? "party" : row.Code is not null ? "code" : "short", "import.party_twice", ("line", seen[party]));
                continue;
            }
            if (row.Code is { } code && byCode.GetValueOrDefault(code) is { } owner && owner != party) Fault("code", "refusal.parties.code_taken", ("code", code), ("party", owner.Short));
            foreach (var (group, kind) in row.Groups)
                if (!groups.TryGetValue(group, out var told) || told.Kinds.All(k => k.Key != kind)) Fault("groups", "import.group_unknown", ("group", TableFile.Cut($"{group}:{kind}")));
            var memberships = row.Groups.Where(g => groups.ContainsKey(g.Group)).Select(g => new PartyMembership(groups[g.Group].Id.Value, g.Kind)).ToList();
            var was = party?.Facts;
            var facts = row.Over(was ?? new(), memberships.Count == 0 ? null : memberships);
            try
            {
                if (party is null)
                {
                    party = new(Slug.Free(facts.Short.In("en").Text, "party", slugs), facts);
                    slugs.Add(party.Slug);
                    seen.Add(party, row.Line);
                    if (party.Code is not null) byCode.TryAdd(party.Code, party);
                    db.Add(party);
                }
                else party.Take(facts);
            }
            catch (Refusal refusal)
            {
                Fault(refusal.Code switch { "parties.code" => "code", "parties.founded" => "founded", "parties.email" => "email", _ => "short" }, "refusal." + refusal.Code, [.. refusal.Values]);
                continue;
            }
            List<string> fields = was is null ? [] : Differing(was, party.Facts);
            if (row.Status is not null || row.Capacity is not null || row.IsPublic is not null)
            {
                var before = here.GetValueOrDefault(party.Id)?.Facts;
                var after = before ?? new(PartyStatus.Planned);
                after = after with { Status = row.Status ?? after.Status, Capacity = row.Capacity ?? after.Capacity, IsPublic = row.IsPublic ?? after.IsPublic };
                if (before is null) db.Add(new PartyParticipation(edition, party.Id, after));
                else here[party.Id].Take(after);
                if (was is not null && before != after) fields.Add("participation");
            }
            lines.Add(new(row.Line, party.Short, was is null ? TakenAs.Added : fields.Count > 0 ? TakenAs.Changed : TakenAs.Kept, was is null ? null : party.Slug, fields));
        }
        return new(lines, faults);
    }

    static List<string> Differing(PartyFacts was, PartyFacts now)
    {
        var fields = new List<string>();
        void Compare(string field, bool same) { if (!same) fields.Add(field); }
        Compare("kind", was.Kind == now.Kind);
        Compare("code", was.Code == now.Code);
        Compare("short", was.Short.Equals(now.Short));
        Compare("formal", was.Formal.Equals(now.Formal));
        Compare("plate", was.Plate.Equals(now.Plate));
        Compare("sort", was.SortKeys.Equals(now.SortKeys));
        Compare("genitive", was.Genitive == now.Genitive);
        Compare("founded", was.Founded == now.Founded);
        Compare("contact", was.Contact == now.Contact);
        Compare("groups", was.Groups.Count == now.Groups.Count && was.Groups.All(now.Groups.Contains));
        return fields;
    }
}
