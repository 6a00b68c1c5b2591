using System.Diagnostics.CodeAnalysis;
using Analyzer.Capture.Sources.Live.Pcap;

namespace Analyzer.Capture.Sources.Live;

/// <summary>
/// The packets of one or more interfaces over libpcap, in the order of their times. With several, a packet waits in the kernel until
/// no other interface can have an earlier one that it still collects.
/// </summary>
public sealed class DeviceSource : IDeviceSource
{
    readonly List<WatchedDevice> _devices = [];
    readonly Queue<LiveNotice> _notices = new();
    int[] _descriptors = [];
    bool _isHolding;

    DeviceSource(string name, TimeSpan delay) =>
        (Delay, Description) = (delay, new CaptureDescription { File = name, Number = 0, Format = "live" });

    /// <summary>Opens the interfaces.</summary>
    /// <param name="names">At least one, each once.</param>
    /// <param name="options">The same for all.</param>
    /// <param name="source">The packets of all.</param>
    /// <param name="failure">Why the first that cannot be opened cannot.</param>
    public static bool TryOpen(
        IReadOnlyList<string> names,
        LiveOptions options,
        [NotNullWhen(true)] out DeviceSource? source,
        [NotNullWhen(false)] out LiveFailure? failure)
    {
        ArgumentOutOfRangeException.ThrowIfZero(names.Count);
        source = null;
        failure = PcapLibrary.IsThere ? null : new(LiveFailureReason.NoLibrary, PcapLibrary.Advice);
        if (failure is not null) return false;
        var opened = new DeviceSource(string.Join(",", names), names.Count > 1 ? 2 * options.Timeout : options.Timeout);
        foreach (string name in names)
        {
            if (WatchedDevice.Open(name, options, opened._notices, out failure) is { } device) opened.Add(device);
            if (failure is null) continue;
            opened.Dispose();
            return false;
        }
        source = opened;
        return true;
    }

    void Add(WatchedDevice device)
    {
        _devices.Add(device);
        Description.Add(device.Facts.LinkType);
        Interfaces = [.. _devices.Select(one => one.Facts)];
        _descriptors = new int[_devices.Count];
    }

    /// <inheritdoc/>
    public IReadOnlyList<LiveInterface> Interfaces { get; private set; } = [];

    /// <inheritdoc/>
    public TimeSpan Delay { get; }

    /// <inheritdoc/>
    public CaptureDescription Description { get; }

    /// <inheritdoc/>
    public long Position => Description.Bytes;

    /// <inheritdoc/>
    public long Length => -1;

    /// <summary>Interfaces have no end; whoever captures decides when it is enough.</summary>
    public bool HasEnded => false;

    /// <inheritdoc/>
    public bool TryRead(out CapturedPacket packet)
    {
        int earliest = -1;
        Timestamp first = default;
        bool areAllThere = true;
        for (int i = 0; i < _devices.Count; i++)
        {
            bool isThere = _devices[i].TryPeek(out Timestamp time);
            areAllThere &= isThere;
            if (isThere && (earliest < 0 || time < first)) (earliest, first) = (i, time);
        }
        _isHolding = earliest >= 0 && !areAllThere && IsFresh(first);
        if (earliest < 0 || _isHolding)
        {
            packet = default;
            return false;
        }
        PcapPacket taken = _devices[earliest].Take();
        Description.Count(taken.Length, taken.Time);
        packet = new CapturedPacket
        {
            Number = Description.Packets,
            Time = taken.Time,
            LinkType = _devices[earliest].Facts.LinkType,
            Data = taken.Data,
            OriginalLength = taken.OriginalLength,
            Extent = new Extent(IByteStore.Nowhere, 0, taken.Length),
            InterfaceId = earliest,
        };
        return true;
    }

    // A clock that is not this machine's tells nothing; then order is the kernel's.
    bool IsFresh(Timestamp time)
    {
        long age = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks - time.Nanoseconds / TimeSpan.NanosecondsPerTick;
        return age >= 0 && age < Delay.Ticks;
    }

    /// <inheritdoc/>
    public void Wait(TimeSpan patience)
    {
        for (int i = 0; i < _devices.Count; i++)
        {
            _devices[i].Look();
            _descriptors[i] = _devices[i].Descriptor;
        }
        // A packet that is held back would end the wait at once.
        if (_isHolding) Array.Fill(_descriptors, -1);
        Readiness.Wait(_descriptors, patience);
    }

    /// <inheritdoc/>
    public void UpdateCounts()
    {
        foreach (WatchedDevice device in _devices)
        {
            device.Look();
            device.UpdateCounts();
        }
    }

    /// <inheritdoc/>
    public bool TryTakeNotice(out LiveNotice? notice) => _notices.TryDequeue(out notice);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WatchedDevice device in _devices) device.Dispose();
    }
}
