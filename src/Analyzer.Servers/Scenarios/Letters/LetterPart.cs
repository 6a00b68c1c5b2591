using System.Globalization;
using System.Text;
using Analyzer.Servers.Recording.Truth;

namespace Analyzer.Servers.Scenarios.Letters;

/// <summary>A MIME part: text, a file, or parts inside (RFC 2045, RFC 2046).</summary>
sealed class LetterPart
{
    const int LineLength = 76;
    readonly string _header;
    readonly byte[] _encoded;
    readonly IReadOnlyList<LetterPart> _inside;
    readonly string? _boundary;
    readonly TruthAttachment? _attachment;

    LetterPart(string header, byte[] encoded, TruthAttachment? attachment = null, IReadOnlyList<LetterPart>? inside = null, string? boundary = null) =>
        (_header, _encoded, _attachment, _inside, _boundary) = (header, encoded, attachment, inside ?? [], boundary);

    /// <summary>Plain text in ASCII; every line ends in CRLF.</summary>
    public static LetterPart Text(string text) => new("Content-Type: text/plain; charset=us-ascii\r\n", Encoding.ASCII.GetBytes(text));

    /// <summary>Text in quoted-printable, for what is mostly ASCII.</summary>
    public static LetterPart QuotedText(string type, string text) =>
        new($"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n", Encoding.ASCII.GetBytes(QuotedPrintable(text)));

    /// <summary>Text in base64, for what is mostly not ASCII.</summary>
    public static LetterPart Base64Text(string type, string text) =>
        new($"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n", Base64(Encoding.UTF8.GetBytes(text)));

    /// <summary>A file in base64.</summary>
    public static LetterPart File(string type, string name, byte[] bytes, string disposition = "attachment")
    {
        // RFC 2231 for names that are not ASCII.
        string parameter = Ascii.IsValid(name) ? $"filename=\"{name}\"" : $"filename*=UTF-8''{Uri.EscapeDataString(name)}";
        string header = $"Content-Type: {type}\r\nContent-Disposition: {disposition}; {parameter}\r\nContent-Transfer-Encoding: base64\r\n";
        return new(header, Base64(bytes), new TruthAttachment(name, type, bytes.Length, SessionTruth.Hash(bytes)));
    }

    /// <summary>Parts after each other, under each other, or instead of each other, as <paramref name="kind"/> says.</summary>
    public static LetterPart Several(string kind, string boundary, params IReadOnlyList<LetterPart> inside) =>
        new($"Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n", [], null, inside, boundary);

    /// <summary>Another message as it is.</summary>
    public static LetterPart Message(Letter letter) =>
        new("Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n", letter.Bytes.ToArray());

    /// <summary>Header, blank line and content.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var bytes = new List<byte>(Encoding.ASCII.GetBytes(_header + "\r\n"));
        bytes.AddRange(_encoded);
        if (_boundary is null) return bytes.ToArray();
        foreach (LetterPart part in _inside)
        {
            bytes.AddRange(Encoding.ASCII.GetBytes($"--{_boundary}\r\n"));
            bytes.AddRange(part.Bytes().Span);
            // The line end before a boundary belongs to the boundary.
            bytes.AddRange("\r\n"u8);
        }
        bytes.AddRange(Encoding.ASCII.GetBytes($"--{_boundary}--\r\n"));
        return bytes.ToArray();
    }

    /// <summary>The files in it.</summary>
    public IEnumerable<TruthAttachment> Attachments() =>
        (_attachment is null ? [] : new[] { _attachment }).Concat(_inside.SelectMany(part => part.Attachments()));

    static byte[] Base64(byte[] bytes)
    {
        string text = Convert.ToBase64String(bytes);
        var lines = new StringBuilder();
        for (int i = 0; i < text.Length; i += LineLength) lines.Append(text, i, Math.Min(LineLength, text.Length - i)).Append("\r\n");
        return Encoding.ASCII.GetBytes(lines.ToString());
    }

    static string QuotedPrintable(string text)
    {
        var lines = new StringBuilder();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            int column = 0;
            byte[] bytes = Encoding.UTF8.GetBytes(line.TrimEnd('\r'));
            for (int i = 0; i < bytes.Length; i++)
            {
                bool isPlain = bytes[i] is > 32 and < 127 and not (byte)'=' || (bytes[i] == ' ' && i < bytes.Length - 1);
                string piece = isPlain ? ((char)bytes[i]).ToString() : "=" + bytes[i].ToString("X2", CultureInfo.InvariantCulture);
                if (column + piece.Length >= LineLength)
                {
                    lines.Append("=\r\n");
                    column = 0;
                }
                lines.Append(piece);
                column += piece.Length;
            }
            lines.Append("\r\n");
        }
        return lines.ToString();
    }
}
