using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Forums;

/// <summary>Sets when a day of the edition begins and ends, or lets it run from day change to day change again.</summary>
public static class SetDayHours
{
    /// <param name="opens">First minute that belongs to the day, on its date or up to a day change after; null with <paramref name="closes"/>: the usual hours.</param>
    /// <param name="closes">First minute that does not; at most a day and a half after the date begins.</param>
    /// <exception cref="Refusal"><c>forums.day_outside</c> for a date that is no day of the edition, <c>forums.day_hours</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> id, LocalDate date, LocalDateTime? opens, LocalDateTime? closes,
        CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.EditEdition, id, cancellation);
        if (date < edition.First || date > edition.Last) throw new Refusal("forums.day_outside", ("date", date));
        var day = await db.Days.SingleOrDefaultAsync(d => d.EditionId == id && d.Date == date, cancellation);
        if (opens is { } from && closes is { } until)
        {
            if (from.Date != date || until > date.PlusDays(1).At(LocalTime.Noon)) throw new Refusal("forums.day_hours", ("date", date));
            if (day is null) db.Add(new EditionDay(id, date, from, until));
            else day.Set(from, until);
        }
        else if (opens is not null || closes is not null) throw new Refusal("forums.day_hours", ("date", date));
        else if (day is not null) db.Remove(day);
        if (!db.ChangeTracker.HasChanges()) return;
        db.Record(actor, new EditionChanged(id.Value, "day", null));
        await db.SaveChangesAsync(cancellation);
    }
}
