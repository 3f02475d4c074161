using System.Globalization;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Tables;

namespace Majlis.Delegations.Exchange;

/// <summary>One row as it was written. Null and empty: the cell is blank or the column is not there, and what is known stays.</summary>
public sealed record MemberSheetRow(int Line)
{
    /// <summary>The number of a person who is known; null: known by the name, or new.</summary>
    public int? Number { get; init; }
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    public LocalizedText Office { get; init; } = LocalizedText.Empty;
    public LocalizedText Organisation { get; init; } = LocalizedText.Empty;
    public string? Country { get; init; }
    public string? Email { get; init; }
    public string? Language { get; init; }
    public MemberRole? Role { get; init; }
    public string? Category { get; init; }
    /// <summary>The cell of a column of this row, also where it is blank.</summary>
    public required Func<string, string> Cell { get; init; }

    public MemberFacts Over(MemberFacts known) => known with
    {
        Name = Laid(known.Name, Name), Office = Laid(known.Office, Office), Organisation = Laid(known.Organisation, Organisation), Country = Country ?? known.Country, Email = Email ?? known.Email,
        Language = Language ?? known.Language, Role = Role ?? known.Role, Category = Category ?? known.Category,
    };

    static LocalizedText Laid(LocalizedText known, LocalizedText told) => told.Wordings.Aggregate(known, (text, w) => text.With(w.Key, w.Value));
}

public sealed record MemberReading(IReadOnlyList<MemberSheetRow> Rows, IReadOnlyList<CellFault> Faults);

/// <summary>
/// Members of a delegation as a table, one a row. Columns are known by their plain names (<c>name.en</c>, <c>office.ru</c>, <c>role</c>) or as the template of any language of the interface calls
/// them, and so are roles, categories and countries: who filled in the Arabic template may send it from an English page.
/// </summary>
public static class MemberSheet
{
    static readonly string[] Plain = ["number", "role", "category", "country", "email", "language"], Written = ["name", "office", "organisation"];

    /// <summary>Every word by which columns, roles, categories and countries are known, folded; made once for an edition's languages.</summary>
    sealed class Words
    {
        public readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal), Categories = new(StringComparer.Ordinal), Countries = new(StringComparer.Ordinal), Spoken = new(StringComparer.Ordinal);
        public readonly Dictionary<string, MemberRole> Roles = new(StringComparer.Ordinal);

        public Words(IReadOnlyList<string> languages, DelegationTerms terms)
        {
            foreach (var column in Plain.Concat(Written)) Columns[SearchKey.Tight(column)] = column;
            foreach (var column in Written)
                foreach (var tag in LanguageNames.Tags) Columns[SearchKey.Tight($"{column}.{tag}")] = $"{column}.{tag}";
            foreach (var role in Enum.GetValues<MemberRole>()) Roles[SearchKey.Tight(role.ToString())] = role;
            foreach (var category in terms.Categories)
                foreach (var word in category.Name.Wordings.Select(w => w.Value).Append(category.Key)) Categories[SearchKey.Tight(word)] = category.Key;
            foreach (var page in Language.All)
            {
                foreach (var column in Plain) Columns.TryAdd(SearchKey.Tight(Heading(column, page)), column);
                foreach (var column in Written)
                    foreach (var tag in languages) Columns.TryAdd(SearchKey.Tight(Heading($"{column}.{tag}", page)), $"{column}.{tag}");
                foreach (var role in Enum.GetValues<MemberRole>()) Roles.TryAdd(SearchKey.Tight(RoleWord(role, page)), role);
                foreach (var code in Calendars.Countries.Codes) Countries.TryAdd(SearchKey.Tight(Calendars.Countries.Name(code, page)), code);
                foreach (var spoken in Language.All) Spoken.TryAdd(SearchKey.Tight(LanguageNames.Name(spoken.Tag, page)), spoken.Tag);
            }
            foreach (var code in Calendars.Countries.Codes) Countries[SearchKey.Tight(code)] = code;
            foreach (var spoken in Language.All) Spoken[SearchKey.Tight(spoken.Tag)] = spoken.Tag;
        }
    }

    /// <summary>What a column is called in a language of the interface.</summary>
    public static string Heading(string column, Language page) => column.Split('.') is [var name, var tag]
        ? $"{Texts.Of(page)[$"delegation.column.{name}"]} ({LanguageNames.Name(tag, page)})" : Texts.Of(page)[$"delegation.column.{column}"];

    public static string RoleWord(MemberRole role, Language page) => Texts.Of(page)[$"delegation.role.{role.ToString().ToLowerInvariant()}"];

    /// <param name="language">A content language: of a column of names that does not say its own.</param>
    /// <param name="languages">Content languages of the edition.</param>
    /// <exception cref="Refusal">There is no column of names, or the file is broken or goes beyond <see cref="FileLimits"/>.</exception>
    public static MemberReading Read(Stream stream, string language, IReadOnlyList<string> languages, DelegationTerms terms)
    {
        var content = FileContent.Of(stream);
        return content.IsZip ? Read(XlsxTable.Rows(content, out _), text => text, language, languages, terms) : Read(CsvTable.Rows(content, language, _ => { }), Cells.Plain, language, languages, terms);
    }

    static MemberReading Read(IEnumerable<SheetRow> table, Func<string, string> plain, string language, IReadOnlyList<string> languages, DelegationTerms terms)
    {
        var words = new Words(languages, terms);
        List<(string Column, int At)>? columns = null;
        var (rows, faults) = (new List<MemberSheetRow>(), new List<CellFault>());
        foreach (var row in table.Where(r => !r.IsBlank))
        {
            if (columns is null)
            {
                columns = [];
                for (var i = 0; i < row.Cells.Count; i++)
                    if (words.Columns.TryGetValue(SearchKey.Tight(CleanText.OneLine(row.Cells[i], out _)), out var known) && columns.TrueForAll(c => c.Column != known)) columns.Add((known, i));
                if (!columns.Exists(c => c.Column == "number" || c.Column.StartsWith("name", StringComparison.Ordinal)))
                    throw new Refusal("import.columns_missing", ("columns", "name"), ("found", Cut(string.Join(", ", row.Cells.Select(c => CleanText.OneLine(c, out _)).Where(c => c.Length > 0)))), ("line", row.Line));
                continue;
            }
            rows.Add(Row(row, columns, plain, language, words, faults));
        }
        return columns is null ? throw new Refusal("import.empty") : new(rows, faults);
    }

    static MemberSheetRow Row(SheetRow row, List<(string Column, int At)> columns, Func<string, string> plain, string language, Words words, List<CellFault> faults)
    {
        int? number = null;
        (string? country, string? email, string? spoken, string? category) = (null, null, null, null);
        MemberRole? role = null;
        var texts = new Dictionary<string, LocalizedText>(3);
        foreach (var (column, at) in columns)
        {
            if (at >= row.Cells.Count || CleanText.OneLine(plain(row.Cells[at]), out _) is not { Length: > 0 } text) continue;
            void Fault(string key, params (string, object?)[] values) => faults.Add(new(Cells.Letters(at) + row.Line.ToString(CultureInfo.InvariantCulture), key, values));
            switch (column)
            {
                case "number":
                    if (int.TryParse(Digits.ToAscii(text), NumberStyles.None, CultureInfo.InvariantCulture, out var told)) number = told;
                    else Fault("import.member_number", ("text", Cut(text)));
                    break;
                case "role":
                    if (words.Roles.TryGetValue(SearchKey.Tight(text), out var known)) role = known;
                    else Fault("import.role_unknown", ("text", Cut(text)));
                    break;
                case "category":
                    if (!words.Categories.TryGetValue(SearchKey.Tight(text), out category)) Fault("import.category_unknown", ("text", Cut(text)));
                    break;
                case "country":
                    if (!words.Countries.TryGetValue(SearchKey.Tight(text), out country)) Fault("import.country_unknown", ("text", Cut(text)));
                    break;
                case "language":
                    if (!words.Spoken.TryGetValue(SearchKey.Tight(text), out spoken)) Fault("import.language_unknown", ("text", Cut(text)));
                    break;
                case "email": email = text; break;
                default:
                    var (name, tag) = column.Split('.') is [var n, var t] ? (n, t) : (column, language);
                    texts[name] = texts.GetValueOrDefault(name, LocalizedText.Empty).With(tag, text);
                    break;
            }
        }
        return new(row.Line)
        {
            Number = number, Role = role, Category = category, Country = country, Email = email, Language = spoken, Name = texts.GetValueOrDefault("name", LocalizedText.Empty),
            Office = texts.GetValueOrDefault("office", LocalizedText.Empty), Organisation = texts.GetValueOrDefault("organisation", LocalizedText.Empty),
            Cell = column => Cells.Letters(columns.Find(c => c.Column == column || c.Column.StartsWith(column + ".", StringComparison.Ordinal)).At) + row.Line.ToString(CultureInfo.InvariantCulture),
        };
    }

    internal static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";

    /// <summary>The members, or a template with one invented one, headed in the reader's language. A workbook offers roles, categories and languages to choose from.</summary>
    /// <param name="people">Number (null: none yet) and facts.</param>
    public static void Write(bool asWorkbook, IReadOnlyList<(int? Number, MemberFacts Facts)> people, IReadOnlyList<string> languages, DelegationTerms terms, Language page, Stream stream)
    {
        string[] columns = ["number", "role", "category", .. languages.Select(l => "name." + l), .. languages.Select(l => "office." + l), .. languages.Select(l => "organisation." + l), "country", "email", "language"];
        string Category(string key) => terms.Categories.FirstOrDefault(c => c.Key == key)?.Name.In(page.Tag, languages).Text ?? key;
        IEnumerable<IReadOnlyList<string>> rows =
        [
            [.. columns.Select(c => Heading(c, page))],
            .. people.Select(p => (IReadOnlyList<string>)[.. columns.Select(c => c.Split('.') switch
            {
                ["name", var tag] => p.Facts.Name[tag] ?? "", ["office", var tag] => p.Facts.Office[tag] ?? "", ["organisation", var tag] => p.Facts.Organisation[tag] ?? "",
                ["number"] => p.Number?.ToString(CultureInfo.InvariantCulture) ?? "", ["role"] => RoleWord(p.Facts.Role, page), ["category"] => Category(p.Facts.Category),
                ["country"] => p.Facts.Country ?? "", ["email"] => p.Facts.Email ?? "", _ => p.Facts.Language is { } l ? LanguageNames.Name(l, page) : "",
            })]),
        ];
        if (!asWorkbook)
        {
            TableWriter.WriteCsv(rows, stream);
            return;
        }
        TableWriter.WriteXlsx(rows, "Delegation", page.IsRightToLeft, stream, new Dictionary<int, IReadOnlyList<string>>
        {
            [1] = [.. Enum.GetValues<MemberRole>().Select(r => RoleWord(r, page))], [2] = [.. terms.Categories.Select(c => Category(c.Key))], [columns.Length - 1] = [.. Language.All.Select(l => LanguageNames.Name(l.Tag, page))],
        });
    }
}
