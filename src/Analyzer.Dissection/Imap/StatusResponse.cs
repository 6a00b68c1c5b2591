using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>OK, NO, BAD, BYE or PREAUTH with its response code and text (RFC 9051 section 7.1), borrowed from its line.</summary>
internal readonly ref struct StatusResponse
{
    /// <summary>Upper case.</summary>
    public required string Result { get; init; }

    /// <summary>The word of the response code; empty without one.</summary>
    public required ReadOnlySpan<byte> Code { get; init; }

    /// <summary>What follows that word, up to the bracket.</summary>
    public required ReadOnlySpan<byte> CodeArguments { get; init; }

    /// <summary>The text for people.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The bracket of the code has not closed in this line: a literal may stand in it.</summary>
    public required bool IsCodeOpen { get; init; }

    /// <summary>It is positive.</summary>
    public bool IsOk => Result == "OK";

    /// <summary>Whether it has this code.</summary>
    public bool HasCode(ReadOnlySpan<byte> code) => Ascii.EqualsIgnoreCase(Code, code);

    /// <summary>The field of <see cref="CodeArguments"/> at this place, fields parted by spaces; empty where there is none.</summary>
    public ReadOnlySpan<byte> CodeField(int index)
    {
        var fields = new ImapTokenizer(CodeArguments);
        ReadOnlySpan<byte> text = default;
        for (int i = 0; i <= index; i++) text = fields.TryRead(out ImapToken field) ? field.Text : default;
        return text;
    }

    /// <summary>Reads what follows the tag or the star. False: it is no status.</summary>
    public static bool TryParse(ReadOnlySpan<byte> rest, out StatusResponse status)
    {
        status = default;
        int space = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = space < 0 ? rest : rest[..space];
        if (word.Length is < 2 or > 7) return false;
        string result = WireText.Upper(word);
        if (result is not ("OK" or "NO" or "BAD" or "BYE" or "PREAUTH")) return false;
        ReadOnlySpan<byte> text = space < 0 ? default : rest[(space + 1)..];
        ReadOnlySpan<byte> code = default, arguments = default;
        bool isOpen = false;
        if (!text.IsEmpty && text[0] == '[')
        {
            int close = text.IndexOf((byte)']');
            isOpen = close < 0;
            code = isOpen ? text[1..] : text[1..close];
            text = isOpen ? default : text[(close + 1)..].TrimStart((byte)' ');
            int end = code.IndexOf((byte)' ');
            if (end >= 0)
            {
                arguments = code[(end + 1)..];
                code = code[..end];
            }
        }
        status = new StatusResponse { Result = result, Code = code, CodeArguments = arguments, Text = text, IsCodeOpen = isOpen };
        return true;
    }
}
