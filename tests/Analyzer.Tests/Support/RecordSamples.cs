using System.Security.Cryptography;
using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Journeys;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Support;

/// <summary>One record of each kind with every field set, to be varied by <c>with</c>.</summary>
static class RecordSamples
{
    /// <summary>2023-11-14 09:32:52.844000001 UTC.</summary>
    public static readonly Timestamp Start = new(1_699_954_372_844_000_001);

    public static readonly Endpoint Client = At("10.1.4.23", 51544);
    public static readonly Endpoint Server = At("198.51.100.7", 25);

    public static Endpoint At(string address, ushort port)
    {
        Assert.True(IpAddress.TryParse(address, out IpAddress parsed));
        return new Endpoint(parsed, port);
    }

    public static Timestamp After(double seconds) => new(Start.Nanoseconds + (long)(seconds * 1e9));

    public static CaptureRecord Capture => new()
    {
        File = "office.pcapng",
        Format = "pcapng",
        LinkTypes = ["ETHERNET", "LINUX_SLL2"],
        Packets = 88_214,
        Bytes = 1_020_000_000,
        FirstTime = Start,
        LastTime = After(60),
        Dropped = 3,
        Truncated = true,
    };

    public static StreamRecord Stream => new()
    {
        Id = 17,
        Client = Client,
        Server = Server,
        FirstTime = Start,
        LastTime = After(17.562),
        Packets = 120,
        ClientSide = new StreamSide(49_100, 1460, "aa"),
        ServerSide = new StreamSide(1200, 0, "bb"),
        Closed = CloseReason.Finished,
    };

    public static SessionRecord Session => new()
    {
        Id = 1,
        Stream = 17,
        Protocol = "smtp",
        Client = Client,
        Server = Server,
        ClientName = "pc23.example.net",
        ServerName = "mail.example.org",
        ServerSoftware = "Postfix",
        Start = Start,
        End = After(17.562),
        Packets = 120,
        ClientBytes = 49_100,
        ServerBytes = 1200,
        ClientMissing = 1460,
        ServerMissing = 0,
        Outcome = SessionOutcome.Closed,
        Midstream = true,
        User = "alice",
        Authenticated = true,
        Tls = TlsState.Offered,
        Compressed = true,
        Commands = 6,
        Messages = [4],
        Transfers = [2],
        Facts = [KeyValuePair.Create("tls_version", "1.3")],
    };

    public static ExchangeRecord Exchange => new()
    {
        Session = 1,
        Number = 3,
        Time = After(0.044),
        Phase = "handshake",
        Tag = "A7",
        Command = "AUTH",
        Argument = "PLAIN AGFsaWNlAHdvbmRlcg==",
        ReplyCode = "535",
        Reply = "5.7.8 first line\n5.7.8 Authentication failed",
        ReplyTime = After(0.164),
        Packet = 9,
        ReplyPacket = 11,
    };

    public static MessageRecord Message => new()
    {
        Id = 4,
        Session = 1,
        Protocol = "smtp",
        Via = "DATA",
        Direction = MessageDirection.Sent,
        Time = After(1),
        Size = 48_213,
        Sha256 = "0123abcd",
        Complete = false,
        Missing = 1460,
        Part = "HEADER",
        Accepted = true,
        Envelope = new Envelope("alice@example.net", ["bob@example.org"], ["nobody@example.org"]),
        Mailbox = "INBOX",
        Uid = 99,
        Sequence = 5,
        Flags = [@"\Seen"],
        Number = 7,
        Uidl = "u7",
        Subject = "Quarterly figures",
        From = "Alice <alice@example.net>",
        To = "bob@example.org",
        Cc = "carol@example.org",
        Date = "Tue, 14 Nov 2023 09:32:50 +0100 (CET)",
        MessageId = "<1@example.net>",
        Attachments =
        [
            new AttachmentRecord { Name = "figures.pdf", ContentType = "application/pdf", Size = 44_000, Sha256 = "ff00", Disposition = "attachment", Part = "2", File = "attachments/a" },
        ],
        MergedFrom = [2, 3],
        File = "messages/m",
    };

    public static TransferRecord Transfer => new()
    {
        Id = 2,
        Session = 1,
        Command = "RETR",
        Path = "/pub/app.zip",
        Name = "app.zip",
        IsDownload = true,
        Mode = "passive",
        Stream = 18,
        DataClient = Client,
        DataServer = At("198.51.100.7", 50000),
        Representation = "I",
        Offset = 100,
        Time = After(2),
        End = After(5),
        Size = 15_000_000,
        Sha256 = "cafe",
        Complete = true,
        Missing = 0,
        ReplyCode = "226",
        Entries = [new ListingEntry { Name = "app.zip", Kind = "file", Size = 15_000_000, Modified = "Nov 14 09:00", Mode = "-rw-r--r--", Owner = "ftp" }],
        MatchedBy = "announced-endpoint",
        File = "files/f",
    };

    public static CredentialRecord Credential => new()
    {
        Session = 1,
        Protocol = "smtp",
        Mechanism = "PLAIN",
        User = "alice",
        Secret = "wonder",
        Accepted = false,
        Time = After(0.044),
    };

    public static HostRecord Host => new()
    {
        Address = Server.Address,
        Names = ["mail.example.org"],
        Protocols = ["smtp server"],
        Sessions = 3,
        Bytes = 50_300,
        Software = ["Postfix"],
    };

    public static FindingRecord Finding => new()
    {
        Severity = Severity.Warning,
        Code = "gap",
        Text = "1460 bytes from the client are not in the capture",
        Session = 1,
        Stream = 17,
        Packet = 118,
        Offset = 4000,
    };

    public static TreeRecord Node => new()
    {
        Server = Server,
        Path = "/pub/app.zip",
        Kind = "file",
        Size = 15_000_000,
        Modified = "Nov 14 09:00",
        Mode = "-rw-r--r--",
        Owner = "ftp",
        States = NodeStates.Listed | NodeStates.Downloaded,
        Transfer = 2,
        Time = After(5),
    };

    public static JourneyRecord Hop => new()
    {
        Hop = 2,
        MessageId = "<1@example.net>",
        Time = After(2),
        Delay = 1_500_000_000,
        Message = Message,
        Client = Client,
        Server = Server,
        ClientName = "pc23.example.net",
        ServerName = "mail.example.org",
        Received = 1,
        BodySha256 = "b0d1",
        IsSameBody = true,
        Stamp = new ReceivedField("from pc23 by mail with ESMTP; now", "pc23", "mail", "ESMTP", After(2.25)),
    };

    /// <summary>A message whose bytes lie at the start of a capture.</summary>
    public static MessageRecord MessageWith(byte[] content) =>
        Message with { Size = content.Length, Sha256 = HashOf(content), Complete = true, Missing = 0, Part = null, Attachments = [], File = null, Content = ContentOf(content.Length) };

    public static Content ContentOf(int length, long offset = 0)
    {
        var extents = new ExtentList();
        extents.Add(new Extent(0, offset, length));
        return new Content(extents, Transform.None, []);
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
