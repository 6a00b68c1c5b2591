namespace Analyzer.Tests.Support.Samples;

/// <summary>A stretch of payload on its way: where it lies in its direction's stream, and its bytes.</summary>
readonly record struct SampleSegment(int Offset, byte[] Bytes);

/// <summary>A TCP connection on the sample wire: handshake, segments of at most 1460 bytes, acknowledgments, FINs.</summary>
sealed class SampleConnection
{
    const byte Fin = 0x01, Syn = 0x02, Psh = 0x08, Ack = 0x10;
    const int MaxSegment = 1460;

    /// <summary>How long a host on the other side of the network takes to answer.</summary>
    const int AnswerMicroseconds = 11_000;

    readonly SampleWire _wire;
    readonly Side _client, _server;

    /// <summary>Opens it. <paramref name="later"/>: how far its first numbers lie above those of the connection before with the same ends.</summary>
    public SampleConnection(SampleWire wire, SampleEnd client, SampleEnd server, uint later = 0)
    {
        _wire = wire;
        // Fixed, but a different one for each connection, and one that wraps soon in the client's direction.
        _client = new Side(client, 0xFFFF_F000u + client.Port % 256u + later);
        _server = new Side(server, 0x1000_0000u + client.Port + later);
        (_client.Peer, _server.Peer) = (_server, _client);
        Open();
    }

    void Open()
    {
        ReadOnlySpan<byte> maxSegment = [2, 4, MaxSegment >> 8, MaxSegment & 0xFF];
        Emit(_client, Syn, [], maxSegment);
        _client.Next++;
        _wire.Wait(AnswerMicroseconds);
        Emit(_server, Syn | Ack, [], maxSegment);
        _server.Next++;
        Emit(_client, Ack, []);
    }

    /// <summary>The client sends; <paramref name="link"/> may lose, repeat or reorder the segments before they reach the tap.</summary>
    public void FromClient(ReadOnlySpan<byte> bytes, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null) => Transmit(_client, bytes, link);

    /// <summary>The server sends.</summary>
    public void FromServer(ReadOnlySpan<byte> bytes, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null) => Transmit(_server, bytes, link);

    /// <summary>The client closes, then the server.</summary>
    public void Close()
    {
        Emit(_client, Fin | Ack, []);
        _client.Next++;
        _wire.Wait(AnswerMicroseconds);
        Emit(_server, Fin | Ack, []);
        _server.Next++;
        Emit(_client, Ack, []);
    }

    void Transmit(Side from, ReadOnlySpan<byte> bytes, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link)
    {
        _wire.Wait(AnswerMicroseconds);
        List<SampleSegment> segments = Cut(bytes);
        uint start = from.Next;
        foreach (SampleSegment segment in link?.Invoke(segments) ?? segments)
        {
            from.Next = start + (uint)segment.Offset;
            Emit(from, Psh | Ack, segment.Bytes);
        }
        from.Next = start + (uint)bytes.Length;
        Emit(from.Peer!, Ack, []);
    }

    static List<SampleSegment> Cut(ReadOnlySpan<byte> bytes)
    {
        List<SampleSegment> segments = [];
        for (int at = 0; at < bytes.Length; at += MaxSegment)
        {
            segments.Add(new SampleSegment(at, bytes.Slice(at, Math.Min(MaxSegment, bytes.Length - at)).ToArray()));
        }
        return segments;
    }

    void Emit(Side from, int flags, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> options = default)
    {
        uint acknowledgment = (flags & Ack) == 0 ? 0 : from.Peer!.Next;
        _wire.Send(SampleFrames.Tcp(_wire, from.End, from.Peer!.End, from.Next, acknowledgment, (byte)flags, payload, options));
    }

    sealed class Side(SampleEnd end, uint next)
    {
        public SampleEnd End { get; } = end;

        public uint Next { get; set; } = next;

        public Side? Peer { get; set; }
    }
}
