using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Ftp;

/// <summary>The same dialogue in other packets, or in another order, must give the same records; and no bytes may do harm.</summary>
public sealed class CutTests
{
    // A session with a bit of everything.
    static FtpScript Session() => FtpScript.LoggedIn()
        .C("FEAT").S("211-Features:").S(" AUTH TLS").S(" MLSD").S("211 End").C("PWD").S("257 \"/home/\"\"ann\"\"\"")
        .C("EPSV").S("229 Ok (|||5001|)").C("MLSD").S("150 Here").PassiveFile("d1", 5001, "type=file;size=5;modify=20240101000000; a b.txt\r\ntype=dir; sub\r\n", 50001).S("226 Done")
        .C("PORT 10,0,0,1,23,113").S("200 ok").C("RETR a b.txt").S("150 For a b.txt (5 bytes)").ActiveFile("d2", 6001, "hello", 2001).S("226 Done")
        .C("PASV").S("227 (192,168,1,1,19,138)").C("STOR sub/up").S("150 Go").Passive("d3", 5002, 50002).Up("d3", "uploaded content").End("d3", true).S("226-Done").S("226 16 bytes")
        .C("PASV").S("227 (10,0,0,2,19,139)").C("RETR none").S("550 none")
        .C("PASV").S("227 (10,0,0,2,19,140)").C("RETR big").S("150 Here").Passive("d5", 5004, 50004).Down("d5", new string('x', 5000)).C("ABOR").S("426 Aborted").End("d5").S("226 Abort done")
        .C("DELE a b.txt").S("250 gone").C("QUIT").S("221 Bye").End("control");

    [Fact]
    public void Any_cut_gives_the_same_records()
    {
        string whole = Session().Play().Essence;

        Assert.Contains("uploaded", Session().Play().Read(Session().Play().Transfers[2].Content));
        foreach (int size in (int[])[1, 2, 3, 5, 7, 11, 50, 1000]) Assert.Equal(whole, Session().Play(new FtpPlay { Cut = size }).Essence);
    }

    [Fact]
    public void Packets_that_are_a_little_out_of_order_give_the_same_transfers()
    {
        List<string> whole = Transfers(Session().Play());

        for (int seed = 0; seed < 200; seed++) Assert.Equal(whole, Transfers(Session().Play(new FtpPlay { Seed = seed })));
    }

    static List<string> Transfers(FtpFindings found) =>
        [.. found.Transfers.OrderBy(one => one.Path, StringComparer.Ordinal).Select(one => $"{one.Command} {one.Path} {one.Size} {one.Sha256} {one.Complete} {one.Aborted} {one.ReplyCode} {one.Mode} {one.Entries?.Count}")];

    [Fact]
    public void Only_the_server_s_packets_tell_what_it_sent()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a.bin").S("150 Opening BINARY mode data connection for a.bin (7 bytes).")
            .PassiveFile("d", 5001, "content").S("226 Done").C("QUIT").S("221 Bye").End("control").Play(new FtpPlay { OnlyClient = false });

        Assert.Equal(("RETR", "a.bin", 7L, true, "226"), (found.Transfer.Command, found.Transfer.Path, found.Transfer.Size, found.Transfer.Complete, found.Transfer.ReplyCode));
        Assert.Contains("command-inferred", found.Codes);
    }

    [Fact]
    public void Only_the_client_s_packets_tell_what_it_sent()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PORT 10,0,0,1,23,113").S("200 ok").C("STOR a").S("150 Go").Active("d", 6001).Up("d", "content").End("d").S("226 Done")
            .C("QUIT").S("221 Bye").End("control").Play(new FtpPlay { OnlyClient = true });

        Assert.Equal(("STOR", "a", 7L, true, null), (found.Transfer.Command, found.Transfer.Path, found.Transfer.Size, found.Transfer.Complete, found.Transfer.ReplyCode));
        Assert.Equal("USER -, PASS -, TYPE -, PORT -, STOR -, QUIT -", found.Dialogue);
        Assert.Null(Assert.Single(found.Credentials).Accepted);
    }

    [Fact]
    public void Any_bytes_do_no_harm()
    {
        Prop.ForAll<byte[], byte[], byte[]>((client, server, data) => Survives(client, server, data)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_lines_do_no_harm()
    {
        Gen<string> word = Gen.Elements("PASV", "PORT 10,0,0,1,23,113", "RETR a", "STOR b", "STOU", "LIST -R x", "MLSD", "ABOR", "REST 5", "APPE b", "TYPE A", "MODE Z", "MODE B", "STRU R", "CWD ..", "RNFR a", "RNTO b",
            "HASH a", "QUIT", "AUTH TLS", "227 (10,0,0,2,19,137)", "229 (|||5001|)", "150 For a (5 bytes)", "226 Done", "426 no", "225 x", "550 no", "250-x", "230 in", "350 go", "257 \"/a\"\"b\"", "213 SHA-256 0-4 a");
        Gen<string[]> lines = Gen.ArrayOf(word);

        Prop.ForAll(lines.ToArbitrary(), lines.ToArbitrary(), (client, server) => Survives(Bytes(client), Bytes(server), [1, 2, 3])).QuickCheckThrowOnFailure();
    }

    static byte[] Bytes(string[] lines) => [.. lines.SelectMany(line => System.Text.Encoding.Latin1.GetBytes(line + "\r\n"))];

    static bool Survives(byte[] client, byte[] server, byte[] data)
    {
        var store = new ScriptStore(isPipe: false);
        var records = new RecordList();
        var analysis = new AnalysisContext(new AnalysisOptions(), records, store);
        var acceptor = new SessionAcceptor(analysis);
        var table = new ConnectionTable(acceptor, store, new StreamLimits(), OverlapPolicy.First, acceptor.IsKnownPort);
        Play(table, store, 40000, 21, client, server);
        Play(table, store, 50000, 5001, [], data);
        Play(table, store, 20, 6001, data, []);
        table.Complete();
        analysis.Ftp.Complete();
        // Every transfer that a session lists is told, once.
        IEnumerable<int> told = records.OfType<TransferRecord>().Select(transfer => transfer.Id).Order();
        return records.OfType<SessionRecord>().SelectMany(session => session.Transfers).Order().SequenceEqual(told) && !records.OfType<FindingRecord>().Any(finding => finding.Code == "dissector-fault");
    }

    static void Play(ConnectionTable table, ScriptStore store, ushort clientPort, ushort serverPort, byte[] fromClient, byte[] fromServer)
    {
        long number = 0;
        bool isActive = clientPort == 20;
        IpAddress client = FtpScript.Address(isActive ? FtpScript.ServerHost : FtpScript.ClientHost), server = FtpScript.Address(isActive ? FtpScript.ClientHost : FtpScript.ServerHost);
        Send(client, clientPort, server, serverPort, 99, 0, TcpFlags.Syn, []);
        Send(server, serverPort, client, clientPort, 499, 100, TcpFlags.Syn | TcpFlags.Ack, []);
        int half = fromServer.Length / 2;
        Send(server, serverPort, client, clientPort, 500, 100, TcpFlags.Ack, fromServer[..half]);
        Send(client, clientPort, server, serverPort, 100, 500, TcpFlags.Ack, fromClient);
        Send(server, serverPort, client, clientPort, 500 + (uint)half, 100, TcpFlags.Ack, fromServer[half..]);

        void Send(IpAddress source, ushort sourcePort, IpAddress target, ushort targetPort, uint sequence, uint acknowledgment, TcpFlags flags, byte[] payload)
        {
            var segment = new TcpSegment
            {
                Source = source,
                SourcePort = sourcePort,
                Destination = target,
                DestinationPort = targetPort,
                Sequence = sequence,
                Acknowledgment = acknowledgment,
                Flags = flags,
                Payload = payload,
                Extent = store.Append(payload),
                Time = new Timestamp(++number),
                PacketNumber = number,
            };
            table.Add(segment);
        }
    }
}
