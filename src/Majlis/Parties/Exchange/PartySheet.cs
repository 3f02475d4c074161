using System.Globalization;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Tables;

namespace Majlis.Parties.Exchange;

/// <summary>One row as it was written. Null and empty: the cell is blank or the column is not there, and what is known stays.</summary>
public sealed record PartyRow(int Line)
{
    /// <summary>The slug of a party that is known; null: it is known by its code, or new.</summary>
    public string? Party { get; init; }
    public PartyKind? Kind { get; init; }
    public string? Code { get; init; }
    public LocalizedText Short { get; init; } = LocalizedText.Empty;
    public LocalizedText Formal { get; init; } = LocalizedText.Empty;
    public LocalizedText Plate { get; init; } = LocalizedText.Empty;
    public LocalizedText SortKeys { get; init; } = LocalizedText.Empty;
    public string? Genitive { get; init; }
    public int? Founded { get; init; }
    public ContactChannel? Channel { get; init; }
    public string? Contact { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    /// <summary>By the group's slug.</summary>
    public IReadOnlyList<(string Group, string Kind)> Groups { get; init; } = [];
    public PartyStatus? Status { get; init; }
    public PartyCapacity? Capacity { get; init; }
    public bool? IsPublic { get; init; }
    /// <summary>The cell of a column of this row, also where it is blank.</summary>
    public required Func<string, string> Cell { get; init; }

    public PartyFacts Over(PartyFacts known, IReadOnlyList<PartyMembership>? groups) => known with
    {
        Kind = Kind ?? known.Kind, Code = Code ?? known.Code, Short = Laid(known.Short, Short), Formal = Laid(known.Formal, Formal), Plate = Laid(known.Plate, Plate),
        SortKeys = Laid(known.SortKeys, SortKeys), Genitive = Genitive ?? known.Genitive, Founded = Founded ?? known.Founded, Groups = groups ?? known.Groups,
        Contact = new(Channel ?? known.Contact.Channel, Contact ?? known.Contact.To, Email ?? known.Contact.Email, Phone ?? known.Contact.Phone),
    };

    static LocalizedText Laid(LocalizedText known, LocalizedText told) => told.Wordings.Aggregate(known, (text, w) => text.With(w.Key, w.Value));
}

public sealed record PartyReading(IReadOnlyList<PartyRow> Rows, IReadOnlyList<CellFault> Faults);

/// <summary>
/// Parties as a table, one a row. Names have a column a language (<c>short.ar</c>, <c>formal.ru</c>, <c>plate.en</c>), sort keys a column an order (<c>sort.ar</c>, <c>sort.x-oic</c>);
/// <c>short</c> alone is in the default language. <c>party</c> is what the program calls a known one; <c>groups</c> are <c>oic:member; un:member</c>;
/// <c>status</c>, <c>capacity</c> and <c>public</c> are of the edition. Columns of other names are left alone.
/// </summary>
public static class PartySheet
{

    /// <exception cref="Refusal">There is neither a column of names nor one of known parties, or the file is broken or goes beyond <see cref="FileLimits"/>.</exception>
    public static PartyReading Read(Stream stream, string language)
    {
        var content = FileContent.Of(stream);
        return content.IsZip ? Read(XlsxTable.Rows(content, out _), text => text, language) : Read(CsvTable.Rows(content, language, _ => { }), Cells.Plain, language);
    }

    static PartyReading Read(IEnumerable<SheetRow> table, Func<string, string> plain, string language)
    {
        Dictionary<string, int>? columns = null;
        var (rows, faults) = (new List<PartyRow>(), new List<CellFault>());
        foreach (var row in table.Where(r => !r.IsBlank))
        {
            if (columns is null)
            {
                columns = [];
                for (var i = 0; i < row.Cells.Count; i++)
                    if (CleanText.OneLine(row.Cells[i], out _).ToLowerInvariant() is { Length: > 0 and <= 80 } name) columns.TryAdd(name, i);
                if (!columns.Keys.Any(c => c is "party" or "short" || c.StartsWith("short.", StringComparison.Ordinal)))
                    throw new Refusal("import.columns_missing", ("columns", "short"), ("found", Cut(string.Join(", ", columns.Keys))), ("line", row.Line));
                continue;
            }
            rows.Add(new Cursor(row, columns, plain, language, faults).Row());
        }
        return columns is null ? throw new Refusal("import.empty") : new(rows, faults);
    }

    internal static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";

    sealed class Cursor(SheetRow row, Dictionary<string, int> columns, Func<string, string> plain, string language, List<CellFault> faults)
    {
        public PartyRow Row() => new(row.Line)
        {
            Cell = Cell, Party = One("party"), Kind = Word<PartyKind>("kind"), Code = One("code")?.ToUpperInvariant(), Short = Text("short"), Formal = Text("formal"), Plate = Text("plate"),
            SortKeys = Text("sort"), Genitive = One("genitive.ru"), Founded = Year(), Channel = Word<ContactChannel>("channel"), Contact = One("contact"), Email = One("email"), Phone = One("phone"),
            Groups = Groups(), Status = Word<PartyStatus>("status"), Capacity = Word<PartyCapacity>("capacity"), IsPublic = Yes("public"),
        };

        string Cell(string column) => Cells.Letters(columns.GetValueOrDefault(column, columns.Keys.FirstOrDefault(c => c.StartsWith(column + ".", StringComparison.Ordinal)) is { } like ? columns[like] : 0))
            + row.Line.ToString(CultureInfo.InvariantCulture);

        string? One(string column)
        {
            if (!columns.TryGetValue(column, out var i) || i >= row.Cells.Count) return null;
            var text = CleanText.OneLine(plain(row.Cells[i]), out _);
            return text.Length == 0 ? null : text;
        }

        LocalizedText Text(string column)
        {
            var text = LocalizedText.Empty;
            foreach (var name in columns.Keys.Where(n => n == column || n.StartsWith(column + ".", StringComparison.Ordinal)))
                text = text.With(name == column ? language : name[(column.Length + 1)..], One(name));
            return text;
        }

        T? Word<T>(string column) where T : struct, Enum
        {
            if (One(column) is not { } text) return null;
            if (!char.IsAsciiDigit(text[0]) && text[0] != '-' && Enum.TryParse<T>(text.Replace(" ", "", StringComparison.Ordinal), true, out var word) && Enum.IsDefined(word)) return word;
            Fault(column, "import.value_unknown", ("text", Cut(text)), ("known", string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))));
            return null;
        }

        int? Year()
        {
            if (One("founded") is not { } text) return null;
            if (int.TryParse(Digits.ToAscii(text), NumberStyles.None, CultureInfo.InvariantCulture, out var year)) return year;
            Fault("founded", "import.year_unreadable", ("text", Cut(text)));
            return null;
        }

        bool? Yes(string column)
        {
            switch (One(column)?.ToLowerInvariant())
            {
                case null: return null;
                case "yes" or "true" or "1" or "x": return true;
                case "no" or "false" or "0": return false;
                case var text:
                    Fault(column, "import.value_unknown", ("text", Cut(text)), ("known", "yes, no"));
                    return null;
            }
        }

        List<(string, string)> Groups()
        {
            var groups = new List<(string, string)>();
            foreach (var part in (One("groups") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (part.Split(':', StringSplitOptions.TrimEntries) is [{ Length: > 0 } group, { Length: > 0 } kind]) groups.Add((group.ToLowerInvariant(), kind.ToLowerInvariant()));
                else Fault("groups", "import.group_unreadable", ("text", Cut(part)));
            return groups;
        }

        void Fault(string column, string key, params (string, object?)[] values) => faults.Add(new(Cell(column), key, values));
    }

    /// <param name="participation">What each party is at the edition; null: it is not at it.</param>
    /// <param name="languages">Columns of names there are at least; those that any party is named in are added.</param>
    public static void Write(bool asWorkbook, IReadOnlyList<(PartyFacts Facts, string Slug, ParticipationFacts? Participation)> parties, IReadOnlyDictionary<Guid, string> groups, IReadOnlyList<string> languages,
        string language, Stream stream)
    {
        var rows = Rows(parties, groups, languages);
        if (asWorkbook) TableWriter.WriteXlsx(rows, "Parties", Language.DirectionOf(language) == "rtl", stream);
        else TableWriter.WriteCsv(rows, stream);
    }

    static IEnumerable<IReadOnlyList<string>> Rows(IReadOnlyList<(PartyFacts Facts, string Slug, ParticipationFacts? Participation)> parties, IReadOnlyDictionary<Guid, string> groups, IReadOnlyList<string> languages)
    {
        var named = languages.Concat(parties.SelectMany(p => p.Facts.Short.Languages.Concat(p.Facts.Formal.Languages).Concat(p.Facts.Plate.Languages))).Distinct(StringComparer.Ordinal).ToList();
        var orders = parties.SelectMany(p => p.Facts.SortKeys.Languages).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        yield return (List<string>)
        [
            "party", "kind", "code", .. named.Select(l => "short." + l), .. named.Select(l => "formal." + l), .. named.Select(l => "plate." + l), "genitive.ru", .. orders.Select(o => "sort." + o), "founded",
            "groups", "channel", "contact", "email", "phone", "status", "capacity", "public",
        ];
        foreach (var (facts, slug, here) in parties)
            yield return (List<string>)
            [
                slug, Word(facts.Kind), facts.Code ?? "", .. named.Select(l => facts.Short[l] ?? ""), .. named.Select(l => facts.Formal[l] ?? ""), .. named.Select(l => facts.Plate[l] ?? ""), facts.Genitive ?? "",
                .. orders.Select(o => facts.SortKeys[o] ?? ""), facts.Founded?.ToString(CultureInfo.InvariantCulture) ?? "",
                string.Join("; ", facts.Groups.Where(g => groups.ContainsKey(g.Group)).Select(g => $"{groups[g.Group]}:{g.Kind}")), Word(facts.Contact.Channel), facts.Contact.To ?? "",
                facts.Contact.Email ?? "", facts.Contact.Phone ?? "", Word(here?.Status), Word(here?.Capacity), here is null ? "" : here.IsPublic ? "yes" : "no",
            ];
    }

    static string Word<T>(T? word) where T : struct, Enum => word is { } told ? told.ToString().ToLowerInvariant() : "";
    static string Word(PartyKind kind) => kind.ToString().ToLowerInvariant();
}
