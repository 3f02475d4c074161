using System.Globalization;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Accreditation;

public static class SendBatch
{
    /// <summary>Who waits to be sent: submitted, not on hold, asked for security, never sent or changed since.</summary>
    public static IQueryable<Application> Ready(AppDb db, Id<Edition> edition) => db.Applications.Where(a => a.EditionId == edition && a.Step == ApplicationStep.Submitted && a.Hold == HoldReason.None
        && (a.Security == CheckState.Pending || a.Security == CheckState.Expired) && a.Substantive != CheckState.Refused && a.Protocol != CheckState.Refused);

    /// <summary>Makes a batch of everybody who is ready, or of the first <see cref="VettingBatch.MostEntries"/>.</summary>
    /// <param name="authority">To whom; null: the edition's usual one.</param>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Vet"/>.</exception>
    /// <exception cref="EditedMeanwhile">Another batch, or a decision, came in between: nothing was sent twice.</exception>
    /// <exception cref="Refusal"><c>accreditation.nobody_ready</c>, <c>accreditation.authority_missing</c>.</exception>
    public static async Task<VettingBatch> Run(AppDb db, Actor actor, Id<Edition> edition, string? authority, LocalDate? sent, CancellationToken cancellation = default)
    {
        var noun = await Editions.Open(db, actor, Permission.Vet, edition, cancellation);
        var (terms, _) = await AccreditationRules.Of(db, edition, cancellation);
        var now = db.Clock.GetCurrentInstant();
        var ready = await Ready(db, edition).OrderBy(a => a.Number).Take(VettingBatch.MostEntries).ToListAsync(cancellation);
        if (ready.Count == 0) throw new Refusal("accreditation.nobody_ready");
        var last = await db.VettingBatches.Where(b => b.EditionId == edition).MaxAsync(b => (int?)b.Number, cancellation) ?? 0;
        var batch = new VettingBatch(edition, last + 1, string.IsNullOrWhiteSpace(authority) ? terms.Authority : authority, sent ?? now.InZone(DateTimeZoneProviders.Tzdb[noun.Zone]).Date, actor.Name, now);
        db.Add(batch);
        foreach (var (index, application) in ready.Index())
        {
            var entry = new VettingEntry(batch, application, index);
            db.Add(entry);
            application.SendAs(entry.Id, actor.Name, now);
            ApplicationRows.Tell(db, actor, application, "sent", CheckKind.Security);
        }
        db.Record(actor, new VettingBatchChanged(edition.Value, batch.Number, "sent", ready.Count));
        await db.SaveFirst(cancellation);
        return batch;
    }
}

/// <summary>What the authority is told of somebody, beside the name.</summary>
/// <param name="Document">Kind and number.</param>
public sealed record VettingFacts(LocalDate? Birth, string? Nationality, string? Document, string? PassportName);

/// <summary>Writes a batch as a file for the authority: it fills in the last two columns and sends the same file back.</summary>
public static class WriteBatch
{
    public static readonly IReadOnlyList<string> Columns = ["reference", "passport_name", "names", "birth_date", "nationality", "document", "batch", "authority", "sent", "answer", "date"];

    /// <param name="facts">Of these people what documents say; who is not among them has none.</param>
    /// <returns>The rows with their heading.</returns>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Vet"/>.</exception>
    /// <exception cref="NotThere">No such batch.</exception>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> Rows(AppDb db, Actor actor, Id<Edition> edition, int number, Func<IReadOnlyList<Id<Person>>, Task<IReadOnlyDictionary<Id<Person>, VettingFacts>>> facts,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.Vet, edition.Value);
        var batch = await db.VettingBatches.AsNoTracking().SingleOrDefaultAsync(b => b.EditionId == edition && b.Number == number, cancellation) ?? throw new NotThere("batch");
        var entries = await (from e in db.VettingEntries.AsNoTracking() where e.BatchId == batch.Id join a in db.Applications on e.ApplicationId equals a.Id join p in db.Persons on a.PersonId equals p.Id
                             orderby e.Order select new { e.Reference, e.Identity, Now = a.Identity, Person = p.Id, p.Name, p.Country }).ToListAsync(cancellation);
        // Whoever changed since is somebody else: the line stays, so that the file has as many as were sent, and says nothing.
        var same = entries.Where(e => e.Identity == e.Now).Select(e => e.Person).ToList();
        var told = await facts(same);
        db.Record(actor, new VettingBatchChanged(edition.Value, number, "written", entries.Count));
        await db.SaveChangesAsync(cancellation);
        var iso = NodaTime.Text.LocalDatePattern.Iso;
        return [Columns, .. entries.Select(e =>
        {
            var isSame = e.Identity == e.Now;
            var fact = told.GetValueOrDefault(e.Person);
            return (IReadOnlyList<string>)[e.Reference, isSame ? fact?.PassportName ?? "" : "", isSame ? string.Join(" / ", e.Name.Wordings.Select(w => w.Value).Distinct()) : "", fact?.Birth is { } birth ? iso.Format(birth) : "",
                isSame ? fact?.Nationality ?? e.Country ?? "" : "", fact?.Document ?? "", number.ToString(CultureInfo.InvariantCulture), batch.Authority, iso.Format(batch.Sent), "", ""];
        })];
    }
}

/// <summary>One answer of a file.</summary>
public sealed record AnswerRow(int Line, string Reference, CheckState Answer, LocalDate On, Func<string, string> Cell);

public sealed record AnswerReading(IReadOnlyList<AnswerRow> Rows, IReadOnlyList<CellFault> Faults);

/// <summary>Reads answers of an authority: columns <c>reference</c>, <c>answer</c> (cleared, query, refused, in any language of the interface) and <c>date</c>, in any calendar. Lines without an answer are none.</summary>
public static class AnswerSheet
{
    static readonly (string Key, CheckState State)[] Known = [("cleared", CheckState.Passed), ("query", CheckState.Query), ("refused", CheckState.Refused)];

    static readonly Lazy<Dictionary<string, CheckState>> Words = new(() =>
    {
        var words = new Dictionary<string, CheckState>(StringComparer.Ordinal);
        foreach (var (key, state) in Known)
        {
            words[SearchKey.Tight(key)] = state;
            foreach (var language in Language.All) words.TryAdd(SearchKey.Tight(Texts.Of(language)[$"accreditation.answer.{key}"]), state);
        }
        return words;
    });

    /// <exception cref="Refusal">The column of references is not there, or the file is broken or goes beyond <see cref="FileLimits"/>.</exception>
    public static AnswerReading Read(Stream stream, Language language)
    {
        var faults = new List<CellFault>();
        var rows = new List<AnswerRow>();
        foreach (var row in TableFile.Read(stream, language.Tag, faults, "reference"))
        {
            var (reference, answer, date) = (row.One("reference"), row.One("answer"), row.One("date"));
            if (answer is null && date is null) continue;
            if (reference is null) row.Fault("reference", "import.reference_missing");
            if (answer is null) row.Fault("answer", "import.answer_missing");
            var state = default(CheckState);
            if (answer is not null && !Words.Value.TryGetValue(SearchKey.Tight(answer), out state)) row.Fault("answer", "import.value_unknown", ("text", TableFile.Cut(answer)), ("known", string.Join(", ", Known.Select(k => k.Key))));
            var on = DateInput.Read(date, language);
            if (on.Error is { } wrong) row.Fault("date", "error." + wrong, [.. on.Values]);
            if (reference is not null && state != default && on.Date is { } day) rows.Add(new(row.Line, reference.ToUpperInvariant(), state, day, row.Cell));
        }
        return new(rows, faults);
    }
}

public enum AnswerTaken
{
    /// <summary>It is known already.</summary>
    Kept,
    Taken,
    /// <summary>The person changed since, or was sent again, or withdrew: the answer is about somebody else and is not taken.</summary>
    Stale,
}

/// <param name="Number">Of the person.</param>
public sealed record AnswerLine(int Line, string Cell, string Reference, int Number, LocalizedText Name, CheckState Answer, LocalDate On, AnswerTaken As);

/// <summary>What a file of answers would do. With a fault in any cell it does nothing; what is stale is left out.</summary>
public sealed record AnswerPlan(IReadOnlyList<AnswerLine> Lines, IReadOnlyList<CellFault> Faults)
{
    public bool MayRun => Faults.Count == 0 && Lines.Any(l => l.As == AnswerTaken.Taken);
}

/// <summary>Takes in what authorities answered. Of an answer only itself and its date are kept. Taking the same file in again changes nothing.</summary>
public static class TakeAnswers
{
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Vet"/>.</exception>
    public static async Task<AnswerPlan> Preview(AppDb db, Actor actor, Id<Edition> edition, AnswerReading reading, CancellationToken cancellation = default) =>
        (await Lay(db, actor, edition, reading, cancellation)).Plan;

    /// <returns>What it did; nothing when there are faults.</returns>
    /// <exception cref="EditedMeanwhile">Somebody changed one of them in the same moment; nothing was taken.</exception>
    /// <exception cref="Refusal"><c>accreditation.places_full</c></exception>
    public static async Task<AnswerPlan> Run(AppDb db, Actor actor, Id<Edition> edition, AnswerReading reading, CancellationToken cancellation = default)
    {
        await using var turn = await db.InTurn(cancellation);
        var (plan, laid) = await Lay(db, actor, edition, reading, cancellation);
        if (!plan.MayRun) return plan;
        var (terms, _) = await AccreditationRules.Of(db, edition, cancellation);
        var now = db.Clock.GetCurrentInstant();
        foreach (var (entry, application, authority, row) in laid)
        {
            entry.Take(row.Answer, row.On);
            application.Decide(CheckKind.Security, row.Answer, authority, null, now);
            await ApplicationRows.Settle(db, actor, application, terms.Category(application.Category) ?? throw new Refusal("accreditation.category_unknown"), "answered", CheckKind.Security, cancellation);
        }
        db.Record(actor, new VettingBatchChanged(edition.Value, null, "answered", laid.Count));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
        return plan;
    }

    static async Task<(AnswerPlan Plan, List<(VettingEntry Entry, Application Application, string Authority, AnswerRow Row)> Laid)> Lay(AppDb db, Actor actor, Id<Edition> edition, AnswerReading reading, CancellationToken cancellation)
    {
        var noun = await Editions.Open(db, actor, Permission.Vet, edition, cancellation);
        var today = db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[noun.Zone]).Date;
        var known = new Dictionary<string, (VettingEntry Entry, Application Application, VettingBatch Batch, LocalizedText Name)>(StringComparer.Ordinal);
        foreach (var some in reading.Rows.Select(r => r.Reference).Distinct().Chunk(500))
            foreach (var f in await (from e in db.VettingEntries where e.EditionId == edition && some.Contains(e.Reference) join a in db.Applications on e.ApplicationId equals a.Id join b in db.VettingBatches on e.BatchId equals b.Id
                                     join p in db.Persons on a.PersonId equals p.Id select new { e, a, b, p.Name }).ToListAsync(cancellation))
                known[f.e.Reference] = (f.e, f.a, f.b, f.Name);
        var (lines, faults, laid) = (new List<AnswerLine>(), reading.Faults.ToList(), new List<(VettingEntry, Application, string, AnswerRow)>());
        var seen = new Dictionary<string, AnswerRow>(StringComparer.Ordinal);
        foreach (var row in reading.Rows)
        {
            if (!known.TryGetValue(row.Reference, out var found))
            {
                faults.Add(new(row.Cell("reference"), "import.reference_unknown", [("text", TableFile.Cut(row.Reference))]));
                continue;
            }
            if (!seen.TryAdd(row.Reference, row))
            {
                if (seen[row.Reference] is var first && (first.Answer != row.Answer || first.On != row.On)) faults.Add(new(row.Cell("reference"), "import.answer_twice", [("line", first.Line)]));
                continue;
            }
            var (entry, application, batch, name) = found;
            if (row.On < batch.Sent || row.On > today)
            {
                faults.Add(new(row.Cell("date"), "import.answer_date", [("from", batch.Sent), ("until", today)]));
                continue;
            }
            var isKept = entry.Answer == row.Answer && entry.AnsweredOn == row.On;
            var isStale = !isKept && (entry.Identity != application.Identity || application.SentAs != entry.Id || application.Step != ApplicationStep.Submitted || entry.AnsweredOn > row.On
                || application.Security is not (CheckState.Sent or CheckState.Query or CheckState.Passed or CheckState.Refused));
            lines.Add(new(row.Line, row.Cell("reference"), row.Reference, application.Number, name, row.Answer, row.On, isKept ? AnswerTaken.Kept : isStale ? AnswerTaken.Stale : AnswerTaken.Taken));
            if (!isKept && !isStale) laid.Add((entry, application, batch.Authority, row));
        }
        return (new(lines, faults), laid);
    }
}
