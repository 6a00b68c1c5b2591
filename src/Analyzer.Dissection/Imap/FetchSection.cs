using System.Buffers.Text;
using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>What a FETCH item gives of a message.</summary>
internal enum FetchSource : byte
{
    /// <summary><c>BODY[…]</c>, <c>BODY.PEEK[…]</c>, <c>RFC822</c> and its kin: octets as they are in the message.</summary>
    Body,

    /// <summary><c>BINARY[…]</c>: with the content transfer encoding undone (RFC 3516), so not those of the message.</summary>
    Binary,
}

/// <summary>A data item of FETCH that carries message text (RFC 9051 section 6.4.5), asked for or answered.</summary>
/// <param name="Source">Whether octets are as in the message.</param>
/// <param name="Section">Upper case: empty for the whole, <c>HEADER</c>, <c>TEXT</c>, <c>1.2</c>, <c>1.MIME</c>, <c>HEADER.FIELDS (FROM TO)</c>.</param>
/// <param name="Origin">The first octet of a partial fetch; null for all of the section.</param>
/// <param name="Length">How many octets are asked for; a response does not tell.</param>
internal readonly record struct FetchSection(FetchSource Source, string Section, long? Origin, long? Length)
{
    /// <summary>The whole message.</summary>
    public const string Whole = "";

    /// <summary>Its header, blank line counted.</summary>
    public const string Header = "HEADER";

    /// <summary>What stands behind the header.</summary>
    public const string Text = "TEXT";

    /// <summary>It is all of the message, as it is.</summary>
    public bool IsWhole => Section.Length == 0 && Origin is null;

    /// <summary>As <c>part</c> of the output contract has it; null for the whole.</summary>
    public string? PartName
    {
        get
        {
            if (IsWhole) return null;
            string section = Source == FetchSource.Binary ? $"BINARY[{Section}]" : Section;
            return Origin is null ? section : $"{section}<{Origin}>";
        }
    }

    /// <summary>Whether an item name begins a section in brackets.</summary>
    public static bool HasBrackets(ReadOnlySpan<byte> item) => SourceOf(item, out _) is not null;

    /// <summary>Reads a whole item name such as <c>BODY.PEEK[1.MIME]&lt;0.1024&gt;</c>. False: it carries no message text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> item, out FetchSection section)
    {
        section = default;
        if (Ascii.EqualsIgnoreCase(item, "RFC822"u8)) return Named(Whole, out section);
        if (Ascii.EqualsIgnoreCase(item, "RFC822.HEADER"u8)) return Named(Header, out section);
        if (Ascii.EqualsIgnoreCase(item, "RFC822.TEXT"u8)) return Named(Text, out section);
        if (SourceOf(item, out int open) is not { } source) return false;
        int close = item.LastIndexOf((byte)']');
        if (close < open) return false;
        section = new FetchSection(source, NameOf(item[(open + 1)..close]), null, null);
        return TryParseRange(item[(close + 1)..], ref section);
    }

    static bool Named(string name, out FetchSection section)
    {
        section = new FetchSection(FetchSource.Body, name, null, null);
        return true;
    }

    static FetchSource? SourceOf(ReadOnlySpan<byte> item, out int open)
    {
        open = item.IndexOf((byte)'[');
        if (open < 0) return null;
        ReadOnlySpan<byte> name = item[..open];
        if (Ascii.EqualsIgnoreCase(name, "BODY"u8) || Ascii.EqualsIgnoreCase(name, "BODY.PEEK"u8)) return FetchSource.Body;
        if (Ascii.EqualsIgnoreCase(name, "BINARY"u8) || Ascii.EqualsIgnoreCase(name, "BINARY.PEEK"u8)) return FetchSource.Binary;
        return null;
    }

    static string NameOf(ReadOnlySpan<byte> section)
    {
        if (section.IsEmpty) return Whole;
        if (Ascii.EqualsIgnoreCase(section, "HEADER"u8)) return Header;
        return Ascii.EqualsIgnoreCase(section, "TEXT"u8) ? Text : WireText.Decode(section).ToUpperInvariant();
    }

    // <origin> in a response, <origin.length> in a request. Anything else behind the bracket is passed over.
    static bool TryParseRange(ReadOnlySpan<byte> range, ref FetchSection section)
    {
        if (range.Length < 3 || range[0] != '<' || range[^1] != '>') return true;
        if (!Utf8Parser.TryParse(range[1..^1], out long origin, out int used) || origin < 0) return true;
        section = section with { Origin = origin };
        if (range[1 + used] == '.' && ImapToken.TryParseNumber(range[(2 + used)..^1], out long length)) section = section with { Length = length };
        return true;
    }
}
