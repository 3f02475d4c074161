using Majlis.Meetings;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<MeetingRound> MeetingRounds => Set<MeetingRound>();
    public DbSet<MeetingSide> MeetingSides => Set<MeetingSide>();
    public DbSet<MeetingProxy> MeetingProxies => Set<MeetingProxy>();
    public DbSet<MeetingRequest> MeetingRequests => Set<MeetingRequest>();
    public DbSet<RequestOrder> RequestOrders => Set<RequestOrder>();
    public DbSet<MeetingRoom> MeetingRooms => Set<MeetingRoom>();
    public DbSet<MeetingInterpreter> MeetingInterpreters => Set<MeetingInterpreter>();
    public DbSet<MeetingAbsence> MeetingAbsences => Set<MeetingAbsence>();
    public DbSet<MeetingPlan> MeetingPlans => Set<MeetingPlan>();
    public DbSet<DraftMeeting> DraftMeetings => Set<DraftMeeting>();
    public DbSet<Meeting> Meetings => Set<Meeting>();
    public DbSet<RoomBooking> RoomBookings => Set<RoomBooking>();
    public DbSet<BookedTime> BookedTimes => Set<BookedTime>();
    public DbSet<MeetingSheet> MeetingSheets => Set<MeetingSheet>();
    public DbSet<SidePaper> SidePapers => Set<SidePaper>();
    public DbSet<ContactCard> ContactCards => Set<ContactCard>();
    public DbSet<ContactGiven> ContactsGiven => Set<ContactGiven>();
}
