using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// One item of the draft programme. The public never reads this table: it reads the last <see cref="Release"/>.
/// A session changes as a whole: <see cref="Take"/> takes the facts as a form, a file or the API gives them, and keeps the rules.
/// </summary>
public sealed class Session : IVersioned
{
    Session() { }

    /// <param name="number">From <see cref="Edition.NextSessionNumber"/>, or the number a file gave.</param>
    public Session(Id<Edition> edition, int number, Guid? guid = null)
    {
        Id = Id<Session>.New();
        (EditionId, Number, Guid) = (edition, number, guid ?? Id.Value);
    }

    /// <summary>A session longer than this is an exhibition, not a session.</summary>
    public const int MostMinutes = 7 * 24 * 60;

    public const int MostExpected = 1_000_000;

    public Id<Session> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Guid Guid { get; private set; }
    public int Number { get; private set; }
    public LocalizedText Title { get; private set; } = LocalizedText.Empty;
    public Id<Track>? TrackId { get; private set; }
    public Id<SessionType>? TypeId { get; private set; }
    public Id<Hall>? HallId { get; private set; }
    public bool AllHalls { get; private set; }
    /// <summary>Wall time in the edition's zone; null when unscheduled.</summary>
    public LocalDateTime? Start { get; private set; }
    public int Minutes { get; private set; }
    public SessionAccess Access { get; private set; }
    public bool IsCancelled { get; private set; }
    /// <summary>What is only ever read and written with the session as a whole.</summary>
    public SessionDetails Details { get; private set; } = new();
    public IReadOnlyList<SessionPerson> People => _people;
    readonly List<SessionPerson> _people = [];
    public long Version { get; private set; }

    /// <summary>Its people as <see cref="Take"/> takes them.</summary>
    public IEnumerable<(Id<Person> Person, SessionRole Role)> Roles => _people.OrderBy(p => p.Order).Select(p => (p.PersonId, p.Role));

    /// <summary>Replaces every fact by those of <paramref name="facts"/>; guid and number stay. Ids are the caller's to look up, in this edition only.</summary>
    /// <exception cref="Refusal">
    /// <c>programme.title_missing</c>, <c>programme.minutes</c>, <c>programme.expected</c>, <c>programme.address</c> (a link that is not http or https),
    /// <c>programme.person_twice</c> (one person twice in one role), <c>platform.characters</c> (a plain text holds one of <see cref="Characters"/>).
    /// </exception>
    public void Take(SessionEntry facts, Id<Hall>? hall, Id<Track>? track, Id<SessionType>? type, IEnumerable<(Id<Person> Person, SessionRole Role)> people)
    {
        if (facts.Title.IsEmpty) throw new Refusal("programme.title_missing");
        if (facts.Minutes is < 0 or > MostMinutes) throw new Refusal("programme.minutes", ("minutes", facts.Minutes));
        if (facts.Expected is < 0 or > MostExpected) throw new Refusal("programme.expected", ("most", MostExpected));
        foreach (var address in new[] { facts.Stream, facts.Url, facts.FeedbackUrl, facts.OriginUrl, facts.VideoUrl, facts.Recording?.Url, facts.Recording?.Link }
                     .Concat(facts.Materials.Select(m => m.Href)))
            if (!string.IsNullOrEmpty(address) && !Address.IsSafe(address)) throw new Refusal("programme.address", ("address", address));
        foreach (var text in new[] { facts.Slug, facts.Uid, facts.Recording?.License }.Concat(facts.FloorLanguages).Concat(facts.OutputLanguages)
                     .Concat(facts.Materials.SelectMany(m => new[] { m.Label, m.Type, m.Service })))
            if (text is not null && !Characters.CanBeKept(text)) throw new Refusal("platform.characters", ("text", Characters.Kept(text)));
        (Title, Start, Minutes, Access, IsCancelled, AllHalls) = (facts.Title, facts.Start, facts.Minutes, facts.Access, facts.IsCancelled, facts.AllHalls);
        (HallId, TrackId, TypeId) = (hall, track, type);
        Details = SessionDetails.Of(facts);

        var wanted = people.ToList();
        if (wanted.Distinct().Count() != wanted.Count) throw new Refusal("programme.person_twice");
        if (wanted.SequenceEqual(Roles)) return;
        _people.RemoveAll(p => !wanted.Contains((p.PersonId, p.Role)));
        foreach (var (order, (person, role)) in wanted.Index())
            if (_people.Find(p => p.PersonId == person && p.Role == role) is { } kept) kept.PlaceAt(order);
            else _people.Add(new(Id, person, role, order));
    }

    /// <summary>Replaces the materials; everything else stays.</summary>
    internal void Show(IEnumerable<MaterialEntry> materials) => Details = Details with { Materials = [.. materials] };

    /// <summary>Puts its people in this order.</summary>
    /// <param name="order">The same people in the same roles.</param>
    public void Seat(IReadOnlyList<(Id<Person> Person, SessionRole Role)> order)
    {
        foreach (var (place, (person, role)) in order.Index()) _people.Single(p => p.PersonId == person && p.Role == role).PlaceAt(place);
    }

    /// <summary>The session as a plain record. Guids are the caller's to look up.</summary>
    public SessionEntry ToEntry(Guid? hall, Guid? track, Guid? type, IReadOnlyList<SessionPersonEntry> people) => Details.Onto(new()
    {
        Guid = Guid, Number = Number, Title = Title, Start = Start, Minutes = Minutes, Access = Access, IsCancelled = IsCancelled, AllHalls = AllHalls,
        Hall = hall, Track = track, Type = type, People = people,
    });

    /// <summary>Called off: stays where it was, struck through.</summary>
    public void CallOff() => IsCancelled = true;

    internal sealed class Map : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> table)
        {
            table.HasIndex(s => new { s.EditionId, s.Guid }).IsUnique();
            table.HasIndex(s => new { s.EditionId, s.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
            table.HasOne<Hall>().WithMany().HasForeignKey(s => s.HallId).OnDelete(DeleteBehavior.SetNull);
            table.HasOne<Track>().WithMany().HasForeignKey(s => s.TrackId).OnDelete(DeleteBehavior.SetNull);
            table.HasOne<SessionType>().WithMany().HasForeignKey(s => s.TypeId).OnDelete(DeleteBehavior.SetNull);
            table.Property(s => s.Access).HasConversion<string>().HasMaxLength(32);
            table.Property(s => s.Details).AsJson();
            table.Ignore(s => s.Roles);
            table.HasMany(s => s.People).WithOne().HasForeignKey(p => p.SessionId);
            table.Navigation(s => s.People).UsePropertyAccessMode(PropertyAccessMode.Field);
        }
    }
}

/// <summary>The facts of a session that no query asks for. Same meaning as the fields of <see cref="SessionEntry"/>.</summary>
public sealed record SessionDetails
{
    public string? Slug { get; init; }
    public string? Uid { get; init; }
    public LocalizedText Subtitle { get; init; } = LocalizedText.Empty;
    public LocalizedText Abstract { get; init; } = LocalizedText.Empty;
    public LocalizedText Description { get; init; } = LocalizedText.Empty;
    public IReadOnlyList<string> FloorLanguages { get; init; } = [];
    public IReadOnlyList<string> OutputLanguages { get; init; } = [];
    public int? Expected { get; init; }
    public string? Stream { get; init; }
    public string? Url { get; init; }
    public string? FeedbackUrl { get; init; }
    public string? OriginUrl { get; init; }
    public string? VideoUrl { get; init; }
    public string? Logo { get; init; }
    public RecordingEntry? Recording { get; init; }
    public IReadOnlyList<MaterialEntry> Materials { get; init; } = [];

    public static SessionDetails Of(SessionEntry facts) => new()
    {
        Slug = facts.Slug, Uid = facts.Uid, Subtitle = facts.Subtitle, Abstract = facts.Abstract, Description = facts.Description,
        FloorLanguages = facts.FloorLanguages, OutputLanguages = facts.OutputLanguages, Expected = facts.Expected, Stream = facts.Stream, Url = facts.Url,
        FeedbackUrl = facts.FeedbackUrl, OriginUrl = facts.OriginUrl, VideoUrl = facts.VideoUrl, Logo = facts.Logo,
        Recording = facts.Recording, Materials = facts.Materials,
    };

    public SessionEntry Onto(SessionEntry facts) => facts with
    {
        Slug = Slug, Uid = Uid, Subtitle = Subtitle, Abstract = Abstract, Description = Description,
        FloorLanguages = FloorLanguages, OutputLanguages = OutputLanguages, Expected = Expected, Stream = Stream, Url = Url,
        FeedbackUrl = FeedbackUrl, OriginUrl = OriginUrl, VideoUrl = VideoUrl, Logo = Logo,
        Recording = Recording, Materials = Materials,
    };
}

/// <summary>A person in a role of one session. One person may hold two roles in it, each once.</summary>
public sealed class SessionPerson
{
    SessionPerson() { }

    internal SessionPerson(Id<Session> session, Id<Person> person, SessionRole role, int order) =>
        (SessionId, PersonId, Role, Order) = (session, person, role, order);

    public Id<Session> SessionId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public SessionRole Role { get; private set; }
    /// <summary>Place among the session's people, from 0.</summary>
    public int Order { get; private set; }

    internal void PlaceAt(int order) => Order = order;

    internal sealed class Map : IEntityTypeConfiguration<SessionPerson>
    {
        public void Configure(EntityTypeBuilder<SessionPerson> table)
        {
            table.HasKey(p => new { p.SessionId, p.PersonId, p.Role });
            table.HasIndex(p => p.PersonId);
            table.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Restrict);
            table.Property(p => p.Role).HasConversion<string>().HasMaxLength(32);
        }
    }
}
