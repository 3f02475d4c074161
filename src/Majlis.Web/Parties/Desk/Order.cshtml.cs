using System.Globalization;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Parties.Desk;

/// <summary>The protocol order as the rules, the lot and decisions make it now.</summary>
public sealed class OrderModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public sealed record LogLine(Instant At, string By, string What, LocalizedText? Party, string? Note);

    public ProtocolOrder Rules { get; private set; } = null!;
    public IReadOnlyList<OrderedParty> Lines { get; private set; } = [];
    public IReadOnlyList<PresentParty> InLot { get; private set; } = [];
    public IReadOnlyList<LogLine> Log { get; private set; } = [];
    /// <summary>Kept from move to move, so that a series of them is explained once.</summary>
    public string Reason { get; private set; } = "";

    public async Task OnGet()
    {
        await Find();
        Reason = TempData["reason"] as string ?? "";
    }

    /// <param name="move"><c>slug|place</c> of a button of a row; null: party and place of the form.</param>
    public async Task<IActionResult> OnPostMove(string? move, string? party, string? place, string? reason, long version)
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        await Find();
        Reason = reason ?? "";
        var (slug, to) = move?.Split('|') is [var s, var p] ? (s, p) : (party, place);
        var line = Lines.FirstOrDefault(l => l.Present.Party.Slug == slug);
        if (line is null) ModelState.AddModelError("party", Visit.Texts["order.choose_party"]);
        if (this.Number(Visit, "place", to) is not { } wanted)
        {
            if (string.IsNullOrWhiteSpace(to)) ModelState.AddModelError("place", Visit.Texts["form.number"]);
            wanted = 1;
        }
        if (string.IsNullOrWhiteSpace(reason)) ModelState.AddModelError("reason", Visit.Texts["refusal.parties.reason_missing"]);
        if (!ModelState.IsValid || line is null)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (!await this.Try(Visit, () => MoveParty.Run(Db, Visit.Actor, Visit.Edition.Id, line.Present.Id, wanted, reason!, version), "reason")) return Page();
        TempData["reason"] = reason;
        return this.Done($"{At("order")}#p-{slug}", Visit.Texts.Say("order.moved", ("name", Visit.Say(line.Present.Party.Short).Text)));
    }

    public Task<IActionResult> OnPostRestore(Guid party, long version) => Change(() => MoveParty.Restore(Db, Visit.Actor, Visit.Edition.Id, party, version), "order.restored");

    public Task<IActionResult> OnPostLot(string? seed, long version) => Change(() => DrawLot.Run(Db, Visit.Actor, Visit.Edition.Id, seed, version), "order.drawn");

    public Task<IActionResult> OnPostEnter(Guid first, long version) => Change(() => DrawLot.Enter(Db, Visit.Actor, Visit.Edition.Id, first, version), "order.drawn");

    public Task<IActionResult> OnPostForget(long version) => Change(() => DrawLot.Forget(Db, Visit.Actor, Visit.Edition.Id, version), "order.lot_forgotten");

    public async Task<IActionResult> OnPostSnapshot(string? name, PartyStatus[] statuses)
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        OrderSnapshot? taken = null;
        if (await this.Try(Visit, async () => taken = await TakeOrderSnapshot.Run(Db, Visit.Actor, Visit.Edition.Id, name ?? "", statuses, HttpContext.RequestAborted), "name"))
            return this.Done(At("snapshots", taken!.Number), Visit.Texts["snapshot.taken"]);
        Db.ChangeTracker.Clear();
        await Find();
        return Page();
    }

    async Task<IActionResult> Change(Func<Task> change, string said)
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        if (await this.Try(Visit, change)) return this.Done(At("order"), Visit.Texts[said]);
        Db.ChangeTracker.Clear();
        await Find();
        return Page();
    }

    async Task Find()
    {
        var id = Visit.Edition.Id;
        Rules = await OrderOfParties.Rules(Db, id);
        var present = await OrderOfParties.Present(Db, id);
        (Lines, InLot) = (OrderOfParties.Arrange(Rules, present), OrderOfParties.InLot(Rules, present));
        var names = present.ToDictionary(p => p.Id, p => p.Party.Short);
        var rows = await Db.Events.AsNoTracking().Where(e => e.Edition == id.Value && e.Kind == nameof(OrderChanged)).OrderByDescending(e => e.Number).Take(30).ToListAsync();
        Log = [.. rows.Select(r => (Row: r, Event: JsonSerializer.Deserialize<OrderChanged>(r.Payload, Json.Stored)!))
            .Select(r => new LogLine(r.Row.At, r.Row.ActorName, r.Event.What, r.Event.Party is { } party ? names.GetValueOrDefault(party) : null, r.Event.Note))];
    }

    public string OrderName(string order) => NameOf(order, Visit);

    public static string NameOf(string order, Visit visit) => OrderLanguage.IsList(order) ? visit.Texts[$"order.list.{order}"] : LanguageNames.Name(order, visit.Language);

    public static string Place(int place) => place.ToString(CultureInfo.InvariantCulture);
}
