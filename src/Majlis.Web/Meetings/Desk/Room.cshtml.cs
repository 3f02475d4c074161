using System.Globalization;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>One room for meetings: a new one, or one known by its id.</summary>
public sealed class RoomModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public sealed class RoomForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public Dictionary<string, string?> Building { get; set; } = [];
        public RoomClass Class { get; set; }
        public string? Seats { get; set; }
        public string? Tables { get; set; }
        public Guid? Hall { get; set; }
        public string? Closed { get; set; }
        public long Version { get; set; }
    }

    [BindProperty]
    public RoomForm Form { get; set; } = new() { Seats = "6", Tables = "1" };

    /// <summary>Null for a new room.</summary>
    public MeetingRoom? Known { get; private set; }
    public IReadOnlyList<Hall> Halls { get; private set; } = [];

    public async Task OnGet(Id<MeetingRoom>? room)
    {
        await Find(room);
        if (Known is not null) Form = new()
        {
            Name = Known.Name.ToForm(), Building = Known.Building.ToForm(), Class = Known.Class, Seats = Known.Seats.ToString(CultureInfo.InvariantCulture), Tables = Known.Tables.ToString(CultureInfo.InvariantCulture),
            Hall = Halls.FirstOrDefault(h => h.Id == Known.HallId)?.Guid, Closed = Known.Closed.Select(c => (c.From, c.Until)).ToForm(), Version = Known.Version,
        };
    }

    public async Task<IActionResult> OnPost(Id<MeetingRoom>? room)
    {
        await Find(room);
        var (seats, tables) = (this.Number(Visit, "Form.Seats", Form.Seats), this.Number(Visit, "Form.Tables", Form.Tables));
        var closed = this.Windows(Visit, "Form.Closed", Form.Closed).ConvertAll(w => new LostTime(w.From, w.Until));
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        Db.ChangeTracker.Clear();
        var facts = new RoomFacts(Form.Name.ToText(), Form.Building.ToText(), Form.Class, seats ?? 0, tables ?? 0, Halls.FirstOrDefault(h => h.Guid == Form.Hall)?.Id);
        if (await this.Try(Visit, () => KeepRoom.Run(Db, Visit.Actor, Visit.Edition.Id, Known?.Id, facts, closed, Known is null ? null : Form.Version)))
            return this.Done(At("rooms"), Visit.Texts["form.saved"]);
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(Id<MeetingRoom> room)
    {
        if (await this.Try(Visit, () => RemoveRoom.Run(Db, Visit.Actor, Visit.Edition.Id, room))) return this.Done(At("rooms"), Visit.Texts["room.removed"]);
        Db.ChangeTracker.Clear();
        await OnGet(room);
        return Page();
    }

    async Task Find(Id<MeetingRoom>? room)
    {
        var id = Visit.Edition.Id;
        Halls = await Db.Halls.AsNoTracking().Where(h => h.EditionId == id).OrderBy(h => h.Order).ToListAsync();
        if (room is { } known) Known = await Db.MeetingRooms.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == id && r.Id == known) ?? throw new NotThere("room");
    }
}
