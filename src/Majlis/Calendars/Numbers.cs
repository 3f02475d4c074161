using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>
/// Numbers for people: the language's digits, group and decimal separators, all of them or none. Never for machines.
/// The invisible left-to-right mark stands only where the sign would otherwise jump to the other side of the number: before the minus of a
/// right-to-left language, and around the percent sign of Arabic. Groups in French and Russian are parted by spaces that do not break.
/// </summary>
public sealed class Numbers
{
    static readonly FrozenDictionary<Language, Numbers> All = Read();

    readonly Language _language;
    readonly NumberFormatInfo _format;
    readonly string _percentSign;

    Numbers(Language language, JsonElement symbols)
    {
        _language = language;
        _percentSign = symbols.GetProperty("percentSign").GetString()!;
        _format = new NumberFormatInfo
        {
            NumberGroupSeparator = symbols.GetProperty("group").GetString()!,
            NumberDecimalSeparator = symbols.GetProperty("decimal").GetString()!,
            NegativeSign = symbols.GetProperty("minusSign").GetString()!,
            NumberNegativePattern = 1,
        };
    }

    static FrozenDictionary<Language, Numbers> Read()
    {
        using var document = ReferenceData.Open("refdata/numbering.json");
        var locales = document.RootElement.GetProperty("locales");
        return Language.All.ToFrozenDictionary(l => l, l => new Numbers(l, locales.For(l).GetProperty("symbols")));
    }

    public static Numbers Of(Language language) => All[language];

    /// <summary>A whole number in groups of three: 1,234 · 1 234 · ۱٬۲۳۴.</summary>
    public string Say(long number) => Digits.ToNative(number.ToString("N0", _format), _language);

    /// <summary>A number with as many decimals as it has, at most <paramref name="decimals"/>, without trailing zeros; halves go away from zero.</summary>
    /// <param name="decimals">0 to 15.</param>
    public string Say(decimal number, int decimals = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 15);
        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        return Digits.ToNative(rounded.ToString("#,##0." + new string('#', decimals), _format), _language);
    }

    /// <summary>A number that is a name rather than an amount (a year, a session's number): the language's digits, no groups.</summary>
    public string Plain(long number) => Digits.ToNative(number.ToString("0", _format), _language);

    /// <summary>A share of one as a percentage: 0.5 is 50%, 50 %, %50, ۵۰٪.</summary>
    public string Percent(decimal share, int decimals = 0) =>
        _language.Percent.Replace("%", _percentSign, StringComparison.Ordinal).Replace("{0}", Say(share * 100, decimals), StringComparison.Ordinal);
}
