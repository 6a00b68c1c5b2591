namespace Analyzer.Capture.Packets;

/// <summary>What a segment's TCP checksum says of it; the stream layer judges it per direction.</summary>
public enum ChecksumState : byte
{
    /// <summary>Cannot be told: the segment was cut, or it was not looked at.</summary>
    Unknown,

    /// <summary>Right.</summary>
    Right,

    /// <summary>
    /// Exactly what a sender writes that leaves the sum to its network card (the pseudo-header alone), as also stands in segments
    /// that the receiver's card or kernel joined: good.
    /// </summary>
    Offloaded,

    /// <summary>Neither.</summary>
    Wrong,
}
