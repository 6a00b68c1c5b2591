using System.Buffers.Binary;
using Analyzer.Capture;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Tests.Capture.Sources.Live;

/// <summary>A spool in a folder of its own, with numbered packets going in and coming out.</summary>
sealed class SpoolWorkshop : IDisposable
{
    const long Start = 1_700_000_000_000_000_000, Second = 1_000_000_000;

    readonly TemporaryFolder _folder = new();
    int _appended;

    public SpoolWorkshop(SpoolPlan plan, bool isNamed = true)
    {
        Spool = LiveSpool.Open(isNamed ? plan with { Path = _folder["live.pcapng"] } : plan, out string problem)!;
        Assert.True(Spool is not null, problem);
        Interface = new LiveInterface { Name = "lo", LinkType = LinkType.Ethernet, SnapLength = 262_144, Filter = "tcp" };
        Spool.AddInterface(Interface);
        Walk = new SpoolWalk(Spool, "lo", 0);
    }

    public LiveSpool Spool { get; }

    public LiveInterface Interface { get; }

    public SpoolWalk Walk { get; }

    /// <summary>The next numbers, a second apart, each in a packet of that length.</summary>
    public SpoolWorkshop Append(int count, int length = 100)
    {
        for (; count > 0; count--)
        {
            byte[] data = DataOf(_appended, length);
            Spool.Append(0, new CapturedPacket { Number = 0, Time = new(Start + _appended * Second), LinkType = LinkType.Ethernet, Data = data, OriginalLength = length + 7, Extent = default });
            _appended++;
        }
        return this;
    }

    public static byte[] DataOf(int number, int length)
    {
        byte[] data = new byte[length];
        new Random(number).NextBytes(data);
        BinaryPrimitives.WriteInt32LittleEndian(data, number);
        return data;
    }

    /// <summary>The numbers of the packets that can be walked at present; each is looked at as a whole.</summary>
    public List<int> Take(List<Extent>? extents = null)
    {
        var numbers = new List<int>();
        while (Walk.TryRead(out CapturedPacket packet))
        {
            int number = BinaryPrimitives.ReadInt32LittleEndian(packet.Data);
            Assert.Equal(DataOf(number, packet.Data.Length), packet.Data.ToArray());
            Assert.Equal((Start + number * Second, packet.Data.Length + 7), (packet.Time.Nanoseconds, packet.OriginalLength));
            extents?.Add(packet.Extent);
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The captures on disk, each read by itself: packets and what it says of drops.</summary>
    public List<(long Packets, long? Dropped)> Files()
    {
        var found = new List<(long, long?)>();
        foreach (string file in Spool.Files)
        {
            using var store = new CaptureStore(SpoolUse.None);
            Assert.True(CaptureFile.TryOpen(file, 0, store, out IPacketSource? source, out _));
            using IPacketSource opened = source;
            while (opened.TryRead(out _)) continue;
            Assert.Null(opened.Description.Damage);
            found.Add((opened.Description.Packets, opened.Description.Dropped));
        }
        return found;
    }

    public void Dispose()
    {
        Walk.Dispose();
        Spool.Dispose();
        _folder.Dispose();
    }
}
