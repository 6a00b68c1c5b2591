using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Sessions;

/// <summary>What a message says of itself, in the terms of its record.</summary>
static class MessageFacts
{
    /// <summary>
    /// The most attachments that a record lists. The reader's own limit on parts is far higher; a record is one line of output.
    /// </summary>
    public const int MaxAttachments = 1000;

    /// <summary>The record with its hash and what its header and its parts tell.</summary>
    public static MessageRecord With(this MessageRecord record, string? sha256, MimeMessage message) => record with
    {
        Sha256 = sha256,
        Pending = null,
        Subject = message.Subject,
        From = Text(message.From),
        To = Text(message.To),
        Cc = Text(message.Cc),
        Date = message.Headers.Decode("Date")?.Trim(),
        MessageId = message.MessageId,
        Attachments = Attachments(message, reachesEnd: record.Part is null && record.Complete),
    };

    static string? Text(IReadOnlyList<MailAddress> addresses) => addresses.Count == 0 ? null : string.Join(", ", addresses);

    // Of a message that is not whole, what reaches to its end goes on behind it, as far as anybody knows.
    static IReadOnlyList<AttachmentRecord> Attachments(MimeMessage message, bool reachesEnd)
    {
        if (message.Root.IsLeaf && !message.Root.IsAttachment && message.Root.UuencodedFiles.Count == 0) return [];
        return [.. message.Attachments.Take(MaxAttachments).Select(attachment => Record(attachment, isCut: !reachesEnd && ReachesEnd(message, attachment)))];
    }

    static bool ReachesEnd(MimeMessage message, MimeAttachment attachment) => attachment.Part.BodyOffset + attachment.Part.BodyLength >= message.Length;

    static AttachmentRecord Record(MimeAttachment attachment, bool isCut) => new()
    {
        Name = attachment.Name,
        ContentType = attachment.ContentType,
        Size = isCut ? null : attachment.Size,
        Sha256 = !isCut && attachment.Sha256 is { } hash ? Convert.ToHexStringLower(hash) : null,
        Disposition = attachment.Disposition,
        Part = attachment.Part.Number,
    };
}
