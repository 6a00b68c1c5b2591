using System.Buffers;
using System.Security.Cryptography;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// What one end of a data connection sent: where it lies, how much it is, and, when somebody is known to want it, its hash, made while
/// it passes. What was not hashed in passing is read again when it turns out to be wanted: to hash every unknown stream of a capture
/// in advance would be the dearest step of all.
/// </summary>
sealed class DataHalf(AnalysisContext analysis, DataStream stream)
{
    readonly byte[] _prefix = new byte[3];
    HashWork? _hash;
    ArrayBufferWriter<byte>? _head;
    Fingerprint? _fingerprint;
    bool _isReadable, _isKept, _isCounted;
    long _returns;

    /// <summary>Where the bytes lie.</summary>
    public ExtentList Extents { get; } = new();

    /// <summary>Where the capture lacks bytes.</summary>
    public List<ContentGap> Gaps { get; } = [];

    /// <summary>Bytes that the capture holds.</summary>
    public long Size => Extents.Length;

    /// <summary>Bytes lost in gaps.</summary>
    public long Missing { get; private set; }

    /// <summary>It begins as a TLS connection does: a handshake or alert record of version 3.x (RFC 8446 section 5.1).</summary>
    public bool BeginsAsTls => Size >= 3 && _prefix[0] is 0x15 or 0x16 && _prefix[1] == 3 && _prefix[2] <= 4;

    /// <summary>The next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Extent extent)
    {
        for (long i = Size; i < _prefix.Length && i - Size < bytes.Length; i++) _prefix[i] = bytes[(int)(i - Size)];
        bool isFirst = Size == 0;
        if (isFirst) _isKept = analysis.Options.KeepContent && (stream.IsBound || stream.IsKin);
        if (_isKept) extent = analysis.Store.Keep(extent, bytes);
        if (isFirst) Begin(extent);
        Extents.Add(extent);
        if (!_isCounted) return;
        if (_hash is not null) analysis.Line.Append(_hash, bytes);
        _returns += bytes.Count((byte)'\r');
        if (_head is null) return;
        if (_head.WrittenCount + bytes.Length > FtpLimits.MaxListing) _head = null;
        else _head.Write(bytes);
    }

    // What a session wants is hashed as it passes; what one may want is kept, and hashed only if it cannot be read again.
    void Begin(Extent first)
    {
        _isReadable = analysis.Ftp.CanRead(first);
        _isCounted = stream.IsBound || (stream.IsKin && !_isReadable);
        if (_isCounted && analysis.Options.Hash) analysis.Line.Begin(_hash = new HashWork());
        if (_isCounted && !_isReadable && stream.IsContentWanted) _head = new ArrayBufferWriter<byte>();
    }

    /// <summary>So many bytes are not in the capture.</summary>
    public void Gap(long missing)
    {
        Gaps.Add(new ContentGap(Size, missing, Size));
        Missing += missing;
    }

    /// <summary>Nobody will want to read the content itself: gives the memory back.</summary>
    public void ForgetHead() => _head = null;

    /// <summary>The bytes from the first to the last that is there, or null when they cannot be had any more.</summary>
    public Stream? Open()
    {
        if (Size == 0) return Stream.Null;
        if (_head is { } head && head.WrittenCount == Size) return new MemoryStream(head.WrittenSpan.ToArray(), writable: false);
        return _isReadable ? analysis.Ftp.Open(new Content(Extents, Transform.None, [])) : null;
    }

    /// <summary>
    /// What tells the content from others, read again if need be. To be asked when no more bytes will come.
    /// </summary>
    public Fingerprint Fingerprint() => _fingerprint ??= MakeFingerprint();

    /// <summary>The fingerprint of no bytes.</summary>
    public static Fingerprint Nothing(AnalysisOptions options) => new(options.Hash ? Convert.ToHexStringLower(SHA256.HashData([])) : null, null, 0);

    Fingerprint MakeFingerprint()
    {
        if (Size == 0) return Nothing(analysis.Options);
        if (_isCounted) return new Fingerprint(null, _hash, _returns);
        if (!analysis.Options.Hash || Open() is not { } source) return new Fingerprint(null, null, -1);
        using (source) return ReadAgain(source, Size);
    }

    static Fingerprint ReadAgain(Stream stream, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        long returns = 0, read = 0;
        for (int count; (count = stream.Read(buffer)) > 0; read += count)
        {
            hash.AppendData(buffer, 0, count);
            returns += buffer.AsSpan(0, count).Count((byte)'\r');
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return read == size ? new Fingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()), null, returns) : new Fingerprint(null, null, -1);
    }
}

/// <summary>What tells a content from others.</summary>
/// <param name="Sha256">Lower-case hex; null when it is not known (yet).</param>
/// <param name="Pending">Who works it out; null: nobody.</param>
/// <param name="Returns">How many carriage returns there are; negative: unknown.</param>
readonly record struct Fingerprint(string? Sha256, HashWork? Pending, long Returns)
{
    /// <summary>There is a hash, or there will be.</summary>
    public bool HasHash => Sha256 is not null || Pending is not null;
}
