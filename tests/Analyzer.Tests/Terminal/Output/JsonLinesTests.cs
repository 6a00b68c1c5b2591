using System.Reflection;
using System.Text;
using System.Text.Json;
using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Journeys;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Terminal.Output;

public sealed class JsonLinesTests
{
    [Fact]
    public void A_capture_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"capture","file":"office.pcapng","format":"pcapng","link_types":["ETHERNET","LINUX_SLL2"],"packets":88214,"bytes":1020000000,
            "first_time":"2023-11-14T09:32:52.844000001Z","last_time":"2023-11-14T09:33:52.844000001Z","dropped":3,"truncated":true}
            """,
            RecordSamples.Capture);
    }

    [Fact]
    public void A_stream_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"stream","id":17,"client":{"ip":"10.1.4.23","port":51544},"server":{"ip":"198.51.100.7","port":25},
            "first_time":"2023-11-14T09:32:52.844000001Z","last_time":"2023-11-14T09:33:10.406000001Z","packets":120,
            "client_bytes":49100,"client_sha256":"aa","client_missing":1460,"server_bytes":1200,"server_sha256":"bb","server_missing":0,"closed":"finished"}
            """,
            RecordSamples.Stream);
    }

    [Fact]
    public void A_session_is_written_with_the_contracts_names_and_its_facts()
    {
        AssertWritten(
            """
            {"type":"session","id":1,"stream":17,"protocol":"smtp","client":{"ip":"10.1.4.23","port":51544},"server":{"ip":"198.51.100.7","port":25},
            "client_name":"pc23.example.net","server_name":"mail.example.org","server_software":"Postfix",
            "start":"2023-11-14T09:32:52.844000001Z","end":"2023-11-14T09:33:10.406000001Z","packets":120,"client_bytes":49100,"server_bytes":1200,
            "client_missing":1460,"server_missing":0,"outcome":"closed","midstream":true,"user":"alice","authenticated":true,"tls":"offered",
            "compressed":true,"commands":6,"messages":[4],"transfers":[2],"tls_version":"1.3"}
            """,
            RecordSamples.Session);
    }

    [Fact]
    public void An_exchange_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"exchange","session":1,"n":3,"time":"2023-11-14T09:32:52.888000001Z","phase":"handshake","tag":"A7","command":"AUTH",
            "argument":"PLAIN AGFsaWNlAHdvbmRlcg==","reply_code":"535","reply":"5.7.8 first line\n5.7.8 Authentication failed",
            "reply_time":"2023-11-14T09:32:53.008000001Z","packet":9,"reply_packet":11}
            """,
            RecordSamples.Exchange);
    }

    [Fact]
    public void A_message_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"message","id":4,"session":1,"protocol":"smtp","via":"DATA","direction":"sent","time":"2023-11-14T09:32:53.844000001Z","size":48213,
            "sha256":"0123abcd","complete":false,"missing":1460,"part":"HEADER","accepted":true,
            "envelope":{"from":"alice@example.net","to":["bob@example.org"],"rejected":["nobody@example.org"]},
            "mailbox":"INBOX","uid":99,"sequence":5,"flags":["\\Seen"],"number":7,"uidl":"u7","subject":"Quarterly figures",
            "from":"Alice <alice@example.net>","to":"bob@example.org","cc":"carol@example.org","date":"Tue, 14 Nov 2023 09:32:50 +0100 (CET)",
            "message_id":"<1@example.net>","attachments":[{"name":"figures.pdf","content_type":"application/pdf","size":44000,"sha256":"ff00",
            "disposition":"attachment","part":"2","file":"attachments/a"}],"merged_from":[2,3],"file":"messages/m"}
            """,
            RecordSamples.Message);
    }

    [Fact]
    public void A_transfer_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"transfer","id":2,"session":1,"command":"RETR","path":"/pub/app.zip","name":"app.zip","direction":"download","mode":"passive","stream":18,
            "data":{"client":{"ip":"10.1.4.23","port":51544},"server":{"ip":"198.51.100.7","port":50000}},"representation":"I","offset":100,
            "time":"2023-11-14T09:32:54.844000001Z","end":"2023-11-14T09:32:57.844000001Z","size":15000000,"sha256":"cafe","complete":true,"missing":0,
            "reply_code":"226","entries":[{"name":"app.zip","kind":"file","size":15000000,"modified":"Nov 14 09:00","mode":"-rw-r--r--","owner":"ftp"}],
            "matched_by":"announced-endpoint","file":"files/f"}
            """,
            RecordSamples.Transfer);
    }

    [Fact]
    public void A_credential_is_written_with_its_secret()
    {
        AssertWritten(
            """
            {"type":"credential","session":1,"protocol":"smtp","mechanism":"PLAIN","user":"alice","secret":"wonder","accepted":false,"time":"2023-11-14T09:32:52.888000001Z"}
            """,
            RecordSamples.Credential);
    }

    [Fact]
    public void A_host_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"host","ip":"198.51.100.7","names":["mail.example.org"],"protocols":["smtp server"],"sessions":3,"bytes":50300,"software":["Postfix"]}
            """,
            RecordSamples.Host);
    }

    [Fact]
    public void A_finding_is_written_with_the_contracts_names()
    {
        AssertWritten(
            """
            {"type":"finding","severity":"warning","code":"gap","text":"1460 bytes from the client are not in the capture","session":1,"stream":17,"packet":118,"offset":4000}
            """,
            RecordSamples.Finding);
    }

    [Fact]
    public void A_transfer_tells_how_it_was_sent_and_what_it_is_a_piece_of()
    {
        AssertWritten(
            """
            {"type":"transfer","id":2,"session":1,"command":"RETR","path":"é","raw_path":"e9","direction":"download","structure":"R","transmission":"Z",
            "offset":0,"announced_size":10,"size":3,"complete":false,"aborted":true,"missing":0,"decoded_size":7,"decoded_sha256":"dd",
            "joined":{"from":[1,2],"size":10,"sha256":"ee","doubtful":true,"file":"files/j"},"certainty":"likely"}
            """,
            new TransferRecord
            {
                Id = 2,
                Session = 1,
                Command = "RETR",
                Path = "é",
                RawPath = "e9",
                IsDownload = true,
                Structure = "R",
                Transmission = "Z",
                Time = Timestamp.Unknown,
                End = Timestamp.Unknown,
                Size = 3,
                Aborted = true,
                AnnouncedSize = 10,
                DecodedSize = 7,
                DecodedSha256 = "dd",
                Joined = new JoinedFile([1, 2], 10, "ee", IsDoubtful: true, Content.Empty) { File = "files/j" },
                Certainty = "likely",
            });
    }

    [Fact]
    public void What_happened_to_a_mailbox_is_written()
    {
        AssertWritten(
            """
            {"type":"mailbox","session":1,"time":"2023-11-14T09:32:52.844000001Z","server":{"ip":"198.51.100.7","port":25},"user":"alice","mailbox":"INBOX",
            "operation":"copy","target":"Kept","uids":"1:3","sequence":"4","target_uids":"7:9","flags":["\\Seen"],"change":"add","attributes":["\\Noselect"],
            "delimiter":"/","uid_validity":5,"uid_next":10,"exists":9,"unseen":2,"result":"OK"}
            """,
            new MailboxRecord
            {
                Session = 1,
                Time = RecordSamples.Start,
                Server = RecordSamples.Server,
                User = "alice",
                Mailbox = "INBOX",
                Operation = "copy",
                Target = "Kept",
                Uids = "1:3",
                Sequence = "4",
                TargetUids = "7:9",
                Flags = [@"\Seen"],
                Change = "add",
                Attributes = [@"\Noselect"],
                Delimiter = "/",
                UidValidity = 5,
                UidNext = 10,
                Exists = 9,
                Unseen = 2,
                Result = "OK",
            });
    }

    [Fact]
    public void A_node_of_a_servers_tree_is_written()
    {
        AssertWritten(
            """
            {"type":"tree","server":{"ip":"198.51.100.7","port":25},"path":"/pub/a","kind":"file","size":3,"modified":"Nov 14","mode":"-rw-r--r--","owner":"ftp",
            "states":["listed","renamed"],"renamed_to":"/pub/b","renamed_from":"/pub/0","transfer":2,"time":"2023-11-14T09:32:52.844000001Z"}
            """,
            new TreeRecord
            {
                Server = RecordSamples.Server,
                Path = "/pub/a",
                Kind = "file",
                Size = 3,
                Modified = "Nov 14",
                Mode = "-rw-r--r--",
                Owner = "ftp",
                States = NodeStates.Listed | NodeStates.Renamed,
                RenamedTo = "/pub/b",
                RenamedFrom = "/pub/0",
                Transfer = 2,
                Time = RecordSamples.Start,
            });
    }

    [Fact]
    public void A_hop_of_a_journey_is_written_with_its_copy_its_stamp_and_seconds()
    {
        AssertWritten(
            """
            {"type":"journey","hop":2,"message_id":"<1@example.net>","captured":true,"time":"2023-11-14T09:32:54.844000001Z","delay":1.5,"client":{"ip":"10.1.4.23","port":51544},"server":{"ip":"198.51.100.7","port":25},"client_name":"pc23.example.net","server_name":"mail.example.org","session":1,"message":1,"protocol":"smtp","via":"DATA","direction":"sent","size":10,"complete":true,"missing":0,"body_sha256":"b0d1","same_body":true,"received":1,"stamp":{"from":"pc23","by":"mail","with":"ESMTP","time":"2023-11-14T09:32:55.094000001Z","text":"from pc23 by mail with ESMTP; now"},"clock_offset":0.25}
            """,
            RecordSamples.Hop with { Message = new MessageRecord { Id = 1, Session = 1, Protocol = "smtp", Via = "DATA", Size = 10, Complete = true, Time = RecordSamples.After(2) } });
        AssertWritten(
            """
            {"type":"journey","hop":1,"message_id":"<1@example.net>","captured":false}
            """,
            new JourneyRecord { Hop = 1, MessageId = "<1@example.net>" });
    }

    public static TheoryData<string> Kinds => [.. typeof(Record).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Record))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_record_has_a_form(string kind)
    {
        Type type = typeof(Record).Assembly.GetTypes().Single(candidate => candidate.Name == kind);
        MethodInfo? form = typeof(JsonRecord).GetMethods(BindingFlags.NonPublic | BindingFlags.Static).SingleOrDefault(method => method.GetParameters().Any(parameter => parameter.ParameterType == type));

        Assert.True(form is not null, $"{kind} is written as an empty object");
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        AssertWritten(
            """
            {"type":"message","id":4,"session":1,"protocol":"smtp","via":"DATA","direction":"received","size":0,"complete":false,"missing":0,"attachments":[]}
            """,
            new MessageRecord { Id = 4, Session = 1, Protocol = "smtp", Via = "DATA", Direction = MessageDirection.Received, Time = Timestamp.Unknown });
        AssertWritten(
            """
            {"type":"exchange","session":1,"n":1,"phase":"login"}
            """,
            new ExchangeRecord { Session = 1, Number = 1, Phase = "login", Time = Timestamp.Unknown });
    }

    [Fact]
    public void The_null_sender_is_empty_and_an_unknown_one_absent()
    {
        Assert.Contains("\"envelope\":{\"from\":\"\",", Written(RecordSamples.Message with { Envelope = new Envelope("", [], []) }), StringComparison.Ordinal);
        Assert.Contains("\"envelope\":{\"to\":[],", Written(RecordSamples.Message with { Envelope = new Envelope(null, [], []) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    public void Addresses_are_written_as_usual(string address, string expected)
    {
        Assert.Contains($"\"ip\":\"{expected}\"", Written(RecordSamples.Host with { Address = RecordSamples.At(address, 1).Address }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(-1L, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(1_699_954_372_000_000_009L, "2023-11-14T09:32:52.000000009Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(long.MinValue + 1, "1677-09-21T00:12:43.145224193Z")]
    public void Times_have_nanoseconds(long nanoseconds, string expected)
    {
        Assert.Contains($"\"time\":\"{expected}\"", Written(RecordSamples.Credential with { Time = new(nanoseconds) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain <b> & 'quotes' + é 報告", "plain <b> & 'quotes' + é 報告")]
    [InlineData("say \"hi\" \\ there", """say \"hi\" \\ there""")]
    [InlineData("a\r\n\tb", """a\r\n\tb""")]
    [InlineData("\u001b[31mred\u0007\u007f", """\u001B[31mred\u0007\u007F""")]
    [InlineData("\u0000\u0001\u001f", """\u0000\u0001\u001F""")]
    [InlineData("\u0080\u009b31m", """\u0080\u009B31m""")]
    [InlineData("a\u2028b\u2029", """a\u2028b\u2029""")]
    [InlineData("a\u202Eb\u2066c\u200Fd", """a\u202Eb\u2066c\u200Fd""")]
    [InlineData("a\u200Bb\uFEFFc\u00ADd", """a\u200Bb\uFEFFc\u00ADd""")]
    public void Text_that_could_drive_a_terminal_is_escaped(string text, string expected)
    {
        string line = Written(RecordSamples.Finding with { Text = text });

        Assert.Contains($"\"text\":\"{expected}\"", line, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), JsonDocument.Parse(line).RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_is_written_as_the_replacement_character()
    {
        string line = Written(RecordSamples.Finding with { Text = "a\uD800b", Code = "é\uDC00" });

        Assert.Equal(("a\uFFFDb", "é\uFFFD"), (JsonDocument.Parse(line).RootElement.GetProperty("text").GetString(), JsonDocument.Parse(line).RootElement.GetProperty("code").GetString()));
    }

    [Fact]
    public void No_character_that_is_not_printable_is_ever_written_raw()
    {
        Rune[] unprintable = [.. Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value)).Where(rune => !PrintableText.IsPrintable(rune))];
        Record[] records = [.. unprintable.Chunk(1000).Select(chunk => RecordSamples.Finding with { Text = "é" + string.Concat(chunk) })];

        string written = Written(records).Replace("\n", "", StringComparison.Ordinal);

        Assert.All(written.EnumerateRunes(), rune => Assert.True(PrintableText.IsPrintable(rune), $"{rune.Value:X}"));
    }

    [Fact]
    public void Every_record_is_one_line()
    {
        string written = Written(RecordSamples.Exchange, RecordSamples.Finding, RecordSamples.Session);

        Assert.Equal(3, written.TrimEnd('\n').Split('\n').Length);
        Assert.EndsWith("}\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_wanted_is_written()
    {
        var stream = new MemoryStream();
        using (var lines = new JsonLines(new GuardedOutput(stream)) { Wanted = record => record is FindingRecord })
        {
            lines.OnRecord(RecordSamples.Session);
            lines.OnRecord(RecordSamples.Finding);
        }

        Assert.StartsWith("{\"type\":\"finding\"", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_a_record_allocates_next_to_nothing()
    {
        using var lines = new JsonLines(new GuardedOutput(Stream.Null));
        ExchangeRecord exchange = RecordSamples.Exchange;
        for (int i = 0; i < 1000; i++) lines.OnRecord(exchange);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++) lines.OnRecord(exchange);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    static void AssertWritten(string expected, Record record)
    {
        Assert.Equal(expected.ReplaceLineEndings("") + "\n", Written(record));
    }

    static string Written(params Record[] records)
    {
        var stream = new MemoryStream();
        using (var lines = new JsonLines(new GuardedOutput(stream)))
        {
            foreach (Record record in records) lines.OnRecord(record);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
