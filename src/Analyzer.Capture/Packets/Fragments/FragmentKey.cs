using Analyzer.Capture.Packets.Network;

namespace Analyzer.Capture.Packets.Fragments;

/// <summary>What the fragments of one datagram have in common.</summary>
/// <param name="Source">Sender.</param>
/// <param name="Destination">Receiver.</param>
/// <param name="Identification">The sender's number for the datagram.</param>
/// <param name="Protocol">Of its payload; 0 for IPv6, where fragments may differ in it (RFC 8200 section 4.5).</param>
internal readonly record struct FragmentKey(IpAddress Source, IpAddress Destination, uint Identification, byte Protocol)
{
    public static FragmentKey Of(in PacketCursor cursor) => new(
        IpAddress.From(cursor.Source),
        IpAddress.From(cursor.Destination),
        cursor.Fragment.Identification,
        cursor.Source.Length == Ipv6Decoder.AddressLength ? (byte)0 : cursor.Fragment.Protocol);

    // HashCode is seeded anew in each process, so that nobody can make captures whose keys all collide.
    public override int GetHashCode() =>
        HashCode.Combine(Source.High, Source.Low, Destination.High, Destination.Low, Identification, Protocol);
}
