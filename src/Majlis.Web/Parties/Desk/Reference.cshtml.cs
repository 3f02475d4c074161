using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Parties.Desk;

/// <summary>A reference list: shows what would come in, and takes what was chosen.</summary>
public sealed class ReferenceModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    /// <summary>Null: the choice of lists.</summary>
    public ReferenceSource? Source { get; private set; }
    public IReadOnlyList<TakenIn> Lines { get; private set; } = [];

    public async Task OnGet(string? source)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        if (source is null) return;
        Source = Of(source);
        Lines = await TakeInReferenceList.Preview(Db, Visit.Actor, Visit.Edition.Id, Source.Value, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPost(string source, string[] n)
    {
        Source = Of(source);
        IReadOnlyList<TakenIn> taken = [];
        if (await this.Try(Visit, async () => taken = await TakeInReferenceList.Run(Db, Visit.Actor, Visit.Edition.Id, Source.Value, n.ToHashSet(), HttpContext.RequestAborted)))
            return this.Done(At(), Visit.Texts.Say("reference.done", ("added", taken.Count(l => l.As == TakenAs.Added)), ("changed", taken.Count(l => l.As == TakenAs.Changed))));
        Db.ChangeTracker.Clear();
        Lines = await TakeInReferenceList.Preview(Db, Visit.Actor, Visit.Edition.Id, Source.Value, HttpContext.RequestAborted);
        return Page();
    }

    static ReferenceSource Of(string word) => Enum.GetValues<ReferenceSource>().Select(s => (ReferenceSource?)s).FirstOrDefault(s => Word(s!.Value) == word) ?? throw new NotThere("list");

    public static string Word(ReferenceSource source) => source.ToString().ToLowerInvariant();
}
