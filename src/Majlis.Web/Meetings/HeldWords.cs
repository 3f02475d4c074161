using Majlis.Meetings;

namespace Majlis.Web.Meetings;

/// <summary>What pages say of meetings that are fixed, and of rooms.</summary>
public static class HeldWords
{
    public static string StateClass(MeetingState state) => state switch { MeetingState.Held or MeetingState.Confirmed => "ok", MeetingState.NoShow or MeetingState.Cancelled => "bad", _ => "live" };

    public static string StateClass(BookingState state) => state switch { BookingState.Confirmed => "ok", BookingState.Tentative => "live", _ => "bad" };
}
