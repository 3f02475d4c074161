using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Programme.Exchange;

namespace Majlis.Tests.Programme;

public class ProgrammeChangesTests
{
    static readonly ProgrammeSnapshot Before = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;

    [Fact]
    public void A_programme_has_no_changes_against_itself_read_twice() =>
        Assert.Empty(ProgrammeChanges.Between(Before, ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme));

    [Fact]
    public void Names_each_kind_of_change()
    {
        Assert.Equal([ProgrammeChangeKind.Moved], Kinds(s => s with { Start = s.Start!.Value.PlusMinutes(5) }));
        Assert.Equal([ProgrammeChangeKind.Moved], Kinds(s => s with { Minutes = 45 }));
        Assert.Equal([ProgrammeChangeKind.HallChanged], Kinds(s => s with { Hall = Before.Halls[1].Guid }));
        Assert.Equal([ProgrammeChangeKind.Retitled], Kinds(s => s with { Title = LocalizedText.Of("en", "Other") }));
        Assert.Equal([ProgrammeChangeKind.PeopleChanged], Kinds(s => s with { People = [] }));
        Assert.Equal([ProgrammeChangeKind.TrackChanged], Kinds(s => s with { Track = null }));
        Assert.Equal([ProgrammeChangeKind.Reworded], Kinds(s => s with { Abstract = LocalizedText.Of("en", "Other") }));
        Assert.Equal([ProgrammeChangeKind.Reworded], Kinds(s => s with { Materials = [] }));
        Assert.Equal([ProgrammeChangeKind.Cancelled], Kinds(s => s with { IsCancelled = true, Minutes = 1 }));
        Assert.Equal([ProgrammeChangeKind.Moved, ProgrammeChangeKind.HallChanged], Kinds(s => s with { Start = null, Hall = null }));
        Assert.Equal([], Kinds(s => s with { Sequence = 9, Slug = null }));
    }

    [Fact]
    public void Tells_what_is_new_and_gone_in_order_of_time()
    {
        var after = Before with { Sessions = [Before.Sessions[1] with { Guid = Guid.Parse("b0000000-0000-4000-8000-000000000003"), Number = 3, IsCancelled = true }, Before.Sessions[0]] };
        var changes = ProgrammeChanges.Between(Before, after);
        Assert.Equal([(ProgrammeChangeKind.Removed, 2), (ProgrammeChangeKind.Added, 3)], changes.Select(c => (c.Kind, c.Number)));
        Assert.Equal((null, null), (changes[0].After, changes[1].Before));
        Assert.Equal([(ProgrammeChangeKind.Removed, 3), (ProgrammeChangeKind.Added, 2)], ProgrammeChanges.Between(after, Before).OrderByDescending(c => c.Number).Select(c => (c.Kind, c.Number)));
    }

    [Fact]
    public void A_person_renamed_is_a_change_of_people()
    {
        var after = Before with { People = [.. Before.People.Select(p => p.Number == 9 ? p with { Name = LocalizedText.Of("en", "Li Na") } : p)] };
        Assert.Equal([(ProgrammeChangeKind.PeopleChanged, 1)], ProgrammeChanges.Between(Before, after).Select(c => (c.Kind, c.Number)));
    }

    static IEnumerable<ProgrammeChangeKind> Kinds(Func<SessionEntry, SessionEntry> change) =>
        ProgrammeChanges.Between(Before, Before with { Sessions = [change(Before.Sessions[0]), Before.Sessions[1]] }).Select(c => c.Kind);
}
