using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <param name="Pairs">Languages between which they interpret, each pair in both directions.</param>
/// <param name="Person">Who of the edition it is: what that person is in closes their time. Null: the programme does not know them.</param>
/// <param name="MostADay">Meetings; null: no limit.</param>
public sealed record InterpreterFacts(string Name, IReadOnlyList<LanguagePair> Pairs, Id<Person>? Person, int? MostADay, IReadOnlyList<LostTime> Away);

/// <summary>An interpreter, or a team that works together, for meetings.</summary>
public sealed class MeetingInterpreter : IVersioned
{
    MeetingInterpreter() { }

    /// <exception cref="Refusal">Those of <see cref="Take"/>.</exception>
    public MeetingInterpreter(Id<Edition> edition, InterpreterFacts facts)
    {
        (Id, EditionId) = (Id<MeetingInterpreter>.New(), edition);
        Take(facts);
    }

    public const int LongestName = 200, MostPairs = 40;

    public Id<MeetingInterpreter> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>As the desk calls them; the public never reads it.</summary>
    public string Name { get; private set; } = "";
    public IReadOnlyList<LanguagePair> Pairs { get; private set; } = [];
    public Id<Person>? PersonId { get; private set; }
    public int? MostADay { get; private set; }
    public IReadOnlyList<LostTime> Away { get; private set; } = [];
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>meetings.interpreter_name_missing</c>, <c>meetings.interpreter_pairs</c> for none, too many or one of a language with itself, <c>meetings.interpreter_limit</c>,
    /// <c>meetings.lost_time</c>, <c>meetings.too_many</c>.</exception>
    public void Take(InterpreterFacts facts)
    {
        var name = Characters.Tame(Characters.Kept(facts.Name)).Trim();
        if (name.Length is 0 or > LongestName) throw new Refusal("meetings.interpreter_name_missing", ("most", LongestName));
        var pairs = facts.Pairs.DistinctBy(p => new Planning.LanguagePair(p.From, p.To)).ToList();
        if (pairs.Count is 0 or > MostPairs || pairs.Exists(p => !MeetingTerms.IsLanguage(p.From) || !MeetingTerms.IsLanguage(p.To) || p.From == p.To)) throw new Refusal("meetings.interpreter_pairs");
        if (facts.MostADay is < 1 or > 100) throw new Refusal("meetings.interpreter_limit");
        (Name, Pairs, PersonId, MostADay, Away) = (name, pairs, facts.Person, facts.MostADay, MeetingRoom.Checked(facts.Away));
    }

    internal sealed class Map : IEntityTypeConfiguration<MeetingInterpreter>
    {
        public void Configure(EntityTypeBuilder<MeetingInterpreter> table)
        {
            table.HasIndex(i => i.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(i => i.EditionId);
            table.HasOne<Person>().WithMany().HasForeignKey(i => i.PersonId).OnDelete(DeleteBehavior.SetNull);
            table.Property(i => i.Pairs).AsJson();
            table.Property(i => i.Away).AsJson();
        }
    }
}

/// <summary>Somebody whom meetings count on is not there for a while: late, called away, gone home.</summary>
public sealed class MeetingAbsence
{
    MeetingAbsence() { }

    /// <exception cref="Refusal"><c>meetings.lost_time</c> when it ends before it begins.</exception>
    public MeetingAbsence(Id<Edition> edition, Id<Person> person, LostTime time)
    {
        if (time.Until <= time.From) throw new Refusal("meetings.lost_time");
        (Id, EditionId, PersonId, From, Until) = (Id<MeetingAbsence>.New(), edition, person, time.From, time.Until);
    }

    public Id<MeetingAbsence> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public LocalDateTime From { get; private set; }
    public LocalDateTime Until { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<MeetingAbsence>
    {
        public void Configure(EntityTypeBuilder<MeetingAbsence> table)
        {
            table.HasIndex(a => a.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(a => a.EditionId);
            table.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
