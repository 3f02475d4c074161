using Majlis.Accreditation;

namespace Majlis.Web.Accreditation;

/// <summary>How states are shown: their key in the language files, and the look of their mark.</summary>
public static class AccreditationWords
{
    public static string Word(this Enum word) => word.ToString().ToLowerInvariant();

    public static string Look(ApplicationState state) => state switch
    {
        ApplicationState.Approved => "ok", ApplicationState.Rejected or ApplicationState.Revoked or ApplicationState.Withdrawn => "bad", ApplicationState.OnHold or ApplicationState.Modified or ApplicationState.Returned => "live",
        ApplicationState.Draft => "draft", _ => "",
    };

    public static string Look(CheckState state) => state switch
    {
        CheckState.Passed => "ok", CheckState.Refused => "bad", CheckState.Query or CheckState.Expired or CheckState.Sent => "live", CheckState.NotNeeded => "draft", _ => "",
    };

    /// <summary>The value of an enum as it stands in addresses and forms; null for anything else, numbers among it.</summary>
    public static T? Of<T>(string? word) where T : struct, Enum => Enum.GetValues<T>().Select(k => (T?)k).FirstOrDefault(k => string.Equals(k.ToString(), word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is asked of the queue, as it stands in the address. An unreadable value is no value.</summary>
/// <param name="Party">Its slug.</param>
public sealed record QueueQuery(string Words, ApplicationState? State, CheckState? Substantive, CheckState? Protocol, CheckState? Security, string? Category, string? Party, string? Country, bool Mine, bool Watched, bool NoPhoto)
{
    public const int MostLetters = 200;

    public static QueueQuery Parse(IQueryCollection query)
    {
        string? Short(string key) => query[key].ToString() is { Length: > 0 and <= 100 } text ? text : null;
        var words = query["q"].ToString().Trim();
        return new(words.Length > MostLetters ? words[..MostLetters] : words, AccreditationWords.Of<ApplicationState>(query["state"]), AccreditationWords.Of<CheckState>(query["substantive"]), AccreditationWords.Of<CheckState>(query["protocol"]),
            AccreditationWords.Of<CheckState>(query["security"]), Short("category"), Short("party"), Short("country")?.ToUpperInvariant(), query["mine"] == "1", query["watched"] == "1", query["nophoto"] == "1");
    }

    public bool Narrows => this != new QueueQuery("", null, null, null, null, null, null, null, false, false, false);

    /// <param name="party">The id of <see cref="Party"/>; empty when there is no such party.</param>
    public ApplicationFilter ToFilter(Guid? party, Guid? me) => new()
    {
        Words = Words, State = State, Substantive = Substantive, Protocol = Protocol, Security = Security, Category = Category, Party = Party is null ? null : party ?? Guid.Empty, Country = Country,
        Officer = Mine ? me ?? Guid.Empty : null, IsWatched = Watched, LacksPhoto = NoPhoto,
    };

    /// <summary>The query that asks for this, with its question mark; empty when nothing is asked.</summary>
    public string Query
    {
        get
        {
            var query = new QueryString();
            void Add(string key, string? value) => query = string.IsNullOrEmpty(value) ? query : query.Add(key, value);
            Add("q", Words);
            Add("state", State?.Word());
            Add("substantive", Substantive?.Word());
            Add("protocol", Protocol?.Word());
            Add("security", Security?.Word());
            Add("category", Category);
            Add("party", Party);
            Add("country", Country);
            Add("mine", Mine ? "1" : null);
            Add("watched", Watched ? "1" : null);
            Add("nophoto", NoPhoto ? "1" : null);
            return query.ToString();
        }
    }

    public string With(string key, int value) => Query is { Length: > 0 } query ? FormattableString.Invariant($"{query}&{key}={value}") : FormattableString.Invariant($"?{key}={value}");
}
