using System.Globalization;
using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

/// <summary>Ways to feed a message to a reader, and its result as text to compare.</summary>
internal static class Reading
{
    /// <summary>Bytes of a text whose lines end in CRLF; characters to U+00FF stand for the byte of their number.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static MimeMessage Of(string text, MimeLimits? limits = null) => Of(Bytes(text), limits);

    public static MimeMessage Of(ReadOnlySpan<byte> bytes, MimeLimits? limits = null)
    {
        using var reader = new MimeReader(limits);
        reader.Feed(bytes);
        return reader.Complete();
    }

    public static MimeMessage InPieces(ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> cuts)
    {
        using var reader = new MimeReader();
        int from = 0;
        foreach (int cut in cuts)
        {
            reader.Feed(bytes[from..cut]);
            from = cut;
        }

        reader.Feed(bytes[from..]);
        return reader.Complete();
    }

    public static IEnumerable<MimeDefectKind> Kinds(MimeMessage message) => message.Defects.Select(defect => defect.Kind);

    /// <summary>Everything that a reader says of a message.</summary>
    public static string Dump(MimeMessage message)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{message.Length} {message.Reached} {string.Join(' ', message.Defects)}\n");
        foreach (MimePart part in message.Root.SelfAndDescendants())
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Number} {part.ContentType} {part.TransferEncoding} {part.Offset} {part.BodyOffset}+{part.BodyLength}");
            text.Append(CultureInfo.InvariantCulture, $" {part.DecodedSize} {Hex(part.Sha256)} {Hex(part.FirstBytes.ToArray())} {part.IsComplete} {part.Missing} '{part.FileName}'\n");
            foreach (HeaderField field in part.Headers) text.Append(CultureInfo.InvariantCulture, $"  {field.Offset} {field.Name}={field.Decode()}\n");
            foreach (UuencodedFile file in part.UuencodedFiles)
                text.Append(CultureInfo.InvariantCulture, $"  {file.Name} {file.TextOffset}+{file.TextLength} {file.Size} {Hex(file.Sha256)} {file.IsComplete}\n");
        }

        return text.ToString();
    }

    static string Hex(byte[]? bytes) => bytes == null ? "-" : Convert.ToHexStringLower(bytes);
}
