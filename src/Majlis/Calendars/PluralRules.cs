using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Majlis.Calendars;

public enum PluralCategory { Zero, One, Two, Few, Many, Other }

/// <summary>
/// Which form of a noun goes with a number, by the plural rules of CLDR 48.2 (Unicode Technical Standard 35, part 3, section 5). Rule texts are
/// turned into delegates once. A language without a rule has the one form <see cref="PluralCategory.Other"/>.
/// </summary>
public sealed class PluralRules
{
    static readonly FrozenDictionary<Language, PluralRules> Cardinal = Read("cardinal");
    static readonly FrozenDictionary<Language, PluralRules> Ordinals = Read("ordinal");

    readonly (PluralCategory Category, Func<PluralOperands, bool> Holds)[] _rules;

    PluralRules(JsonElement? told)
    {
        Categories = told is { } rules
            ? [.. rules.EnumerateObject().Select(r => Enum.Parse<PluralCategory>(r.Name, ignoreCase: true))]
            : [PluralCategory.Other];
        _rules = told is null ? [] :
        [
            .. told.Value.EnumerateObject().Select(r => (Enum.Parse<PluralCategory>(r.Name, ignoreCase: true), r.Value.GetProperty("rule").GetString()!))
                .Where(r => r.Item1 != PluralCategory.Other).Select(r => (r.Item1, Compile(r.Item2))),
        ];
    }

    static FrozenDictionary<Language, PluralRules> Read(string kind)
    {
        using var document = ReferenceData.Open("refdata/plural-rules.json");
        var told = document.RootElement.GetProperty(kind);
        return Language.All.ToFrozenDictionary(l => l, l => new PluralRules(told.Find(l.Tag)));
    }

    /// <summary>Rules for counting: one session, two sessions.</summary>
    public static PluralRules Of(Language language) => Cardinal[language];

    /// <summary>Rules for places in a row: first, second.</summary>
    public static PluralRules OrdinalsOf(Language language) => Ordinals[language];

    /// <summary>The forms this language needs; a text with a plural has exactly these. <see cref="PluralCategory.Other"/> is always among them.</summary>
    public IReadOnlyList<PluralCategory> Categories { get; }

    /// <summary>The form for a number. The decimals it carries count: 1 and 1.0 differ in English. The sign does not.</summary>
    public PluralCategory Category(decimal number) => Category(PluralOperands.Of(number));

    internal PluralCategory Category(PluralOperands operands)
    {
        foreach (var (category, holds) in _rules)
            if (holds(operands)) return category;
        return PluralCategory.Other;
    }

    static Func<PluralOperands, bool> Compile(string rule)
    {
        var any = rule.Split(" or ").Select(all => all.Split(" and ").Select(Relation).ToArray()).ToArray();
        return o => any.Any(all => all.All(relation => relation(o)));
    }

    static Func<PluralOperands, bool> Relation(string text)
    {
        // "n % 100 = 3..10", "i = 0,1", "v = 0", "i % 100 != 12..14"
        var words = text.Trim().Split(' ');
        var operand = words[0];
        var modulus = words[1] == "%" ? decimal.Parse(words[2], CultureInfo.InvariantCulture) : 0;
        var equal = words[^2] == "=";
        var ranges = words[^1].Split(',').Select(r => r.Split("..")).Select(r => (Low: Number(r[0]), High: Number(r[^1]))).ToArray();
        return o =>
        {
            var value = o[operand];
            if (modulus != 0) value %= modulus;
            return ranges.Any(r => value >= r.Low && value <= r.High && value == decimal.Truncate(value)) == equal;
        };
    }

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// What plural rules ask of a number: n its absolute value, i the whole part, v and w the count of decimals with and without trailing zeros,
/// f and t those decimals, e the exponent.
/// </summary>
readonly record struct PluralOperands(decimal N, decimal I, int V, int W, decimal F, decimal T, int E)
{
    public static PluralOperands Of(decimal number, int exponent = 0)
    {
        var n = Math.Abs(number);
        var i = decimal.Truncate(n);
        var v = n.Scale;
        var f = n - i;
        var w = v;
        for (var shift = 0; shift < v; shift++) f *= 10;
        f = decimal.Truncate(f);
        var t = f;
        while (w > 0 && t % 10 == 0) { t /= 10; w--; }
        return new(n, i, v, w, f, w == 0 ? 0 : decimal.Truncate(t), exponent);
    }

    /// <summary>As in the samples of the rules: <c>1.30</c>, <c>2c6</c> (two million, written short).</summary>
    public static PluralOperands Parse(string sample)
    {
        var parts = sample.Split('c');
        var number = decimal.Parse(parts[0], CultureInfo.InvariantCulture);
        if (parts.Length == 1) return Of(number);
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var decimals = Math.Max(0, number.Scale - exponent);
        for (var i = 0; i < exponent; i++) number *= 10;
        return Of(decimal.Round(number, decimals), exponent);
    }

    public decimal this[string operand] => operand switch
    {
        "n" => N, "i" => I, "v" => V, "w" => W, "f" => F, "t" => T, "e" or "c" => E,
        _ => throw new FormatException($"Unknown plural operand '{operand}'."),
    };
}
