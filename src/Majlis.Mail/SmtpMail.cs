using MailKit.Net.Smtp;
using MailKit.Security;
using Majlis.Platform;
using MimeKit;
using NodaTime;

namespace Majlis.Mail;

/// <summary>The server that takes our letters.</summary>
/// <param name="User">Null when it takes letters without signing in.</param>
/// <param name="StartTls">Insist on encryption. Port 465 is encrypted from the first byte whatever this says.</param>
public sealed record SmtpSettings(string Host, int Port, string? User, string? Password, bool StartTls);

/// <summary>One connection a letter: letters are few, and a job that fails fails alone.</summary>
public sealed class SmtpMail(SmtpSettings settings, MailboxAddress from, IClock clock) : IMailService
{
    /// <exception cref="SmtpCommandException">The server refused it.</exception>
    public async Task Send(Letter letter, CancellationToken cancellation)
    {
        var message = Envelope.Of(letter, from, clock.GetCurrentInstant());
        using var client = new SmtpClient { Timeout = 30_000 };
        var security = settings.Port == 465 ? SecureSocketOptions.SslOnConnect : settings.StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None;
        await client.ConnectAsync(settings.Host, settings.Port, security, cancellation);
        if (settings.User is not null) await client.AuthenticateAsync(settings.User, settings.Password ?? "", cancellation);
        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }
}
