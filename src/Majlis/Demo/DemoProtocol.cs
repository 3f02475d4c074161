using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Demo;

/// <summary>What only the desk of the demonstration knows: addresses that no mail reaches (RFC 2606), ranks, and the minutes of the great sessions.</summary>
static class DemoProtocol
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation)
    {
        var ranks = (await Protocols.Of(db, edition, cancellation)).Facts.Ranks;
        foreach (var person in await db.Persons.Where(p => p.EditionId == edition).ToListAsync(cancellation))
        {
            var dossier = new Dossier(person);
            // A few have none yet, as in life.
            dossier.Take(new(person.Number % 20 == 0 ? null : FormattableString.Invariant($"person-{person.Number}@demo.majlis.example"), LanguageOf(person), RankOf(person.Office["en"], ranks)));
            db.Add(dossier);
        }
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        var programme = await Draft.Load(db, await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation), cancellation);
        var great = programme.Types.Where(t => t.Slug is "opening" or "plenary").Select(t => (Guid?)t.Guid).ToHashSet();
        foreach (var session in programme.Sessions.Where(s => great.Contains(s.Type) && s.People.Count > 1))
        {
            var version = await db.Sessions.Where(s => s.EditionId == edition && s.Guid == session.Guid).Select(s => s.Version).SingleAsync(cancellation);
            await KeepSpeakerList.Run(db, actor, edition, session.Guid,
                [.. session.People.Where(p => p.Role != SessionRole.Interpreter).Select(p => new SpeakerTurn(p.Person, p.Role, p.Role switch { SessionRole.Chair or SessionRole.Moderator => 5, SessionRole.Keynote => 15, _ => null }))],
                DemoTexts.Edition.OrderReason[0], version, cancellation);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Marks for somebody what the second release changes, so that there is news of it.</summary>
    public static async Task Mark(AppDb db, Id<Edition> edition, ProgrammeSnapshot first, ProgrammeSnapshot revised, string email, CancellationToken cancellation)
    {
        var account = await db.Accounts.SingleAsync(a => a.Email == email, cancellation);
        (account.WantsStarLetters, account.WantsReleaseLetters) = (true, true);
        foreach (var session in ProgrammeChanges.Between(first, revised).Where(c => c is { Before.IsScheduled: true, Kind: ProgrammeChangeKind.Moved or ProgrammeChangeKind.HallChanged or ProgrammeChangeKind.Cancelled })
                     .Select(c => c.Session).Distinct().Take(5)) db.Add(new Star(account.Id.Value, edition, session));
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    static readonly string[] Written = ["fa", "ar", "tr", "fr"];

    /// <summary>The person's own, where letters are written in it.</summary>
    static string? LanguageOf(Person person) => Written.FirstOrDefault(person.Name.Languages.Contains) ?? (person.Country == "RU" ? "ru" : "en");

    static Guid RankOf(string? office, IReadOnlyList<Rank> ranks) => ranks[office switch
    {
        "Deputy Minister" => 5,
        "Chair" or "Chair of the Board" or "Chief Executive" or "Rector" or "Executive Secretary" => 7,
        "Director of Department" or "Adviser to the Minister" or "Special Representative" or "Head of Division" => 8,
        _ => 9,
    }].Guid;
}
