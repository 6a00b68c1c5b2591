using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// Decodes bytes by the charset names that mail carries: those of the IANA registry, and what is seen in the wild. A name stands for
/// the superset that senders mean by it (gb2312 for GB 18030, iso-8859-1 for Windows-1252), as in the WHATWG encoding standard.
/// </summary>
public static class Charsets
{
    const int Utf7CodePage = 65000;
    const int Utf8CodePage = 65001;
    const int AsciiCodePage = 20127;

    static readonly FrozenDictionary<string, int> CodePages = new Dictionary<string, int>
    {
        ["us-ascii"] = AsciiCodePage,
        ["ascii"] = AsciiCodePage,
        ["ansi_x3.4-1968"] = AsciiCodePage,
        ["ansi_x3.4-1986"] = AsciiCodePage,
        ["iso646-us"] = AsciiCodePage,
        ["iso_646.irv:1991"] = AsciiCodePage,
        ["us"] = AsciiCodePage,
        ["utf-8"] = Utf8CodePage,
        ["utf8"] = Utf8CodePage,
        ["unicode-1-1-utf-8"] = Utf8CodePage,
        ["x-utf-8"] = Utf8CodePage,
        ["cp65001"] = Utf8CodePage,
        ["utf-7"] = Utf7CodePage,
        ["utf7"] = Utf7CodePage,
        ["unicode-1-1-utf-7"] = Utf7CodePage,
        ["x-unicode-2-0-utf-7"] = Utf7CodePage,
        ["utf-16"] = 1200,
        ["utf-16le"] = 1200,
        ["utf-16be"] = 1201,
        ["utf-32"] = 12000,
        ["utf-32le"] = 12000,
        ["utf-32be"] = 12001,
        ["latin1"] = 1252,
        ["latin-1"] = 1252,
        ["l1"] = 1252,
        ["latin2"] = 28592,
        ["tis-620"] = 874,
        ["koi8-ru"] = 21866,
        ["koi8"] = 20866,
        ["gb2312"] = 54936,
        ["gb_2312-80"] = 54936,
        ["gbk"] = 54936,
        ["x-gbk"] = 54936,
        ["gb18030"] = 54936,
        ["cp936"] = 54936,
        ["euc-cn"] = 54936,
        ["chinese"] = 54936,
        ["hz-gb-2312"] = 52936,
        ["iso-2022-cn"] = 50227,
        ["big5"] = 950,
        ["big-5"] = 950,
        ["big5-hkscs"] = 950,
        ["cn-big5"] = 950,
        ["x-x-big5"] = 950,
        ["big5-eten"] = 950,
        ["shift_jis"] = 932,
        ["shift-jis"] = 932,
        ["sjis"] = 932,
        ["x-sjis"] = 932,
        ["ms_kanji"] = 932,
        ["windows-31j"] = 932,
        ["euc-jp"] = 51932,
        ["x-euc-jp"] = 51932,
        ["iso-2022-jp"] = 50220,
        ["iso-2022-jp-1"] = 50220,
        ["iso-2022-jp-2"] = 50220,
        ["iso-2022-jp-3"] = 50220,
        ["iso-2022-jp-ms"] = 50220,
        ["cp50220"] = 50220,
        ["ks_c_5601-1987"] = 949,
        ["ks_c_5601-1989"] = 949,
        ["ks_c_5601"] = 949,
        ["ksc5601"] = 949,
        ["ksc_5601"] = 949,
        ["euc-kr"] = 949,
        ["x-euc-kr"] = 949,
        ["korean"] = 949,
        ["uhc"] = 949,
        ["iso-2022-kr"] = 50225,
        ["macintosh"] = 10000,
        ["mac"] = 10000,
    }.ToFrozenDictionary();

    /// <summary>The parts of ISO 8859 that the framework has, as its code pages; part 1 and 9 and 11 as the Windows supersets.</summary>
    static readonly FrozenDictionary<int, int> Iso8859 = new Dictionary<int, int>
    {
        [1] = 1252,
        [2] = 28592,
        [3] = 28593,
        [4] = 28594,
        [5] = 28595,
        [6] = 28596,
        [7] = 28597,
        [8] = 28598,
        [9] = 1254,
        [11] = 874,
        [13] = 28603,
        [15] = 28605,
    }.ToFrozenDictionary();

    static readonly string[] NumberedPrefixes = ["windows-", "windows", "cp-", "cp", "ibm-", "ibm", "x-cp", "ms-", "ms", "dos-"];

    internal static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// The bytes as text. Bytes that the charset does not have become U+FFFD. An unknown or absent charset, and US-ASCII with 8-bit
    /// bytes, are read as UTF-8 if they are, else as Windows-1252. A byte order mark is left out.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) => TryDecode(bytes, charset) ?? HeaderText.ToUnicode(bytes, null);

    /// <summary>The bytes as text; null when the charset is unknown.</summary>
    internal static string? TryDecode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (charset == null || FindCodePage(charset) is not int codePage) return null;
        if (codePage == AsciiCodePage) return HeaderText.ToUnicode(bytes, null);
        if (codePage == Utf7CodePage) return Utf7.Decode(bytes);
        string? text = FindEncoding(codePage)?.GetString(bytes);
        return text is ['\uFEFF', ..] ? text[1..] : text;
    }

    /// <summary>The bytes as text; null when the charset is unknown or does not have one of them.</summary>
    internal static string? TryDecodeStrictly(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (charset == null || FindCodePage(charset) is AsciiCodePage or Utf8CodePage) return null;
        string? text = TryDecode(bytes, charset);
        return text == null || text.Contains('\uFFFD') ? null : text;
    }

    /// <summary>Whether text can be decoded by this name.</summary>
    public static bool IsKnown(string charset) =>
        FindCodePage(charset) is int codePage && (codePage == Utf7CodePage || FindEncoding(codePage) != null);

    static Encoding? FindEncoding(int codePage) => codePage switch
    {
        Utf8CodePage => Encoding.UTF8,
        AsciiCodePage => Encoding.ASCII,
        1200 => Encoding.Unicode,
        1201 => Encoding.BigEndianUnicode,
        12000 => Encoding.UTF32,
        12001 => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage),
    };

    static int? FindCodePage(string charset)
    {
        string name = charset.Trim(' ', '\t', '"', '\'').ToLowerInvariant();
        if (CodePages.TryGetValue(name, out int codePage)) return codePage;
        if (FindIso8859(name) is int part) return Iso8859.TryGetValue(part, out codePage) ? codePage : null;

        foreach (string prefix in NumberedPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && TryReadNumber(name.AsSpan(prefix.Length), out codePage)) return codePage;
        }

        return CodePagesEncodingProvider.Instance.GetEncoding(name)?.CodePage;
    }

    /// <summary>The part number in "iso-8859-8-i", "iso8859-15", "iso_8859-1:1987", "8859_1" and the like.</summary>
    static int? FindIso8859(string name)
    {
        int at = name.IndexOf("8859", StringComparison.Ordinal);
        if (at < 0 || name[..at].TrimEnd('-', '_') is not ("" or "iso" or "x-iso")) return null;
        ReadOnlySpan<char> rest = name.AsSpan(at + 4).TrimStart("-_");
        // Variants (-i and -e of the Hebrew part, a year) differ in the order of display alone.
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return TryReadNumber(end < 0 ? rest : rest[..end], out int part) ? part : null;
    }

    static bool TryReadNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= ushort.MaxValue;
}
