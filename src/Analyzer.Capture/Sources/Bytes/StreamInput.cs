namespace Analyzer.Capture.Sources.Bytes;

/// <summary>The bytes of a pipe, or of any stream: they come once, and nobody knows how many.</summary>
internal sealed class StreamInput(Stream stream) : IByteInput
{
    long _position;

    public long Position => Volatile.Read(ref _position);

    public long Length => -1;

    public InputFault? Fault { get; private set; }

    public int Read(Span<byte> target)
    {
        try
        {
            int count = stream.Read(target);
            Volatile.Write(ref _position, _position + count);
            return count;
        }
#pragma warning disable CA1031 // What a stream throws is its maker's choice, and the thread that reads ahead must survive it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fault = new(InputFaultKind.Damaged, $"The stream cannot be read on: {e.Message}");
            return 0;
        }
    }

    public void Dispose() => stream.Dispose();
}
