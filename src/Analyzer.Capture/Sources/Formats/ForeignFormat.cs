using System.Text;

namespace Analyzer.Capture.Sources.Formats;

/// <summary>Tells the user what a file is when it is no capture that can be read.</summary>
internal static class ForeignFormat
{
    const string Packed = "decompress it first";
    const string Convert = "convert it to pcap or pcapng first";

    /// <summary>A file that begins with this many bytes of text is called text.</summary>
    const int TextSample = 512;

    /// <summary>Signatures with what they stand for; of two that fit, the longer is first.</summary>
    static readonly (byte[] Bytes, string Name, string? Advice)[] Signatures =
    [
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive", Packed),
        ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", null),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", Packed),
        ("Rar!"u8.ToArray(), "a rar archive", Packed),
        ([0x1F, 0x8B, 8], "gzip data inside gzip data", Packed),
        ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard data", Packed),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz data", Packed),
        ("BZh"u8.ToArray(), "bzip2 data", Packed),
        ([0x04, 0x22, 0x4D, 0x18], "lz4 data", Packed),
        ([0x1F, 0x9D], "compressed data of the old Unix kind", Packed),
        ([0x7F, 0x45, 0x4C, 0x46], "an ELF program", null),
        ("MZ"u8.ToArray(), "a Windows program", null),
        ("%PDF"u8.ToArray(), "a PDF document", null),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a PNG image", null),
        ([0xFF, 0xD8, 0xFF], "a JPEG image", null),
        ("GIF8"u8.ToArray(), "a GIF image", null),
        ([0xD0, 0xCF, 0x11, 0xE0], "an Office document", null),
        ("SQLite format 3"u8.ToArray(), "an SQLite database", null),
        ("RTSS"u8.ToArray(), "a capture of Network Monitor 1", Convert),
        ("GMBU"u8.ToArray(), "a capture of Network Monitor 2", Convert),
        ("TRSNIFF data"u8.ToArray(), "a capture of the DOS Sniffer", Convert),
        ("XCP\0"u8.ToArray(), "a capture of the Windows Sniffer", Convert),
        ([0x01, 0x10, 0x4C, 0x00], "a capture of LANalyzer", Convert),
        ([0x7F, 0x76, 0x65, 0x72], "a capture of EtherPeek or OmniPeek", Convert),
        ([0x05, 0x56, 0x4E, 0x46], "a capture of Visual UpTime", Convert),
        ("iptrace "u8.ToArray(), "a capture of AIX iptrace", Convert),
        ("snoop\0\0\0"u8.ToArray(), "a snoop capture of another version than 2", Convert),
        ("btsnoop\0"u8.ToArray(), "a Bluetooth capture", Convert),
        ([0x00, 0x00, 0x02, 0x00, 0x12, 0x05, 0x00, 0x10], "a capture of a K12 tester", Convert),
        ([0x54, 0x52, 0x00, 0x64, 0x00], "a capture of HP-UX nettl", Convert),
        ([0xEF, 0xBB, 0xBF], "text", null),
        ([0xFF, 0xFE], "text in UTF-16", null),
        ([0xFE, 0xFF], "text in UTF-16", null),
    ];

    /// <summary>A sentence on bytes that begin no capture; there is at least one.</summary>
    public static string Describe(ReadOnlySpan<byte> head)
    {
        if (FormatDetector.HasMagic(head) && head.Length < FormatDetector.LongestHeader)
            return $"It ends after {head.Length} bytes, inside the file header: there are no packets in it.";
        foreach ((byte[] bytes, string name, string? advice) in Signatures)
            if (head.StartsWith(bytes))
                return StartsWith(bytes, name, advice);
        if (head.Length > 262 && head[257..].StartsWith("ustar"u8)) return "It is a tar archive, not a capture: unpack it first.";
        if (IsText(head)) return DescribeText(head);
        if (!head.ContainsAnyExcept((byte)0)) return "It starts with nothing but zeros, not with a capture.";
        return $"It starts with {Hex(head[..Math.Min(4, head.Length)])}, as no capture format that is read here does.";
    }

    static string StartsWith(ReadOnlySpan<byte> bytes, string name, string? advice) =>
        $"It starts with {Hex(bytes)}: {name}{(advice is null ? ", not a capture" : $"; {advice}")}.";

    static string Hex(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');

    static bool IsText(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> sample = head[..Math.Min(TextSample, head.Length)];
        foreach (byte value in sample)
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f' or 0x1B))
                return false;
        return true;
    }

    static string DescribeText(ReadOnlySpan<byte> head)
    {
        string start = Encoding.Latin1.GetString(head[..Math.Min(TextSample, head.Length)]).TrimStart();
        const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
        if (start.StartsWith("<!doctype html", AnyCase) || start.StartsWith("<html", AnyCase))
            return "It is an HTML page, not a capture: what was downloaded may be the page about it.";
        if (start.StartsWith("CLIENT_RANDOM ", StringComparison.Ordinal) || start.StartsWith("# SSL/TLS secrets", StringComparison.Ordinal))
            return "It is a TLS key log, not a capture.";
        return "It is text, not a capture.";
    }
}
