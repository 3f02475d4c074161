using System.Globalization;
using System.Text;
using Majlis.Platform;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>Some of a programme as a calendar of its own: a day, a track, a hall, a person, the stars of a reader.</summary>
/// <param name="Name">What calendar programs show it as, in the asked language.</param>
/// <param name="Sessions">Cancelled ones are written as cancelled, unscheduled ones left out.</param>
/// <param name="Description">What it is; may be null.</param>
/// <param name="Url">Its page; may be null.</param>
public sealed record CalendarSelection(string Name, IReadOnlyList<SessionEntry> Sessions, string? Description = null, Uri? Url = null);

/// <summary>One person and one session, for a letter.</summary>
/// <param name="Organizer">Whom the letter comes from: programs believe an invitation only from its organizer.</param>
/// <param name="IsOff">The slot is taken from the calendar: the session is cancelled, or goes on without this person.</param>
public sealed record CalendarInvitation(SessionEntry Session, MailSender Organizer, string Name, string Address, bool IsOff)
{
    /// <summary>As iTIP says it, for the letter and for the file alike.</summary>
    public string Method => IsOff ? "CANCEL" : "REQUEST";
}

/// <summary>
/// Writes iCalendar by RFC 5545 and 7986. It cannot carry: more than one language of a text, markup, subtitles apart from the description, floor and output languages, access,
/// recordings, links (attachments only), biographies and what a hall or track has beside its name.
/// </summary>
public static class CalendarWriter
{
    static readonly LocalDateTimePattern Basic = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>The whole edition.</summary>
    public static void Write(ProgrammeSnapshot programme, Stream stream, WritingOptions options) =>
        Write(programme, new(new Words(programme, options.Language).Of(programme.Edition.Title), programme.Sessions), stream, options);

    public static void Write(ProgrammeSnapshot programme, CalendarSelection selection, Stream stream, WritingOptions options)
    {
        var words = new Words(programme, options.Language);
        var zone = DateTimeZoneProviders.Tzdb[programme.Edition.Zone];
        var sessions = selection.Sessions.Where(s => s.Start is not null).OrderBy(s => s.Start).ThenBy(s => s.Number).ToList();
        var file = new ContentLines(stream);
        file.Add("BEGIN:VCALENDAR");
        file.Add("VERSION:2.0");
        file.Add($"PRODID:-//Majlis//Majlis {Safe(options.GeneratorVersion)}//EN");
        file.Add("CALSCALE:GREGORIAN");
        file.Add("METHOD:PUBLISH");
        file.Text("NAME", selection.Name);
        file.Text("X-WR-CALNAME", selection.Name);
        if (selection.Description is { } description)
        {
            file.Text("DESCRIPTION", description);
            file.Text("X-WR-CALDESC", description);
        }
        file.Text("X-WR-TIMEZONE", zone.Id);
        file.Text("X-MAJLIS-EDITION", programme.Edition.Slug);
        file.Add("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        file.Add("X-PUBLISHED-TTL:PT1H");
        file.Add("COLOR:teal");
        if ((selection.Url?.AbsoluteUri ?? programme.Edition.Url) is { } url) file.Add($"URL:{Safe(url)}");
        if (options.FileAddress is { } source) file.Add($"SOURCE;VALUE=URI:{Safe(source.AbsoluteUri)}");
        if (sessions.Count > 0 && zone.Id is not "UTC") TimeZone(file, zone, zone.At(sessions[0].Start!.Value), zone.At(sessions[^1].End!.Value.PlusDays(1)));
        foreach (var session in sessions) Event(file, programme, session, zone, words, options);
        file.Add("END:VCALENDAR");
    }

    /// <summary>
    /// One session as an invitation that a letter carries, by iTIP (RFC 5546): <c>REQUEST</c>, or <c>CANCEL</c>. The session's own number of moves is its <c>SEQUENCE</c>; of two with the same,
    /// programs take the later stamp, which is that of the release. The session has a start.
    /// </summary>
    public static void Invite(ProgrammeSnapshot programme, CalendarInvitation invitation, Stream stream, WritingOptions options)
    {
        var zone = DateTimeZoneProviders.Tzdb[programme.Edition.Zone];
        var (file, start) = (new ContentLines(stream), zone.At(invitation.Session.Start!.Value));
        file.Add("BEGIN:VCALENDAR");
        file.Add("VERSION:2.0");
        file.Add($"PRODID:-//Majlis//Majlis {Safe(options.GeneratorVersion)}//EN");
        file.Add("CALSCALE:GREGORIAN");
        file.Add($"METHOD:{invitation.Method}");
        if (zone.Id is not "UTC") TimeZone(file, zone, start, start.PlusHours(24));
        Event(file, programme, invitation.Session, zone, new(programme, options.Language), options, invitation);
        file.Add("END:VCALENDAR");
    }

    static void Event(ContentLines file, ProgrammeSnapshot programme, SessionEntry session, DateTimeZone zone, Words words, WritingOptions options, CalendarInvitation? invitation = null)
    {
        var start = zone.At(session.Start!.Value);
        file.Add("BEGIN:VEVENT");
        file.Text("UID", session.Uid ?? session.Guid + CalendarReader.OwnUid);
        file.Add($"DTSTAMP:{Stamp.Format(options.Published)}");
        file.Add($"LAST-MODIFIED:{Stamp.Format(session.Changed ?? options.Published)}");
        file.Add(string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{session.Sequence}"));
        Time(file, "DTSTART", start);
        Time(file, "DTEND", start.PlusMinutes(session.Minutes));
        file.Text("SUMMARY", Isolated(words.Of(session.Title)));
        file.Text("LOCATION", session.Hall is { } hall ? words.Hall(hall) : "");
        if (session.Track is { } track) file.Text("CATEGORIES", words.Track(track));
        // Without a status a cancellation is for its reader alone.
        if (session.IsCancelled || invitation is not { IsOff: true }) file.Add(session.IsCancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        if (invitation is not null)
        {
            file.Add($"ORGANIZER;CN={Quoted(words.Of(programme.Edition.Title))}:mailto:{Safe(invitation.Organizer.Address)}");
            file.Add($"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;CN={Quoted(invitation.Name)}:mailto:{Safe(invitation.Address)}");
        }
        file.Add("TRANSP:OPAQUE");
        file.Add($"URL:{Safe(options.AddressOf(programme, session))}");
        if (session.Stream is { } stream) file.Add($"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{Safe(stream)}");
        foreach (var attachment in options.Materials(session, MaterialKind.Attachment)) file.Add($"ATTACH:{Safe(attachment.Href)}");
        var people = words.People(session).Select(p => words.Of(p.Name)).ToList();
        file.Text("DESCRIPTION", string.Join("\n\n", new[] { CalendarReader.PeopleLine(people), words.Of(session.Subtitle), PlainText.Of(words.Of(session.Abstract)), PlainText.Of(words.Of(session.Description)) }
            .Where(t => t.Length > 0)));
        file.Add(string.Create(CultureInfo.InvariantCulture, $"X-MAJLIS-NUMBER:{session.Number}"));
        if (session.Type is { } type) file.Text("X-MAJLIS-TYPE", words.Type(type));
        foreach (var person in session.People)
            file.Text(string.Create(CultureInfo.InvariantCulture, $"X-MAJLIS-PERSON;ROLE={person.Role.ToString().ToUpperInvariant()};NUMBER={words.Person(person.Person).Number};ID={person.Person}"),
                words.Of(words.Person(person.Person).Name));
        file.Add("END:VEVENT");
    }

    static void Time(ContentLines file, string name, ZonedDateTime time) =>
        file.Add(time.Zone.Id == "UTC" ? $"{name}:{Basic.Format(time.LocalDateTime)}Z" : $"{name};TZID={time.Zone.Id}:{Basic.Format(time.LocalDateTime)}");

    // Each rule that holds within the time covered, as an observance of its own: right for every zone, whatever its rules are.
    static void TimeZone(ContentLines file, DateTimeZone zone, ZonedDateTime from, ZonedDateTime to)
    {
        file.Add("BEGIN:VTIMEZONE");
        file.Add($"TZID:{zone.Id}");
        var before = zone.GetZoneInterval(from.ToInstant()) is { HasStart: true } holding ? zone.GetZoneInterval(holding.Start - Duration.Epsilon).WallOffset : from.Offset;
        foreach (var interval in zone.GetZoneIntervals(from.ToInstant(), to.ToInstant()))
        {
            var kind = interval.Savings == Offset.Zero ? "STANDARD" : "DAYLIGHT";
            file.Add($"BEGIN:{kind}");
            file.Add($"DTSTART:{(interval.HasStart ? Basic.Format(interval.Start.WithOffset(before).LocalDateTime) : "19700101T000000")}");
            file.Add($"TZOFFSETFROM:{Minutes(before)}");
            file.Add($"TZOFFSETTO:{Minutes(interval.WallOffset)}");
            file.Text("TZNAME", interval.Name);
            file.Add($"END:{kind}");
            before = interval.WallOffset;
        }
        file.Add("END:VTIMEZONE");
    }

    static string Minutes(Offset offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < Offset.Zero ? '-' : '+')}{Math.Abs(offset.Seconds) / 3600:00}{Math.Abs(offset.Seconds) / 60 % 60:00}");

    /// <summary>A parameter's value, which cannot hold a quotation mark.</summary>
    static string Quoted(string text) => $"\"{Safe(text).Replace('"', '\'')}\"";

    static string Safe(string value) => string.Concat(value.Where(c => !char.IsControl(c)));

    /// <summary>Text in which left-to-right and right-to-left letters meet, isolated so that the calendar's own words beside it stay in order; other text as it is.</summary>
    internal static string Isolated(string text) => text.Any(IsRightToLeft) && text.Any(c => char.IsLetter(c) && !IsRightToLeft(c)) ? $"\u2068{text}\u2069" : text;

    static bool IsRightToLeft(char c) => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC';
}

/// <summary>Content lines to a stream: CRLF, folded at 75 octets and never inside a character.</summary>
sealed class ContentLines(Stream stream)
{
    const int Octets = 75;
    readonly byte[] _character = new byte[4];
    byte[] _line = new byte[1024];

    /// <summary>A text value: backslash, semicolon, comma and line ends escaped, other controls left out.</summary>
    public void Text(string name, string text)
    {
        var line = new StringBuilder(name.Length + text.Length + 16).Append(name).Append(':');
        foreach (var c in text.ReplaceLineEndings("\n"))
            switch (c)
            {
                case '\n': line.Append("\\n"); break;
                case '\\' or ';' or ',': line.Append('\\').Append(c); break;
                case '\t' or >= ' ' and not '\x7F': line.Append(c); break;
            }
        Add(line.ToString());
    }

    public void Add(string line)
    {
        var (length, column) = (0, 0);
        if (_line.Length < line.Length * 5 + 16) _line = new byte[line.Length * 5 + 16];
        foreach (var rune in line.EnumerateRunes())
        {
            var octets = rune.EncodeToUtf8(_character);
            if (column + octets > Octets)
            {
                "\r\n "u8.CopyTo(_line.AsSpan(length));
                length += 3;
                column = 1;
            }
            _character.AsSpan(0, octets).CopyTo(_line.AsSpan(length));
            length += octets;
            column += octets;
        }
        "\r\n"u8.CopyTo(_line.AsSpan(length));
        stream.Write(_line, 0, length + 2);
    }
}
