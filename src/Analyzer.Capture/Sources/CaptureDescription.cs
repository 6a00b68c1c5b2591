using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Sources;

/// <summary>What one capture says of itself; the <c>capture</c> record is made from it.</summary>
public sealed class CaptureDescription
{
    /// <summary>As the user named it; <c>-</c> for standard input.</summary>
    public required string File { get; init; }

    /// <summary>Its number in this run, from 0: the <see cref="Extent.Capture"/> of its bytes.</summary>
    public required int Number { get; init; }

    /// <summary><c>pcap</c>, <c>pcapng</c>, or another that is read (<c>erf</c>, <c>snoop</c>, <c>pppdump</c>).</summary>
    public required string Format { get; init; }

    /// <summary>Whether it was compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The link types of its interfaces, each once, in the order of first use.</summary>
    public IReadOnlyList<LinkType> LinkTypes => _linkTypes;

    /// <summary>Packets read so far.</summary>
    public long Packets { get; internal set; }

    /// <summary>Captured bytes of these packets, without the file's own headers.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The earliest time of a packet.</summary>
    public Timestamp FirstTime { get; internal set; } = Timestamp.Unknown;

    /// <summary>The latest time of a packet.</summary>
    public Timestamp LastTime { get; internal set; } = Timestamp.Unknown;

    /// <summary>Packets that the capturing side says it dropped, or null when it does not say.</summary>
    public long? Dropped { get; internal set; }

    /// <summary>The file ends inside a record.</summary>
    public bool IsTruncated { get; internal set; }

    /// <summary>Where and how reading ended early (also when merely truncated), or null when all was read.</summary>
    public CaptureDamage? Damage { get; internal set; }

    /// <summary>Decryption secrets in the capture: kept for the TLS layer.</summary>
    public IReadOnlyList<DecryptionSecrets> Secrets => _secrets;

    /// <summary>Addresses named by the capture's own name resolution records.</summary>
    public IReadOnlyList<(IpAddress Address, string Name)> Names => _names;

    /// <summary>What the reader noticed and went on from: each kind once, in the order of first notice.</summary>
    public IReadOnlyList<CaptureRemark> Remarks => _remarks;

    /// <summary>Whether anything of it could not be read: an early end, or a record that had to be skipped.</summary>
    public bool IsDamaged => Damage is not null || _remarks.Exists(remark => remark.Kind == CaptureRemarkKind.DamagedRecord);

    readonly List<LinkType> _linkTypes = [];
    readonly List<DecryptionSecrets> _secrets = [];
    readonly List<(IpAddress, string)> _names = [];
    readonly List<CaptureRemark> _remarks = [];

    internal void Add(LinkType type)
    {
        if (!_linkTypes.Contains(type)) _linkTypes.Add(type);
    }

    internal void Add(DecryptionSecrets secrets)
    {
        if (!_hasLookedAhead) _secrets.Add(secrets);
    }

    /// <summary>Adds the secrets behind what has been read; null: it cannot be known what comes.</summary>
    internal Action? SecretsAhead { get; set; }

    /// <summary>All secrets of the capture are to be had at any time: it lies in a file.</summary>
    public bool CanLookAhead => SecretsAhead is not null;

    /// <summary>
    /// Reads the secrets that stand behind what has been read, if it can be done and was not done before. True: there are some.
    /// </summary>
    public bool LookAhead()
    {
        if (_hasLookedAhead || SecretsAhead is null) return false;
        int before = _secrets.Count;
        SecretsAhead();
        _hasLookedAhead = true;
        return _secrets.Count > before;
    }

    bool _hasLookedAhead;

    internal void Add(IpAddress address, string name) => _names.Add((address, name));

    internal void Add(CaptureRemarkKind kind, long offset)
    {
        CaptureRemark? known = _remarks.Find(remark => remark.Kind == kind);
        if (known is null) _remarks.Add(known = new CaptureRemark(kind, offset, Packets));
        known.Count++;
    }

    /// <summary>Counts packets that were lost before they reached the capture; hostile numbers end at the largest.</summary>
    internal void AddDropped(long count) => Dropped = Dropped > long.MaxValue - count ? long.MaxValue : (Dropped ?? 0) + count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Count(int length, Timestamp time)
    {
        Packets++;
        Bytes += length;
        if (!time.IsKnown) return;
        if (!FirstTime.IsKnown || time < FirstTime) FirstTime = time;
        if (!LastTime.IsKnown || time > LastTime) LastTime = time;
    }
}

/// <summary>Where a capture is damaged or cut.</summary>
/// <param name="Offset">Of the record that could not be read, in (uncompressed) bytes.</param>
/// <param name="Packet">How many packets came before it.</param>
/// <param name="Text">What is wrong, as a sentence for the user.</param>
public sealed record CaptureDamage(long Offset, long Packet, string Text);

/// <summary>A block of secrets from a pcapng file (draft-ietf-opsawg-pcapng section 4.7).</summary>
/// <param name="Type">The secrets type, 0x544c534b for a TLS key log.</param>
/// <param name="Data">The secrets themselves; never logged.</param>
public sealed record DecryptionSecrets(uint Type, byte[] Data);
