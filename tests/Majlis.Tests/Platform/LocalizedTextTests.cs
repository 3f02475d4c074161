using System.Text.Json;
using Majlis.Platform;

namespace Majlis.Tests.Platform;

public class LocalizedTextTests
{
    static readonly LocalizedText Hall = LocalizedText.Of(new("en", "Hall A"), new("fa", "تالار الف"), new("ru", "Зал А"));

    [Fact]
    public void Gives_the_asked_language_then_the_editions_order_then_any()
    {
        Assert.Equal(new("تالار الف", "fa"), Hall.In("fa", "ru", "en"));
        Assert.Equal(new("Зал А", "ru"), Hall.In("tr", "ar", "ru", "en"));
        Assert.Equal(new("Hall A", "en"), Hall.In("tr", "ar"));
        Assert.Equal(new("", LocalizedText.Undetermined), LocalizedText.Empty.In("en"));
    }

    [Fact]
    public void Keeps_no_blank_wording()
    {
        Assert.True(LocalizedText.Of("en", " \t").IsEmpty);
        Assert.True(LocalizedText.Of("en", "x").With("en", "").IsEmpty);
        Assert.Equal(["en", "ru"], Hall.With("fa", null).Languages);
    }

    [Fact]
    public void Equal_by_content_and_survives_json()
    {
        var back = JsonSerializer.Deserialize<LocalizedText>(JsonSerializer.Serialize(Hall));
        Assert.Equal(Hall, back);
        Assert.Equal(Hall.GetHashCode(), back!.GetHashCode());
        Assert.NotEqual(Hall, Hall.With("en", "Hall B"));
    }

    [Fact]
    public void Zero_width_non_joiner_and_tags_case_are_kept_and_folded()
    {
        var text = LocalizedText.Of("FA", "جلسه‌ها");
        Assert.Equal("جلسه‌ها", text["fa"]);
    }
}
