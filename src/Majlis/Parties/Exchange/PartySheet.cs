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
        var faults = new List<CellFault>();
        return new([.. TableFile.Read(stream, language, faults, "party", "short").Select(Row)], faults);
    }

    static PartyRow Row(TableRow row) => new(row.Line)
    {
        Cell = row.Cell, Party = row.One("party"), Kind = row.Word<PartyKind>("kind"), Code = row.One("code")?.ToUpperInvariant(), Short = row.Text("short"), Formal = row.Text("formal"), Plate = row.Text("plate"),
        SortKeys = row.Text("sort"), Genitive = row.One("genitive.ru"), Founded = Year(row), Channel = row.Word<ContactChannel>("channel"), Contact = row.One("contact"), Email = row.One("email"), Phone = row.One("phone"),
        Groups = Groups(row), Status = row.Word<PartyStatus>("status"), Capacity = row.Word<PartyCapacity>("capacity"), IsPublic = row.Yes("public"),
    };

    static int? Year(TableRow row)
    {
        if (row.One("founded") is not { } text) return null;
        if (int.TryParse(Digits.ToAscii(text), NumberStyles.None, CultureInfo.InvariantCulture, out var year)) return year;
        row.Fault("founded", "import.year_unreadable", ("text", TableFile.Cut(text)));
        return null;
    }

    static List<(string, string)> Groups(TableRow row)
    {
        var groups = new List<(string, string)>();
        foreach (var part in (row.One("groups") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (part.Split(':', StringSplitOptions.TrimEntries) is [{ Length: > 0 } group, { Length: > 0 } kind]) groups.Add((group.ToLowerInvariant(), kind.ToLowerInvariant()));
            else row.Fault("groups", "import.group_unreadable", ("text", TableFile.Cut(part)));
        return groups;
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
