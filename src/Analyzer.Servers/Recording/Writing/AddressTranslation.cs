using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Recording.Packets;

namespace Analyzer.Servers.Recording.Writing;

/// <summary>Gives each host another address, as a capture behind address translation sees it. What the hosts say about addresses stays.</summary>
sealed class AddressTranslation(bool isOn)
{
    readonly Dictionary<IPAddress, IPAddress> _outside = [];

    /// <summary>The address as the capture has it.</summary>
    public IPAddress Translate(IPAddress inside)
    {
        if (!isOn) return inside;
        if (_outside.TryGetValue(inside, out IPAddress? known)) return known;
        byte number = (byte)(_outside.Count + 1);
        byte[] bytes = inside.AddressFamily == AddressFamily.InterNetwork
            ? [100, 64, 7, number]
            : [0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, number];
        return _outside[inside] = new IPAddress(bytes);
    }

    /// <summary>The end as the capture has it.</summary>
    public IPEndPoint Translate(IPEndPoint inside) => isOn ? new IPEndPoint(Translate(inside.Address), inside.Port) : inside;

    /// <summary>The packet as the capture has it.</summary>
    public Packet Translate(Packet packet) =>
        isOn ? packet with { Source = Translate(packet.Source), Destination = Translate(packet.Destination) } : packet;
}
