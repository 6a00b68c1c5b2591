using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Sessions;

/// <summary>What a message says of itself, in the terms of its record.</summary>
static class MessageFacts
{
    /// <summary>
    /// The most attachments that a record lists. The reader's own limit on parts is far higher; a record is one line of output.
    /// </summary>
    public const int MaxAttachments = 1000;

    /// <summary>The record with what its header and its parts tell.</summary>
    public static MessageRecord With(this MessageRecord record, MimeMessage message) => record with
    {
        Subject = message.Subject,
        From = Text(message.From),
        To = Text(message.To),
        Cc = Text(message.Cc),
        Date = message.Headers.Decode("Date")?.Trim(),
        MessageId = message.MessageId,
        Attachments = [.. message.Attachments.Take(MaxAttachments).Select(Record)],
    };

    static string? Text(IReadOnlyList<MailAddress> addresses) => addresses.Count == 0 ? null : string.Join(", ", addresses);

    static AttachmentRecord Record(MimeAttachment attachment) => new()
    {
        Name = attachment.Name,
        ContentType = attachment.ContentType,
        Size = attachment.Size,
        Sha256 = attachment.Sha256 is { } hash ? Convert.ToHexStringLower(hash) : null,
        Disposition = attachment.Disposition,
        Part = attachment.Part.Number,
    };
}
