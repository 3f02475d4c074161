using System.Net;
using System.Text;
using Majlis.Calendars;
using Majlis.Platform;
using MimeKit;
using MimeKit.Utils;
using NodaTime;

namespace Majlis.Mail;

/// <summary>Puts a letter into the form that mail travels in.</summary>
static class Envelope
{
    /// <exception cref="FormatException">The letter's address is not one address.</exception>
    public static MimeMessage Of(Letter letter, MailboxAddress from, Instant now)
    {
        var direction = Language.DirectionOf(letter.Language);
        var message = new MimeMessage
        {
            Subject = Isolated(OneLine(letter.Subject), direction),
            Date = now.ToDateTimeOffset(),
            // The same letter sent again, because a node died before it was noted, has the same id: mailboxes know it as one.
            MessageId = letter.Key is { } key && key.All(char.IsAsciiLetterOrDigit) ? $"{key}@{from.Domain}" : MimeUtils.GenerateMessageId(from.Domain),
            Body = Enclosed(letter, Body(letter, direction)),
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(Encoding.UTF8, OneLine(letter.ToName), Address(letter.ToAddress)));
        // No holiday notices in answer (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    static MimeEntity Body(Letter letter, string direction)
    {
        var text = Part("plain", letter.Text, letter.Language);
        if (letter.Html is null) return text;
        var page = $"""
            <!DOCTYPE html>
            <html lang="{WebUtility.HtmlEncode(letter.Language)}" dir="{direction}"><head><meta charset="utf-8"></head><body>
            {letter.Html}
            </body></html>
            """;
        var both = new MultipartAlternative { text, Part("html", page, letter.Language) };
        both.Headers.Add(HeaderId.ContentLanguage, letter.Language);
        return both;
    }

    /// <summary>Programs look for an invitation among the alternatives of the text (RFC 6047, 2.4); what follows the first calendar are files.</summary>
    static MimeEntity Enclosed(Letter letter, MimeEntity body)
    {
        if (letter.Enclosures.Count == 0) return body;
        var parts = letter.Enclosures.Select(File).ToList();
        var first = parts[0].ContentType.IsMimeType("text", "calendar") ? new MultipartAlternative { body, parts[0] } : body;
        var files = parts.Skip(first == body ? 0 : 1).ToList();
        if (files.Count == 0) return first;
        foreach (var file in files) file.ContentDisposition!.Disposition = ContentDisposition.Attachment;
        var mixed = new Multipart("mixed") { first };
        foreach (var file in files) mixed.Add(file);
        return mixed;
    }

    static MimePart File(Enclosure enclosure)
    {
        var type = ContentType.Parse(enclosure.MediaType);
        type.Charset = "utf-8";
        return new MimePart(type)
        {
            // Bytes as they are: a text part would change the line ends of a calendar.
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(enclosure.Content))),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new(ContentDisposition.Inline) { FileName = OneLine(enclosure.Name) },
        };
    }

    static TextPart Part(string subtype, string text, string language)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        part.Headers.Add(HeaderId.ContentLanguage, language);
        return part;
    }

    static string Address(string address) =>
        !address.Any(char.IsControl) && MailboxAddress.TryParse(address, out var mailbox) && mailbox.Address == address.Trim() && address.Contains('@', StringComparison.Ordinal)
            ? mailbox.Address : throw new FormatException("Not the address of one mailbox.");

    /// <summary>A line break in a subject or a name would begin a header of its sender's choice.</summary>
    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();

    /// <summary>Lists of letters are laid out in the direction of the program's language: a subject of both directions says its own.</summary>
    static string Isolated(string subject, string direction)
    {
        var (rightToLeft, leftToRight) = (false, false);
        foreach (var rune in subject.EnumerateRunes())
            if (Rune.IsLetter(rune))
                if (rune.Value is >= 0x590 and <= 0x8FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF or >= 0x10800 and <= 0x10FFF or >= 0x1E800 and <= 0x1EFFF)
                    rightToLeft = true;
                else leftToRight = true;
        return rightToLeft && leftToRight ? $"{(direction == "rtl" ? '\u2067' : '\u2066')}{subject}\u2069" : subject;
    }
}
