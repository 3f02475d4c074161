using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>Hears what becomes of requests and has the other side told of it. The writing is a job, so that the outbox is not held up.</summary>
public sealed class MeetingLetters : IEventSubscriber
{
    public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
    {
        if (Told(happened) is { } letter) db.Jobs.Add(new(WriteMeetingLetter.JobKind, JsonSerializer.Serialize(letter, Json.Stored), db.Clock.GetCurrentInstant()));
        return Task.CompletedTask;
    }

    static WriteMeetingLetter.Due? Told(EventRow happened)
    {
        if (happened.Kind == nameof(MeetingRequestReminded))
        {
            var reminded = JsonSerializer.Deserialize<MeetingRequestReminded>(happened.Payload, Json.Stored)!;
            return new(happened.Id, reminded.Request, reminded.Turn, LetterKind.MeetingReminder, RequestState.Pending);
        }
        if (happened.Kind != nameof(MeetingRequestChanged)) return null;
        var change = JsonSerializer.Deserialize<MeetingRequestChanged>(happened.Payload, Json.Stored)!;
        // Told is the side that did not do it; of one that ran out, the side that waited.
        var to = change.By is { } by ? by == change.From ? change.To : change.From : change.From;
        return change.IsValued ? null : new(happened.Id, change.Request, to, change.State is RequestState.Pending or RequestState.Countered ? LetterKind.MeetingAsked : LetterKind.MeetingAnswered, change.State);
    }
}

/// <summary>Writes to everybody who acts for a side what became of a request: its proxies; where it has none, the people who meet for it.</summary>
/// <param name="site">The site's own address, ending in a slash.</param>
public sealed class WriteMeetingLetter(IDbContextFactory<AppDb> databases, Uri site) : IJobRunner
{
    public const string JobKind = "WriteMeetingLetter";

    /// <param name="Event">By which a letter that is written twice is known as the same.</param>
    /// <param name="State">What the request had become: it may be another by now.</param>
    internal sealed record Due(Guid Event, Guid Request, Guid To, LetterKind Kind, RequestState State);

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var due = JsonSerializer.Deserialize<Due>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var request = await db.MeetingRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new Id<MeetingRequest>(due.Request), cancellation);
        if (request is null) return;
        // What nobody has to answer any more is not asked for.
        if (due.Kind != LetterKind.MeetingAnswered && !(request.IsPending && request.Turn.Value == due.To)) return;
        var to = new Id<MeetingSide>(due.To);
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.Id == request.FromId || s.Id == request.ToId).ToListAsync(cancellation);
        var names = await Sides.Names(db, sides, cancellation);
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == request.EditionId, cancellation);
        var own = await LetterTemplates.Own(db, edition.Id, cancellation);
        var side = sides.Single(s => s.Id == to);
        foreach (var account in await Readers(db, side, cancellation))
        {
            var language = Language.TryOf(account.Language) ?? edition.Languages.Select(Language.TryOf).OfType<Language>().FirstOrDefault() ?? Language.English;
            var wording = own.TryGetValue((due.Kind, language.Tag), out var worded) ? worded : LetterWording.BuiltIn(due.Kind, language);
            string Called(Id<MeetingSide> id) => LetterWords.Typed(names[id].Name.In(language.Tag, edition.Languages).Text);
            var values = Values(language, account.Name, edition.Title.In(language.Tag, edition.Languages).Text, edition.City.In(language.Tag, edition.Languages).Text, Called(to), Called(request.Other(to)),
                request.Number, request.Purpose, due.State, request.Note, request.ExpiresAt.InZone(DateTimeZoneProviders.Tzdb[edition.Zone]).LocalDateTime,
                new(site, FormattableString.Invariant($"{language.Tag}/{edition.Slug}/my/meetings/request/{request.Number}?as={side.Slug}")));
            PostLetter.Run(db, new(account.Email, account.Name, LetterWords.Fill(wording.Subject, values), LetterWords.Fill(wording.Text, values) + "\n", null, language.Tag)
            {
                Key = $"{due.Event:N}{account.Id}",
            });
        }
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The values of a letter's places.</summary>
    public static Dictionary<string, string> Values(Language language, string name, string edition, string city, string side, string other, int number, string purpose, RequestState state, string note,
        LocalDateTime until, Uri link) => new()
    {
        ["name"] = LetterWords.Typed(name), ["edition"] = LetterWords.Typed(edition), ["city"] = LetterWords.Typed(city), ["side"] = side, ["other"] = other,
        ["number"] = Numbers.Of(language).Plain(number), ["purpose"] = LetterWords.Typed(purpose), ["state"] = Texts.Of(language)[$"meeting.state.{state.ToString().ToLowerInvariant()}"],
        ["note"] = LetterWords.Typed(note), ["until"] = $"{Dates.Of(language).Long(until.Date)}, {Times.Of(language).Say(until.TimeOfDay)}", ["link"] = link.AbsoluteUri,
    };

    static async Task<IReadOnlyList<Account>> Readers(AppDb db, MeetingSide side, CancellationToken cancellation)
    {
        var proxies = (await Sides.Proxies(db, side.EditionId, [side], cancellation))[side.Id].ToList();
        return side.Party is not null && proxies.Count > 0 ? proxies : [.. proxies.Concat(await Sides.OwnAccounts(db, side, cancellation)).DistinctBy(a => a.Id)];
    }
}
