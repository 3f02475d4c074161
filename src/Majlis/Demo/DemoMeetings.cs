using System.Globalization;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Wish = Majlis.Meetings.Planning.Wish;

namespace Majlis.Demo;

/// <summary>
/// The meetings of the demonstration: states, regions and organisations that have somebody to meet for them, and everybody else for themselves; 640 requests between them. No job
/// waits for any: what is open in 2021 stays open.
/// </summary>
static class DemoMeetings
{
    public const int Requests = 640;

    public static async Task Run(AppDb db, Actor actor, Id<Edition> id, DemoStage stage, CancellationToken cancellation)
    {
        var texts = DemoTexts.Meetings;
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == id, cancellation);
        var days = Enumerable.Range(0, 3).Select(d => edition.First.PlusDays(d)).ToList();
        var round = new MeetingRound(id, new()
        {
            Windows = [.. days.Take(2).SelectMany(d => new MeetingWindow[] { new(d.At(new(9, 30)), d.At(new(13, 0))), new(d.At(new(14, 0)), d.At(new(18, 0))) }), new(days[2].At(new(9, 30)), days[2].At(new(13, 0)))],
            MostOpen = 25, Topics = [.. texts.Topics.Select(t => new MeetingTopic(t.Key, DemoTexts.Text(t.Name)))],
            // Newsrooms ask states through the press office.
            Unseen = [new(SideCategory.Media, SideCategory.State)],
        });
        db.Add(round);
        db.Record(actor, new MeetingRoundChanged(id.Value, round.Phase));
        var sides = await MakeSides(db, id, round, edition.First, cancellation);
        await db.SaveChangesAsync(cancellation);
        if (stage != DemoStage.Invited) await Ask(db, id, round, sides, edition.First, cancellation);
        await Act(db, actor, id, sides, cancellation);
        db.ChangeTracker.Clear();
    }

    static async Task<List<MeetingSide>> MakeSides(AppDb db, Id<Edition> id, MeetingRound round, LocalDate first, CancellationToken cancellation)
    {
        var (texts, random) = (DemoTexts.Meetings, new DemoRandom(640));
        var agreed = first.PlusDays(-40).AtMidnight().InUtc().ToInstant();
        var persons = await db.Persons.AsNoTracking().Where(p => p.EditionId == id && p.Number <= DemoPeople.PerSeries - DemoPeople.Interpreters).OrderBy(p => p.Number).ToListAsync(cancellation);
        var parties = await (from p in db.Parties.AsNoTracking() join at in db.Participations on p.Id equals at.PartyId
                             where at.EditionId == id && (at.Status == PartyStatus.Accepted || at.Status == PartyStatus.Present) && (p.Kind == PartyKind.State || p.Kind == PartyKind.Region || p.Kind == PartyKind.Igo)
                             select p).ToListAsync(cancellation);
        var free = persons.Where(p => p.Party is null).ToList();
        var sides = new List<MeetingSide>();
        foreach (var party in parties.OrderBy(p => p.Kind).ThenBy(p => p.Slug, StringComparer.Ordinal))
        {
            var own = persons.Where(p => p.Party == party.Id.Value).Take(2).ToList();
            // Where no ministry sent anybody, somebody of the country who speaks for nobody else.
            if (own.Count == 0 && free.Find(p => party.Kind switch { PartyKind.State => p.Country == party.Code, PartyKind.Region => p.Country == "RU", _ => p.Country != "RU" && p.Number % 4 == 0 }) is { } somebody)
            {
                own.Add(somebody);
                free.Remove(somebody);
            }
            if (own.Count == 0) continue;
            var side = new MeetingSide(id, party);
            side.MeetBy([.. own.Select(p => p.Id)]);
            Describe(side, own[0], null);
            side.Know(party);
            sides.Add(side);
        }
        foreach (var person in free.Take(200))
        {
            var side = new MeetingSide(id, person);
            Describe(side, person, DemoTexts.People.Bodies.FirstOrDefault(b => b.Name[0] == person.Organisation["en"])?.Tracks);
            side.Know(person);
            sides.Add(side);
        }
        db.AddRange(sides);
        return sides;

        void Describe(MeetingSide side, Person person, string[]? tracks)
        {
            var fitting = texts.Topics.Where(t => tracks?.Contains(t.Track) is true).ToList();
            if (fitting.Count == 0) fitting = [.. texts.Topics];
            var offers = random.Shuffled(fitting).Take(1 + random.Below(3)).ToList();
            var seeks = random.Shuffled(texts.Topics).Except(offers).Take(1 + random.Below(3)).ToList();
            var about = random.Of(texts.About);
            side.Tell(new()
            {
                Offers = [.. offers.Select(t => t.Key)], Seeks = [.. seeks.Select(t => t.Key)], Languages = LanguagesOf(person),
                About = DemoTexts.Text([.. about.Select((template, i) => string.Format(CultureInfo.InvariantCulture, template, Said(offers, i), Said(seeks, i)))]),
            }, round);
            // Some have not agreed, as in life.
            if (random.Below(100) < 86) side.Agree(agreed);
        }

        static string Said(IEnumerable<MeetingTopicText> topics, int language) => string.Join(language is 2 or 3 ? "، " : ", ", topics.Select(t => t.Name[language]));
    }

    static string[] LanguagesOf(Person person)
    {
        string[] own = [.. new[] { person.Country == "RU" ? "ru" : "", person.Name.Languages.FirstOrDefault(l => l is "ar" or "fa" or "tr" or "fr") ?? "" }.Where(l => l.Length > 0)];
        // Some speak their own language only, so that interpreters have something to do.
        return own.Length > 0 && person.Number % 3 == 0 ? own : ["en", .. own];
    }

    static async Task Ask(AppDb db, Id<Edition> id, MeetingRound round, List<MeetingSide> sides, LocalDate first, CancellationToken cancellation)
    {
        var (texts, random) = (DemoTexts.Meetings, new DemoRandom(1400));
        // Bodies ask and are asked three times as often as people.
        var shown = sides.Where(s => s.IsShown).SelectMany(s => Enumerable.Repeat(s, s.Party is null ? 1 : 3)).ToList();
        var (pairs, held) = (new HashSet<(Id<MeetingSide>, Id<MeetingSide>)>(), new Dictionary<Id<MeetingSide>, int>());
        var days = round.Facts.Windows.Select(w => w.From.Date).Distinct().ToList();
        var number = await MeetingRounds.NextNumber(db, id, Requests, cancellation);
        var index = texts.Topics.Index().ToDictionary(t => t.Item.Key, t => t.Index);
        for (var made = 0; made < Requests;)
        {
            var (from, to) = (random.Of(shown), random.Of(shown));
            var common = to.Profile.Offers.Intersect(from.Profile.Seeks).Concat(to.Profile.Seeks.Intersect(from.Profile.Offers)).ToList();
            if (from == to || !round.MaySee(from.Category, to.Category) || common.Count == 0 && random.Below(4) > 0 || held.GetValueOrDefault(from.Id) >= round.Facts.MostOpen
                || !pairs.Add((from.Id, to.Id)) || pairs.Contains((to.Id, from.Id))) continue;
            var place = held[from.Id] = held.GetValueOrDefault(from.Id) + 1;
            var topic = common.Count > 0 ? random.Of(common) : random.Of(from.Profile.Seeks);
            var language = Array.IndexOf(DemoTexts.Languages, from.Profile.Languages[^1]) is >= 0 and var spoken ? spoken : 0;
            var bodies = from.Party is not null && to.Party is not null;
            var sent = first.PlusDays(-30 + random.Below(25)).At(new(8 + random.Below(10), random.Below(60))).InUtc().ToInstant();
            var request = new MeetingRequest(round, number + made, from, to, new()
            {
                Purpose = string.Format(CultureInfo.InvariantCulture, random.Of(texts.Purposes)[language], texts.Topics[index[topic]].Name[language]),
                Wish = random.Below(100) switch { < 15 => Wish.Must, < 75 => Wish.Wish, _ => Wish.Willing },
                Terms = new()
                {
                    Level = bodies ? random.Of([MeetingLevel.Minister, MeetingLevel.DeputyMinister, MeetingLevel.DeputyMinister, MeetingLevel.Director]) : random.Of([MeetingLevel.HeadOfOrganisation, MeetingLevel.Director, MeetingLevel.Expert]),
                    FromPeople = bodies ? 2 + random.Below(4) : 1 + random.Below(2), ToPeople = bodies ? 2 + random.Below(4) : 1 + random.Below(2),
                    Languages = [.. from.Profile.Languages.Intersect(to.Profile.Languages)], Days = random.Below(10) < 3 ? [random.Of(days)] : [],
                },
            }, place, sent, sent + Duration.FromDays(60));
            Settle(request, round, random, sent + Duration.FromHours(5 + random.Below(80)));
            if (request.IsOver) held[from.Id]--;
            db.Add(request);
            made++;
        }
        await db.SaveChangesAsync(cancellation);

        static void Settle(MeetingRequest request, MeetingRound round, DemoRandom random, Instant now)
        {
            switch (random.Below(100))
            {
                case < 70: request.Accept(request.ToId, random.Below(100) switch { < 10 => Wish.Must, < 60 => Wish.Wish, _ => Wish.Willing }, [], "", now); break;
                case < 74: request.Counter(request.ToId, request.Terms with { FromPeople = 1, ToPeople = 1, Level = MeetingLevel.Expert }, "", round, now, request.ExpiresAt); break;
                case < 80: request.Decline(request.ToId, false, "", now); break;
                case < 83: request.Withdraw(request.FromId, "", now); break;
                case < 86: request.Expire(request.ExpiresAt); break;
                default: break;
            }
        }
    }

    /// <summary>The participant's account is a person with requests to answer; the focal point acts for the region of the host city.</summary>
    static async Task Act(AppDb db, Actor actor, Id<Edition> id, List<MeetingSide> sides, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        var turns = await db.MeetingRequests.Where(r => r.EditionId == id && (r.State == RequestState.Pending || r.State == RequestState.Countered)).Select(r => r.Turn).ToListAsync(cancellation);
        var waited = turns.CountBy(t => t).ToDictionary();
        var own = sides.Where(s => s.Person is not null && s.IsShown).OrderByDescending(s => waited.GetValueOrDefault(s.Id)).ThenBy(s => s.Slug, StringComparer.Ordinal).First();
        var participant = await Account(Role.Participant);
        db.Add(new PersonAccount(await db.Persons.SingleAsync(p => p.Id == own.Person, cancellation), participant.Id, now));
        db.Record(actor, new PersonLinked(id.Value, own.Person!.Value.Value, participant.Id.Value, true));
        var host = await db.Parties.Where(p => p.Code == "RU-TA").Select(p => (Id<Party>?)p.Id).SingleOrDefaultAsync(cancellation);
        var region = sides.FirstOrDefault(s => s.Party is not null && s.Party == host) ?? sides.First(s => s.Party is not null);
        var focal = await Account(Role.FocalPoint);
        db.Add(new FocalPoint(id, region.Party!.Value, focal.Id, now));
        db.Record(actor, new FocalPointBound(id.Value, region.Party.Value.Value, focal.Id.Value));
        await db.SaveChangesAsync(cancellation);

        async Task<Account> Account(Role role)
        {
            var email = DemoAccounts.All.First(a => a.Role == role).Email;
            return await db.Accounts.SingleAsync(a => a.Email == email, cancellation);
        }
    }
}
