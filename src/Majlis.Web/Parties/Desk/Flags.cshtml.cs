using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;

namespace Majlis.Web.Parties.Desk;

/// <summary>The flags of a snapshot in the order in which they are raised.</summary>
public sealed class FlagsModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public IReadOnlyList<SnapshotCard> Snapshots { get; private set; } = [];
    public OrderSnapshot? Snapshot { get; private set; }
    public IReadOnlyList<PartyKind> Kinds { get; private set; } = [];
    public IReadOnlyList<SnapshotLine> Raised { get; private set; } = [];

    public async Task OnGet(int? snapshot, PartyKind[] kind)
    {
        Snapshots = await LoadSnapshots();
        Snapshot = await LoadSnapshot(snapshot);
        Kinds = kind.Length > 0 ? kind : [PartyKind.State, PartyKind.Entity];
        if (Snapshot is not null) Raised = FlagOrder.Raised(Snapshot, Kinds);
    }
}
