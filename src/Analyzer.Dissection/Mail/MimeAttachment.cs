namespace Analyzer.Dissection.Mail;

/// <summary>A file that a message carries: a part, or a uuencoded file within a text.</summary>
/// <param name="Part">The part that it is, or lies in.</param>
/// <param name="Derived">The uuencoded file; null when it is the part itself.</param>
/// <param name="Name">As announced, decoded, not made safe; null when it has none.</param>
/// <param name="ContentType">The media type declared; application/octet-stream for a derived file.</param>
/// <param name="Disposition">In lower case, such as "attachment"; null when it does not say.</param>
/// <param name="Size">Decoded, in bytes; null when bytes are missing.</param>
/// <param name="Sha256">Of the decoded bytes; null when bytes are missing or it was not asked for.</param>
public sealed record MimeAttachment(
    MimePart Part,
    UuencodedFile? Derived,
    string? Name,
    string ContentType,
    string? Disposition,
    long? Size,
    byte[]? Sha256)
{
    internal static MimeAttachment From(MimePart part) =>
        new(part, null, part.FileName, part.ContentType.MediaType, part.Disposition?.Kind, part.DecodedSize, part.Sha256);

    internal static MimeAttachment From(UuencodedFile file) =>
        new(file.Part, file, file.Name, "application/octet-stream", null, file.Size, file.Sha256);
}
