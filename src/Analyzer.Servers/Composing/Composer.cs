using System.Buffers;
using System.Globalization;
using System.Text;
using Analyzer.Servers.Smtp;

namespace Analyzer.Servers.Composing;

/// <summary>A file that goes with a message.</summary>
public sealed record Attachment(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Its type; by default what its name suggests.</summary>
    public string ContentType { get; init; } = MediaTypes.OfName(Name);
}

/// <summary>Writes a message (RFC 5322) with a text and attachments (RFC 2045 to 2047, 2231), in lines that end in CRLF.</summary>
public sealed class Composer
{
    /// <summary>Base64 in lines of this many bytes of content makes lines of 76 characters (RFC 2045 6.8).</summary>
    const int BytesPerLine = 57;

    readonly ArrayBufferWriter<byte> _message = new();

    /// <summary>Who writes, as "alice@crepes.fr" or "Alice &lt;alice@crepes.fr&gt;".</summary>
    public required string From { get; init; }

    /// <summary>To whom.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Who gets a copy.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>What about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The text; its line ends may be any.</summary>
    public string Text { get; init; } = "";

    /// <summary>What goes with it.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>When.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Random bytes for the message's id and boundary.</summary>
    public required Func<int, byte[]> Randomness { get; init; }

    /// <summary>Writes the message.</summary>
    public byte[] Compose()
    {
        _message.ResetWrittenCount();
        Line("Date: " + MailDate.Format(Date));
        Line(HeaderText.Addresses("From", [From]));
        if (To.Count > 0) Line(HeaderText.Addresses("To", To));
        if (Cc.Count > 0) Line(HeaderText.Addresses("Cc", Cc));
        Line(HeaderText.Unstructured("Subject", Subject));
        Line($"Message-ID: <{Convert.ToHexStringLower(Randomness(10))}@{DomainOf(HeaderText.AddressOf(From))}>");
        Line("MIME-Version: 1.0");
        if (Attachments.Count == 0) WriteText();
        else WriteParts();
        return _message.WrittenSpan.ToArray();
    }

    static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..] is { Length: > 0 } domain ? domain : "localhost";

    void WriteParts()
    {
        string boundary = "=_" + Convert.ToHexStringLower(Randomness(12));
        Line($"Content-Type: multipart/mixed; boundary=\"{boundary}\"");
        Line("");
        Line("--" + boundary);
        WriteText();
        foreach (Attachment attachment in Attachments)
        {
            Line("--" + boundary);
            Write(attachment);
        }
        Line($"--{boundary}--");
    }

    void WriteText()
    {
        string text = Text.ReplaceLineEndings("\r\n");
        if (!text.EndsWith("\r\n", StringComparison.Ordinal)) text += "\r\n";
        bool isPlain = Ascii.IsValid(text) && !text.Split("\r\n").Any(line => line.Length > QuotedPrintable.MaxLine || line.Any(c => c < ' ' && c != '\t'));
        Line($"Content-Type: text/plain; charset={(isPlain ? "us-ascii" : "utf-8")}");
        Line($"Content-Transfer-Encoding: {(isPlain ? "7bit" : "quoted-printable")}");
        Line("");
        _message.Write(isPlain ? Encoding.ASCII.GetBytes(text) : Encoding.ASCII.GetBytes(QuotedPrintable.Encode(text)));
    }

    void Write(Attachment attachment)
    {
        Line("Content-Type: " + attachment.ContentType);
        Line("Content-Disposition: attachment;");
        Line(" " + HeaderText.Parameter("filename", attachment.Name));
        Line("Content-Transfer-Encoding: base64");
        Line("");
        for (int start = 0; start < attachment.Content.Length; start += BytesPerLine)
            Line(Convert.ToBase64String(attachment.Content.Span.Slice(start, Math.Min(BytesPerLine, attachment.Content.Length - start))));
    }

    void Line(string line) => _message.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line}\r\n")));
}
