using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Analyzer.EndToEnd.Tests.Live;

/// <summary>Frames as they are, in and out of one network interface (packet(7)). Made in the network namespace that it shall belong to.</summary>
sealed class RawLink : IDisposable
{
    const ushort AllProtocols = 3; // ETH_P_ALL
    const int LargestFrame = 65536 + 18;
    const int AddressRoom = 128;

    /// <summary>Frames that this host sends out through the interface are not for us.</summary>
    const int Outgoing = 4; // PACKET_OUTGOING

    readonly Socket _socket = new(AddressFamily.Packet, SocketType.Raw, 0);
    readonly SocketAddress _source = new(AddressFamily.Packet, AddressRoom);
    readonly byte[] _buffer = new byte[LargestFrame];

    public RawLink(string name)
    {
        int index = NetworkInterface.GetAllNetworkInterfaces().Single(one => one.Name == name).GetIPProperties().GetIPv4Properties()?.Index
            ?? throw new InvalidOperationException($"there is no {name}");
        _socket.ReceiveBufferSize = 8 * 1024 * 1024;
        _socket.SendBufferSize = 8 * 1024 * 1024;
        _socket.Bind(new LinkAddress(index));
    }

    public void Send(ReadOnlySpan<byte> frame) => _socket.Send(frame);

    /// <summary>The next frame that arrives from outside; empty: none came for a tenth of a second.</summary>
    public ReadOnlySpan<byte> Receive()
    {
        if (!_socket.Poll(100_000, SelectMode.SelectRead)) return [];
        _source.Size = AddressRoom;
        int count = _socket.ReceiveFrom(_buffer, SocketFlags.None, _source);
        return _source[10] == Outgoing ? [] : _buffer.AsSpan(0, count);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>struct sockaddr_ll.</summary>
    sealed class LinkAddress(int index) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, 20);
            Span<byte> bytes = address.Buffer.Span;
            BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], AllProtocols);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], index);
            return address;
        }
    }
}
