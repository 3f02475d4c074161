namespace Majlis.Programme.Conflicts;

/// <summary>
/// The language regime of a session. Every output language has a booth of its own, unless it is the only one spoken from the floor: where several are spoken, each has to be heard in
/// each. A booth takes turns of half an hour: one interpreter is enough for a session of up to 30 minutes, a longer one takes two, and more than three are too many.
/// An interpreter works into the booth's language from the floor, or by relay from another booth that itself hears the floor, and sits in one booth only.
/// </summary>
/// <remarks>
/// Seats are given so that as few as possible stay empty, booth after booth in the session's order (augmenting paths), so the answer depends on nothing else. Languages are compared by
/// their first part, <c>pt-BR</c> being Portuguese.
/// </remarks>
static class Interpretation
{
    public const int Turn = 30, MostInBooth = 3;

    public static int Needed(int minutes) => minutes <= Turn ? 1 : 2;

    /// <summary>The output languages that need a booth, as the session writes them, each once.</summary>
    public static List<string> Booths(SessionEntry session)
    {
        var floor = session.FloorLanguages.Select(Base).ToHashSet();
        return [.. session.OutputLanguages.DistinctBy(Base).Where(o => floor.Count == 0 || floor.Any(f => f != Base(o)))];
    }

    /// <param name="pairs">Of each interpreter of the session, the languages they work from and into.</param>
    /// <returns>How many interpreters lack, the languages of the booths that lack them, and how many interpreters find no seat in a booth that could use them.</returns>
    public static (int Missing, List<string> Languages, int Surplus) Seat(SessionEntry session, IReadOnlyList<IReadOnlyList<(string From, string To)>> pairs, int minutes)
    {
        var booths = Booths(session);
        var spoken = pairs.Select(p => p.Select(l => (From: Base(l.From), To: Base(l.To))).ToList()).ToList();
        var heard = session.FloorLanguages.Select(Base).ToHashSet();
        var outputs = booths.Select(Base).ToHashSet();
        // Who says what no floor language is known takes any source for the floor's.
        var anySource = heard.Count == 0;
        while (spoken.SelectMany(p => p).FirstOrDefault(l => heard.Contains(l.From) && outputs.Contains(l.To) && !heard.Contains(l.To)) is { To: { } relayed }) heard.Add(relayed);

        var suits = booths.Select(b => spoken.Select(p => p.Any(l => l.To == Base(b) && l.From != l.To && (anySource || heard.Contains(l.From)))).ToArray()).ToArray();
        var boothOf = Enumerable.Repeat(-1, pairs.Count).ToArray();
        var need = Needed(minutes);
        var lacking = new List<string>();
        var missing = 0;
        for (var b = 0; b < booths.Count; b++)
        {
            var empty = 0;
            for (var seat = 0; seat < need; seat++)
                if (!Take(b, suits, boothOf, new bool[pairs.Count])) empty++;
            if (empty > 0) lacking.Add(booths[b]);
            missing += empty;
        }
        for (var b = 0; b < booths.Count; b++)
            for (var seat = need; seat < MostInBooth; seat++) Take(b, suits, boothOf, new bool[pairs.Count]);
        var surplus = Enumerable.Range(0, pairs.Count).Count(i => boothOf[i] < 0 && suits.Any(s => s[i]));
        return (missing, lacking, surplus);
    }

    /// <summary>Fills one seat of the booth, moving who already sits elsewhere when that helps.</summary>
    static bool Take(int booth, bool[][] suits, int[] boothOf, bool[] tried)
    {
        for (var i = 0; i < boothOf.Length; i++)
        {
            if (tried[i] || !suits[booth][i] || boothOf[i] == booth) continue;
            tried[i] = true;
            if (boothOf[i] >= 0 && !Take(boothOf[i], suits, boothOf, tried)) continue;
            boothOf[i] = booth;
            return true;
        }
        return false;
    }

    /// <summary>Lower case and without region: <c>pt-BR</c> is <c>pt</c>.</summary>
    public static string Base(string language) => language.Split('-', '_')[0].ToLowerInvariant();
}
