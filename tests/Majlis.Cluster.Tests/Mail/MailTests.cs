using System.Net;
using System.Net.Sockets;
using System.Text;
using Majlis.Mail;
using Majlis.Platform;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;
using NodaTime.Testing;

namespace Majlis.Cluster.Tests.Mail;

public class MailTests
{
    static readonly FakeClock Clock = new(Instant.FromUtc(2026, 5, 1, 9, 0));

    static readonly Letter Plain = new("amina@example.org", "Amina", "Hello", "Text\n", null, "en");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static IMailService Service(string folder, params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection().AddSingleton<IClock>(Clock);
        return services.AddMail(folder, name => settings.FirstOrDefault(s => s.Name == name).Value).BuildServiceProvider().GetRequiredService<IMailService>();
    }

    /// <summary>The letter as a mail program reads it from the folder.</summary>
    static async Task<(MimeMessage Message, string Raw)> ThroughFolder(Letter letter)
    {
        var folder = Directory.CreateTempSubdirectory("majlis-mail").FullName;
        await Service(folder, ("MAJLIS_SMTP_FROM", "The Forum <forum@example.org>")).Send(letter, Cancellation);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "mail")));
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        return (await MimeMessage.LoadAsync(file, Cancellation), await File.ReadAllTextAsync(file, Cancellation));
    }

    [Fact]
    public async Task A_persian_letter_arrives_letter_for_letter_in_seven_bit_lines()
    {
        var letter = new Letter("amina@example.org", "امینه کریمی", "دعوت به مجلس", "نشست‌ها از ساعت ۱۰:۰۰ آغاز می‌شود.\n", "<p>نشست‌ها</p>", "fa");
        var (message, raw) = await ThroughFolder(letter);
        Assert.Equal(("دعوت به مجلس", "fa", "امینه کریمی", "amina@example.org", "forum@example.org"),
            (message.Subject, message.Body!.Headers[HeaderId.ContentLanguage], message.To.Mailboxes.Single().Name, message.To.Mailboxes.Single().Address, message.From.Mailboxes.Single().Address));
        Assert.Equal(letter.Text, message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Contains("""<html lang="fa" dir="rtl">""", message.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<p>نشست‌ها</p>", message.HtmlBody, StringComparison.Ordinal);
        Assert.True(raw.All(char.IsAscii));
        Assert.True(raw.ReplaceLineEndings("\n").Split('\n').All(l => l.Length <= 998));
        Assert.Equal(Clock.GetCurrentInstant().ToDateTimeOffset(), message.Date);
    }

    [Theory]
    [InlineData("ar", "جلسة Opening في Istanbul", "\u2067جلسة Opening في Istanbul\u2069")]
    [InlineData("en", "Session of دعوة", "\u2066Session of دعوة\u2069")]
    [InlineData("ru", "Заседание 12 (A-3)", "Заседание 12 (A-3)")]
    [InlineData("ar", "جلسة 12", "جلسة 12")]
    public async Task A_subject_of_both_directions_says_its_own(string language, string subject, string expected) =>
        Assert.Equal(expected, (await ThroughFolder(Plain with { Subject = subject, Language = language })).Message.Subject);

    [Fact]
    public async Task A_line_break_in_a_subject_or_a_name_begins_no_header()
    {
        var (message, _) = await ThroughFolder(Plain with { Subject = "Hello\r\nBcc: everybody@example.org", ToName = "Amina\r\nX-Evil: 1\r\n\r\nbody" });
        Assert.Empty(message.Bcc);
        Assert.False(message.Headers.Contains("X-Evil"));
        Assert.Equal("Hello  Bcc: everybody@example.org", message.Subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("amina")]
    [InlineData("amina@example.org, boris@example.org")]
    [InlineData("amina@example.org\r\nBcc: boris@example.org")]
    [InlineData("Amina <amina@example.org>")]
    public async Task An_address_that_is_not_one_address_is_not_written_to(string address) =>
        await Assert.ThrowsAsync<FormatException>(() => ThroughFolder(Plain with { ToAddress = address }));

    [Fact]
    public async Task An_invitation_is_one_of_the_alternatives_and_what_follows_are_files()
    {
        var calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:دعوة\r\nEND:VCALENDAR\r\n";
        var (message, raw) = await ThroughFolder(Plain with { Enclosures = [new("session-1.ics", "text/calendar; method=REQUEST", calendar), new("evil\r\nX-Evil: 1.ics", "text/calendar; method=CANCEL", calendar)] });
        var mixed = Assert.IsType<Multipart>(message.Body, exactMatch: false);
        Assert.Equal("multipart/mixed", mixed.ContentType.MimeType);
        var alternative = Assert.IsType<MultipartAlternative>(mixed[0]);
        var (invitation, file) = ((MimePart)alternative[1], (MimePart)mixed[1]);
        Assert.Equal(("text/calendar", "REQUEST", "utf-8", "inline"), (invitation.ContentType.MimeType, invitation.ContentType.Parameters["method"], invitation.ContentType.Charset, invitation.ContentDisposition!.Disposition));
        Assert.Equal(("CANCEL", "attachment", "evil  X-Evil: 1.ics"), (file.ContentType.Parameters["method"], file.ContentDisposition!.Disposition, file.FileName));
        using var bytes = new MemoryStream();
        await invitation.Content!.DecodeToAsync(bytes, Cancellation);
        Assert.Equal(calendar, Encoding.UTF8.GetString(bytes.ToArray()));
        Assert.Equal("Text\n", message.TextBody!.ReplaceLineEndings("\n"));
        Assert.DoesNotContain(raw.ReplaceLineEndings("\n").Split('\n'), line => line.StartsWith("X-Evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_with_a_key_is_known_as_the_same_and_lies_there_once()
    {
        var letter = Plain with { Key = "0123abc" };
        var (message, _) = await ThroughFolder(letter);
        Assert.Equal("0123abc@example.org", message.MessageId);
        var folder = Directory.CreateTempSubdirectory("majlis-mail-").FullName;
        var mail = Service(folder, ("MAJLIS_SMTP_FROM", "Forum <forum@example.org>"));
        await mail.Send(letter, Cancellation);
        await mail.Send(letter, Cancellation);
        await mail.Send(letter with { Key = "0123abd" }, Cancellation);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "mail")).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Smtp_hands_the_letter_to_the_server()
    {
        using var server = new SmallSmtpServer();
        var mail = Service(Path.GetTempPath(), ("MAJLIS_SMTP_HOST", "127.0.0.1"), ("MAJLIS_SMTP_PORT", $"{server.Port}"), ("MAJLIS_SMTP_STARTTLS", "false"),
            ("MAJLIS_SMTP_FROM", "forum@example.org"));
        var serving = server.ServeOne("250 Taken", Cancellation);
        await mail.Send(Plain with { Subject = "دعوة" }, Cancellation);
        var (envelope, content) = await serving;
        Assert.Equal(["MAIL FROM:<forum@example.org>", "RCPT TO:<amina@example.org>"], envelope);
        Assert.Equal(("دعوة", "Text\n"), (content.Subject, content.TextBody!.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_server_that_refuses_makes_the_job_fail()
    {
        using var server = new SmallSmtpServer();
        var mail = Service(Path.GetTempPath(), ("MAJLIS_SMTP_HOST", "127.0.0.1"), ("MAJLIS_SMTP_PORT", $"{server.Port}"), ("MAJLIS_SMTP_STARTTLS", "false"),
            ("MAJLIS_SMTP_FROM", "forum@example.org"));
        var serving = server.ServeOne("550 No", Cancellation);
        var refused = await Assert.ThrowsAsync<MailKit.Net.Smtp.SmtpCommandException>(() => mail.Send(Plain, Cancellation));
        Assert.Equal("No", refused.Message);
        await serving;
    }

    [Fact]
    public void A_password_is_never_sent_in_the_clear() =>
        Assert.Throws<FormatException>(() => Service("", ("MAJLIS_SMTP_HOST", "mail.example.org"), ("MAJLIS_SMTP_FROM", "f@example.org"), ("MAJLIS_SMTP_USER", "f"),
            ("MAJLIS_SMTP_PASSWORD", "p"), ("MAJLIS_SMTP_STARTTLS", "false")));

    [Fact]
    public void Settings_that_cannot_be_read_are_told_by_name()
    {
        var wrong = Assert.Throws<FormatException>(() => Service("", ("MAJLIS_SMTP_HOST", "mail.example.org"), ("MAJLIS_SMTP_PORT", "smtp")));
        Assert.Equal("MAJLIS_SMTP_PORT is not a number: smtp", wrong.Message);
    }

    /// <summary>Speaks as much of SMTP as taking one letter needs.</summary>
    sealed class SmallSmtpServer : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SmallSmtpServer() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public async Task<(string[] Envelope, MimeMessage Content)> ServeOne(string verdict, CancellationToken cancellation)
        {
            using var client = await _listener.AcceptTcpClientAsync(cancellation);
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            List<string> envelope = [];
            var content = new StringBuilder();
            await writer.WriteLineAsync("220 small");
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                if (line.StartsWith("MAIL ", StringComparison.Ordinal) || line.StartsWith("RCPT ", StringComparison.Ordinal)) envelope.Add(line.Split(" SIZE=")[0].Split(" BODY=")[0]);
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 Go on");
                    while (await reader.ReadLineAsync(cancellation) is { } text && text != ".") content.Append(text).Append("\r\n");
                    await writer.WriteLineAsync(verdict);
                    continue;
                }
                await writer.WriteLineAsync(line == "QUIT" ? "221 Bye" : "250 small");
                if (line == "QUIT") break;
            }
            return ([.. envelope], await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(content.ToString())), cancellation));
        }

        public void Dispose() => _listener.Dispose();
    }
}
