using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Delegations.My;

/// <summary>Names people of the last edition's delegation again.</summary>
public sealed class CopyModel(AppDb db, Visit visit) : DelegationPage(db, visit)
{
    /// <summary>The edition they are of; null: there is none.</summary>
    public Edition? From { get; private set; }
    public IReadOnlyList<FormerMember> People { get; private set; } = [];

    public async Task OnGet(string party)
    {
        await Find(party);
        if (await CopyMembers.Preview(Db, Visit.Actor, Visit.Edition.Id, party, HttpContext.RequestAborted) is var (from, people)) (From, People) = (from, people);
    }

    public async Task<IActionResult> OnPost(string party, Guid[] who, string? declaration)
    {
        var done = 0;
        if (await this.Try(Visit, async () => done = await CopyMembers.Run(Db, Visit.Actor, Visit.Edition.Id, party, who, declaration, HttpContext.RequestAborted)))
            return this.Done(At(party), Visit.Texts.Say("delegation.done", ("count", done)));
        await OnGet(party);
        return Page();
    }
}
