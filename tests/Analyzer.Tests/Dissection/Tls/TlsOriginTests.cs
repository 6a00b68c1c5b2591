using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>From what was decrypted back to the records and their packets.</summary>
public sealed class TlsOriginTests
{
    static readonly TlsRecording s_mail = TlsRecording.Read("Mail/smtp-mail");

    static IEnumerable<TlsChunk> Session => [.. TlsCapture.Lines("S 220 ready", "C EHLO client.example", "S 250-mx", "S 250 STARTTLS", "C STARTTLS", "S 220 go"), .. s_mail.Connections[0]];

    // Where each record of a direction begins, and how long it is.
    static List<(long Offset, int Length)> RecordsOf(Direction from)
    {
        var records = new List<(long, int)>();
        long clear = TlsCapture.Lines("S 220 ready", "C EHLO client.example", "S 250-mx", "S 250 STARTTLS", "C STARTTLS", "S 220 go").Where(chunk => chunk.From == from).Sum(chunk => chunk.Bytes.Length);
        byte[] sent = [.. s_mail.Connections[0].Where(chunk => chunk.From == from).SelectMany(chunk => chunk.Bytes)];
        foreach (byte[] record in TlsRecording.Records(sent))
        {
            records.Add((clear, record.Length));
            clear += record.Length;
        }
        return records;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_byte_of_a_message_leads_to_its_record(bool keepsContent)
    {
        using TlsCapture capture = new TlsCapture().Connect(25, 40000, Session);
        RecordList records = capture.Analyse(capture.File(), s_mail.Keys, new AnalysisOptions { KeepContent = keepsContent }, out Analysis analysis);
        MessageRecord message = records.OfType<MessageRecord>().Single();
        List<(long Offset, int Length)> sent = RecordsOf(Direction.FromClient);

        for (long at = 0; at < message.Size; at++)
        {
            TlsOrigin origin = Assert.NotNull(analysis.OriginOf(message.Content.Extents.Range(at, 1).Single()));
            Assert.Equal((0, Direction.FromClient), (origin.Stream, origin.From));
            Assert.Contains((origin.Offset, (int)origin.Length), sent);
        }
        TlsOrigin whole = Assert.NotNull(message.Origin);
        Assert.True(whole.Length >= message.Size && whole.FirstPacket > 0 && whole.LastPacket >= whole.FirstPacket);
    }

    [Fact]
    public void Each_command_and_reply_leads_to_its_record()
    {
        using TlsCapture capture = new TlsCapture().Connect(25, 40000, Session);

        List<ExchangeRecord> exchanges = [.. capture.Analyse(s_mail.Keys).OfType<ExchangeRecord>().OrderBy(exchange => exchange.Number)];

        // What was said in clear has none.
        int upgrade = exchanges.FindIndex(exchange => exchange.Command == "STARTTLS");
        Assert.All(exchanges.Take(upgrade + 1), exchange => Assert.Null(exchange.Origin ?? exchange.ReplyOrigin));
        List<(long Offset, int Length)> client = RecordsOf(Direction.FromClient), server = RecordsOf(Direction.FromServer);
        foreach (ExchangeRecord exchange in exchanges.Skip(upgrade + 1))
        {
            Assert.Contains(client, record => record.Offset == exchange.Origin?.Offset);
            Assert.Contains(server, record => record.Offset == exchange.ReplyOrigin?.Offset);
            Assert.Equal((exchange.Packet, exchange.ReplyPacket), (exchange.Origin?.FirstPacket, exchange.ReplyOrigin?.FirstPacket));
        }
    }

    [Fact]
    public void A_file_leads_to_the_records_of_its_data_connection()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes256-gcm");
        using var capture = new TlsCapture();
        capture.Connect(21, 40000, TlsCapture.Lines("S 220 ready", "C USER ann", "S 331 password", "C PASS x", "S 230 in", "C PROT P", "S 200 ok", "C TYPE I", "S 200 ok", "C PASV", "S 227 (10,0,0,2,19,137)", "C RETR greeting.txt", "S 150 here", "S 226 done", "C QUIT", "S 221 bye"));
        capture.Connect(5001, 40001, recording.Connections[0]);

        TransferRecord file = capture.Analyse(recording.Keys).OfType<TransferRecord>().Single();

        Assert.Equal((1L, Direction.FromServer), (file.Origin?.Stream, file.Origin?.From));
        Assert.True(file.Origin?.Length > file.Size);
    }

    [Fact]
    public void A_record_over_several_packets_tells_the_first_and_the_last()
    {
        TlsRecording recording = TlsRecording.Read("tls13-aes128-gcm");
        var read = new TlsPlayback();
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.At("keys"), recording.Keys);
        var run = new TlsRun(new AnalysisOptions { KeyLogs = [folder.At("keys")] }, new MemoryCapture([]));
        var connection = new TlsConnection(run, read);

        read.Push(connection, recording.Connections[0].SelectMany(chunk => chunk.Bytes.Select(one => chunk with { Bytes = [one] })));

        TlsOrigin origin = Assert.NotNull(run.Origins.Of(new Extent(IByteStore.Nowhere, 0, 1)));
        Assert.Equal(origin.Length - 1, origin.LastPacket - origin.FirstPacket);
        read.End(connection);
    }

    [Fact]
    public void The_oldest_records_are_forgotten_when_there_are_too_many()
    {
        var origins = new TlsOrigins();
        for (int i = 0; i <= TlsLimits.Origins; i++) origins.Add(new Extent(IByteStore.Nowhere, i * 10L, 10), new TlsOrigin(1, Direction.FromClient, i * 30L, 30, i, i));

        Assert.True(origins.HasForgotten);
        Assert.Null(origins.Of(new Extent(IByteStore.Nowhere, 0, 1)));
        Assert.Equal(TlsLimits.Origins * 30L, origins.Of(new Extent(IByteStore.Nowhere, TlsLimits.Origins * 10L + 9, 1))?.Offset);
        Assert.Null(origins.Of(new Extent(IByteStore.Nowhere, TlsLimits.Origins * 10L + 10, 1)));
        Assert.Null(origins.Of(new Extent(0, TlsLimits.Origins * 10L, 1)));
    }
}
