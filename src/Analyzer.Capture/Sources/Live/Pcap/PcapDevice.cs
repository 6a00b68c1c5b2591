using System.Runtime.CompilerServices;

namespace Analyzer.Capture.Sources.Live.Pcap;

/// <summary>One interface, opened by libpcap and ready to hand packets over without waiting.</summary>
internal sealed unsafe class PcapDevice : IDisposable
{
    // struct pcap_pkthdr begins with a struct timeval, of two C longs; on macOS the second is an int with a gap behind it.
    static readonly int s_fractionAt = OperatingSystem.IsWindows() ? 4 : sizeof(nint);
    static readonly int s_lengthsAt = 2 * s_fractionAt;

    readonly PcapHandle _handle;
    readonly nint _raw;
    readonly long _nanosecondsPerUnit;
    uint _received, _dropped, _droppedByInterface;

    PcapDevice(PcapHandle handle, LiveInterface facts, string? warning)
    {
        (_handle, Facts, Warning) = (handle, facts, warning);
        _raw = handle.DangerousGetHandle();
        _nanosecondsPerUnit = LibPcap.GetTimePrecision(handle) == LibPcap.Nanoseconds ? 1 : 1000;
        Descriptor = OperatingSystem.IsWindows() ? -1 : LibPcap.GetDescriptor(handle);
    }

    public LiveInterface Facts { get; }

    /// <summary>What libpcap had to say although it opened the device; null: nothing.</summary>
    public string? Warning { get; }

    /// <summary>What poll(2) waits for; -1 where there is none.</summary>
    public int Descriptor { get; }

    /// <summary>Opens a device with its filter set. The library is there.</summary>
    public static PcapDevice? Open(string name, LiveOptions options, out LiveFailure? failure)
    {
        byte* error = stackalloc byte[LibPcap.ErrorLength];
        PcapHandle handle = LibPcap.Create(name, error);
        if (handle.IsInvalid)
        {
            failure = new(LiveFailureReason.Other, $"{name} cannot be opened: {LibPcap.Text(error)}.");
            handle.Dispose();
            return null;
        }
        failure = Activate(handle, name, options, out string? warning);
        string? filter = null;
        if (failure is null) failure = SetFilter(handle, options.Filter, out filter);
        if (failure is null && LibPcap.SetNonBlocking(handle, 1, error) < 0) failure = new(LiveFailureReason.Other, LibPcap.Text(error));
        if (failure is null)
        {
            var facts = new LiveInterface { Name = name, LinkType = LinkTypeOf(LibPcap.GetLinkType(handle)), SnapLength = options.SnapLength, Filter = filter };
            return new PcapDevice(handle, facts, warning);
        }
        handle.Dispose();
        return null;
    }

    static LiveFailure? Activate(PcapHandle handle, string name, LiveOptions options, out string? warning)
    {
        warning = null;
        LibPcap.SetSnapLength(handle, options.SnapLength);
        LibPcap.SetPromiscuous(handle, options.IsPromiscuous ? 1 : 0);
        LibPcap.SetBufferSize(handle, options.BufferSize);
        LibPcap.SetTimeout(handle, (int)options.Timeout.TotalMilliseconds);
        if (options.IsImmediate) LibPcap.SetImmediate(handle, 1);
        // What knows no nanoseconds goes on with microseconds.
        _ = LibPcap.SetTimePrecision(handle, LibPcap.Nanoseconds);
        int status = LibPcap.Activate(handle);
        string said = LibPcap.Text(LibPcap.GetError(handle));
        if (said.Length == 0) said = LibPcap.Text(LibPcap.TextOfStatus(status));
        if (status > 0) warning = $"{name}: {said}";
        return status switch
        {
            >= 0 => null,
            LibPcap.PermissionDenied or LibPcap.PromiscuousDenied => new(LiveFailureReason.NoRights, $"You may not capture on {name}."),
            LibPcap.NoSuchDevice => new(LiveFailureReason.NoDevice, $"There is no interface {name}."),
            LibPcap.NotUp => new(LiveFailureReason.NoDevice, $"The interface {name} is down."),
            _ => new(LiveFailureReason.Other, $"{name} cannot be opened: {said}."),
        };
    }

    /// <summary>Sets the user's filter, or else the first default that suits the link layer.</summary>
    static LiveFailure? SetFilter(PcapHandle handle, string? wanted, out string? inForce)
    {
        inForce = null;
        LiveFailure? failure = null;
        foreach (string filter in wanted is null ? LiveOptions.DefaultFilters : [wanted])
        {
            LibPcap.Program program = default;
            bool isSet = LibPcap.Compile(handle, &program, filter, 1, LibPcap.UnknownNetmask) == 0;
            if (isSet)
            {
                isSet = LibPcap.SetFilter(handle, &program) == 0;
                LibPcap.FreeProgram(&program);
            }
            inForce = isSet ? filter : null;
            failure = isSet ? null : new(LiveFailureReason.BadFilter, $"The capture filter '{filter}' cannot be used: {LibPcap.Text(LibPcap.GetError(handle))}.");
            if (isSet) break;
        }
        return failure;
    }

    /// <summary>
    /// libpcap tells its own numbers (DLT), which are the registry's (LINKTYPE) for all but a few; the one that matters is that of plain
    /// IP, for which systems have different numbers.
    /// </summary>
    static LinkType LinkTypeOf(int number) => number is 12 or 14 ? LinkType.Raw : (LinkType)number;

    /// <summary>
    /// The next packet, borrowed until the next call: 1; none at present: 0; the device is gone, <paramref name="problem"/> says why: -1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int TryNext(out PcapPacket packet, out string? problem)
    {
        int status = LibPcap.Next(_raw, out byte* header, out byte* data);
        problem = null;
        packet = default;
        if (status > 0)
        {
            packet = Read(header, data);
            return 1;
        }
        if (status == 0) return 0;
        problem = LibPcap.Text(LibPcap.GetError(_handle));
        return -1;
    }

    PcapPacket Read(byte* header, byte* data)
    {
        long seconds = s_fractionAt == 4 ? *(int*)header : *(long*)header;
        uint captured = *(uint*)(header + s_lengthsAt), original = *(uint*)(header + s_lengthsAt + 4);
        return new PcapPacket
        {
            Time = new(seconds * 1_000_000_000 + *(int*)(header + s_fractionAt) * _nanosecondsPerUnit),
            Start = (nint)data,
            Length = (int)captured,
            OriginalLength = (int)Math.Min(Math.Max(captured, original), int.MaxValue),
        };
    }

    /// <summary>Adds what the kernel counted since the last call to <paramref name="facts"/>.</summary>
    public void UpdateCounts(LiveInterface facts)
    {
        LibPcap.Statistics now = default;
        if (LibPcap.GetStatistics(_handle, &now) < 0) return;
        // The counters are 32 bits wide and start anew when they are full.
        facts.Count(unchecked(now.Received - _received), unchecked(now.Dropped - _dropped), unchecked(now.DroppedByInterface - _droppedByInterface));
        (_received, _dropped, _droppedByInterface) = (now.Received, now.Dropped, now.DroppedByInterface);
    }

    public void Dispose() => _handle.Dispose();
}

/// <summary>A packet in libpcap's own buffer.</summary>
internal struct PcapPacket
{
    public Timestamp Time;
    public nint Start;
    public int Length;
    public int OriginalLength;

    public readonly unsafe ReadOnlySpan<byte> Data => new((void*)Start, Length);
}
