using System.Security.Claims;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.Extensions.Primitives;

namespace Majlis.Web.Shell;

/// <summary>
/// What one request is about: the reader's language, the edition in the address and who asks. Pages have it as <c>Visit</c>.
/// Public pages must show the same to everybody (they are cached by address), so they may use everything but <see cref="Actor"/>.
/// </summary>
public sealed class Visit(IHttpContextAccessor http, EditionShelf editions, ActorOf actors)
{
    EditionCard? _edition;
    Actor? _actor;

    HttpContext Context => http.HttpContext!;

    /// <summary>From the address, also from one that leads nowhere; else the account's; else the browser's; else English. A program says it in its call: before the account's.</summary>
    public Language Language => field ??= InAddress() ?? (IsApi ? Asked() ?? OfAccount() : OfAccount() ?? Asked()) ?? Language.English;

    Language? OfAccount() => Language.TryOf(Context.User.FindFirstValue("lang"));

    Language? Asked() => Language.Negotiate(Context.Request.Headers.AcceptLanguage);

    bool IsApi => Context.Request.Path.StartsWithSegments("/api");

    public Texts Texts => field ??= Texts.Of(Language);

    /// <summary>The edition in the address. Only where the address has one and <see cref="Load"/> found it.</summary>
    public EditionCard Edition => _edition ?? throw new InvalidOperationException("this address has no edition");

    public bool HasEdition => _edition is not null;

    public Actor Actor => _actor ??= Actor.Public;

    /// <summary>Called once a request, before the page: false when the address names an edition that is not there for this reader.</summary>
    public async Task<bool> Load(CancellationToken cancellation)
    {
        var needsActor = Context.GetEndpoint()?.Metadata.GetMetadata<PageArea>()?.Name is "My" or "Desk" or "Account" or "Operator" or "Api";
        if (needsActor) _actor = await actors.Find(Context.User, cancellation);
        if (Context.GetRouteValue("edition") is not string slug) return true;
        // What is not there for this reader is not kept either: the page that says so must not say its name.
        var card = await editions.Find(slug);
        if (card is null || !card.IsAnnounced && !(needsActor && Actor.May(Permission.SeeDesk, card.Id.Value))) return false;
        _edition = card;
        return true;
    }

    /// <summary>A text of the edition for this reader.</summary>
    public Wording Say(LocalizedText text) => HasEdition ? text.In(Language.Tag, Edition.Languages) : text.In(Language.Tag, "en");

    /// <summary>The address of something in this edition and language: <c>At("programme", "session", 12)</c>.</summary>
    public string At(params object[] path) => $"/{Language.Tag}/{Edition.Slug}{string.Concat(path.Select(p => $"/{Uri.EscapeDataString(Convert.ToString(p, System.Globalization.CultureInfo.InvariantCulture)!)}"))}";

    /// <summary>The calendar that the address asks to stand first; null when it leaves that to the language.</summary>
    public ForumCalendar? Calendar => CalendarWords.FirstOrDefault(c => c.Word == Context.Request.Query["cal"]).Calendar;

    /// <summary>How calendars are called in addresses.</summary>
    public static readonly IReadOnlyList<(string Word, ForumCalendar? Calendar)> CalendarWords =
        [("gregorian", ForumCalendar.Gregorian), ("solar", ForumCalendar.SolarHijri), ("ummalqura", ForumCalendar.UmmAlQura)];

    /// <summary>
    /// Dates in the reader's calendars. Asked for in the address: that one, the language's, then Gregorian, which everybody can compare by. Else the language's;
    /// where that is the Gregorian alone, the edition's second one after it.
    /// </summary>
    public Dates Dates => field ??= HasEdition ? new(Language, Chosen, Edition.HijriShift) : Dates.Of(Language);

    IReadOnlyList<ForumCalendar>? Chosen => Calendar is { } first ? [first, .. Language.Calendars.Take(1), ForumCalendar.Gregorian]
        : Language.Calendars is [ForumCalendar.Gregorian] && Edition.SecondCalendar is { } second ? [ForumCalendar.Gregorian, second] : null;

    /// <summary><see cref="At"/> with what the reader chose for the whole visit, the leading calendar.</summary>
    public string To(params object[] path) => At(path) + (Calendar is null ? "" : $"?cal={Context.Request.Query["cal"]}");

    /// <summary>The query of the address; on pages that are kept for all readers no more of it than they are kept by.</summary>
    IEnumerable<KeyValuePair<string, StringValues>> Query =>
        Context.GetEndpoint()?.Metadata.GetMetadata<PageArea>()?.Name is "Public" or "Site" ? KeptPages.Asked(Context.Request.Query) : Context.Request.Query;

    /// <summary>The same page with one query value replaced.</summary>
    public string With(string key, string value) => Context.Request.Path + QueryString.Create(Query.Where(q => q.Key != key).Append(new(key, value)));

    /// <summary>The same page in another language, with its filters.</summary>
    public string In(Language language)
    {
        var path = Context.Features.Get<ErrorShown>()?.Path ?? Context.Request.Path.Value ?? "/";
        var rest = path.Length > 3 && path[3] == '/' ? path[3..] : "";
        return $"/{language.Tag}{rest}{QueryString.Create(Query)}";
    }

    Language? InAddress()
    {
        var first = Context.GetRouteValue("lang") as string ?? Context.Request.Path.Value?.Split('/', 3).ElementAtOrDefault(1);
        return Language.TryOf(first) is { } language && language.Tag == first ? language : null;
    }
}
