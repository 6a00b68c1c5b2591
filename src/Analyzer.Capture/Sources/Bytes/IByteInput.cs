namespace Analyzer.Capture.Sources.Bytes;

/// <summary>
/// The bytes of a capture, in order and uncompressed. It never throws: whatever goes wrong ends the bytes and stands in
/// <see cref="Fault"/>. One thread at a time may read; the counts may be looked at from any.
/// </summary>
internal interface IByteInput : IDisposable
{
    /// <summary>Reads at least one byte, waiting for it if need be; 0 at the end and at a fault, and where it grows, when nothing more is there yet.</summary>
    int Read(Span<byte> target);

    /// <summary>Whether more may come after there was nothing.</summary>
    bool IsGrowing => false;

    /// <summary>How many bytes of <see cref="Length"/> were taken (compressed ones, where it is compressed).</summary>
    long Position { get; }

    /// <summary>Bytes in all, or -1 when that cannot be known.</summary>
    long Length { get; }

    /// <summary>Why the bytes ended early, or null while they go on and when they ended as they should.</summary>
    InputFault? Fault { get; }
}

/// <summary>Why an input ended early.</summary>
/// <param name="Kind">How.</param>
/// <param name="Text">A sentence for the user.</param>
internal sealed record InputFault(InputFaultKind Kind, string Text);

/// <summary>How an input ended early.</summary>
internal enum InputFaultKind
{
    /// <summary>The rest is not there.</summary>
    Cut,

    /// <summary>The rest is there, but cannot be read or makes no sense.</summary>
    Damaged,
}
