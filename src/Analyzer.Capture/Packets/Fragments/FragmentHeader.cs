namespace Analyzer.Capture.Packets.Fragments;

/// <summary>What an IP header says of a fragment's place in its datagram.</summary>
internal readonly record struct FragmentHeader
{
    // RFC 791 section 3.1; for IPv6 RFC 8200 section 4.5. No fragment may reach beyond.
    const int MaxDatagramLength = 65535;

    // Offsets count these, so all but the last fragment must be whole ones.
    const int Unit = 8;

    /// <summary>16 bits for IPv4, 32 for IPv6.</summary>
    public required uint Identification { get; init; }

    /// <summary>Of the first byte, in bytes.</summary>
    public required int Offset { get; init; }

    /// <summary>Whether it is not the last.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Of the datagram's payload.</summary>
    public required byte Protocol { get; init; }

    /// <summary>Whether there can be such a fragment of <paramref name="length"/> bytes.</summary>
    public bool IsPossible(int length) =>
        length > 0 && Offset + length <= MaxDatagramLength && (!HasMore || length % Unit == 0);
}
