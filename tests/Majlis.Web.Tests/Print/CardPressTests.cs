using System.Globalization;
using Majlis.Platform;

namespace Majlis.Web.Tests.Print;

public sealed class CardPressTests(PrintedSite site) : IClassFixture<PrintedSite>
{
    static readonly CardBox Name = new(8, 40, 89, 20);

    async Task<(byte[] Pdf, IReadOnlyList<CardFault> Faults)> Print(CardSheet sheet, params Card[] cards)
    {
        var file = new MemoryStream();
        var faults = await site.Press.PrintCards(new CardPaper("Badges", 105, 148, cards) { Sheet = sheet }, file, TestContext.Current.CancellationToken);
        return (file.ToArray(), faults);
    }

    static Card Of(string text, string language) => new(new([new CardFill(new(0, 0, 105, 30), "#0d5c63"), new CardText(Name, text, language, "#1d2321") { Size = 22, LeastSize = 10, MostLines = 2, IsStrong = true }]));

    [Theory]
    [InlineData("ar", "عبد الرحمن بن خالد")]
    [InlineData("fa", "محمدرضا احمدی‌نژاد")]
    [InlineData("ur", "محمد ٹھاکر گڑھی")]
    [InlineData("tt", "Рөстәм Миңнеханов")]
    [InlineData("kk", "Әлихан Құнанбайұлы")]
    [InlineData("ru", "Ильдар Хайруллин")]
    [InlineData("tr", "Gülşah İğneci")]
    public async Task A_name_is_read_out_of_the_file_as_it_was_written(string language, string name)
    {
        var (pdf, faults) = await Print(CardSheet.Single, Of(name, language));
        Assert.Empty(faults);
        // Poppler puts a joiner that is not seen beside another letter; glyphs are where they should be.
        Assert.Equal(Letters(name), Letters(Poppler.Text(pdf)));

        static string Letters(string text) => string.Concat(text.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)).Trim();
    }

    [Fact]
    public async Task An_Arabic_name_stands_from_right_to_left()
    {
        var words = Poppler.Words((await Print(CardSheet.Single, Of("خالد يوسف", "ar"))).Pdf);
        // With places poppler tells the letters of a word from left to right, as they are seen.
        Assert.Equal(["خالد", "يوسف"], words.OrderByDescending(w => w.Left).Select(w => string.Concat(w.Word.Reverse())));
    }

    [Fact]
    public async Task A_long_name_shrinks_and_wraps_within_its_box_and_what_is_too_small_is_told()
    {
        const string longName = "Muhammad Abdurrahman Alexandrovich Konstantinopolsky-Petropavlovsk Khairullin";
        var (pdf, faults) = await Print(CardSheet.Single, Of(longName, "en"));
        Assert.Empty(faults);
        var words = Poppler.Words(pdf);
        Assert.Equal(longName.Replace("-", " ", StringComparison.Ordinal).Split(' ').Length, words.SelectMany(w => w.Word.Split('-', StringSplitOptions.RemoveEmptyEntries)).Count());
        Assert.All(words, w => Assert.InRange(w.Right, 0, 297.7));
        var (cramped, told) = await Print(CardSheet.Single, Of(string.Join(' ', Enumerable.Repeat(longName, 6)), "en"));
        Assert.Equal(0, Assert.Single(told).Card);
        Assert.Equal(6, Poppler.Words(cramped).Count(w => w.Word == "Khairullin"));
    }

    [Fact]
    public async Task Sheets_hold_four_and_backs_lie_behind_their_fronts()
    {
        Card Both(int number) => new(new([new CardText(Name, $"front{number}", "en", "#000000") { Size = 20 }]), new([new CardText(Name, $"back{number}", "en", "#000000") { Size = 20 }]));
        var words = Poppler.Words((await Print(CardSheet.A4, [.. Enumerable.Range(1, 5).Select(Both)])).Pdf);
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, 3, 4], words.Select(w => w.Page));
        double Middle(string word) => words.Where(w => w.Word == word).Select(w => (w.Left + w.Right) / 2).Single();
        // Turned over its long edge, what is at the left lies at the right.
        foreach (var number in Enumerable.Range(1, 5)) Assert.Equal(595.3 - Middle($"front{number}"), Middle($"back{number}"), 1.0);
    }

    [Fact]
    public async Task A_side_is_a_picture_too_with_its_code()
    {
        var png = await site.Press.Picture(new([new CardCode(new(10, 10, 40, 40), "HTTPS://FORUM.EXAMPLE/B/ABC")]), 60, 60, 4, TestContext.Current.CancellationToken);
        Assert.Equal(("image/png", 240, 240), Picture.Read(png) is { } read ? (read.MediaType, read.Width, read.Height) : default);
    }
}
