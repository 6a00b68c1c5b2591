using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class DialogueTests
{
    [Fact]
    public void Commands_and_their_replies_come_in_phases()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PWD").S("257 \"/\"").C("QUIT").S("221 Bye").End("control").Play();

        Assert.Equal(["login", "login", "login", "transfer", "session", "closure"], found.Exchanges.Select(exchange => exchange.Phase));
        Assert.Equal("- 220, USER 331, PASS 230, TYPE 200, PWD 257, QUIT 221", found.Dialogue);
        Assert.Equal(SessionOutcome.Closed, found.Session.Outcome);
        Assert.Equal(5, found.Session.Commands);
    }

    [Fact]
    public void A_server_names_itself_in_its_greeting()
    {
        SessionRecord session = FtpScript.LoggedIn().Play().Session;

        Assert.Equal("ftp.example.test FTP server ready", session.ServerSoftware);
        Assert.Equal("ftp.example.test", session.ServerName);
    }

    [Fact]
    public void Lower_case_split_and_joined_commands_are_read()
    {
        FtpFindings found = new FtpScript().S("220 hi")
            .Send("control", true, "user a").Send("control", true, "nn\r\npass x\r\nsys").Send("control", true, "t\r\n")
            .S("331 more").S("230 in").S("215 UNIX Type: L8").Play();

        Assert.Equal("- 220, USER 331, PASS 230, SYST 215", found.Dialogue);
        Assert.Contains(KeyValuePair.Create("system", "UNIX Type: L8"), found.Session.Facts);
    }

    [Fact]
    public void Lines_of_a_reply_are_joined_without_their_codes()
    {
        FtpFindings found = FtpScript.LoggedIn().C("FEAT").S("211-Features:").S(" MDTM").S(" SIZE").S("211 End").Play();

        Assert.Equal("Features:\n MDTM\n SIZE\nEnd", found.Exchanges[^1].Reply);
    }

    [Fact]
    public void Lines_inside_a_reply_may_begin_with_other_codes()
    {
        FtpFindings found = FtpScript.LoggedIn().C("HELP").S("214-Codes:").S("226 means done").S("500 means no").S("214 End").C("NOOP").S("200 ok").Play();

        Assert.EndsWith("HELP 214, NOOP 200", found.Dialogue);
        Assert.Equal("Codes:\n226 means done\n500 means no\nEnd", found.Exchanges[^2].Reply);
    }

    [Fact]
    public void A_reply_that_never_ends_is_ended_by_the_answer_to_the_next_command()
    {
        FtpFindings found = new FtpScript().S("220 hi").C("USER ann").S("331 more").C("PASS x").S("230-Welcome").S("226 bye bye")
            .C("SYST").S("215 UNIX").C("PWD").S("257 \"/\"").Play();

        Assert.Equal("- 220, USER 331, PASS 230, SYST 215, PWD 257", found.Dialogue);
        Assert.True(found.Session.Authenticated);
    }

    [Fact]
    public void A_command_may_have_several_replies()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226-Done").S("226 Bytes: 1").Play();

        Assert.Equal("Here\nDone\nBytes: 1", found.Exchanges[^1].Reply);
        Assert.Equal("226", found.Exchanges[^1].ReplyCode);
    }

    [Fact]
    public void An_unsolicited_reply_stands_for_itself()
    {
        FtpFindings found = FtpScript.LoggedIn().Wait(300).S("421 Timeout").End("control").Play();

        Assert.EndsWith("TYPE 200, - 421", found.Dialogue);
        Assert.Equal(SessionOutcome.Closed, found.Session.Outcome);
    }

    [Fact]
    public void A_reply_that_is_captured_before_its_command_waits_for_it()
    {
        FtpFindings found = FtpScript.LoggedIn().Wait(0.01, script => script.S("215 UNIX")).C("SYST").C("PWD").S("257 \"/\"").Play();

        Assert.EndsWith("SYST 215, PWD 257", found.Dialogue);
    }

    [Fact]
    public void A_reply_too_many_is_not_taken_for_the_next_commands()
    {
        FtpFindings found = FtpScript.LoggedIn().S("200 Once more").Wait(2).C("PASV").S("227 (10,0,0,2,19,137)").C("NOOP").S("200 ok").Play();

        Assert.EndsWith("TYPE 200, - 200, PASV 227, NOOP 200", string.Join(", ", found.Records.OfType<ExchangeRecord>().Select(one => $"{one.Command ?? "-"} {one.ReplyCode}")));
    }

    [Theory]
    [InlineData("426 Aborted", "226 Abort done", "RETR 426, ABOR 226")]
    [InlineData("226 Abort done", "426 Aborted", "RETR 426, ABOR 226")]
    [InlineData("226 Complete", "225 Nothing to abort", "RETR 226, ABOR 225")]
    [InlineData("225 Aborting", "426 Aborted", "RETR 426, ABOR 225")]
    public void Abort_and_the_transfer_it_ends_are_answered_either_way_around(string first, string second, string expected)
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x")
            .Send("control", true, "\u00FF\u00F4\u00FF").Send("control", true, "\u00F2").C("abor").S(first).S(second).C("NOOP").S("200 ok").Play();

        Assert.EndsWith(expected + ", NOOP 200", found.Dialogue);
    }

    [Fact]
    public void Status_may_be_asked_while_a_transfer_runs()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").C("STAT").S("211 Half of it").PassiveFile("d", 5001, "x").S("226 Done").Play();

        Assert.EndsWith("RETR 226, STAT 211", found.Dialogue);
        Assert.True(found.Transfer.Complete);
    }

    [Fact]
    public void Commands_without_an_answer_are_told_without_one()
    {
        FtpFindings found = FtpScript.LoggedIn().C("SYST").C("PWD").Play();

        Assert.EndsWith("SYST -, PWD -", found.Dialogue);
    }

    [Fact]
    public void Lost_replies_do_not_put_the_rest_out_of_step()
    {
        FtpFindings found = FtpScript.LoggedIn().C("SYST").Lose("control", false, 20).C("PWD").S("257 \"/x\"").C("NOOP").S("200 ok").End("control").Play();

        Assert.EndsWith("SYST -, PWD 257, NOOP 200", found.Dialogue);
        Assert.Contains("gap", found.Codes);
    }

    [Fact]
    public void Lost_commands_do_not_put_the_rest_out_of_step()
    {
        FtpFindings found = FtpScript.LoggedIn().Lose("control", true, 6).C("WD").S("257 \"/x\"").C("NOOP").S("200 ok").C("QUIT").S("221 Bye").End("control").Play();

        Assert.EndsWith("NOOP 200, - 257, QUIT 221", found.Dialogue);
        Assert.DoesNotContain("WD", found.Exchanges.Select(exchange => exchange.Command));
    }

    [Fact]
    public void A_session_may_begin_before_the_capture()
    {
        FtpFindings found = new FtpScript(isMidstream: true).S("ssword ok").S("230 In").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play();

        Assert.Equal("- 230, PASV 227, RETR 226", found.Dialogue);
        Assert.True(found.Session.Midstream);
        Assert.True(found.Transfer.Complete);
        Assert.Null(found.Transfer.Representation);
    }

    [Fact]
    public void What_is_not_FTP_is_passed_over_in_the_end()
    {
        var script = new FtpScript();
        for (int i = 0; i < 100; i++) script.Send("control", true, $"\u0001\u0002{i}\u0003\n");
        FtpFindings found = script.Play();

        Assert.Contains("not-ftp", found.Codes);
        Assert.InRange(found.Session.Commands, 1, 20);
    }

    [Theory]
    [InlineData("220 files FTP server\r\n", "", true)]
    [InlineData("220 hello\r\n", "USER ann\r\n", true)]
    [InlineData("220 hello\r\n", "AUTH TLS\r\n", true)]
    [InlineData("220 hello\r\n", "EHLO me\r\n", false)]
    [InlineData("220 ftp.example.test ESMTP\r\n", "", false)]
    [InlineData("220 ftp.example.test\r\n", "", false)]
    [InlineData("+OK ftp\r\n", "", false)]
    public void On_other_ports_the_greeting_or_the_first_command_tells(string greeting, string command, bool isFtp)
    {
        FtpScript script = new FtpScript(port: 2121).Send("control", false, greeting);
        if (command.Length > 0) script.Send("control", true, command);

        Assert.Equal(isFtp, script.End("control").Play().Records.OfType<SessionRecord>().Any(session => session.Protocol == "ftp"));
    }
}
