using System.Buffers.Binary;
using System.Text;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Benchmarks.Live;

/// <summary>Frames of endless SMTP sessions, each with one mail, between hosts that do not exist.</summary>
sealed class MailTraffic
{
    const int FirstPort = 1024, Ports = 64_000;

    static readonly SampleHost s_server = new("mail.example", 1, "10.9.0.2");
    static readonly SampleHost[] s_clients = [.. Enumerable.Range(0, 200).Select(i => new SampleHost($"client{i}", (byte)i, $"10.9.1.{i + 1}"))];

    readonly byte[] _message;
    int _sessions;

    /// <param name="size">Bytes of a mail, roughly.</param>
    public MailTraffic(int size)
    {
        var text = new StringBuilder("From: Alice <alice@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: Numbers\r\n\r\n");
        for (int line = 0; text.Length < size; line++) text.Append(null, $"{line:D8} the quick brown fox jumps over the lazy dog\r\n");
        _message = Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The frames of the next session. Addresses and ports come again after some millions.</summary>
    public IReadOnlyList<byte[]> NextSession()
    {
        var wire = new SampleWire();
        int n = _sessions++;
        var client = new SampleEnd(s_clients[n / Ports % s_clients.Length], (ushort)(FirstPort + n % Ports));
        var dialogue = new SampleDialogue(new SampleConnection(wire, client, new SampleEnd(s_server, 25)));
        dialogue.Server("220 mail.example ESMTP").Client($"HELO client{n}").Server("250 mail.example")
            .Client($"MAIL FROM:<alice{n}@example.org>").Server("250 ok").Client("RCPT TO:<bob@example.org>").Server("250 ok")
            .Client("DATA").Server("354 go on").Content(_message).Server("250 queued").Client("QUIT").Server("221 bye").Close();
        return [.. wire.Packets.Select(packet => packet.Frame)];
    }

    /// <summary>
    /// Makes a frame of an earlier round one of other hosts: the clients' network counts up, and the checksums with it (RFC 1624).
    /// </summary>
    public static void MoveOn(Span<byte> frame)
    {
        const int Source = 26, Destination = 30, IpChecksum = 24, TcpChecksum = 14 + 20 + 16;
        int address = frame[Source + 2] != 0 ? Source : Destination;
        Span<byte> word = frame[(address + 2)..];
        ushort before = BinaryPrimitives.ReadUInt16BigEndian(word);
        if (++word[0] == 0) word[0] = 1;
        ushort after = BinaryPrimitives.ReadUInt16BigEndian(word);
        Update(frame[IpChecksum..], before, after);
        Update(frame[TcpChecksum..], before, after);
    }

    static void Update(Span<byte> checksum, ushort before, ushort after)
    {
        uint sum = (uint)(ushort)~BinaryPrimitives.ReadUInt16BigEndian(checksum) + (ushort)~before + after;
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(checksum, (ushort)~sum);
    }
}
