using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapGapTests
{
    const string First = "From: a\r\nSubject: one\r\n\r\nfirst body\r\nof two lines\r\n";
    const string Second = "From: b\r\nSubject: two\r\n\r\nsecond body\r\n* 7 EXISTS\r\nz9 OK no\r\n";
    const string Sent = "From: c\r\n\r\nsent\r\n";

    static readonly HashSet<string> s_truth = [ImapResult.Sha256(First), ImapResult.Sha256(Second), ImapResult.Sha256(Sent)];

    static ImapTranscript Dialogue() => ImapTranscript.Selected()
        .C("a3 FETCH 1:2 (UID BODY[])")
        .ServerRaw($"* 1 FETCH (UID 1 BODY[] {{{First.Length}}}\r\n{First})\r\n* 2 FETCH (UID 2 BODY[] {{{Second.Length}}}\r\n{Second})\r\na3 OK done\r\n")
        .C("a4 UID FETCH 1 BODY[]<0.20>")
        .ServerRaw($"* 1 FETCH (UID 1 BODY[]<0> {{20}}\r\n{First[..20]})\r\na4 OK done\r\n")
        .C($"a5 APPEND Sent (\\Seen) {{{Sent.Length}}}")
        .S("+ OK")
        .ClientRaw(Sent + "\r\n")
        .S("a5 OK done")
        .C("a6 LOGOUT")
        .S("* BYE bye")
        .S("a6 OK done");

    static ImapResult WithGap(Direction from, int start, int length)
    {
        var holed = new ImapTranscript { Reason = CloseReason.EndOfCapture };
        int at = 0;
        foreach (ImapTranscript.Step step in Dialogue().Steps)
        {
            if (step.From != from)
            {
                holed.Say(step.From, step.Bytes);
                continue;
            }
            int before = Math.Clamp(start - at, 0, step.Bytes.Length);
            int after = Math.Clamp(start + length - at, 0, step.Bytes.Length);
            if (before > 0) holed.Say(from, step.Bytes[..before]);
            if (after > before) holed.Gap(from, after - before);
            if (after < step.Bytes.Length) holed.Say(from, step.Bytes[after..]);
            at += step.Bytes.Length;
        }
        return holed.Play();
    }

    static void AssertNoWrongVerdict(ImapResult result)
    {
        Assert.All(result.Wholes, message => Assert.Contains(message.Sha256!, s_truth));
        Assert.Single(result.Records.OfType<SessionRecord>());
        Assert.All(result.Messages, message => Assert.True(message.Complete || message.Size < First.Length + Second.Length + 400));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(300)]
    public void A_gap_anywhere_in_what_the_server_says_gives_no_wrong_verdict(int length)
    {
        int size = Dialogue().Steps.Where(step => step.From == Direction.FromServer).Sum(step => step.Bytes.Length);
        for (int start = 0; start < size; start++) AssertNoWrongVerdict(WithGap(Direction.FromServer, start, length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(80)]
    public void A_gap_anywhere_in_what_the_client_says_gives_no_wrong_verdict(int length)
    {
        int size = Dialogue().Steps.Where(step => step.From == Direction.FromClient).Sum(step => step.Bytes.Length);
        for (int start = 0; start < size; start++) AssertNoWrongVerdict(WithGap(Direction.FromClient, start, length));
    }

    [Fact]
    public void A_gap_inside_a_message_is_counted_exactly_and_hurts_no_other()
    {
        int start = Dialogue().Steps.Where(step => step.From == Direction.FromServer).TakeWhile(step => step.Bytes.Length < 100).Sum(step => step.Bytes.Length);
        int inside = start + "* 1 FETCH (UID 1 BODY[] {48}\r\n".Length + 10;

        ImapResult result = WithGap(Direction.FromServer, inside, 12);

        Assert.Equal((false, First.Length - 12L, 12L), (result.Messages[0].Complete, result.Messages[0].Size, result.Messages[0].Missing));
        Assert.Equal([new ContentGap(10, 12, CapturedOffset: 10)], result.Messages[0].Content.Gaps);
        Assert.Equal([ImapResult.Sha256(Second), ImapResult.Sha256(Sent)], result.Wholes.Select(message => message.Sha256!));
        Assert.Equal("OK", result.Exchange("a3").ReplyCode);
    }

    [Fact]
    public void A_gap_beyond_the_end_of_a_message_ends_it_and_the_next_response_is_found()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BODY[]")
            .ServerRaw("* 1 FETCH (BODY[] {100}\r\nFrom: x").Gap(Direction.FromServer, 110).ServerRaw("rest of a line\r\na3 OK done\r\n")
            .Run();

        Assert.Equal((false, 7L, 93L), (result.Messages[0].Complete, result.Messages[0].Size, result.Messages[0].Missing));
        Assert.Equal("OK", result.Exchange("a3").ReplyCode);
        Assert.Contains("imap-lost", result.Findings);
    }

    [Fact]
    public void A_message_whose_announcement_is_lost_is_salvaged_as_cut_at_the_start()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BODY[]")
            .Gap(Direction.FromServer, 60).ServerRaw("ject: x\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n)\r\na3 OK done\r\n")
            .Run();

        Assert.Equal((false, null), (result.Message.Complete, result.Message.Part));
        Assert.Equal("ject: x\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n", result.Read(result.Message));
    }

    [Fact]
    public void A_literal_that_ends_right_before_a_gap_is_complete()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 FETCH 1 BODY[]")
            .ServerRaw($"* 1 FETCH (BODY[] {{{First.Length}}}\r\n{First}").Gap(Direction.FromServer, 15)
            .C("a4 NOOP").S("a4 OK")
            .Run();

        Assert.Equal(ImapResult.Sha256(First), Assert.Single(result.Wholes).Sha256);
    }

    [Fact]
    public void A_lost_go_ahead_does_not_lose_the_literal()
    {
        ImapResult result = ImapTranscript.Selected()
            .C("a3 APPEND INBOX {3}").Gap(Direction.FromServer, 6).ClientRaw("abc\r\n").S("a3 OK").Run();

        Assert.Equal((true, 3L, true), (result.Message.Complete, result.Message.Size, result.Message.Accepted));
    }

    [Fact]
    public void A_lost_answer_to_SELECT_leaves_the_mailbox_selected()
    {
        ImapResult result = new ImapTranscript()
            .S("* OK ready").C("a1 LOGIN alice pw").S("a1 OK").C("a2 SELECT Work").Gap(Direction.FromServer, 90)
            .C("a3 FETCH 1 BODY[]").ServerRaw("* 1 FETCH (BODY[] {3}\r\nabc)\r\na3 OK\r\n").C("a4 FETCH 1 BODY[]").ServerRaw("* 1 FETCH (BODY[] {3}\r\nabc)\r\na4 OK\r\n")
            .Run();

        Assert.All(result.Messages, message => Assert.Equal("Work", message.Mailbox));
        Assert.Equal("selected", result.Exchange("a4").Phase);
    }

    [Fact]
    public void After_a_gap_sequence_numbers_mean_nothing_known()
    {
        ImapResult result = ImapTranscript.Selected()
            .S("* 1 FETCH (UID 10)").Gap(Direction.FromServer, 20).S("* 9 EXISTS").ServerRaw("* 1 FETCH (BODY[] {3}\r\nabc)\r\n").Run();

        Assert.Null(result.Message.Uid);
    }

    [Fact]
    public void A_cut_command_line_is_shown_but_means_nothing()
    {
        ImapResult result = new ImapTranscript()
            .S("* OK ready").ClientRaw("a1 LOGIN alice sec").Gap(Direction.FromClient, 6).S("a1 OK").C("a2 NOOP").S("a2 OK").Run();

        Assert.Empty(result.Credentials);
        Assert.Equal(("alice sec", "OK"), (result.Exchange("a1").Argument, result.Exchange("a1").ReplyCode));
        Assert.Equal("OK", result.Exchange("a2").ReplyCode);
    }

    [Fact]
    public void Every_prefix_of_a_capture_gives_no_wrong_verdict()
    {
        ImapTranscript whole = Dialogue();
        int size = whole.Steps.Sum(step => step.Bytes.Length);
        for (int end = 0; end < size; end++)
        {
            var cut = new ImapTranscript { Reason = CloseReason.EndOfCapture };
            int left = end;
            foreach (ImapTranscript.Step step in whole.Steps)
            {
                int part = Math.Min(left, step.Bytes.Length);
                if (part > 0) cut.Say(step.From, step.Bytes[..part]);
                left -= part;
            }
            AssertNoWrongVerdict(cut.Play());
        }
    }

    [Fact]
    public void Every_start_in_the_middle_gives_no_wrong_verdict()
    {
        ImapTranscript whole = Dialogue();
        int size = whole.Steps.Sum(step => step.Bytes.Length);
        for (int start = 1; start < size; start++)
        {
            var rest = new ImapTranscript { IsMidstream = true };
            int skip = start;
            foreach (ImapTranscript.Step step in whole.Steps)
            {
                int part = Math.Min(skip, step.Bytes.Length);
                if (part < step.Bytes.Length) rest.Say(step.From, step.Bytes[part..]);
                skip -= part;
            }
            AssertNoWrongVerdict(rest.Play());
        }
    }
}
