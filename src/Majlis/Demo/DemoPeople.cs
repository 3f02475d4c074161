using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;

namespace Majlis.Demo;

/// <param name="Tracks">Those the person can speak in; empty for an interpreter.</param>
sealed record DemoPerson(PersonEntry Entry, string[] Tracks);

/// <summary>Invented people. A name is given in English, Russian and its owner's language, as written by hand: no script is derived from another.</summary>
static class DemoPeople
{
    /// <summary>Of these, <see cref="Interpreters"/> are interpreters.</summary>
    public const int PerSeries = 310;
    public const int Interpreters = 12;

    public static List<DemoPerson> Make(string edition, int count, int interpreters, int seed)
    {
        var random = new DemoRandom(seed ^ count);
        var shares = DemoTexts.People.Cultures.SelectMany(c => Enumerable.Repeat(c, c.Share)).ToList();
        var cultures = Enumerable.Range(0, (count + shares.Count - 1) / shares.Count).SelectMany(_ => random.Shuffled(shares)).Take(count).ToList();
        var taken = new HashSet<string>();
        var people = new List<DemoPerson>(count);
        foreach (var (i, culture) in cultures.Index())
        {
            var woman = random.Below(100) < 36;
            var name = NameFrom(culture, woman, random);
            // A great multiple exhausts the stock of names; then two people are called alike, as in life.
            for (var again = 0; again < 40 && !taken.Add(name["en"]!); again++) name = NameFrom(culture, woman, random);
            var interprets = i >= count - interpreters;
            var body = random.Of(DemoTexts.People.Bodies);
            var office = random.Of(DemoTexts.People.Offices[interprets ? "interpreter" : body.Group]);
            people.Add(new(
                new()
                {
                    Guid = DemoRandom.GuidOf(seed, FormattableString.Invariant($"{edition}/person/{i + 1}")),
                    Number = i + 1,
                    Name = name,
                    Office = DemoTexts.Text(woman ? [office[0], office[1], office[6], office[3], office[4], office[7]] : office),
                    Organisation = DemoTexts.Text(interprets ? DemoTexts.People.Interpreters : body.Name),
                    Country = random.Of(culture.Countries),
                },
                interprets ? [] : body.Tracks));
        }
        return people;
    }

    static LocalizedText NameFrom(CultureText culture, bool woman, DemoRandom random)
    {
        var given = random.Of(woman ? culture.Women : culture.Men).Split('|');
        var family = random.Of(culture.Families).Split('|');
        if (woman && culture.Feminine) (family[0], family[1]) = (family[0] + "a", family[1] + "а");
        var name = LocalizedText.Of("en", $"{given[0]} {family[0]}").With("ru", $"{given[1]} {family[1]}");
        return culture.Own is null ? name
            : name.With(culture.Own, given.Length > 2 ? $"{given[2]} {family[2]}" : $"{given[0]} {family[0]}");
    }
}
