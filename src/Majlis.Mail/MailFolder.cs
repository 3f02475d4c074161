using System.Globalization;
using Majlis.Platform;
using MimeKit;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Mail;

/// <summary>Letters as files that any mail program opens: for trying Majlis, and for forums whose mail leaves by another way.</summary>
public sealed class MailFolder(string folder, MailboxAddress from, IClock clock) : IMailService
{
    static readonly InstantPattern Name = InstantPattern.Create("uuuuMMdd-HHmmss", CultureInfo.InvariantCulture);

    /// <summary>The file appears whole or not at all, and once for each <see cref="Letter.Key"/>.</summary>
    public async Task Send(Letter letter, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var message = Envelope.Of(letter, from, now);
        Directory.CreateDirectory(folder);
        var name = letter.Key is { } key && key.All(char.IsAsciiLetterOrDigit) ? key : Id<Letter>.New().ToString();
        if (letter.Key is not null && Directory.EnumerateFiles(folder, $"*-{name}.eml").Any()) return;
        var path = Path.Combine(folder, $"{Name.Format(now)}-{name}.eml");
        await using (var file = new FileStream(path + ".part", FileMode.Create))
        {
            await message.WriteToAsync(file, cancellation);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".part", path);
    }
}
