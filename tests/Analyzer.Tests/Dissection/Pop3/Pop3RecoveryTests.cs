using Analyzer.Dissection.Pop3;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Pop3;

public sealed class Pop3RecoveryTests
{
    const string Login = """
        S: +OK ready
        C: USER bob
        S: +OK
        C: PASS hungry
        S: +OK 2 messages
        """;

    const string Two = """
        S: +OK 22 octets
        S+ Subject: two
        S+
        S+ body
        S+ .
        """;

    static TranscriptRun Run(string script) => Transcript.Parse(script).Run(Pop3Dissector.Protocol);

    [Fact]
    public void A_reply_to_a_lost_command_is_not_taken_for_the_next_one_s()
    {
        TranscriptRun run = Run($"""
            {Login}
            S: +OK Marked to be deleted.
            [C gap 8]
            C: RETR 2
            {Two}
            C: QUIT
            S: +OK bye
            """);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal((true, 22L, "two"), (message.Complete, message.Size, message.Subject));
        Assert.Contains(run.Exchanges, exchange => exchange is { Command: null, Reply: "Marked to be deleted." });
        Assert.Contains(run.Exchanges, exchange => exchange is { Command: "RETR", ReplyCode: "+OK" });
    }

    [Fact]
    public void A_reply_that_comes_while_the_hole_is_not_yet_certain_waits_for_its_command()
    {
        // The hole is declared late: by then the reply to the command behind it waits, too.
        TranscriptRun run = Run($"""
            {Login}
            S: +OK Marked to be deleted.
            {Two}
            [C gap 8]
            C: RETR 2
            """);

        Assert.DoesNotContain(run.Messages, message => message.Complete && message.Size != 22);
    }

    [Fact]
    public void A_list_that_came_before_RETR_is_no_message_where_replies_from_before_the_capture_may_stand_first()
    {
        TranscriptRun run = Run("""
            [midstream]
            C: UIDL
            S: +OK
            S+ 1 20058
            S+ .
            S: +OK
            S+ 1 n
            S+ .
            C: RETR 1
            [S gap 20076]
            C: QUIT
            S: +OK Bye-bye.
            """);

        Assert.DoesNotContain(run.Messages, message => message.Complete);
    }

    [Fact]
    public void After_a_lost_reply_the_next_one_answers_the_command_given_last()
    {
        TranscriptRun run = Run($"""
            S: +OK ready
            C: USER bob
            S: +OK
            C: PASS hungry
            [S gap 16]
            C: LIST
            S: +OK 2 messages
            S+ 1 10
            S+ 2 23
            S+ .
            C: QUIT
            S: +OK bye
            """);

        Assert.Equal([(null, "PASS"), ("+OK", "LIST"), ("+OK", "QUIT")], run.Exchanges.Skip(2).Select(exchange => (exchange.ReplyCode, exchange.Command!)));
        Assert.Null(Assert.Single(run.Credentials).Accepted);
    }

    [Fact]
    public void A_pipelining_client_s_commands_are_not_passed_over_behind_a_lost_reply()
    {
        TranscriptRun run = Run("""
            S: +OK ready
            C: USER bob
            C+ PASS hungry
            C+ STAT
            C+ NOOP
            C+ QUIT
            S: +OK
            S: +OK in
            [S gap 9]
            S: +OK idle
            S: +OK bye
            """);

        Assert.Equal("QUIT", Assert.Single(run.Exchanges, exchange => exchange.ReplyCode is null).Command);
    }

    [Fact]
    public void A_message_whose_status_line_is_lost_is_told_without_its_beginning()
    {
        TranscriptRun run = Run($"""
            {Login}
            C: LIST 2
            S: +OK 2 30
            C: RETR 2
            [S gap 20]
            S: ect: two
            S+
            S+ body
            S+ .
            C: QUIT
            S: +OK bye
            """);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal((false, 18L), (message.Complete, message.Size));
        // 20 bytes are lost; LIST tells that the message has 30, so 8 of them are the status line.
        Assert.Equal(12, message.Missing);
        Assert.Equal("bye", run.Exchanges[^1].Reply);
    }

    [Fact]
    public void Without_an_announced_size_the_lost_status_line_is_counted_with_the_message()
    {
        TranscriptRun run = Run($"""
            {Login}
            C: RETR 2
            [S gap 20]
            S: ect: two
            S+
            S+ body
            S+ .
            """);

        Assert.Equal((false, 18L, 20L), (run.Messages[0].Complete, run.Messages[0].Size, run.Messages[0].Missing));
    }

    [Fact]
    public void A_message_that_begins_like_a_reply_is_not_called_whole_where_something_was_lost()
    {
        TranscriptRun run = Run($"""
            {Login}
            [C gap 8]
            C: RETR 2
            S: +OK Marked to be deleted.
            {Two}
            """);

        Assert.DoesNotContain(run.Messages, message => message is { Complete: true, Size: not 22 });
    }
}
