using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.History;

/// <summary>Digests of content by the names that the HASH draft gives the algorithms.</summary>
static class ContentDigest
{
    static readonly uint[] s_crc = MakeCrcTable();

    static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        return table;
    }

    /// <summary>How many hex digits a digest has; 0 for an algorithm that is not known.</summary>
    public static int Digits(string algorithm) => algorithm switch
    {
        "CRC32" => 8,
        "MD5" => 32,
        "SHA-1" => 40,
        "SHA-256" => 64,
        "SHA-384" => 96,
        "SHA-512" => 128,
        _ => 0,
    };

    /// <summary>Reads all of a content again. Null: the bytes cannot be had, or the algorithm is not known.</summary>
    public static string? Compute(string algorithm, Content content, FtpRun run)
    {
        if (Digits(algorithm) == 0) return null;
        using IncrementalHash? hash = algorithm == "CRC32" ? null : IncrementalHash.CreateHash(new HashAlgorithmName(algorithm.Replace("SHA-", "SHA", StringComparison.Ordinal)));
        using ContentStream stream = run.Open(content);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        uint crc = uint.MaxValue;
        for (int count; (count = stream.Read(buffer.AsSpan())) > 0;)
        {
            if (hash is null) crc = Update(crc, buffer.AsSpan(0, count));
            else hash.AppendData(buffer, 0, count);
        }
        ArrayPool<byte>.Shared.Return(buffer);
        if (stream.IsBroken) return null;
        return hash is null ? (~crc).ToString("x8", CultureInfo.InvariantCulture) : Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) crc = crc >> 8 ^ s_crc[(byte)crc ^ value];
        return crc;
    }
}
