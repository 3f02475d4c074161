using System.Security.Claims;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;

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

    /// <summary>From the address; else the account's; else the browser's; else English.</summary>
    public Language Language => field ??= Language.TryOf(Context.GetRouteValue("lang") as string) ?? Language.TryOf(Context.User.FindFirstValue("lang"))
        ?? Language.Negotiate(Context.Request.Headers.AcceptLanguage) ?? Language.English;

    public Texts Texts => field ??= Texts.Of(Language);

    /// <summary>The edition in the address. Only where the address has one and <see cref="Load"/> found it.</summary>
    public EditionCard Edition => _edition ?? throw new InvalidOperationException("this address has no edition");

    public bool HasEdition => _edition is not null;

    public Actor Actor => _actor ??= Actor.Public;

    /// <summary>Called once a request, before the page: false when the address names an edition that is not there for this reader.</summary>
    public async Task<bool> Load(CancellationToken cancellation)
    {
        var needsActor = Context.GetEndpoint()?.Metadata.GetMetadata<PageArea>()?.Name is "My" or "Desk" or "Account" or "Operator";
        if (needsActor) _actor = await actors.Find(Context.User, cancellation);
        if (Context.GetRouteValue("edition") is not string slug) return true;
        _edition = await editions.Find(slug, cancellation);
        return _edition is not null && (_edition.IsAnnounced || needsActor && Actor.May(Permission.SeeDesk, _edition.Id.Value));
    }

    /// <summary>A text of the edition for this reader.</summary>
    public Wording Say(LocalizedText text) => HasEdition ? text.In(Language.Tag, Edition.Languages) : text.In(Language.Tag, "en");

    /// <summary>The address of something in this edition and language: <c>At("programme", "session", 12)</c>.</summary>
    public string At(params object[] path) => $"/{Language.Tag}/{Edition.Slug}{string.Concat(path.Select(p => $"/{Uri.EscapeDataString(Convert.ToString(p, System.Globalization.CultureInfo.InvariantCulture)!)}"))}";

    /// <summary>The same page in another language, with its filters.</summary>
    public string In(Language language)
    {
        var path = Context.Request.Path.Value ?? "/";
        var rest = path.Length > 3 && path[3] == '/' ? path[3..] : "";
        return $"/{language.Tag}{rest}{Context.Request.QueryString}";
    }
}
