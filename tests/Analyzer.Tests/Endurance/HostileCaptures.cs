using System.Text;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Endurance;

/// <summary>Captures made to exhaust what reads them: each drives one table, buffer or depth towards its limit.</summary>
static class HostileCaptures
{
    const byte Syn = 0x02;
    static readonly SampleHost s_client = new("client.example", 1, "192.0.2.1");
    static readonly SampleHost s_server = new("server.example", 2, "192.0.2.2");

    public static readonly IReadOnlyDictionary<string, Func<byte[]>> All = new Dictionary<string, Func<byte[]>>
    {
        ["segments of one byte"] = () => Mail(SampleMessages.Numbered("Byte by byte", 1), segments => segments.SelectMany(OneByOne)),
        ["segments in reverse order"] = () => Mail(SampleMessages.Numbered("Backwards", 2), segments => segments.SelectMany(OneByOne).Reverse()),
        ["segments that contradict each other"] = () => Mail(SampleMessages.Numbered("Yes and no", 3), segments => segments.SelectMany(Contradicted)),
        ["half-open connections"] = HalfOpenConnections,
        ["a line without an end"] = () => Sent(new byte[700_000].Select(_ => (byte)'A').ToArray()),
        ["commands that nobody answers"] = () => Sent(Lines(60_000, _ => "RCPT TO:<bob@hamburger.edu>")),
        ["replies that nobody asked for"] = () => Captured(connection => connection.FromServer(Lines(40_000, line => $"250-{line}"))),
        ["an endless header"] = () => Mail(Lines(30_000, line => $"X-Line-{line}: {line}")),
        ["one header folded without end"] = () => Mail([.. "Subject: =?utf-8?Q?a?="u8, .. Lines(30_000, _ => "\r\n =?utf-8?Q?a?=")]),
        ["parts within parts"] = () => Mail(NestedParts(2_000)),
        ["a thousand parts"] = () => Mail([.. "Content-Type: multipart/mixed; boundary=b\r\n\r\n"u8, .. Lines(10_000, _ => "--b\r\nContent-Type: image/png\r\n\r\nAAAA")]),
        ["random bytes"] = () => SampleFiles.Pcap(RandomPackets()),
    };

    static byte[] Captured(Action<SampleConnection> talk)
    {
        var wire = new SampleWire();
        talk(new SampleConnection(wire, new SampleEnd(s_client, 40_000), new SampleEnd(s_server, 25)));
        return SampleFiles.Pcap(wire.Packets);
    }

    static byte[] Sent(byte[] bytes) => Captured(connection => connection.FromClient(bytes));

    static byte[] Mail(byte[] message, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null) => Captured(connection =>
        new SampleDialogue(connection).Server("220 server.example").Client("DATA").Server("354 Go on").Content(message, link).Server("250 Done"));

    static byte[] Lines(int count, Func<int, string> line) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, count).Select(number => line(number) + "\r\n")));

    static IEnumerable<SampleSegment> OneByOne(SampleSegment segment) => segment.Bytes.Select((value, at) => new SampleSegment(segment.Offset + at, [value]));

    static IEnumerable<SampleSegment> Contradicted(SampleSegment segment) =>
    [
        new(segment.Offset + segment.Bytes.Length / 2, [.. segment.Bytes[(segment.Bytes.Length / 2)..].Select(value => (byte)~value)]),
        segment,
        new(segment.Offset, [.. segment.Bytes.Select(value => (byte)~value)]),
    ];

    static byte[] HalfOpenConnections()
    {
        var wire = new SampleWire();
        for (int port = 1024; port < 9_000; port++)
        {
            wire.Send(SampleFrames.Tcp(wire, new SampleEnd(s_client, (ushort)port), new SampleEnd(s_server, 25), (uint)port, 0, Syn, []));
        }
        return SampleFiles.Pcap(wire.Packets);
    }

    static byte[] NestedParts(int depth) => Lines(depth, level => $"Content-Type: multipart/mixed; boundary=\"b{level}\"\r\n\r\n--b{level}");

    static IEnumerable<SamplePacket> RandomPackets()
    {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] frame = new byte[random.Next(200)];
            random.NextBytes(frame);
            yield return new SamplePacket(i, frame);
        }
    }
}
