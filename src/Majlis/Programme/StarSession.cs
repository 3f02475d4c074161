using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>An account marks a session it wants to attend. Whoever is signed in may, of what is public. It is nobody else's business: no event tells it.</summary>
public static class StarSession
{
    /// <param name="programme">The edition's public programme, as the caller has it.</param>
    /// <exception cref="NotThere">The session is not in it.</exception>
    /// <exception cref="NotAllowed">Nobody is signed in.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, PublishedProgramme programme, Guid session, CancellationToken cancellation = default)
    {
        var account = actor.Account ?? throw new NotAllowed(Permission.SeeMy);
        if (programme.Sessions.All(s => s.Guid != session)) throw new NotThere("session");
        if (await db.Stars.AnyAsync(s => s.Account == account && s.EditionId == edition && s.Session == session, cancellation)) return;
        var star = new Star(account, edition, session);
        db.Add(star);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            // The same star from another tab a moment ago.
            db.Entry(star).State = EntityState.Detached;
        }
    }
}

/// <summary>Takes the mark away again; also of a session that is no longer public.</summary>
public static class UnstarSession
{
    /// <exception cref="NotAllowed">Nobody is signed in.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid session, CancellationToken cancellation = default)
    {
        var account = actor.Account ?? throw new NotAllowed(Permission.SeeMy);
        await db.Stars.Where(s => s.Account == account && s.EditionId == edition && s.Session == session).ExecuteDeleteAsync(cancellation);
    }
}
