using Analyzer.Tests.Capture.Sources.Formats;

namespace Analyzer.Tests.Capture.Sources;

/// <summary>Small captures of every format, with the offsets at which a reader may find a clean end.</summary>
public static class SampleCaptures
{
    public static TheoryData<string> Names => ["pcap", "pcapng", "erf", "snoop", "pppdump"];

    /// <summary>The capture, the end of its file header, and the ends of its records with the number of packets up to there.</summary>
    public static (byte[] Bytes, int HeaderLength, (int Offset, int Packets)[] Ends) Of(string name) => name switch
    {
        "pcap" => Collect(Pcap()),
        "pcapng" => Collect(PcapNg()),
        "erf" => Collect(Erf()),
        "snoop" => Collect(Snoop()),
        _ => Collect(Pppd()),
    };

    static (byte[] Bytes, int HeaderLength, (int Offset, int Packets)[] Ends) Collect(IEnumerable<(byte[] Record, int Packets)> parts)
    {
        List<byte> bytes = [];
        List<(int, int)> ends = [];
        int packets = 0;
        foreach ((byte[] record, int more) in parts)
        {
            bytes.AddRange(record);
            packets += more;
            ends.Add((bytes.Count, packets));
        }
        return ([.. bytes], ends[0].Item1, [.. ends]);
    }

    static IEnumerable<(byte[], int)> Pcap()
    {
        yield return (new CaptureBytes(Endian.Big).PcapHeader().ToArray(), 0);
        for (int i = 0; i < 5; i++)
            yield return (new CaptureBytes(Endian.Big).PcapRecord(1_700_000_000, 5, CaptureBytes.Payload(40 + i, i)).ToArray(), 1);
    }

    static IEnumerable<(byte[], int)> PcapNg()
    {
        PcapNgBytes New() => new(Endian.Little);
        byte[] data = CaptureBytes.Payload(41, 1);
        yield return (New().Section().ToArray(), 0);
        yield return (New().Interface(1, 0, New().Option(9, 9)).ToArray(), 0);
        yield return (New().Enhanced(0, 5, data, options: New().Option(4, 7UL)).ToArray(), 1);
        yield return (New().Names(([192, 0, 2, 1], "a.example\0")).ToArray(), 0);
        yield return (New().Simple(41, data).ToArray(), 1);
        yield return (New().Secrets(1, data).ToArray(), 0);
        yield return (new PcapNgBytes(Endian.Big).Section().ToArray(), 0);
        yield return (new PcapNgBytes(Endian.Big).Interface(101).ToArray(), 0);
        yield return (new PcapNgBytes(Endian.Big).Obsolete(0, 3, 6, data).ToArray(), 1);
        yield return (new PcapNgBytes(Endian.Big).Statistics(0, new PcapNgBytes(Endian.Big).Option(5, 9UL)).ToArray(), 0);
    }

    static IEnumerable<(byte[], int)> Erf()
    {
        for (int i = 0; i < 5; i++)
            yield return (ErfReaderTests.Record(2, 1_700_000_000, 0, [0, 0, .. CaptureBytes.Payload(60, i)], wireLength: 64), 1);
    }

    static IEnumerable<(byte[], int)> Snoop()
    {
        yield return (SnoopReaderTests.Header(), 0);
        for (int i = 0; i < 5; i++)
            yield return (SnoopReaderTests.Record(CaptureBytes.Payload(41, i)), 1);
    }

    static IEnumerable<(byte[], int)> Pppd()
    {
        yield return ([7, 0x65, 0x53, 0xF1, 0x00], 0);
        yield return (PppdLogReaderTests.Data(1, [0x7E, .. "!abcdef"u8, 0x7E, .. "!gh"u8]), 1);
        yield return ([6, 3], 0);
        yield return (PppdLogReaderTests.Data(2, [0x7E, .. "!xyz"u8, 0x7D, 0x5E, 0x7E]), 1);
        yield return ([5, 0, 0, 0, 9], 0);
        yield return (PppdLogReaderTests.Data(1, [.. "ijkl"u8, 0x7E]), 1);
        yield return ([3], 0);
    }
}
