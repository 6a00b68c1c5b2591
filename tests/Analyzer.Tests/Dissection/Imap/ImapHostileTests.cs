using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Dialogues;
using Analyzer.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapHostileTests
{
    // What makes the dissector go somewhere: random bytes alone never get past the first line.
    static readonly string[] s_words =
    [
        "* ", "+ ", "a1 ", "a2 ", "OK ", "NO ", "BAD ", "BYE ", "1 ", "2 ", "4294967296 ", "FETCH ", "FETCH (", "BODY[", "BODY[]", "]", "<0>", "<0.5>", "HEADER",
        "TEXT", "1.MIME", "UID ", "FLAGS ", "(", ")", "\"", "\\", "{3}\r\n", "{0}\r\n", "{3+}\r\n", "~{4}\r\n", "{99999999999}\r\n", "{99999999999999999999}\r\n", "\r\n", "\r\r\n", "\n", "\r", " ",
        "LOGIN ", "AUTHENTICATE PLAIN", "AUTHENTICATE LOGIN ", "AGEAYg==", "*", "SELECT ", "INBOX", "APPEND ", "CATENATE (", "TEXT ", "URL ", "UTF8 (", "IDLE", "DONE",
        "LOGOUT", "STARTTLS", "\u0016\u0003\u0001", "[CAPABILITY ", "[UIDVALIDITY 7]", "[COPYUID 1 2 3]", "[APPENDUID 1 2]", "EXISTS", "EXPUNGE",
        "VANISHED ", "1:5,9", "LIST ", "STATUS ", "ENABLED UTF8=ACCEPT", "ID ", "BODYSTRUCTURE ", "((\"a\" ", "RFC822.SIZE ", "10 ", "NIL", "abc", "\0", "\u00FF\u00FE", "&AOQ-", "REPLACE ", "STORE 1 +FLAGS ", "MOVE ",
    ];

    static readonly string[] s_clientLines =
    [
        "a# LOGIN alice pw\r\n", "a# LOGIN {5}\r\n", "alice {2+}\r\npw\r\n", "a# AUTHENTICATE PLAIN\r\n", "a# AUTHENTICATE PLAIN AGEAYg==\r\n", "AGEAYg==\r\n", "*\r\n", "a# SELECT INBOX\r\n",
        "a# EXAMINE {3+}\r\nx y\r\n", "a# FETCH 1 BODY[]\r\n", "a# UID FETCH 5 (UID BODY.PEEK[]<0.5>)\r\n", "a# UID FETCH 5 BODY[]<5.5>\r\n", "a# FETCH 1 (BODY[HEADER] BODY[TEXT])\r\n",
        "a# APPEND INBOX {3}\r\n", "abc\r\n", "a# APPEND Sent (\\Seen) {3+}\r\nabc\r\n", "a# APPEND x {3+}\r\nabc {3+}\r\ndef\r\n", "a# APPEND x CATENATE (TEXT {3+}\r\nabc URL \"u\")\r\n",
        "a# REPLACE 1 x UTF8 (~{3+}\r\nabc)\r\n", "a# IDLE\r\n", "DONE\r\n", "a# STORE 1 +FLAGS (\\Deleted)\r\n", "a# MOVE 1 Trash\r\n", "a# NOOP\r\n", "a# CLOSE\r\n", "a# LOGOUT\r\n",
    ];

    static readonly string[] s_serverLines =
    [
        "* OK ready\r\n", "+ go\r\n", "a# OK done\r\n", "a# NO [TRYCREATE] no\r\n", "a# BAD what\r\n", "a# OK [APPENDUID 7 9] done\r\n", "* 3 EXISTS\r\n", "* 1 EXPUNGE\r\n", "* 2 EXPUNGE\r\n",
        "* VANISHED 5\r\n", "* VANISHED (EARLIER) 1:3\r\n", "* OK [UIDVALIDITY 7] v\r\n", "* FLAGS (\\Seen)\r\n", "* LIST (\\X) \"/\" {3}\r\na b\r\n", "* STATUS x (MESSAGES 1)\r\n", "* BYE bye\r\n",
        "* 1 FETCH (BODY[] {3}\r\nabc)\r\n", "* 2 FETCH (UID 5 RFC822.SIZE 8 BODY[]<0> {5}\r\nabcde)\r\n", "* 1 FETCH (UID 5 BODY[]<5> {3}\r\nfgh)\r\n", "* 1 FETCH (FLAGS (\\Seen) BODY[1] \"q\\\"q\")\r\n",
        "* 1 FETCH (UID 5 BODY[HEADER] {4}\r\n\r\n\r\n BODY[TEXT] {3}\r\nxyz)\r\n", "* 1 FETCH (ENVELOPE (\"d\" {3}\r\n(s) NIL) UID 5)\r\n", "* 1 FETCH (BINARY[] ~{2}\r\n\0x)\r\n",
        "* 1 FETCH (UID 5 BODYSTRUCTURE ((\"T\" \"P\" NIL NIL NIL \"7B\" 3 1)(\"I\" \"P\" NIL NIL NIL \"B\" 4) \"MIXED\" (\"BOUNDARY\" \"b\")) BODY[1] {3}\r\nabc BODY[2.MIME] {2}\r\n\r\n)\r\n",
        "* 3 FETCH (BODY[HEADER.FIELDS (FROM {2}\r\nTO)] {2}\r\n\r\n)\r\n", "* SEARCH 1 2\r\n", "* ENABLED UTF8=ACCEPT\r\n", "* NO [BADCHARSET ({1}\r\nx)]\r\n",
    ];

    static readonly Gen<string> s_soup =
        from words in Gen.ArrayOf(Gen.Frequency((9, Gen.Elements(s_words)), (1, Gen.Choose(0, 255).Select(b => ((char)b).ToString()))))
        select string.Concat(words);

    static Gen<string> Lines(string[] lines) =>
        from line in Gen.Elements(lines)
        from tag in Gen.Choose(1, 9)
        select line.Replace('#', (char)('0' + tag));

    // Mostly what a peer would say, sometimes cut short, sometimes nonsense.
    static readonly Gen<(Direction From, byte[] Bytes, int Missing)> s_step =
        from isClient in Gen.Elements(true, false)
        from text in Gen.Frequency((8, Lines(isClient ? s_clientLines : s_serverLines)), (1, s_soup))
        from kept in Gen.Frequency((12, Gen.Constant(100)), (1, Gen.Choose(0, 99)))
        from missing in Gen.Frequency((30, Gen.Constant(0)), (1, Gen.Choose(1, 40)))
        select (isClient ? Direction.FromClient : Direction.FromServer, Encoding.Latin1.GetBytes(text[..(text.Length * kept / 100)]), missing);

    static ImapTranscript TranscriptOf((Direction From, byte[] Bytes, int Missing)[] steps, bool isMidstream)
    {
        var transcript = new ImapTranscript { IsMidstream = isMidstream };
        foreach ((Direction from, byte[] bytes, int missing) in steps)
        {
            if (missing > 0) transcript.Gap(from, missing);
            if (bytes.Length > 0) transcript.Say(from, bytes);
        }
        return transcript;
    }

    [Fact]
    public void Whatever_both_sides_say_nothing_throws_and_one_session_is_told()
    {
        Prop.ForAll(Gen.ArrayOf(s_step).ToArbitrary(), steps =>
        {
            ImapResult result = TranscriptOf(steps, steps.Length % 2 == 0).Play();
            Assert.NotNull(result.Session);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
    }

    // Found by fuzzing: one place saw a response in such a line, another did not, and each left it to the other.
    [Theory(Timeout = 60_000)]
    [InlineData("* OK\r\r\n")]
    [InlineData("* 3 EXISTS\r\r\n")]
    [InlineData("a1 OK\r\r\n")]
    public Task What_stands_before_two_carriage_returns_is_passed_over_once(string line) => Task.Run(
        () =>
        {
            ImapResult result = new ImapTranscript { IsMidstream = true }.Say(Direction.FromServer, Encoding.Latin1.GetBytes(line)).C("a2 NOOP").S("a2 OK").Play();
            Assert.Equal("", result.Exchange("a2").Reply);
        },
        TestContext.Current.CancellationToken);

    [Fact]
    public void Whatever_both_sides_say_the_records_do_not_depend_on_the_cuts()
    {
        Prop.ForAll(Gen.ArrayOf(s_step).ToArbitrary(), steps =>
        {
            ImapTranscript transcript = TranscriptOf(steps, isMidstream: false);
            Assert.Equal(transcript.Play().Text, transcript.Play(cut: (_, _) => 1).Text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(50));
    }

    // In the place of a line TLS begins with it; inside DEFLATE it is nothing.
    const byte HandshakeOfTls = 0x16;

    [Fact]
    public void A_compressed_dialogue_gives_the_messages_of_the_plain_one()
    {
        Prop.ForAll(Gen.ArrayOf(s_step).ToArbitrary(), steps =>
        {
            using Deflater client = new(), server = new();
            ImapTranscript plain = ImapTranscript.Selected().C("c NOOP").S("c OK"), packed = ImapTranscript.Selected().C("c COMPRESS DEFLATE").S("c OK");
            foreach ((Direction from, byte[] bytes, _) in steps.Where(step => step.Bytes.Length > 0 && !step.Bytes.Contains(HandshakeOfTls)))
            {
                plain.Say(from, bytes);
                packed.Say(from, (from == Direction.FromClient ? client : server).Flush(bytes));
            }
            Assert.Equal(Show(plain.Play()), Show(packed.Play(store: new TestStore { HasSpool = true }, cut: (_, done) => done == 0 ? 3 : 50)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(40));

        static string Show(ImapResult result) => string.Join('\n', result.Messages.Select(message => $"{message.Via} {message.Part} {message.Complete} {message.Size} {message.Sha256} {message.Uid}"));
    }

    [Fact]
    public void Any_bytes_at_all_do_not_throw()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(bool IsClient, byte[] Bytes)[]>(), steps =>
        {
            var transcript = new ImapTranscript();
            foreach ((bool isClient, byte[] bytes) in steps)
            {
                if (bytes is { Length: > 0 }) transcript.Say(isClient ? Direction.FromClient : Direction.FromServer, bytes);
            }
            Assert.NotNull(transcript.Play().Session);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Compressed_garbage_does_not_throw()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (client, server) =>
        {
            ImapResult result = ImapTranscript.Selected().C("c COMPRESS DEFLATE").S("c OK").Say(Direction.FromClient, client).Say(Direction.FromServer, server).Play();
            Assert.True(result.Session.Compressed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_literal_of_four_gigabytes_reserves_nothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImapResult result = ImapTranscript.Selected().C("a3 FETCH 1 BODY[]").ServerRaw("* 1 FETCH (BODY[] {4294967296}\r\nx").Play();

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.False(result.Message.Complete);
    }

    [Fact]
    public void A_response_of_endless_sections_is_bounded()
    {
        string sections = string.Concat(Enumerable.Repeat("BODY[1] {0}\r\n ", 1000));

        ImapResult result = ImapTranscript.Selected().ServerRaw($"* 1 FETCH ({sections}UID 1)\r\n").Play();

        Assert.Equal(256, result.Messages.Count);
        Assert.Contains("imap-open-messages", result.Findings);
    }

    [Fact]
    public void A_structure_nested_without_end_is_passed_over()
    {
        ImapResult result = ImapTranscript.Selected()
            .ServerRaw("* 1 FETCH (BODYSTRUCTURE " + new string('(', 50_000) + new string(')', 50_000) + " BODY[] {3}\r\nabc)\r\n").Play();

        Assert.True(result.Message.Complete);
    }

    [Fact]
    public void Message_data_that_streams_in_costs_no_memory_of_its_own()
    {
        var run = new ImapRun(new AnalysisOptions { Hash = false });
        Dialogue dialogue = run.Begin();
        run.Feed(dialogue, new ImapTranscript.Step(Direction.FromServer, "* OK x\r\n* 1 FETCH (BODY[] {900000002}\r\n\r\n"u8.ToArray(), 0), 0);
        byte[] segment = new byte[1460];
        for (int i = 0; i < 10; i++) dialogue.OnData(Direction.FromServer, segment, new Extent(0, 1000 + i * 1500, segment.Length), default, i);

        int sent = 10;
        long allocated = Allocations.Least(() =>
        {
            for (int end = sent + 1000; sent < end; sent++) dialogue.OnData(Direction.FromServer, segment, new Extent(0, 1000 + sent * 1500, segment.Length), default, sent);
        });

        Assert.Equal(0, allocated);
        dialogue.OnClosed(Analyzer.Capture.Streams.CloseReason.EndOfCapture, default);
        Assert.Equal(2 + sent * 1460L, run.Result.Message.Size);
    }
}
