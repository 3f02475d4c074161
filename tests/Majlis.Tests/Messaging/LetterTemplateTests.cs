using Majlis.Calendars;
using Majlis.Messaging;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Messaging;

public class LetterTemplateTests(TestDatabases databases)
{
    [Theory]
    [InlineData("Dear {name}", null, 0, 0, "")]
    [InlineData("Dear {nmae}", "messaging.placeholder_unknown", 1, 6, "nmae")]
    [InlineData("One\nTwo {name} {event.__init__}", "messaging.placeholder_unknown", 2, 12, "event.__init__")]
    [InlineData("{name.Length}", "messaging.placeholder_unknown", 1, 1, "name.Length")]
    [InlineData("{name[0]}", "messaging.placeholder_unknown", 1, 1, "name[0]")]
    [InlineData("{ name }", "messaging.placeholder_unknown", 1, 1, " name ")]
    [InlineData("{}", "messaging.brace_alone", 1, 1, "")]
    [InlineData("a\n\n  } b", "messaging.brace_alone", 3, 3, "")]
    [InlineData("{{name}}", "messaging.brace_alone", 1, 1, "")]
    [InlineData("{name\n}", "messaging.brace_alone", 1, 1, "")]
    [InlineData("{count, plural, other {#}}", "messaging.brace_alone", 1, 1, "")]
    public void A_place_that_is_not_on_the_list_is_told_where_it_stands(string text, string? code, int line, int column, string name) =>
        Assert.Equal(code is null ? null : new LetterFault(code, line, column, name), LetterWords.Fault(text, LetterKind.SlotChanged));

    [Fact]
    public void The_words_of_the_language_files_are_good_and_short_enough()
    {
        foreach (var language in Language.All)
            foreach (var kind in Enum.GetValues<LetterKind>())
            {
                var wording = LetterWording.BuiltIn(kind, language);
                Assert.Null(LetterWords.Fault(wording.Subject, kind));
                Assert.Null(LetterWords.Fault(wording.Text, kind));
                Assert.InRange(wording.Subject.Length, 5, LetterTemplate.LongestSubject);
                Assert.InRange(wording.Text.Length, 50, LetterTemplate.LongestText);
            }
    }

    [Fact]
    public void What_a_value_holds_is_never_a_place()
    {
        var values = new Dictionary<string, string> { ["name"] = "{note}", ["note"] = "secret" };
        Assert.Equal("Dear {note}", LetterWords.Fill("Dear {name}", values));
        Assert.Equal("a\n\nb", LetterWords.Fill("a\n\n{note}\n\nb", new Dictionary<string, string> { ["note"] = "" }));
    }

    [Theory]
    [InlineData("Amina", "\u2068Amina\u2069")]
    [InlineData("", "")]
    [InlineData("Pay at https://evil.example/x", "\u2068Pay at https:\u2060//evil.\u2060example/x\u2069")]
    [InlineData("www.evil.example", "\u2068www.\u2060evil.\u2060example\u2069")]
    [InlineData("me@evil.example", "\u2068me@\u2060evil.\u2060example\u2069")]
    [InlineData("J. R. Smith, v1.5", "\u2068J. R. Smith, v1.5\u2069")]
    [InlineData("one\r\nBcc: two", "\u2068one  Bcc: two\u2069")]
    [InlineData("\u202Eevil\u2069", "\u2068evil\u2069")]
    public void What_somebody_typed_stays_on_its_line_in_its_direction_and_is_no_address(string typed, string shown) => Assert.Equal(shown, LetterWords.Typed(typed));

    [Theory, OnEveryDatabase]
    public async Task An_edition_words_its_own_letters_and_nobody_elses(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        Task Word(string subject, string text, long? version, string language = "en") =>
            database.Do(db => WordLetter.Run(db, stage.Programmer, stage.Id, LetterKind.SlotChanged, language, subject, text, version));

        await Word(" Ours ", "Dear {name}\r\n{sessions}", null);
        var own = await database.Do(db => LetterTemplates.Own(db, stage.Id));
        Assert.Equal(new LetterWording("Ours", "Dear {name}\n{sessions}", own.Values.Single().Version), own[(LetterKind.SlotChanged, "en")]);
        Assert.Empty(await database.Do(db => LetterTemplates.Own(db, stage.Secret.Id)));

        await Assert.ThrowsAsync<EditedMeanwhile>(() => Word("Mine", "Text", null));
        await Word("Newer", "Text", own.Values.Single().Version);
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Word("Mine", "Text", own.Values.Single().Version));
        await Refused("messaging.placeholder_unknown", () => Word("{secret}", "Text", null, "fa"));
        await Refused("messaging.brace_alone", () => Word("Subject", "{", null, "fa"));
        await Refused("messaging.subject_missing", () => Word("One\nBcc: x", "Text", null, "fa"));
        await Refused("messaging.text_missing", () => Word("One", " ", null, "fa"));
        await Refused("messaging.too_long", () => Word("One", new('x', LetterTemplate.LongestText + 1), null, "fa"));
        await Refused("people.language", () => Word("One", "Text", null, "xx"));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => WordLetter.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, LetterKind.SlotChanged, "en", "S", "T", null)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => WordLetter.Run(db, stage.Owner, stage.Secret.Id, LetterKind.SlotChanged, "en", "S", "T", null)));

        await database.Do(db => UnwordLetter.Run(db, stage.Programmer, stage.Id, LetterKind.SlotChanged, "en"));
        Assert.Equal(0, await database.Do(db => db.LetterTemplates.CountAsync()));
    }
}
