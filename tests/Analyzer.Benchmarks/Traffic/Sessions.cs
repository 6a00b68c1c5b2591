using System.Text;

namespace Analyzer.Benchmarks.Traffic;

/// <summary>The dialogues: each a list of what is said, on which connection.</summary>
sealed class Sessions(World world, PathKind path)
{
    const int Mebi = 1 << 20;

    Random Random => world.Random;

    /// <summary>SMTP with a few messages.</summary>
    /// <param name="truth">Gets what is sent.</param>
    /// <param name="count">How many messages.</param>
    /// <param name="size">Of each; null: as it comes.</param>
    public IEnumerable<Step> Smtp(Truth truth, int count, int? size)
    {
        Talk talk = Connect(25);
        yield return talk.Open();
        yield return talk.Hears("220 mail.example.org ESMTP");
        yield return talk.Says("EHLO client.example.net");
        yield return talk.Hears("250-mail.example.org\r\n250-SIZE 52428800\r\n250 8BITMIME");
        for (; count > 0; count--)
        {
            byte[] message = world.Message(truth, Truth.Smtp, size ?? world.Size(1500, 4 * Mebi));
            yield return talk.Says("MAIL FROM:<sender@example.net>");
            yield return talk.Hears("250 2.1.0 Ok");
            yield return talk.Says("RCPT TO:<recipient@example.org>");
            yield return talk.Hears("250 2.1.5 Ok");
            yield return talk.Says("DATA");
            yield return talk.Hears("354 Go on");
            yield return talk.Sends(Stuffed(message));
            yield return talk.Hears("250 2.0.0 Ok");
        }
        yield return talk.Says("QUIT");
        yield return talk.Hears("221 2.0.0 Bye");
        yield return talk.Close();
    }

    /// <summary>POP3: a maildrop is fetched.</summary>
    public IEnumerable<Step> Pop3(Truth truth)
    {
        Talk talk = Connect(110);
        yield return talk.Open();
        yield return talk.Hears("+OK ready");
        yield return talk.Says($"USER user{Random.Next(999)}");
        yield return talk.Hears("+OK");
        yield return talk.Says($"PASS secret{Random.Next(999)}");
        yield return talk.Hears("+OK logged in");
        for (int number = 1, last = Random.Next(1, 7); number <= last; number++)
        {
            byte[] message = world.Message(truth, Truth.Pop3, world.Size(1500, 4 * Mebi));
            yield return talk.Says($"RETR {number}");
            yield return talk.Gets([.. Encoding.ASCII.GetBytes($"+OK {message.Length} octets\r\n"), .. Stuffed(message)]);
            yield return talk.Says($"DELE {number}");
            yield return talk.Hears("+OK deleted");
        }
        yield return talk.Says("QUIT");
        yield return talk.Hears("+OK bye");
        yield return talk.Close();
    }

    /// <summary>IMAP: messages are fetched, one is appended.</summary>
    public IEnumerable<Step> Imap(Truth truth)
    {
        Talk talk = Connect(143);
        int last = Random.Next(1, 7);
        yield return talk.Open();
        yield return talk.Hears("* OK IMAP4rev1 ready");
        yield return talk.Says($"a1 LOGIN user{Random.Next(999)} secret{Random.Next(999)}");
        yield return talk.Hears("a1 OK logged in");
        yield return talk.Says("a2 SELECT INBOX");
        yield return talk.Hears($"* {last} EXISTS\r\n* OK [UIDVALIDITY {Random.Next(1, 1 << 30)}] valid\r\na2 OK [READ-WRITE] selected");
        for (int number = 1; number <= last; number++)
        {
            byte[] message = world.Message(truth, Truth.Imap, world.Size(1500, 4 * Mebi));
            yield return talk.Says($"f{number} UID FETCH {number} (UID BODY[])");
            yield return talk.Gets([.. Encoding.ASCII.GetBytes($"* {number} FETCH (UID {number} BODY[] {{{message.Length}}}\r\n"), .. message, .. Encoding.ASCII.GetBytes($")\r\nf{number} OK done\r\n")]);
        }
        if (Random.Next(3) == 0)
        {
            byte[] message = world.Message(truth, Truth.Imap, world.Size(1500, Mebi));
            yield return talk.Says($"a3 APPEND Sent {{{message.Length}}}");
            yield return talk.Hears("+ go on");
            yield return talk.Sends([.. message, .. "\r\n"u8]);
            yield return talk.Hears("a3 OK appended");
        }
        yield return talk.Says("a4 LOGOUT");
        yield return talk.Hears("* BYE bye\r\na4 OK done");
        yield return talk.Close();
    }

    /// <summary>FTP: files go both ways over passive data connections.</summary>
    public IEnumerable<Step> Ftp(Truth truth)
    {
        Talk talk = Connect(21);
        yield return talk.Open();
        yield return talk.Hears("220 ready");
        yield return talk.Says("USER ftp");
        yield return talk.Hears("331 password");
        yield return talk.Says("PASS guest");
        yield return talk.Hears("230 logged in");
        yield return talk.Says("TYPE I");
        yield return talk.Hears("200 binary");
        for (int number = Random.Next(1, 6); number > 0; number--)
        {
            byte[] file = world.Octets(world.Size(1500, 16 * Mebi));
            truth.Add(Truth.File, file);
            ushort port = (ushort)Random.Next(20_000, 60_000);
            bool isUpload = Random.Next(2) == 0;
            yield return talk.Says(talk.Server.IsV6 ? "EPSV" : "PASV");
            yield return talk.Hears(talk.Server.IsV6 ? $"229 here (|||{port}|)" : $"227 here ({string.Join(',', talk.Server.Address)},{port >> 8},{port & 255})");
            yield return talk.Says($"{(isUpload ? "STOR" : "RETR")} file{Random.Next(100_000)}.bin");
            Talk data = world.Connect(talk.Client, talk.Server, port, path);
            yield return data.Open();
            yield return talk.Hears("150 begins");
            yield return isUpload ? data.Sends(file) : data.Gets(file);
            yield return data.Close();
            _talks.Add(data);
            yield return talk.Hears("226 complete");
        }
        yield return talk.Says("QUIT");
        yield return talk.Hears("221 bye");
        yield return talk.Close();
    }

    /// <summary>What is encrypted or of no interest: TLS records, HTTP, both ways.</summary>
    public IEnumerable<Step> Other()
    {
        bool isTls = Random.Next(3) > 0;
        Talk talk = Connect((ushort)(isTls ? 443 : 80));
        yield return talk.Open();
        for (int turn = Random.Next(1, 8); turn > 0; turn--)
        {
            if (isTls) yield return talk.Sends(Record(Random.Next(200, 1200)));
            else yield return talk.Says($"GET /{Random.Next()} HTTP/1.1\r\nHost: www.example.com\r\n");
            int size = world.Size(500, Mebi);
            if (!isTls) yield return talk.Hears($"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n");
            yield return talk.Gets(isTls ? Record(size) : world.Octets(size));
        }
        yield return talk.Close();
    }

    byte[] Record(int size)
    {
        size = Math.Min(size, 16 * 1024);
        return [23, 3, 3, (byte)(size >> 8), (byte)size, .. world.Octets(size)];
    }

    readonly List<Talk> _talks = [];

    Talk Connect(ushort port)
    {
        Talk talk = world.Connect(port, path);
        _talks.Add(talk);
        return talk;
    }

    /// <summary>Segments of a connection are not in the capture.</summary>
    public bool HasLost => _talks.Exists(talk => talk.HasLost);

    static byte[] Stuffed(byte[] message)
    {
        // Every message begins with a header, so only dots behind a line end count.
        string text = Encoding.Latin1.GetString(message).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text + ".\r\n");
    }
}
