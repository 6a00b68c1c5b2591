namespace Analyzer.Capture.Sources.Bytes;

/// <summary>Takes bytes that no capture holds, and gives them back by their offset.</summary>
internal interface ISpool : IDisposable
{
    /// <summary>Appends all of the bytes. False: there was no room.</summary>
    bool TryAppend(ReadOnlySpan<byte> bytes, out long offset);

    /// <summary>Fills the target with bytes appended earlier. False: they are not there, or cannot be read.</summary>
    bool TryRead(long offset, Span<byte> target);

    /// <summary>Bytes appended.</summary>
    long Length { get; }

    /// <summary>Why nothing more is kept, or null.</summary>
    string? Failure { get; }
}
