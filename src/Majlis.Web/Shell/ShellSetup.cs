using System.Data.Common;
using Majlis.Accreditation;
using Majlis.Calendars;
using Majlis.Cluster;
using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Parties;
using Majlis.Planning;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Shell;

/// <summary>What all pages share: addresses, languages, errors, cache.</summary>
public static class ShellSetup
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<EditionShelf>();
        services.AddSingleton<INodeListener, Freshness>();
        foreach (var kind in ProgrammeLive.Kinds.Concat(ForumsLive.Kinds).Concat(PartiesLive.Kinds).Concat(MeetingsLive.Kinds)) services.AddSingleton(kind);
        services.AddSingleton<ISpentRows, ForgetFiles>();
        services.AddSingleton<ISpentRows, ForgetDocuments>();
        services.AddSingleton<ISealService, Majlis.Web.Accreditation.DocumentSeal>();
        services.AddScoped<ProgrammeFeeds.Feed>();
        services.AddSingleton<ActorOf>();
        services.AddSingleton(s => new SiteAddress(s.GetRequiredService<IConfiguration>()["MAJLIS_BASE_ADDRESS"]));
        services.AddSingleton<IEventSubscriber, ReleaseLetters>();
        services.AddSingleton<IJobRunner>(s => new WriteReleaseLetters(s.GetRequiredService<IDbContextFactory<AppDb>>(), s.GetRequiredService<SiteAddress>().Own, s.GetRequiredService<MailSender>()));
        services.AddSingleton<IEventSubscriber, MeetingLetters>();
        services.AddSingleton<IJobRunner>(s => new WriteMeetingLetter(s.GetRequiredService<IDbContextFactory<AppDb>>(), s.GetRequiredService<SiteAddress>().Own));
        services.AddSingleton<IEventSubscriber, AccreditationLetters>();
        services.AddSingleton<IJobRunner>(s => new WriteApplicationLetter(s.GetRequiredService<IDbContextFactory<AppDb>>(), s.GetRequiredService<SiteAddress>().Own));
        services.AddSingleton<IMeetingPlanner, MeetingPlanner>();
        services.AddSingleton<IJobRunner, RunMeetingPlan>();
        services.AddSingleton<IJobRunner>(s => new WriteInvitations(s.GetRequiredService<IDbContextFactory<AppDb>>(), s.GetRequiredService<SiteAddress>().Own, s.GetRequiredService<MailSender>()));
        services.AddSingleton<IJobRunner>(s => new WriteCancellation(s.GetRequiredService<IDbContextFactory<AppDb>>(), s.GetRequiredService<SiteAddress>().Own, s.GetRequiredService<MailSender>()));
        services.AddSingleton<IJobRunner, ExpireRequest>();
        services.AddSingleton<IJobRunner, RemindOfRequest>();
        services.AddSingleton<IJobRunner, LapseBooking>();
        services.AddSingleton<Majlis.Web.Meetings.PrintedFlags>();
        services.AddSingleton<IJobRunner>(s => new RemindInvitation(s.GetRequiredService<IDbContextFactory<AppDb>>(), s.GetRequiredService<SiteAddress>().Own));
        services.AddSingleton<Majlis.Web.Programme.ProgrammeShelf>();
        services.AddSingleton<Majlis.Web.Parties.ParticipantShelf>();
        services.AddSingleton<Uploads>();
        services.AddScoped<Visit>();
        services.AddScoped<Api.ApiCall>();
        services.AddSingleton<Api.ApiDocument>();
        services.AddSingleton<IJobRunner, ForgetAnswers>();
        services.AddScoped<PageTexts>();
        services.Configure<RouteOptions>(o =>
        {
            o.LowercaseUrls = true;
            o.ConstraintMap["language"] = typeof(LanguageConstraint);
            o.ConstraintMap["edition"] = typeof(EditionConstraint);
        });
        services.AddRazorPages(o => o.RootDirectory = "/").AddRazorPagesOptions(o => o.Conventions.Add(new FolderAddresses()))
            .AddMvcOptions(o => o.Filters.Add<OnlyAnsweredMethods>());
        services.Configure<RazorViewEngineOptions>(o =>
        {
            o.PageViewLocationFormats.Add("/Shell/Parts/{0}.cshtml");
            o.ViewLocationFormats.Add("/Shell/Parts/{0}.cshtml");
        });
        // Whoever forgets to say who may enter has closed the door.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<KeptPages>();
        return services;
    }

    /// <summary>Addresses that are no pages.</summary>
    public static void MapShell(this WebApplication app)
    {
        // Without a language in the address: the account's or the browser's, and the same place in it.
        app.MapGet("/", (Visit visit) => Results.Redirect($"/{visit.Language.Tag}")).AllowAnonymous();
        app.MapGet("/{edition:edition}/{**rest}", async (string edition, string? rest, Visit visit, EditionShelf editions, HttpContext http) =>
            Language.TryOf(edition) is null && await editions.Find(edition) is { IsAnnounced: true }
                // Written anew from the letters: a header holds ASCII only, and no line end.
                ? Results.Redirect($"{new PathString($"/{visit.Language.Tag}/{edition}{(rest is null ? "" : "/" + rest)}").ToUriComponent()}{http.Request.QueryString.ToUriComponent()}")
                : Results.NotFound()).AllowAnonymous().WithOrder(100);
        app.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/readyz", async (ClusterHealth health, CancellationToken cancellation) =>
        {
            try
            {
                var state = await health.Look(cancellation);
                return Results.Json(new { ready = state.IsReady, nodes = state.Nodes }, statusCode: state.IsReady ? 200 : 503);
            }
            catch (DbException)
            {
                return Results.Json(new { ready = false, nodes = 0 }, statusCode: 503);
            }
        }).AllowAnonymous();
    }
}
