using Analyzer.Capture.Packets.Network;

namespace Analyzer.Capture.Packets.Fragments;

/// <summary>
/// Puts the fragments of IP datagrams together (RFC 815, RFC 8200 section 4.5). Where fragments contradict each other, the first
/// bytes win in IPv4, and in IPv6 the datagram is dropped (RFC 5722).
/// </summary>
internal sealed class Defragmenter(DecoderLimits limits)
{
    readonly long _ipv4Timeout = limits.Ipv4FragmentTimeout.Ticks * TimeSpan.NanosecondsPerTick;
    readonly long _ipv6Timeout = limits.Ipv6FragmentTimeout.Ticks * TimeSpan.NanosecondsPerTick;
    readonly Dictionary<FragmentKey, LinkedListNode<DatagramAssembly>> _table = [];
    readonly LinkedList<DatagramAssembly> _byAge = new();
    readonly List<DatagramAssembly> _delivered = [];
    long _memorySize;

    /// <summary>
    /// Takes the fragment that the cursor stands at. If that completes its datagram, the cursor goes on with the whole, whose
    /// bytes are held until <see cref="ReleaseDelivered"/>.
    /// </summary>
    public Layer Add(ref PacketCursor cursor)
    {
        DecodeStatistics statistics = cursor.Statistics;
        statistics.Count(PacketTrait.Fragment);
        if (cursor.IsLengthDoubtful || !cursor.Fragment.IsPossible(cursor.WireLength)) return cursor.StopAt(StopReason.FragmentUnusable);
        DropExpired(cursor.Time, statistics);
        DatagramAssembly assembly = Find(in cursor) ?? Begin(in cursor);
        if (assembly.IsDropped) return cursor.StopAt(StopReason.FragmentDropped);

        int sizeBefore = assembly.MemorySize;
        FragmentOutcome outcome = assembly.Add(in cursor);
        _memorySize += assembly.MemorySize - sizeBefore;
        if (outcome == FragmentOutcome.Impossible) return cursor.StopAt(StopReason.FragmentUnusable);
        Count(outcome, statistics);
        bool isAmbiguous = outcome == FragmentOutcome.Conflict && assembly.Key.Source.IsV6;
        if (isAmbiguous || assembly.PieceCount > limits.MaxFragments)
        {
            Drop(assembly, statistics);
            return cursor.StopAt(StopReason.FragmentDropped);
        }
        if (assembly.IsComplete) return Deliver(assembly, ref cursor);
        EvictForMemory(statistics);
        return cursor.StopAt(StopReason.FragmentKept);
    }

    /// <summary>Gives the memory back of the datagrams that the last packet completed: one, and those that lay in it.</summary>
    public void ReleaseDelivered()
    {
        foreach (DatagramAssembly assembly in _delivered) assembly.Release();
        _delivered.Clear();
    }

    /// <summary>Forgets all that is in assembly.</summary>
    public void Finish(DecodeStatistics statistics)
    {
        while (_byAge.First is { Value: var oldest }) GiveUp(oldest, PacketTrait.DatagramUnfinished, statistics);
    }

    DatagramAssembly? Find(in PacketCursor cursor)
    {
        if (!_table.TryGetValue(FragmentKey.Of(in cursor), out LinkedListNode<DatagramAssembly>? found)) return null;
        // On a clock that went backwards, an old identification is as stale as on one that went on.
        long age = cursor.Time - found.Value.Started;
        long timeout = TimeoutOf(found.Value);
        if (age <= timeout && age >= -timeout) return found.Value;
        GiveUp(found.Value, PacketTrait.DatagramTimedOut, cursor.Statistics);
        return null;
    }

    DatagramAssembly Begin(in PacketCursor cursor)
    {
        if (_table.Count >= limits.MaxDatagrams && _byAge.First is { Value: var oldest })
            GiveUp(oldest, PacketTrait.DatagramEvicted, cursor.Statistics);
        DatagramAssembly assembly = new(FragmentKey.Of(in cursor), cursor.Time);
        _table.Add(assembly.Key, _byAge.AddLast(assembly));
        _memorySize += assembly.MemorySize;
        return assembly;
    }

    Layer Deliver(DatagramAssembly assembly, ref PacketCursor cursor)
    {
        cursor.Statistics.Count(PacketTrait.DatagramReassembled);
        Remove(assembly);
        ReadOnlySpan<byte> datagram = assembly.Join(out ReadOnlySpan<DatagramPiece> pieces);
        cursor.ContinueWith(datagram, assembly.Length, pieces);
        _delivered.Add(assembly);
        return IpProtocol.Next(assembly.Protocol, ref cursor);
    }

    void Drop(DatagramAssembly assembly, DecodeStatistics statistics)
    {
        statistics.Count(PacketTrait.DatagramDropped);
        _memorySize -= assembly.MemorySize;
        assembly.Drop();
        _memorySize += assembly.MemorySize;
    }

    void DropExpired(Timestamp now, DecodeStatistics statistics)
    {
        while (_byAge.First is { Value: var oldest } && now - oldest.Started > TimeoutOf(oldest))
            GiveUp(oldest, PacketTrait.DatagramTimedOut, statistics);
    }

    void EvictForMemory(DecodeStatistics statistics)
    {
        while (_memorySize > limits.MaxDatagramBytes && _byAge.First is { Value: var oldest })
            GiveUp(oldest, PacketTrait.DatagramEvicted, statistics);
    }

    void GiveUp(DatagramAssembly assembly, PacketTrait reason, DecodeStatistics statistics)
    {
        if (!assembly.IsDropped) statistics.Count(reason);
        Remove(assembly);
        assembly.Release();
    }

    void Remove(DatagramAssembly assembly)
    {
        _table.Remove(assembly.Key, out LinkedListNode<DatagramAssembly>? node);
        _byAge.Remove(node!);
        _memorySize -= assembly.MemorySize;
    }

    long TimeoutOf(DatagramAssembly assembly) => assembly.Key.Source.IsV6 ? _ipv6Timeout : _ipv4Timeout;

    static void Count(FragmentOutcome outcome, DecodeStatistics statistics)
    {
        if (outcome == FragmentOutcome.Duplicate) statistics.Count(PacketTrait.FragmentDuplicate);
        if (outcome == FragmentOutcome.Overlap) statistics.Count(PacketTrait.FragmentOverlap);
        if (outcome == FragmentOutcome.Conflict) statistics.Count(PacketTrait.FragmentConflict);
    }
}
