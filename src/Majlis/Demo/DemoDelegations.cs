using Majlis.Delegations;
using Majlis.Delegations.Exchange;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Demo;

/// <summary>
/// States are invited by numbered letters and answer as their status says. One sends a delegation of fifty, which the account of a focal point enters; another has sent a few, one of whom looks like
/// one of the fifty. The large one came to the edition before with others, who can be taken again.
/// </summary>
static class DemoDelegations
{
    const string Large = "IR", Small = "TR";
    public const int People = 50, Before = 8;

    public static async Task Make(AppDb db, Actor actor, Id<Edition> past, Id<Edition> edition, DemoStage stage, int seed, CancellationToken cancellation)
    {
        await Invite(db, actor, edition, cancellation);
        var parties = await db.Parties.AsNoTracking().Where(p => p.Code == Large || p.Code == Small).ToDictionaryAsync(p => p.Code!, cancellation);
        var (large, small) = (parties[Large], parties[Small]);
        var stock = DemoPeople.Make("delegation", 1600, 0, seed).Select(p => p.Entry).ToList();
        List<PersonEntry> Of(string language, int count) => [.. stock.Where(p => p.Name.Languages.Contains(language)).DistinctBy(p => p.Name["en"]).Take(count)];
        var people = Of("fa", People + Before);

        if (!await db.Participations.AnyAsync(p => p.EditionId == past && p.PartyId == large.Id, cancellation)) await SetParticipation.Run(db, actor, past, large.Slug, new(PartyStatus.Present, PartyCapacity.Member), null, cancellation);
        await ExpectDelegation.Run(db, actor, past, large.Slug, cancellation);
        await Name(past, large, people.Skip(People), Large);

        foreach (var party in parties.Values) await ExpectDelegation.Run(db, actor, edition, party.Slug, cancellation);
        var focal = DemoAccounts.All.First(a => a.Role == Role.FocalPoint).Email.ToUpperInvariant();
        var account = await db.Accounts.SingleAsync(a => a.NormalizedEmail == focal, cancellation);
        foreach (var at in new[] { past, edition }) db.Add(new FocalPoint(at, large.Id, account.Id, db.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync(cancellation);
        await ReceiveNote.Run(db, actor, edition, large.Slug, NoteKind.NoteVerbale, "221/1400", new(2021, 7, 5), null, cancellation);
        foreach (var (category, places) in new[] { ("official", 24), ("support", 16), ("press", 6), ("security", 3) }) await SetQuota.Run(db, actor, edition, large.Slug, category, false, places, cancellation);
        await Name(edition, large, people.Take(People), Large);
        var rows = await MemberRows.Of(db, (await DelegationRows.Open(db, actor, edition, large.Slug, cancellation)).Delegation.Id, cancellation);
        db.ChangeTracker.Clear();
        // One more travels with the press than there are places: they ask for one.
        await ConfirmMembers.Run(db, actor, edition, large.Slug, [.. rows.Where(r => r.Member.Category != "press").Concat(rows.Where(r => r.Member.Category == "press").Take(6)).Select(r => r.Person.Number)], cancellation: cancellation);
        await AskForPlaces.Run(db, actor with { Account = account.Id.Value, Name = account.Name }, edition, large.Slug, "press", false, 1, "یک گروه دیگر تلویزیونی همراه هیئت است.", cancellation);

        // Written in Russian letters only, as a mission typed it.
        var twin = people[3];
        await Name(edition, small, [.. Of("tr", 5), twin with { Name = LocalizedText.Of("ru", twin.Name["ru"]) }], Small);
        db.ChangeTracker.Clear();
        if (stage == DemoStage.Invited) return;
        await Move(DelegationStep.Submit);
        if (stage == DemoStage.Released) return;
        await Move(DelegationStep.Verify);
        await Move(DelegationStep.Confirm);
        if (stage == DemoStage.Accredited) return;
        await Move(DelegationStep.Arrive);

        async Task Move(DelegationStep step)
        {
            var version = await db.Delegations.Where(d => d.EditionId == edition && d.PartyId == large.Id).Select(d => d.Version).SingleAsync(cancellation);
            await MoveDelegation.Run(db, actor, edition, large.Slug, step, null, version, cancellation);
            db.ChangeTracker.Clear();
        }

        async Task Name(Id<Edition> at, Party party, IEnumerable<PersonEntry> entries, string country)
        {
            var sheet = entries.Index().Select(e => new MemberSheetRow(e.Index + 2)
            {
                Cell = _ => FormattableString.Invariant($"A{e.Index + 2}"), Name = e.Item.Name, Office = e.Item.Office, Organisation = e.Item.Organisation, Country = country,
                Email = FormattableString.Invariant($"{country.ToLowerInvariant()}-{e.Index + 1}@demo.majlis.example"), Role = Place(e.Index).Role, Category = Place(e.Index).Category,
            });
            var plan = await ImportMembers.Run(db, actor, at, party.Slug, new([.. sheet], []), "demo", cancellation: cancellation);
            if (plan.Faults.Count > 0) throw new InvalidOperationException($"The demonstration has a fault: {plan.Faults[0].Cell}, {plan.Faults[0].Key}.");
            db.ChangeTracker.Clear();
        }
    }

    static (MemberRole Role, string Category) Place(int index) => index switch
    {
        0 => (MemberRole.Head, "official"), 1 => (MemberRole.AlternateHead, "official"), < 14 => (MemberRole.Delegate, "official"), < 20 => (MemberRole.Adviser, "official"), < 24 => (MemberRole.Expert, "official"),
        < 31 => (MemberRole.Media, "press"), < 34 => (MemberRole.Security, "security"), < 37 => (MemberRole.Interpreter, "support"), _ => (MemberRole.Support, "support"),
    };

    /// <summary>Every state but the host's by a numbered note; whoever has answered is entered so.</summary>
    static async Task Invite(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation)
    {
        var states = await db.Participations.AsNoTracking().Where(p => p.EditionId == edition && p.Capacity != PartyCapacity.Host).Join(db.Parties.Where(p => p.Kind == PartyKind.State), p => p.PartyId, p => p.Id, (p, s) => new { s.Id, s.Slug, p.Status })
            .OrderBy(s => s.Slug).ToListAsync(cancellation);
        var minister = (await Protocols.Of(db, edition, cancellation)).Facts.Ranks[4].Guid;
        await DraftInvitations.Run(db, actor, edition, [.. states.Select(s => s.Id)], new() { Channel = InvitationChannel.NoteVerbale, Languages = ["en", "ar"], ReplyBy = new(2021, 7, 1), Level = minister }, cancellation);
        db.ChangeTracker.Clear();
        await All(new InvitationDeed.Clear(), states.Select(s => s.Id));
        await All(new InvitationDeed.Send("12-{n}/RIW", 101), states.Select(s => s.Id));
        await All(new InvitationDeed.Answer(InvitationState.Accepted, minister, new(2021, 6, 20), null), states.Where(s => s.Status is PartyStatus.Accepted or PartyStatus.Present).Select(s => s.Id));
        await All(new InvitationDeed.Answer(InvitationState.Declined, null, new(2021, 6, 25), null), states.Where(s => s.Status == PartyStatus.Declined).Select(s => s.Id));

        async Task All(InvitationDeed deed, IEnumerable<Id<Party>> of)
        {
            var ids = of.ToList();
            var versions = await db.Invitations.Where(i => i.EditionId == edition && ids.Contains(i.PartyId)).ToDictionaryAsync(i => i.PartyId, i => i.Version, cancellation);
            await DoWithInvitations.Run(db, actor, edition, [.. ids.Select(i => (i, versions[i]))], deed, new("https://demo.majlis.example/"), cancellation);
            db.ChangeTracker.Clear();
        }
    }
}
