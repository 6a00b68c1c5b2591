using System.Collections.Concurrent;
using System.Diagnostics;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Capture.Sources.Live;

/// <summary>
/// The thread that takes packets from a source and appends them to a spool, and does nothing else. The source and the spool belong to
/// their owner, and to this thread while it runs.
/// </summary>
public sealed class LiveCapture : IDisposable
{
    // How long to wait for packets before looking at the bounds again.
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    // Counts are asked for, and the bounds in time looked at, so often.
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    // Packets between two looks at the time.
    const int Stride = 256;

    /// <summary>
    /// How far the capture's clock, as told by <see cref="Clock"/>, stays behind: packets of the last moments may still be on their way
    /// through the kernel.
    /// </summary>
    static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(250);

    readonly IPacketSource _source;
    readonly LiveSpool _spool;
    readonly LiveBounds _bounds;
    readonly Thread _thread;
    readonly ConcurrentQueue<LiveNotice> _notices = new();
    readonly Dictionary<(int, LinkType), int> _numbers = [];
    readonly Stopwatch _elapsed = new(), _sinceLook = Stopwatch.StartNew(), _sincePacket = Stopwatch.StartNew();
    readonly TimeSpan _lastWords;
    long _taken, _noted;
    int _secrets;
    long _lastArrival;
    volatile bool _isStopping;

    /// <summary>Not running yet.</summary>
    /// <param name="source">Devices, or a pipe, whose end is the capture's.</param>
    /// <param name="spool">Gets the packets.</param>
    /// <param name="bounds">When to end.</param>
    public LiveCapture(IPacketSource source, LiveSpool spool, LiveBounds bounds)
    {
        (_source, _spool, _bounds) = (source, spool, bounds);
        _thread = new Thread(Run) { Name = "capture", IsBackground = true };
        if (source is not IDeviceSource devices) return;
        // What is held back comes by then, however busy the machine is.
        _lastWords = devices.Delay * 2;
        for (int i = 0; i < devices.Interfaces.Count; i++) _numbers[(i, devices.Interfaces[i].LinkType)] = spool.AddInterface(devices.Interfaces[i]);
    }

    /// <summary>What is captured from.</summary>
    public IReadOnlyList<LiveInterface> Interfaces => (_source as IDeviceSource)?.Interfaces ?? [];

    /// <summary>Packets that the kernel or an interface dropped.</summary>
    public long Dropped => Interfaces.Sum(one => one.Dropped + one.DroppedByInterface);

    /// <summary>
    /// The least that the capture's own clock can show by now: the last packet's time and what has passed since. Unknown before the
    /// first packet.
    /// </summary>
    public Timestamp Clock
    {
        get
        {
            Timestamp last = _spool.LastTime;
            if (!last.IsKnown) return last;
            long since = (long)(Stopwatch.GetElapsedTime(Volatile.Read(ref _lastArrival)) - s_margin).TotalNanoseconds;
            return since > 0 ? new Timestamp(last.Nanoseconds + since) : last;
        }
    }

    /// <summary>Begins to capture.</summary>
    public void Start()
    {
        _elapsed.Start();
        _thread.Start();
    }

    /// <summary>Ends the capture: what the kernel holds is taken, and the spool is finished.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>What happened since the last call; false: nothing more.</summary>
    public bool TryTakeNotice(out LiveNotice? notice) => _notices.TryDequeue(out notice) || _spool.TryTakeNotice(out notice);

    void Run()
    {
        try
        {
            while (TakeAll() && !IsEnough()) (_source as ILiveSource)?.Wait(s_patience);
            TakeLast();
        }
#pragma warning disable CA1031 // Whatever goes wrong, what was captured is analysed, and the user is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _notices.Enqueue(new("capture-failed", $"The capture has ended: {e.Message}", IsWarning: true));
        }
        Look();
        _spool.Finish();
    }

    /// <summary>Takes what is there at present. False: there will be no more.</summary>
    bool TakeAll()
    {
        while (_source.TryRead(out CapturedPacket packet))
        {
            _spool.Append(NumberOf(packet), packet);
            if (_secrets < _source.Description.Secrets.Count) TakeSecrets();
            if (++_taken >= _bounds.Packets) return false;
            if (_taken % Stride != 0) continue;
            if (_sinceLook.Elapsed > s_interval) Look();
            NoteArrival();
            _spool.Commit();
            if (IsEnough()) return false;
        }
        NoteArrival();
        _spool.Commit();
        if (_sinceLook.Elapsed > s_interval) Look();
        return _source is ILiveSource { HasEnded: false };
    }

    // A pipe may hold the secrets of its TLS sessions.
    void TakeSecrets()
    {
        IReadOnlyList<DecryptionSecrets> secrets = _source.Description.Secrets;
        while (_secrets < secrets.Count && _spool.TryAppend(secrets[_secrets])) _secrets++;
    }

    void NoteArrival()
    {
        if (_noted == _taken) return;
        _noted = _taken;
        _sincePacket.Restart();
        Volatile.Write(ref _lastArrival, Stopwatch.GetTimestamp());
    }

    int NumberOf(in CapturedPacket packet)
    {
        if (_numbers.TryGetValue((packet.InterfaceId, packet.LinkType), out int number)) return number;
        // A pipe tells its interfaces by and by.
        number = _spool.AddInterface(new LiveInterface { Name = _source.Description.File, LinkType = packet.LinkType });
        _numbers.Add((packet.InterfaceId, packet.LinkType), number);
        return number;
    }

    bool IsEnough() => _isStopping || _elapsed.Elapsed >= _bounds.Duration || _sincePacket.Elapsed >= _bounds.Idle;

    /// <summary>What the kernel held back when the end came, and no more than that.</summary>
    void TakeLast()
    {
        if (_source is not ILiveSource live || _taken >= _bounds.Packets) return;
        var since = Stopwatch.StartNew();
        while (since.Elapsed < _lastWords && _taken < _bounds.Packets)
        {
            if (!live.TryRead(out CapturedPacket packet))
            {
                live.Wait(_lastWords - since.Elapsed);
                continue;
            }
            _spool.Append(NumberOf(packet), packet);
            _taken++;
        }
    }

    void Look()
    {
        _sinceLook.Restart();
        if (_source is not IDeviceSource devices) return;
        devices.UpdateCounts();
        while (devices.TryTakeNotice(out LiveNotice? notice)) _notices.Enqueue(notice!);
    }

    /// <summary>Stops, and waits for the thread; not for a pipe that stays silent.</summary>
    public void Dispose()
    {
        Stop();
        if (_thread.IsAlive) _thread.Join(s_patience * 20);
    }
}
