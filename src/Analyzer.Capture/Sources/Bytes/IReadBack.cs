namespace Analyzer.Capture.Sources.Bytes;

/// <summary>Bytes that can be read again by their offset.</summary>
internal interface IReadBack : IDisposable
{
    /// <summary>Fills the target from there. False: the bytes do not reach so far, have left, or cannot be read.</summary>
    bool TryRead(long offset, Span<byte> target);
}
