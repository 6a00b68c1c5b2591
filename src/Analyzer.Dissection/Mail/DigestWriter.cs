using System.Buffers;
using System.Security.Cryptography;

namespace Analyzer.Dissection.Mail;

/// <summary>Takes decoded bytes and keeps their number, their first few, and if asked their SHA-256: not the bytes. Used again and again.</summary>
internal sealed class DigestWriter(MimeDigest digest) : IBufferWriter<byte>, IDisposable
{
    /// <summary>Enough for every signature that <see cref="FileSignature"/> knows.</summary>
    public const int FirstLength = 16;

    readonly byte[] _buffer = new byte[16 * 1024];
    readonly byte[] _first = new byte[FirstLength];
    readonly IncrementalHash? _hash = digest == MimeDigest.Sha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    int _used;

    /// <summary>Bytes written since the last <see cref="Reset"/>, those still buffered left out.</summary>
    public long Length { get; private set; }

    /// <summary>Reads along; null when nobody does.</summary>
    public UuScanner? Scanner { get; set; }

    /// <summary>Takes bytes that need no decoding, without copying them.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Flush();
        Pass(bytes);
    }

    public void Advance(int count) => _used += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_buffer.Length - _used < Math.Max(sizeHint, 1)) Flush();
        return _buffer.AsSpan(_used);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public void Flush()
    {
        int used = _used;
        _used = 0;
        Pass(_buffer.AsSpan(0, used));
    }

    public byte[] FirstBytes() => _first.AsSpan(0, (int)Math.Min(Length, FirstLength)).ToArray();

    /// <summary>The hash of what was written, null when it is not asked for. Then as new.</summary>
    public byte[]? Reset()
    {
        _used = 0;
        Length = 0;
        Scanner = null;
        return _hash?.GetHashAndReset();
    }

    public void Dispose() => _hash?.Dispose();

    void Pass(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (Length < FirstLength)
        {
            int length = Math.Min(bytes.Length, FirstLength - (int)Length);
            bytes[..length].CopyTo(_first.AsSpan((int)Length));
        }

        Length += bytes.Length;
        _hash?.AppendData(bytes);
        Scanner?.Write(bytes);
    }
}
