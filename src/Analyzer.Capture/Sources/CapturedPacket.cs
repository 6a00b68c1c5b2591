namespace Analyzer.Capture.Sources;

/// <summary>A packet as it was captured: a view of a read buffer, valid until the source reads on.</summary>
public readonly ref struct CapturedPacket
{
    /// <summary>From 1, in the order of the capture (of its file, when several are read as one).</summary>
    public required long Number { get; init; }

    /// <summary>When it was captured; may be unknown, and may lie before its predecessor's.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>What its first byte belongs to.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>The captured bytes.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>How long it was on the wire; at least <see cref="Data"/>'s length, more when the snap length cut it.</summary>
    public required int OriginalLength { get; init; }

    /// <summary>Where <see cref="Data"/> lies.</summary>
    public required Extent Extent { get; init; }

    /// <summary>The interface's number in its section (0 where the format knows none).</summary>
    public int InterfaceId { get; init; }
}
