using System.Net;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Writing;

/// <summary>Writes what the tap saw as a pcapng file, and keeps book of what the file holds.</summary>
sealed class CaptureWriter(Impairments impairments, SeededRandom random) : ICaptureContents
{
    readonly AddressTranslation _translation = new(impairments.Nat);
    readonly Dictionary<IPAddress, ReadOnlyMemory<byte>> _hardwareAddresses = [];
    readonly Dictionary<IFlow, Coverage> _coverage = [];
    readonly HashSet<IFlow> _begun = [], _ended = [];

    /// <summary>How many packets the file has.</summary>
    public int Packets { get; private set; }

    /// <inheritdoc/>
    public Coverage Of(IFlow flow) => _coverage.TryGetValue(flow, out Coverage? coverage) ? coverage : _coverage[flow] = new Coverage();

    /// <inheritdoc/>
    public bool HasStart(IFlow flow) => _begun.Contains(flow);

    /// <inheritdoc/>
    public bool HasEnd(IFlow flow) => _ended.Contains(flow);

    /// <inheritdoc/>
    public IPEndPoint Outside(IPEndPoint inside) => _translation.Translate(inside);

    /// <summary>Writes all packets; the stream stays open.</summary>
    /// <param name="packets">In order of time.</param>
    /// <param name="comment">What the capture is about.</param>
    /// <param name="keyLog">TLS keys to put before the packets; null: none.</param>
    /// <param name="target">Gets the file.</param>
    public void Write(IReadOnlyList<Packet> packets, string comment, string? keyLog, Stream target)
    {
        var options = new FrameOptions
        {
            HardwareAddress = HardwareAddress,
            Vlan = impairments.Vlan == 0 ? null : impairments.Vlan,
            Mtu = impairments.FragmentSize == 0 ? FrameOptions.EthernetMtu : impairments.FragmentSize,
        };
        var frames = new FrameBuilder(options);
        var file = new PcapNgWriter(target, comment, "recorder", impairments.SnapLength);
        if (keyLog is not null) file.AddSecrets(keyLog);
        foreach (Packet packet in new PacketSelection(impairments, random).Select(packets)) Write(file, frames, _translation.Translate(packet));
    }

    void Write(PcapNgWriter file, FrameBuilder frames, Packet packet)
    {
        IReadOnlyList<byte[]> built = frames.Build(packet);
        bool isWhole = true;
        int kept = 0;
        foreach (byte[] frame in built)
        {
            kept = file.AddFrame(packet.Time, frame);
            isWhole &= kept == frame.Length;
            Packets++;
        }
        if (packet.Segment is not { } segment) return;
        // A fragment that was cut spoils its whole packet.
        int held = isWhole ? packet.Payload.Length : built.Count > 1 ? 0 : Math.Min(packet.Payload.Length, kept - frames.PayloadOffset(packet));
        Of(segment.Flow).Add(segment.Offset, held);
        if ((segment.Bits & TcpBits.Syn) != 0) _begun.Add(segment.Flow);
        if ((segment.Bits & (TcpBits.Fin | TcpBits.Reset)) != 0) _ended.Add(segment.Flow);
    }

    /// <summary>A locally administered address for each host, in the order of their appearance.</summary>
    ReadOnlyMemory<byte> HardwareAddress(IPAddress host)
    {
        if (_hardwareAddresses.TryGetValue(host, out ReadOnlyMemory<byte> known)) return known;
        return _hardwareAddresses[host] = new byte[] { 0x02, 0, 0x5E, 0, 0x10, (byte)(_hardwareAddresses.Count + 1) };
    }
}
