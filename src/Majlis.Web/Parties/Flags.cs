using Majlis.Calendars;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Parties;

/// <summary>Flags as pictures: the one that the organiser gave, else the one of the code.</summary>
public static class Flags
{
    /// <summary>Null: the party has none.</summary>
    public static string? Address(string? code, Id<StoredFile>? flag) => flag is { } file ? $"/files/flags/{file}" : code is { Length: 2 } && Countries.IsCode(code) ? $"/lib/flags/{code.ToLowerInvariant()}.svg" : null;

    /// <summary>4×3 with a hairline; says nothing to those who listen, because the name stands beside it. A party without a flag has an empty place, so that names stay in line.</summary>
    public static HtmlString Show(string? code, Id<StoredFile>? flag) =>
        new(Address(code, flag) is { } address ? $"<img class=\"flag\" src=\"{address}\" alt=\"\" width=\"28\" height=\"21\" loading=\"lazy\">" : "<span class=\"flag none\"></span>");

    public static void MapFlags(this WebApplication app) => app.MapGet("/files/flags/{id:guid}", async (Guid id, AppDb db, IFileService files, HttpResponse response, CancellationToken cancellation) =>
    {
        var file = new Id<StoredFile>(id);
        // Only what was given as a flag: the folder holds files that are nobody's to see.
        var type = await db.PartyFlags.Where(f => f.File == file).Join(db.Files, f => f.File, s => s.Id, (f, s) => s.MediaType).FirstOrDefaultAsync(cancellation);
        if (type is null || await files.Open(file, cancellation) is not { } content) return Results.NotFound();
        // Another flag has another address.
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Stream(content, type);
    }).AllowAnonymous();
}
