using Majlis.Delegations;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Delegations.My;

/// <summary>Somebody of a delegation: entered, changed, replaced, withdrawn.</summary>
public sealed class MemberModel(AppDb db, Visit visit) : DelegationPage(db, visit)
{
    public sealed class MemberForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public Dictionary<string, string?> Office { get; set; } = [];
        public Dictionary<string, string?> Organisation { get; set; } = [];
        public MemberRole Role { get; set; } = MemberRole.Delegate;
        public string? Category { get; set; }
        public string? Country { get; set; }
        public string? Email { get; set; }
        public string? Language { get; set; }
        public string? Declaration { get; set; }
        public bool Sure { get; set; }
        public long MemberVersion { get; set; }
        public long PersonVersion { get; set; }

        public MemberFacts Facts => new()
        {
            Name = Name.ToText(), Office = Office.ToText(), Organisation = Organisation.ToText(), Role = Role, Category = Category ?? "", Country = Country, Email = Email, Language = Language,
        };
    }

    [BindProperty]
    public MemberForm Form { get; set; } = new();

    /// <summary>Null for somebody new.</summary>
    public MemberRow? Known { get; private set; }
    /// <summary>The form is of somebody who comes instead of <see cref="Known"/>.</summary>
    public bool IsReplacing { get; private set; }
    /// <summary>Members who may be the same person.</summary>
    public IReadOnlyList<MemberRow> Like { get; private set; } = [];

    public async Task OnGet(string party, int? number)
    {
        await Find(party, number);
        Form = Known is null ? new() { Category = Opened.Terms.Categories[0].Key, Country = Opened.Party.Code is { Length: 2 } code ? code : null } : Filled(Known);
    }

    public async Task OnGetReplace(string party, int number)
    {
        await Find(party, number);
        IsReplacing = true;
        Form = new() { Country = Known!.Person.Country };
    }

    public async Task<IActionResult> OnPost(string party, int? number)
    {
        await Find(party, number);
        if (!ModelState.IsValid || Known is null && Doubtful()) return Wrong();
        if (await this.Try(Visit, () => Known is null
                ? AddMember.Run(Db, Visit.Actor, Visit.Edition.Id, party, Form.Facts, Form.Declaration, HttpContext.RequestAborted)
                : ChangeMember.Run(Db, Visit.Actor, Visit.Edition.Id, party, number!.Value, Form.Facts, (Form.MemberVersion, Form.PersonVersion), Form.Declaration, HttpContext.RequestAborted)))
            return this.Done(At(party), Visit.Texts["form.saved"]);
        await Find(party, number);
        if (Known is { } now && (now.Member.Version, now.Person.Version) != (Form.MemberVersion, Form.PersonVersion))
        {
            (Form.MemberVersion, Form.PersonVersion) = (now.Member.Version, now.Person.Version);
            ModelState.Remove("Form.MemberVersion");
            ModelState.Remove("Form.PersonVersion");
        }
        return Page();
    }

    public async Task<IActionResult> OnPostReplace(string party, int number)
    {
        await Find(party, number);
        IsReplacing = true;
        if (!ModelState.IsValid || Doubtful()) return Wrong();
        if (await this.Try(Visit, () => ReplaceMember.Run(Db, Visit.Actor, Visit.Edition.Id, party, number, Form.Facts, Form.Declaration, HttpContext.RequestAborted)))
            return this.Done(At(party), Visit.Texts["delegation.replaced"]);
        await Find(party, number);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdraw(string party, int number, string? declaration)
    {
        ModelState.Clear();
        await Find(party, number);
        Form = Filled(Known!);
        if (await this.Try(Visit, () => WithdrawMembers.Run(Db, Visit.Actor, Visit.Edition.Id, party, [number], declaration, HttpContext.RequestAborted))) return this.Done(At(party), Visit.Texts.Say("delegation.done", ("count", 1)));
        await Find(party, number);
        return Page();
    }

    /// <summary>Somebody of the delegation is called so already, and nobody has said that these are two.</summary>
    bool Doubtful()
    {
        if (Form.Sure) return false;
        Like = [.. Doubles.Within(_rows, Form.Name.ToText()).Where(m => !IsReplacing || m.Person.Number != Known!.Person.Number).Take(5)];
        if (Like.Count > 0) ModelState.AddModelError("", Visit.Texts["delegation.like"]);
        return Like.Count > 0;
    }

    IReadOnlyList<MemberRow> _rows = [];

    async Task Find(string party, int? number)
    {
        await Find(party);
        _rows = await MemberRows.Of(Db, Delegation.Id, HttpContext.RequestAborted);
        if (number is not null) Known = _rows.FirstOrDefault(r => r.Person.Number == number) ?? throw new NotThere("member");
    }

    static MemberForm Filled(MemberRow row) => new()
    {
        Name = row.Person.Name.ToForm(), Office = row.Person.Office.ToForm(), Organisation = row.Person.Organisation.ToForm(), Role = row.Member.Role, Category = row.Member.Category, Country = row.Person.Country,
        Email = row.Dossier?.Email, Language = row.Dossier?.Language, MemberVersion = row.Member.Version, PersonVersion = row.Person.Version,
    };
}
