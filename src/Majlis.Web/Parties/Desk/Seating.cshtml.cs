using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Parties.Desk;

/// <summary>The seating plans; one of them open, as a plan of the hall and as a list.</summary>
public sealed class SeatingModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public sealed class SeatingForm
    {
        public string? Name { get; set; }
        public int Snapshot { get; set; }
        public Guid? Hall { get; set; }
        public TableShape Shape { get; set; } = TableShape.HollowSquare;
        public string? Rows { get; set; } = "6";
        public string? Seats { get; set; } = "12";
        public SeatOrder Order { get; set; }
        public List<string> Classes { get; set; } = [];
        public long Version { get; set; }
    }

    public SeatingForm Form { get; set; } = new();

    public IReadOnlyList<SeatingPlan> Plans { get; private set; } = [];
    public IReadOnlyList<SnapshotCard> Snapshots { get; private set; } = [];
    public IReadOnlyList<Hall> Halls { get; private set; } = [];
    public IReadOnlyList<OrderClass> Classes { get; private set; } = [];
    public SeatingPlan? Open { get; private set; }
    public OrderSnapshot? Snapshot { get; private set; }
    public SeatedPlan? Seated { get; private set; }
    /// <summary>Kept from swap to swap.</summary>
    public string Reason { get; private set; } = "";

    public async Task OnGet(int? number, int? snapshot)
    {
        await Find(number);
        Reason = TempData["reason"] as string ?? "";
        Fill(snapshot);
    }

    public async Task<IActionResult> OnPost(int? number, [Bind(Prefix = "Form")] SeatingForm form)
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        await Find(number);
        Form = form;
        var seats = this.Number(Visit, "Form.Seats", form.Seats);
        var rows = this.Number(Visit, "Form.Rows", form.Rows);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var facts = new SeatingFacts(form.Name ?? "", form.Snapshot, form.Hall, form.Shape, rows ?? 1, seats ?? 0, form.Order, form.Classes);
        var saved = number;
        if (await this.Try(Visit, async () =>
            {
                if (number is { } known) await ChangeSeating.Run(Db, Visit.Actor, Visit.Edition.Id, known, facts, form.Version);
                else saved = (await AddSeating.Run(Db, Visit.Actor, Visit.Edition.Id, facts)).Number;
            })) return this.Done(At("seating", saved!), Visit.Texts["form.saved"]);
        if (Open is not null && Open.Version != form.Version)
        {
            Form.Version = Open.Version;
            ModelState.Remove("Form.Version");
        }
        return Page();
    }

    public async Task<IActionResult> OnPostSwap(int number, string? one, string? other, string? reason, long version)
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        await Find(number);
        Fill(null);
        Reason = reason ?? "";
        var (a, b) = (this.Number(Visit, "one", one), this.Number(Visit, "other", other));
        if (string.IsNullOrWhiteSpace(one)) ModelState.AddModelError("one", Visit.Texts["form.number"]);
        if (string.IsNullOrWhiteSpace(other)) ModelState.AddModelError("other", Visit.Texts["form.number"]);
        if (string.IsNullOrWhiteSpace(reason)) ModelState.AddModelError("reason", Visit.Texts["refusal.parties.reason_missing"]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (!await this.Try(Visit, () => SwapSeats.Run(Db, Visit.Actor, Visit.Edition.Id, number, a!.Value, b!.Value, reason!, version))) return Page();
        TempData["reason"] = reason;
        return this.Done(At("seating", number), Visit.Texts["seating.swapped"]);
    }

    public Task<IActionResult> OnPostUndo(int number, long version) => Change(number, () => SwapSeats.Undo(Db, Visit.Actor, Visit.Edition.Id, number, version), At("seating", number), "seating.undone");

    public Task<IActionResult> OnPostRemove(int number, long version) => Change(number, () => RemoveSeating.Run(Db, Visit.Actor, Visit.Edition.Id, number, version), At("seating"), "seating.removed");

    async Task<IActionResult> Change(int number, Func<Task> change, string to, string said)
    {
        if (await this.Try(Visit, change)) return this.Done(to, Visit.Texts[said]);
        Db.ChangeTracker.Clear();
        await OnGet(number, null);
        return Page();
    }

    void Fill(int? snapshot) => Form = Open is { } plan
        ? new()
        {
            Name = plan.Name, Snapshot = Snapshots.First(s => s.Id == plan.SnapshotId).Number, Hall = Halls.FirstOrDefault(h => h.Id == plan.HallId)?.Guid, Shape = plan.Shape, Order = plan.Order,
            Rows = OrderModel.Place(plan.Rows), Seats = OrderModel.Place(plan.Seats), Classes = [.. plan.Classes], Version = plan.Version,
        }
        : new() { Snapshot = snapshot ?? (Snapshots is [var newest, ..] ? newest.Number : 0) };

    async Task Find(int? number)
    {
        var id = Visit.Edition.Id;
        Plans = await Db.SeatingPlans.AsNoTracking().Where(p => p.EditionId == id).OrderBy(p => p.Number).ToListAsync();
        Snapshots = await LoadSnapshots();
        Halls = await Db.Halls.AsNoTracking().Where(h => h.EditionId == id).OrderBy(h => h.Order).ToListAsync();
        Classes = (await OrderOfParties.Rules(Db, id)).Classes;
        if (number is null) return;
        Open = Plans.FirstOrDefault(p => p.Number == number) ?? throw new NotThere("seating");
        var snapshot = Open.SnapshotId;
        Snapshot = await Db.OrderSnapshots.AsNoTracking().SingleAsync(s => s.Id == snapshot);
        Seated = Majlis.Parties.Seating.Fill(Open, Snapshot);
    }

    /// <summary>A name as two short lines of a seat; an ellipsis where it does not fit.</summary>
    public static (string First, string Second) Lines(string name)
    {
        const int most = 13;
        if (name.Length <= most) return (name, "");
        var at = name.LastIndexOf(' ', most);
        if (at <= 0) return (Short(name), "");
        var rest = name[(at + 1)..];
        return (name[..at], Short(rest));

        static string Short(string text)
        {
            var elements = new System.Globalization.StringInfo(text);
            return elements.LengthInTextElements <= most ? text : elements.SubstringByTextElements(0, most - 1) + "…";
        }
    }
}
