using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Pop3;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Pop3;

public sealed class Pop3DissectorTests
{
    static readonly Protocol s_pop3 = Pop3Dissector.Protocol;

    const string Login = """
        S: +OK ready <1.2@mail.example>
        C: USER bob
        S: +OK
        C: PASS hungry again
        S: +OK 2 messages
        """;

    const string Message = """
        S: +OK 43 octets
        S+ Subject: one
        S+
        S+ +OK is no reply here
        S+ ..dot
        S+ .
        """;

    static readonly Dictionary<string, string> s_dialogues = new()
    {
        ["fetch, delete and quit"] = $"""
            {Login}
            C: UIDL
            S: +OK
            S+ 1 uid-1
            S+ 2 uid-2
            S+ .
            C: LIST
            S: +OK 2 messages
            S+ 1 41
            S+ 2 10
            S+ .
            C: RETR 1
            {Message}
            C: DELE 1
            S: +OK
            C: QUIT
            S: +OK bye
            """,
        ["pipelined"] = $"""
            {Login}
            C: RETR 1
            C+ TOP 2 3
            C+ RETR 9
            C+ STAT
            C+ QUIT
            {Message}
            S+ +OK
            S+ Subject: two
            S+
            S+ line
            S+ .
            S+ -ERR no such message
            S+ +OK 2 51
            S+ +OK
            """,
        ["apop and refused login"] = """
            S: +OK <99@mail.example> hello
            C: APOP bob c4c9334bac560ecc979e58001b3e22fb
            S: -ERR [AUTH] no
            C: AUTH PLAIN
            S: +\x20
            C: AGJvYgBodW5ncnk=
            S: +OK
            C: CAPA
            S: +OK
            S+ STLS
            S+ IMPLEMENTATION Test 1
            S+ .
            C: QUIT
            S: -ERR some messages not removed
            """,
    };

    public static TheoryData<string> Dialogues => [.. s_dialogues.Keys];

    static TranscriptRun Run(string script) => Transcript.Parse(script).Run(s_pop3);

    [Theory, MemberData(nameof(Dialogues))]
    public void A_dialogue_means_the_same_wherever_it_is_cut(string name) => Transcript.Parse(s_dialogues[name]).AssertSameForAllCuts(s_pop3);

    [Theory, MemberData(nameof(Dialogues))]
    public void A_dialogue_means_the_same_in_whatever_order_the_sides_were_captured(string name) => Transcript.Parse(s_dialogues[name]).AssertSameInAnyOrder(s_pop3);

    [Theory, MemberData(nameof(Dialogues))]
    public void Losses_are_told_honestly(string name) => Transcript.Parse(s_dialogues[name]).AssertHonestAboutLosses(s_pop3);

    [Fact]
    public void A_message_comes_without_its_status_line_its_stuffing_and_its_last_dot()
    {
        TranscriptRun run = Run(s_dialogues["fetch, delete and quit"]);

        MessageRecord message = Assert.Single(run.Messages);
        Assert.Equal("Subject: one\r\n\r\n+OK is no reply here\r\n.dot\r\n", run.TextOf(message));
        Assert.True(message.Complete);
        Assert.Equal(("uid-1", 1L, "one"), (message.Uidl, message.Number, message.Subject));
    }

    [Fact]
    public void Phases_follow_login_and_farewell()
    {
        IReadOnlyList<ExchangeRecord> exchanges = Run(s_dialogues["fetch, delete and quit"]).Exchanges;

        Assert.Equal("authorization", exchanges.Single(exchange => exchange.Command == "PASS").Phase);
        Assert.Equal("transaction", exchanges.Single(exchange => exchange.Command == "DELE").Phase);
        Assert.Equal("update", exchanges.Single(exchange => exchange.Command == "QUIT").Phase);
    }

    [Fact]
    public void A_password_may_hold_blanks_and_is_told_with_the_servers_verdict()
    {
        CredentialRecord credential = Assert.Single(Run(s_dialogues["fetch, delete and quit"]).Credentials);

        Assert.Equal(("USER/PASS", "bob", "hungry again", true), (credential.Mechanism, credential.User, credential.Secret, credential.Accepted));
    }

    [Fact]
    public void Marked_messages_are_gone_only_after_QUIT_succeeds()
    {
        SessionRecord done = Run(s_dialogues["fetch, delete and quit"]).Session;
        SessionRecord cut = Run($"""
            {Login}
            C: RETR 1
            {Message}
            C: DELE 1
            S: +OK
            [reset]
            """).Session;

        Assert.Contains(KeyValuePair.Create("access", "download-and-delete"), done.Facts);
        Assert.Contains(KeyValuePair.Create("deleted", "1"), done.Facts);
        Assert.Contains(KeyValuePair.Create("access", "download-and-keep"), cut.Facts);
        Assert.Contains(KeyValuePair.Create("deleted", "0"), cut.Facts);
    }

    [Fact]
    public void RSET_takes_the_marks_back()
    {
        SessionRecord session = Run($"""
            {Login}
            C: RETR 1
            {Message}
            C: DELE 1
            S: +OK
            C: RSET
            S: +OK
            C: QUIT
            S: +OK
            """).Session;

        Assert.Contains(KeyValuePair.Create("access", "download-and-keep"), session.Facts);
        Assert.DoesNotContain(session.Facts, fact => fact.Key == "deleted");
    }

    [Fact]
    public void The_command_and_not_the_reply_decides_what_has_more_lines()
    {
        TranscriptRun run = Run(s_dialogues["pipelined"]);

        Assert.Equal(["RETR", "TOP", "RETR", "STAT", "QUIT"], run.Exchanges.Where(exchange => exchange.Command is not (null or "USER" or "PASS")).OrderBy(exchange => exchange.Number).Select(exchange => exchange.Command));
        Assert.Equal([null, "TOP 3"], run.Messages.Select(message => message.Part));
        Assert.Equal("2 51", run.Exchanges.Single(exchange => exchange.Command == "STAT").Reply);
    }

    [Fact]
    public void An_announced_size_is_compared_and_never_cut_by()
    {
        TranscriptRun run = Run($"""
            {Login}
            C: RETR 1
            {Message.Replace("43", "7", StringComparison.Ordinal)}
            C: QUIT
            S: +OK
            """);

        Assert.True(Assert.Single(run.Messages).Complete);
        Assert.Contains("size-differs", run.Findings);
    }

    [Fact]
    public void A_message_cut_off_by_the_end_is_incomplete()
    {
        MessageRecord message = Assert.Single(Run($"""
            {Login}
            C: RETR 1
            S: +OK
            S+ Subject: cut
            [reset]
            """).Messages);

        Assert.False(message.Complete);
        Assert.Equal("cut", message.Subject);
    }

    [Fact]
    public void A_message_whose_end_lies_in_a_hole_ends_there()
    {
        TranscriptRun run = Run($"""
            {Login}
            C: RETR 1
            S: +OK
            S+ Subject: first
            [S gap 103]
            C: RETR 2
            S: +OK 43 octets
            S+ Subject: second
            S+ .
            """);

        Assert.Equal([(false, 100L), (true, 0L)], run.Messages.Select(message => (message.Complete, message.Missing)));
    }

    [Fact]
    public void APOP_gives_challenge_and_digest()
    {
        CredentialRecord credential = Run(s_dialogues["apop and refused login"]).Credentials[0];

        Assert.Equal(("APOP", "bob", "<99@mail.example> c4c9334bac560ecc979e58001b3e22fb", false), (credential.Mechanism, credential.User, credential.Secret, credential.Accepted));
    }

    [Fact]
    public void AUTH_is_decoded()
    {
        CredentialRecord credential = Run(s_dialogues["apop and refused login"]).Credentials[1];

        Assert.Equal(("PLAIN", "bob", "hungry", true), (credential.Mechanism, credential.User, credential.Secret, credential.Accepted));
    }

    [Fact]
    public void STLS_is_noticed_and_what_follows_is_not_taken_for_commands()
    {
        TranscriptRun run = Run("""
            S: +OK
            C: STLS
            S: +OK begin
            C: \x16\x03\x01\x00\x05hello\
            S: \x16\x03\x03\x00\x05world\
            """);

        Assert.Equal(TlsState.Started, run.Session.Tls);
        Assert.Equal(1, run.Session.Commands);
        Assert.Contains("encrypted", run.Findings);
    }

    [Fact]
    public void The_client_alone_gives_its_credentials_without_a_verdict()
    {
        CredentialRecord credential = Assert.Single(Transcript.Parse(s_dialogues["fetch, delete and quit"]).Without(Direction.FromServer).Run(s_pop3).Credentials);

        Assert.Equal(("bob", "hungry again", null), (credential.User, credential.Secret, credential.Accepted));
    }

    [Fact]
    public void The_server_alone_still_gives_the_message()
    {
        TranscriptRun run = Transcript.Parse(s_dialogues["fetch, delete and quit"]).Without(Direction.FromClient).Run(s_pop3);

        Assert.Contains(run.Messages, message => message is { Complete: true, Subject: "one" });
        Assert.Contains("one-direction", run.Findings);
    }

    [Fact]
    public void Nonsense_is_survived()
    {
        var random = new Random(3);
        string[] words = ["RETR 1", "+OK 5", "-ERR", "+ ", ".", "..", "AUTH PLAIN", "STLS", "QUIT", "LIST", "\u0016\u0003\u0001", "TOP 1 1", "a: b", ""];
        for (int round = 0; round < 500; round++)
        {
            var packets = new List<TranscriptPacket>();
            for (int i = 0; i < 30; i++)
            {
                string line = words[random.Next(words.Length)] + (random.Next(4) == 0 ? "" : "\r\n");
                bool isGap = random.Next(10) == 0;
                packets.Add(new TranscriptPacket((Direction)random.Next(2), isGap ? [] : Encoding.Latin1.GetBytes(line + "x"), isGap ? 5 : 0, i + 1, i * 100));
            }
            var transcript = new Transcript { Packets = packets, HasStart = random.Next(2) == 0 };
            Assert.Equal("pop3", transcript.Run(s_pop3).Session.Protocol);
        }
    }
}
