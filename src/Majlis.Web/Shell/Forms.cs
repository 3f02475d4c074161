using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Shell;

/// <summary>Content texts as forms carry them: language to text.</summary>
public static class TextForms
{
    public static Dictionary<string, string?> ToForm(this LocalizedText text) => text.Wordings.ToDictionary(w => w.Key, w => (string?)w.Value);

    /// <summary>Blank ones are dropped; leading and trailing white space and zero-width marks go, those inside stay.</summary>
    public static LocalizedText ToText(this IReadOnlyDictionary<string, string?> form) =>
        LocalizedText.Of(form.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Key, Trim(f.Value!))));

    static string Trim(string text) => text.ReplaceLineEndings("\n").Trim().Trim('\u200C', '\u200D', '\u200E', '\u200F', '\uFEFF').Trim();
}

/// <summary>What every page with a form does alike.</summary>
public static class Forms
{
    /// <summary>
    /// Runs the act; a refusal is told at the top of the form with the input kept, an edit over a newer version with the newer one shown beside.
    /// Returns true when it was done.
    /// </summary>
    public static async Task<bool> Try(this PageModel page, Visit visit, Func<Task> act, string field = "")
    {
        try
        {
            await act();
            return true;
        }
        catch (Refusal refusal)
        {
            page.ModelState.AddModelError(field, visit.Texts.Of(refusal));
        }
        catch (EditedMeanwhile)
        {
            page.ModelState.AddModelError("", visit.Texts["form.edited"]);
        }
        page.Response.StatusCode = StatusCodes.Status409Conflict;
        return false;
    }

    /// <summary>As <see cref="Try"/>, for an act that answers; null when it was refused.</summary>
    public static async Task<T?> Tried<T>(this PageModel page, Visit visit, Func<Task<T>> act) where T : class
    {
        T? answer = null;
        await page.Try(visit, async () => answer = await act());
        return answer;
    }

    /// <summary>Back to a page with a word of what was done, shown once.</summary>
    public static IActionResult Done(this PageModel page, string address, string said)
    {
        page.TempData["said"] = said;
        return page.LocalRedirect(address);
    }

    /// <summary>A date in any of the three calendars and digits. An error is put at the field; null then, and null for an empty field.</summary>
    public static LocalDate? Date(this PageModel page, Visit visit, string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var read = DateInput.Read(typed, visit.Language);
        if (read.Fault(visit.Texts) is { } fault) page.ModelState.AddModelError(field, fault);
        return read.Date;
    }

    /// <summary>A time of day, <c>9:30</c> or <c>09:30</c> in any digits. An error is put at the field; null then, and null for an empty field.</summary>
    public static LocalTime? Time(this PageModel page, Visit visit, string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var read = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(Digits.ToAscii(typed.Trim()).Replace('.', ':'));
        if (!read.Success) page.ModelState.AddModelError(field, visit.Texts["form.time"]);
        return read.Success ? read.Value : null;
    }

    static readonly LocalDateTimePattern Moment = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>Windows of wall time as <see cref="Windows"/> reads them, one a line.</summary>
    public static string ToForm(this IEnumerable<(LocalDateTime From, LocalDateTime Until)> windows) => string.Join('\n', windows.Select(w => $"{Moment.Format(w.From)} – {Moment.Format(w.Until)}"));

    /// <summary>Windows of wall time, one a line, <c>2021-07-28 09:00 – 2021-07-28 18:00</c>, in any digits. Errors are put at the field; lines with one are left out.</summary>
    public static List<(LocalDateTime From, LocalDateTime Until)> Windows(this PageModel page, Visit visit, string field, string? typed)
    {
        var windows = new List<(LocalDateTime, LocalDateTime)>();
        foreach (var (index, line) in (typed ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var ends = Digits.ToAscii(line).Split('–', 2, StringSplitOptions.TrimEntries);
            if (ends.Length == 2 && Moment.Parse(ends[0]).TryGetValue(default, out var from) && Moment.Parse(ends[1]).TryGetValue(default, out var until)) windows.Add((from, until));
            else page.ModelState.AddModelError(field, visit.Texts.Say("hall.hours_wrong", ("line", index + 1)));
        }
        return windows;
    }

    /// <summary>The bytes of a form's file, and its name as it may be shown. Null when there is none or it is too large: that is told at the field.</summary>
    public static async Task<(string Name, byte[] Content)?> Received(this PageModel page, Visit visit, IFormFile? file, string field = "Form.File")
    {
        if (file is not { Length: > 0 }) page.ModelState.AddModelError(field, visit.Texts["upload.file_missing"]);
        else if (file.Length > FileLimits.FileBytes) page.ModelState.AddModelError(field, visit.Texts.Say("upload.too_large", ("most", FileLimits.FileBytes / 1024 / 1024)));
        else
        {
            using var memory = new MemoryStream();
            await file.CopyToAsync(memory, page.HttpContext.RequestAborted);
            return (Path.GetFileName(Characters.Kept(file.FileName)), memory.ToArray());
        }
        return null;
    }

    /// <summary>A whole number in any digits. An error is put at the field; null then, and null for an empty field.</summary>
    public static int? Number(this PageModel page, Visit visit, string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (int.TryParse(Digits.ToAscii(typed.Trim()), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
        page.ModelState.AddModelError(field, visit.Texts["form.number"]);
        return null;
    }
}
