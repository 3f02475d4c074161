using Majlis.Programme.Exchange;

namespace Majlis.Tests.Programme.Exchange;

public class ScheduleSlugsTests
{
    [Theory]
    [InlineData("Hall A", "hall-a")]
    [InlineData("Université Libre de Bruxelles", "universite-libre-de-bruxelles")]
    [InlineData("Закрытие форума", "zakrytie-foruma")]
    [InlineData("İstanbul'da ışık", "istanbulda-isik")]
    [InlineData("تالار ۱۲", "talar-12")]
    [InlineData("全体会议", "session")]
    [InlineData("  --  ", "session")]
    [InlineData("🎉", "session")]
    [InlineData("C# & .NET", "c-net")]
    public void Makes_a_word_of_a_title_in_any_script(string title, string slug) => Assert.Equal(slug, ScheduleSlugs.Of(title, "session"));

    [Fact]
    public void Numbers_what_would_be_the_same()
    {
        var taken = new HashSet<string>();
        Assert.Equal(["a", "a-2", "a-3"], Enumerable.Range(0, 3).Select(_ => ScheduleSlugs.Unique("a", taken)));
    }

    [Fact]
    public void The_same_item_gets_the_same_id_for_ever() =>
        Assert.Equal(Guid.Parse("170fc1f6-96cd-8dbf-bead-d1545ff2900e"), StableGuid.Of("forum-2026", "hall", "Hall A"));
}
