using System.Collections.Concurrent;
using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Meetings;

/// <summary>Flags as the press takes them: those of codes, which the build has drawn, and those that the organiser gave.</summary>
public sealed class PrintedFlags(IWebHostEnvironment site, IFileService files)
{
    readonly ConcurrentDictionary<string, byte[]?> _drawn = new();

    /// <summary>Null: none, or none that can be printed.</summary>
    public async Task<byte[]?> Of(string? code, Id<StoredFile>? flag, CancellationToken cancellation)
    {
        if (flag is { } file)
        {
            await using var given = await files.Open(file, cancellation);
            if (given is null) return null;
            var memory = new MemoryStream();
            await given.CopyToAsync(memory, cancellation);
            return memory.ToArray();
        }
        return code is { Length: 2 } && Countries.IsCode(code) ? _drawn.GetOrAdd(code.ToLowerInvariant(), Read) : null;
    }

    byte[]? Read(string code)
    {
        var drawn = site.WebRootFileProvider.GetFileInfo($"lib/print/flags/{code}.png");
        if (!drawn.Exists) return null;
        using var stream = drawn.CreateReadStream();
        var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

/// <summary>Composes what is printed of meetings, in the language of whoever gets it.</summary>
/// <param name="flags">By side.</param>
public sealed class MeetingPapers(EditionCard edition, MeetingDays days, IReadOnlyDictionary<Id<MeetingSide>, byte[]?> flags)
{
    public static async Task<MeetingPapers> Of(EditionCard edition, MeetingDays days, PrintedFlags flags, CancellationToken cancellation)
    {
        var drawn = new Dictionary<Id<MeetingSide>, byte[]?>();
        foreach (var (side, name) in days.Names) drawn[side] = await flags.Of(name.Code, name.Flag, cancellation);
        return new(edition, days, drawn);
    }

    PaperText Say(LocalizedText text, Language language, float size = 10, bool strong = false, bool quiet = false) =>
        text.In(language.Tag, edition.Languages) is var said ? new(Characters.Tame(said.Text), said.Language == LocalizedText.Undetermined ? null : said.Language)
        {
            Size = size, IsStrong = strong, IsQuiet = quiet,
            IsRightToLeft = Language.DirectionOf(said.Language) switch { "rtl" => true, "ltr" => false, _ => null },
        } : throw new InvalidOperationException();

    static PaperText Word(string text, float size = 10, bool strong = false, bool quiet = false) => new(text) { Size = size, IsStrong = strong, IsQuiet = quiet };

    PaperText Head(Language language) => Say(edition.Title, language, 8, quiet: true);

    /// <summary>What somebody has to do on each day, where, and how long the way takes.</summary>
    /// <param name="name">Whose agenda it is.</param>
    public PaperPart Agenda(Language language, LocalizedText name, LocalizedText office, IReadOnlyList<DayLine> lines)
    {
        var (texts, times, dates, numbers) = (Texts.Of(language), Times.Of(language), new Dates(language, null, edition.HijriShift), Numbers.Of(language));
        List<PaperBlock> blocks = [new PaperParagraph(Say(name, language, 18, strong: true), 0)];
        if (!office.IsEmpty) blocks.Add(new PaperParagraph(Say(office, language, 10, quiet: true), 2));
        blocks.Add(new PaperParagraph(Word(texts["held.agenda"], 11, quiet: true), 8));
        if (lines.Count == 0) blocks.Add(new PaperParagraph(Word(texts["held.day_empty"])));
        foreach (var day in lines.GroupBy(l => l.Start.Date))
        {
            blocks.Add(new PaperParagraph(Word(dates.Full(day.Key), 12, strong: true), 3, KeepWithNext: true));
            blocks.Add(new PaperTable([1.5f, 5, 3.5f], [.. day.Select(Row)]));
        }
        return new(language.Tag, language.IsRightToLeft, blocks, Head(language), (page, of) => texts.Say("held.page", ("page", page), ("of", of)));

        IReadOnlyList<PaperCell> Row(DayLine line)
        {
            List<PaperText> what = [];
            byte[]? flag = null;
            if (line.Meeting is { } meeting)
            {
                what.Add(Say(days.Names[meeting.Other.Id].Name, language, 10.5f, strong: true));
                flag = flags.GetValueOrDefault(meeting.Other.Id);
                if (meeting.OtherPeople.Count > 0) what.Add(Word(Names(meeting.OtherPeople, language), 9));
                what.Add(Word(meeting.Request.Purpose, 9, quiet: true) with { IsRightToLeft = null, Language = "und" });
                if (Interpreter(meeting.Meeting, meeting.Request, language) is { } pair) what.Add(Word(pair, 9, quiet: true));
                what.Add(Word(texts.Say("held.meeting", ("number", meeting.Meeting.Number)), 8, quiet: true));
            }
            else
            {
                what.Add(Say(line.Session!.Title, language, 10.5f, strong: true));
                what.Add(Word(texts["held.session"], 8, quiet: true));
            }
            List<PaperText> where = [];
            if (!line.Place.IsEmpty) where.Add(Say(line.Place, language));
            if (!line.Building.IsEmpty) where.Add(Say(line.Building, language, 9, quiet: true));
            if (line.Walk is > 0 and { } walk) where.Add(Word(texts.Say("held.walk", ("minutes", walk)) + (line.IsTight ? $" · {texts["held.tight"]}" : ""), 9, strong: line.IsTight));
            return [new(Word(line.End > line.Start ? times.Range(line.Start.TimeOfDay, line.End.TimeOfDay) : times.Say(line.Start.TimeOfDay), 10.5f, strong: true)), new([.. what]) { Picture = flag, PictureHeight = 11 }, new([.. where])];
        }
    }

    string Names(IEnumerable<Id<Person>> people, Language language) =>
        Lists.Of(language).And(people.Select(p => days.People.GetValueOrDefault(p)).OfType<Person>().Select(p => Texts.Isolate(Characters.Tame(p.Name.In(language.Tag, edition.Languages).Text))));

    /// <summary>Null: none is needed. The pair is told with whoever interprets it.</summary>
    string? Interpreter(Meeting meeting, MeetingRequest request, Language language) => meeting.InterpreterId is { } id && days.Interpreters.TryGetValue(id, out var interpreter)
        ? Texts.Of(language).SayPlain("held.interpreter_is", ("name", interpreter.Name), ("pairs", Lists.Of(language).And(PairsOf(interpreter, request).Select(p => $"{LanguageNames.Name(p.From, language)} – {LanguageNames.Name(p.To, language)}"))))
        : null;

    /// <summary>Pairs that join languages of the two sides; all of the interpreter's when the sides have told none.</summary>
    IReadOnlyList<LanguagePair> PairsOf(MeetingInterpreter interpreter, MeetingRequest request)
    {
        var (from, to) = (days.Sides[request.FromId].Profile.Languages, days.Sides[request.ToId].Profile.Languages);
        var fitting = interpreter.Pairs.Where(p => from.Contains(p.From) && to.Contains(p.To) || from.Contains(p.To) && to.Contains(p.From)).ToList();
        return fitting.Count > 0 ? fitting : interpreter.Pairs;
    }

    /// <summary>The protocol sheet.</summary>
    /// <param name="forProtocol">With protocol's remarks, which are for those who prepare the room and for neither side.</param>
    /// <param name="paper">What one side wants to say, for those who may read it; null: not on this copy.</param>
    public PaperPart Sheet(Language language, Meeting meeting, MeetingRequest request, MeetingSheet? sheet, bool forProtocol, (MeetingSide Side, string Points)? paper)
    {
        var (texts, times, dates, numbers) = (Texts.Of(language), Times.Of(language), new Dates(language, null, edition.HijriShift), Numbers.Of(language));
        var (room, facts) = (days.Rooms[meeting.RoomId], sheet?.Facts ?? SheetFacts.Empty);
        var (from, to) = (Seated(facts.From, request, request.FromId), Seated(facts.To, request, request.ToId));
        List<PaperBlock> blocks =
        [
            new PaperParagraph(Word(texts.Say("held.sheet_of", ("number", meeting.Number)), 11, quiet: true), 4),
            new PaperTable([1, 1], [[Side(request.FromId), Side(request.ToId)]]) { HasLines = false },
            new PaperTable([1, 3],
            [
                Fact("held.when", Word($"{dates.Full(meeting.Start.Date)} · {times.Range(meeting.Start.TimeOfDay, meeting.End.TimeOfDay)}", strong: true)),
                Fact("held.where", Say(room.Name, language, strong: true), Say(room.Building, language, quiet: true)),
                Fact("meeting.purpose", Word(request.Purpose) with { Language = "und" }),
                Fact("meeting.level", Word(texts[$"meeting.level.{MeetingWords.Word(request.Terms.Level)}"])),
                Fact("held.parity", Word(Parity(request, texts))),
                Fact("held.interpreter", Word(Interpreter(meeting, request, language) ?? texts["held.no_interpreter"])),
                Fact("held.note_taker", Word(facts.NoteTaker.Length > 0 ? facts.NoteTaker : "—") with { Language = "und" }),
                .. forProtocol && facts.Remarks.Length > 0 ? [Fact("held.remarks", Word(facts.Remarks) with { Language = "und" })] : Array.Empty<IReadOnlyList<PaperCell>>(),
            ]),
            new PaperParagraph(Word(texts["held.seating"], 12, strong: true), 2, KeepWithNext: true),
            new PaperParagraph(Word(texts[$"held.seating.{MeetingWords.Word(facts.Seating)}"], 9, quiet: true), 4, KeepWithNext: true),
            new PaperTable([5, 1, 5], [.. Enumerable.Range(0, Math.Max(1, Math.Max(from.Count, to.Count))).Select(i => (IReadOnlyList<PaperCell>)[Seat(from, i), new(Word(numbers.Plain(i + 1), 9, quiet: true)) { Align = 0.5f }, Seat(to, i)])]),
        ];
        if (paper is var (side, points) && points.Length > 0)
        {
            blocks.Add(new PaperParagraph(Word(texts.SayPlain("held.points_of", ("side", days.Names[side.Id].Name.In(language.Tag, edition.Languages).Text)), 12, strong: true), 2, KeepWithNext: true));
            blocks.Add(new PaperParagraph(Word(texts["held.points_restricted"], 9, quiet: true), 4, KeepWithNext: true));
            blocks.Add(new PaperParagraph(Word(points) with { Language = "und" }));
        }
        return new(language.Tag, language.IsRightToLeft, blocks, Head(language), (page, of) => texts.Say("held.page", ("page", page), ("of", of)));

        IReadOnlyList<PaperCell> Fact(string key, params PaperText[] said) => [new(Word(texts[key], 9, quiet: true)), new([.. said.Where(s => s.Text.Length > 0)])];

        PaperCell Side(Id<MeetingSide> side) => new(Say(days.Names[side].Name, language, 15, strong: true)) { Picture = flags.GetValueOrDefault(side), PictureHeight = 30 };

        PaperCell Seat(IReadOnlyList<Person> people, int seat) => seat >= people.Count ? new(Word("")) :
            new([Say(people[seat].Name, language, strong: seat == 0), .. people[seat].Office.IsEmpty ? Array.Empty<PaperText>() : [Say(people[seat].Office, language, 8.5f, quiet: true)]]);
    }

    IReadOnlyList<Person> Seated(IReadOnlyList<Id<Person>> named, MeetingRequest request, Id<MeetingSide> side) =>
        [.. (named.Count > 0 ? named : days.PeopleOf(request, side)).Select(p => days.People.GetValueOrDefault(p)).OfType<Person>()];

    /// <summary>Whether both sides come with as many people.</summary>
    public static string Parity(MeetingRequest request, Texts texts) => texts.Say(request.Terms.FromPeople == request.Terms.ToPeople ? "held.parity_even" : "held.parity_odd", ("from", request.Terms.FromPeople), ("to", request.Terms.ToPeople));
}
