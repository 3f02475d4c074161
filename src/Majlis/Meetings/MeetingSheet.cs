using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>How the two sides sit.</summary>
public enum SeatingForm { Facing, Armchairs, Round }

/// <summary>What protocol prepares for one meeting.</summary>
/// <param name="From">Who comes for the side that asked, the head first. Empty: whoever meets for it.</param>
/// <param name="NoteTaker">Empty: nobody was named.</param>
/// <param name="Remarks">For those who prepare the room: gifts, flags, water, photographers.</param>
public sealed record SheetFacts(SeatingForm Seating, IReadOnlyList<Id<Person>> From, IReadOnlyList<Id<Person>> To, string NoteTaker, string Remarks)
{
    public static readonly SheetFacts Empty = new(SeatingForm.Facing, [], [], "", "");
}

/// <summary>The protocol sheet of a meeting, and what both sides say of it afterwards. One a meeting, made when somebody writes on it.</summary>
public sealed class MeetingSheet : IVersioned
{
    MeetingSheet() { }

    public MeetingSheet(Meeting meeting) => (MeetingId, EditionId) = (meeting.Id, meeting.EditionId);

    public const int MostLetters = 4000;

    public Id<Meeting> MeetingId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public SheetFacts Facts { get; private set; } = SheetFacts.Empty;
    /// <summary>The side that did not come; null: it came, or nobody said which.</summary>
    public Id<MeetingSide>? Missed { get; private set; }
    /// <summary>What the sides say together of what was talked about.</summary>
    public LocalizedText ReadOut { get; private set; } = LocalizedText.Empty;
    public Instant? FromAgreedAt { get; private set; }
    public Instant? ToAgreedAt { get; private set; }
    public long Version { get; private set; }

    /// <summary>Both sides agreed to every word of it: everybody may read it.</summary>
    public bool IsPublic => !ReadOut.IsEmpty && FromAgreedAt is not null && ToAgreedAt is not null;

    /// <exception cref="Refusal"><c>meetings.too_many</c>, <c>meetings.purpose_too_long</c>.</exception>
    public void Take(SheetFacts facts)
    {
        if (facts.From.Count > MeetingTerms.MostPeople || facts.To.Count > MeetingTerms.MostPeople) throw new Refusal("meetings.too_many", ("most", MeetingTerms.MostPeople));
        Facts = facts with { From = [.. facts.From.Distinct()], To = [.. facts.To.Distinct()], NoteTaker = RoomBooking.Worded(facts.NoteTaker, 200), Remarks = RoomBooking.Worded(facts.Remarks, MostLetters) };
    }

    public void Miss(Id<MeetingSide>? side) => Missed = side;

    /// <summary>Another text: both have to agree anew. The side that writes it agrees to it.</summary>
    /// <param name="by">Null: the desk, which agrees for nobody.</param>
    /// <exception cref="Refusal"><c>meetings.purpose_too_long</c>.</exception>
    public void Say(LocalizedText text, MeetingRequest request, Id<MeetingSide>? by, Instant now)
    {
        ReadOut = LocalizedText.Of(text.Wordings.Select(w => KeyValuePair.Create(w.Key, RoomBooking.Worded(w.Value, MostLetters))));
        (FromAgreedAt, ToAgreedAt) = (null, null);
        if (by is { } side && !ReadOut.IsEmpty) Agree(request, side, now);
    }

    /// <exception cref="Refusal"><c>meetings.read_out_missing</c>.</exception>
    public void Agree(MeetingRequest request, Id<MeetingSide> by, Instant now)
    {
        if (ReadOut.IsEmpty) throw new Refusal("meetings.read_out_missing");
        if (by == request.FromId) FromAgreedAt ??= now;
        else if (by == request.ToId) ToAgreedAt ??= now;
        else throw new NotThere("side");
    }

    internal sealed class Map : IEntityTypeConfiguration<MeetingSheet>
    {
        public void Configure(EntityTypeBuilder<MeetingSheet> table)
        {
            table.HasKey(s => s.MeetingId);
            table.HasIndex(s => s.EditionId);
            table.HasOne<Meeting>().WithOne().HasForeignKey<MeetingSheet>(s => s.MeetingId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
            table.Property(s => s.Facts).AsJson();
            table.Ignore(s => s.IsPublic);
        }
    }
}

/// <summary>
/// What one side keeps of a meeting for itself: what it wants to say, and its note for file. It stands in a row of its own, so that nothing which reads a meeting or its sheet for anybody
/// else can hold it.
/// </summary>
public sealed class SidePaper : IVersioned
{
    SidePaper() { }

    public SidePaper(Id<Meeting> meeting, Id<MeetingSide> side) => (MeetingId, SideId) = (meeting, side);

    public Id<Meeting> MeetingId { get; private set; }
    public Id<MeetingSide> SideId { get; private set; }
    public string TalkingPoints { get; private set; } = "";
    public string NoteForFile { get; private set; } = "";
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>meetings.purpose_too_long</c>.</exception>
    public void Take(string points, string note) => (TalkingPoints, NoteForFile) = (RoomBooking.Worded(points, MeetingSheet.MostLetters), RoomBooking.Worded(note, MeetingSheet.MostLetters));

    internal sealed class Map : IEntityTypeConfiguration<SidePaper>
    {
        public void Configure(EntityTypeBuilder<SidePaper> table)
        {
            table.HasKey(p => new { p.MeetingId, p.SideId });
            table.HasOne<Meeting>().WithMany().HasForeignKey(p => p.MeetingId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingSide>().WithMany().HasForeignKey(p => p.SideId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
