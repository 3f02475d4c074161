using System.Globalization;
using System.Text;

namespace Majlis.Print;

/// <summary>
/// The Unicode Bidirectional Algorithm (UAX #9 of Unicode 16, with embeddings, overrides and isolates) for one paragraph without line ends.
/// Classes are made of the ranges of DerivedBidiClass.txt that its scripts use and of general categories elsewhere; paired brackets are those of Latin, CJK and mathematics.
/// </summary>
static class Bidi
{
    internal enum Class : byte { L, R, AL, EN, ES, ET, AN, CS, NSM, BN, B, S, WS, ON, LRE, LRO, RLE, RLO, PDF, LRI, RLI, FSI, PDI }

    /// <summary>Letters of one direction, side by side.</summary>
    /// <param name="Level">Odd: from right to left.</param>
    public readonly record struct Run(int Start, int Length, int Level);

    const int DeepestLevel = 125;
    /// <summary>Opening and closing brackets in turn.</summary>
    const string Brackets = "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⸢⸣⸤⸥⸦⸧⸨⸩〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣";

    /// <summary>The level of each UTF-16 unit (rules P2 to I2); the lower half of a pair has its upper half's.</summary>
    /// <param name="rightToLeft">Of the paragraph; null: by its first strong letter, left to right without one.</param>
    public static byte[] Levels(string text, bool? rightToLeft)
    {
        var classes = new Class[text.Length];
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var units) != System.Buffers.OperationStatus.Done) rune = Rune.ReplacementChar;
            classes[i] = Of(rune.Value);
            for (var k = 1; k < units; k++) classes[i + k] = Class.BN;
            i += units;
        }
        var partner = Isolates(classes);
        var paragraph = (byte)(rightToLeft ?? FirstStrong(classes, partner, 0, text.Length) is true ? 1 : 0);
        var levels = Explicit(classes, partner, paragraph, out var resolved);
        byte[] given = [.. levels];
        foreach (var sequence in Sequences(classes, partner, given)) Resolve(text, sequence, classes, partner, resolved, given, levels, paragraph);
        // What is no letter has the level of what stands before it, so that runs are not cut by it.
        for (var i = 0; i < text.Length; i++) if (Removed(classes[i])) levels[i] = i == 0 ? paragraph : levels[i - 1];
        // L1, within the paragraph: separators, and blanks before them.
        var blank = true;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (classes[i] is Class.B or Class.S) (levels[i], blank) = (paragraph, true);
            else if (blank && (Removed(classes[i]) || classes[i] is Class.WS or Class.LRI or Class.RLI or Class.FSI or Class.PDI)) levels[i] = paragraph;
            else blank = false;
        }
        return levels;
    }

    /// <summary>The line <c>[start, end)</c> as runs from left to right (L2). Blanks at its end belong to the paragraph's direction: leave them out.</summary>
    public static List<Run> Visual(byte[] levels, int start, int end)
    {
        var runs = new List<Run>();
        for (var i = start; i < end;)
        {
            var j = i;
            while (j < end && levels[j] == levels[i]) j++;
            runs.Add(new(i, j - i, levels[i]));
            i = j;
        }
        for (var level = runs.Count == 0 ? 0 : runs.Max(r => r.Level); level >= 1; level--)
            for (var i = 0; i < runs.Count; i++)
            {
                var j = i;
                while (j < runs.Count && runs[j].Level >= level) j++;
                if (j > i) runs.Reverse(i, j - i);
                i = j;
            }
        return runs;
    }

    static bool Removed(Class c) => c is Class.BN or Class.LRE or Class.LRO or Class.RLE or Class.RLO or Class.PDF;

    static bool Opens(Class c) => c is Class.LRI or Class.RLI or Class.FSI;

    /// <summary>BD9: for each isolate's beginning its end and the other way round; −1 without one.</summary>
    static int[] Isolates(Class[] classes)
    {
        var partner = new int[classes.Length];
        Array.Fill(partner, -1);
        var open = new Stack<int>();
        for (var i = 0; i < classes.Length; i++)
        {
            if (Opens(classes[i])) open.Push(i);
            else if (classes[i] == Class.PDI && open.TryPop(out var from)) (partner[from], partner[i]) = (i, from);
        }
        return partner;
    }

    /// <summary>P2 and P3 within <c>[start, end)</c>; null without a strong letter.</summary>
    static bool? FirstStrong(Class[] classes, int[] partner, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (classes[i] is Class.L) return false;
            if (classes[i] is Class.R or Class.AL) return true;
            if (Opens(classes[i])) i = partner[i] < 0 ? end : partner[i];
        }
        return null;
    }

    /// <summary>X1 to X8.</summary>
    /// <param name="resolved">The classes after overrides.</param>
    static byte[] Explicit(Class[] classes, int[] partner, byte paragraph, out Class[] resolved)
    {
        var levels = new byte[classes.Length];
        resolved = [.. classes];
        var stack = new Stack<(byte Level, Class Override, bool Isolate)>();
        stack.Push((paragraph, Class.ON, false));
        int deepIsolates = 0, deepEmbeddings = 0, isolates = 0;
        for (var i = 0; i < classes.Length; i++)
        {
            var (level, forced, isolate) = stack.Peek();
            levels[i] = level;
            switch (classes[i])
            {
                case Class.RLE or Class.LRE or Class.RLO or Class.LRO:
                    var embedded = Next(level, classes[i] is Class.RLE or Class.RLO);
                    if (embedded <= DeepestLevel && deepIsolates == 0 && deepEmbeddings == 0)
                        stack.Push((embedded, classes[i] switch { Class.RLO => Class.R, Class.LRO => Class.L, _ => Class.ON }, false));
                    else if (deepIsolates == 0) deepEmbeddings++;
                    break;
                case Class.RLI or Class.LRI or Class.FSI:
                    if (forced != Class.ON) resolved[i] = forced;
                    var right = classes[i] == Class.RLI || classes[i] == Class.FSI && FirstStrong(classes, partner, i + 1, partner[i] < 0 ? classes.Length : partner[i]) is true;
                    var inner = Next(level, right);
                    if (inner <= DeepestLevel && deepIsolates == 0 && deepEmbeddings == 0)
                    {
                        isolates++;
                        stack.Push((inner, Class.ON, true));
                    }
                    else deepIsolates++;
                    break;
                case Class.PDI:
                    if (deepIsolates > 0) deepIsolates--;
                    else if (isolates > 0)
                    {
                        deepEmbeddings = 0;
                        while (!stack.Peek().Isolate) stack.Pop();
                        stack.Pop();
                        isolates--;
                    }
                    (levels[i], forced, _) = stack.Peek();
                    if (forced != Class.ON) resolved[i] = forced;
                    break;
                case Class.PDF:
                    if (deepIsolates > 0) break;
                    if (deepEmbeddings > 0) deepEmbeddings--;
                    else if (!isolate && stack.Count > 1) stack.Pop();
                    break;
                case Class.B:
                    levels[i] = paragraph;
                    break;
                case Class.BN: break;
                default:
                    if (forced != Class.ON) resolved[i] = forced;
                    break;
            }
        }
        return levels;

        static byte Next(byte level, bool right) => (byte)(right ? (level + 1) | 1 : (level + 2) & ~1);
    }

    /// <summary>X10: runs of one level, joined over isolates.</summary>
    static IEnumerable<List<int>> Sequences(Class[] classes, int[] partner, byte[] levels)
    {
        var runs = new List<List<int>>();
        var runOf = new Dictionary<int, int>();
        for (var i = 0; i < classes.Length; i++)
        {
            if (Removed(classes[i])) continue;
            if (runs.Count == 0 || levels[runs[^1][^1]] != levels[i])
            {
                runOf[i] = runs.Count;
                runs.Add([]);
            }
            runs[^1].Add(i);
        }
        foreach (var run in runs)
        {
            if (classes[run[0]] == Class.PDI && partner[run[0]] >= 0) continue;
            var sequence = new List<int>(run);
            while (Opens(classes[sequence[^1]]) && partner[sequence[^1]] is >= 0 and var end && runOf.TryGetValue(end, out var next)) sequence.AddRange(runs[next]);
            yield return sequence;
        }
    }

    /// <summary>W1 to I2 of one sequence.</summary>
    /// <param name="given">Levels as embeddings and isolates give them; <paramref name="levels"/> gets those that the letters give.</param>
    static void Resolve(string text, List<int> at, Class[] classes, int[] partner, Class[] resolved, byte[] given, byte[] levels, byte paragraph)
    {
        var n = at.Count;
        var level = given[at[0]];
        var c = new Class[n];
        for (var i = 0; i < n; i++) c[i] = resolved[at[i]];
        var before = at[0] - 1;
        while (before >= 0 && Removed(classes[before])) before--;
        var last = at[n - 1];
        var after = last + 1;
        while (after < classes.Length && Removed(classes[after])) after++;
        var endLevel = Opens(classes[last]) && partner[last] < 0 || after >= classes.Length ? paragraph : given[after];
        var sos = (Math.Max(level, before < 0 ? paragraph : given[before]) & 1) == 1 ? Class.R : Class.L;
        var eos = (Math.Max(level, endLevel) & 1) == 1 ? Class.R : Class.L;
        var embedding = (level & 1) == 1 ? Class.R : Class.L;

        var previous = sos;
        for (var i = 0; i < n; i++)                                                                        // W1
        {
            if (c[i] == Class.NSM) c[i] = previous is Class.LRI or Class.RLI or Class.FSI or Class.PDI ? Class.ON : previous;
            previous = c[i];
        }
        var strong = sos;
        for (var i = 0; i < n; i++)                                                                        // W2, and W3 of what is before
        {
            if (c[i] is Class.L or Class.R or Class.AL) strong = c[i];
            else if (c[i] == Class.EN && strong == Class.AL) c[i] = Class.AN;
        }
        for (var i = 0; i < n; i++) if (c[i] == Class.AL) c[i] = Class.R;                                  // W3
        for (var i = 1; i < n - 1; i++)                                                                    // W4
            if (c[i] == Class.ES && c[i - 1] == Class.EN && c[i + 1] == Class.EN) c[i] = Class.EN;
            else if (c[i] == Class.CS && c[i - 1] == c[i + 1] && c[i - 1] is Class.EN or Class.AN) c[i] = c[i - 1];
        for (var i = 0; i < n; i++)                                                                        // W5
        {
            if (c[i] != Class.ET) continue;
            var j = i;
            while (j < n && c[j] == Class.ET) j++;
            if (i > 0 && c[i - 1] == Class.EN || j < n && c[j] == Class.EN) Array.Fill(c, Class.EN, i, j - i);
            i = j - 1;
        }
        for (var i = 0; i < n; i++) if (c[i] is Class.ES or Class.ET or Class.CS) c[i] = Class.ON;         // W6
        strong = sos;
        for (var i = 0; i < n; i++)                                                                        // W7
        {
            if (c[i] is Class.L or Class.R) strong = c[i];
            else if (c[i] == Class.EN && strong == Class.L) c[i] = Class.L;
        }
        foreach (var (open, close) in Pairs(text, at, c))                                                  // N0
        {
            bool same = false, other = false;
            for (var i = open + 1; i < close; i++)
                if (Direction(c[i]) == embedding) same = true;
                else if (Direction(c[i]) != Class.ON) other = true;
            if (!same && !other) continue;
            var set = embedding;
            if (!same)
            {
                var context = sos;
                for (var i = open - 1; i >= 0; i--)
                    if (Direction(c[i]) is not Class.ON and var found)
                    {
                        context = found;
                        break;
                    }
                if (context != embedding) set = context;
            }
            foreach (var bracket in (int[])[open, close])
            {
                c[bracket] = set;
                for (var i = bracket + 1; i < n && resolved[at[i]] == Class.NSM; i++) c[i] = set;
            }
        }
        for (var i = 0; i < n; i++)                                                                        // N1, N2
        {
            if (Direction(c[i]) != Class.ON) continue;
            var j = i;
            while (j < n && Direction(c[j]) == Class.ON) j++;
            var (left, right) = (i == 0 ? sos : Direction(c[i - 1]), j == n ? eos : Direction(c[j]));
            Array.Fill(c, left == right ? left : embedding, i, j - i);
            i = j - 1;
        }
        for (var i = 0; i < n; i++)                                                                        // I1, I2
            levels[at[i]] = (byte)(level + ((level & 1) == 0 ? c[i] switch { Class.R => 1, Class.AN or Class.EN => 2, _ => 0 } : c[i] is Class.R ? 0 : 1));

        static Class Direction(Class c) => c switch { Class.R or Class.EN or Class.AN => Class.R, Class.L => Class.L, _ => Class.ON };
    }

    /// <summary>BD16: pairs of brackets by place of the opening one.</summary>
    static IEnumerable<(int Open, int Close)> Pairs(string text, List<int> at, Class[] c)
    {
        var open = new List<(int Bracket, int Place)>();
        var pairs = new List<(int, int)>();
        for (var i = 0; i < at.Count; i++)
        {
            if (c[i] != Class.ON || Brackets.IndexOf(text[at[i]], StringComparison.Ordinal) is not (>= 0 and var bracket)) continue;
            if (bracket % 2 == 0)
            {
                if (open.Count == 63) break;
                open.Add((bracket, i));
            }
            else if (open.FindLastIndex(o => o.Bracket == bracket - 1) is >= 0 and var match)
            {
                pairs.Add((open[match].Place, i));
                open.RemoveRange(match, open.Count - match);
            }
        }
        return pairs.OrderBy(p => p.Item1);
    }

    internal static Class Of(int code) => code switch
    {
        >= '0' and <= '9' or >= 0x6F0 and <= 0x6F9 or 0xB2 or 0xB3 or 0xB9 or 0x2070 or >= 0x2074 and <= 0x2079 or >= 0x2080 and <= 0x2089 or >= 0xFF10 and <= 0xFF19 => Class.EN,
        >= 0x600 and <= 0x605 or >= 0x660 and <= 0x669 or 0x66B or 0x66C or 0x6DD or 0x8E2 => Class.AN,
        '+' or '-' or 0x207A or 0x207B or 0x208A or 0x208B or 0x2212 or 0xFB29 or 0xFE62 or 0xFE63 or 0xFF0B or 0xFF0D => Class.ES,
        '#' or '$' or '%' or >= 0xA2 and <= 0xA5 or 0xB0 or 0xB1 or 0x58F or 0x609 or 0x60A or 0x66A or >= 0x2030 and <= 0x2034 or >= 0x20A0 and <= 0x20CF or 0x212E or 0x2213 => Class.ET,
        ',' or '.' or '/' or ':' or 0xA0 or 0x60C or 0x202F or 0x2044 or 0xFE50 or 0xFE52 or 0xFE55 or 0xFF0C or 0xFF0E or 0xFF0F or 0xFF1A => Class.CS,
        '\n' or '\r' or 0x1C or 0x1D or 0x1E or 0x85 or 0x2029 => Class.B,
        '\t' or 0xB or 0x1F => Class.S,
        0xC or 0x2028 => Class.WS,
        0x200E => Class.L, 0x200F => Class.R, 0x61C => Class.AL,
        0x202A => Class.LRE, 0x202B => Class.RLE, 0x202C => Class.PDF, 0x202D => Class.LRO, 0x202E => Class.RLO,
        0x2066 => Class.LRI, 0x2067 => Class.RLI, 0x2068 => Class.FSI, 0x2069 => Class.PDI,
        0x606 or 0x607 or 0x60E or 0x60F or 0x6DE or 0x6E9 or 0xFD3E or 0xFD3F or >= 0xFD40 and <= 0xFD4F or 0xFDCF or >= 0xFDFD and <= 0xFDFF => Class.ON,
        >= 0x590 and <= 0x5FF or >= 0x7C0 and <= 0x85F or >= 0xFB1D and <= 0xFB4F or >= 0x10800 and <= 0x10CFF or >= 0x1E800 and <= 0x1EC6F => IsMark(code) ? Class.NSM : Class.R,
        >= 0x600 and <= 0x7BF or >= 0x860 and <= 0x8FF or >= 0xFB50 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFE or >= 0x1EE00 and <= 0x1EEFF => IsMark(code) ? Class.NSM : Class.AL,
        0x2B9 or 0x2BA or >= 0x2C2 and <= 0x2CF or >= 0x2D2 and <= 0x2DF or >= 0x2E5 and <= 0x2ED or >= 0x2EF and <= 0x2FF or 0x374 => Class.ON,
        >= 0x2488 and <= 0x249B => Class.EN,
        >= 0x249C and <= 0x24E9 => Class.L,
        _ => Category(code) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Class.NSM,
            UnicodeCategory.SpaceSeparator => Class.WS,
            UnicodeCategory.Format or UnicodeCategory.Control => Class.BN,
            UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
                or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol
                or UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNumber => Class.ON,
            _ => Class.L,
        },
    };

    static bool IsMark(int code) => Category(code) is UnicodeCategory.NonSpacingMark;

    static UnicodeCategory Category(int code) => CharUnicodeInfo.GetUnicodeCategory(code);
}
