using System.Globalization;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// People of an edition as a table, one a row, with what only the desk knows of when they are there: <c>number</c> of who is known, <c>name</c>, <c>office</c> and <c>organisation</c> a column a language,
/// <c>country</c>, <c>party</c> (its slug), <c>arrives</c> and <c>departs</c> as <c>2021-07-28 09:30</c>, <c>available</c> as such times parted by a slash and a semicolon, <c>interprets</c> as <c>ru&gt;en ar&gt;en</c>.
/// <c>none</c> takes away; a blank cell leaves as it is. Wall times of the edition's zone.
/// </summary>
public static class PeopleTable
{
    public const string None = "none";

    /// <exception cref="Refusal">Those of <see cref="TableFile.Read"/>.</exception>
    public static (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) Read(Stream stream, string language)
    {
        var faults = new List<CellFault>();
        return (TableFile.Read(stream, language, faults, "number", "name"), faults);
    }

    public static async Task Write(AppDb db, Id<Edition> edition, bool asWorkbook, bool rightToLeft, Stream stream, CancellationToken cancellation = default)
    {
        var languages = await db.Editions.Where(e => e.Id == edition).Select(e => e.Languages).SingleAsync(cancellation);
        var people = await db.Persons.AsNoTracking().Where(p => p.EditionId == edition).OrderBy(p => p.Number).ToListAsync(cancellation);
        var parties = await db.Parties.AsNoTracking().ToDictionaryAsync(p => p.Id.Value, p => p.Slug, cancellation);
        var named = languages.Concat(people.SelectMany(p => p.Name.Languages.Concat(p.Office.Languages).Concat(p.Organisation.Languages))).Distinct(StringComparer.Ordinal).ToList();
        IEnumerable<IReadOnlyList<string>> rows =
        [
            ["number", .. named.Select(l => "name." + l), .. named.Select(l => "office." + l), .. named.Select(l => "organisation." + l), "country", "party", "arrives", "departs", "available", "interprets"],
            .. people.Select(p => (IReadOnlyList<string>)
            [
                p.Number.ToString(CultureInfo.InvariantCulture), .. named.Select(l => p.Name[l] ?? ""), .. named.Select(l => p.Office[l] ?? ""), .. named.Select(l => p.Organisation[l] ?? ""), p.Country ?? "",
                p.Party is { } party ? parties.GetValueOrDefault(party, "") : "", TableTimes.Say(p.Presence.Arrives), TableTimes.Say(p.Presence.Departs),
                TableTimes.Say(p.Presence.Available.Select(a => (a.From, a.Until))), string.Join(' ', p.Presence.Interprets.Select(i => $"{i.From}>{i.To}")),
            ]),
        ];
        if (asWorkbook) TableWriter.WriteXlsx(rows, "People", rightToLeft, stream);
        else TableWriter.WriteCsv(rows, stream);
    }
}

/// <summary>
/// Halls as a table, one a row: <c>hall</c> is the slug of one that is known, <c>name</c> and <c>building</c> a column a language, <c>capacity</c>, <c>booths</c>, <c>hours</c> as times in
/// <see cref="PeopleTable"/>. <c>none</c> takes away; a blank cell leaves as it is.
/// </summary>
public static class HallTable
{
    /// <exception cref="Refusal">Those of <see cref="TableFile.Read"/>.</exception>
    public static (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) Read(Stream stream, string language)
    {
        var faults = new List<CellFault>();
        return (TableFile.Read(stream, language, faults, "hall", "name"), faults);
    }

    public static async Task Write(AppDb db, Id<Edition> edition, bool asWorkbook, bool rightToLeft, Stream stream, CancellationToken cancellation = default)
    {
        var languages = await db.Editions.Where(e => e.Id == edition).Select(e => e.Languages).SingleAsync(cancellation);
        var halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == edition).OrderBy(h => h.Order).ThenBy(h => h.Slug).ToListAsync(cancellation);
        var named = languages.Concat(halls.SelectMany(h => h.Name.Languages.Concat(h.Building.Languages))).Distinct(StringComparer.Ordinal).ToList();
        IEnumerable<IReadOnlyList<string>> rows =
        [
            ["hall", .. named.Select(l => "name." + l), .. named.Select(l => "building." + l), "capacity", "booths", "hours"],
            .. halls.Select(h => (IReadOnlyList<string>)
            [
                h.Slug, .. named.Select(l => h.Name[l] ?? ""), .. named.Select(l => h.Building[l] ?? ""), h.Capacity?.ToString(CultureInfo.InvariantCulture) ?? "", h.Booths?.ToString(CultureInfo.InvariantCulture) ?? "",
                TableTimes.Say(h.Hours.Select(w => (w.From, w.Until))),
            ]),
        ];
        if (asWorkbook) TableWriter.WriteXlsx(rows, "Halls", rightToLeft, stream);
        else TableWriter.WriteCsv(rows, stream);
    }
}

/// <summary>Times in cells.</summary>
static class TableTimes
{
    static readonly LocalDateTimePattern Plain = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm"), Iso = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    public static string Say(LocalDateTime? time) => time is { } there ? Plain.Format(there) : "";

    public static string Say(IEnumerable<(LocalDateTime From, LocalDateTime Until)> windows) => string.Join("; ", windows.Select(w => $"{Plain.Format(w.From)}/{Plain.Format(w.Until)}"));

    static LocalDateTime? Parse(string text)
    {
        text = Digits.ToAscii(text.Trim());
        foreach (var pattern in new[] { Plain, Iso })
            if (pattern.Parse(text) is { Success: true } time) return time.Value;
        // A spreadsheet that took the text for a time keeps days since the end of 1899.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) && serial is >= 61 and < 100_000
            ? new LocalDate(1899, 12, 30).PlusDays((int)serial).AtMidnight().PlusMinutes((long)Math.Round((serial - Math.Floor(serial)) * 1440)) : null;
    }

    public static LocalDateTime? Moment(TableRow row, string column, LocalDateTime? known)
    {
        if (row.One(column) is not { } text) return known;
        if (text == PeopleTable.None) return null;
        if (Parse(text) is { } time) return time;
        row.Fault(column, "import.moment_unreadable", ("text", TableFile.Cut(text)));
        return known;
    }

    public static IReadOnlyList<(LocalDateTime From, LocalDateTime Until)>? Windows(TableRow row, string column)
    {
        if (row.One(column) is not { } text) return null;
        if (text == PeopleTable.None) return [];
        var windows = new List<(LocalDateTime, LocalDateTime)>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split('/') is [var from, var until] && Parse(from) is { } begins && Parse(until) is { } ends) windows.Add((begins, ends));
            else row.Fault(column, "import.windows_unreadable", ("text", TableFile.Cut(part)));
        return windows;
    }

    public static int? Number(TableRow row, string column, int? known)
    {
        if (row.One(column) is not { } text) return known;
        if (text == PeopleTable.None) return null;
        if (int.TryParse(Digits.ToAscii(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        row.Fault(column, "import.number_unreadable", ("text", TableFile.Cut(text)));
        return known;
    }
}

/// <summary>What becomes of a table that was laid over the nouns in <c>db</c>.</summary>
static class LaidTables
{
    public static TablePlan Forget(this TablePlan plan, AppDb db)
    {
        db.ChangeTracker.Clear();
        return plan;
    }

    /// <param name="noun">What the event says was changed.</param>
    public static async Task<TablePlan> Save(this TablePlan plan, AppDb db, Actor actor, Id<Edition> edition, string noun, CancellationToken cancellation)
    {
        if (!plan.MayRun) return plan.Forget(db);
        db.Record(actor, new EditionChanged(edition.Value, noun, null));
        await db.SaveChangesAsync(cancellation);
        return plan;
    }
}

/// <summary>Takes a table of people into an edition, whole or not at all, as often as one likes.</summary>
public static class ImportPeople
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    public static async Task<TablePlan> Preview(AppDb db, Actor actor, Id<Edition> edition, (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) table, CancellationToken cancellation = default) =>
        (await Lay(db, actor, edition, table, cancellation)).Forget(db);

    /// <returns>What it did; nothing when there are faults.</returns>
    /// <exception cref="EditedMeanwhile">Somebody edited the same people meanwhile; nothing was written.</exception>
    public static async Task<TablePlan> Run(AppDb db, Actor actor, Id<Edition> edition, (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) table, CancellationToken cancellation = default) =>
        await (await Lay(db, actor, edition, table, cancellation)).Save(db, actor, edition, "person", cancellation);

    static async Task<TablePlan> Lay(AppDb db, Actor actor, Id<Edition> id, (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) table, CancellationToken cancellation)
    {
        var edition = await Editions.Open(db, actor, Permission.EditProgramme, id, cancellation);
        var people = await db.Persons.Where(p => p.EditionId == id).ToListAsync(cancellation);
        var parties = await db.Participations.Where(p => p.EditionId == id).Join(db.Parties, p => p.PartyId, p => p.Id, (_, p) => new { p.Slug, p.Id }).ToDictionaryAsync(p => p.Slug, p => p.Id.Value, cancellation);
        var byNumber = people.ToDictionary(p => p.Number);
        var byName = people.SelectMany(p => p.Name.Wordings.Select(w => (Key: SearchKey.Tight(w.Value), Person: p))).ToLookup(n => n.Key, n => n.Person);
        var (lines, seen) = (new List<TableLine>(), new HashSet<Person>());
        foreach (var row in table.Rows)
        {
            Person? person = null;
            if (row.One("number") is { } number && !(int.TryParse(Digits.ToAscii(number), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && byNumber.TryGetValue(told, out person)))
            {
                row.Fault("number", "import.person_unknown", ("number", TableFile.Cut(number)));
                continue;
            }
            // Somebody without a number is known again by the name, where only one is called so.
            person ??= row.Text("name").Wordings.SelectMany(w => byName[SearchKey.Tight(w.Value)]).Distinct().ToList() is [var called] ? called : null;
            if (person is not null && !seen.Add(person))
            {
                row.Fault(row.One("number") is null ? "name" : "number", "import.row_twice");
                continue;
            }
            var isNew = person is null;
            person ??= new(id, edition.NextPersonNumber());
            var (was, presence) = (person.ToEntry(), person.Presence);
            var party = was.Party;
            if (row.One("party") is { } slug)
            {
                if (slug == PeopleTable.None) party = null;
                else if (parties.TryGetValue(slug.ToLowerInvariant(), out var known)) party = known;
                else row.Fault("party", "import.party_not_here", ("party", TableFile.Cut(slug)));
            }
            var now = was with
            {
                Name = row.Over(was.Name, "name"), Office = row.Over(was.Office, "office"), Organisation = row.Over(was.Organisation, "organisation"), Party = party,
                Country = row.One("country") is { } country ? country == PeopleTable.None ? null : country.ToUpperInvariant() : was.Country,
            };
            var there = presence with
            {
                Arrives = TableTimes.Moment(row, "arrives", presence.Arrives), Departs = TableTimes.Moment(row, "departs", presence.Departs),
                Available = TableTimes.Windows(row, "available") is { } windows ? [.. windows.Select(w => new FreeTime(w.From, w.Until))] : presence.Available,
                Interprets = row.One("interprets") is { } pairs ? pairs == PeopleTable.None ? [] : [.. pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('>', 2)).Select(p => new LanguagePair(p[0], p.ElementAtOrDefault(1) ?? ""))] : presence.Interprets,
            };
            try
            {
                person.Take(now);
                person.BeThere(there);
            }
            catch (Refusal refusal)
            {
                row.Fault(refusal.Code switch { "people.country" => "country", "people.stay" => "departs", "people.available" => "available", "people.interprets" => "interprets", _ => "name" }, "refusal." + refusal.Code, [.. refusal.Values]);
                continue;
            }
            if (isNew) db.Add(person);
            List<string> fields = [];
            void Compare(string field, bool same) { if (!same) fields.Add(field); }
            Compare("name", was.Name.Equals(now.Name));
            Compare("office", was.Office.Equals(now.Office));
            Compare("organisation", was.Organisation.Equals(now.Organisation));
            Compare("country", was.Country == now.Country);
            Compare("party", was.Party == now.Party);
            Compare("arrives", presence.Arrives == person.Presence.Arrives);
            Compare("departs", presence.Departs == person.Presence.Departs);
            Compare("available", presence.Available.SequenceEqual(person.Presence.Available));
            Compare("interprets", presence.Interprets.SequenceEqual(person.Presence.Interprets));
            lines.Add(new(row.Line, now.Name, isNew, isNew ? [] : fields));
        }
        return new(lines, table.Faults);
    }
}

/// <summary>Takes a table of halls into an edition, whole or not at all, as often as one likes.</summary>
public static class ImportHalls
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    public static async Task<TablePlan> Preview(AppDb db, Actor actor, Id<Edition> edition, (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) table, CancellationToken cancellation = default) =>
        (await Lay(db, actor, edition, table, cancellation)).Forget(db);

    /// <returns>What it did; nothing when there are faults.</returns>
    /// <exception cref="EditedMeanwhile">Somebody edited the same halls meanwhile; nothing was written.</exception>
    public static async Task<TablePlan> Run(AppDb db, Actor actor, Id<Edition> edition, (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) table, CancellationToken cancellation = default) =>
        await (await Lay(db, actor, edition, table, cancellation)).Save(db, actor, edition, "hall", cancellation);

    static async Task<TablePlan> Lay(AppDb db, Actor actor, Id<Edition> id, (IReadOnlyList<TableRow> Rows, List<CellFault> Faults) table, CancellationToken cancellation)
    {
        await Editions.Open(db, actor, Permission.EditEdition, id, cancellation);
        var halls = await db.Halls.Where(h => h.EditionId == id).ToListAsync(cancellation);
        var bySlug = halls.ToDictionary(h => h.Slug);
        var byName = halls.SelectMany(h => h.Name.Wordings.Select(w => (Key: SearchKey.Tight(w.Value), Hall: h))).ToLookup(n => n.Key, n => n.Hall);
        var slugs = halls.Select(h => h.Slug).ToHashSet();
        var last = halls.Select(h => h.Order).DefaultIfEmpty().Max();
        var (lines, seen) = (new List<TableLine>(), new HashSet<Hall>());
        foreach (var row in table.Rows)
        {
            Hall? hall = null;
            if (row.One("hall") is { } slug && !bySlug.TryGetValue(slug.ToLowerInvariant(), out hall))
            {
                row.Fault("hall", "import.hall_not_here", ("hall", TableFile.Cut(slug)));
                continue;
            }
            hall ??= row.Text("name").Wordings.SelectMany(w => byName[SearchKey.Tight(w.Value)]).Distinct().ToList() is [var called] ? called : null;
            if (hall is not null && !seen.Add(hall))
            {
                row.Fault(row.One("hall") is null ? "name" : "hall", "import.row_twice");
                continue;
            }
            var was = hall is null ? new() : HallFacts.Of(hall);
            var now = was with
            {
                Name = row.Over(was.Name, "name"), Building = row.Over(was.Building, "building"), Capacity = TableTimes.Number(row, "capacity", was.Capacity), Booths = TableTimes.Number(row, "booths", was.Booths),
                Hours = TableTimes.Windows(row, "hours") is { } windows ? [.. windows.Select(w => new HallHours(w.From, w.Until))] : was.Hours,
            };
            var isNew = hall is null;
            try
            {
                if (hall is null)
                {
                    hall = new(id, Slug.Free(now.Name.In("en").Text, "hall", slugs), now.Name);
                    slugs.Add(hall.Slug);
                    hall.PlaceAt(++last);
                }
                else hall.Rename(hall.Slug, now.Name);
                hall.Equip(now.Building, now.Capacity);
                hall.Furnish(now.Booths);
                hall.OpenAt(now.Hours);
            }
            catch (Refusal refusal)
            {
                row.Fault(refusal.Code switch { "forums.capacity" => "capacity", "forums.booths" => "booths", "forums.hall_hours" => "hours", _ => "name" }, "refusal." + refusal.Code, [.. refusal.Values]);
                continue;
            }
            if (isNew) db.Add(hall);
            List<string> fields = [];
            void Compare(string field, bool same) { if (!same) fields.Add(field); }
            Compare("name", was.Name.Equals(now.Name));
            Compare("building", was.Building.Equals(now.Building));
            Compare("capacity", was.Capacity == now.Capacity);
            Compare("booths", was.Booths == now.Booths);
            Compare("hours", was.Hours.SequenceEqual(hall.Hours));
            lines.Add(new(row.Line, now.Name, isNew, isNew ? [] : fields));
        }
        return new(lines, table.Faults);
    }
}
