using System.Globalization;
using NodaTime;

namespace Majlis.Calendars;

/// <summary>What became of a typed date: either the ISO date, or why it could not be read.</summary>
/// <param name="Date">The ISO date; null when there is an <paramref name="Error"/>.</param>
/// <param name="Calendar">The calendar it was read in; null when that was never settled.</param>
/// <param name="Error">Null, or a code such as <c>date.no_such_day</c>; <c>error.</c> before it gives the key of the sentence.</param>
/// <param name="Values">What the sentence needs.</param>
public sealed record DateReading(LocalDate? Date, ForumCalendar? Calendar, string? Error, params IReadOnlyList<(string Name, object? Value)> Values)
{
    /// <summary>The sentence for the field, telling what is wrong and how to say it; null when nothing is.</summary>
    public string? Fault(Texts texts) => Error is null ? null : texts.Say("error." + Error, [.. Values]);
}

/// <summary>
/// Reads a date as people type it, in any of the three calendars, any digits, with month names of any interface language in any spelling:
/// <c>2021-07-28</c>, <c>28.07.2021</c>, «۱۴۰۰/۰۵/۰۶», «6 مرداد 1400», «18 ذو الحجة 1442», <c>July 28, 2021</c>.
/// It reads whatever <see cref="Dates"/> writes in one calendar.
/// <list type="bullet">
/// <item>Order: a number of three digits or more is the year. Year first means year, month, day; year last means day, month, year, in every language.
/// Eight digits at once are <c>yyyyMMdd</c>. Two-digit years are refused.</item>
/// <item>Calendar: the one named by a month's name or a mark (AP, AH, ش, ق, م …); else the one chosen in the field; else by the year:
/// 1600 to 2999 is Gregorian, 1200 to 1599 is the calendar of the language that counts so (Solar Hijri in Persian, Umm al-Qura in Arabic); in a
/// language with neither, or both, it is refused as ambiguous and the reader is told the marks.</item>
/// <item>Years taken: Gregorian 1600–2999, Solar Hijri 1200–1599, Umm al-Qura 1318–1500.</item>
/// <item>A weekday may stand with it and must be the right one. Times, zones and week dates are refused.</item>
/// </list>
/// Never throws for any text; reads at most 80 characters.
/// </summary>
public static class DateInput
{
    enum Meaning { Month, Weekday, Mark, Filler }

    readonly record struct Word(Meaning Meaning, ForumCalendar Calendar, int Number);

    static readonly Lazy<Vocabulary> Words = new(() => new());

    /// <param name="text">As typed. Null and blank give <c>date.empty</c>.</param>
    /// <param name="language">The reader's: settles which calendar bare years of 1200 to 1599 are in.</param>
    /// <param name="calendar">The calendar chosen beside the field; null when none was.</param>
    /// <param name="hijriShift">The organiser's shift of the Umm al-Qura date, as in <see cref="CalendarDate.Of"/>.</param>
    public static DateReading Read(string? text, Language language, ForumCalendar? calendar = null, int hijriShift = 0)
    {
        if (string.IsNullOrWhiteSpace(text)) return Wrong("date.empty");
        if (text.Length > 80 || Pieces(text) is not { } pieces) return Wrong("date.not_a_date");

        var numbers = new List<string>();
        int? month = null, weekday = null;
        ForumCalendar? named = null;
        for (var i = 0; i < pieces.Count; i++)
        {
            if (char.IsAsciiDigit(pieces[i][0])) { numbers.Add(pieces[i]); continue; }
            if (Longest(pieces, i, language) is not { } found) return Wrong("date.not_a_date");
            i += found.Pieces - 1;
            switch (found.Word.Meaning)
            {
                case Meaning.Month when month is not null: return Wrong("date.not_a_date");
                case Meaning.Month: month = found.Word.Number; goto case Meaning.Mark;
                case Meaning.Mark when named is { } other && other != found.Word.Calendar: return Wrong("date.calendars_differ");
                case Meaning.Mark: named = found.Word.Calendar; break;
                case Meaning.Weekday: weekday = found.Word.Number; break;
            }
        }
        if (named is not null && calendar is not null && named != calendar) return Wrong("date.calendars_differ");
        if (InOrder(numbers, month) is not { } parts) return Wrong("date.not_a_date");
        if (parts.Error is { } error) return Wrong(error);
        if (parts.Year.Length > 4) return OutOfRange(named ?? calendar ?? ForumCalendar.Gregorian);

        var year = Int(parts.Year);
        if ((named ?? calendar ?? ByYear(year, language)) is not { } settled) return Wrong("date.ambiguous", ("year", year));
        var (from, to) = Years(settled);
        if (year < from || year > to) return OutOfRange(settled);
        var date = new CalendarDate(settled, year, month ?? Int(parts.Month), Int(parts.Day));
        if (CalendarDate.DaysInMonth(settled, year, date.Month) is not { } days) return Wrong("date.no_such_month", ("month", date.Month));
        if (date.ToIso(hijriShift) is not { } iso)
        {
            var name = CalendarNames.Of(language).MonthsAlone[(int)settled][date.Month - 1];
            return Wrong("date.no_such_day", ("day", date.Day), ("month", name), ("year", year), ("days", days));
        }
        if (weekday is { } told && told != (int)iso.DayOfWeek) return Wrong("date.weekday_differs", ("weekday", Dates.Of(language).Weekday(iso)));
        return new(iso, settled, null);
    }

    /// <summary>The years taken in a calendar, both included.</summary>
    public static (int First, int Last) Years(ForumCalendar calendar) => calendar switch
    {
        ForumCalendar.SolarHijri => (1200, 1599),
        ForumCalendar.UmmAlQura => (1318, 1500),
        _ => (1600, 2999),
    };

    static ForumCalendar? ByYear(int year, Language language)
    {
        if (year is < 1200 or > 1599) return ForumCalendar.Gregorian;
        var counting = language.Calendars.Where(c => c != ForumCalendar.Gregorian).ToArray();
        return counting is [var only] ? only : null;
    }

    readonly record struct Parts(string Year, string Month, string Day, string? Error = null);

    // Null: these numbers are no date. An error instead of parts: they would be one if the year were told.
    static Parts? InOrder(List<string> numbers, int? month)
    {
        var named = month is not null;
        if (numbers is [{ Length: 8 } compact] && !named) return new(compact[..4], compact[4..6], compact[6..]);
        if (numbers.Count == (named ? 1 : 2) && numbers.All(n => n.Length <= 2)) return new("", "", "", "date.year_missing");
        if (numbers.Count != (named ? 2 : 3)) return null;
        var years = numbers.Count(n => n.Length > 2);
        if (years == 0) return new("", "", "", "date.year_needs_four_digits");
        if (years > 1) return null;
        if (numbers[0].Length > 2) return new(numbers[0], named ? "" : numbers[1], numbers[^1]);
        return numbers[^1].Length > 2 ? new(numbers[^1], named ? "" : numbers[1], numbers[0]) : null;
    }

    // Runs of digits and runs of letters of the folded text; null when there is anything else but separators.
    static List<string>? Pieces(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed[0] is '-' or '+' or '\u2212') return null;
        var key = SearchKey.Loose(Parted(text));
        var pieces = new List<string>();
        for (var i = 0; i < key.Length;)
        {
            var start = i;
            if (key[i] is ' ') { i++; continue; }
            if (char.IsAsciiDigit(key[i])) while (i < key.Length && char.IsAsciiDigit(key[i])) i++;
            else while (i < key.Length && char.IsLetter(key[i])) i++;
            if (i == start) return null;
            pieces.Add(key[start..i]);
        }
        return pieces;
    }

    static string Parted(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = Separators.Contains(from[i]) ? ' ' : from[i];
    });

    // Beside the plain ones: Arabic comma, Arabic decimal separator, fraction slash, division slash, Arabic date separator.
    const string Separators = "./,()\u060C\u066B\u2044\u2215\u060D";

    static (Word Word, int Pieces)? Longest(List<string> pieces, int at, Language language)
    {
        for (var count = Math.Min(4, pieces.Count - at); count > 0; count--)
        {
            var key = string.Concat(pieces.Skip(at).Take(count));
            // A lone "ه" is the Islamic era for an Arabic reader; in Persian both calendars are called so.
            if (key == "ه" && !language.Calendars.Contains(ForumCalendar.SolarHijri)) return (new(Meaning.Mark, ForumCalendar.UmmAlQura, 0), count);
            if (Words.Value.Find(key, language) is { } word) return (word, count);
        }
        return null;
    }

    // The reader's own language is asked first, then the words of all; there a name of two months (in two languages) means neither, and a month
    // goes before the short name of a weekday (mar. is Tuesday to a French reader only).
    sealed class Vocabulary
    {
        readonly Dictionary<Language, Dictionary<string, Word>> _own = [];
        readonly Dictionary<string, Word> _all = new(StringComparer.Ordinal);

        public Vocabulary()
        {
            var ambiguous = new HashSet<string>();
            using var document = ReferenceData.Open("refdata/month-spellings.json");
            var spellings = document.RootElement;
            foreach (var calendar in spellings.GetProperty("months").EnumerateObject())
                foreach (var (month, names) in calendar.Value.EnumerateArray().Index())
                    foreach (var name in names.Strings()) AddToAll(name, new(Meaning.Month, Enum.Parse<ForumCalendar>(calendar.Name), month + 1));
            foreach (var mark in spellings.GetProperty("marks").EnumerateObject())
                foreach (var name in mark.Value.Strings()) AddToAll(name, new(Meaning.Mark, Enum.Parse<ForumCalendar>(mark.Name), 0));
            foreach (var name in spellings.GetProperty("fillers").Strings()) AddToAll(name, new(Meaning.Filler, default, 0));
            foreach (var language in Language.All)
            {
                var own = _own[language] = new(StringComparer.Ordinal);
                foreach (var (name, word) in Named(CalendarNames.Of(language)))
                {
                    own.TryAdd(Key(name), word);
                    AddToAll(name, word);
                }
            }
            foreach (var key in ambiguous) _all.Remove(key);
            Ambiguous = ambiguous;

            void AddToAll(string name, Word word)
            {
                var key = Key(name);
                if (_all.TryAdd(key, word) || _all[key] == word || word.Meaning == Meaning.Weekday) return;
                if (_all[key].Meaning == Meaning.Weekday) _all[key] = word;
                else ambiguous.Add(key);
            }
        }

        public IReadOnlySet<string> Ambiguous { get; }

        public Word? Find(string key, Language language) =>
            _own[language].TryGetValue(key, out var word) || _all.TryGetValue(key, out word) ? word : null;

        static IEnumerable<(string Name, Word Word)> Named(CalendarNames names)
        {
            foreach (var calendar in Enum.GetValues<ForumCalendar>())
                for (var month = 1; month <= 12; month++)
                {
                    yield return (names.Months[(int)calendar][month - 1], new(Meaning.Month, calendar, month));
                    yield return (names.MonthsAlone[(int)calendar][month - 1], new(Meaning.Month, calendar, month));
                }
            for (var day = 1; day <= 7; day++)
            {
                yield return (names.Weekdays[day - 1], new(Meaning.Weekday, default, day));
                yield return (names.ShortWeekdays[day - 1], new(Meaning.Weekday, default, day));
            }
        }

        static string Key(string name) => SearchKey.Tight(Parted(name));
    }

    /// <summary>Names that mean different things in different languages: taken in the reader's own only.</summary>
    internal static IReadOnlySet<string> AmbiguousNames => Words.Value.Ambiguous;

    static DateReading OutOfRange(ForumCalendar calendar)
    {
        var (first, last) = Years(calendar);
        return Wrong("date.year_out_of_range", ("first", first), ("last", last));
    }

    static DateReading Wrong(string code, params (string, object?)[] values) => new(null, null, code, values);

    static int Int(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
