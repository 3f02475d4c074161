using Majlis.Platform;

namespace Majlis.Web.Shell;

/// <summary>The desk's menu: rooms, and in each the pages that one works with together. Every page of the desk belongs to one place; a test holds it.</summary>
public static class DeskMenu
{
    /// <param name="Path">Below <c>/{lang}/{edition}/desk/</c>, without a slash at its ends.</param>
    /// <param name="Key">The sentence that names it.</param>
    /// <param name="Needs">Only shown to who may.</param>
    /// <param name="Also">Further paths whose pages, and those below them, belong here.</param>
    public sealed record Place(string Path, string Key, Permission Needs = Permission.SeeDesk, params string[] Also)
    {
        /// <summary>How many letters of the path speak for this place; 0: it is elsewhere.</summary>
        public int Holds(string path) => Also.Prepend(Path).Where(p => path == p || path.StartsWith(p + "/", StringComparison.Ordinal)).Select(p => p.Length + 1).DefaultIfEmpty().Max();
    }

    public sealed record Room(string Key, params Place[] Places);

    public static readonly Room[] Rooms =
    [
        new("nav.desk", new Place("", "nav.desk")),
        new("nav.programme",
            new("programme/grid", "nav.grid"), new("programme/sessions", "nav.sessions", Also: ["programme/session", "programme/selection"]), new("programme/conflicts", "nav.conflicts", Also: "programme/rules"),
            new("programme/tracks", "track.title"), new("programme/types", "type.title"), new("programme/import", "nav.import", Also: "programme/export")),
        new("nav.room.people",
            new("programme/people", "nav.people", Also: ["programme/person", "programme/table"]), new("programme/speakers", "nav.speakers", Also: ["programme/speaker-list", "programme/running"]),
            new("people/protocol", "protocol.title"), new("parties", "nav.parties")),
        new("delegation.all",
            new("delegations", "delegation.all", Permission.KeepDelegations), new("delegations/invitations", "invitation.all", Permission.KeepDelegations, "delegations/invite"),
            new("delegations/rules", "delegation.rules", Permission.KeepDelegations), new("delegations/doubles", "delegation.doubles", Permission.KeepDelegations)),
        new("accreditation.title",
            new("accreditation", "accreditation.queue", Permission.SeeAccreditation, "accreditation/selection", "accreditation/enter"), new("accreditation/batches", "accreditation.batches", Permission.Vet, "accreditation/answers"),
            new("accreditation/watch", "accreditation.watch", Permission.Vet), new("accreditation/rules", "accreditation.rules", Permission.Accredit)),
        new("nav.meetings",
            new("meetings", "meeting.requests", Permission.KeepMeetings, "meetings/request", "meetings/export"), new("meetings/sides", "meeting.sides", Permission.KeepMeetings, "meetings/side"),
            new("meetings/round", "meeting.round", Permission.KeepMeetings),
            new("meetings/plans", "plan.title", Permission.KeepMeetings, "meetings/plan", "meetings/board", "meetings/place"), new("meetings/live", "mend.title", Permission.KeepMeetings),
            new("meetings/rooms", "room.title", Permission.KeepMeetings, "meetings/room"), new("meetings/interpreters", "interpreter.title", Permission.KeepMeetings, "meetings/interpreter"),
            new("meetings/held", "held.title", Permission.KeepMeetings, "meetings/sheet"), new("meetings/bookings", "held.bookings", Permission.KeepMeetings),
            new("meetings/figures", "held.figures", Permission.KeepMeetings), new("meetings/import", "meeting.import", Permission.KeepMeetings)),
        new("nav.room.venue", new("halls", "nav.halls", Also: "hall"), new("walks", "walk.title"), new("signs", "sign.title", Also: ["sign", "board"])),
        new("nav.room.public",
            new("programme/releases", "nav.releases", Also: ["programme/compare", "programme/roll-back"]), new("messaging/letters", "nav.letters", Permission.ReleaseProgramme)),
        new("nav.edition", new("edition", "nav.edition"), new("team", "nav.team"), new("tokens", "nav.tokens"), new("copy", "copy.title", Permission.EditEdition)),
    ];

    /// <summary>Where a page of the desk is in the menu; null when it is nowhere.</summary>
    /// <param name="path">As <see cref="Place.Path"/>, with what names a session or a hall after it.</param>
    public static (Room Room, Place Place)? Find(string path) => Rooms.SelectMany(r => r.Places.Select(p => (Room: r, Place: p)))
        .Select(x => (x.Room, x.Place, Letters: x.Place.Holds(path))).Where(x => x.Letters > 0).OrderByDescending(x => x.Letters).Select(x => ((Room, Place)?)(x.Room, x.Place)).FirstOrDefault();
}
