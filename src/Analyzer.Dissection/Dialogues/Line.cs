using Analyzer.Capture;

namespace Analyzer.Dissection.Dialogues;

/// <summary>How a line ended on the wire.</summary>
public enum LineEnd
{
    /// <summary>CR LF, as every protocol here wants it.</summary>
    CrLf,

    /// <summary>A LF without its CR. Some peers send it; it is read as a line end.</summary>
    Lf,

    /// <summary>It did not: the line was longer than the limit, or a gap or the end of the stream cut it.</summary>
    None,
}

/// <summary>A line of dialogue, borrowed: valid until the cursor that gave it moves on.</summary>
public readonly ref struct Line
{
    /// <summary>Its bytes without the line end.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>How it ended.</summary>
    public required LineEnd End { get; init; }

    /// <summary>Of its first byte in the stream, gaps counted.</summary>
    public required long Offset { get; init; }

    /// <summary>When its first byte was captured.</summary>
    public required Timestamp Time { get; init; }

    /// <summary>The number of the packet with its first byte.</summary>
    public required long Packet { get; init; }
}
