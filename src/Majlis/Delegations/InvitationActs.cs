using System.Globalization;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Delegations;

/// <summary>A line of a list of parties that could not be read.</summary>
/// <param name="Line">One-based.</param>
public sealed record UnknownParty(int Line, string Text);

/// <summary>Reads parties from a list as people write one: a line a party, by its name in any language, its code or its slug.</summary>
public static class PartyList
{
    public const int MostLines = 2_000;

    /// <summary>The parties in the order of the list, each once. A name that two parties have is unknown: it does not say which.</summary>
    public static (IReadOnlyList<Party> Found, IReadOnlyList<UnknownParty> Unknown) Read(string? text, IReadOnlyCollection<Party> parties)
    {
        var (bySlug, byCode) = (parties.ToDictionary(p => p.Slug), parties.Where(p => p.Code is not null).ToDictionary(p => p.Code!));
        var byName = parties.SelectMany(p => p.Short.Wordings.Concat(p.Formal.Wordings).Select(w => SearchKey.Tight(w.Value)).Distinct().Select(k => (Key: k, Party: p))).ToLookup(n => n.Key, n => n.Party);
        var (found, unknown) = (new List<Party>(), new List<UnknownParty>());
        foreach (var (index, line) in (text ?? "").ReplaceLineEndings("\n").Split('\n').Index())
        {
            var word = line.Trim().TrimEnd(',', ';').Trim();
            if (word.Length == 0) continue;
            var party = index >= MostLines ? null : bySlug.GetValueOrDefault(word) ?? byCode.GetValueOrDefault(word.ToUpperInvariant()) ?? (byName[SearchKey.Tight(word)].Distinct().Take(2).ToList() is [var one] ? one : null);
            if (party is null) unknown.Add(new(index + 1, Characters.Kept(word.Length > 80 ? word[..80] + "…" : word)));
            else if (!found.Contains(party)) found.Add(party);
        }
        return (found, unknown);
    }
}

/// <summary>Drafts invitations, one a party. A party that has one already keeps it.</summary>
public static class DraftInvitations
{
    /// <param name="parties">Ids; a party that is not at the edition comes to it as one that is planned.</param>
    /// <returns>How many are new.</returns>
    /// <exception cref="Refusal"><c>people.rank_unknown</c>, <c>delegations.invitation_languages</c>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<Id<Party>> parties, InvitationFacts facts, CancellationToken cancellation = default)
    {
        var noun = await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        await Check(db, noun, facts, cancellation);
        var known = await db.Invitations.Where(i => i.EditionId == edition && parties.Contains(i.PartyId)).ToDictionaryAsync(i => i.PartyId, cancellation);
        var here = await db.Participations.Where(p => p.EditionId == edition && parties.Contains(p.PartyId)).Select(p => p.PartyId).ToHashSetAsync(cancellation);
        var drafted = new List<Guid>();
        foreach (var party in parties.Distinct())
        {
            var invitation = known.GetValueOrDefault(party);
            if (invitation is { State: not InvitationState.Withdrawn }) continue;
            if (invitation is not null) invitation.Take(facts);
            else db.Add(new Invitation(edition, party, facts));
            if (here.Add(party))
            {
                db.Add(new PartyParticipation(edition, party, new(PartyStatus.Planned)));
                db.Record(actor, new ParticipationChanged(edition.Value, [party.Value], "added"));
            }
            db.Record(actor, new InvitationChanged(edition.Value, party.Value, "drafted"));
            drafted.Add(party.Value);
        }
        await db.SaveFirst(cancellation);
        return drafted.Count;
    }

    internal static async Task Check(AppDb db, Edition edition, InvitationFacts facts, CancellationToken cancellation)
    {
        if (facts.Languages.Count == 0 || facts.Languages.Any(l => !edition.Languages.Contains(l))) throw new Refusal("delegations.invitation_languages");
        if (facts.Level is { } level && (await Protocols.Of(db, edition.Id, cancellation)).Facts.Ranks.All(r => r.Guid != level)) throw new Refusal("people.rank_unknown");
    }
}

/// <summary>Changes an invitation that was not sent yet; it has to be cleared again.</summary>
public static class ChangeInvitation
{
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<Party> party, InvitationFacts facts, long version, CancellationToken cancellation = default)
    {
        var noun = await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        await DraftInvitations.Check(db, noun, facts, cancellation);
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.EditionId == edition && i.PartyId == party, cancellation) ?? throw new NotThere("invitation");
        invitation.Take(facts);
        db.Expect(invitation, version);
        db.Record(actor, new InvitationChanged(edition.Value, party.Value, "changed"));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>What is done with invitations.</summary>
public abstract record InvitationDeed
{
    public sealed record Clear : InvitationDeed;
    /// <param name="Number">With <c>{n}</c> where a running number stands; needed when several are sent at once.</param>
    /// <param name="First">The first running number.</param>
    public sealed record Send(string Number, int First) : InvitationDeed;
    public sealed record Deliver : InvitationDeed;
    public sealed record Withdraw : InvitationDeed;
    /// <param name="Level">At which the party said that it comes; null: not said.</param>
    public sealed record Answer(InvitationState State, Guid? Level, LocalDate? On, string? Words) : InvitationDeed;
}

/// <summary>Does one thing with invitations, with all of them or with none.</summary>
public static class DoWithInvitations
{
    public const int MostAtOnce = 500;

    /// <param name="parties">Whose invitations; numbers are given in this order. The version each was shown in.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved one of them since.</exception>
    /// <exception cref="Refusal"><c>delegations.invitation_number_taken</c>, and those of <see cref="Invitation"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<(Id<Party> Party, long Version)> parties, InvitationDeed deed, Uri site, CancellationToken cancellation = default)
    {
        var noun = await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        if (parties.Count > MostAtOnce) throw new Refusal("people.too_many", ("most", MostAtOnce));
        var ids = parties.Select(p => p.Party).ToList();
        var found = await db.Invitations.Where(i => i.EditionId == edition && ids.Contains(i.PartyId)).ToDictionaryAsync(i => i.PartyId, cancellation);
        if (found.Count != ids.Distinct().Count()) throw new NotThere("invitation");
        var known = await db.Parties.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var here = await db.Participations.Where(p => p.EditionId == edition && ids.Contains(p.PartyId)).ToDictionaryAsync(p => p.PartyId, cancellation);
        var (terms, _) = await DelegationRules.Of(db, edition, cancellation);
        var zone = DateTimeZoneProviders.Tzdb[noun.Zone];
        var now = db.Clock.GetCurrentInstant();
        if (deed is InvitationDeed.Send { Number: var pattern } && parties.Count > 1 && !pattern.Contains("{n}", StringComparison.Ordinal)) throw new Refusal("delegations.invitation_number");
        if (deed is InvitationDeed.Answer { Level: { } level } && (await Protocols.Of(db, edition, cancellation)).Facts.Ranks.All(r => r.Guid != level)) throw new Refusal("people.rank_unknown");
        foreach (var (index, (party, version)) in parties.Index())
        {
            var invitation = found[party];
            var (what, status) = ("", default(PartyStatus?));
            switch (deed)
            {
                case InvitationDeed.Clear: invitation.Clear(); what = "cleared"; break;
                case InvitationDeed.Send send:
                    invitation.Send(send.Number.Replace("{n}", (send.First + index).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), now.InZone(zone).Date, now);
                    (what, status) = ("sent", PartyStatus.Invited);
                    Remind(db, invitation, terms, zone, now);
                    if (invitation.Facts.Channel == InvitationChannel.Email) InvitationLetter.Post(db, noun, known[party], invitation, reminder: false, site);
                    break;
                case InvitationDeed.Deliver: invitation.Deliver(); what = "delivered"; break;
                case InvitationDeed.Withdraw: invitation.Withdraw(); (what, status) = ("withdrawn", PartyStatus.Planned); break;
                case InvitationDeed.Answer answer:
                    invitation.TakeAnswer(answer.State, answer.Level, answer.On, answer.Words);
                    (what, status) = ("answered", invitation.IsAccepted ? PartyStatus.Accepted : invitation.State == InvitationState.Declined ? PartyStatus.Declined : null);
                    if (invitation.IsAccepted) await DelegationRows.Expect(db, actor, edition, party, terms, cancellation);
                    break;
            }
            // A party that is there is not made one that is invited.
            if (status is { } told && here.GetValueOrDefault(party) is { } at && at.Status is not (PartyStatus.Present or PartyStatus.Absent) && at.Status != told)
            {
                at.Take(at.Facts with { Status = told });
                db.Record(actor, new ParticipationChanged(edition.Value, [party.Value], "status"));
            }
            db.Expect(invitation, version);
            db.Record(actor, new InvitationChanged(edition.Value, party.Value, what, invitation.State.ToString()));
        }
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            throw taken.Values.Any(v => v.Value is "Invitations") ? new Refusal("delegations.invitation_number_taken") : new EditedMeanwhile(taken);
        }
    }

    /// <summary>Jobs for the days on which it is reminded of: mornings, by the clock of the edition.</summary>
    static void Remind(AppDb db, Invitation invitation, DelegationTerms terms, DateTimeZone zone, Instant now)
    {
        if (invitation.Facts.ReplyBy is not { } by) return;
        foreach (var days in terms.ReminderDays)
            if (zone.AtLeniently(by.PlusDays(-days).At(new(9, 0))).ToInstant() is var due && due > now)
                db.Jobs.Add(new(RemindInvitation.JobKind, JsonSerializer.Serialize(new RemindInvitation.Wish(invitation.EditionId.Value, invitation.PartyId.Value, by, due), Json.Stored), due));
    }
}

/// <summary>Reminds a party that has not answered: by mail where it was invited so, else by a mark at the desk's list. Says nothing when it has answered, or the day was changed.</summary>
public sealed class RemindInvitation(IDbContextFactory<AppDb> databases, Uri site) : IJobRunner
{
    public const string JobKind = "RemindInvitation";

    internal sealed record Wish(Guid Edition, Guid Party, LocalDate By, Instant Due);

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var wish = JsonSerializer.Deserialize<Wish>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (edition, party) = (new Id<Edition>(wish.Edition), new Id<Party>(wish.Party));
        var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.EditionId == edition && i.PartyId == party, cancellation);
        // Done before, by a node that died after its commit: a reminder at or after the due time is this one.
        if (invitation is not { Waits: true } || invitation.Facts.ReplyBy != wish.By || invitation.Reminders.Any(r => r >= wish.Due)) return;
        invitation.Remind(db.Clock.GetCurrentInstant());
        if (invitation.Facts.Channel == InvitationChannel.Email)
            InvitationLetter.Post(db, await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation), await db.Parties.AsNoTracking().SingleAsync(p => p.Id == party, cancellation), invitation, reminder: true, site);
        db.Record(Actor.Installation("majlis"), new InvitationChanged(edition.Value, party.Value, "reminded"));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>The invitation as a mail, in the first of its languages that the interface speaks.</summary>
static class InvitationLetter
{
    /// <summary>Nothing happens when the party has no address: the desk's list shows that.</summary>
    public static void Post(AppDb db, Edition edition, Party party, Invitation invitation, bool reminder, Uri site)
    {
        if (party.Contact.Email is not { } address) return;
        var language = invitation.Facts.Languages.Select(Language.TryOf).FirstOrDefault(l => l is not null) ?? Language.English;
        var texts = Texts.Of(language);
        var name = (party.Formal.IsEmpty ? party.Short : party.Formal).In(language.Tag, edition.Languages).Text;
        (string, object?)[] values =
        [
            ("party", LetterWords.Typed(name)), ("edition", LetterWords.Typed(edition.Title.In(language.Tag, edition.Languages).Text)), ("city", LetterWords.Typed(edition.City.In(language.Tag, edition.Languages).Text)),
            ("dates", new Dates(language, null, edition.HijriShift).Range(edition.First, edition.Last)), ("number", LetterWords.Typed(invitation.Number ?? "")),
            ("by", invitation.Facts.ReplyBy is { } by ? new Dates(language, null, edition.HijriShift).Long(by) : ""), ("signatory", LetterWords.Typed(invitation.Facts.Signatory ?? "")),
        ];
        var text = string.Join("\n\n", ((string?[])
        [
            texts.SayPlain("delegation.letter.to", values), texts.SayPlain(reminder ? "delegation.letter.reminder" : "delegation.letter.invitation", values),
            invitation.Facts.ReplyBy is null ? null : texts.SayPlain("delegation.letter.by", values), new Uri(site, $"{language.Tag}/{edition.Slug}").AbsoluteUri,
            invitation.Facts.Signatory,
        ]).Where(p => !string.IsNullOrEmpty(p)));
        PostLetter.Run(db, new(address, party.Contact.To ?? name, texts.SayPlain(reminder ? "delegation.letter.reminder_subject" : "delegation.letter.subject", values), text + "\n", null, language.Tag));
    }
}
