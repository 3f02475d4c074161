using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>Rooms booked beside the plan. Protocol, and nobody else, gives one to something higher.</summary>
public sealed class BookingsModel(AppDb db, Visit visit, SiteAddress site) : MeetingsDesk(db, visit)
{
    public sealed class DisplaceForm
    {
        public Id<RoomBooking> Booking { get; set; }
        public string? Side { get; set; }
        public MeetingLevel Level { get; set; } = MeetingLevel.HeadOfState;
        public string? Purpose { get; set; }
        public string? Reason { get; set; }
    }

    [BindProperty]
    public DisplaceForm Form { get; set; } = new();

    public IReadOnlyList<(RoomBooking Booking, MeetingRoom Room, MeetingSide Side)> Bookings { get; private set; } = [];
    public IReadOnlyDictionary<Id<MeetingSide>, SideName> Names { get; private set; } = new Dictionary<Id<MeetingSide>, SideName>();
    public IReadOnlyList<MeetingSide> Sides { get; private set; } = [];
    public bool MayDisplace => Visit.Actor.May(Permission.EditPrecedence, Visit.Edition.Id.Value);

    public async Task OnGet()
    {
        var id = Visit.Edition.Id;
        Sides = await Db.MeetingSides.AsNoTracking().Where(s => s.EditionId == id).ToListAsync();
        Names = await Majlis.Meetings.Sides.Names(Db, Sides);
        Sides = [.. Sides.OrderBy(s => Visit.Say(Names[s.Id].Name).Text, Visit.Language.Comparer)];
        var rooms = await Db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == id).ToDictionaryAsync(r => r.Id);
        var sides = Sides.ToDictionary(s => s.Id);
        Bookings = [.. (await Db.RoomBookings.AsNoTracking().Where(b => b.EditionId == id).OrderBy(b => b.Start).ThenBy(b => b.BookedAt).ToListAsync()).Select(b => (b, rooms[b.RoomId], sides[b.SideId]))];
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.Try(Visit, () => DisplaceBooking.Run(Db, Visit.Actor, Visit.Edition.Id, Form.Booking, Form.Side ?? "", Form.Level, Form.Purpose ?? "", Form.Reason ?? "", site.Own)))
            return this.Done(At("bookings"), Visit.Texts["held.displaced"]);
        Db.ChangeTracker.Clear();
        await OnGet();
        return Page();
    }
}
