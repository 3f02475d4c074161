using System.Globalization;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Platform;

namespace Majlis.Parties;

/// <summary>What can be taken in at once.</summary>
public enum ReferenceSource
{
    /// <summary>The members and observers of the Organisation of Islamic Cooperation.</summary>
    Oic,
    /// <summary>The countries and territories of ISO 3166-1.</summary>
    Countries,
    /// <summary>The regions of the Russian Federation that ISO 3166-2 lists under RU.</summary>
    RussianRegions,
    /// <summary>Intergovernmental organisations.</summary>
    Organisations,
}

/// <param name="Key">The same in every version of the list: <c>SA</c>, <c>RU-TA</c>, <c>org:un</c>.</param>
/// <param name="Facts">Its groups are empty: they stand in <paramref name="Groups"/> by the group's key.</param>
public sealed record ReferenceParty(string Key, PartyFacts Facts, IReadOnlyList<(string Group, string Kind)> Groups);

public sealed record ReferenceGroup(string Key, LocalizedText Name, IReadOnlyList<GroupKind> Kinds);

/// <summary>
/// The lists in the program, from <c>data/refdata</c>. Names are short names of CLDR and formal names in English: a beginning. CLDR's name of Palestine and of Myanmar is
/// replaced by the protocol name, as in <see cref="Countries"/>.
/// </summary>
public static class ReferenceList
{
    static readonly Lazy<(IReadOnlyList<ReferenceGroup> Groups, IReadOnlyDictionary<ReferenceSource, IReadOnlyList<ReferenceParty>> Lists)> Data = new(Read);

    public static IReadOnlyList<ReferenceGroup> Groups => Data.Value.Groups;

    /// <summary>In the order of the list.</summary>
    public static IReadOnlyList<ReferenceParty> Of(ReferenceSource source) => Data.Value.Lists[source];

    static (IReadOnlyList<ReferenceGroup>, IReadOnlyDictionary<ReferenceSource, IReadOnlyList<ReferenceParty>>) Read()
    {
        using var organisations = ReferenceData.Open("refdata/organisations.json");
        using var oic = ReferenceData.Open("refdata/oic.json");
        using var countries = ReferenceData.Open("refdata/countries.json");
        using var regions = ReferenceData.Open("refdata/ru-subjects.json");
        var kinds = organisations.RootElement.GetProperty("kinds").EnumerateObject().ToDictionary(k => k.Name, k => new GroupKind(k.Name, Text(k.Value)));
        var groups = organisations.RootElement.GetProperty("groups").EnumerateArray()
            .Select(g => new ReferenceGroup(Word(g, "key")!, Text(g.GetProperty("names")), [.. g.GetProperty("kinds").Strings().Select(k => kinds[k])])).ToList();

        var members = oic.RootElement.GetProperty("members").EnumerateArray().ToDictionary(m => Word(m, "alpha2")!);
        var observers = oic.RootElement.GetProperty("observers");
        var formal = members.Values.Concat(observers.GetProperty("states").EnumerateArray()).ToDictionary(m => Word(m, "alpha2")!, m => Word(m, "formal_name_en")!);
        var arabic = organisations.RootElement.GetProperty("arabic_sort_keys");
        var states = countries.RootElement.GetProperty("countries").EnumerateArray().Select(c => Country(c, members, formal, arabic)).ToList();
        var bodies = organisations.RootElement.GetProperty("organisations").EnumerateArray().Select(Organisation).ToList();
        var entities = observers.GetProperty("entities_without_iso_code").EnumerateArray().Concat(observers.GetProperty("muslim_communities").EnumerateArray()).Select(Entity);
        return (groups, new Dictionary<ReferenceSource, IReadOnlyList<ReferenceParty>>
        {
            [ReferenceSource.Oic] = [.. states.Concat(entities).Concat(bodies).Where(p => p.Groups.Any(g => g.Group == "oic"))],
            [ReferenceSource.Countries] = states,
            [ReferenceSource.RussianRegions] = [.. regions.RootElement.GetProperty("subjects").EnumerateArray().Select(Region)],
            [ReferenceSource.Organisations] = bodies,
        });
    }

    static ReferenceParty Country(JsonElement country, Dictionary<string, JsonElement> members, Dictionary<string, string> formal, JsonElement arabic)
    {
        var code = Word(country, "alpha2")!;
        var un = Word(country, "un_status");
        var groups = new List<(string, string)>();
        if (Word(country, "oic_status") is { } oic) groups.Add(("oic", oic));
        if (un != "none") groups.Add(("un", un == "member" ? "member" : "observer"));
        foreach (var (field, group) in new[] { ("cis", "cis"), ("arab_league", "arab-league"), ("gcc", "gcc"), ("eu_member", "eu") })
            if (country.GetProperty(field).GetBoolean()) groups.Add((group, "member"));
        var keys = LocalizedText.Empty.With("ar", arabic.Find(code)?.GetString())
            .With(OrderLanguage.Oic, members.TryGetValue(code, out var member) ? Place(member.GetProperty("order_oic_published_list").GetInt32()) : null);
        return new(code, new()
        {
            // A territory that no seat of the United Nations stands for comes, if it comes, under a designation that the organiser sets.
            Kind = un == "none" ? PartyKind.Entity : PartyKind.State, Code = code, Short = Text(country.Find("protocol_name") ?? country.GetProperty("names")),
            Formal = LocalizedText.Empty.With("en", formal.GetValueOrDefault(code)), SortKeys = keys,
        }, groups);
    }

    static ReferenceParty Entity(JsonElement entity)
    {
        var name = Word(entity, "name_en")!;
        return new("oic:" + Forums.Slug.Free(name, "entity", []), new() { Kind = PartyKind.Entity, Short = LocalizedText.Of("en", name) }, [("oic", "observer")]);
    }

    static ReferenceParty Organisation(JsonElement body) => new("org:" + Word(body, "key"),
        new() { Kind = Enum.Parse<PartyKind>(Word(body, "kind")!), Short = Text(body.GetProperty("names")), Founded = body.GetProperty("founded").GetInt32() },
        Word(body, "oic") is { } kind ? [("oic", kind)] : []);

    static ReferenceParty Region(JsonElement region)
    {
        var (code, english) = (Word(region, "code")!, Word(region, "formal_en")!);
        return new(code, new()
        {
            Kind = PartyKind.Region, Code = code, Short = LocalizedText.Of("en", english).With("ru", Word(region, "short_ru")), Formal = LocalizedText.Of("ru", Word(region, "name_ru")!),
            SortKeys = LocalizedText.Empty.With(OrderLanguage.Constitution, Place(region.GetProperty("constitution_order_among_these_83").GetInt32())),
        }, []);
    }

    static string Place(int number) => number.ToString("000", CultureInfo.InvariantCulture);

    static string? Word(JsonElement element, string name) => element.Find(name)?.GetString();

    static LocalizedText Text(JsonElement names) => LocalizedText.Of(Language.All.Select(l => KeyValuePair.Create(l.Tag, names.Find(l.Tag)?.GetString() ?? "")).Where(n => n.Value.Length > 0));
}
