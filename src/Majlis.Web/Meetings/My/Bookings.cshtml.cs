using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Meetings.My;

/// <summary>Rooms that a side books beside the plan.</summary>
public sealed class BookingsModel(AppDb db, Visit visit) : MeetingsPage(db, visit)
{
    public sealed class BookingForm
    {
        public string? Day { get; set; }
        public string? Time { get; set; }
        public string? Minutes { get; set; } = "30";
        public string? People { get; set; } = "4";
        public MeetingLevel Level { get; set; } = MeetingLevel.Director;
        public RoomClass Class { get; set; }
        public string? Purpose { get; set; }
    }

    [BindProperty]
    public BookingForm Form { get; set; } = new();

    public IReadOnlyList<(RoomBooking Booking, MeetingRoom Room)> Bookings { get; private set; } = [];

    public async Task OnGet(string? @as) => await Look(@as);

    public async Task<IActionResult> OnPost(string? @as)
    {
        await Look(@as);
        if (Side is null) throw new NotThere("side");
        var day = this.Date(Visit, "Form.Day", Form.Day);
        var time = this.Time(Visit, "Form.Time", Form.Time);
        var (minutes, people) = (this.Number(Visit, "Form.Minutes", Form.Minutes), this.Number(Visit, "Form.People", Form.People));
        foreach (var (field, missing) in new[] { ("Form.Day", day is null), ("Form.Time", time is null), ("Form.Minutes", minutes is null), ("Form.People", people is null) })
            if (missing && (!ModelState.TryGetValue(field, out var state) || state.Errors.Count == 0)) ModelState.AddModelError(field, Visit.Texts["held.required"]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var slug = Side.Slug;
        if (await this.Try(Visit, () => BookRoom.Run(Db, Visit.Actor, Visit.Edition.Id, slug, new(day!.Value.At(time!.Value), minutes!.Value, people!.Value, Form.Level, Form.Purpose ?? ""), Form.Class, null)))
            return this.Done(At("bookings"), Visit.Texts["held.booked"]);
        Db.ChangeTracker.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostConfirm(string? @as, Id<RoomBooking> booking) => await Changed(@as, () => ConfirmBooking.Run(Db, Visit.Actor, Visit.Edition.Id, booking));

    public async Task<IActionResult> OnPostCancel(string? @as, Id<RoomBooking> booking) => await Changed(@as, () => CancelBooking.Run(Db, Visit.Actor, Visit.Edition.Id, booking));

    async Task<IActionResult> Changed(string? side, Func<Task> act)
    {
        ModelState.Clear();
        await Look(side);
        if (await this.Try(Visit, act)) return this.Done(At("bookings"), Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        await Look(side);
        return Page();
    }

    async Task Look(string? slug)
    {
        await Choose(slug);
        Db.ChangeTracker.Clear();
        if (Side is { } side)
            Bookings = [.. (await Db.RoomBookings.AsNoTracking().Where(b => b.SideId == side.Id).OrderBy(b => b.Start).Join(Db.MeetingRooms, b => b.RoomId, r => r.Id, (b, r) => new { b, r }).ToListAsync()).Select(x => (x.b, x.r))];
    }

    /// <summary>The edition's wall clock.</summary>
    public LocalDateTime Wall(Instant instant) => instant.InZone(DateTimeZoneProviders.Tzdb[Visit.Edition.Zone]).LocalDateTime;
}
