using Majlis.Accreditation;
using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Messaging;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Majlis.Web.Messaging.Desk;

/// <summary>The words of the letters that the forum writes by itself, one kind and language at a time, with what a letter would look like.</summary>
public sealed class LettersModel(AppDb db, Visit visit, SiteAddress site) : PageModel
{
    public sealed class WordsForm
    {
        public string? Subject { get; set; }
        public string? Text { get; set; }
        public long? Version { get; set; }
    }

    [BindProperty]
    public WordsForm Form { get; set; } = new();

    public IReadOnlyDictionary<(LetterKind Kind, string Language), LetterWording> Own { get; private set; } = new Dictionary<(LetterKind, string), LetterWording>();
    /// <summary>What is open; null: the list of all.</summary>
    public (LetterKind Kind, Language Language)? Open { get; private set; }
    /// <summary>What somebody else saved meanwhile.</summary>
    public LetterWording? Newer { get; private set; }
    public string PreviewSubject { get; private set; } = "";
    public string PreviewText { get; private set; } = "";
    public bool MayEdit => visit.Actor.May(Permission.ReleaseProgramme, visit.Edition.Id.Value);

    public async Task OnGet(string? kind, string? language)
    {
        await Find(kind, language);
        if (Open is not { } open) return;
        var words = Own.TryGetValue((open.Kind, open.Language.Tag), out var own) ? own : LetterWording.BuiltIn(open.Kind, open.Language);
        Form = new() { Subject = words.Subject, Text = words.Text, Version = words.Version };
        Preview();
    }

    public async Task<IActionResult> OnPost(string? kind, string? language)
    {
        await Find(kind, language);
        if (Open is not { } open) throw new NotThere("letter");
        Preview();
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(visit, () => WordLetter.Run(db, visit.Actor, visit.Edition.Id, open.Kind, open.Language.Tag, Form.Subject ?? "", Form.Text ?? "", Form.Version)))
            return this.Done(visit.At("desk", "messaging", "letters"), visit.Texts["form.saved"]);
        db.ChangeTracker.Clear();
        await Find(kind, language);
        var now = Own.GetValueOrDefault((open.Kind, open.Language.Tag));
        if (now?.Version == Form.Version) return Page();
        Newer = now ?? LetterWording.BuiltIn(open.Kind, open.Language);
        Form.Version = now?.Version;
        ModelState.Remove("Form.Version");
        return Page();
    }

    /// <summary>Shows what the words typed would look like; saves nothing.</summary>
    public async Task<IActionResult> OnPostPreview(string? kind, string? language)
    {
        await Find(kind, language);
        if (Open is null) throw new NotThere("letter");
        Preview();
        return Page();
    }

    public async Task<IActionResult> OnPostBuiltIn(string? kind, string? language)
    {
        await Find(kind, language);
        if (Open is not { } open) throw new NotThere("letter");
        await UnwordLetter.Run(db, visit.Actor, visit.Edition.Id, open.Kind, open.Language.Tag);
        return this.Done(visit.At("desk", "messaging", "letters"), visit.Texts["form.saved"]);
    }

    async Task Find(string? kind, string? language)
    {
        visit.Actor.Require(Permission.ReleaseProgramme, visit.Edition.Id.Value);
        Own = await LetterTemplates.Own(db, visit.Edition.Id, HttpContext.RequestAborted);
        if (kind is null) return;
        Open = Enum.TryParse<LetterKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known) && Language.TryOf(language) is { } spoken ? (known, spoken) : throw new NotThere("letter");
    }

    /// <summary>Tells each field its faults, and fills in an example as far as the words are good.</summary>
    void Preview()
    {
        var (kind, language) = Open!.Value;
        var (subject, text) = ((Form.Subject ?? "").Trim(), (Form.Text ?? "").ReplaceLineEndings("\n"));
        if (subject.Length == 0) ModelState.AddModelError("Form.Subject", visit.Texts["refusal.messaging.subject_missing"]);
        if (string.IsNullOrWhiteSpace(text)) ModelState.AddModelError("Form.Text", visit.Texts["refusal.messaging.text_missing"]);
        if (subject.Length > LetterTemplate.LongestSubject) ModelState.AddModelError("Form.Subject", visit.Texts.Say("refusal.messaging.too_long", ("most", LetterTemplate.LongestSubject)));
        if (text.Length > LetterTemplate.LongestText) ModelState.AddModelError("Form.Text", visit.Texts.Say("refusal.messaging.too_long", ("most", LetterTemplate.LongestText)));
        if (LetterWords.Fault(subject, kind) is { } one) ModelState.AddModelError("Form.Subject", visit.Texts.Of(one.Refusal));
        if (LetterWords.Fault(text, kind) is { } other) ModelState.AddModelError("Form.Text", visit.Texts.Of(other.Refusal));
        var values = Example(kind, language);
        (PreviewSubject, PreviewText) = (LetterWords.Fill(subject, values), LetterWords.Fill(text, values));
    }

    Dictionary<string, string> Example(LetterKind kind, Language language)
    {
        var (texts, edition) = (Texts.Of(language), visit.Edition);
        if (kind is LetterKind.MeetingAsked or LetterKind.MeetingAnswered or LetterKind.MeetingReminder)
            return WriteMeetingLetter.Values(language, texts["upload.example_person"], edition.Title.In(language.Tag, edition.Languages).Text, edition.City.In(language.Tag, edition.Languages).Text, texts["party.example"],
                texts["upload.example_person"], 12, texts["upload.example_title"], kind == LetterKind.MeetingAnswered ? RequestState.Accepted : RequestState.Pending, texts["letter.example_note"],
                edition.First + new LocalTime(18, 0), new(site.Of(Request), FormattableString.Invariant($"{language.Tag}/{edition.Slug}/my/meetings/request/12")));
        if (kind is LetterKind.ApplicationReceived or LetterKind.ApplicationApproved or LetterKind.ApplicationRejected or LetterKind.ApplicationReturned or LetterKind.ApplicationRevoked)
            return WriteApplicationLetter.Values(texts["upload.example_person"], edition.Title.In(language.Tag, edition.Languages).Text, edition.City.In(language.Tag, edition.Languages).Text, texts["accreditation.category.delegate"],
                "K7QX3M9P", kind == LetterKind.ApplicationReturned ? texts["accreditation.photo_rules"] : "", new(site.Of(Request), $"{language.Tag}/{edition.Slug}/my/accreditation"));
        LocalizedText Said(string key) => LocalizedText.Of(language.Tag, texts[key]);
        var (hall, other) = (new HallEntry { Guid = Id<HallEntry>.New().Value, Slug = "a", Name = Said("upload.example_hall") }, new HallEntry { Guid = Id<HallEntry>.New().Value, Slug = "b", Name = Said("session.all_halls") });
        var session = new SessionEntry { Guid = Guid.Empty, Number = 12, Title = Said("upload.example_title"), Start = edition.First + new LocalTime(9, 30), Minutes = 90, Hall = hall.Guid };
        var programme = new ProgrammeSnapshot
        {
            Edition = new() { Slug = edition.Slug, Title = edition.Title, City = edition.City, First = edition.First, Last = edition.Last, Zone = edition.Zone, Languages = edition.Languages }, Halls = [hall, other],
        };
        var words = new SlotWords(null, programme, language, site.Of(Request));
        var moved = session with { Start = edition.First + new LocalTime(11, 0) };
        SlotChange? slot = kind switch
        {
            LetterKind.SlotReleased => new(SlotChangeKind.Given, Guid.Empty, SessionRole.Speaker, session, null),
            LetterKind.SlotCancelled => new(SlotChangeKind.Cancelled, Guid.Empty, SessionRole.Speaker, session, session),
            LetterKind.SlotChanged => new(SlotChangeKind.Moved, Guid.Empty, SessionRole.Speaker, moved, session),
            _ => null,
        };
        return words.Values(texts["upload.example_person"], "1.1", Said("letter.example_note"),
            slot is not null ? words.Of([slot]) : kind == LetterKind.StarredChanged ? words.Of([new ProgrammeChange(ProgrammeChangeKind.Moved, session.Guid, session.Number, session, moved)]) : null, slot);
    }
}
