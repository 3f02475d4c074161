using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Majlis.Programme.Exchange;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// Takes a file that was read into the draft, in one transaction and as often as one likes: the same file again changes nothing and tells nobody.
/// How file and draft are laid over one another stands at <see cref="ProgrammeMerge"/>. A session that does not fit between the edition's days, or that
/// a rule forbids to place where the file has it, is kept unscheduled and reported.
/// </summary>
public static class ImportProgramme
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    public static async Task<ImportPlan> Preview(AppDb db, Actor actor, Id<Edition> id, ProgrammeReading reading, ImportOptions? options = null,
        CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.EditProgramme, id, cancellation);
        var merge = await Merge(db, edition, reading, options ?? new(), await Forbidding(db, id, options, cancellation), cancellation);
        return await Checked(db, edition, merge, merge.Plan(reading.Findings), cancellation);
    }

    /// <returns>What it did.</returns>
    /// <exception cref="EditedMeanwhile">The draft was edited while the import ran, twice over; nothing was written.</exception>
    public static async Task<ImportPlan> Run(AppDb db, Actor actor, Id<Edition> id, ProgrammeReading reading, ImportOptions? options = null,
        CancellationToken cancellation = default)
    {
        try
        {
            return await Once(db, actor, id, reading, options ?? new(), cancellation);
        }
        catch (Exception e) when (e is EditedMeanwhile or Refusal { Code: "platform.taken" })
        {
            // Somebody edited, or imported the same, at the same time: look again and lay the file over what there is now.
            db.ChangeTracker.Clear();
            return await Once(db, actor, id, reading, options ?? new(), cancellation);
        }
    }

    /// <summary>
    /// Makes the edition a file is about, with its programme, in one transaction; and its forum, when there is none: the one whose slug is the edition's
    /// without the year at its end (<c>fosdem-2026</c> belongs to <c>fosdem</c>). The edition gets the forum's next number and the file's title, days,
    /// zone and languages; days are added where sessions lie outside those the file names.
    /// </summary>
    /// <param name="announce">Put it on the public site at once; its programme is public when it is released.</param>
    /// <exception cref="Refusal"><c>forums.slug</c>, <c>forums.slug_taken</c>.</exception>
    public static async Task<(Edition Edition, ImportPlan Plan)> MakeEdition(AppDb db, Actor actor, ProgrammeReading reading, string slug, bool announce = false,
        ImportOptions? options = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.RunInstallation, Guid.Empty);
        Slug.Check(slug);
        if (await db.Editions.AnyAsync(e => e.Slug == slug, cancellation)) throw new Refusal("forums.slug_taken", ("slug", slug));
        var facts = reading.Programme.Edition;
        var title = facts.Title.IsEmpty ? LocalizedText.Of(LocalizedText.Undetermined, slug) : facts.Title;
        var forumSlug = ForumSlug(slug);
        var forum = await db.Forums.SingleOrDefaultAsync(f => f.Slug == forumSlug, cancellation);
        if (forum is null)
        {
            forum = new(forumSlug, title);
            db.Add(forum);
            db.Record(actor, new ForumFounded(null, forum.Id.Value, forum.Slug));
        }
        var number = await db.Editions.Where(e => e.ForumId == forum.Id).MaxAsync(e => (int?)e.Number, cancellation) + 1 ?? 1;
        var (first, last) = Span(reading.Programme);
        var edition = new Edition(forum.Id, number, slug, title, first, last, facts.Zone, facts.Languages);
        edition.Describe(title, facts.Subtitle, facts.City, facts.Venue);
        edition.Schedule(first, last, facts.Zone, facts.DayChange);
        edition.Link(Safe(facts.Url), Safe(facts.BaseUrl), Safe(facts.Logo), facts.SlotMinutes is >= 1 and <= 240 ? facts.SlotMinutes : null);
        db.Add(edition);
        foreach (var day in reading.Programme.Days.DistinctBy(d => d.Date).Where(d => d.Date >= first && d.Date <= last && d.Closes > d.Opens))
            if (day.Opens != day.Date + facts.DayChange || day.Closes != day.Date.PlusDays(1) + facts.DayChange)
                db.Add(new EditionDay(edition.Id, day.Date, day.Opens, day.Closes));
        if (actor.Account is { } account) db.Add(new Membership(edition.Id, account, Role.Owner));
        db.Record(actor, new EditionChanged(edition.Id.Value, "created", edition.Id.Value));
        if (announce)
        {
            edition.Announce(db.Clock.GetCurrentInstant());
            db.Record(actor, new EditionAnnounced(edition.Id.Value, slug));
        }
        var merge = new ProgrammeMerge(new() { Edition = Draft.Entry(edition) }, null, reading.Programme, 0, 0, options ?? new());
        var plan = merge.Plan(reading.Findings);
        await Save(db, actor, edition, merge, plan, isNew: true, options ?? new(), cancellation);
        return (edition, await Checked(db, edition, merge, plan, cancellation));
    }

    static async Task<ImportPlan> Once(AppDb db, Actor actor, Id<Edition> id, ProgrammeReading reading, ImportOptions options, CancellationToken cancellation)
    {
        var edition = await Editions.Open(db, actor, Permission.EditProgramme, id, cancellation);
        // Before the draft is read, as Placing has it: what is saved from here on is seen below, or makes these rows stale.
        var forbidding = await Forbidding(db, id, options, cancellation);
        var merge = await Merge(db, edition, reading, options, forbidding, cancellation);
        var plan = merge.Plan(reading.Findings);
        foreach (var level in forbidding) db.Expect(level, level.Version);
        if (!plan.ChangesNothing) await Save(db, actor, edition, merge, plan, isNew: false, options, cancellation);
        return await Checked(db, edition, merge, plan, cancellation);
    }

    static async Task<ImportPlan> Checked(AppDb db, Edition edition, ProgrammeMerge merge, ImportPlan plan, CancellationToken cancellation)
    {
        var after = merge.After();
        var check = ConflictCheck.Checked((await ConflictFacts.Load(db, edition, after, cancellation)).Within(after));
        var filed = merge.Filed.ToHashSet();
        return plan with { Conflicts = check with { Found = [.. check.Found.Where(f => f.Conflict.Sessions.Any(filed.Contains))], Gone = [] } };
    }

    /// <summary>The file laid over the draft; what a rule forbids to place so is kept unscheduled.</summary>
    static async Task<ProgrammeMerge> Merge(AppDb db, Edition edition, ProgrammeReading reading, ImportOptions options, IReadOnlyList<RuleLevel> forbidding, CancellationToken cancellation)
    {
        var draft = await Draft.Load(db, edition, cancellation);
        var merge = new ProgrammeMerge(draft, await Releases.Last(db, edition.Id, cancellation), reading.Programme, edition.LastSessionNumber, edition.LastPersonNumber, options);
        if (forbidding.Count == 0) return merge;
        var after = merge.After();
        foreach (var (session, conflict) in Placing.Misplaced(await ConflictFacts.Load(db, edition, draft, cancellation), forbidding.Select(l => l.Rule).ToHashSet(), after, merge.Sessions))
            merge.Unschedule(session.Guid, new(FindingKind.Unscheduled, null, session.Title.In("en").Text, "placing_forbidden", ("conflict", (Func<Calendars.Language, string>)(language => new ConflictSentences(after, language).Say(conflict)))));
        return merge;
    }

    /// <summary>The rules under which nothing is placed that breaks them.</summary>
    static async Task<IReadOnlyList<RuleLevel>> Forbidding(AppDb db, Id<Edition> id, ImportOptions? options, CancellationToken cancellation) =>
        options is { PlaceAll: true } ? [] : await db.RuleLevels.Where(l => l.EditionId == id && l.Level == ConflictLevel.ForbidsPlacing).ToListAsync(cancellation);

    /// <summary>Writes what the merge found, detecting changes once: thousands of rows are tracked.</summary>
    static async Task Save(AppDb db, Actor actor, Edition edition, ProgrammeMerge merge, ImportPlan plan, bool isNew, ImportOptions options,
        CancellationToken cancellation)
    {
        var id = edition.Id;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            edition.SawNumbers(merge.LastSessionNumber, merge.LastPersonNumber);
            var halls = isNew ? [] : await db.Halls.Where(h => h.EditionId == id).ToDictionaryAsync(h => h.Guid, cancellation);
            var tracks = isNew ? [] : await db.Tracks.Where(t => t.EditionId == id).ToDictionaryAsync(t => t.Guid, cancellation);
            var types = isNew ? [] : await db.SessionTypes.Where(t => t.EditionId == id).ToDictionaryAsync(t => t.Guid, cancellation);
            var people = isNew ? [] : await db.Persons.Where(p => p.EditionId == id).ToDictionaryAsync(p => p.Guid, cancellation);
            var sessions = isNew || !plan.Lines.Any(l => l is { Noun: ImportedNoun.Session, As: not (ImportedAs.Kept or ImportedAs.Added) })
                ? [] : await db.Sessions.Include(s => s.People).Where(s => s.EditionId == id).ToDictionaryAsync(s => s.Guid, cancellation);

            var order = halls.Values.Select(h => h.Order).DefaultIfEmpty().Max();
            foreach (var facts in merge.Halls)
            {
                if (halls.TryGetValue(facts.Guid, out var hall)) hall.Rename(facts.Slug, facts.Name);
                else
                {
                    db.Add(halls[facts.Guid] = hall = new(id, facts.Slug, facts.Name, facts.Guid));
                    hall.PlaceAt(++order);
                }
                hall.Equip(facts.Building, facts.Capacity);
            }
            order = tracks.Values.Select(t => t.Order).DefaultIfEmpty().Max();
            foreach (var facts in merge.Tracks)
            {
                if (tracks.TryGetValue(facts.Guid, out var track)) track.Rename(facts.Slug, facts.Name);
                else
                {
                    db.Add(tracks[facts.Guid] = track = new(id, facts.Slug, facts.Name, facts.Guid));
                    track.PlaceAt(++order);
                }
                track.Paint(facts.Colour);
            }
            order = types.Values.Select(t => t.Order).DefaultIfEmpty().Max();
            foreach (var facts in merge.Types)
                if (types.TryGetValue(facts.Guid, out var type)) type.Rename(facts.Slug, facts.Name, facts.IsBreak);
                else
                {
                    db.Add(types[facts.Guid] = type = new(id, facts.Slug, facts.Name, facts.IsBreak, facts.Guid));
                    type.PlaceAt(++order);
                }
            foreach (var facts in merge.People)
            {
                if (!people.TryGetValue(facts.Guid, out var person)) db.Add(people[facts.Guid] = person = new(id, facts.Number, facts.Guid));
                person.Take(facts);
            }
            foreach (var facts in merge.Sessions)
            {
                var isKnown = sessions.TryGetValue(facts.Guid, out var session);
                session ??= new(id, facts.Number, facts.Guid);
                session.Take(facts, facts.Hall is { } h ? halls[h].Id : null, facts.Track is { } t ? tracks[t].Id : null, facts.Type is { } y ? types[y].Id : null,
                    facts.People.Select(p => (people[p.Person].Id, p.Role)));
                if (isKnown) db.Expect(session, session.Version);
                else db.Add(session);
            }
            foreach (var line in plan.Lines.Where(l => l is { Noun: ImportedNoun.Session, As: not ImportedAs.Kept }))
            {
                if (line.As == ImportedAs.Removed) db.Remove(sessions[line.Guid]);
                else if (line.As == ImportedAs.Cancelled) sessions[line.Guid].CallOff();
                db.Record(actor, new SessionChanged(id.Value, line.Guid, line.Number!.Value, line.As.ToString().ToLowerInvariant()));
            }
            db.Record(actor, new ProgrammeImported(id.Value, Characters.Kept(options.File), plan.Count(ImportedNoun.Session, ImportedAs.Added),
                plan.Count(ImportedNoun.Session, ImportedAs.Changed),
                plan.Count(ImportedNoun.Session, ImportedAs.Removed) + plan.Count(ImportedNoun.Session, ImportedAs.Cancelled)));
            db.ChangeTracker.DetectChanges();
            await db.SaveChangesAsync(cancellation);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    /// <summary>The days the file names and those its sessions are on, as far as an edition may last.</summary>
    static (LocalDate First, LocalDate Last) Span(ProgrammeSnapshot file)
    {
        var (first, last) = (file.Edition.First, LocalDate.Max(file.Edition.First, file.Edition.Last));
        if (Period.DaysBetween(first, last) >= Edition.MostDays) last = first.PlusDays(Edition.MostDays - 1);
        foreach (var date in file.Sessions.Where(s => s.Start is not null)
                     .Select(s => s.Start!.Value.TimeOfDay < file.Edition.DayChange ? s.Start.Value.Date.PlusDays(-1) : s.Start.Value.Date).Distinct().Order())
        {
            var (from, until) = (LocalDate.Min(first, date), LocalDate.Max(last, date));
            if (Period.DaysBetween(from, until) < Edition.MostDays) (first, last) = (from, until);
        }
        return (first, last);
    }

    static string ForumSlug(string edition)
    {
        var parts = edition.Split('-');
        var isYear = parts.Length > 1 && parts[^1].Length == 4 && parts[^1].All(char.IsAsciiDigit);
        var forum = isYear ? string.Join('-', parts[..^1])
            : edition.Length > 5 && edition[^4..].All(char.IsAsciiDigit) ? edition[..^4].TrimEnd('-') : edition;
        return Slug.IsGood(forum) ? forum : edition;
    }

    static string? Safe(string? address) => !string.IsNullOrEmpty(address) && Address.IsSafe(address) ? address : null;
}
