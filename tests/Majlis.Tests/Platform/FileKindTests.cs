using System.Text;
using System.Text.Json;
using Majlis.Platform;
using Majlis.Tests.Programme.Exchange;

namespace Majlis.Tests.Platform;

public class FileKindTests
{
    [Theory]
    [InlineData("%PDF-1.7 …", "application/pdf")]
    [InlineData("GIF89a", "image/gif")]
    [InlineData("RIFF0000WEBPVP8 ", "image/webp")]
    [InlineData("PK\u0003\u0004 … [Content_Types].xml … ppt/slides", "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    [InlineData("PK\u0003\u0004 … mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text")]
    [InlineData("PK\u0003\u0004 anything", "application/zip")]
    [InlineData("Plain words, حتى بالعربية", "text/plain")]
    [InlineData("<!doctype html><script>alert(1)</script>", "application/octet-stream")]
    [InlineData("  <svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "application/octet-stream")]
    [InlineData("<?xml version=\"1.0\"?>", "application/octet-stream")]
    [InlineData("MZ\u0000\u0001", "application/octet-stream")]
    [InlineData("a\u0000b", "application/octet-stream")]
    public void Is_told_by_the_content(string content, string mediaType) => Assert.Equal(mediaType, FileKind.Of(Encoding.UTF8.GetBytes(content)).MediaType);

    [Fact]
    public void A_letter_cut_at_the_end_of_the_head_is_no_reason_to_doubt_a_text() =>
        Assert.Equal("text/plain", FileKind.Of(Encoding.UTF8.GetBytes(new string('a', FileKind.Head - 1) + "ж").AsSpan(0, FileKind.Head)).MediaType);

    [Theory]
    [InlineData("paper.pdf", "paper.pdf")]
    [InlineData("Paper.PDF", "Paper.PDF")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("C:\\Windows\\System32\\cmd.exe", "cmd.exe.pdf")]
    [InlineData("evil\u202Efdp.exe", "evilfdp.exe.pdf")]
    [InlineData("a\u0000b.pdf", "ab.pdf")]
    [InlineData("line\r\nSet-Cookie: x=1.pdf", "line--Set-Cookie- x=1.pdf")]
    [InlineData("index.html", "index.html.pdf")]
    [InlineData("کتاب‌ها.pdf", "کتاب‌ها.pdf")]
    [InlineData("a\u200Fb\uFEFF.pdf", "ab.pdf")]
    [InlineData("\"><img src=x>.pdf", "---img src=x-.pdf")]
    [InlineData("..", "file.pdf")]
    [InlineData("", "file.pdf")]
    public void A_name_is_safe_and_its_ending_true(string given, string name) => Assert.Equal(name, FileKind.Of("%PDF-1.4"u8).NameFor(given));

    [Fact]
    public void What_nobody_knows_does_not_pass_for_what_everybody_opens()
    {
        var unknown = FileKind.Of([0, 1, 2]);
        Assert.Equal(("report.pdf.bin", "tool.exe", "page.html", "noending.bin"), (unknown.NameFor("report.pdf"), unknown.NameFor("tool.exe"), unknown.NameFor("page.html"), unknown.NameFor("noending")));
    }

    [Fact]
    public void No_name_of_an_attack_leaves_its_folder_or_deceives()
    {
        foreach (var given in JsonSerializer.Deserialize<string[]>(File.ReadAllText(ExchangeFiles.Hostile("names/upload-filenames.json")))!)
        {
            var name = FileKind.Of("%PDF-1.4"u8).NameFor(given);
            Assert.True(name.Length is > 4 and <= 120 && name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) && name[0] is not ('.' or ' ') && !name.Any(c => char.IsControl(c) || "/\\<>:\"|?*\u202E".Contains(c, StringComparison.Ordinal)), $"{given} → {name}");
        }
    }

    [Fact]
    public void A_name_of_three_hundred_letters_is_cut_and_keeps_its_ending()
    {
        var name = FileKind.Of("%PDF-1.4"u8).NameFor(string.Concat(Enumerable.Repeat("𝒳", 300)) + ".pdf");
        Assert.True(name.Length <= 120 && name.EndsWith(".pdf", StringComparison.Ordinal) && Characters.CanBeKept(name), name);
    }
}
