using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.Desk;

/// <summary>Everybody the edition knows: speakers, chairs, interpreters and those not in a session yet.</summary>
public sealed class PeopleModel(AppDb db, Visit visit) : PageModel
{
    public const int Rows = 100;

    public string Words { get; private set; } = "";
    public bool OnlyWithout { get; private set; }
    public int All { get; private set; }
    public int Without { get; private set; }
    public int Found { get; private set; }
    public IReadOnlyList<(PersonEntry Person, int Sessions)> Shown { get; private set; } = [];
    public int At { get; private set; }
    public int Pages { get; private set; }
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    /// <param name="state"><c>without</c>: only those in no session.</param>
    public async Task OnGet(string? q, string? state, int p)
    {
        Words = q?.Trim() is { Length: > DraftFilter.MostLetters } most ? most[..DraftFilter.MostLetters] : q?.Trim() ?? "";
        OnlyWithout = state == "without";
        var id = visit.Edition.Id;
        var people = await db.PeopleOfProgramme(id).AsNoTracking().ToListAsync();
        var counts = await db.SessionPeople.Where(x => db.Sessions.Any(s => s.Id == x.SessionId && s.EditionId == id)).Select(x => new { x.PersonId, x.SessionId }).Distinct()
            .GroupBy(x => x.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count);
        All = people.Count;
        Without = people.Count(x => !counts.ContainsKey(x.Id));
        var words = SearchKey.Words(Words);
        var found = people.Where(x => !(OnlyWithout && counts.ContainsKey(x.Id)))
            .Where(x => words.Count == 0 || SearchKey.Matches(SearchKey.Of([.. x.Name.Wordings.Select(w => w.Value), .. x.Organisation.Wordings.Select(w => w.Value),
                .. x.Office.Wordings.Select(w => w.Value), x.Country is null ? null : Countries.Name(x.Country, visit.Language)]), words))
            .OrderBy(x => visit.Say(x.Name).Text, visit.Language.Comparer).ThenBy(x => x.Number).ToList();
        Found = found.Count;
        Pages = Math.Max(1, (Found + Rows - 1) / Rows);
        At = Math.Clamp(p, 1, Pages);
        Shown = [.. found.Skip((At - 1) * Rows).Take(Rows).Select(x => (x.ToEntry(), counts.GetValueOrDefault(x.Id)))];
    }

    public bool MayKeep => visit.Actor.May(Permission.KeepProtocol, visit.Edition.Id.Value);

    /// <summary>The desk's own sheet of everybody, with what only the desk knows of them.</summary>
    public async Task<IActionResult> OnGetSheet(string? format)
    {
        var id = visit.Edition.Id;
        visit.Actor.Require(Permission.KeepProtocol, id.Value);
        var people = await db.PeopleOfProgramme(id).AsNoTracking().OrderBy(x => x.Number).ToListAsync();
        var dossiers = await db.Dossiers.AsNoTracking().Where(x => x.EditionId == id).ToDictionaryAsync(x => x.PersonId, x => x.Facts);
        var ranks = (await Protocols.Of(db, id)).Facts.Ranks.ToDictionary(r => r.Guid, r => visit.Say(r.Name).Text);
        var languages = visit.Edition.Languages;
        IEnumerable<IReadOnlyList<string>> rows =
        [
            ["number", .. languages.Select(l => "name." + l), "office", "organisation", "country", "rank", "email", "language"],
            .. people.Select(x => (Person: x, Dossier: dossiers.GetValueOrDefault(x.Id))).Select(x => (IReadOnlyList<string>)
            [
                x.Person.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), .. languages.Select(l => x.Person.Name[l] ?? ""), visit.Say(x.Person.Office).Text, visit.Say(x.Person.Organisation).Text,
                x.Person.Country ?? "", x.Dossier?.Rank is { } rank ? ranks.GetValueOrDefault(rank, "") : "", x.Dossier?.Email ?? "", x.Dossier?.Language ?? "",
            ]),
        ];
        return this.Table(visit, format, "people", rows);
    }

    public string Ask(int page)
    {
        var query = new QueryString();
        if (Words.Length > 0) query = query.Add("q", Words);
        if (OnlyWithout) query = query.Add("state", "without");
        if (page > 1) query = query.Add("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return visit.At("desk", "programme", "people") + query;
    }
}
