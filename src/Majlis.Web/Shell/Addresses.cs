using System.Text.RegularExpressions;
using Majlis.Calendars;
using Majlis.Forums;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Routing.Matching;

namespace Majlis.Web.Shell;

/// <summary>
/// The folder decides the address and who may enter. <c>Programme/Public/Session</c> is <c>/{lang}/{edition}/programme/session</c>, open to all;
/// under <c>My</c> and <c>Desk</c> the address begins with <c>/{lang}/{edition}/my</c> or <c>…/desk</c> and a role in the edition is asked for;
/// <c>Account</c> is <c>/{lang}/account/…</c>, <c>Site</c> is <c>/{lang}/…</c>, and <c>Operator</c> is <c>/{lang}/site/…</c>, for those who run the installation.
/// <c>Index</c> adds nothing, nor does <c>One</c> (one of those that <c>Index</c> lists, told by its route values), nor the module <c>Forums</c> in <c>Public</c>, <c>Desk</c> and <c>My</c>: it is the edition itself.
/// </summary>
sealed partial class FolderAddresses : IPageRouteModelConvention
{
    public const string Language = "{lang:language}";
    public const string Edition = "{edition:edition}";

    public void Apply(PageRouteModel model)
    {
        var parts = model.ViewEnginePath.Trim('/').Split('/');
        if (parts.Length != 3) throw new InvalidOperationException($"{model.RelativePath}: a page stands in Module/Area/.");
        var (module, area, page) = (parts[0], parts[1], parts[2]);
        string[] inside = [module == "Forums" ? "" : Kebab(module), page is "Index" or "One" ? "" : Kebab(page)];
        string[] address = area switch
        {
            "Public" => [Language, Edition, .. inside],
            "My" => [Language, Edition, "my", .. inside],
            "Desk" => [Language, Edition, "desk", .. inside],
            "Account" => [Language, "account", page == "Index" ? "" : Kebab(page)],
            "Site" => [Language, page == "Index" ? "" : Kebab(page)],
            "Operator" => [Language, "site", page == "Index" ? "" : Kebab(page)],
            _ => throw new InvalidOperationException($"{model.RelativePath}: no such area as {area}."),
        };
        var selector = model.Selectors[0];
        var own = selector.AttributeRouteModel!.Template![model.ViewEnginePath.Trim('/').Length..].Trim('/');
        if (page == "Index" && model.Selectors.Count > 1) // the framework adds a second one without "/Index"
        {
            own = model.Selectors.Select(s => s.AttributeRouteModel!.Template!).OrderByDescending(t => t.Length).First()[model.ViewEnginePath.Trim('/').Length..].Trim('/');
            while (model.Selectors.Count > 1) model.Selectors.RemoveAt(1);
        }
        // The framework makes no links to "…/Index"; here it is the page's one address, and its forms need links to their handlers.
        selector.AttributeRouteModel!.SuppressLinkGeneration = false;
        selector.AttributeRouteModel.Template = string.Join('/', address.Append(own).Where(s => s.Length > 0));
        selector.EndpointMetadata.Add(new PageArea(area));
        selector.EndpointMetadata.Add(area is "Public" or "Site" ? new AllowAnonymousAttribute() : new AuthorizeAttribute());
    }

    /// <summary>"SignIn" → "sign-in".</summary>
    static string Kebab(string name) => Words().Replace(name, "-$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Words();
}

/// <summary>Which area an endpoint belongs to: <c>Public</c>, <c>My</c>, <c>Desk</c>, <c>Account</c>, <c>Site</c>, <c>Operator</c>.</summary>
sealed record PageArea(string Name);

/// <summary>
/// A route constraint that looks at the segment alone. It also tells which of the words that stand in other addresses (<c>css</c>, <c>lib</c>, <c>account</c>) it lets through:
/// without that the router assumes all of them, and builds every page once more below each folder of the static files (measured: 120,000 tables, 25 MB, half a second of the start).
/// </summary>
abstract class SegmentConstraint : IRouteConstraint, IParameterLiteralNodeMatchingPolicy
{
    protected abstract bool Matches(string segment);

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && value is string segment && Matches(segment);

    public bool MatchesLiteral(string parameterName, string literal) => Matches(literal);
}

/// <summary>Route constraint <c>language</c>: a language of the interface, lower case.</summary>
sealed class LanguageConstraint : SegmentConstraint
{
    protected override bool Matches(string segment) => Language.TryOf(segment)?.Tag == segment;
}

/// <summary>Route constraint <c>edition</c>: what can be an edition's slug.</summary>
sealed class EditionConstraint : SegmentConstraint
{
    protected override bool Matches(string segment) => Slug.IsGood(segment);
}
