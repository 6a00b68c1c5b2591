using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>Puts a conversation into packets, and does to them what networks and taps do. The same random numbers do the same.</summary>
static class Network
{
    const byte Fin = 0x01, Syn = 0x02, Rst = 0x04, Psh = 0x08, Ack = 0x10;
    const int MaxSegment = 1460;

    /// <summary>The packets of a conversation over a network without faults, one segment as large as the next.</summary>
    public static List<SamplePacket> Carry(Conversation conversation) => Carry(conversation, new Random(0), MaxSegment, resets: false);

    /// <summary>The same with segments of some other size, and connections that may end by a reset.</summary>
    public static List<SamplePacket> Carry(Conversation conversation, Random random) =>
        Carry(conversation, random, random.Next(4) == 0 ? 1 + random.Next(64) : MaxSegment, resets: true);

    static List<SamplePacket> Carry(Conversation conversation, Random random, int most, bool resets)
    {
        var wire = new SampleWire();
        uint[] next = [.. conversation.Connections.SelectMany(_ => new[] { (uint)random.NextInt64(uint.MaxValue), (uint)random.NextInt64(uint.MaxValue) })];
        foreach (Step step in conversation.Steps)
        {
            var link = new Link(wire, conversation.Connections[step.Connection], next, step.Connection * 2);
            if (step.Act == Act.Open) link.Open();
            else if (step.Act == Act.Send) link.Send(step.IsFromClient, step.Bytes, most);
            else if (resets && random.Next(8) == 0) link.Emit(random.Next(2) == 0, Rst | Ack, []);
            else link.Close();
        }
        return [.. wire.Packets];
    }

    /// <summary>Loses, repeats, delays and cuts some of them. Nothing is put in that was not sent.</summary>
    public static void Disturb(List<SamplePacket> packets, Random random)
    {
        for (int left = 1 << random.Next(6); left > 0 && packets.Count > 0; left--)
        {
            int at = random.Next(packets.Count);
            switch (random.Next(7))
            {
                case 0 or 1:
                    packets.RemoveAt(at);
                    break;
                case 2:
                    packets.Insert(random.Next(at, Math.Min(packets.Count, at + 8)) + 1, packets[at]);
                    break;
                case 3:
                    SamplePacket moved = packets[at];
                    packets.RemoveAt(at);
                    packets.Insert(Math.Clamp(at + random.Next(-6, 7), 0, packets.Count), moved);
                    break;
                case 4 when random.Next(8) == 0:
                    packets.RemoveRange(0, at);
                    break;
                case 5 when random.Next(8) == 0:
                    packets.RemoveRange(at, packets.Count - at);
                    break;
                case 6 when random.Next(8) == 0:
                    byte[] sender = packets[at].Frame[6..12];
                    packets.RemoveAll(packet => packet.Frame.AsSpan(6, 6).SequenceEqual(sender));
                    break;
            }
        }
    }

    /// <summary>Changes bits of the packets themselves: lengths, flags, numbers, payload.</summary>
    public static void Corrupt(List<SamplePacket> packets, Random random)
    {
        for (int left = 1 << random.Next(5); left > 0 && packets.Count > 0; left--)
        {
            int at = random.Next(packets.Count);
            byte[] frame = [.. packets[at].Frame];
            int end = random.Next(3) == 0 ? frame.Length : Math.Min(frame.Length, 74);
            if (random.Next(4) == 0) frame = frame[..random.Next(frame.Length + 1)];
            else if (end > 0) frame[random.Next(end)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            packets[at] = packets[at] with { Frame = frame };
        }
    }

    readonly struct Link(SampleWire wire, (SampleEnd Client, SampleEnd Server) ends, uint[] next, int first)
    {
        public void Open()
        {
            Emit(true, Syn, [], withoutAck: true);
            next[first]++;
            Emit(false, Syn | Ack, []);
            next[first + 1]++;
            Emit(true, Ack, []);
        }

        public void Send(bool isFromClient, byte[] bytes, int most)
        {
            for (int at = 0; at < bytes.Length; at += most)
            {
                int length = Math.Min(most, bytes.Length - at);
                Emit(isFromClient, Psh | Ack, bytes.AsSpan(at, length));
                next[first + (isFromClient ? 0 : 1)] += (uint)length;
            }
            Emit(!isFromClient, Ack, []);
        }

        public void Close()
        {
            Emit(true, Fin | Ack, []);
            next[first]++;
            Emit(false, Fin | Ack, []);
            next[first + 1]++;
            Emit(true, Ack, []);
        }

        public void Emit(bool isFromClient, int flags, ReadOnlySpan<byte> payload, bool withoutAck = false)
        {
            (SampleEnd from, SampleEnd to) = isFromClient ? ends : (ends.Server, ends.Client);
            uint sequence = next[first + (isFromClient ? 0 : 1)], acknowledgment = next[first + (isFromClient ? 1 : 0)];
            wire.Send(SampleFrames.Tcp(wire, from, to, sequence, withoutAck ? 0 : acknowledgment, (byte)flags, payload));
        }
    }
}
