using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Majlis.Database;
using Majlis.Platform;
using Majlis.Print;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Majlis.Web.Tests.Print;

/// <summary>The press of the site, with the fonts that its build made.</summary>
public sealed class PrintedSite : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("majlis-print").FullName;
    WebApplication? _app;

    public IPress Press => _app!.Services.GetRequiredService<IPress>();

    public Stream OpenFont(string name) => _app!.Services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo($"lib/print/{name}").CreateReadStream();

    public ValueTask InitializeAsync()
    {
        _app = MajlisHost.Build(["--Logging:LogLevel:Default=Error"], new Storage(_folder, null), "http://127.0.0.1:0");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What poppler reads out of a file: somebody else's eyes. Without it a test is skipped.</summary>
static class Poppler
{
    /// <summary>Every word with the place of its left and right side on its page.</summary>
    public static List<(int Page, string Word, double Left, double Right)> Words(byte[] pdf)
    {
        var page = 0;
        var words = new List<(int, string, double, double)>();
        foreach (var line in Call("pdftotext", pdf, "-bbox", "-", "-").Split('\n'))
        {
            if (line.Contains("<page ", StringComparison.Ordinal)) page++;
            if (Regex.Match(line, """<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*)</word>""") is { Success: true } found)
                words.Add((page, System.Net.WebUtility.HtmlDecode(found.Groups[3].Value), Number(found, 1), Number(found, 2)));
        }
        return words;
    }

    static double Number(Match found, int group) => double.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    public static string Text(byte[] pdf) => Call("pdftotext", pdf, "-layout", "-", "-");

    public static string Fonts(byte[] pdf) => Call("pdffonts", pdf, "-");

    static string Call(string program, byte[] input, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return output.Result;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed (poppler-utils).");
            throw;
        }
    }
}

public sealed class PressTests(PrintedSite site) : IClassFixture<PrintedSite>
{
    async Task<byte[]> Print(Paper paper)
    {
        using var pdf = new MemoryStream();
        await site.Press.Print(paper, pdf, TestContext.Current.CancellationToken);
        // MAJLIS_PRINTED names a folder for whoever wants to look.
        if (Environment.GetEnvironmentVariable("MAJLIS_PRINTED") is { Length: > 0 } folder) File.WriteAllBytes(Path.Combine(folder, $"{TestContext.Current.TestMethod!.MethodName}-{paper.Title}.pdf"), pdf.ToArray());
        return pdf.ToArray();
    }

    static PaperPart Part(string language, bool right, params PaperBlock[] blocks) => new(language, right, blocks);

    [Theory]
    [InlineData("fa", true, "شرکت TechPars (Iran) شماره ۱۲۳", "شرکت", "TechPars", "شماره", "۱۲۳")]
    [InlineData("ar", true, "اجتماع مع Saudi Aramco 2026 في قازان", "اجتماع", "مع", "2026", "Aramco", "Saudi", "في", "قازان")]
    [InlineData("ur", true, "پاکستان کے ڈائریکٹر IsDB سے ملاقات", "پاکستان", "کے", "ڈائریکٹر", "IsDB", "ملاقات")]
    [InlineData("en", false, "Gulf Fund صندوق الخليج Ltd. 7", "Gulf", "Fund", "الخليج", "صندوق", "Ltd.", "7")]
    [InlineData("tt", false, "Татарстан Республикасы Фәннәр академиясе җитәкчесе", "Татарстан", "Республикасы", "Фәннәр", "академиясе", "җитәкчесе")]
    [InlineData("kk", false, "Әлихан Құнанбайұлы ҚазМұнайГаз", "Әлихан", "Құнанбайұлы", "ҚазМұнайГаз")]
    [InlineData("ru", false, "Съезд объявлен № 5 «Татнефть»", "Съезд", "объявлен", "№", "5", "«Татнефть»")]
    [InlineData("tr", false, "Gülşah İğneci Çağlayan ılık", "Gülşah", "İğneci", "Çağlayan", "ılık")]
    public async Task Words_stand_in_the_order_they_are_read(string language, bool right, string text, params string[] fromStart)
    {
        var words = Poppler.Words(await Print(new(language, [Part(language, right, new PaperParagraph(new(text) { Size = 16 }))])));
        var seen = (right ? words.OrderByDescending(w => w.Left) : words.OrderBy(w => w.Left)).Select(w => Letters(w.Word));
        Assert.Equal(text.Split(' ').Select(Letters).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(fromStart.Select(Letters), seen.Where(fromStart.Select(Letters).Contains));
        // Lines begin at the reader's side.
        if (right) Assert.InRange(words.Max(w => w.Right), 550, 555);
        else Assert.InRange(words.Min(w => w.Left), 41, 45);
    }

    /// <summary>Poppler tells letters of a word in the order they stand, and turns round those that are one shape: which letters they are is enough here.</summary>
    static string Letters(string word) => string.Concat(word.Trim('(', ')').Order());

    [Fact]
    public void The_fonts_have_every_letter_of_the_interface_and_of_the_languages_around_it()
    {
        using var fonts = new Fonts(site.OpenFont);
        var letters = Majlis.Calendars.Language.All.SelectMany(l => Majlis.Calendars.Texts.Of(l) is var texts ? texts.Keys.SelectMany(k => texts[k]) : [])
            .Concat("ӘәӨөҮүҖҗҢңҺһҒғҚқҰұІіЎўҲҳҶҷӢӣӮӯЁёЪъЫыЬьЄєЇїҐґ").Concat("ĞğİıŞşÇçÖöÜüƏəÑñŇňŽžÝýŠšČčÄäŌōĀāĪīŪūḤḥṢṣṬṭẒẓʻʼ")
            .Concat("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکیٹڈڑںھہۂۃےۓۆېۇ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،؛؟٪٫٬«»ـًٌٍَُِّْ").Where(c => char.IsLetterOrDigit(c) || char.IsPunctuation(c)).Distinct();
        Assert.Equal("", string.Concat(letters.Where(c => !fonts.For(c, strong: false).Has(c) || !fonts.For(c, strong: true).Has(c)).Order()));
    }

    [Fact]
    public async Task Copying_gives_what_was_written()
    {
        const string text = "دیدار محمدرضا احمدی با Ivan Petrov در ساعت ۱۴:۳۰";
        // Where letters of two directions meet, poppler has its own mind about which side the blank belongs to.
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(Poppler.Text(await Print(new("copy", [Part("fa", true, new PaperParagraph(new(text)))]))).Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format && !char.IsWhiteSpace(c))));
    }

    [Fact]
    public async Task Columns_begin_at_the_readers_side()
    {
        PaperTable table = new([1, 1, 1], [[new(new PaperText("alpha")), new(new PaperText("beta")), new(new PaperText("gamma"))]]);
        var pdf = await Print(new("columns", [Part("en", false, table), Part("fa", true, table)]));
        var words = Poppler.Words(pdf);
        Assert.Equal(["alpha", "beta", "gamma"], words.Where(w => w.Page == 1).OrderBy(w => w.Left).Select(w => w.Word));
        Assert.Equal(["gamma", "beta", "alpha"], words.Where(w => w.Page == 2).OrderBy(w => w.Left).Select(w => w.Word));
    }

    [Fact]
    public async Task Long_texts_go_on_on_the_next_page_and_nothing_is_lost()
    {
        var words = Enumerable.Range(1, 4000).Select(n => string.Create(CultureInfo.InvariantCulture, $"w{n}")).ToList();
        var rows = Enumerable.Range(1, 120).Select(n => (IReadOnlyList<PaperCell>)[new(new PaperText($"r{n}")), new(new PaperText("x"))]).ToList();
        var read = Poppler.Words(await Print(new("long", [new("en", false,
            [
                new PaperParagraph(new(string.Join(' ', words))),
                new PaperTable([1, 3], rows, [new(new PaperText("head")), new(new PaperText("x"))]),
                new PaperTable([1, 1], [[new(new PaperText(string.Join(' ', words))), new(new PaperText("side"))]]),
            ], new("running"), (page, of) => $"{page}of{of}")])));
        var counted = read.CountBy(w => w.Word).ToDictionary();
        Assert.All(words, w => Assert.Equal(2, counted[w]));
        Assert.All(Enumerable.Range(1, 120), n => Assert.Equal(1, counted[$"r{n}"]));
        var pages = read.Max(w => w.Page);
        Assert.InRange(pages, 8, 40);
        Assert.Equal(Enumerable.Range(1, pages).Select(n => $"{n}of{pages}"), read.Select(w => w.Word).Where(w => w.EndsWith($"of{pages}", StringComparison.Ordinal)));
        Assert.Equal(pages, counted["running"]);
        // Repeated wherever the table goes on.
        var withRows = read.Where(w => Regex.IsMatch(w.Word, @"^r\d+$")).Select(w => w.Page).Distinct();
        Assert.Equal(withRows, read.Where(w => w.Word == "head").Select(w => w.Page));
    }

    [Fact]
    public async Task A_word_longer_than_the_line_is_broken()
    {
        var read = Poppler.Words(await Print(new("word", [Part("en", false, new PaperParagraph(new(new string('m', 300))), new PaperParagraph(new(new string('ش', 400))))])));
        Assert.All(read, w => Assert.True(w.Left > 41 && w.Right < 554, $"{w}"));
        Assert.Equal(300, read.Sum(w => w.Word.Count(c => c == 'm')));
    }

    [Fact]
    public async Task Each_part_is_numbered_by_itself_and_asked_for_one_after_the_other()
    {
        var made = 0;
        IEnumerable<PaperPart> Parts()
        {
            for (var i = 1; i <= 300; i++)
            {
                made++;
                yield return new("fa", true, [new PaperParagraph(new($"دستور کار ۱۲ Person {i}"))], Foot: (page, of) => $"{page}/{of}");
            }
        }
        var pdf = await Print(new("parts", Parts()));
        Assert.Equal(300, made);
        Assert.Equal(300, Poppler.Words(pdf).Count(w => w.Word == "1/1"));
        Assert.InRange(pdf.Length, 1, 1_500_000);
    }

    [Fact]
    public async Task What_is_no_picture_is_left_out_and_odd_letters_do_no_harm()
    {
        var pdf = await Print(new("odd", [Part("en", false,
            new PaperTable([1], [[new(new PaperText("here")) { Picture = [1, 2, 3] }]]),
            new PaperParagraph(new("")), new PaperParagraph(new("\u202E\uD800 日本 👩‍🚀 \u2068open")), new PaperParagraph(new("\n\n")),
            new PaperDrawing("M0 0h1v1h-1z", 2, 40), new PaperDrawing("no path", 2, 40))]));
        Assert.Contains("here", Poppler.Text(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fonts_are_in_the_file() => Assert.All(Poppler.Fonts(await Print(new("fonts", [Part("fa", true, new PaperParagraph(new("سلام Иван Gülşah") { IsStrong = true }))]))).Split('\n').Skip(2).Where(l => l.Length > 0),
        line => Assert.Contains(" yes ", line, StringComparison.Ordinal));

    [Fact]
    public async Task Whoever_waits_for_the_press_holds_no_thread_and_one_too_many_is_told_to_come_back()
    {
        using var press = new SkiaPress(site.OpenFont);
        var go = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        IEnumerable<PaperPart> Slow()
        {
            begun.TrySetResult();
            go.Task.Wait(TestContext.Current.CancellationToken);
            yield return Part("en", false, new PaperParagraph(new("slow")));
        }
        Task Waiting() => press.Print(new("quick", [Part("en", false, new PaperParagraph(new("quick")))]), new MemoryStream(), TestContext.Current.CancellationToken);
        var slow = press.Print(new("slow", Slow()), new MemoryStream(), TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        // Each of these calls comes back at once, although none of them is printed.
        var waiting = Enumerable.Range(0, SkiaPress.MostWaiting).Select(_ => Waiting()).ToList();
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        await Assert.ThrowsAsync<PressBusy>(Waiting);
        go.SetResult();
        await slow;
        await Task.WhenAll(waiting);
        await Waiting();
    }
}
