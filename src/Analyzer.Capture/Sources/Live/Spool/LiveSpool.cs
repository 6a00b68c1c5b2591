using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>
/// The capture as it grows: one long pcapng, cut at sections into files. One thread appends; another walks behind it, from the bytes
/// that were written, so that whatever is shown can be read again.
/// </summary>
public sealed class LiveSpool : IDisposable
{
    // When neither disk nor memory takes anything, it is tried again so often.
    const long RetryMilliseconds = 20;

    readonly Lock _lock = new();
    readonly object _arrival = new();
    readonly SpoolPlan _plan;
    readonly SpoolRing _ring;
    readonly List<LiveInterface> _interfaces = [];
    readonly List<InterfaceCounts> _atStart = [];
    readonly Queue<LiveNotice> _notices = new();
    byte[] _chunk = GC.AllocateUninitializedArray<byte>(SpoolLimits.ChunkBytes);
    int _chunkLength;
    int _chunkPackets;
    Timestamp _sectionTime = Timestamp.Unknown;
    long _lastTime = Timestamp.Unknown.Nanoseconds;
    long _lastTry = long.MinValue;
    long _packets, _bytes, _lost, _committed;
    bool _isFinished;
    bool _isInMemory;

    LiveSpool(SpoolPlan plan)
    {
        _plan = plan;
        _ring = new SpoolRing(plan);
    }

    /// <summary>Makes the first file. Null: it cannot be made, for this reason.</summary>
    public static LiveSpool? Open(SpoolPlan plan, out string problem)
    {
        try
        {
            var spool = new LiveSpool(plan);
            bool hasBegun = spool._ring.TryBegin(new Timestamp((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick), out problem);
            // Without a name of the user's, memory will do.
            if (hasBegun && (problem.Length == 0 || plan.Path is null))
            {
                spool.TellOfMemory(wasInMemory: false, problem);
                return spool;
            }
            spool.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>Packets appended.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Captured bytes of them.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Packets that neither disk nor memory had room for.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Of the latest packet appended.</summary>
    public Timestamp LastTime => new(Volatile.Read(ref _lastTime));

    /// <summary>What has left to make room.</summary>
    public SpoolContents Evicted => _ring.Evicted;

    /// <summary>The files that are there, oldest first.</summary>
    public IReadOnlyList<string> Files => _ring.Files;

    internal SpoolRing Ring => _ring;

    /// <summary>A store in which the spool is the capture of that number. It closes the spool, and keeps of other bytes only the latest.</summary>
    public CaptureStore CreateStore(int number, SpoolUse use)
    {
        var store = new CaptureStore(use == SpoolUse.Keep ? new RingSpool() : null);
        store.Attach(number, _ring);
        return store;
    }

    /// <summary>Until the result is disposed, what lies at <paramref name="first"/> and after it stays: somebody is reading it.</summary>
    public IDisposable Hold(Extent first) => _ring.Hold(first.Offset);

    /// <summary>Adds an interface and returns its number.</summary>
    public int AddInterface(LiveInterface facts)
    {
        lock (_lock)
        {
            _interfaces.Add(facts);
            _atStart.Add(InterfaceCounts.Of(facts));
            if (_sectionTime.IsKnown) Put(PcapNgBlocks.Interface(facts));
            return _interfaces.Count - 1;
        }
    }

    /// <summary>Appends a packet. It can be walked at the latest after the next <see cref="Commit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(int interfaceId, in CapturedPacket packet)
    {
        int length = PcapNgBlocks.PacketLength(packet.Data.Length);
        lock (_lock)
        {
            if (IsNewSectionDue(length, packet.Time) && !TryBeginSection(packet.Time))
            {
                _lost++;
                return;
            }
            PcapNgBlocks.WritePacket(Reserve(length), interfaceId, packet);
            _chunkPackets++;
            Volatile.Write(ref _packets, _packets + 1);
            Volatile.Write(ref _bytes, _bytes + packet.Data.Length);
            if (packet.Time.IsKnown) Volatile.Write(ref _lastTime, packet.Time.Nanoseconds);
        }
    }

    /// <summary>
    /// Appends secrets that a piped capture holds. False: not in this section; to be tried again behind the next packet. Those that fit in
    /// no section are left out.
    /// </summary>
    public bool TryAppend(DecryptionSecrets secrets)
    {
        if (secrets.Data.Length > MemorySegment.Capacity / 2) return true;
        byte[] block = PcapNgBlocks.Secrets(secrets);
        lock (_lock)
        {
            if (IsNewSectionDue(block.Length, LastTime)) return false;
            Put(block);
            return true;
        }
    }

    bool IsNewSectionDue(int more, Timestamp time)
    {
        if (!_sectionTime.IsKnown || _ring.Current is not { } current) return true;
        long length = current.Length + _chunkLength + more;
        if (current is MemorySegment) return length > MemorySegment.Capacity;
        return length > _plan.FileBytes && current.Length + _chunkLength > 0 || (time - _sectionTime) / TimeSpan.NanosecondsPerTick >= _plan.FileTime.Ticks;
    }

    /// <summary>Ends the section that there is, and begins the next in a segment of its own. False: there is no room.</summary>
    bool TryBeginSection(Timestamp time)
    {
        bool isFirst = !_sectionTime.IsKnown && _ring.Current is not null;
        if (_sectionTime.IsKnown) EndSection();
        // The first file was made when the spool was opened.
        if (!isFirst)
        {
            if (_ring.Current is null && Environment.TickCount64 - _lastTry < RetryMilliseconds) return false;
            _lastTry = Environment.TickCount64;
            bool wasInMemory = _isInMemory;
            bool hasBegun = _ring.TryBegin(time, out string problem);
            TellOfMemory(wasInMemory, problem);
            if (!hasBegun) return false;
        }
        _sectionTime = time.IsKnown ? time : new Timestamp(0);
        for (int i = 0; i < _interfaces.Count; i++) _atStart[i] = InterfaceCounts.Of(_interfaces[i]);
        Put(PcapNgBlocks.Section(_interfaces));
        return true;
    }

    void EndSection()
    {
        for (int i = 0; i < _interfaces.Count; i++) Put(PcapNgBlocks.Statistics(i, LastTime, InterfaceCounts.Of(_interfaces[i]) - _atStart[i]));
        Flush();
        _sectionTime = Timestamp.Unknown;
    }

    void TellOfMemory(bool wasInMemory, string problem)
    {
        _isInMemory = problem.Length > 0;
        if (_isInMemory && !wasInMemory) _notices.Enqueue(new("spool-in-memory", $"The capture is kept in memory from here on, up to {_plan.MemoryBytes >> 20} MiB, because {problem}; what was written stays", IsWarning: true));
        if (!_isInMemory && wasInMemory) _notices.Enqueue(new("spool-on-disk", "The capture is written to disk again", IsWarning: false));
    }

    void Put(ReadOnlySpan<byte> block) => block.CopyTo(Reserve(block.Length));

    Span<byte> Reserve(int length)
    {
        if (length > _chunk.Length - _chunkLength) Flush();
        if (length > _chunk.Length) _chunk = GC.AllocateUninitializedArray<byte>(length);
        Span<byte> place = _chunk.AsSpan(_chunkLength, length);
        _chunkLength += length;
        return place;
    }

    /// <summary>Writes what was appended, and wakes the walker. From any thread.</summary>
    public void Commit()
    {
        lock (_lock) Flush();
    }

    void Flush()
    {
        if (_chunkLength == 0) return;
        ReadOnlySpan<byte> chunk = _chunk.AsSpan(0, _chunkLength);
        if (!_ring.TryAppend(chunk, out string problem) && !TryAppendInMemory(chunk, problem)) _lost += _chunkPackets;
        else _ring.Current!.Contents.Packets += _chunkPackets;
        (_chunkLength, _chunkPackets) = (0, 0);
        Volatile.Write(ref _committed, _ring.Length);
        lock (_arrival) Monitor.PulseAll(_arrival);
    }

    /// <summary>The disk has failed in the middle of a section: what it did not take goes on in memory, in a section of its own.</summary>
    bool TryAppendInMemory(ReadOnlySpan<byte> chunk, string problem)
    {
        if (_ring.Current is not FileSegment || !_ring.TryBeginInMemory()) return false;
        TellOfMemory(_isInMemory, problem);
        return _ring.TryAppend(PcapNgBlocks.Section(_interfaces), out _) && _ring.TryAppend(chunk, out _);
    }

    /// <summary>What happened since the last call, such as a full disk; false: nothing more.</summary>
    public bool TryTakeNotice(out LiveNotice? notice)
    {
        lock (_lock) return _notices.TryDequeue(out notice);
    }

    /// <summary>No more will be appended: writes the rest and lets the walker come to the end.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            // Even a capture without packets is a capture.
            if (!_sectionTime.IsKnown && !_isFinished && _ring.Current is not null && _ring.Length == 0) TryBeginSection(new Timestamp(0));
            if (_sectionTime.IsKnown) EndSection();
            _isFinished = true;
            lock (_arrival) Monitor.PulseAll(_arrival);
        }
    }

    /// <summary>Whether all was appended, and the walker is at its end.</summary>
    internal bool HasEnded(long position) => Volatile.Read(ref _isFinished) && position >= Volatile.Read(ref _committed);

    /// <summary>Whether there is more than up to there.</summary>
    internal bool HasMore(long position) => Volatile.Read(ref _committed) > position;

    /// <summary>Waits until there is more than up to there, or the end has come.</summary>
    internal void Wait(long position, TimeSpan patience)
    {
        lock (_arrival)
        {
            if (Volatile.Read(ref _committed) > position || _isFinished) return;
            if (Monitor.Wait(_arrival, patience)) return;
        }
        // Whoever appends may be waiting for a pipe with packets in hand.
        Commit();
    }

    /// <summary>Ends it; a temporary directory is deleted.</summary>
    public void Dispose() => _ring.Dispose();
}
