using System.Text.Json;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>The editor of the timetable. The page is a frame with its words; what is in it the script reads and writes through the API.</summary>
public sealed class GridModel(Visit visit) : PageModel
{
    /// <summary>Sentences of the script begin so.</summary>
    const string Prefix = "grid.";

    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    /// <summary>What only the server can say, as JSON: sentences, digits, and the edition's days in the reader's calendars.</summary>
    public string Words => JsonSerializer.Serialize(new
    {
        Language = visit.Language.Tag,
        visit.Language.Digits,
        Sentences = visit.Texts.Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(k => k, k => visit.Texts[k]),
        Days = Days.ToDictionary(LocalDatePattern.Iso.Format, d => new
        {
            Weekday = visit.Dates.Weekday(d),
            Date = visit.Dates.MonthDay(d, visit.Dates.Calendars[0]),
            Second = visit.Dates.Calendars.Count > 1 ? visit.Dates.MonthDay(d, visit.Dates.Calendars[1]) : null,
        }),
    }, Json.Stored);

    IEnumerable<LocalDate> Days => Enumerable.Range(0, Period.DaysBetween(visit.Edition.First, visit.Edition.Last) + 1).Select(visit.Edition.First.PlusDays);
}
