using System.Text;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class ImapLoginTests
{
    static string Base64(string text) => Convert.ToBase64String(Encoding.Latin1.GetBytes(text));

    [Theory]
    [InlineData("LOGIN alice secret", "alice", "secret")]
    [InlineData("login \"al ice\" \"a\\\"b\\\\c\"", "al ice", "a\"b\\c")]
    [InlineData("LOGIN \"{3}\" x{4}", "{3}", "x{4}")]
    public void LOGIN_gives_a_name_and_a_password(string command, string user, string secret)
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C($"a1 {command}").S("a1 OK done").Run();

        Assert.Equal(("LOGIN", user, secret, true), (result.Credential.Mechanism, result.Credential.User, result.Credential.Secret, result.Credential.Accepted));
        Assert.Equal((user, true), (result.Session.User, result.Session.Authenticated));
    }

    [Fact]
    public void Name_and_password_may_come_as_literals_of_both_kinds()
    {
        ImapResult result = new ImapTranscript().S("* OK ready")
            .C("a1 LOGIN {5}").S("+ go").ClientRaw("alice {6+}\r\nse\r\nxy\r\n").S("a1 OK done").Run();

        Assert.Equal(("alice", "se\r\nxy"), (result.Credential.User, result.Credential.Secret));
        Assert.Equal("{5} {6+}", result.Exchange("a1").Argument);
    }

    [Fact]
    public void A_refused_login_is_told_as_refused_and_the_session_keeps_the_name_that_was_tried()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C("a1 LOGIN alice wrong").S("a1 NO [AUTHENTICATIONFAILED] no").Run();

        Assert.Equal(false, result.Credential.Accepted);
        Assert.Equal(("alice", false), (result.Session.User, result.Session.Authenticated));
    }

    [Fact]
    public void A_later_refusal_does_not_replace_the_user_who_got_in()
    {
        ImapResult result = new ImapTranscript().S("* OK ready")
            .C("a1 LOGIN alice right").S("a1 OK done").C("a2 LOGIN eve wrong").S("a2 BAD already").Run();

        Assert.Equal(("alice", true), (result.Session.User, result.Session.Authenticated));
    }

    [Fact]
    public void A_login_without_an_answer_is_told_at_the_end_as_unknown()
    {
        ImapResult result = new ImapTranscript { Reason = CloseReason.EndOfCapture }.C("001 LOGIN user password").C("A002 SELECT INBOX").Run();

        Assert.Equal(("user", "password", null), (result.Credential.User, result.Credential.Secret, result.Credential.Accepted));
        Assert.Equal(SessionOutcome.Open, result.Session.Outcome);
    }

    [Fact]
    public void PLAIN_comes_with_its_command_or_after_the_challenge()
    {
        string response = Base64("\0bob\0b0b pass");
        ImapResult initial = new ImapTranscript().S("* OK ready").C($"a1 AUTHENTICATE PLAIN {response}").S("a1 OK done").Run();
        ImapResult asked = new ImapTranscript().S("* OK ready").C("a1 AUTHENTICATE plain").S("+ ").C(response).S("a1 OK done").Run();

        foreach (ImapResult result in new[] { initial, asked })
        {
            Assert.Equal(("PLAIN", "bob", "b0b pass", true), (result.Credential.Mechanism, result.Credential.User, result.Credential.Secret, result.Credential.Accepted));
        }
        Assert.Equal($"plain\n{response}", asked.Exchange("a1").Argument);
    }

    [Fact]
    public void AUTH_LOGIN_gives_the_name_and_the_password_one_after_the_other()
    {
        ImapResult result = new ImapTranscript().S("* OK ready")
            .C("a1 AUTHENTICATE LOGIN").S($"+ {Base64("User:")}").C(Base64("carol")).S($"+ {Base64("Password:")}").C(Base64("pw")).S("a1 NO bad").Run();

        Assert.Equal(("LOGIN", "carol", "pw", false), (result.Credential.Mechanism, result.Credential.User, result.Credential.Secret, result.Credential.Accepted));
    }

    [Fact]
    public void CRAM_MD5_gives_the_name_and_what_was_sent()
    {
        ImapResult result = new ImapTranscript().S("* OK ready")
            .C("a1 AUTHENTICATE CRAM-MD5").S($"+ {Base64("<1.2@h>")}").C(Base64("tim b913a602")).S("a1 OK done").Run();

        Assert.Equal(("CRAM-MD5", "tim", "<1.2@h> b913a602"), (result.Credential.Mechanism, result.Credential.User, result.Credential.Secret));
    }

    [Fact]
    public void DIGEST_MD5_gives_the_name()
    {
        ImapResult result = new ImapTranscript().S("* OK ready")
            .C("a1 AUTHENTICATE DIGEST-MD5").S($"+ {Base64("realm=\"\",nonce=\"n\"")}").C(Base64("username=\"hemmingway\",realm=\"\"")).S($"+ {Base64("rspauth=x")}").C("").S("a1 OK done").Run();

        Assert.Equal(("DIGEST-MD5", "hemmingway", true), (result.Credential.Mechanism, result.Credential.User, result.Credential.Accepted));
    }

    [Theory]
    [InlineData("XOAUTH2", "user=u@h\u0001auth=Bearer tok\u0001\u0001", "u@h", "tok")]
    [InlineData("OAUTHBEARER", "n,a=u@h,\u0001host=x\u0001auth=Bearer tok\u0001\u0001", "u@h", "tok")]
    [InlineData("SCRAM-SHA-256", "n,,n=dave,r=abc", "dave", null)]
    [InlineData("EXTERNAL", "eve", "eve", null)]
    [InlineData("X-UNKNOWN", "blob", null, null)]
    public void Other_mechanisms_give_what_they_have(string mechanism, string response, string? user, string? secret)
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C($"a1 AUTHENTICATE {mechanism} {Base64(response)}").S("a1 OK done").Run();

        Assert.Equal((mechanism, user, secret), (result.Credential.Mechanism, result.Credential.User, result.Credential.Secret));
    }

    [Fact]
    public void An_attempt_that_the_client_takes_back_is_no_credential()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C("a1 AUTHENTICATE PLAIN").S("+ ").C("*").S("a1 BAD cancelled").C("a2 NOOP").S("a2 OK done").Run();

        Assert.Empty(result.Credentials);
        Assert.Equal("OK", result.Exchange("a2").ReplyCode);
    }

    [Fact]
    public void What_the_client_sends_without_waiting_is_still_the_answer_to_the_challenge()
    {
        ImapResult result = new ImapTranscript().S("* OK ready")
            .ClientRaw($"a1 AUTHENTICATE PLAIN\r\n{Base64("\0bob\0pw")}\r\na2 NOOP\r\n").S("+ ").S("a1 OK done").S("a2 OK done").Run();

        Assert.Equal("bob", result.Credential.User);
        Assert.Equal("NOOP", result.Exchange("a2").Command);
    }

    [Fact]
    public void A_refused_literal_never_comes_and_the_next_line_is_a_command()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C("a1 LOGIN {5}").S("a1 BAD no literals").C("a2 NOOP").S("a2 OK done").Run();

        Assert.Empty(result.Credentials);
        Assert.Contains("imap-literal-refused", result.Findings);
        Assert.Equal(("BAD", "OK"), (result.Exchange("a1").ReplyCode, result.Exchange("a2").ReplyCode));
    }

    [Fact]
    public void PREAUTH_is_authenticated_from_the_start_and_a_finding()
    {
        ImapResult result = new ImapTranscript().S("* PREAUTH hello alice").C("a1 SELECT INBOX").S("a1 OK done").Run();

        Assert.Equal(("authenticated", "PREAUTH"), (result.Exchange("a1").Phase, result.Exchanges[0].ReplyCode));
        Assert.True(result.Session.Authenticated);
        Assert.Contains("imap-preauth", result.Findings);
    }

    [Fact]
    public void LOGIN_where_it_is_disabled_is_a_finding()
    {
        ImapResult result = new ImapTranscript().S("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready").C("a1 LOGIN a b").S("a1 NO no").Run();

        Assert.Contains("imap-login-disabled-ignored", result.Findings);
        Assert.Equal(TlsState.Offered, result.Session.Tls);
    }

    [Fact]
    public void A_password_before_TLS_that_is_offered_is_a_finding()
    {
        ImapResult result = new ImapTranscript().S("* OK ready").C("a0 CAPABILITY").S("* CAPABILITY IMAP4rev1 STARTTLS").S("a0 OK").C("a1 LOGIN a b").S("a1 OK").Run();

        Assert.Contains("cleartext-credentials", result.Findings);
    }
}
