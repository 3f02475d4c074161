using System.Globalization;
using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>One interpreter of meetings: a new one, or one known by their id.</summary>
public sealed class InterpreterModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public sealed class InterpreterForm
    {
        public string? Name { get; set; }
        public string? Pairs { get; set; }
        public string? MostADay { get; set; }
        /// <summary>Number of a person of the edition.</summary>
        public string? Person { get; set; }
        public string? Away { get; set; }
        public long Version { get; set; }
    }

    [BindProperty]
    public InterpreterForm Form { get; set; } = new();

    /// <summary>Null for a new one.</summary>
    public MeetingInterpreter? Known { get; private set; }

    public async Task OnGet(Id<MeetingInterpreter>? interpreter)
    {
        await Find(interpreter);
        if (Known is not { } known) return;
        var number = known.PersonId is { } person ? await Db.Persons.Where(p => p.Id == person).Select(p => (int?)p.Number).SingleOrDefaultAsync() : null;
        Form = new()
        {
            Name = known.Name, Pairs = string.Join('\n', known.Pairs.Select(p => $"{p.From} – {p.To}")), MostADay = known.MostADay?.ToString(CultureInfo.InvariantCulture),
            Person = number?.ToString(CultureInfo.InvariantCulture), Away = known.Away.Select(a => (a.From, a.Until)).ToForm(), Version = known.Version,
        };
    }

    public async Task<IActionResult> OnPost(Id<MeetingInterpreter>? interpreter)
    {
        await Find(interpreter);
        var most = this.Number(Visit, "Form.MostADay", Form.MostADay);
        var number = this.Number(Visit, "Form.Person", Form.Person);
        var away = this.Windows(Visit, "Form.Away", Form.Away).ConvertAll(w => new LostTime(w.From, w.Until));
        var id = Visit.Edition.Id;
        var person = number is null ? null : await Db.Persons.Where(p => p.EditionId == id && p.Number == number).Select(p => (Id<Person>?)p.Id).SingleOrDefaultAsync();
        if (number is not null && person is null) ModelState.AddModelError("Form.Person", Visit.Texts["interpreter.person_unknown"]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(Visit, () => KeepInterpreter.Run(Db, Visit.Actor, id, Known?.Id, new(Form.Name ?? "", Read(Form.Pairs), person, most, away), Known is null ? null : Form.Version)))
            return this.Done(At("interpreters"), Visit.Texts["form.saved"]);
        return Page();
    }

    /// <summary>One pair a line, <c>ru – ar</c>, with any dash; what is no pair is refused by the noun.</summary>
    static List<LanguagePair> Read(string? typed) => [.. (typed ?? "").Split(['\n', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.ToLowerInvariant().Split(['–', '—', '-', '/', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair is [var a, var b] ? new LanguagePair(a, b) : new("", ""))];

    public async Task<IActionResult> OnPostRemove(Id<MeetingInterpreter> interpreter)
    {
        if (await this.Try(Visit, () => RemoveInterpreter.Run(Db, Visit.Actor, Visit.Edition.Id, interpreter))) return this.Done(At("interpreters"), Visit.Texts["interpreter.removed"]);
        Db.ChangeTracker.Clear();
        await OnGet(interpreter);
        return Page();
    }

    async Task Find(Id<MeetingInterpreter>? interpreter)
    {
        var id = Visit.Edition.Id;
        if (interpreter is { } known) Known = await Db.MeetingInterpreters.AsNoTracking().SingleOrDefaultAsync(i => i.EditionId == id && i.Id == known) ?? throw new NotThere("interpreter");
    }
}
