using Majlis.Forums;
using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Demo;

/// <summary>Where the demonstration's sides meet and who interprets: less of both than they would like, so that a plan has to choose.</summary>
static class DemoMeetingRooms
{
    static readonly (string[] Name, RoomClass Class, int Seats, int Tables)[] Rooms =
    [
        (["Bilateral room 1", "Переговорная 1", "القاعة الثنائية 1", "اتاق دوجانبهٔ ۱", "İkili görüşme odası 1", "Salle bilatérale 1"], RoomClass.Bilateral, 12, 1),
        (["Bilateral room 2", "Переговорная 2", "القاعة الثنائية 2", "اتاق دوجانبهٔ ۲", "İkili görüşme odası 2", "Salle bilatérale 2"], RoomClass.Bilateral, 10, 1),
        (["Bilateral room 3", "Переговорная 3", "القاعة الثنائية 3", "اتاق دوجانبهٔ ۳", "İkili görüşme odası 3", "Salle bilatérale 3"], RoomClass.Bilateral, 10, 1),
        (["Negotiation tables", "Столы переговоров", "طاولات التفاوض", "میزهای گفت‌وگو", "Görüşme masaları", "Tables de négociation"], RoomClass.Table, 4, 8),
        (["Delegates’ lounge", "Гостиная делегаций", "صالة الوفود", "سالن هیئت‌ها", "Heyetler salonu", "Salon des délégations"], RoomClass.Table, 10, 3),
    ];

    static readonly (string Name, string[] Languages)[] Interpreters =
        [
        ("Russian team 1", ["ru", "en"]), ("Russian team 2", ["ru", "en"]), ("Arabic team 1", ["ar", "en", "ru"]), ("Arabic team 2", ["ar", "en", "fr", "fa"]), ("Persian team", ["fa", "en", "ru", "tr"]),
        ("Turkish team", ["tr", "en", "ru"]), ("French team", ["fr", "en", "ru"]),
    ];

    public static async Task Run(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        var building = await db.Halls.Where(h => h.EditionId == edition).OrderBy(h => h.Order).Select(h => h.Building).FirstAsync(cancellation);
        foreach (var (name, kind, seats, tables) in Rooms) db.Add(new MeetingRoom(edition, new(DemoTexts.Text(name), building, kind, seats, tables, null)));
        foreach (var (name, languages) in Interpreters)
            db.Add(new MeetingInterpreter(edition, new(name, [.. languages.Skip(1).Select(l => new LanguagePair(languages[0], l))], null, 10, [])));
        await db.SaveChangesAsync(cancellation);
    }
}
