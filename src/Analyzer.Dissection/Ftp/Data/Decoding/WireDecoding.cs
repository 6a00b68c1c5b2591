using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>What decoding made of the bytes on a data connection.</summary>
/// <param name="Size">Decoded bytes, as far as they could be decoded.</param>
/// <param name="Sha256">Over these bytes; null when no hash is wanted.</param>
/// <param name="IsWhole">Nothing was left undecoded.</param>
/// <param name="HasRest">Bytes follow the mark that ends the file.</param>
readonly record struct DecodedContent(long Size, string? Sha256, bool IsWhole, bool HasRest);

/// <summary>From the bytes on the wire to those of the file, for transfers that are not sent as they are.</summary>
static class WireDecoding
{
    /// <summary>A stream of the file's bytes over one of the wire's, which it closes.</summary>
    public static Stream Open(Stream wire, TransferParameters parameters) => Open(wire, parameters, out _);

    static Stream Open(Stream wire, TransferParameters parameters, out MarkedStream? marked)
    {
        marked = parameters.Mode switch
        {
            'B' => new BlockModeStream(wire),
            'C' => new CompressedModeStream(wire, parameters.IsText),
            _ => null,
        };
        Stream content = marked ?? (parameters.Mode == 'Z' ? new ZLibStream(wire, CompressionMode.Decompress) : wire);
        if (parameters is { Mode: 'S' or 'Z', Structure: 'R' }) content = marked = new RecordStructureStream(content);
        return parameters.Representation == "E" ? new EbcdicStream(content) : content;
    }

    /// <summary>Decodes all, for its size and hash. Closes <paramref name="wire"/>.</summary>
    public static DecodedContent Measure(Stream wire, TransferParameters parameters, bool wantsHash)
    {
        using Stream content = Open(wire, parameters, out MarkedStream? marked);
        using IncrementalHash? hash = wantsHash ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        long size = 0;
        bool isWhole = false;
        try
        {
            int count = -1;
            while (size < FtpLimits.MaxDecoded && (count = content.Read(buffer)) > 0)
            {
                hash?.AppendData(buffer, 0, count);
                size += count;
            }
            isWhole = count == 0;
        }
        catch (InvalidDataException)
        {
            // What came before the damage counts.
        }
        ArrayPool<byte>.Shared.Return(buffer);
        bool hasRest = isWhole && marked is not null && marked.HasRest();
        return new DecodedContent(size, hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset()), isWhole, hasRest);
    }
}
