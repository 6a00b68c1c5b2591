namespace Analyzer.Capture.Sources.Formats;

/// <summary>Tells a capture's format by its content, never by its name.</summary>
internal static class FormatDetector
{
    /// <summary>
    /// As much of a capture as is looked at. The formats without a magic need several records: this many bytes hold at least one, and
    /// the header of the next.
    /// </summary>
    public const int HeadLength = 64 * 1024;

    /// <summary>The longest file header among the formats that have a magic. Less is no capture yet.</summary>
    public const int LongestHeader = PcapReader.FileHeaderLength;

    /// <summary>Whether the bytes are gzip-compressed (RFC 1952 section 2.3.1, with the one method there is).</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]);

    /// <summary>Whether the bytes begin with the magic of a capture format that has one.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> head) =>
        PcapNgReader.HasMagic(head) || PcapReader.HasMagic(head) || SnoopReader.HasMagic(head);

    /// <summary>
    /// Whether more of the beginning could not change the answer. A program that captures writes the header first and the packets when
    /// they come: who reads its pipe must not wait for them.
    /// </summary>
    public static bool IsEnough(ReadOnlySpan<byte> head) => head.Length >= LongestHeader && (HasMagic(head) || IsGzip(head));

    /// <summary>The reader for a capture that begins so, or null if that is no capture.</summary>
    public static IRecordReader? Detect(ReadOnlySpan<byte> head, HeadExtent extent)
    {
        if (HasMagic(head) && head.Length < LongestHeader) return null;
        if (PcapNgReader.HasMagic(head)) return new PcapNgReader();
        if (PcapReader.Detect(head) is { } pcap) return pcap;
        if (SnoopReader.Detect(head) is { } snoop) return snoop;
        if (PppdLogReader.IsLikely(head)) return new PppdLogReader();
        return ErfReader.IsLikely(head, extent) ? new ErfReader() : null;
    }
}

/// <summary>How much of a capture its first bytes are.</summary>
internal enum HeadExtent
{
    /// <summary>There is more.</summary>
    Part,

    /// <summary>That is all.</summary>
    Whole,
}
