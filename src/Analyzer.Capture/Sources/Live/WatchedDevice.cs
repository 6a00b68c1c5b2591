using System.Diagnostics;
using System.Globalization;
using Analyzer.Capture.Sources.Live.Pcap;

namespace Analyzer.Capture.Sources.Live;

/// <summary>One interface with its next packet, that survives its going away and coming back. For the capturing thread.</summary>
internal sealed class WatchedDevice : IDisposable
{
    // Often enough that nobody waits for it, seldom enough that it costs nothing.
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    readonly LiveOptions _options;
    readonly Queue<LiveNotice> _notices;
    readonly Stopwatch _lastLook = Stopwatch.StartNew();
    readonly Stopwatch _silence = new();
    PcapDevice? _device;
    PcapPacket _next;
    bool _hasNext;
    bool _isDown;
    bool _isWithoutRights;

    WatchedDevice(PcapDevice device, LiveOptions options, Queue<LiveNotice> notices)
    {
        (_device, _options, _notices, Facts) = (device, options, notices, device.Facts);
        if (device.Warning is { } warning) notices.Enqueue(new("interface-warning", warning, IsWarning: true));
    }

    public LiveInterface Facts { get; }

    /// <summary>See <see cref="Readiness"/>.</summary>
    public int Descriptor => _device?.Descriptor ?? -1;

    public static WatchedDevice? Open(string name, LiveOptions options, Queue<LiveNotice> notices, out LiveFailure? failure) =>
        PcapDevice.Open(name, options, out failure) is { } device ? new WatchedDevice(device, options, notices) : null;

    /// <summary>The time of the next packet, if there is one at present.</summary>
    public bool TryPeek(out Timestamp time)
    {
        if (!_hasNext && _device is not null)
        {
            int status = _device.TryNext(out _next, out string? problem);
            _hasNext = status > 0;
            if (status < 0) Lose(problem);
        }
        time = _next.Time;
        return _hasNext;
    }

    /// <summary>Takes the packet that was peeked at; it stays valid until the next peek.</summary>
    public PcapPacket Take()
    {
        Debug.Assert(_hasNext);
        _hasNext = false;
        return _next;
    }

    public void UpdateCounts() => _device?.UpdateCounts(Facts);

    /// <summary>Looks after the device's health from time to time; to be called when there is nothing else to do.</summary>
    public void Look()
    {
        if (_lastLook.Elapsed < s_interval) return;
        _lastLook.Restart();
        if (_device is null) Reopen();
        else if (IsSwitchedOff(Facts.Name) != _isDown) Turn(!_isDown, "it was switched off");
    }

    void Lose(string? problem)
    {
        _device!.UpdateCounts(Facts);
        _device.Dispose();
        _device = null;
        if (!_isDown) Turn(isDown: true, problem ?? "it is gone");
    }

    void Reopen()
    {
        if (PcapDevice.Open(Facts.Name, _options, out LiveFailure? failure) is not { } device)
        {
            if (failure!.Reason == LiveFailureReason.NoRights) TellOfRights();
            return;
        }
        // Its packets would be taken for something else.
        if (device.Facts.LinkType != Facts.LinkType || IsSwitchedOff(Facts.Name))
        {
            device.Dispose();
            return;
        }
        _device = device;
        Turn(isDown: false, "");
    }

    // To open an interface again takes the rights that were given up when all were open.
    void TellOfRights()
    {
        if (!_isWithoutRights) _notices.Enqueue(new("interface-lost", $"{Facts.Name} is back, but this process may no longer open it: the capture has to be started again", IsWarning: true));
        _isWithoutRights = true;
    }

    void Turn(bool isDown, string reason)
    {
        _isDown = isDown;
        string text = isDown ? $"{Facts.Name} went down: {reason}; what passes until it is back is not captured"
            : string.Create(CultureInfo.InvariantCulture, $"{Facts.Name} is back after {_silence.Elapsed.TotalSeconds:0.0} s; the capture goes on");
        _notices.Enqueue(new(isDown ? "interface-down" : "interface-up", text, IsWarning: isDown));
        _silence.Restart();
    }

    // Linux says nothing to whoever captures on an interface that is switched off, and goes on when it is switched on again.
    static bool IsSwitchedOff(string name)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            const int Up = 1;
            string flags = File.ReadAllText($"/sys/class/net/{name}/flags").Trim();
            return flags.StartsWith("0x", StringComparison.Ordinal) && (int.Parse(flags.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & Up) == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // There is no such file for 'any'.
            return false;
        }
    }

    public void Dispose() => _device?.Dispose();
}
