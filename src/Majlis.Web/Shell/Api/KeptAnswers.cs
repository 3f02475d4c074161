using System.Security.Cryptography;
using System.Text;
using Majlis.Platform;
using Majlis.Web.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Shell.Api;

/// <summary>
/// Answers a call with the header <c>Idempotency-Key</c> once: what is sent again with the same key gets the first answer, whatever it was, for a day. With another body
/// it is refused; while the first is still being carried out, too, for as long as <see cref="KeptAnswer.Lease"/>: after that its node is taken for dead. What was refused before anything was carried out is not kept, and may be mended under the same key.
/// </summary>
sealed class KeptAnswers(RequestDelegate next, ILogger<KeptAnswers> log)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Of an answer that was kept.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>Headers of an answer that belong to what was done.</summary>
    static readonly string[] Telling = ["Content-Type", "Content-Language", "ETag", "Location"];

    public async Task Invoke(HttpContext context, IClock clock, IDbContextFactory<AppDb> databases)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || request.Headers[Header].Count == 0 || context.GetEndpoint()?.Metadata.GetMetadata<PageArea>()?.Name != "Api")
        {
            await next(context);
            return;
        }
        if (request.Headers[Header] is not [{ Length: > 0 and <= KeptAnswer.LongestKey } key] || key.Any(c => c is < '!' or > '~'))
            throw new ApiProblem(StatusCodes.Status400BadRequest, "key_bad");
        var body = await ApiCall.Content(request, context.RequestAborted);
        request.Body = new MemoryStream(body);
        var claim = new KeptAnswer(TokenScheme.CallerOf(context.User), $"{request.Method} {request.Path.Value?.ToLowerInvariant()}", key,
            SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.QueryString.Value}\n{request.ContentType}\n"), .. body]), clock.GetCurrentInstant());

        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        if (await Claim(db, claim) is { } first)
        {
            if (!first.Fingerprint.AsSpan().SequenceEqual(claim.Fingerprint)) throw new ApiProblem(StatusCodes.Status422UnprocessableEntity, "key_reused");
            if (first.Status is not { } status) throw new ApiProblem(StatusCodes.Status409Conflict, "key_busy");
            context.Response.StatusCode = status;
            foreach (var (name, value) in first.Headers) context.Response.Headers[name] = value;
            context.Response.Headers[Replayed] = "true";
            if (first.Body.Length > 0) await context.Response.Body.WriteAsync(first.Body, context.RequestAborted);
            return;
        }
        await CarryOut(context, db, claim);
    }

    /// <summary>Makes the row; gives the one that is there already, unless it is over.</summary>
    static async Task<KeptAnswer?> Claim(AppDb db, KeptAnswer claim)
    {
        var same = db.KeptAnswers.AsNoTracking().Where(a => a.Caller == claim.Caller && a.Call == claim.Call && a.Key == claim.Key);
        if (await same.FirstOrDefaultAsync() is { } there)
        {
            if (!there.IsOver(claim.At)) return there;
            // This one only: of two who find it over, the second finds the claim of the first below.
            await same.Where(a => a.At == there.At && a.Status == there.Status).ExecuteDeleteAsync();
        }
        db.Add(claim);
        await ForgetAnswers.Plan(db, CancellationToken.None);
        try
        {
            await db.SaveChangesAsync();
            return null;
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            return await same.FirstOrDefaultAsync() ?? throw new ApiProblem(StatusCodes.Status409Conflict, "key_busy");
        }
    }

    async Task CarryOut(HttpContext context, AppDb db, KeptAnswer claim)
    {
        // A caller that lost its network sends the call again and wants to know how it ended: it is carried out to its end.
        context.RequestAborted = CancellationToken.None;
        var (response, outside) = (context.Response, context.Response.Body);
        using var written = new MemoryStream();
        response.Body = written;
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            var status = ApiProblem.StatusOf(e);
            if (status == StatusCodes.Status500InternalServerError) log.LogError(e, "Unhandled, trace {Trace}", ApiProblem.Trace(context));
            written.SetLength(0);
            await ApiProblem.Write(context, status, e);
        }
        response.Body = outside;
        var answer = written.ToArray();
        // Below these nothing was carried out: bad input, a caller who may not.
        if (response.StatusCode is < 400 or StatusCodes.Status404NotFound or StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed or >= 500)
            claim.Keep(response.StatusCode, Telling.Where(h => response.Headers[h].Count > 0).ToDictionary(h => h, h => response.Headers[h].ToString()), answer);
        else db.Remove(claim);
        try
        {
            await db.SaveChangesAsync();
        }
        catch (EditedMeanwhile)
        {
            log.LogWarning("A call outlived its lease, and its key is another's: {Call}", claim.Call);
        }
        if (answer.Length > 0) await outside.WriteAsync(answer);
    }
}
