using System.Buffers;
using System.Security.Cryptography;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// The SHA-256 of a content whose bytes come a packet at a time. They are gathered into blocks first: a call into the hash costs as
/// much as a hundred bytes of hashing, and a content that fits into one block needs no hash object at all.
/// </summary>
sealed class ContentHash
{
    /// <summary>About eleven full packets: small enough for the nearest cache, which the bytes have just passed.</summary>
    const int BlockSize = 16 * 1024;

    byte[]? _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    IncrementalHash? _hash;
    int _used;

    /// <summary>The next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > BlockSize) Flush();
        if (bytes.Length > BlockSize)
        {
            _hash!.AppendData(bytes);
            return;
        }
        bytes.CopyTo(_block.AsSpan(_used));
        _used += bytes.Length;
    }

    void Flush()
    {
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(_block.AsSpan(0, _used));
        _used = 0;
    }

    /// <summary>Lower-case hex, and gives the memory back. Called once, last.</summary>
    public string Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (_hash is null)
        {
            SHA256.HashData(_block.AsSpan(0, _used), hash);
        }
        else
        {
            Flush();
            _hash.GetHashAndReset(hash);
            _hash.Dispose();
        }
        ArrayPool<byte>.Shared.Return(_block!);
        _block = null;
        return Convert.ToHexStringLower(hash);
    }
}
