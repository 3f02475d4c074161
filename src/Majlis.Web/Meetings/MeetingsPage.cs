using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings;

/// <summary>A page of a participant about meetings: for which side, of those the account acts for.</summary>
public abstract class MeetingsPage(AppDb db, Visit visit) : PageModel
{
    protected AppDb Db => db;
    protected Visit Visit => visit;

    /// <summary>Null: the edition has no meetings.</summary>
    public MeetingRound? Round { get; private set; }
    public IReadOnlyList<MeetingSide> Mine { get; private set; } = [];
    /// <summary>Null: the account acts for nobody.</summary>
    public MeetingSide? Side { get; private set; }
    /// <summary>The side has not told anything yet: nothing of it is kept.</summary>
    public bool IsNew { get; private set; }
    public IReadOnlyDictionary<Id<MeetingSide>, SideName> Names { get; private set; } = new Dictionary<Id<MeetingSide>, SideName>();

    /// <summary>Requests that wait for an answer of the side.</summary>
    public int Waiting { get; private set; }

    /// <summary>Finds the side in the address, or the account's first.</summary>
    /// <exception cref="NotThere">The address names a side that the account does not act for.</exception>
    protected async Task Choose(string? slug)
    {
        var id = visit.Edition.Id;
        Round = await db.MeetingRounds.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == id);
        if (Round is null) return;
        Mine = await Sides.ActedFor(db, visit.Actor, id, HttpContext.RequestAborted);
        MeetingSide? own = null;
        if (await Sides.PersonOf(db, visit.Actor, id, HttpContext.RequestAborted) is { } self && Mine.All(s => s.Person != self)
            && await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.Id == self) is { } person)
            Mine = [own = new(id, person), .. Mine];
        Side = slug is null ? Mine is [var first, ..] ? first : null : Mine.FirstOrDefault(s => s.Slug == slug) ?? throw new NotThere("side");
        IsNew = Side is not null && Side == own;
        if (Side is { } side && !IsNew) Waiting = await db.MeetingRequests.CountAsync(r => r.Turn == side.Id && (r.State == RequestState.Pending || r.State == RequestState.Countered));
        await Name(Mine);
    }

    /// <summary>Adds how these sides are called.</summary>
    protected async Task Name(IEnumerable<MeetingSide> sides)
    {
        var more = sides.Where(s => !Names.ContainsKey(s.Id)).DistinctBy(s => s.Id).ToList();
        if (more.Count > 0) Names = Names.Concat(await Sides.Names(db, more, HttpContext.RequestAborted)).ToDictionary();
    }

    /// <summary>An address among these pages, for the same side.</summary>
    public string At(params object[] path) => visit.At(["my", "meetings", .. path]) + (Side is null ? "" : "?as=" + Side.Slug);

    /// <summary>People who can meet for a party: those who speak for it at the edition, and those named already.</summary>
    protected async Task<IReadOnlyList<Person>> PeopleOf(MeetingSide side)
    {
        if (side.Party is not { } party) return [];
        var (id, named, value) = (visit.Edition.Id, side.Principals.ToList(), (Guid?)party.Value);
        return [.. (await db.Persons.AsNoTracking().Where(p => p.EditionId == id && (p.Party == value || named.Contains(p.Id))).ToListAsync()).OrderBy(p => visit.Say(p.Name).Text, visit.Language.Comparer)];
    }
}
