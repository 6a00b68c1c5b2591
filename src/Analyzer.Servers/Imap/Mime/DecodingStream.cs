namespace Analyzer.Servers.Imap.Mime;

/// <summary>Undoes a transfer encoding of what is written to it.</summary>
sealed class DecodingStream(Stream target, TransferDecoder decoder) : Stream
{
    byte[] _decoded = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int length = Decode(buffer.Span);
        await target.WriteAsync(_decoded.AsMemory(0, length), cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        int length = Decode(buffer.AsSpan(offset, count));
        target.Write(_decoded, 0, length);
    }

    /// <summary>Writes what was held back; nothing comes after it.</summary>
    public async ValueTask FinishAsync(CancellationToken cancel)
    {
        byte[] rest = new byte[3];
        await target.WriteAsync(rest.AsMemory(0, decoder.Finish(rest)), cancel);
    }

    public override void Flush() => target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int Decode(ReadOnlySpan<byte> source)
    {
        if (_decoded.Length < source.Length + 3) _decoded = new byte[source.Length + 3];
        return decoder.Decode(source, _decoded);
    }
}
