using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>The bytes of a spool from its beginning to its growing end.</summary>
internal sealed class SpoolInput(SpoolRing ring) : IByteInput
{
    long _position;

    public bool IsGrowing => true;

    public long Position => Volatile.Read(ref _position);

    public long Length => -1;

    public InputFault? Fault => null;

    public int Read(Span<byte> target)
    {
        int count = ring.Read(_position, target);
        Volatile.Write(ref _position, _position + count);
        return count;
    }

    public void Dispose()
    {
    }
}
