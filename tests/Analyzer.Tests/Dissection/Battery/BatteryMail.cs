using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>The mail of the battery: multipart, with three lines that begin with a dot and an attachment in base64.</summary>
static class BatteryMail
{
    /// <summary>As it was written.</summary>
    public static readonly string First = Make("first", 3000);

    /// <summary>Another one.</summary>
    public static readonly string Second = Make("second", 200);

    /// <summary>With an attachment of so many bytes.</summary>
    public static string Make(string subject, int attachment) =>
        $"""
        From: Ann <ann@a.example>
        To: Bob <bob@b.example>
        Subject: {subject}
        Message-ID: <{subject}@a.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="cut"

        --cut
        Content-Type: text/plain

        .one dot
        ..two dots
        .
        the end
        --cut
        Content-Type: application/octet-stream; name=bytes.bin
        Content-Disposition: attachment; filename=bytes.bin
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(Bytes(attachment), Base64FormattingOptions.InsertLineBreaks)}
        --cut--

        """.ReplaceLineEndings("\r\n");

    static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    /// <summary>As SMTP and POP3 send it (RFC 5321 section 4.5.2), with the line that ends it.</summary>
    public static string Stuffed(string text) => text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n";

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));

    /// <summary>Asserts that these messages were found, each whole and byte for byte, and no other.</summary>
    public static void AssertExact(IEnumerable<MessageRecord> found, params string[] sent) =>
        Assert.Equal(sent.Select(text => (true, HashOf(text), (long)text.Length, 0L)), found.Select(message => (message.Complete, message.Sha256!, message.Size, message.Missing)));

    /// <summary>Asserts that the attachment came out as it was.</summary>
    public static void AssertAttachment(MessageRecord message, int length)
    {
        AttachmentRecord attachment = Assert.Single(message.Attachments);
        Assert.Equal(("bytes.bin", length, Convert.ToHexStringLower(SHA256.HashData(Bytes(length)))), (attachment.Name, (int)attachment.Size!, attachment.Sha256));
    }
}
