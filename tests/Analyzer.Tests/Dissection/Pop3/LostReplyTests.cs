using Analyzer.Capture;
using Analyzer.Dissection.Pop3;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Pop3;

public sealed class LostReplyTests
{
    const string Rest = """
        C: RETR 1
        S: +OK 43 octets
        S+ Subject: one
        S+
        S+ hello
        S+ .
        C: QUIT
        S: +OK bye
        """;

    [Theory]
    [InlineData("[S gap 63]", "S: +OK", "S: +OK 2 messages")]
    [InlineData("S: +OK ready", "[S gap 5]", "S: +OK 2 messages")]
    [InlineData("S: +OK ready", "S: +OK", "[S gap 9]")]
    [InlineData("[S gap 63]", "[S gap 5]", "[S gap 9]")]
    public void Behind_a_lost_reply_the_others_still_answer_their_commands(string greeting, string user, string pass)
    {
        TranscriptRun run = Transcript.Parse($"{greeting}\nC: USER bob\n{user}\nC: PASS hungry\n{pass}\n{Rest}").Run(Pop3Dissector.Protocol);

        AssertInStep(run);
    }

    [Fact]
    public void A_loss_that_is_told_only_after_later_commands_changes_nothing()
    {
        Transcript told = Transcript.Parse($"S: +OK ready\nC: USER bob\n[S gap 5]\nC: PASS hungry\nS: +OK 2 messages\n{Rest}");
        Transcript late = told with { Packets = [.. told.Packets.Where(packet => packet.From == Direction.FromClient), .. told.Packets.Where(packet => packet.From == Direction.FromServer)] };

        AssertInStep(late.Run(Pop3Dissector.Protocol));
    }

    [Fact]
    public void Commands_of_one_packet_may_all_be_answered_behind_a_loss()
    {
        TranscriptRun run = Transcript.Parse("""
            S: +OK ready
            C: USER bob
            [S gap 5]
            C: PASS hungry
            S: +OK
            C: DELE 1
            C+ DELE 2
            C+ QUIT
            S: +OK one
            S+ -ERR two
            S+ +OK bye
            """).Run(Pop3Dissector.Protocol);

        Assert.Equal(["one", "two", "bye"], run.Exchanges.Where(exchange => exchange.Command is "DELE" or "QUIT").Select(exchange => exchange.Reply));
    }

    [Fact]
    public void A_command_that_was_captured_before_an_earlier_one_was_given_after_its_reply_all_the_same()
    {
        Transcript inOrder = Transcript.Parse("""
            S: +OK ready
            C: UIDL 3
            [S gap 10]
            C: TOP 1 0
            S: +OK
            S+ Subject: one
            S+
            S+ .
            C: TOP 2 0
            S: +OK
            S+ Subject: two
            S+
            S+ .
            C: QUIT
            S: +OK bye
            """);
        // The client's packets overtake the server's; the clock tells.
        Transcript disordered = inOrder.With([.. inOrder.Packets.Take(4), inOrder.Packets[5], inOrder.Packets[4], .. inOrder.Packets.Skip(6)]);

        Assert.Equal([(1L, "one"), (2, "two")], disordered.Run(Pop3Dissector.Protocol).Messages.Select(message => (message.Number!.Value, message.Subject!)));
    }

    [Fact]
    public void A_list_behind_lost_replies_is_no_answer_to_PASS()
    {
        TranscriptRun run = Transcript.Parse($"""
            S: +OK ready
            C: USER bob
            S: +OK
            C: PASS hungry
            [S gap 33]
            [C gap 6]
            S: +OK 1 message
            S+ 1 43
            S+ .
            {Rest}
            """).Run(Pop3Dissector.Protocol);

        AssertInStep(run);
    }

    [Fact]
    public void A_retrieval_whose_answer_is_lost_with_the_next_command_does_not_take_the_answers_of_others()
    {
        TranscriptRun run = Transcript.Parse($"""
            S: +OK ready
            C: RETR 7
            [S gap 560]
            [C gap 8]
            S: +OK message 7 deleted
            {Rest}
            """).Run(Pop3Dissector.Protocol);

        AssertInStep(run);
        Assert.Equal(1, run.Messages[0].Number);
    }

    [Fact]
    public void A_size_that_the_list_does_not_have_is_of_another_message_behind_lost_replies()
    {
        TranscriptRun run = Transcript.Parse("""
            S: +OK ready
            C: LIST
            S: +OK
            S+ 1 541
            S+ 2 43
            S+ .
            C: RETR 1
            C+ RETR 2
            [S gap 560]
            S: +OK 43 octets
            S+ Subject: one
            S+
            S+ hello
            S+ .
            """).Run(Pop3Dissector.Protocol);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal((2, true), (message.Number, message.Complete));
    }

    [Theory]
    [InlineData("", true, Severity.Info)]
    [InlineData("C: UIDL 1\n[S gap 20]", false, Severity.Warning)]
    public void A_text_of_another_size_than_listed_is_whole_only_where_nothing_is_lost(string before, bool isComplete, Severity severity)
    {
        TranscriptRun run = Transcript.Parse($"""
            S: +OK ready
            C: LIST 1
            S: +OK 1 541
            {before}
            C: RETR 1
            S: +OK
            S+ Subject: one
            S+
            S+ hello
            S+ .
            """).Run(Pop3Dissector.Protocol);

        Assert.Equal(isComplete, run.Messages.Single().Complete);
        Assert.Equal(severity, run.Records.OfType<FindingRecord>().Single(finding => finding.Code == "size-differs").Severity);
    }

    static void AssertInStep(TranscriptRun run)
    {
        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal((true, "one"), (message.Complete, message.Subject));
        Assert.Equal("bye", run.Exchanges.Single(exchange => exchange.Command == "QUIT").Reply);
        Assert.Equal(SessionOutcome.Closed, run.Session.Outcome);
    }
}
