using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Parties.Desk;

/// <summary>The rules of the order: the agreed language and the table of classes.</summary>
public sealed class RulesModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public sealed class ClassForm
    {
        public string? Key { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
        public string? Place { get; set; }
        public List<PartyKind> Kinds { get; set; } = [];
        public List<PartyCapacity> Capacities { get; set; } = [];
        public ClassOrder By { get; set; }
        public bool FromLot { get; set; }
    }

    public sealed class RulesForm
    {
        public string? Language { get; set; }
        public List<ClassForm> Classes { get; set; } = [];
        public long Version { get; set; }
    }

    [BindProperty]
    public RulesForm Form { get; set; } = new();

    public async Task OnGet()
    {
        var rules = await OrderOfParties.Rules(Db, Visit.Edition.Id);
        Form = new()
        {
            Language = rules.Language, Version = rules.Version,
            Classes = [.. rules.Classes.Select((c, i) => new ClassForm
            {
                Key = c.Key, Name = c.Name.ToForm(), Place = OrderModel.Place(i + 1), Kinds = [.. c.Kinds], Capacities = [.. c.Capacities], By = c.By, FromLot = c.FromLot,
            }), new ClassForm()],
        };
    }

    public async Task<IActionResult> OnPost()
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        var placed = new List<(int Place, OrderClass Class)>();
        foreach (var (i, form) in Form.Classes.Take(ProtocolOrder.MostClasses + 1).Index())
        {
            // A class without a name is taken out, or was never filled in.
            if (form.Name.ToText() is { IsEmpty: true }) continue;
            var key = string.IsNullOrWhiteSpace(form.Key) ? Majlis.Forums.Slug.Free(form.Name.ToText().In("en").Text, "class", [.. placed.Select(p => p.Class.Key)]) : form.Key.Trim();
            placed.Add((this.Number(Visit, $"Form.Classes[{i}].Place", form.Place) ?? int.MaxValue, new(key, form.Name.ToText(), form.Kinds, form.Capacities, form.By, form.FromLot)));
        }
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(Visit, () => AgreeOrder.Run(Db, Visit.Actor, Visit.Edition.Id, Form.Language ?? "", [.. placed.OrderBy(p => p.Place).Select(p => p.Class)], Form.Version)))
            return this.Done(At("order"), Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        Form.Version = (await OrderOfParties.Rules(Db, Visit.Edition.Id)).Version;
        ModelState.Remove("Form.Version");
        return Page();
    }
}
