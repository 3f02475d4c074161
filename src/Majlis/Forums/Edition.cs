using Majlis.Calendars;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Forums;

/// <summary>
/// One holding of a forum: "the 12th, in Kazan, 28–30 July 2021". Everything else belongs to an edition. What is planned is wall time in its zone.
/// </summary>
public sealed class Edition : IVersioned
{
    Edition() { }

    /// <param name="number">1 for the first; unique in the forum.</param>
    /// <param name="last">The last day, included.</param>
    /// <exception cref="Refusal"><c>forums.slug</c>, and those of <see cref="Schedule"/> and <see cref="Describe"/>.</exception>
    public Edition(Id<Forum> forum, int number, string slug, LocalizedText title, LocalDate first, LocalDate last, string zone, IEnumerable<string> languages)
    {
        Id = Id<Edition>.New();
        ForumId = forum;
        Number = number >= 1 ? number : throw new Refusal("forums.number");
        Slug = Forums.Slug.Check(slug);
        Describe(title, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty);
        Schedule(first, last, zone, new LocalTime(6, 0));
        Speak(languages);
    }

    /// <summary>An edition of more days than this is a mistake in a date.</summary>
    public const int MostDays = 62;

    public Id<Edition> Id { get; private set; }
    public Id<Forum> ForumId { get; private set; }
    public int Number { get; private set; }
    public string Slug { get; private set; } = "";
    public LocalizedText Title { get; private set; } = LocalizedText.Empty;
    public LocalizedText Subtitle { get; private set; } = LocalizedText.Empty;
    public LocalizedText City { get; private set; } = LocalizedText.Empty;
    public LocalizedText Venue { get; private set; } = LocalizedText.Empty;
    public LocalDate First { get; private set; }
    /// <summary>The last day, included.</summary>
    public LocalDate Last { get; private set; }
    /// <summary>IANA id.</summary>
    public string Zone { get; private set; } = "";
    /// <summary>A session that starts before this wall time belongs to the day before.</summary>
    public LocalTime DayChange { get; private set; }
    /// <summary>Days by which the organiser's Umm al-Qura date differs from the table's: −2 to 2. Months begin by sighting, which differs by country.</summary>
    public int HijriShift { get; private set; }
    /// <summary>The calendar shown after the Gregorian one to readers whose language has no second of its own: "28–30 July 2021 (6–8 Mordad 1400)". Null: none.</summary>
    public ForumCalendar? SecondCalendar { get; private set; }
    /// <summary>Content languages in fallback order; never empty.</summary>
    public IReadOnlyList<string> Languages { get; private set; } = [];
    public string? Url { get; private set; }
    public string? BaseUrl { get; private set; }
    public string? Logo { get; private set; }
    public int? SlotMinutes { get; private set; }
    /// <summary>Null until the organiser announces it: before, the edition is not there for the public.</summary>
    public Instant? AnnouncedAt { get; private set; }
    /// <summary>Minutes to walk between two halls that nobody measured.</summary>
    public int DefaultWalk { get; private set; } = 5;
    /// <summary>Highest session number ever given: numbers are never used again.</summary>
    public int LastSessionNumber { get; private set; }
    public int LastPersonNumber { get; private set; }
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>forums.title_missing</c></exception>
    public void Describe(LocalizedText title, LocalizedText subtitle, LocalizedText city, LocalizedText venue) =>
        (Title, Subtitle, City, Venue) = (title.IsEmpty ? throw new Refusal("forums.title_missing") : title, subtitle, city, venue);

    /// <exception cref="Refusal"><c>forums.dates_reversed</c>, <c>forums.too_many_days</c>, <c>forums.zone_unknown</c>.</exception>
    public void Schedule(LocalDate first, LocalDate last, string zone, LocalTime dayChange)
    {
        if (last < first) throw new Refusal("forums.dates_reversed");
        if (Period.DaysBetween(first, last) >= MostDays) throw new Refusal("forums.too_many_days", ("most", MostDays));
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) throw new Refusal("forums.zone_unknown", ("zone", zone));
        (First, Last, Zone, DayChange) = (first, last, zone, dayChange);
    }

    /// <param name="languages">At least one; duplicates are dropped.</param>
    public void Speak(IEnumerable<string> languages)
    {
        var kept = languages.Select(l => l.Trim().ToLowerInvariant()).Where(l => l.Length > 0).Distinct().ToList();
        Languages = kept.Count > 0 ? kept : throw new Refusal("forums.languages_missing");
    }

    /// <exception cref="Refusal"><c>forums.address</c> for an address that is not http or https, <c>forums.slot</c> unless null or 1 to 240.</exception>
    public void Link(string? url, string? baseUrl, string? logo, int? slotMinutes)
    {
        foreach (var address in new[] { url, baseUrl, logo })
            if (!string.IsNullOrEmpty(address) && !Address.IsSafe(address)) throw new Refusal("forums.address", ("address", address));
        (Url, BaseUrl, Logo) = (url, baseUrl, logo);
        SlotMinutes = slotMinutes is null or (>= 1 and <= 240) ? slotMinutes : throw new Refusal("forums.slot");
    }

    /// <param name="days">−2 to 2.</param>
    public void ShiftHijri(int days) => HijriShift = days is >= -2 and <= 2 ? days : throw new Refusal("forums.hijri_shift");

    public void Count(ForumCalendar? second) => SecondCalendar = second is ForumCalendar.Gregorian ? null : second;

    public void WalkByDefault(int minutes) => DefaultWalk = minutes is >= 0 and <= 240 ? minutes : throw new Refusal("forums.walk");

    public void Announce(Instant now) => AnnouncedAt ??= now;

    /// <summary>Takes the edition off the public site; its addresses answer 404 until it is announced again.</summary>
    public void Withdraw() => AnnouncedAt = null;

    public int NextSessionNumber() => ++LastSessionNumber;
    public int NextPersonNumber() => ++LastPersonNumber;

    /// <summary>An imported number is kept, and never given again.</summary>
    public void SawNumbers(int session, int person) =>
        (LastSessionNumber, LastPersonNumber) = (Math.Max(LastSessionNumber, session), Math.Max(LastPersonNumber, person));

    internal sealed class Map : IEntityTypeConfiguration<Edition>
    {
        public void Configure(EntityTypeBuilder<Edition> table)
        {
            table.HasIndex(e => e.Slug).IsUnique();
            table.HasIndex(e => new { e.ForumId, e.Number }).IsUnique();
            table.HasOne<Forum>().WithMany().HasForeignKey(e => e.ForumId).OnDelete(DeleteBehavior.Restrict);
            table.Property(e => e.Languages).AsJson();
            table.Property(e => e.SecondCalendar).HasConversion<string>().HasMaxLength(16);
        }
    }
}

/// <summary>A day whose hours somebody set. Days nobody set run from day change to day change.</summary>
public sealed class EditionDay
{
    EditionDay() { }

    /// <param name="opens">First minute that belongs to the day.</param>
    /// <param name="closes">First minute that does not; after <paramref name="opens"/>.</param>
    public EditionDay(Id<Edition> edition, LocalDate date, LocalDateTime opens, LocalDateTime closes)
    {
        (EditionId, Date) = (edition, date);
        Set(opens, closes);
    }

    public Id<Edition> EditionId { get; private set; }
    public LocalDate Date { get; private set; }
    public LocalDateTime Opens { get; private set; }
    public LocalDateTime Closes { get; private set; }

    public void Set(LocalDateTime opens, LocalDateTime closes) =>
        (Opens, Closes) = closes > opens ? (opens, closes) : throw new Refusal("forums.day_hours", ("date", Date));

    internal sealed class Map : IEntityTypeConfiguration<EditionDay>
    {
        public void Configure(EntityTypeBuilder<EditionDay> table)
        {
            table.HasKey(d => new { d.EditionId, d.Date });
            table.HasOne<Edition>().WithMany().HasForeignKey(d => d.EditionId);
        }
    }
}

/// <summary>An account holds a role in an edition.</summary>
public sealed class Membership
{
    Membership() { }

    public Membership(Id<Edition> edition, Guid account, Role role) => (EditionId, Account, Role) = (edition, account, role);

    public Id<Edition> EditionId { get; private set; }
    /// <summary>The account's id.</summary>
    public Guid Account { get; private set; }
    public Role Role { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<Membership>
    {
        public void Configure(EntityTypeBuilder<Membership> table)
        {
            table.HasKey(m => new { m.EditionId, m.Account, m.Role });
            table.HasIndex(m => m.Account);
            table.HasOne<Edition>().WithMany().HasForeignKey(m => m.EditionId);
            table.Property(m => m.Role).HasConversion<string>().HasMaxLength(32);
        }
    }
}

/// <summary>An edition asks a second factor of everybody who holds this role in it.</summary>
public sealed class SecondFactorRule
{
    SecondFactorRule() { }

    public SecondFactorRule(Id<Edition> edition, Role role) => (EditionId, Role) = (edition, role);

    public Id<Edition> EditionId { get; private set; }
    public Role Role { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<SecondFactorRule>
    {
        public void Configure(EntityTypeBuilder<SecondFactorRule> table)
        {
            table.HasKey(r => new { r.EditionId, r.Role });
            table.HasOne<Edition>().WithMany().HasForeignKey(r => r.EditionId);
            table.Property(r => r.Role).HasConversion<string>().HasMaxLength(32);
        }
    }
}
