using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;

namespace Majlis.Calendars;

/// <summary>
/// Writes dates for people of one language in one or more calendars: the first calendar leads and the others follow in brackets,
/// "28–30 July 2021 (6–8 Mordad 1400)". A calendar that does not reach the date (Umm al-Qura outside 1900-04-30 to
/// 2077-11-16) is left out, and if none is left the date is written in Gregorian: no date makes a page fail.
/// No invisible mark is written; a right-to-left page shows the texts rightly, inside other text put them in <c>&lt;bdi&gt;</c>.
/// Everything is immutable and safe to share.
/// </summary>
public sealed class Dates
{
    static readonly ConcurrentDictionary<Language, Dates> Defaults = new();

    readonly Language _language;
    readonly CalendarNames _names;
    readonly DatePatterns _patterns;
    readonly ForumCalendar[] _calendars;
    readonly int _hijriShift;

    /// <param name="calendars">The calendars to write, the leading one first; repeated ones count once. Null or empty: the language's own.</param>
    /// <param name="hijriShift">Days, -2 to 2, by which the organiser shifts the Umm al-Qura date.</param>
    public Dates(Language language, IEnumerable<ForumCalendar>? calendars = null, int hijriShift = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(hijriShift), CalendarDate.MaxHijriShift, nameof(hijriShift));
        _language = language;
        _names = CalendarNames.Of(language);
        _patterns = language.DatePatterns;
        _calendars = calendars?.Distinct().ToArray() is { Length: > 0 } chosen ? chosen : [.. language.Calendars];
        _hijriShift = hijriShift;
    }

    /// <summary>Dates in the language's own calendars.</summary>
    public static Dates Of(Language language) => Defaults.GetOrAdd(language, static l => new(l));

    /// <summary>The calendars written, the leading one first.</summary>
    public IReadOnlyList<ForumCalendar> Calendars => _calendars;

    /// <summary>The same language and shift in other calendars.</summary>
    public Dates In(params IEnumerable<ForumCalendar> calendars) => new(_language, calendars, _hijriShift);

    /// <summary>28 July 2021 · ۶ مرداد ۱۴۰۰ (۲۸ ژوئیهٔ ۲۰۲۱)</summary>
    public string Long(LocalDate date) => Joined(c => Long(date, c), date);

    /// <summary>In one calendar; null where it does not reach the date.</summary>
    public string? Long(LocalDate date, ForumCalendar calendar) => There(date, calendar) is { } there ? Native(Long(there)) : null;

    /// <summary>With the weekday, once: Wednesday 28 July 2021 · среда, 28 июля 2021 г.</summary>
    public string Full(LocalDate date)
    {
        var leading = _calendars.FirstOrDefault(c => There(date, c) is not null);
        return Joined(c => c == leading ? Full(date, c) : Long(date, c), date);
    }

    /// <summary>In one calendar; null where it does not reach the date.</summary>
    public string? Full(LocalDate date, ForumCalendar calendar) =>
        There(date, calendar) is { } there
            ? Native(_patterns.Full.Replace("{weekday}", Weekday(date), StringComparison.Ordinal).Replace("{date}", Long(there), StringComparison.Ordinal))
            : null;

    /// <summary>28 July: for lists whose year is plain.</summary>
    public string MonthDay(LocalDate date) => Joined(c => MonthDay(date, c), date);

    /// <summary>In one calendar; null where it does not reach the date.</summary>
    public string? MonthDay(LocalDate date, ForumCalendar calendar) => There(date, calendar) is { } there ? Native(MonthDay(there)) : null;

    /// <summary>Numbers only: 28/07/2021 · ۱۴۰۰/۰۵/۰۶. A calendar that is not the language's first adds its era, since no month name tells it apart.</summary>
    public string Short(LocalDate date) => Joined(c => Short(date, c), date);

    /// <summary>In one calendar; null where it does not reach the date.</summary>
    public string? Short(LocalDate date, ForumCalendar calendar)
    {
        if (There(date, calendar) is not { } there) return null;
        var text = _patterns.Short.Replace("{dd}", Two(there.Day), StringComparison.Ordinal).Replace("{mm}", Two(there.Month), StringComparison.Ordinal)
            .Replace("{d}", Number(there.Day), StringComparison.Ordinal).Replace("{m}", Number(there.Month), StringComparison.Ordinal)
            .Replace("{year}", Number(there.Year), StringComparison.Ordinal);
        return Native(calendar == ForumCalendar.Gregorian || calendar == _language.Calendars[0] ? text : $"{text} {_names.Eras[(int)calendar]}");
    }

    /// <summary>Month and year, in the leading calendar only: July 2021 · июль 2021.</summary>
    public string MonthYear(LocalDate date)
    {
        var there = _calendars.Select(c => There(date, c)).FirstOrDefault(d => d is not null) ?? There(date, ForumCalendar.Gregorian)!.Value;
        return Native($"{_names.MonthsAlone[(int)there.Calendar][there.Month - 1]} {Number(there.Year)}");
    }

    /// <summary>Wednesday · среда · چهارشنبه</summary>
    public string Weekday(LocalDate date) => _names.Weekdays[(int)date.DayOfWeek - 1];

    /// <summary>Wed · ср · چهارشنبه: some languages do not shorten.</summary>
    public string ShortWeekday(LocalDate date) => _names.ShortWeekdays[(int)date.DayOfWeek - 1];

    /// <summary>
    /// Days from the first to the last, both included, saying nothing twice: 28–30 July 2021 · 30 July – 2 August 2021 · 30 December 2021 – 2 January
    /// 2022. Each calendar collapses by its own months. One day gives that day; a last day before the first is an error.
    /// </summary>
    /// <exception cref="ArgumentException">The last day is before the first.</exception>
    public string Range(LocalDate first, LocalDate last) => Joined(c => Range(first, last, c), first, last);

    /// <summary>In one calendar; null where it does not reach both dates.</summary>
    public string? Range(LocalDate first, LocalDate last, ForumCalendar calendar)
    {
        if (last < first) throw new ArgumentException("The last day is before the first.", nameof(last));
        if (There(first, calendar) is not { } from || There(last, calendar) is not { } to) return null;
        if (from == to) return Native(Long(from));
        if (from.Year != to.Year) return Native($"{Long(from)} – {Long(to)}");
        if (from.Month != to.Month) return Native(Filled(_patterns.SameYear, to, Number(to.Day)).Replace("{first}", MonthDay(from), StringComparison.Ordinal));
        return Native(Era(to, Filled(_patterns.Long, to, $"{Day(from)}–{Number(to.Day)}")));
    }

    string Joined(Func<ForumCalendar, string?> write, LocalDate date, LocalDate? last = null)
    {
        string? leading = null, others = null;
        foreach (var calendar in _calendars)
        {
            if (write(calendar) is not { } text) continue;
            if (leading is null) leading = text;
            else others = others is null ? text : others + (_language.IsRightToLeft ? "؛ " : "; ") + text;
        }
        leading ??= last is null ? write(ForumCalendar.Gregorian)! : Range(date, last.Value, ForumCalendar.Gregorian)!;
        return others is null ? leading : $"{leading} ({others})";
    }

    CalendarDate? There(LocalDate date, ForumCalendar calendar) => CalendarDate.Of(date, calendar, _hijriShift);

    string Long(CalendarDate date) => Era(date, Filled(_patterns.Long, date, Day(date)));

    string MonthDay(CalendarDate date) => Filled(_patterns.MonthDay, date, Day(date));

    string Era(CalendarDate date, string text) => _patterns.ErasInLong.Contains(date.Calendar) ? $"{text} {_names.Eras[(int)date.Calendar]}" : text;

    string Day(CalendarDate date) => date.Day == 1 && _patterns.FirstDay is { } first ? first : Number(date.Day);

    string Filled(string pattern, CalendarDate date, string day) =>
        pattern.Replace("{day}", day, StringComparison.Ordinal).Replace("{month}", _names.Months[(int)date.Calendar][date.Month - 1], StringComparison.Ordinal)
            .Replace("{year}", Number(date.Year), StringComparison.Ordinal);

    string Native(string text) => Digits.ToNative(text, _language);

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);
}
