using System.Buffers;
using System.Globalization;
using System.Text;
using Analyzer.Servers.Faults;

namespace Analyzer.Servers.Imap;

/// <summary>Builds a response: raw text, and strings as quoted strings or literals, whichever can hold them (RFC 9051, section 4.3).</summary>
sealed class ImapText(LiteralPlacement literals = LiteralPlacement.Usual)
{
    // A longer string is easier to read as a literal.
    const int MostQuoted = 1000;

    readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public ImapText Raw(string text)
    {
        Encoding.UTF8.GetBytes(text, _bytes);
        return this;
    }

    public ImapText Number(long number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    public ImapText NString(string? text) => text is null ? Raw("NIL") : String(text);

    public ImapText String(string text) => String(Encoding.UTF8.GetBytes(text));

    public ImapText String(ReadOnlySpan<byte> text)
    {
        bool canQuote = !text.ContainsAnyExceptInRange((byte)1, (byte)0x7E) && !text.ContainsAny((byte)'\r', (byte)'\n');
        bool isQuoted = canQuote && (literals == LiteralPlacement.Never || literals == LiteralPlacement.Usual && text.Length <= MostQuoted);
        if (!isQuoted)
        {
            Raw("{").Number(text.Length).Raw("}\r\n");
            _bytes.Write(text);
            return this;
        }
        return Raw("\"" + Encoding.ASCII.GetString(text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"");
    }

    /// <summary>A literal's beginning; its octets follow from elsewhere.</summary>
    public ImapText LiteralOf(long length, bool isBinary = false) => Raw(isBinary ? "~{" : "{").Number(length).Raw("}\r\n");

    /// <summary>A mailbox name as the client has to have it: in UTF-8, or in the ASCII form of IMAP4rev1.</summary>
    public static string Mailbox(string name, bool isUtf8)
    {
        string text = isUtf8 ? name : ModifiedUtf7.Encode(name);
        bool isAtom = text.Length > 0 && text.All(c => c is > ' ' and < '\x7f' && !"(){%*\"\\]".Contains(c));
        return isAtom ? text : "\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }
}
