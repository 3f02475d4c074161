using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Majlis.Calendars;
using Majlis.Platform;
using Microsoft.AspNetCore.Html;

namespace Majlis.Web.Shell;

/// <summary>Texts and dates as they stand in a page: escaped, marked with their language and direction where these are not the page's.</summary>
public static class Markup
{
    /// <summary>Every letter as itself, and all that means something to HTML as a reference.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A text of the edition in the reader's language, or in another one and marked so.</summary>
    public static HtmlString Show(this Visit visit, LocalizedText text) => visit.Say(text).In(visit.Language);

    /// <summary>The wording, in a <c>span</c> with <c>lang</c> and <c>dir</c> unless it is in the page's language. Without a known language: <c>bdi</c>.</summary>
    public static HtmlString In(this Wording wording, Language page)
    {
        var text = Encoder.Encode(Characters.Tame(wording.Text));
        return new(wording.Language == page.Tag || text.Length == 0 ? text
            : wording.Language == LocalizedText.Undetermined ? $"<bdi>{text}</bdi>"
            : $"<span lang=\"{Encoder.Encode(wording.Language)}\" dir=\"{Language.DirectionOf(wording.Language)}\">{text}</span>");
    }

    /// <summary>A date or range in the reader's calendars: the first as it is, the others after it, smaller.</summary>
    /// <param name="write">The date in one calendar; null where the calendar does not reach it.</param>
    public static HtmlString Show(this Dates dates, Func<ForumCalendar, string?> write)
    {
        var said = new StringBuilder();
        foreach (var calendar in dates.Calendars)
        {
            if (write(calendar) is not { } text) continue;
            if (said.Length == 0) said.Append("<bdi>").Append(Encoder.Encode(text)).Append("</bdi>");
            else said.Append(" <bdi class=\"second-date\">").Append(Encoder.Encode(text)).Append("</bdi>");
        }
        if (said.Length == 0) said.Append(Encoder.Encode(write(ForumCalendar.Gregorian)!));
        return new(said.ToString());
    }
}
