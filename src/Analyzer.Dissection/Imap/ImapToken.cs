using System.Buffers.Text;
using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>The elements of IMAP's syntax (RFC 9051 section 4).</summary>
internal enum ImapTokenKind : byte
{
    /// <summary>A word, a number, a flag or NIL.</summary>
    Atom,

    /// <summary>A string in quotes.</summary>
    Quoted,

    /// <summary>A string that came as a literal.</summary>
    Literal,

    /// <summary>An opening parenthesis.</summary>
    Open,

    /// <summary>A closing parenthesis.</summary>
    Close,
}

/// <summary>An element of a command or response, borrowed from its line.</summary>
internal readonly ref struct ImapToken
{
    /// <summary>What it is.</summary>
    public required ImapTokenKind Kind { get; init; }

    /// <summary>Its bytes; of a quoted string those between the quotes, with the escapes still in.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Where <see cref="Text"/> begins in the line.</summary>
    public int Start { get; init; }

    /// <summary>It is a string or an atom, not a parenthesis.</summary>
    public bool IsText => Kind <= ImapTokenKind.Literal;

    /// <summary>It is the atom NIL.</summary>
    public bool IsNil => Is("NIL"u8);

    /// <summary>It is this atom, in any case.</summary>
    public bool Is(ReadOnlySpan<byte> word) => Kind == ImapTokenKind.Atom && Ascii.EqualsIgnoreCase(Text, word);

    /// <summary>It is a number without a sign that fits.</summary>
    public bool TryGetNumber(out long number) => TryParseNumber(Text, out number);

    /// <summary>Reads a whole number without a sign.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        return !text.IsEmpty && char.IsAsciiDigit((char)text[0]) && Utf8Parser.TryParse(text, out number, out int used) && used == text.Length;
    }

    /// <summary>Its text, escapes undone.</summary>
    public string Decode()
    {
        if (Kind != ImapTokenKind.Quoted || !Text.Contains((byte)'\\')) return WireText.Decode(Text);
        byte[] plain = new byte[Text.Length];
        int length = 0;
        for (int i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '\\' && i + 1 < Text.Length) i++;
            plain[length++] = Text[i];
        }
        return WireText.Decode(plain.AsSpan(0, length));
    }
}
