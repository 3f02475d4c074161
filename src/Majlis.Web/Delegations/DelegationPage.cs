using Majlis.Delegations;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Delegations;

/// <summary>A page about one delegation: for those who speak for its party, and for the desk. To everybody else it is not there.</summary>
public abstract class DelegationPage(AppDb db, Visit visit) : PageModel
{
    protected AppDb Db => db;
    protected Visit Visit => visit;

    public OpenDelegation Opened { get; private set; } = null!;
    public Delegation Delegation => Opened.Delegation;

    /// <exception cref="NotThere">No such delegation, or not for the reader.</exception>
    protected async Task Find(string party)
    {
        db.ChangeTracker.Clear();
        Opened = await DelegationRows.Open(db, visit.Actor, visit.Edition.Id, party, HttpContext.RequestAborted);
    }

    /// <summary>Below the pages of delegations that focal points work with.</summary>
    public string At(params object[] path) => visit.At(["my", "delegations", .. path]);

    public string Category(string key) => Opened.Terms.Categories.FirstOrDefault(c => c.Key == key) is { } known ? visit.Say(known.Name).Text : key;

    protected IActionResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}

/// <summary>How states are shown: their key in the language files, and the look of their mark.</summary>
public static class DelegationMarks
{
    public static string Key(this Enum word) => word.ToString().ToLowerInvariant();

    public static string Look(DelegationState state) => state switch
    {
        DelegationState.Confirmed or DelegationState.Arrived or DelegationState.Verified => "ok", DelegationState.Returned or DelegationState.Withdrawn => "bad",
        DelegationState.Submitted => "live", DelegationState.Expected or DelegationState.Announced => "draft", _ => "",
    };

    public static string Look(InvitationState state) => state switch
    {
        InvitationState.Accepted or InvitationState.AcceptedAtOtherLevel => "ok", InvitationState.Declined or InvitationState.Withdrawn or InvitationState.NoReply => "bad",
        InvitationState.Draft => "draft", InvitationState.Sent or InvitationState.Delivered => "live", _ => "",
    };

    public static string Look(QuotaRequestState state) => state switch
    {
        QuotaRequestState.Granted or QuotaRequestState.GrantedInPart => "ok", QuotaRequestState.Declined => "bad", QuotaRequestState.Asked => "live", _ => "draft",
    };
}
