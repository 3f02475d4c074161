using System.Text.Json;
using Majlis.Calendars;
using Majlis.Messaging;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Accreditation;

/// <summary>Hears what becomes of applications and has the person told, where the edition says so. The writing is a job, so that the outbox is not held up.</summary>
public sealed class AccreditationLetters : IEventSubscriber
{
    public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
    {
        if (happened.Kind != nameof(ApplicationChanged)) return Task.CompletedTask;
        var change = JsonSerializer.Deserialize<ApplicationChanged>(happened.Payload, Json.Stored)!;
        if (change.Was != change.State && KindOf(change.State) is not null) db.Jobs.Add(new(WriteApplicationLetter.JobKind, JsonSerializer.Serialize(new WriteApplicationLetter.Due(happened.Id, change.Application, change.State), Json.Stored), db.Clock.GetCurrentInstant()));
        return Task.CompletedTask;
    }

    /// <summary>The letter that tells of a state; null: none does.</summary>
    public static LetterKind? KindOf(ApplicationState state) => state switch
    {
        ApplicationState.Submitted => LetterKind.ApplicationReceived, ApplicationState.Approved => LetterKind.ApplicationApproved, ApplicationState.Rejected => LetterKind.ApplicationRejected,
        ApplicationState.Returned => LetterKind.ApplicationReturned, ApplicationState.Revoked => LetterKind.ApplicationRevoked, _ => null,
    };
}

/// <summary>Writes to a person what their application has become. Says nothing when it is something else by now, or the person has no address.</summary>
/// <param name="site">The site's own address, ending in a slash.</param>
public sealed class WriteApplicationLetter(IDbContextFactory<AppDb> databases, Uri site) : IJobRunner
{
    public const string JobKind = "WriteApplicationLetter";

    /// <param name="Event">By which a letter that is written twice is known as the same.</param>
    internal sealed record Due(Guid Event, Guid Application, ApplicationState State);

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var due = JsonSerializer.Deserialize<Due>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == new Id<Application>(due.Application), cancellation);
        if (application is null || application.State != due.State || AccreditationLetters.KindOf(due.State) is not { } kind) return;
        var (terms, _) = await AccreditationRules.Of(db, application.EditionId, cancellation);
        if (!terms.Letters.Contains(due.State)) return;
        var person = await db.Persons.AsNoTracking().SingleAsync(p => p.Id == application.PersonId, cancellation);
        var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.PersonId == person.Id, cancellation);
        if (dossier?.Email is not { } address) return;
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == application.EditionId, cancellation);
        var language = Language.TryOf(dossier.Language) ?? edition.Languages.Select(Language.TryOf).OfType<Language>().FirstOrDefault() ?? Language.English;
        var own = await LetterTemplates.Own(db, edition.Id, cancellation);
        var wording = own.TryGetValue((kind, language.Tag), out var worded) ? worded : LetterWording.BuiltIn(kind, language);
        var values = Values(person.Name.In(language.Tag, edition.Languages).Text, edition.Title.In(language.Tag, edition.Languages).Text, edition.City.In(language.Tag, edition.Languages).Text,
            terms.Category(application.Category)?.Name.In(language.Tag, edition.Languages).Text ?? application.Category, application.Reference, application.ReturnedFor ?? "", new(site, $"{language.Tag}/{edition.Slug}/my/accreditation"));
        PostLetter.Run(db, new(address, person.Name.In(language.Tag, edition.Languages).Text, LetterWords.Fill(wording.Subject, values), LetterWords.Fill(wording.Text, values) + "\n", null, language.Tag) { Key = $"{due.Event:N}" });
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The values of a letter's places. A reason is that of a return; refusals have none.</summary>
    public static Dictionary<string, string> Values(string name, string edition, string city, string category, string reference, string reason, Uri link) => new()
    {
        ["name"] = LetterWords.Typed(name), ["edition"] = LetterWords.Typed(edition), ["city"] = LetterWords.Typed(city), ["category"] = LetterWords.Typed(category), ["reference"] = reference,
        ["reason"] = reason.Length == 0 ? "" : string.Join('\n', reason.Split('\n').Select(LetterWords.Typed)), ["link"] = link.AbsoluteUri,
    };
}
