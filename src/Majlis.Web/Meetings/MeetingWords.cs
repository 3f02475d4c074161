using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Web.Parties;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Html;
using NodaTime;

namespace Majlis.Web.Meetings;

/// <summary>What pages say of sides and requests in the reader's language.</summary>
public static class MeetingWords
{
    /// <summary>The flag, where there is one, and the name, marked with its language.</summary>
    public static HtmlString Show(this Visit visit, SideName side)
    {
        var name = visit.Show(side.Name);
        return new($"{(Flags.Address(side.Code, side.Flag) is null ? "" : Flags.Show(side.Code, side.Flag).Value + " ")}<bdi>{name.Value}</bdi>");
    }

    public static string Topics(this Visit visit, MeetingRound round, IEnumerable<string> keys) =>
        Lists.Of(visit.Language).And(keys.Select(k => round.Facts.Topics.FirstOrDefault(t => t.Key == k)).OfType<MeetingTopic>().Select(t => visit.Say(t.Name).Text));

    public static string Languages(this Visit visit, IEnumerable<string> tags) => Lists.Of(visit.Language).And(tags.Select(t => LanguageNames.Name(t, visit.Language)));

    public static string Days(this Visit visit, IEnumerable<LocalDate> days) => Lists.Of(visit.Language).And(days.Select(visit.Dates.MonthDay));

    public static string StateClass(RequestState state) => state switch { RequestState.Accepted => "ok", RequestState.Declined or RequestState.Withdrawn or RequestState.Expired => "bad", _ => "live" };

    public static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
