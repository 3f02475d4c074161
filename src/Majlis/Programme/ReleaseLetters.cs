using System.Text;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.Platform;
using Majlis.Programme.Exchange;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>Hears that a release is to be written about. The writing is a job, so that the outbox is not held up by hundreds of letters.</summary>
public sealed class ReleaseLetters : IEventSubscriber
{
    public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
    {
        var release = happened.Kind switch
        {
            nameof(ProgrammeReleased) => JsonSerializer.Deserialize<ProgrammeReleased>(happened.Payload, Json.Stored) is { LettersTo: not LettersTo.Nobody } made ? made.Release : (Guid?)null,
            nameof(LettersAsked) => JsonSerializer.Deserialize<LettersAsked>(happened.Payload, Json.Stored)!.Release,
            _ => null,
        };
        if (release is { } id) db.Jobs.Add(new(WriteReleaseLetters.JobKind, JsonSerializer.Serialize(id, Json.Stored), db.Clock.GetCurrentInstant()));
        return Task.CompletedTask;
    }

    /// <summary>How many letters a release of <paramref name="programme"/> would make now.</summary>
    public static async Task<LetterCount> Count(AppDb db, Id<Edition> edition, ProgrammeSnapshot programme, CancellationToken cancellation = default)
    {
        var news = await News.Of(db, edition, int.MaxValue, programme, cancellation);
        var reachable = await db.Dossiers.Where(d => d.EditionId == edition && d.Email != null).Join(db.Persons, d => d.PersonId, p => p.Id, (d, p) => p.Guid).ToHashSetAsync(cancellation);
        return new(news.Slots.Count(s => reachable.Contains(s.Person)), [.. news.Slots.Select(s => s.Person).Where(p => !reachable.Contains(p)).Distinct()], news.Stars.Count, news.Readers.Count);
    }
}

/// <summary>What a release is news of, and to whom.</summary>
/// <param name="Told">What speakers were told last; null: nothing yet.</param>
/// <param name="Before">What changes of marked sessions are counted from; null: the release is the first.</param>
/// <param name="Stars">By account, the changes of what it marked.</param>
/// <param name="Readers">Accounts that want to hear of every release.</param>
sealed record News(ProgrammeSnapshot? Told, ProgrammeSnapshot? Before, IReadOnlyList<SlotChange> Slots, IReadOnlyDictionary<Guid, List<ProgrammeChange>> Stars, IReadOnlySet<Guid> Readers)
{
    /// <param name="number">Of the release that has the programme; greater than any while it is not made.</param>
    public static async Task<News> Of(AppDb db, Id<Edition> edition, int number, ProgrammeSnapshot programme, CancellationToken cancellation)
    {
        var earlier = await db.Releases.Where(r => r.EditionId == edition && r.Number < number).OrderByDescending(r => r.Number).Select(r => new { r.Number, r.LettersTo }).ToListAsync(cancellation);
        // Where a release was not written about, the next letter tells of what that one changed, too.
        var told = await Open(earlier.FirstOrDefault(r => r.LettersTo.HasFlag(LettersTo.Speakers))?.Number);
        var before = await Open(earlier.FirstOrDefault(r => r.LettersTo.HasFlag(LettersTo.Stars))?.Number ?? earlier.FirstOrDefault()?.Number);

        var changes = (before is null ? [] : ProgrammeChanges.Between(before, programme))
            .Where(c => c.Kind is not (ProgrammeChangeKind.Added or ProgrammeChangeKind.Reworded or ProgrammeChangeKind.TrackChanged)).ToLookup(c => c.Session);
        var accounts = await db.Accounts.Where(a => a.WantsStarLetters || a.WantsReleaseLetters).Select(a => new { a.Id, a.WantsStarLetters, a.WantsReleaseLetters })
            .ToDictionaryAsync(a => a.Id.Value, cancellation);
        var ids = accounts.Keys.ToList();
        var stars = await db.Stars.Where(s => s.EditionId == edition && ids.Contains(s.Account)).ToListAsync(cancellation);
        var members = await db.Memberships.Where(m => m.EditionId == edition && ids.Contains(m.Account)).Select(m => m.Account).ToListAsync(cancellation);
        var marked = stars.Where(s => accounts[s.Account].WantsStarLetters && changes.Contains(s.Session)).GroupBy(s => s.Account)
            .ToDictionary(a => a.Key, a => a.SelectMany(s => changes[s.Session]).OrderBy(c => (c.After ?? c.Before)!.Start).ThenBy(c => c.Number).ThenBy(c => c.Kind).ToList());
        var readers = stars.Select(s => s.Account).Concat(members).Where(a => accounts[a].WantsReleaseLetters).ToHashSet();
        return new(told, before, SlotChanges.Between(told, programme), marked, readers);

        async Task<ProgrammeSnapshot?> Open(int? release) => release is null ? null
            : Release.Unpack(await db.Releases.Where(r => r.EditionId == edition && r.Number == release).Select(r => r.Packed).SingleAsync(cancellation));
    }
}

/// <summary>
/// Writes the letters of one release and puts them into the post, all in one transaction; those that were written already are left out. So each reader gets one, however often nodes die between
/// the steps and however many do this at once.
/// </summary>
/// <param name="site">The site's own address, ending in a slash.</param>
public sealed class WriteReleaseLetters(IDbContextFactory<AppDb> databases, Uri site, MailSender sender) : IJobRunner
{
    public const string JobKind = "WriteReleaseLetters";

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var id = new Id<Release>(JsonSerializer.Deserialize<Guid>(payload, Json.Stored));
        var release = await db.Releases.AsNoTracking().SingleAsync(r => r.Id == id, cancellation);
        var desk = await Desk.Of(db, release, cancellation);
        if (release.LettersTo.HasFlag(LettersTo.Speakers)) await ToSpeakers(db, desk, cancellation);
        if (release.LettersTo.HasFlag(LettersTo.Stars)) await ToAccounts(db, desk, LetterKind.StarredChanged, desk.News.Stars.Keys, cancellation);
        if (release.LettersTo.HasFlag(LettersTo.Readers)) await ToAccounts(db, desk, LetterKind.ReleaseNote, desk.News.Readers, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>All that letters of one release are written from.</summary>
    sealed record Desk(Release Release, ProgrammeSnapshot Programme, News News, IReadOnlyDictionary<(LetterKind, string), LetterWording> Own, HashSet<(Guid Recipient, Guid Session)> Done, Language Usual)
    {
        public static async Task<Desk> Of(AppDb db, Release release, CancellationToken cancellation)
        {
            var programme = release.Open();
            return new(release, programme, await News.Of(db, release.EditionId, release.Number, programme, cancellation),
                await LetterTemplates.Own(db, release.EditionId, cancellation), await db.Notices.Where(n => n.ReleaseId == release.Id).Select(n => new { n.Recipient, n.Session }).ToListAsync(cancellation) is var done ? [.. done.Select(n => (n.Recipient, n.Session))] : [],
                programme.Edition.Languages.Select(Language.TryOf).FirstOrDefault(l => l is not null) ?? Language.English);
        }
    }

    async Task ToSpeakers(AppDb db, Desk desk, CancellationToken cancellation)
    {
        var edition = desk.Release.EditionId;
        var dossiers = await db.Dossiers.Where(d => d.EditionId == edition && d.Email != null).Join(db.Persons, d => d.PersonId, p => p.Id, (d, p) => new { p.Guid, p.Name, d.Email, d.Language })
            .ToDictionaryAsync(d => d.Guid, cancellation);
        // One letter a slot: an invitation is about one session (RFC 5546, 3.2.2), and mail programs look at one invitation a letter.
        foreach (var news in desk.News.Slots)
        {
            if (!dossiers.TryGetValue(news.Person, out var who)) continue;
            var language = Language.TryOf(who.Language) ?? desk.Usual;
            var kind = news.Kind == SlotChangeKind.Given ? LetterKind.SlotReleased : news.IsOff ? LetterKind.SlotCancelled : LetterKind.SlotChanged;
            var words = new SlotWords(desk.News.Told, desk.Programme, language, site);
            var name = who.Name.In(language.Tag, desk.Programme.Edition.Languages).Text;
            Post(db, desk, kind, news.Person, who.Email!, name, language, words, words.Of([news]), news, Invitation(desk, news, name, who.Email!, language, words));
        }
    }

    async Task ToAccounts(AppDb db, Desk desk, LetterKind kind, IEnumerable<Guid> accounts, CancellationToken cancellation)
    {
        var ids = accounts.Select(a => new Id<People.Account>(a)).ToList();
        foreach (var account in await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(cancellation))
        {
            var language = Language.TryOf(account.Language) ?? desk.Usual;
            var words = new SlotWords(desk.News.Before, desk.Programme, language, site);
            Post(db, desk, kind, account.Id.Value, account.Email, account.Name, language, words, kind == LetterKind.StarredChanged ? words.Of(desk.News.Stars[account.Id.Value]) : null);
        }
    }

    static void Post(AppDb db, Desk desk, LetterKind kind, Guid recipient, string address, string name, Language language, SlotWords words, string? sessions, SlotChange? slot = null, Enclosure? invitation = null)
    {
        var session = slot?.Session.Guid ?? Guid.Empty;
        // Before there was one letter a slot, one told of all.
        if (desk.Done.Contains((recipient, Guid.Empty)) || !desk.Done.Add((recipient, session))) return;
        var wording = desk.Own.TryGetValue((kind, language.Tag), out var own) ? own : LetterWording.BuiltIn(kind, language);
        var values = words.Values(name, desk.Release.Name, desk.Release.Note, sessions, slot);
        var notice = new Notice(desk.Release, kind, recipient, session, db.Clock.GetCurrentInstant());
        db.Add(notice);
        notice.PostAs(PostLetter.Run(db, new(address, name, LetterWords.Fill(wording.Subject, values), LetterWords.Fill(wording.Text, values) + "\n", null, language.Tag)
        {
            Key = notice.Id.ToString(), Enclosures = invitation is null ? [] : [invitation],
        }));
    }

    Enclosure Invitation(Desk desk, SlotChange change, string name, string address, Language language, SlotWords words)
    {
        // What is gone refers to halls and people of the programme it was in.
        var programme = change.Kind == SlotChangeKind.Left || desk.Programme.Sessions.All(s => s.Guid != change.Session.Guid) ? desk.News.Told! : desk.Programme;
        var invitation = new CalendarInvitation(change.Session, sender, name, address, change.IsOff);
        var memory = new MemoryStream();
        CalendarWriter.Invite(programme, invitation, memory, new()
        {
            BaseAddress = site, Language = language.Tag, Published = desk.Release.At,
            SessionAddress = s => new(FormattableString.Invariant($"{words.Home.AbsoluteUri}/programme/session/{s.Number}")),
        });
        return new(FormattableString.Invariant($"session-{change.Session.Number}.ics"), $"text/calendar; method={invitation.Method}", Encoding.UTF8.GetString(memory.ToArray()));
    }
}
