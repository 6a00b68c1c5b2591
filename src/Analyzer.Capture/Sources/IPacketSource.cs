namespace Analyzer.Capture.Sources;

/// <summary>
/// Where packets come from: a file, a pipe, an interface. The seam behind which another capture library could stand.
/// </summary>
public interface IPacketSource : IDisposable
{
    /// <summary>
    /// The next packet, borrowed until the next call. False: there is none (any more). Damage never throws: it ends the packets and
    /// stands in <see cref="Description"/>.
    /// </summary>
    bool TryRead(out CapturedPacket packet);

    /// <summary>What is known of the capture so far; grows while it is read.</summary>
    CaptureDescription Description { get; }

    /// <summary>How many bytes of <see cref="Length"/> were read, for a progress line.</summary>
    long Position { get; }

    /// <summary>Bytes in all, or -1 when that cannot be known (a pipe).</summary>
    long Length { get; }
}
