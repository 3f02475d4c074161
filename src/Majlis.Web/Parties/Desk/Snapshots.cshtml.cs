using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Parties.Desk;

/// <summary>The snapshots of the order; one of them open, and beside it what it has otherwise than an earlier one.</summary>
public sealed class SnapshotsModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public IReadOnlyList<SnapshotCard> Snapshots { get; private set; } = [];
    public OrderSnapshot? Open { get; private set; }
    public OrderSnapshot? Before { get; private set; }
    public IReadOnlyList<SnapshotChange> Changes { get; private set; } = [];
    public int? Published { get; private set; }
    /// <summary>How many parties of the open one the public would see.</summary>
    public int Seen { get; private set; }

    /// <param name="with">The number of the snapshot to compare with.</param>
    public async Task OnGet(int? number, int? with)
    {
        Snapshots = await LoadSnapshots();
        var published = (await OrderOfParties.Rules(Db, Visit.Edition.Id)).Published;
        Published = Snapshots.FirstOrDefault(s => s.Id == published)?.Number;
        if (number is null) return;
        Open = await LoadSnapshot(number);
        var seen = (await OrderOfParties.Present(Db, Visit.Edition.Id)).Where(p => p.Facts.IsPublic).Select(p => p.Id).ToHashSet();
        Seen = Open!.Lines.Count(l => seen.Contains(l.Party));
        if (with is null) return;
        Before = await LoadSnapshot(with);
        Changes = SnapshotChanges.Between(Before!, Open);
    }

    public async Task<IActionResult> OnPostPublish(int number)
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        if (await this.Try(Visit, () => PublishParticipants.Run(Db, Visit.Actor, Visit.Edition.Id, number))) return this.Done(At("snapshots", number), Visit.Texts["snapshot.published"]);
        await OnGet(number, null);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdraw()
    {
        Visit.Actor.Require(Permission.EditPrecedence, Visit.Edition.Id.Value);
        if (await this.Try(Visit, () => PublishParticipants.Run(Db, Visit.Actor, Visit.Edition.Id, null))) return this.Done(At("snapshots"), Visit.Texts["snapshot.withdrawn"]);
        await OnGet(null, null);
        return Page();
    }
}
