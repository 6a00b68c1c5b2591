using System.Net;

namespace Analyzer.Tests.Support.Samples;

/// <summary>A host of the sample network. Addresses and names are those set aside for documentation, or the lecture's own.</summary>
sealed record SampleHost(string Name, byte Number, string Ip)
{
    public byte[] Address { get; } = IPAddress.Parse(Ip).GetAddressBytes();

    /// <summary>Of the locally administered range (IEEE 802 section 8.2.2).</summary>
    public byte[] Mac { get; } = [0x02, 0x00, 0x5E, 0x00, 0x53, Number];

    public bool IsV6 => Address.Length == 16;
}

/// <summary>One end of a connection.</summary>
readonly record struct SampleEnd(SampleHost Host, ushort Port);

/// <summary>A frame as a tap on the wire would record it.</summary>
/// <param name="Time">Nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Frame">From the Ethernet header on, without the check sequence.</param>
readonly record struct SamplePacket(long Time, byte[] Frame);

/// <summary>The sample network's wire: the packets on it so far, and the time.</summary>
sealed class SampleWire
{
    readonly List<SamplePacket> _packets = [];
    long _now = new DateTimeOffset(2026, 2, 3, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000_000;
    ushort _identification;

    public IReadOnlyList<SamplePacket> Packets => _packets;

    /// <summary>IPv4's identification, a new one for each datagram.</summary>
    public ushort NextIdentification() => ++_identification;

    public void Wait(int microseconds) => _now += microseconds * 1000L;

    public void Send(byte[] frame)
    {
        Wait(120);
        _packets.Add(new SamplePacket(_now, frame));
    }
}
