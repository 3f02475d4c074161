using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Majlis.Web.Programme;

/// <summary>
/// <c>GET /files/{id}</c>: a file that the edition's last release names, for everybody; <c>GET /{edition}/desk/files/{id}</c>: any file of the edition, for the
/// desk. Always to be saved, never to be shown in the site's own name.
/// </summary>
static class FileEndpoint
{
    static readonly string[] ReadOnly = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFiles(this WebApplication app)
    {
        app.MapMethods("/files/{id}", ReadOnly, async (string id, HttpContext http, IDbContextFactory<AppDb> databases, ProgrammeShelf shelf, IFileService files) =>
        {
            if (await Find(id, databases, http.RequestAborted) is not { } file) return Results.NotFound();
            var programme = await shelf.Find(new Id<Edition>(file.Edition));
            if (programme?.Sessions.Any(s => s.Materials.Any(m => m.Href == file.Address)) is not true) return Results.NotFound();
            // Asked about each time: a file that is no longer released is gone for everybody at once.
            http.Response.Headers.CacheControl = "public, no-cache";
            return await Send(http, file, files);
        }).AllowAnonymous();
        app.MapMethods($"/{FolderAddresses.Edition}/desk/files/{{id}}", ReadOnly, async (string id, HttpContext http, Visit visit, IDbContextFactory<AppDb> databases, IFileService files) =>
            await Find(id, databases, http.RequestAborted) is { } file && file.Edition == visit.Edition.Id.Value ? await Send(http, file, files) : Results.NotFound())
            .RequireAuthorization().WithMetadata(new PageArea("Desk"));
    }

    static async Task<StoredFile?> Find(string given, IDbContextFactory<AppDb> databases, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(given, "N", out var guid)) return null;
        var id = new Id<StoredFile>(guid);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, cancellation);
    }

    static async Task<IResult> Send(HttpContext http, StoredFile file, IFileService files)
    {
        if (await files.Open(file.Id, http.RequestAborted) is not { } content) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Stream(content, file.MediaType, file.Name, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Sha256)}\""), enableRangeProcessing: true);
    }
}
