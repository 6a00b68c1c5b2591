namespace Analyzer.Capture.Sources;

/// <summary>Something in a capture that was not as it should be, or more than a limit allows; reading went on behind it.</summary>
public sealed class CaptureRemark
{
    internal CaptureRemark(CaptureRemarkKind kind, long offset, long packet) => (Kind, Offset, Packet) = (kind, offset, packet);

    /// <summary>What was noticed.</summary>
    public CaptureRemarkKind Kind { get; }

    /// <summary>Of the first such record, in (uncompressed) bytes.</summary>
    public long Offset { get; }

    /// <summary>How many packets came before it.</summary>
    public long Packet { get; }

    /// <summary>How often it was noticed.</summary>
    public long Count { get; internal set; }

    /// <summary>The same as a sentence for the user.</summary>
    public string Text => Kind switch
    {
        CaptureRemarkKind.DamagedRecord => "Records contradict themselves; what cannot be read of them was skipped.",
        CaptureRemarkKind.UnknownInterface => "Packets of interfaces that the capture does not describe were skipped.",
        CaptureRemarkKind.TooManyInterfaces => "A section has too many interfaces; the packets of the later ones were skipped.",
        CaptureRemarkKind.TooManyNames => "The capture resolves too many names; the later ones were not kept.",
        _ => "The capture holds too many decryption secrets; the later ones were not kept.",
    };
}

/// <summary>What a <see cref="CaptureRemark"/> can be about.</summary>
public enum CaptureRemarkKind
{
    /// <summary>A record's lengths contradict each other; what could not be read of it was skipped.</summary>
    DamagedRecord,

    /// <summary>A packet was skipped because no interface of its section has its number, so that its link type is unknown.</summary>
    UnknownInterface,

    /// <summary>More interfaces in a section than are kept.</summary>
    TooManyInterfaces,

    /// <summary>More resolved names than are kept.</summary>
    TooManyNames,

    /// <summary>More bytes of secrets than are kept.</summary>
    TooManySecrets,
}
