using System.Globalization;
using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Capture.Sources.Live.Spool;

/// <summary>
/// The segments of a spool, oldest first. An offset counts all bytes that were ever appended: it may come to mean bytes that have
/// left, but never others. One thread appends, one walks behind it; any may read what is there.
/// </summary>
internal sealed class SpoolRing : IReadBack
{
    // How often the free space is looked at.
    const long FreeInterval = 16L * 1024 * 1024;

    readonly Lock _lock = new();
    readonly SpoolPlan _plan;
    readonly string _folder;
    readonly bool _isTemporary;
    readonly List<SpoolSegment> _segments = [];
    readonly List<long> _holds = [];
    SpoolSegment? _lastRead;
    ReadBackFile? _readBack;
    long _walkedTo;
    long _sinceLook;
    int _files;

    /// <summary>Uses the plan's folder, or makes a temporary one that only its owner may enter.</summary>
    /// <exception cref="IOException">No temporary directory can be made.</exception>
    public SpoolRing(SpoolPlan plan)
    {
        _plan = plan;
        _isTemporary = plan.Path is null;
        _folder = plan.Path is { } path ? Path.GetDirectoryName(Path.GetFullPath(path)) ?? "." : Directory.CreateTempSubdirectory("analyzer-live-").FullName;
    }

    /// <summary>The segment that is appended to; null: there is none yet, or no room for one.</summary>
    public SpoolSegment? Current { get; private set; }

    /// <summary>Bytes ever appended.</summary>
    public long Length { get; private set; }

    /// <summary>The offset of the first byte that is there.</summary>
    public long First
    {
        get
        {
            lock (_lock) return _segments.Count > 0 ? _segments[0].Start : Length;
        }
    }

    /// <summary>What has left.</summary>
    public SpoolContents Evicted { get; } = new();

    /// <summary>The files that are there, oldest first.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            lock (_lock) return [.. _segments.Select(segment => segment.Path).OfType<string>()];
        }
    }

    /// <summary>What lies before it was walked: it may leave, and does when there is too much.</summary>
    public long WalkedTo
    {
        get => Volatile.Read(ref _walkedTo);
        set
        {
            Volatile.Write(ref _walkedTo, value);
            lock (_lock) LetLeave(_segments.OfType<FileSegment>(), file => file.Count() > _plan.MaxFiles);
        }
    }

    /// <summary>Begins a segment: a file, or memory when the disk takes no more. False: there is no room in memory either.</summary>
    /// <param name="time">Of its first packet, for the file's name.</param>
    /// <param name="problem">Why it is not a file; empty: it is one.</param>
    public bool TryBegin(Timestamp time, out string problem)
    {
        lock (_lock)
        {
            Current = null;
            LetLeave(_segments.OfType<FileSegment>(), file => file.Count() >= _plan.MaxFiles);
            problem = WhyNoFile();
            if (problem.Length == 0) Current = FileSegment.Create(Length, NextPath(time), out problem);
            Current ??= BeginInMemory();
            if (Current is not null) _segments.Add(Current);
            return Current is not null;
        }
    }

    /// <summary>As above, in memory at once.</summary>
    public bool TryBeginInMemory()
    {
        lock (_lock)
        {
            Current = BeginInMemory();
            if (Current is not null) _segments.Add(Current);
            return Current is not null;
        }
    }

    string WhyNoFile()
    {
        // One file has no second part.
        if (!_plan.IsRing && _files > 0) return "the file cannot be gone on with";
        return IsDiskFull() ? "the disk is nearly full" : "";
    }

    bool IsDiskFull()
    {
        _sinceLook = 0;
        try
        {
            return new DriveInfo(_folder).AvailableFreeSpace < _plan.LeastFree;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Then writing will tell.
            return false;
        }
    }

    string NextPath(Timestamp time)
    {
        _files++;
        if (_plan.Path is { } single && !_plan.IsRing) return single;
        string name = _plan.Path ?? "live.pcapng";
        string moment = DateTime.UnixEpoch.AddSeconds(time.IsKnown ? time.Nanoseconds / 1_000_000_000 : 0).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return Path.Combine(_folder, $"{Path.GetFileNameWithoutExtension(name)}_{_files:D5}_{moment}{Path.GetExtension(name)}");
    }

    MemorySegment? BeginInMemory()
    {
        LetLeave(_segments.OfType<MemorySegment>(), memory => (memory.Count() + 1L) * MemorySegment.Capacity > _plan.MemoryBytes);
        long held = _segments.OfType<MemorySegment>().Count() * (long)MemorySegment.Capacity;
        return held + MemorySegment.Capacity > _plan.MemoryBytes ? null : new MemorySegment(Length);
    }

    /// <summary>Lets the oldest go while there are too many, except what was not walked yet or is being read.</summary>
    void LetLeave<T>(IEnumerable<T> kind, Func<IEnumerable<T>, bool> areTooMany) where T : SpoolSegment
    {
        long limit = Math.Min(WalkedTo, _holds.Count > 0 ? _holds.Min() : long.MaxValue);
        while (areTooMany(kind) && kind.First() is { } oldest && oldest.End <= limit)
        {
            _segments.Remove(oldest);
            oldest.Contents.Bytes = oldest.Length;
            Evicted.Add(oldest.Contents);
            if (_lastRead == oldest) (_lastRead, _readBack) = (null, null);
            oldest.Leave(deletes: true);
        }
    }

    /// <summary>Appends to the current segment all of the bytes or none.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes, out string problem)
    {
        problem = "the disk is nearly full";
        _sinceLook += bytes.Length;
        if (Current is null || Current is FileSegment && _sinceLook > FreeInterval && IsDiskFull()) return false;
        if (!Current.TryAppend(bytes, out problem)) return false;
        Length += bytes.Length;
        return true;
    }

    /// <summary>What was found in the segment that is being walked.</summary>
    public SpoolContents? ContentsAt(long offset)
    {
        lock (_lock) return Find(offset)?.Contents;
    }

    /// <summary>Reads what there is from there on, up to the end of its segment; 0: nothing yet.</summary>
    public int Read(long offset, Span<byte> target)
    {
        SpoolSegment? segment;
        lock (_lock) segment = Find(offset);
        return segment?.Read(offset, target) ?? 0;
    }

    /// <inheritdoc/>
    public bool TryRead(long offset, Span<byte> target)
    {
        ReadBackFile? file;
        lock (_lock)
        {
            if (Find(offset) is not { } segment || offset + target.Length > segment.End) return false;
            if (segment is MemorySegment) return segment.Read(offset, target) == target.Length;
            if (_readBack is null || _lastRead != segment) _readBack = new ReadBackFile(((FileSegment)segment).Handle);
            _lastRead = segment;
            (file, offset) = (_readBack, offset - segment.Start);
        }
        return file.TryRead(offset, target);
    }

    SpoolSegment? Find(long offset)
    {
        if (_lastRead is not null && offset >= _lastRead.Start && offset < _lastRead.End) return _lastRead;
        // Most look at the end.
        for (int i = _segments.Count - 1; i >= 0; i--)
        {
            if (offset >= _segments[i].Start) return offset < _segments[i].End ? _segments[i] : null;
        }
        return null;
    }

    /// <summary>Until the result is disposed, nothing from that offset on leaves: somebody is reading it.</summary>
    public IDisposable Hold(long from)
    {
        lock (_lock) _holds.Add(from);
        return new Release(this, from);
    }

    sealed class Release(SpoolRing ring, long from) : IDisposable
    {
        public void Dispose()
        {
            lock (ring._lock) ring._holds.Remove(from);
        }
    }

    /// <summary>Closes all; a temporary directory is deleted with what is in it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (SpoolSegment segment in _segments) segment.Leave(deletes: _isTemporary);
            _segments.Clear();
            (Current, _lastRead, _readBack) = (null, null, null);
        }
        if (!_isTemporary) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else is at it.
        }
    }
}
