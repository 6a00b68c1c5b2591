namespace Analyzer.Capture;

/// <summary>Gives captured bytes back by their address, for as long as the captures of the run are open.</summary>
public interface IByteStore
{
    /// <summary>The number of a capture that does not exist: where bytes lie that no capture holds, until they are kept.</summary>
    const int Nowhere = 65534;

    /// <summary>
    /// Makes sure that <paramref name="bytes"/>, now lying at <paramref name="extent"/>, can be read later, and says where. Bytes of
    /// a capture file are where they are; bytes of a pipe go to the spool, if this run keeps one.
    /// </summary>
    Extent Keep(Extent extent, ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Takes bytes that no capture holds (inflated, decrypted, or put together) and says where they can be read later: in the spool,
    /// if this run keeps one. Else the extent tells how many they are, and <see cref="TryRead"/> never finds them.
    /// </summary>
    Extent Append(ReadOnlySpan<byte> bytes) => Keep(new Extent(Nowhere, 0, bytes.Length), bytes);

    /// <summary>
    /// Reads all of <paramref name="extent"/> into <paramref name="target"/>, which is at least as long. False: the bytes are not to
    /// be had (a pipe without a spool, or a file that has shrunk since); the target is then undefined. Never throws for I/O errors.
    /// </summary>
    bool TryRead(Extent extent, Span<byte> target);
}
