using System.Globalization;
using System.Text;
using Majlis.Platform;

namespace Majlis.Meetings.Planning.Brokerage;

/// <summary>
/// Reads a brokerage event from MiniZinc data as the published instances are written: whole numbers, sets <c>{1, 3..5}</c>, lists of either, and tables <c>[| a, b | c, d |]</c>.
/// Numbers in the file begin at 1, and 0 stands for none.
/// </summary>
public static class DznReader
{
    const int MostCharacters = 16 * 1024 * 1024, MostNumbers = 4_000_000;

    /// <exception cref="Refusal">Codes under <c>meetings.file_</c>, which name the line or the field. No other exception comes from the content of a file.</exception>
    public static BrokerageEvent Read(TextReader file)
    {
        var fields = new Fields(Text(file));
        var slots = fields.Number("nTotalSlots", 1, BrokerageEvent.MostSlots);
        var people = fields.Number("nBusiness", 0, BrokerageEvent.MostParticipants);
        var count = fields.Number("nMeetings", 0, BrokerageEvent.MostMeetings);
        var requested = fields.Sets("requested", 3 * count);
        var away = fields.Sets("forbidden", people);
        var at = fields.HasField("fixed") ? fields.Sets("fixed", count) : null;
        var before = fields.HasField("precedences") ? fields.Sets("precedences", count) : null;
        var meetings = new BrokerageMeeting[count];
        for (var m = 0; m < count; m++)
        {
            int One(int column, int least, int most) => Fields.Single("requested", requested[3 * m + column], m + 1, least, most);
            var (a, b) = (One(0, 1, people) - 1, One(1, 1, people) - 1);
            if (a == b) throw new Refusal("meetings.file_self", ("field", $"requested[{m + 1}]"));
            var slot = at is null ? 0 : Fields.Single("fixed", at[m], m + 1, 0, slots);
            meetings[m] = new(a, b, One(2, 1, 3) switch { 1 => DayPart.Morning, 2 => DayPart.Afternoon, _ => DayPart.Any }, slot == 0 ? null : slot - 1);
        }
        List<(int, int)> orders = [];
        for (var m = 0; before is not null && m < count; m++)
            foreach (var first in before[m])
                if (Fields.Within("precedences", first, m + 1, 0, count) > 0) orders.Add((first - 1, m));
        return new()
        {
            Participants = people, Tables = fields.Number("nTables", 0, BrokerageEvent.MostMeetings), Slots = slots, MorningSlots = fields.Number("nMorningSlots", 0, slots), Meetings = meetings, Orders = orders,
            Away = [.. away.Select((set, p) => set.Where(s => Fields.Within("forbidden", s, p + 1, 0, slots) > 0).Aggregate(default(SlotSet), (all, s) => all.With(SlotSet.One(s - 1))))],
        };
    }

    static string Text(TextReader file)
    {
        var text = new StringBuilder();
        var buffer = new char[65_536];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            if (text.Length + read > MostCharacters) throw new Refusal("meetings.file_too_large", ("megabytes", MostCharacters / (1024 * 1024)));
            text.Append(buffer, 0, read);
        }
        return text.ToString();
    }

    /// <summary>The file's fields by name. A value is a list of sets: a number is a set of one, and so is an element that is not written as a set.</summary>
    sealed class Fields
    {
        readonly string _text;
        readonly Dictionary<string, List<int[]>> _values = new(StringComparer.Ordinal);
        int _at, _line = 1, _numbers;

        public Fields(string text)
        {
            _text = text;
            while (Peek() != '\0')
            {
                var name = Name();
                Take('=');
                var (line, value) = (_line, Value());
                Take(';');
                if (!_values.TryAdd(name, value)) throw new Refusal("meetings.file_twice", ("field", name), ("line", line));
            }
        }

        public bool HasField(string name) => _values.ContainsKey(name);

        public int Number(string name, int least, int most) => Within(name, Sets(name, 1)[0] is [var number] ? number : throw Length(name, 1, Sets(name, 1)[0].Length), null, least, most);

        public List<int[]> Sets(string name, int length)
        {
            if (!_values.TryGetValue(name, out var value)) throw new Refusal("meetings.file_missing", ("field", name));
            return value.Count == length ? value : throw Length(name, length, value.Count);
        }

        public static int Single(string name, int[] set, int index, int least, int most) => set is [var number] ? Within(name, number, index, least, most) : throw Length($"{name}[{index}]", 1, set.Length);

        public static int Within(string name, int number, int? index, int least, int most) => number >= least && number <= most ? number
            : throw new Refusal("meetings.file_number", ("field", index is null ? name : $"{name}[{index}]"), ("least", least), ("most", most));

        static Refusal Length(string name, int expected, int found) => new("meetings.file_length", ("field", name), ("expected", expected), ("found", found));

        List<int[]> Value()
        {
            if (Peek() != '[') return [Element()];
            Take('[');
            var table = Peek() == '|';
            if (table) Take('|');
            List<int[]> all = [];
            while (Peek() is not (']' or '|') || table && Peek() == '|')
            {
                // Rows need no marks of their own here: a table's width is known from its field.
                if (Peek() == '|') Take('|');
                if (Peek() == ']') break;
                all.Add(Element());
                if (Peek() == ',') Take(',');
                else if (Peek() is not (']' or '|')) throw Expected(", ]");
            }
            Take(']');
            return all;
        }

        int[] Element()
        {
            if (Peek() != '{') return [Whole()];
            Take('{');
            List<int> set = [];
            while (Peek() != '}')
            {
                var first = Whole();
                var last = first;
                if (Peek() == '.')
                {
                    Take('.');
                    Take('.');
                    last = Whole();
                }
                Count(Math.Max(0, (long)last - first));
                for (long n = first; n <= last; n++) set.Add((int)n);
                if (Peek() == ',') Take(',');
                else if (Peek() != '}') throw Expected(", }");
            }
            Take('}');
            return [.. set];
        }

        int Whole()
        {
            Peek();
            var start = _at;
            if (_at < _text.Length && _text[_at] == '-') _at++;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            Count(1);
            // A number beyond any sense is as wrong as a word.
            return int.TryParse(_text.AsSpan(start, Math.Min(_at - start, 12)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && _at - start <= 10 ? number : throw Expected("0…9", start);
        }

        void Count(long more)
        {
            if (_numbers + more > MostNumbers) throw new Refusal("meetings.file_too_many", ("most", MostNumbers));
            _numbers += (int)more;
        }

        string Name()
        {
            Peek();
            var start = _at;
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
            return _at > start && _at - start <= 64 ? _text[start.._at] : throw Expected("a…z", start);
        }

        void Take(char wanted)
        {
            if (Peek() != wanted) throw Expected(wanted.ToString());
            _at++;
        }

        /// <summary>The next character that is neither space nor comment; the null character at the end.</summary>
        char Peek()
        {
            while (_at < _text.Length)
            {
                if (_text[_at] == '\n') _line++;
                if (_text[_at] == '%')
                    while (_at < _text.Length && _text[_at] != '\n') _at++;
                else if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF') _at++;
                else return _text[_at] == '\0' ? '\u0001' : _text[_at];
            }
            return '\0';
        }

        Refusal Expected(string what, int? at = null) => new("meetings.file_expected", ("line", _line), ("expected", what),
            ("found", Rune.TryGetRuneAt(_text, Math.Min(at ?? _at, Math.Max(0, _text.Length - 1)), out var rune) && (at ?? _at) < _text.Length && !Rune.IsControl(rune) ? rune.ToString() : ""));
    }
}
