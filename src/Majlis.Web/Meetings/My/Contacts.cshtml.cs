using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.My;

/// <summary>The reader's own card with its code, the cards that others gave, and those the reader gave to.</summary>
public sealed class ContactsModel(AppDb db, Visit visit, SiteAddress site) : MeetingsPage(db, visit)
{
    public sealed class CardForm
    {
        public string? Email { get; set; }
        public string? Phone { get; set; }
    }

    [BindProperty]
    public CardForm Form { get; set; } = new();

    /// <summary>Null: the account is no person of the edition.</summary>
    public Person? Self { get; private set; }
    /// <summary>Null: there is nothing on the card to be taken.</summary>
    public QrCode? Code { get; private set; }
    public IReadOnlyList<(Person Person, ContactCard Card)> Received { get; private set; } = [];
    public IReadOnlyList<Person> Given { get; private set; } = [];

    public async Task OnGet()
    {
        await Look();
        if (Self is { } self && await Db.ContactCards.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == self.Id) is { } card) Form = new() { Email = card.Email, Phone = card.Phone };
    }

    public async Task<IActionResult> OnPost(bool renew)
    {
        if (await this.Try(Visit, () => KeepContactCard.Run(Db, Visit.Actor, Visit.Edition.Id, Form.Email, Form.Phone, renew))) return this.Done(Visit.At("my", "meetings", "contacts"), Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        await Look();
        return Page();
    }

    public async Task<IActionResult> OnPostTakeBack(int person)
    {
        await GiveContact.TakeBack(Db, Visit.Actor, Visit.Edition.Id, person);
        return this.Done(Visit.At("my", "meetings", "contacts"), Visit.Texts["form.saved"]);
    }

    async Task Look()
    {
        await Choose(null);
        if (await Sides.PersonOf(Db, Visit.Actor, Visit.Edition.Id) is not { } id) return;
        Self = await Db.Persons.AsNoTracking().SingleAsync(p => p.Id == id);
        if (await Db.ContactCards.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == id) is { IsEmpty: false } card)
            Code = new(new Uri(site.Of(HttpContext.Request), Visit.At("my", "meetings", "contact") + $"?key={card.Key}").AbsoluteUri, Visit.Texts["held.my_code"]);
        Received = [.. (await (from g in Db.ContactsGiven where g.TakerId == id join p in Db.Persons on g.GiverId equals p.Id join c in Db.ContactCards on g.GiverId equals c.PersonId select new { p, c }).AsNoTracking().ToListAsync())
            .Select(x => (x.p, x.c)).OrderBy(x => Visit.Say(x.p.Name).Text, Visit.Language.Comparer)];
        Given = [.. (await (from g in Db.ContactsGiven where g.GiverId == id join p in Db.Persons on g.TakerId equals p.Id select p).AsNoTracking().ToListAsync()).OrderBy(p => Visit.Say(p.Name).Text, Visit.Language.Comparer)];
    }
}
