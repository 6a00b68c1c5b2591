using System.Text;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Terminal.Output;

public sealed class ConversationTests
{
    static readonly SessionRecord s_session = RecordSamples.Session with { Facts = [] };

    [Fact]
    public void A_dialogue_stands_in_order_with_phase_time_and_meaning()
    {
        string[] lines = Print(
            Exchange(1, 0.02, 0.02, "handshake", null, null, "220", "mail.example.org"),
            Exchange(2, 0.03, 0.04, "handshake", "EHLO", "pc", "250", "mail.example.org\nPIPELINING\nSIZE 1000"),
            Exchange(3, 0.05, 0.06, "transfer", "MAIL", "FROM:<a@b>", "250", "2.1.0 Ok"),
            Exchange(4, 0.07, 0.08, "transfer", "RCPT", "TO:<x@b>", "550", "5.1.1 unknown"));

        Assert.Equal(
            [
                "handshake              0.020 S  220 mail.example.org  (ready)",
                "                       0.030 C  EHLO pc",
                "                       0.040 S  mail.example.org",
                "                             S  PIPELINING",
                "                             S  250 SIZE 1000  (done)",
                "transfer               0.050 C  MAIL FROM:<a@b>",
                "                       0.060 S  250 2.1.0 Ok  (done)",
                "                       0.070 C  RCPT TO:<x@b>",
                "                       0.080 S  550 5.1.1 unknown  (no such mailbox)",
            ],
            lines);
    }

    [Fact]
    public void A_reply_to_an_earlier_command_names_it()
    {
        string[] lines = Print(
            Exchange(1, 0.01, 0.03, "transfer", "MAIL", null, "250", "ok"),
            Exchange(2, 0.02, 0.04, "transfer", "RCPT", null, "250", "ok"));

        Assert.Equal(["C  MAIL", "C  RCPT", "S  250 ok  < MAIL  (done)", "S  250 ok  (done)"], lines.Select(line => line[29..]));
    }

    [Fact]
    public void Each_of_several_replies_has_its_own_code_and_time()
    {
        string[] lines = Print(
            Exchange(1, 0.1, 2, "transfer", "DATA", null, "250", "go ahead\nqueued\nas 7") with { EarlierReplies = [new EarlierReply("354", 1, RecordSamples.After(0.2))] },
            RecordSamples.Message with { Part = null, Time = RecordSamples.After(0.3) });

        Assert.Equal(
            ["C  DATA", "S  354 go ahead  (send the message)", "C  [message 4: 48.2 kB, \"Quarterly figures\"]  (1.5k missing)", "S  queued", "S  250 as 7  (done)"],
            lines.Select(line => line[29..]));
    }

    [Fact]
    public void Messages_files_and_findings_stand_where_they_happened()
    {
        string[] lines = Print(
            Exchange(1, 0.1, 2, "transfer", "DATA", null, "250", "queued"),
            Exchange(2, 3, 4, "closure", "QUIT", null, "221", "bye"),
            RecordSamples.Finding with { Packet = 16 },
            RecordSamples.Transfer with { Time = RecordSamples.After(3.5), Entries = null },
            RecordSamples.Message with { Part = null });

        Assert.Equal(
            [
                "C  DATA",
                "C  [message 4: 48.2 kB, \"Quarterly figures\"]  (1.5k missing)",
                "S  250 queued  (done)",
                "!  gap: 1460 bytes from the client are not in the capture",
                "C  QUIT",
                "S  [file 2: RETR /pub/app.zip 15.0 MB]  (ok)",
                "S  221 bye  (goodbye)",
            ],
            lines.Select(line => line[29..]));
    }

    [Fact]
    public void Records_of_other_sessions_are_left_out_and_sessions_counted()
    {
        var conversation = new Conversation(1);
        conversation.OnRecord(RecordSamples.Exchange with { Session = 2 });
        conversation.OnRecord(RecordSamples.Session with { Id = 2 });

        Assert.False(conversation.IsFound);
        Assert.Equal(1, conversation.Sessions);
    }

    [Fact]
    public void The_session_comes_first_among_the_records()
    {
        var conversation = new Conversation(1);
        conversation.OnRecord(RecordSamples.Exchange);
        conversation.OnRecord(RecordSamples.Session);

        Assert.Equal([typeof(SessionRecord), typeof(ExchangeRecord)], conversation.Records.Select(record => record.GetType()));
    }

    [Fact]
    public void A_dialogue_without_end_is_kept_up_to_the_limit()
    {
        var conversation = new Conversation(1);
        for (int i = 0; i < Conversation.MaxRecords + 5; i++) conversation.OnRecord(RecordSamples.Finding);

        Assert.Equal((Conversation.MaxRecords, 5), (conversation.Records.Count(), conversation.LeftOut));
    }

    [Fact]
    public void A_long_line_goes_on_below_itself_within_the_width()
    {
        string[] lines = Print(80, Exchange(1, 0.1, 0.2, "transfer", "RCPT", new string('x', 100), null, null));

        Assert.All(lines, line => Assert.InRange(line.Length, 32, 80));
        Assert.Equal(105, string.Concat(lines.Select(line => line[32..])).Length);
    }

    [Fact]
    public void A_line_is_divided_between_words_where_that_is_possible()
    {
        string[] lines = Print(80, Exchange(1, 0.1, 0.2, "transfer", "NOTE", "these are words of a sentence that is longer than one line", null, null));

        Assert.Equal(["NOTE these are words of a sentence that is", "longer than one line"], lines.Select(line => line[32..]));
    }

    [Fact]
    public void Facts_stay_within_the_width()
    {
        string text = PrintAll(60, s_session with { Facts = [KeyValuePair.Create("features", string.Concat(Enumerable.Repeat("FEATURE ", 30)))] }, []);

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public void Hostile_text_is_harmless()
    {
        string[] lines = Print(Exchange(1, 0.1, 0.2, "transfer\u001b", "X\u202E", "\u001b[2J", "250", "\u0007\r"));

        Assert.DoesNotContain(lines, line => line.Any(c => char.IsControl(c) || c == '\u202E'));
        Assert.Contains(lines, line => line.Contains(@"X<U+202E> \x1b[2J", StringComparison.Ordinal));
    }

    [Fact]
    public void A_listing_in_a_reply_is_folded()
    {
        string[] lines = Print(Exchange(1, 0.1, 0.2, "session", "HELP", null, "214", string.Join('\n', Enumerable.Range(1, 1000))));

        Assert.Contains(lines, line => line.EndsWith("-  [960 more lines]", StringComparison.Ordinal));
        Assert.EndsWith("S  214 1000  (help)", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_facts_stand_above()
    {
        string text = PrintAll(80, s_session, []);

        Assert.StartsWith("Session 1  smtp  10.1.4.23:51544 -> 198.51.100.7:25\n", text, StringComparison.Ordinal);
        Assert.Contains("  server   mail.example.org, Postfix\n", text, StringComparison.Ordinal);
        Assert.Contains("  missing  1.5 kB\n", text, StringComparison.Ordinal);
        Assert.Contains("  ended    closed, and its beginning was not captured\n", text, StringComparison.Ordinal);
    }

    static string[] Print(params Record[] records) => Print(200, records);

    static string[] Print(int width, params Record[] records)
    {
        string text = PrintAll(width, s_session, records);
        return text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].TrimEnd('\n').Split('\n');
    }

    static string PrintAll(int width, SessionRecord session, Record[] records)
    {
        var conversation = new Conversation(1);
        foreach (Record record in records.Append(session)) conversation.OnRecord(record);
        var stream = new MemoryStream();
        conversation.Print(new StandardStreams { Output = new GuardedOutput(stream), Error = TextWriter.Null, Width = width });
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static ExchangeRecord Exchange(int number, double time, double replyTime, string phase, string? command, string? argument, string? code, string? reply) => new()
    {
        Session = 1,
        Number = number,
        Time = RecordSamples.After(time),
        Phase = phase,
        Command = command,
        Argument = argument,
        ReplyCode = code,
        Reply = reply,
        ReplyTime = RecordSamples.After(replyTime),
        Packet = number * 10,
        ReplyPacket = number * 10 + 5,
    };
}
