using Majlis.Forums;
using Majlis.Messaging;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>What the new edition is called, when it is held, and which sessions of the old one it begins with.</summary>
public sealed record CopyFacts
{
    public string Slug { get; init; } = "";
    /// <summary>Null: one more than the forum's highest.</summary>
    public int? Number { get; init; }
    /// <summary>Empty: the old one's.</summary>
    public LocalizedText Title { get; init; } = LocalizedText.Empty;
    public LocalDate First { get; init; }
    /// <summary>The last day, included. Null: as many days as the old edition.</summary>
    public LocalDate? Last { get; init; }
    /// <summary>Sessions of these types are copied: guids of the old edition's types.</summary>
    public IReadOnlySet<Guid> Types { get; init; } = new HashSet<Guid>();
    /// <summary>Sessions without a type are copied, too.</summary>
    public bool Untyped { get; init; }
    /// <summary>Everybody who holds a role in the old edition gets it in the new one.</summary>
    public bool Team { get; init; }
    /// <summary>The parties at the old edition are planned for the new one, in the same capacity and class, with the rules of their order and its moves by hand. No lot, no snapshot, no seat.</summary>
    public bool Parties { get; init; }
}

/// <summary>A session that is copied.</summary>
/// <param name="Number">In the old edition.</param>
/// <param name="Start">In the new edition; null when unscheduled there.</param>
/// <param name="LostItsDay">It had a time, on a day that the new edition does not have.</param>
public sealed record CopiedSession(int Number, LocalizedText Title, LocalDateTime? Start, bool LostItsDay);

/// <summary>What a copy brings into the new edition.</summary>
/// <param name="Days">Days whose hours somebody set.</param>
/// <param name="Levels">Rules of the programme that have a level of their own.</param>
/// <param name="Letters">Letters that the edition words in its own way, one a language.</param>
/// <param name="Protocol">An order of precedence was agreed.</param>
/// <param name="Team">Roles given, that of the maker left out.</param>
/// <param name="Parties">Parties planned.</param>
/// <param name="Sessions">In the order of their new numbers, from 1.</param>
/// <param name="More">Of other modules: the sentence that names it, and how many.</param>
public sealed record CopyPlan(LocalDate First, LocalDate Last, int Days, int Halls, int Walks, int Tracks, int Types, int Rules, int Levels, int Letters, bool Protocol, int Team, int Parties,
    IReadOnlyList<CopiedSession> Sessions, IReadOnlyList<(string What, int Count)> More);

/// <summary>What a module copies into a new edition.</summary>
/// <param name="Later">Days from the old first day to the new one.</param>
/// <param name="Halls">The new hall of each old one.</param>
public sealed record EditionCopy(Id<Edition> From, Edition To, int Later, IReadOnlyDictionary<Id<Hall>, Id<Hall>> Halls);

/// <summary>
/// A module that keeps settings of an edition which the next one begins with, and which the programme does not know. Needs a constructor without parameters: <see cref="CopyEdition"/> finds it by itself.
/// </summary>
public interface ICopiedWithEdition
{
    /// <summary>Key of the sentence that names what <see cref="Count"/> counts.</summary>
    string What { get; }

    Task<int> Count(AppDb db, Id<Edition> from, CancellationToken cancellation);

    /// <summary>Adds to <paramref name="db"/>; the caller saves.</summary>
    Task Copy(AppDb db, Actor actor, EditionCopy copy, CancellationToken cancellation);
}

/// <summary>
/// Makes a new edition of a forum from an old one, unannounced: settings, hours of days, halls with theirs, walks, tracks, session types, rules of second
/// factors, levels of conflicts, wordings of letters, the order of precedence, and the frame of the programme. Day n of the old edition becomes day n of the new one; wall times stay.
/// </summary>
/// <remarks>
/// Of a session goes what belongs to its place in the timetable: title, subtitle, time, hall, track, type, access and languages. People, texts, streams,
/// materials and recordings are of the old holding, and sessions that were called off stay there. Guids and numbers are new.
/// </remarks>
public static class CopyEdition
{
    /// <summary>What <see cref="Run"/> would do now. Writes nothing.</summary>
    /// <exception cref="NotAllowed">As of <see cref="Run"/>.</exception>
    public static async Task<CopyPlan> Preview(AppDb db, Actor actor, Id<Edition> from, CopyFacts facts, CancellationToken cancellation = default) =>
        (await Read(db, actor, from, facts, cancellation)).Plan;

    /// <summary>In one transaction; the old edition is only read.</summary>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.EditEdition"/> in the old edition; with the team <see cref="Permission.ManageTeam"/>.</exception>
    /// <exception cref="Refusal">Those of <see cref="CreateEdition"/>.</exception>
    public static async Task<(Edition Edition, CopyPlan Plan)> Run(AppDb db, Actor actor, Id<Edition> from, CopyFacts facts, CancellationToken cancellation = default)
    {
        var old = await Read(db, actor, from, facts, cancellation);
        var plan = old.Plan;
        var edition = await CreateEdition.Prepare(db, actor, old.Edition.ForumId, facts.Number, facts.Slug, EditionFacts.Of(old.Edition) with
        {
            Title = facts.Title.IsEmpty ? old.Edition.Title : facts.Title, First = plan.First, Last = plan.Last, BaseUrl = null,
        }, cancellation);
        var (id, later) = (edition.Id, old.Later);
        db.AddRange(old.Days.Select(d => new EditionDay(id, d.Date.PlusDays(later), d.Opens.PlusDays(later), d.Closes.PlusDays(later))));
        var halls = old.Halls.ToDictionary(h => h.Id, h => Copied(h, id, later));
        var tracks = old.Tracks.ToDictionary(t => t.Guid, t => Copied(t, id));
        var types = old.Types.ToDictionary(t => t.Guid, t => Copied(t, id));
        db.AddRange(halls.Values);
        db.AddRange(tracks.Values);
        db.AddRange(types.Values);
        db.AddRange(old.Walks.Select(w => new Walk(id, halls[w.HallA].Id, halls[w.HallB].Id, w.Minutes)));
        db.AddRange(old.Rules.Select(r => new SecondFactorRule(id, r.Role)));
        db.AddRange(old.Levels.Select(l => new RuleLevel(id, l.Rule, l.Level)));
        foreach (var letter in old.Letters)
        {
            var copy = new LetterTemplate(id, letter.Kind, letter.Language);
            copy.Word(letter.Subject, letter.Text);
            db.Add(copy);
        }
        if (old.Protocol is { } agreed)
        {
            var protocol = new Protocol(id);
            protocol.Agree(agreed.Facts);
            db.Add(protocol);
        }
        db.AddRange(old.Parties.Select(p => new PartyParticipation(id, p.PartyId, p.Facts with { Status = PartyStatus.Planned, IsPublic = false })));
        if (old.Order is { } rules)
        {
            var order = new ProtocolOrder(id, rules.Language);
            order.Agree(rules.Language, rules.Classes);
            foreach (var place in rules.Overrides) order.Put(place);
            db.Add(order);
        }
        foreach (var member in old.Team)
        {
            db.Add(new Membership(id, member.Account, member.Role));
            db.Record(actor, new RoleGiven(id.Value, member.Account, member.Role));
        }
        var hallOf = old.Halls.ToDictionary(h => h.Guid, h => halls[h.Id].Id);
        foreach (var (session, copied) in old.Sessions.Zip(plan.Sessions))
        {
            var copy = new Session(id, edition.NextSessionNumber());
            copy.Take(new()
            {
                Guid = copy.Guid, Number = copy.Number, Title = session.Title, Subtitle = session.Subtitle, Start = copied.Start, Minutes = session.Minutes,
                AllHalls = session.AllHalls, Access = session.Access, FloorLanguages = session.FloorLanguages, OutputLanguages = session.OutputLanguages,
            }, session.Hall is { } h ? hallOf[h] : null, session.Track is { } t ? tracks[t].Id : null, session.Type is { } y ? types[y].Id : null, []);
            db.Add(copy);
        }
        foreach (var other in FromModules<ICopiedWithEdition>.All) await other.Copy(db, actor, new(from, edition, later, halls.ToDictionary(h => h.Key, h => h.Value.Id)), cancellation);
        db.Record(actor, new EditionCopied(id.Value, from.Value, plan.Sessions.Count));
        await db.SaveChangesAsync(cancellation);
        return (edition, plan);
    }

    /// <summary>What is copied, as of one moment.</summary>
    /// <param name="Later">Days from the old first day to the new one.</param>
    sealed record Old(Edition Edition, int Later, List<EditionDay> Days, List<Hall> Halls, List<Walk> Walks, List<Track> Tracks, List<SessionType> Types,
        List<SecondFactorRule> Rules, List<RuleLevel> Levels, List<LetterTemplate> Letters, Protocol? Protocol, List<Membership> Team, List<PartyParticipation> Parties, ProtocolOrder? Order, List<SessionEntry> Sessions, CopyPlan Plan);

    static async Task<Old> Read(AppDb db, Actor actor, Id<Edition> from, CopyFacts facts, CancellationToken cancellation)
    {
        var edition = await Editions.Open(db, actor, Permission.EditEdition, from, cancellation);
        if (facts.Team) actor.Require(Permission.ManageTeam, from.Value);
        if (facts.Parties) actor.Require(Permission.EditParties, from.Value);
        await using var moment = await db.OneMoment(cancellation);
        var last = facts.Last ?? facts.First.PlusDays(Period.DaysBetween(edition.First, edition.Last));
        var later = Period.DaysBetween(edition.First, facts.First);
        var days = await db.Days.AsNoTracking().Where(d => d.EditionId == from).ToListAsync(cancellation);
        days.RemoveAll(d => d.Date.PlusDays(later) > last);
        var halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == from).ToListAsync(cancellation);
        var walks = await db.Walks.AsNoTracking().Where(w => w.EditionId == from).ToListAsync(cancellation);
        var tracks = await db.Tracks.AsNoTracking().Where(t => t.EditionId == from).ToListAsync(cancellation);
        var types = await db.SessionTypes.AsNoTracking().Where(t => t.EditionId == from).ToListAsync(cancellation);
        var rules = await db.SecondFactorRules.AsNoTracking().Where(r => r.EditionId == from).ToListAsync(cancellation);
        var levels = await db.RuleLevels.AsNoTracking().Where(l => l.EditionId == from).ToListAsync(cancellation);
        var letters = await db.LetterTemplates.AsNoTracking().Where(t => t.EditionId == from).ToListAsync(cancellation);
        var protocol = await db.Protocols.AsNoTracking().SingleOrDefaultAsync(p => p.EditionId == from, cancellation);
        // Whoever makes an edition is its owner already.
        var team = facts.Team ? await db.Memberships.AsNoTracking().Where(m => m.EditionId == from && !(m.Account == actor.Account && m.Role == Role.Owner)).ToListAsync(cancellation) : [];
        var parties = facts.Parties ? await db.Participations.AsNoTracking().Where(p => p.EditionId == from).ToListAsync(cancellation) : [];
        var order = facts.Parties ? await db.ProtocolOrders.AsNoTracking().SingleOrDefaultAsync(o => o.EditionId == from, cancellation) : null;
        var draft = await Draft.Load(db, edition, cancellation);
        var sessions = draft.Sessions.Where(s => !s.IsCancelled && (s.Type is { } type ? facts.Types.Contains(type) : facts.Untyped))
            .OrderBy(s => s.Start is null).ThenBy(s => s.Start).ThenBy(s => s.Number).ToList();
        var copied = sessions.Select(s =>
        {
            if (s.Start is not { } start) return new CopiedSession(s.Number, s.Title, null, false);
            var day = draft.DayOf(start).PlusDays(later);
            return day >= facts.First && day <= last ? new(s.Number, s.Title, start.PlusDays(later), false) : new(s.Number, s.Title, null, true);
        }).ToList();
        var more = new List<(string, int)>();
        foreach (var other in FromModules<ICopiedWithEdition>.All)
            if (await other.Count(db, from, cancellation) is > 0 and var count) more.Add((other.What, count));
        return new(edition, later, days, halls, walks, tracks, types, rules, levels, letters, protocol, team, parties, order, sessions,
            new(facts.First, last, days.Count, halls.Count, walks.Count, tracks.Count, types.Count, rules.Count, levels.Count, letters.Count, protocol is not null, team.Count, parties.Count, copied, more));
    }

    static Hall Copied(Hall old, Id<Edition> edition, int later)
    {
        var hall = new Hall(edition, old.Slug, old.Name);
        hall.Equip(old.Building, old.Capacity);
        hall.Furnish(old.Booths);
        hall.OpenAt(old.Hours.Select(h => new HallHours(h.From.PlusDays(later), h.Until.PlusDays(later))));
        hall.PlaceAt(old.Order);
        return hall;
    }

    static Track Copied(Track old, Id<Edition> edition)
    {
        var track = new Track(edition, old.Slug, old.Name);
        track.Paint(old.Colour);
        track.PlaceAt(old.Order);
        return track;
    }

    static SessionType Copied(SessionType old, Id<Edition> edition)
    {
        var type = new SessionType(edition, old.Slug, old.Name, old.IsBreak);
        type.PlaceAt(old.Order);
        return type;
    }
}
