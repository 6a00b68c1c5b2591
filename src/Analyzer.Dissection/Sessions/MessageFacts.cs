using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Sessions;

/// <summary>What a message says of itself, in the terms of its record.</summary>
static class MessageFacts
{
    /// <summary>
    /// The most attachments that a record lists. The reader's own limit on parts is far higher; a record is one line of output.
    /// </summary>
    public const int MaxAttachments = 1000;

    /// <summary>Addresses as a person writes them; null when there are none.</summary>
    public static string? Text(IReadOnlyList<MailAddress>? addresses) => addresses is null or { Count: 0 } ? null : string.Join(", ", addresses);

    /// <summary>
    /// What a message carries. Of one that is not whole (<paramref name="reachesEnd"/> is false), what reaches to its end goes on behind
    /// it, as far as anybody knows.
    /// </summary>
    public static IReadOnlyList<AttachmentRecord> Attachments(MimeMessage? message, bool reachesEnd)
    {
        if (message is null || (message.Root.IsLeaf && !message.Root.IsAttachment && message.Root.UuencodedFiles.Count == 0)) return [];
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
