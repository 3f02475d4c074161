using System.Globalization;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Meetings.Desk;

/// <summary>How meetings went: asked, met, held, by side, and how fairly; as a table too.</summary>
public sealed class FiguresModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public MeetingFigures Figures { get; private set; } = null!;
    public IReadOnlyDictionary<Id<MeetingSide>, SideName> Names { get; private set; } = new Dictionary<Id<MeetingSide>, SideName>();

    public static readonly string[] Columns = ["held.asked", "held.were_asked", "held.accepted", "held.met", "held.was_held", "held.no_show", "held.missed"];

    public static int[] Of(MeetingCount count) => [count.Asked, count.WereAsked, count.Accepted, count.Met, count.Held, count.NoShow, count.Missed];

    public async Task OnGet()
    {
        Figures = await MeetingFigures.Of(Db, Visit.Edition.Id, HttpContext.RequestAborted);
        Names = await Sides.Names(Db, [.. Figures.Sides.Select(s => s.Side)], HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnGetTable(string? format)
    {
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        await OnGet();
        List<IReadOnlyList<string>> rows = [[Visit.Texts["meeting.side"], .. Columns.Select(c => Visit.Texts[c])], .. Figures.Sides.Select(s => (IReadOnlyList<string>)[Visit.Say(Names[s.Side.Id].Name).Text, .. Of(s.Count).Select(n => n.ToString(CultureInfo.InvariantCulture))])];
        var memory = new MemoryStream();
        if (format == "csv") TableWriter.WriteCsv(rows, memory);
        else TableWriter.WriteXlsx(rows, "meetings", Visit.Language.IsRightToLeft, memory);
        Response.Headers.CacheControl = "no-store";
        return File(memory.ToArray(), format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{Visit.Edition.Slug}-meetings.{format}");
    }
}
