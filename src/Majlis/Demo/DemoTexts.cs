using System.Globalization;
using System.Text.Json;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Programme;

namespace Majlis.Demo;

/// <summary>The written material of the demonstration: files beside this one, every text in six languages, in the order
/// of <see cref="Languages"/>.</summary>
static class DemoTexts
{
    /// <summary>English first: a name that was never written in the reader's script is then shown in Latin letters, as in its owner's passport.</summary>
    public static readonly string[] Languages = ["en", "ru", "ar", "fa", "tr", "fr"];

    public static readonly SubjectText[] Subjects = Read<SubjectText[]>("subjects");
    public static readonly EditionTexts Edition = Read<EditionTexts>("edition");
    public static readonly PeopleTexts People = Read<PeopleTexts>("people");
    public static readonly PartiesTexts Parties = Read<PartiesTexts>("parties");
    public static readonly MeetingsTexts Meetings = Read<MeetingsTexts>("meetings");

    /// <param name="wordings">At least six, in the order of <see cref="Languages"/>.</param>
    public static LocalizedText Text(IReadOnlyList<string> wordings) =>
        LocalizedText.Of(Languages.Select((language, i) => KeyValuePair.Create(language, wordings[i])));

    /// <summary>Each wording followed by the next sentence in its language.</summary>
    public static LocalizedText Joined(params string[]?[] parts) =>
        Text([.. Languages.Index().Select(l => string.Join(' ', parts.OfType<string[]>().Select(p => p[l.Index])))]);

    /// <summary>The text marked with the number of its series, so that a multiplied programme has no two equal titles. The first is not marked.</summary>
    /// <param name="series">From 0.</param>
    public static LocalizedText InSeries(LocalizedText text, int series) => series == 0 ? text
        : LocalizedText.Of(text.Wordings.Select(w => KeyValuePair.Create(w.Key,
            string.Format(CultureInfo.InvariantCulture, SeriesMark(w.Key), w.Value, Digits(series + 1, w.Key)))));

    /// <summary>The text with a number after it, as halls of the same kind are told apart.</summary>
    /// <param name="series">From 0; the first is not numbered.</param>
    public static LocalizedText Numbered(LocalizedText text, int series) => series == 0 ? text
        : LocalizedText.Of(text.Wordings.Select(w => KeyValuePair.Create(w.Key, $"{w.Value} {Digits(series + 1, w.Key)}")));

    static string SeriesMark(string language) => language switch
    {
        "ru" => "{0} (серия {1})",
        "ar" => "{0} (السلسلة {1})",
        "fa" => "{0} (دورهٔ {1})",
        "tr" => "{0} ({1}. dizi)",
        "fr" => "{0} (série {1})",
        _ => "{0} (series {1})",
    };

    static string Digits(int number, string language)
    {
        var latin = number.ToString(CultureInfo.InvariantCulture);
        return language == "fa" ? string.Concat(latin.Select(d => (char)('۰' + (d - '0')))) : latin;
    }

    static T Read<T>(string name)
    {
        using var stream = typeof(DemoTexts).Assembly.GetManifestResourceStream($"demo/{name}.json")!;
        return JsonSerializer.Deserialize<T>(stream, Json.Stored)!;
    }
}

sealed record SubjectText(string Key, string Track, string[] About, SubjectSession[] Sessions);

/// <param name="Access">Null: as usual for the type.</param>
/// <param name="Day">The day its title speaks of, from 1, and then late in that day; null: any.</param>
sealed record SubjectSession(string Type, string[] Title, SessionAccess? Access, int? Day);

sealed record EditionTexts(
    string[] Forum, string[] Title, string[] Subtitle, string[] City, string[] Venue, TrackText[] Tracks, TypeText[] Types,
    string[][] Buildings, HallText[] Halls,
    Dictionary<string, string[][]> Formats, Dictionary<string, TitledText> Ceremonies, TitledText[] Excursions, string[] Excursion,
    Dictionary<string, string[]> Breaks, Dictionary<string, string[]> Revision, string[][] Notes, string[] OrderReason, Dictionary<string, string[]> Sources, PastText[] Past);

sealed record TrackText(string Key, string Colour, string[] Name);
sealed record TypeText(string Key, string[] Name, bool Break);
/// <param name="Building">Index into <see cref="EditionTexts.Buildings"/>.</param>
sealed record HallText(string Key, int Building, int Capacity, string[] Name);
sealed record TitledText(string[] Title, string[] About);
sealed record PastText(string Type, string Track, string[] Title);

/// <param name="Offices">By group; six wordings of a man's or anybody's office, then the Arabic and the French of a woman's.</param>
sealed record PeopleTexts(CultureText[] Cultures, Dictionary<string, string[][]> Offices, BodyText[] Bodies, string[] Interpreters, AccountText[] Accounts);

/// <summary>A stock of names. Each is written "Latin|Cyrillic", or "Latin|Cyrillic|Arabic script" where its people write so.</summary>
/// <param name="Share">How many of 310.</param>
/// <param name="Own">Their own language among the six, beside English and Russian; null when it is neither or one of these two.</param>
/// <param name="Feminine">A woman's family name takes -a.</param>
sealed record CultureText(string Key, int Share, string? Own, bool Feminine, string[] Countries, string[] Men, string[] Women, string[] Families);

/// <param name="Others">Codes of the states that come beside those of the OIC.</param>
/// <param name="Lot">The seed of the lot.</param>
sealed record PartiesTexts(PartyKindText[] Kinds, string[][] Names, string[] Others, string Lot, PartyMoveText Move, string Snapshot, string Seating);

/// <param name="Name">With <c>{0}</c> for the proper name.</param>
sealed record PartyKindText(PartyKind Kind, string[] Name);
sealed record PartyMoveText(string Party, string After, string Reason);

/// <param name="About">With <c>{0}</c> for what is offered and <c>{1}</c> for what is sought.</param>
/// <param name="Purposes">With <c>{0}</c> for the topic.</param>
sealed record MeetingsTexts(MeetingTopicText[] Topics, string[][] About, string[][] Purposes);
sealed record MeetingTopicText(string Key, string Track, string[] Name);

sealed record BodyText(string Group, string[] Tracks, string[] Name);
sealed record AccountText(Role Role, string Mail, string Language, string Name);
