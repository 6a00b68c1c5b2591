using System.Globalization;
using System.Text;

namespace Analyzer.Benchmarks.Traffic;

/// <summary>All that sessions draw on: chance, hosts, contents. The same seed makes the same.</summary>
sealed class World
{
    const int Line = 57, PoolLines = 128 * 1024;

    static readonly string[] s_words = "the report of this week is late and a server was slow since monday please read what came back from them before we order more paper".Split(' ');

    readonly byte[] _pool = new byte[PoolLines * Line];
    readonly byte[] _encodedPool;
    readonly Host[] _clients, _servers;
    int _connections;

    public World(int seed, long largest)
    {
        Random = new Random(seed);
        Largest = largest;
        Random.NextBytes(_pool);
        _encodedPool = Encoding.ASCII.GetBytes(Convert.ToBase64String(_pool, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
        _clients = [.. Enumerable.Range(0, 2000).Select(number => Make(1, number))];
        _servers = [.. Enumerable.Range(0, 40).Select(number => Make(2, number))];
    }

    public Random Random { get; }

    /// <summary>Bytes of the largest message or file.</summary>
    public long Largest { get; }

    // Every fourth has an IPv6 address.
    static Host Make(byte net, int number)
    {
        byte[] mac = [2, 0, 0, net, (byte)(number >> 8), (byte)number];
        byte[] v6 = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, net, 0, 0, 0, 0, 0, 0, (byte)(number >> 8), (byte)(number + 1)];
        return new Host(mac, number % 4 == 3 ? v6 : [10, net, (byte)(number / 250), (byte)(number % 250 + 1)]);
    }

    /// <summary>A connection of a client to a server; its four-tuple is not used again for a hundred million calls.</summary>
    public Talk Connect(ushort port, PathKind path)
    {
        (Host client, ushort clientPort) = NextClient();
        Host server = Pick(_servers);
        while (server.IsV6 != client.IsV6) server = Pick(_servers);
        return new Talk(this, client, clientPort, server, port, path);
    }

    /// <summary>A connection between two hosts that know each other.</summary>
    public Talk Connect(Host client, Host server, ushort port, PathKind path) => new(this, client, (ushort)(10_000 + _connections++ % 50_000), server, port, path);

    /// <summary>A client and a port of it.</summary>
    public (Host Client, ushort Port) NextClient()
    {
        (int turn, int index) = Math.DivRem(_connections++, _clients.Length);
        return (_clients[index], (ushort)(10_000 + turn % 50_000));
    }

    Host Pick(Host[] hosts) => hosts[Random.Next(hosts.Length)];

    /// <summary>A size between two bounds, small ones as often as large ones.</summary>
    public int Size(int least, int most) => (int)(least * Math.Pow((double)Math.Min(most, Largest) / least, Random.NextDouble()));

    /// <summary>Bytes unlike any others.</summary>
    public byte[] Octets(int size)
    {
        byte[] bytes = new byte[size];
        Random.NextBytes(bytes.AsSpan(0, Math.Min(16, size)));
        for (int at = 16; at < size;)
        {
            ReadOnlySpan<byte> part = _pool.AsSpan(Random.Next(_pool.Length / 2));
            part = part[..Math.Min(part.Length, size - at)];
            part.CopyTo(bytes.AsSpan(at));
            at += part.Length;
        }
        return bytes;
    }

    /// <summary>A message of about this size: text alone when small, else with one to three attachments.</summary>
    public byte[] Message(Truth truth, string kind, int size)
    {
        ulong number = (ulong)Random.NextInt64();
        var message = new MemoryStream();
        void Say(string line) => message.Write(Encoding.ASCII.GetBytes(line + "\r\n"));
        Say($"From: Sender {number % 977} <sender{number % 977}@example.net>");
        Say($"To: Recipient {number % 991} <recipient{number % 991}@example.org>");
        Say($"Subject: {Words(5)}");
        Say($"Date: Tue, 14 Nov 2023 22:13:{number % 60:00} +0000");
        Say($"Message-ID: <{number.ToString("x16", CultureInfo.InvariantCulture)}@example.net>");
        Say("MIME-Version: 1.0");
        if (size < 4000)
        {
            Say("Content-Type: text/plain; charset=us-ascii\r\n");
            while (message.Length < size) Say(Text());
        }
        else
        {
            Say($"Content-Type: multipart/mixed; boundary=\"=_{number:x16}\"\r\n");
            Say($"--=_{number:x16}\r\nContent-Type: text/plain\r\n");
            for (int i = Random.Next(3, 30); i > 0; i--) Say(Text());
            int count = Random.Next(1, 4), lines = Math.Max(1, (size - 2000) / 78 / count);
            for (int i = 0; i < count; i++) Attach(message, truth, $"=_{number:x16}", $"file{number % 10_000}-{i}.bin", Math.Min(lines, PoolLines / 2));
            Say($"--=_{number:x16}--");
        }
        byte[] bytes = message.ToArray();
        truth.Add(kind, bytes);
        return bytes;
    }

    void Attach(MemoryStream message, Truth truth, string boundary, string name, int lines)
    {
        message.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: application/octet-stream; name={name}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename={name}\r\n\r\n"));
        // 76 characters a line, of 57 bytes.
        int first = Random.Next(PoolLines - lines);
        message.Write(_encodedPool.AsSpan(first * 78, lines * 78));
        truth.Add(Truth.Attachment, _pool[(first * Line)..((first + lines) * Line)]);
    }

    string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => s_words[Random.Next(s_words.Length)]));

    // Some lines begin with a dot, which has to be doubled on the way.
    string Text() => (Random.Next(50) == 0 ? "." : "") + Words(Random.Next(4, 11));
}
