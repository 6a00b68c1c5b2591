using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Analyzer.Benchmarks.Comparison;

/// <summary>
/// Connections as structs in one array, found through an index of (hash, number): begun by a SYN-ACK or by data, and their places used again
/// after a RST or the second FIN.
/// </summary>
sealed class LeanFlows
{
    const int BlockSize = 16 * 1024;
    const byte Fin = 1, Syn = 2, Rst = 4, Ack = 16;

    readonly record struct Key(ulong A, ulong B, ulong C, ulong D, uint Ports);

    struct Side
    {
        public byte[]? Block;
        public int Used;
        public uint Next;
        public bool HasNext, HasFin;
    }

    struct Flow
    {
        public Key Key;
        public Side Low, High;
    }

    struct Entry
    {
        public uint Hash;
        public int Number;
    }

    readonly Stack<int> _free = new();
    readonly Stack<byte[]> _blocks = new();
    Entry[] _index = new Entry[4096];
    Flow[] _flows = new Flow[1024];
    int _made, _live;
    long _begun, _bytes, _outOfOrder;

    /// <summary>Takes a segment: both addresses, and header with payload.</summary>
    public void Segment(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> tcp)
    {
        byte flags = tcp[13];
        int header = (tcp[12] >> 4) * 4;
        if (header < 20 || header > tcp.Length) return;
        ReadOnlySpan<byte> payload = tcp[header..];
        Key key = KeyOf(addresses, tcp, out bool fromLow);
        uint hash = HashOf(key);
        int place = Find(key, hash);
        if (_index[place].Number == 0)
        {
            bool begins = (flags & (Syn | Ack)) == (Syn | Ack) || !payload.IsEmpty;
            if (!begins || (flags & Rst) != 0) return;
            place = Add(key, hash);
        }
        ref Flow flow = ref _flows[_index[place].Number - 1];
        ref Side side = ref fromLow ? ref flow.Low : ref flow.High;
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
        if ((flags & Syn) != 0) (side.Next, side.HasNext) = (sequence + 1, true);
        else if (!payload.IsEmpty) Take(ref side, sequence, payload);
        side.HasFin |= (flags & Fin) != 0;
        if ((flags & Rst) != 0 || (flow.Low.HasFin && flow.High.HasFin)) Remove(place);
    }

    void Take(ref Side side, uint sequence, ReadOnlySpan<byte> payload)
    {
        if (!side.HasNext) (side.Next, side.HasNext) = (sequence, true);
        if (sequence != side.Next)
        {
            _outOfOrder++;
            return;
        }
        side.Next += (uint)payload.Length;
        _bytes += payload.Length;
        side.Block ??= _blocks.TryPop(out byte[]? block) ? block : new byte[BlockSize];
        while (!payload.IsEmpty)
        {
            if (side.Used == BlockSize) side.Used = 0;
            ReadOnlySpan<byte> part = payload[..Math.Min(payload.Length, BlockSize - side.Used)];
            part.CopyTo(side.Block.AsSpan(side.Used));
            side.Used += part.Length;
            payload = payload[part.Length..];
        }
    }

    static Key KeyOf(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> tcp, out bool fromLow)
    {
        ReadOnlySpan<byte> source = addresses[..(addresses.Length / 2)], target = addresses[(addresses.Length / 2)..];
        uint sourcePort = MemoryMarshal.Read<ushort>(tcp), targetPort = MemoryMarshal.Read<ushort>(tcp[2..]);
        if (source.Length == 4)
        {
            uint from = MemoryMarshal.Read<uint>(source), to = MemoryMarshal.Read<uint>(target);
            fromLow = from < to || (from == to && sourcePort <= targetPort);
            return fromLow ? new(from, to, 0, 0, sourcePort | targetPort << 16) : new(to, from, 0, 0, targetPort | sourcePort << 16);
        }
        int order = source.SequenceCompareTo(target);
        fromLow = order < 0 || (order == 0 && sourcePort <= targetPort);
        ReadOnlySpan<ulong> one = MemoryMarshal.Cast<byte, ulong>(fromLow ? source : target), other = MemoryMarshal.Cast<byte, ulong>(fromLow ? target : source);
        return new(one[0], one[1], other[0], other[1], fromLow ? sourcePort | targetPort << 16 : targetPort | sourcePort << 16);
    }

    static uint HashOf(in Key key)
    {
        uint hash = BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(key.Ports, key.A), key.B), key.C);
        return (BitOperations.Crc32C(hash, key.D) * 0x9E3779B1) | 1;
    }

    int Find(in Key key, uint hash)
    {
        int mask = _index.Length - 1, place = (int)hash & mask;
        for (; _index[place].Number != 0; place = (place + 1) & mask)
        {
            if (_index[place].Hash == hash && _flows[_index[place].Number - 1].Key == key) break;
        }
        return place;
    }

    int Add(in Key key, uint hash)
    {
        if (++_live * 2 > _index.Length) Grow();
        if (!_free.TryPop(out int number)) number = ++_made;
        if (number > _flows.Length) Array.Resize(ref _flows, _flows.Length * 2);
        _flows[number - 1] = new Flow { Key = key };
        _begun++;
        int place = Find(key, hash);
        _index[place] = new Entry { Hash = hash, Number = number };
        return place;
    }

    void Grow()
    {
        Entry[] old = _index;
        _index = new Entry[old.Length * 2];
        foreach (Entry entry in old)
        {
            if (entry.Number == 0) continue;
            int mask = _index.Length - 1, place = (int)entry.Hash & mask;
            while (_index[place].Number != 0) place = (place + 1) & mask;
            _index[place] = entry;
        }
    }

    void Remove(int place)
    {
        int number = _index[place].Number, mask = _index.Length - 1;
        ref Flow flow = ref _flows[number - 1];
        if (flow.Low.Block is { } low) _blocks.Push(low);
        if (flow.High.Block is { } high) _blocks.Push(high);
        flow = default;
        _free.Push(number);
        _live--;
        int hole = place;
        for (int next = (hole + 1) & mask; _index[next].Number != 0; next = (next + 1) & mask)
        {
            int home = (int)_index[next].Hash & mask;
            if (((next - home) & mask) < ((next - hole) & mask)) continue;
            _index[hole] = _index[next];
            hole = next;
        }
        _index[hole] = default;
    }

    public override string ToString() => $"{_begun} connections, {_bytes} bytes in order, {_outOfOrder} segments out of order";
}
