using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Tests.Capture.Sources.Live;

public sealed class LiveCaptureTests
{
    [Fact]
    public void What_a_device_hands_over_is_walked()
    {
        List<long> walked = Capture(new Device { Packets = 1000 }, new LiveBounds { Idle = TimeSpan.FromMilliseconds(1) }, out _);

        Assert.Equal(Enumerable.Range(1, 1000).Select(number => (long)number), walked);
    }

    [Fact]
    public void It_ends_after_so_many_packets()
    {
        Assert.Equal(300, Capture(new Device { Packets = 100_000 }, new LiveBounds { Packets = 300 }, out _).Count);
    }

    [Fact]
    public void What_is_still_held_back_at_the_end_is_taken()
    {
        var device = new Device { Packets = 5, HeldBack = 5 };

        Assert.Equal(5, Capture(device, new LiveBounds { Duration = TimeSpan.FromTicks(1) }, out _).Count);
    }

    [Fact]
    public void A_source_that_fails_ends_the_capture_and_says_so()
    {
        List<long> walked = Capture(new Device { Packets = 10, FailsAt = 7 }, new LiveBounds(), out List<LiveNotice> notices);

        Assert.Equal(6, walked.Count);
        Assert.Contains(notices, notice => notice is { Code: "capture-failed", IsWarning: true });
    }

    [Fact]
    public void What_happens_to_the_device_is_told()
    {
        Capture(new Device { Packets = 1 }, new LiveBounds { Packets = 1 }, out List<LiveNotice> notices);

        Assert.Contains(notices, notice => notice.Code == "interface-down");
    }

    static List<long> Capture(Device device, LiveBounds bounds, out List<LiveNotice> notices)
    {
        using LiveSpool spool = LiveSpool.Open(SpoolPlan.Temporary, out _)!;
        using var walk = new SpoolWalk(spool, "test", 0);
        using var capture = new LiveCapture(device, spool, bounds);
        capture.Start();
        var walked = new List<long>();
        while (!walk.HasEnded)
        {
            walk.Wait(TimeSpan.FromSeconds(1));
            while (walk.TryRead(out CapturedPacket packet)) walked.Add(packet.Time.Nanoseconds);
        }
        notices = [];
        while (capture.TryTakeNotice(out LiveNotice? notice)) notices.Add(notice!);
        return walked;
    }

    /// <summary>Hands numbered packets over, some of them only when it is asked again and again.</summary>
    sealed class Device : IDeviceSource
    {
        readonly byte[] _data = new byte[60];
        int _given, _refused;
        bool _isTold;

        public int Packets { get; init; }

        public int HeldBack { get; init; }

        public int FailsAt { get; init; } = int.MaxValue;

        public IReadOnlyList<LiveInterface> Interfaces { get; } = [new LiveInterface { Name = "test0", LinkType = LinkType.Ethernet }];

        public TimeSpan Delay => TimeSpan.FromMilliseconds(100);

        public bool HasEnded => false;

        public CaptureDescription Description { get; } = new() { File = "test0", Number = 0, Format = "live" };

        public long Position => 0;

        public long Length => -1;

        public bool TryRead(out CapturedPacket packet)
        {
            packet = default;
            if (_given == Packets || _refused < HeldBack)
            {
                _refused++;
                return false;
            }
            if (++_given == FailsAt) throw new InvalidOperationException("out of order");
            packet = new CapturedPacket { Number = _given, Time = new(_given), LinkType = LinkType.Ethernet, Data = _data, OriginalLength = 60, Extent = default };
            return true;
        }

        public void Wait(TimeSpan patience) => Thread.Sleep(1);

        public void UpdateCounts()
        {
        }

        public bool TryTakeNotice(out LiveNotice? notice)
        {
            notice = _isTold ? null : new LiveNotice("interface-down", "test0 went down", IsWarning: true);
            _isTold = true;
            return notice is not null;
        }

        public void Dispose()
        {
        }
    }
}
