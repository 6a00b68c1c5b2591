using System.Buffers;

namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>Gives the bytes of a stream singly or in runs, for decoders of formats that mix marks and content.</summary>
sealed class ByteSource(Stream source) : IDisposable
{
    readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
    int _start, _end;

    /// <summary>The next byte, or -1 at the end.</summary>
    public int Next() => _start < _end || Fill() ? _buffer[_start++] : -1;

    /// <summary>Up to as many bytes as fit into <paramref name="target"/>; 0 at the end.</summary>
    public int Take(Span<byte> target)
    {
        if (target.IsEmpty || (_start == _end && !Fill())) return 0;
        int count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    bool Fill()
    {
        _start = 0;
        _end = source.Read(_buffer);
        return _end > 0;
    }

    /// <summary>Closes the source, too.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        source.Dispose();
    }
}
