using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using NodaTime;

namespace Majlis.Web.Tests;

/// <summary>A small edition in many languages that has everything a page can meet: two days, a night session, a plenary, an overlap, a cancelled one, hostile texts, and a draft.</summary>
static class Kazan
{
    public const string Slug = "kazan-2021";
    /// <summary>Stands in every text of the draft and in none of the release.</summary>
    public const string Marker = "Geheimnisvoll";
    public const string HostileTitle = "<script>alert(1)</script> \u202Eevil\u202C & \"quoted\"";

    static readonly LocalDate First = new(2021, 7, 28);

    public static LocalizedText Text(string en, string? fa = null, string? ru = null, string? ar = null) =>
        LocalizedText.Of("en", en).With("fa", fa).With("ru", ru).With("ar", ar);

    static Guid Guid(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static readonly HallEntry Grand = new() { Guid = Guid(1), Slug = "grand", Name = Text("Grand Hall", "تالار بزرگ", "Большой зал"), Building = Text("Expo", "اکسپو"), Capacity = 1200 };
    public static readonly HallEntry Small = new() { Guid = Guid(2), Slug = "small", Name = Text("Small Hall", "تالار کوچک"), Capacity = 80 };
    public static readonly TrackEntry Economy = new() { Guid = Guid(11), Slug = "economy", Name = Text("Economy", "اقتصاد", "Экономика"), Colour = "#ffee00" };
    public static readonly TrackEntry Culture = new() { Guid = Guid(12), Slug = "culture", Name = Text("Culture", "فرهنگ") };
    public static readonly SessionTypeEntry Panel = new() { Guid = Guid(21), Slug = "panel", Name = Text("Panel", "میزگرد") };
    public static readonly SessionTypeEntry Break = new() { Guid = Guid(22), Slug = "break", Name = Text("Break", "استراحت"), IsBreak = true };
    public static readonly PersonEntry Amina = new()
    {
        Guid = Guid(31), Number = 1, Name = Text("Amina Al-Kaabi", "امینه الکعبی", "Амина Аль-Кааби", "أمينة الكعبي"), Office = Text("Minister of Trade"),
        Organisation = Text("Ministry of Trade"), Country = "AE", Biography = Text("<p>Economist.</p><script>alert(2)</script>"),
    };
    public static readonly PersonEntry Rustam = new() { Guid = Guid(32), Number = 2, Name = Text("Rustam Ganiev", null, "Рустам Ганиев"), Country = "RU" };
    public static readonly PersonEntry Yusuf = new() { Guid = Guid(33), Number = 3, Name = Text("Élodie Çelik") };

    static SessionEntry Session(int number, string en, string? fa, HallEntry? hall, LocalDateTime? start, int minutes) => new()
    {
        Guid = Guid(100 + number), Number = number, Title = Text(en, fa), Hall = hall?.Guid, Start = start, Minutes = minutes, FloorLanguages = ["en"], Type = Panel.Guid,
    };

    public static ProgrammeSnapshot Programme => new()
    {
        Edition = new()
        {
            Slug = Slug, Title = Text("Kazan Forum 2021", "نشست کازان ۲۰۲۱", "Казанский форум 2021"), City = Text("Kazan", "کازان", "Казань"),
            First = First, Last = First.PlusDays(1), Zone = "Europe/Moscow", DayChange = new(6, 0), Languages = ["en", "ru"],
        },
        Halls = [Grand, Small], Tracks = [Economy, Culture], Types = [Panel, Break], People = [Amina, Rustam, Yusuf],
        Sessions =
        [
            Session(1, "Opening plenary", "نشست گشایش", null, First.At(new(10, 0)), 90) with
            {
                AllHalls = true, FloorLanguages = ["ru"], OutputLanguages = ["en", "ar", "fa"],
                People = [new(Amina.Guid, SessionRole.Keynote), new(Rustam.Guid, SessionRole.Moderator)],
            },
            Session(2, "Halal finance in the می‌خواهم world", "مالیهٔ اسلامی", Grand, First.At(new(12, 0)), 60) with
            {
                Track = Economy.Guid, People = [new(Amina.Guid, SessionRole.Speaker)], Access = SessionAccess.ByInvitation,
                Abstract = Text("**Sukuk** and [a link](https://example.org/x) and [a trap](javascript:alert(3)) ![a chart](https://example.org/c.png)"),
                Description = Text("<p onclick=\"alert(4)\">Fine <b>words</b><img src=\"https://example.org/p.png\" alt=\"picture\"><iframe src=\"https://example.org\"></iframe></p>"),
                Stream = "https://example.org/stream", Materials = [new(MaterialKind.Link, "https://example.org/paper", "Paper")],
                Recording = new("CC BY 4.0", false),
            },
            Session(3, "Museums", null, Small, First.At(new(12, 0)), 45) with { Track = Culture.Guid, People = [new(Yusuf.Guid, SessionRole.Speaker)] },
            Session(4, "Overlap in the small hall", null, Small, First.At(new(12, 30)), 60),
            Session(5, "Coffee", "قهوه", null, First.At(new(13, 30)), 30) with { AllHalls = true, Type = Break.Guid, FloorLanguages = [] },
            Session(6, "Night of poetry", "شب شعر", Grand, First.PlusDays(1).At(new(0, 30)), 60) with { Track = Culture.Guid, People = [new(Rustam.Guid, SessionRole.Chair)] },
            Session(7, "Cancelled talk", null, Grand, First.PlusDays(1).At(new(10, 0)), 30) with { IsCancelled = true },
            Session(8, HostileTitle, null, Small, First.PlusDays(1).At(new(11, 0)), 30),
            Session(9, "Without a place", null, null, null, 30),
        ],
    };

    /// <summary>The edition with its release, announced, and a draft that nobody released.</summary>
    public static async Task Seed(AppDb db, Instant now)
    {
        var forum = new Forum("kazan", Text("Kazan Forum"));
        db.Forums.Add(forum);
        var edition = new Edition(forum.Id, 12, Slug, Programme.Edition.Title, First, First.PlusDays(1), "Europe/Moscow", ["en", "ru"]);
        edition.Describe(Programme.Edition.Title, Text("Dialogue of civilisations"), Programme.Edition.City, Text("Expo Centre"));
        edition.Announce(now);
        db.Editions.Add(edition);
        db.Releases.Add(new(edition.Id, 1, "1.0", LocalizedText.Empty, Programme with { Sessions = [.. Programme.Sessions.Where(s => s.Number != 3)] }, null, "Secretariat", now - Duration.FromDays(3)));
        db.Releases.Add(new(edition.Id, 2, "2.0", LocalizedText.Empty, Programme, null, "Secretariat", now));
        db.Figures.Add(new(edition.Id, "participants", Figures.FigureStage.Announced, 3000, Text("Press office"), now - Duration.FromDays(1)));
        db.Figures.Add(new(edition.Id, "participants", Figures.FigureStage.Opening, 3500, Text("Press office"), now));

        var person = new Person(edition.Id, 77);
        person.Take(new() { Guid = person.Guid, Number = 77, Name = Text(Marker + " person") });
        db.Persons.Add(person);
        var hall = new Hall(edition.Id, "draft-hall", Text(Marker + " hall"));
        db.Halls.Add(hall);
        var draft = new Session(edition.Id, 77);
        draft.Take(new SessionEntry { Guid = draft.Guid, Number = 77, Title = Text(Marker + " session"), Start = First.At(new(15, 0)), Minutes = 60 }, hall.Id, null, null, [(person.Id, SessionRole.Speaker)]);
        db.Sessions.Add(draft);

        db.Editions.Add(new(forum.Id, 13, "kazan-2022", Text(Marker + " edition"), First.PlusDays(365), First.PlusDays(366), "Europe/Moscow", ["en"]));
        var empty = new Edition(forum.Id, 14, "kazan-2023", Text("Kazan Forum 2023"), First.PlusDays(730), First.PlusDays(731), "Europe/Moscow", ["en"]);
        empty.Announce(now);
        db.Editions.Add(empty);
        await db.SaveChangesAsync();
    }
}
