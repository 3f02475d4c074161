using Majlis.Calendars;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Forums.Desk;

/// <summary>The addresses of the screens of the venue, to be typed, scanned or copied into them.</summary>
public sealed class SignsModel(Visit visit, ProgrammeShelf shelf, SiteAddress site) : ProgrammePage(visit, shelf)
{
    /// <summary>The second language of every screen; null: one language.</summary>
    public Language? Second { get; private set; }
    public SignMoment Moment { get; private set; } = new(null, null);

    public void OnGet()
    {
        Second = Signage.SecondOf(Request.Query["lang2"], Visit.Language);
        Moment = SignMoment.Of(Request.Query);
        if (Moment.Day is null && Agenda?.Published.Days[0] is { } first) Moment = new(first, Moment.Time ?? new LocalTime(10, 0));
    }

    /// <summary>Absolute: it goes into another machine.</summary>
    public string Address(params object[] path) => new Uri(site.Of(Request), Visit.At(path) + QueryString.Create(Language)).AbsoluteUri;

    /// <summary>The same screen at <see cref="Moment"/>.</summary>
    public string Preview(params object[] path) => Visit.At(["desk", .. path]) + QueryString.Create([.. Language, .. Moment.Query]);

    IEnumerable<KeyValuePair<string, string?>> Language => Second is null ? [] : [new("lang2", Second.Tag)];
}

/// <summary>A moment that a preview asks for, in wall time; a part that cannot be read is no part.</summary>
public sealed record SignMoment(LocalDate? Day, LocalTime? Time)
{
    static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    public static SignMoment Of(IQueryCollection query) => new(
        LocalDatePattern.Iso.Parse(Digits.ToAscii(query["day"].ToString())) is { Success: true } day ? day.Value : null,
        Minute.Parse(Digits.ToAscii(query["time"].ToString())) is { Success: true } time ? time.Value : null);

    /// <summary>Null when no day is asked for; without a time, at ten.</summary>
    public Instant? In(PublishedProgramme programme) => Day is { } day ? programme.InstantOf(day.At(Time ?? new LocalTime(10, 0))) : null;

    public IEnumerable<KeyValuePair<string, string?>> Query =>
        Day is { } day ? [new("day", LocalDatePattern.Iso.Format(day)), new("time", Minute.Format(Time ?? new LocalTime(10, 0)))] : [];
}
