using System.IO.Compression;

namespace Analyzer.Capture.Sources.Bytes;

/// <summary>
/// Bytes that come gzip-compressed (RFC 1952), in one member or several. It streams, so what the data grow to never matters.
/// </summary>
/// <remarks>
/// The framework's decompressor takes a cut stream for a complete one. Therefore a small member of known content is put behind the
/// data: only if that comes out again, and as such, did the data end where a member ends.
/// </remarks>
internal sealed class GzipInput : IByteInput
{
    static readonly byte[] SealContent = "end of gzip data"u8.ToArray();
    static readonly byte[] Seal = Compress(SealContent);

    readonly IByteInput _raw;
    readonly SealedStream _sealed;
    readonly GZipStream _bytes;

    /// <summary>Decompresses <paramref name="taken"/>, which were read already, and then the rest of <paramref name="raw"/>.</summary>
    public GzipInput(IByteInput raw, ReadOnlySpan<byte> taken)
    {
        _raw = raw;
        _sealed = new SealedStream(raw, taken, Seal);
        _bytes = new GZipStream(_sealed, CompressionMode.Decompress);
    }

    public long Position => _raw.Position;

    public long Length => _raw.Length;

    public InputFault? Fault { get; private set; }

    public int Read(Span<byte> target)
    {
        int total = 0;
        while (Fault is null && total < target.Length)
        {
            int count = Decompress(target[total..]);
            if (count == 0) break;
            total += count;
            // From a file it is best to fill the target; from a pipe nobody should wait for what comes later.
            if (Length < 0) break;
        }
        return total;
    }

    int Decompress(Span<byte> target)
    {
        if (_sealed.IsSealTaken) return 0;
        try
        {
            int count = _bytes.Read(target);
            if (!_sealed.IsSealTaken)
            {
                if (count == 0) Fault = new(InputFaultKind.Damaged, "The gzip data are followed by bytes that are none.");
                return count;
            }
            Fault = _raw.Fault ?? (IsSeal(target[..count]) ? null : Cut);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Fault = _raw.Fault ?? (_sealed.IsSealTaken ? Cut : new(InputFaultKind.Damaged, "The gzip data are damaged."));
        }
        return 0;
    }

    /// <summary>Whether what comes out from here on, of which the first bytes are given, is the seal's content and no more.</summary>
    bool IsSeal(ReadOnlySpan<byte> first)
    {
        Span<byte> content = stackalloc byte[SealContent.Length + 1];
        if (first.Length >= content.Length) return false;
        first.CopyTo(content);
        int count = first.Length;
        for (int more = count; more > 0 && count < content.Length; count += more) more = _bytes.Read(content[count..]);
        return content[..count].SequenceEqual(SealContent);
    }

    static InputFault Cut => new(InputFaultKind.Cut, "The gzip data end too early.");

    static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest)) stream.Write(content);
        return compressed.ToArray();
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _raw.Dispose();
    }
}
