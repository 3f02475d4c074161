using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

public sealed class InterpretersModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public IReadOnlyList<MeetingInterpreter> Interpreters { get; private set; } = [];

    public async Task OnGet()
    {
        var id = Visit.Edition.Id;
        Interpreters = await Db.MeetingInterpreters.AsNoTracking().Where(i => i.EditionId == id).OrderBy(i => i.Name).ToListAsync();
    }

    public string Pairs(MeetingInterpreter interpreter) =>
        Lists.Of(Visit.Language).And(interpreter.Pairs.Select(p => $"{LanguageNames.Name(p.From, Visit.Language)} – {LanguageNames.Name(p.To, Visit.Language)}"));
}
