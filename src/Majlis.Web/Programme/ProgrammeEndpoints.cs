using System.Text.Json.Nodes;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme;

/// <summary>Addresses of the public programme that are no pages: colours, the manifest of the web application.</summary>
public static class ProgrammeEndpoints
{
    public static void MapProgramme(this WebApplication app)
    {
        app.MapGet($"/{FolderAddresses.Edition}/tracks.css", async (Visit visit, ProgrammeShelf shelf) =>
            Results.Text(TrackColours.Sheet((await shelf.Find(visit.Edition.Id))?.Programme.Tracks ?? []), "text/css; charset=utf-8"))
            .AllowAnonymous().WithMetadata(new KeptAttribute());

        // The draft's tracks, for the desk; they may be others than the public's.
        app.MapGet($"/{FolderAddresses.Edition}/desk/tracks.css", async (Visit visit, AppDb db, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "private, no-cache";
            var tracks = await db.Tracks.AsNoTracking().Where(t => t.EditionId == visit.Edition.Id).OrderBy(t => t.Order).ThenBy(t => t.Slug)
                .Select(t => new TrackEntry { Guid = t.Guid, Slug = t.Slug, Colour = t.Colour }).ToListAsync(http.RequestAborted);
            return Results.Text(TrackColours.Sheet(tracks), "text/css; charset=utf-8");
        }).RequireAuthorization().WithMetadata(new PageArea("Desk"));

        app.MapGet($"/{FolderAddresses.Language}/{FolderAddresses.Edition}/manifest.webmanifest", (Visit visit) => Results.Text(Manifest(visit), "application/manifest+json"))
            .AllowAnonymous().WithMetadata(new KeptAttribute());
    }

    static string Manifest(Visit visit)
    {
        var title = Characters.Tame(visit.Say(visit.Edition.Title).Text);
        return new JsonObject
        {
            ["id"] = visit.At(),
            ["name"] = title,
            ["short_name"] = title.Length <= 24 ? title : visit.Edition.Slug,
            ["start_url"] = visit.At(),
            ["scope"] = visit.At(),
            ["display"] = "minimal-ui",
            ["lang"] = visit.Language.Tag,
            ["dir"] = visit.Language.Direction,
            ["background_color"] = "#fbf8f2",
            ["theme_color"] = "#0d5c63",
            ["icons"] = new JsonArray(new JsonObject { ["src"] = "/star.svg", ["sizes"] = "any", ["type"] = "image/svg+xml" }),
        }.ToJsonString(Json.Stored);
    }
}
