using Majlis.Accreditation;
using Majlis.Platform;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>What went to authorities in which batch, what came back, and what waits to be sent.</summary>
public sealed class BatchesModel(AppDb db, Visit visit, ISealService seal) : PageModel
{
    public sealed record Line(VettingBatch Batch, int Sent, int Answered, int Stale);

    public sealed class SendForm
    {
        public string? Authority { get; set; }
        public string? Sent { get; set; }
    }

    public SendForm Form { get; set; } = new();
    public int Ready { get; private set; }
    /// <summary>Of those who are ready, how many have no travel document yet.</summary>
    public int WithoutDocument { get; private set; }
    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public async Task OnGet()
    {
        visit.Actor.Require(Permission.Vet, visit.Edition.Id.Value);
        Form.Authority = (await AccreditationRules.Of(db, visit.Edition.Id, HttpContext.RequestAborted)).Terms.Authority;
        await Load();
    }

    public async Task<IActionResult> OnPost([Bind(Prefix = "Form")] SendForm form)
    {
        visit.Actor.Require(Permission.Vet, visit.Edition.Id.Value);
        Form = form;
        var sent = this.Date(visit, "Form.Sent", form.Sent);
        VettingBatch? batch = null;
        if (ModelState.IsValid && await this.Try(visit, async () => batch = await SendBatch.Run(db, visit.Actor, visit.Edition.Id, form.Authority, sent, HttpContext.RequestAborted), "Form.Authority"))
            return this.Done(visit.At("desk", "accreditation", "batches"), visit.Texts.Say("accreditation.batch_sent", ("number", batch!.Number)));
        db.ChangeTracker.Clear();
        await Load();
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>The batch as a file. A form that is sent: documents are looked at, and that is recorded.</summary>
    public async Task<IActionResult> OnPostFile(int number, string? format)
    {
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        var rows = await WriteBatch.Rows(db, visit.Actor, visit.Edition.Id, number, people => Documents.ForBatch(db, seal, visit.Actor, visit.Edition.Id, people, HttpContext.RequestAborted), HttpContext.RequestAborted);
        var memory = new MemoryStream();
        if (format == "csv") TableWriter.WriteCsv(rows, memory);
        else TableWriter.WriteXlsx(rows, "Batch", false, memory, new Dictionary<int, IReadOnlyList<string>> { [rows[0].Count - 2] = ["cleared", "query", "refused"] });
        return File(memory.ToArray(), format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FormattableString.Invariant($"{visit.Edition.Slug}-batch-{number}.{format}"));
    }

    async Task Load()
    {
        var edition = visit.Edition.Id;
        Ready = await SendBatch.Ready(db, edition).CountAsync(HttpContext.RequestAborted);
        WithoutDocument = await SendBatch.Ready(db, edition).CountAsync(a => !db.TravelDocuments.Any(d => d.PersonId == a.PersonId), HttpContext.RequestAborted);
        var counts = (await (from e in db.VettingEntries where e.EditionId == edition join a in db.Applications on e.ApplicationId equals a.Id
                             group new { e, a } by e.BatchId into g select new { g.Key, Sent = g.Count(), Answered = g.Count(x => x.e.Answer != null), Stale = g.Count(x => x.e.Answer == null && x.e.Identity != x.a.Identity) }).ToListAsync(HttpContext.RequestAborted)).ToDictionary(c => c.Key);
        Lines = [.. (await db.VettingBatches.AsNoTracking().Where(b => b.EditionId == edition).OrderByDescending(b => b.Number).ToListAsync(HttpContext.RequestAborted))
            .Select(b => new Line(b, counts.GetValueOrDefault(b.Id)?.Sent ?? 0, counts.GetValueOrDefault(b.Id)?.Answered ?? 0, counts.GetValueOrDefault(b.Id)?.Stale ?? 0))];
    }
}
