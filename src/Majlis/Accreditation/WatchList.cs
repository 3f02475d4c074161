using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Accreditation;

/// <summary>
/// A name that security watches for at one edition. Whoever sounds like it, in whatever script, is put on hold until security has looked; nobody else is told why.
/// </summary>
public sealed class WatchedName
{
    WatchedName() { }

    /// <exception cref="Refusal"><c>accreditation.watch_name</c>: it is blank, too long, or says too little to be told from half of all names.</exception>
    public WatchedName(Id<Edition> edition, string? name, string? note, string by, Instant now)
    {
        (Id, EditionId, By, At) = (Id<WatchedName>.New(), edition, by, now);
        Name = CleanText.OneLine(name, out _);
        if (Name.Length is 0 or > 300 || !NameTrace.Keys(Text).Any()) throw new Refusal("accreditation.watch_name");
        Note = Application.Worded(note);
    }

    public const int Most = 5_000;

    public Id<WatchedName> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public string Name { get; private set; } = "";
    public string? Note { get; private set; }
    public string By { get; private set; } = "";
    public Instant At { get; private set; }

    LocalizedText Text => LocalizedText.Of(LocalizedText.Undetermined, Name);

    public bool Matches(LocalizedText name) => Sounds.Alike(Text, name);

    internal sealed class Map : IEntityTypeConfiguration<WatchedName>
    {
        public void Configure(EntityTypeBuilder<WatchedName> table)
        {
            table.HasIndex(w => w.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(w => w.EditionId);
            table.Property(w => w.Name).HasMaxLength(300);
        }
    }
}

/// <summary>Puts names onto the watch list; applications that match are held at once.</summary>
public static class WatchNames
{
    /// <returns>How many applications are held by it.</returns>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Vet"/>.</exception>
    /// <exception cref="Refusal"><c>accreditation.watch_name</c>, <c>accreditation.watch_many</c>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<string> names, string? note, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Vet, edition, cancellation);
        if (await db.WatchedNames.CountAsync(w => w.EditionId == edition, cancellation) + names.Count > WatchedName.Most) throw new Refusal("accreditation.watch_many", ("most", WatchedName.Most));
        var now = db.Clock.GetCurrentInstant();
        var watched = names.Select(n => new WatchedName(edition, n, note, actor.Name, now)).ToList();
        db.AddRange(watched);
        var people = await (from a in db.Applications where a.EditionId == edition && a.Step == ApplicationStep.Submitted join p in db.Persons on a.PersonId equals p.Id select new { a.Number, p.Name }).ToListAsync(cancellation);
        var matches = people.Select(p => (p.Number, Name: watched.Find(w => w.Matches(p.Name)))).Where(p => p.Name is not null).ToDictionary(p => p.Number, p => p.Name!);
        var held = 0;
        foreach (var application in await ApplicationRows.Find(db, edition, [.. matches.Keys], cancellation))
            if (application.HoldFor(matches[application.Number], now))
            {
                ApplicationRows.Tell(db, actor, application, "watched");
                held++;
            }
        db.Record(actor, new WatchListChanged(edition.Value, "added"));
        await db.SaveChangesAsync(cancellation);
        return held;
    }
}

/// <summary>Takes a name from the watch list; what it alone held goes on.</summary>
public static class UnwatchName
{
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Vet"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<WatchedName> name, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Vet, edition, cancellation);
        var watched = await db.WatchedNames.SingleOrDefaultAsync(w => w.EditionId == edition && w.Id == name, cancellation) ?? throw new NotThere("name");
        foreach (var application in await db.Applications.Where(a => a.EditionId == edition && a.Watch == name).ToListAsync(cancellation))
        {
            application.Unwatch(db.Clock.GetCurrentInstant());
            ApplicationRows.Tell(db, actor, application, "released");
        }
        db.Remove(watched);
        db.Record(actor, new WatchListChanged(edition.Value, "removed"));
        await db.SaveChangesAsync(cancellation);
    }
}
