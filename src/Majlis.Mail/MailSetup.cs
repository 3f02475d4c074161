using System.Globalization;
using Majlis.Platform;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;

namespace Majlis.Mail;

public static class MailSetup
{
    /// <summary>
    /// Registers <see cref="MailSender"/> and <see cref="IMailService"/>: SMTP when <c>MAJLIS_SMTP_HOST</c> is set, else the folder <c>mail</c> in the data folder. Further settings:
    /// <c>MAJLIS_SMTP_FROM</c> (<c>Name &lt;address&gt;</c>), <c>_PORT</c> (587), <c>_USER</c>, <c>_PASSWORD</c>, <c>_STARTTLS</c> (<c>true</c>; <c>false</c> sends in the clear).
    /// </summary>
    /// <exception cref="FormatException">A setting cannot be read, SMTP has no sender, or a password would be sent in the clear.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, string dataFolder) => services.AddMail(dataFolder, Environment.GetEnvironmentVariable);

    internal static IServiceCollection AddMail(this IServiceCollection services, string dataFolder, Func<string, string?> setting)
    {
        string? Of(string name) => setting($"MAJLIS_SMTP_{name}") is { Length: > 0 } value ? value : null;

        if (Of("HOST") is not { } host)
        {
            var sender = Sender(Of("FROM") ?? "Majlis <majlis@localhost>");
            return services.AddSingleton(Named(sender)).AddSingleton<IMailService>(s => new MailFolder(Path.Combine(dataFolder, "mail"), sender, s.GetRequiredService<IClock>()));
        }
        var settings = new SmtpSettings(host, Number(Of("PORT") ?? "587"), Of("USER"), Of("PASSWORD"), StartTls: Switch(Of("STARTTLS") ?? "true"));
        if (settings is { User: not null, StartTls: false, Port: not 465 }) throw new FormatException("MAJLIS_SMTP_USER needs MAJLIS_SMTP_STARTTLS=true: the password would be sent in the clear.");
        var from = Sender(Of("FROM") ?? throw new FormatException("MAJLIS_SMTP_FROM says whom letters come from, such as: Forum <forum@example.org>"));
        return services.AddSingleton(Named(from)).AddSingleton<IMailService>(s => new SmtpMail(settings, from, s.GetRequiredService<IClock>()));
    }

    static MailboxAddress Sender(string text) =>
        MailboxAddress.TryParse(text, out var sender) ? sender : throw new FormatException($"MAJLIS_SMTP_FROM is not an address: {text}");

    static MailSender Named(MailboxAddress sender) => new(sender.Name ?? "", sender.Address);

    static int Number(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port : throw new FormatException($"MAJLIS_SMTP_PORT is not a number: {text}");

    static bool Switch(string text) => bool.TryParse(text, out var on) ? on : throw new FormatException($"MAJLIS_SMTP_STARTTLS is neither true nor false: {text}");
}
