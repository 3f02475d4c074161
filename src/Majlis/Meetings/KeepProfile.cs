using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>Says what a side tells of itself, who meets for it, and whether it agrees to be shown.</summary>
public static class KeepProfile
{
    /// <param name="slug">See <see cref="Sides.Open"/>.</param>
    /// <param name="principals">Who meets for a party; null: they stay. A person's own side ignores it.</param>
    /// <param name="agrees">It is shown to those who may see its category, and may be asked.</param>
    /// <param name="version">The version the form was shown; null when it was no side yet.</param>
    /// <exception cref="NotThere">No such side, or not the actor's to speak for; the edition has no meetings.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>meetings.principal_unknown</c> for a person who is not of the edition or speaks for another party; those of <see cref="MeetingSide"/>.</exception>
    public static async Task<MeetingSide> Run(AppDb db, Actor actor, Id<Edition> edition, string slug, Profile profile, IReadOnlyList<Id<Person>>? principals, bool agrees, long? version,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        var round = await MeetingRounds.Open(db, edition, cancellation);
        var (side, _, named) = await Sides.Open(db, actor, edition, slug, cancellation);
        var isNew = db.Entry(side).State == EntityState.Added;
        if (isNew != version is null) throw new EditedMeanwhile(new InvalidOperationException("another profile by now"));
        side.Tell(profile, round);
        if (side.Party is { } party)
        {
            if (principals is not null)
            {
                var ids = principals.ToList();
                var known = await db.Persons.AsNoTracking().Where(p => p.EditionId == edition && ids.Contains(p.Id)).ToListAsync(cancellation);
                if (known.Count != ids.Distinct().Count() || known.Exists(p => p.Party is { } other && other != party.Value)) throw new Refusal("meetings.principal_unknown");
                side.MeetBy(principals);
            }
            side.Know(await db.Parties.AsNoTracking().SingleAsync(p => p.Id == party, cancellation));
        }
        else side.Know(await db.Persons.AsNoTracking().SingleAsync(p => p.Id == side.Person, cancellation));
        if (agrees) side.Agree(db.Clock.GetCurrentInstant());
        else side.Hide();
        if (!isNew) db.Expect(side, version!.Value);
        db.Record(actor, new ProfileChanged(edition.Value, side.Id.Value, side.IsShown, named));
        await db.SaveFirst(cancellation);
        return side;
    }
}
