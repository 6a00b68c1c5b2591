using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Streams;

/// <summary>A SYN that waits for its answer.</summary>
struct HalfOpen
{
    public ulong KeyHash;
    public uint InitialSequence;
    public bool FromLow;

    /// <summary>What its sender acknowledged next, though the answer itself was not seen; 0: nothing yet.</summary>
    public uint Acknowledged;

    public int Packets;

    /// <summary>The key's <see cref="ConnectionKey.Place"/>.</summary>
    public uint Place;
    public long Id;
    public Timestamp Time;
}

/// <summary>
/// SYNs that wait for their answer, in a table of fixed size: a flood of them costs nothing but their own oblivion. Each key has
/// four places; the oldest of the four gives way. Which keys share them is the same in every run, as the numbers of streams depend on it; who
/// foresees it can have a SYN forgotten, whose answer then stands for it.
/// </summary>
sealed class HalfOpenTable
{
    const int Ways = 4;
    const int Sets = 16 * 1024;

    HalfOpen[]? _entries;

    /// <summary>Remembers a SYN; the same SYN again is counted in its entry. True: it is new.</summary>
    public bool Add(in HalfOpen syn)
    {
        _entries ??= new HalfOpen[Ways * Sets];
        Span<HalfOpen> set = SetOf(syn.Place);
        int oldest = 0;
        for (int i = 0; i < Ways; i++)
        {
            ref HalfOpen entry = ref set[i];
            if (entry.Packets > 0 && entry.KeyHash == syn.KeyHash && entry.FromLow == syn.FromLow && entry.InitialSequence == syn.InitialSequence)
            {
                entry.Packets++;
                return false;
            }
            if (entry.Packets == 0 || (set[oldest].Packets > 0 && entry.Id < set[oldest].Id)) oldest = i;
        }
        set[oldest] = syn;
        return true;
    }

    /// <summary>The sender of a SYN goes on: the answer to it, which was not seen, had the number before <paramref name="acknowledgment"/>.</summary>
    public void Acknowledge(ulong keyHash, uint place, bool fromLow, uint sequence, uint acknowledgment)
    {
        if (_entries is null) return;
        foreach (ref HalfOpen entry in SetOf(place))
        {
            bool isOfThis = entry.Packets > 0 && entry.KeyHash == keyHash && entry.FromLow == fromLow && unchecked(entry.InitialSequence + 1) == sequence;
            if (isOfThis && entry.Acknowledged == 0) entry.Acknowledged = acknowledgment;
        }
    }

    /// <summary>
    /// Takes the SYN of a connection out of the table: the one with this initial sequence number, or any when that is null (then the
    /// latest).
    /// </summary>
    public bool TryTake(ulong keyHash, uint place, uint? initialSequence, out HalfOpen syn)
    {
        syn = default;
        if (_entries is null) return false;
        ref HalfOpen found = ref Unsafe.NullRef<HalfOpen>();
        foreach (ref HalfOpen entry in SetOf(place))
        {
            if (entry.Packets == 0 || entry.KeyHash != keyHash) continue;
            if (initialSequence is { } wanted && entry.InitialSequence != wanted) continue;
            if (Unsafe.IsNullRef(ref found) || entry.Id > found.Id) found = ref entry;
        }
        if (Unsafe.IsNullRef(ref found)) return false;
        syn = found;
        found = default;
        return true;
    }

    Span<HalfOpen> SetOf(uint place) => _entries.AsSpan((int)(place % Sets) * Ways, Ways);
}
