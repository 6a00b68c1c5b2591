using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpLoginTests
{
    static CredentialRecord Login(string dialogue, out TranscriptRun run)
    {
        run = SmtpScript.Run(SmtpScript.Opening + dialogue + SmtpScript.Closing);
        Assert.Equal(["EHLO", "AUTH", "QUIT"], run.Exchanges.Skip(1).Where(exchange => !exchange.IsSaslResponse).Select(exchange => exchange.Command));
        return Assert.Single(run.Credentials);
    }

    [Theory]
    [InlineData("C: AUTH PLAIN AHRpbQBzZWNyZXQ=\nS: 235 ok")]
    [InlineData("C: auth plain\nS: 334 \nC: AHRpbQBzZWNyZXQ=\nS: 235 ok")]
    [InlineData("C: AUTH PLAIN =\nS: 334 \nC: AHRpbQBzZWNyZXQ=\nS: 235 ok")]
    [InlineData("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok")]
    [InlineData("C: AUTH LOGIN dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok")]
    [InlineData("C: AUTH LOGIN dGlt c2VjcmV0\nS: 235 ok")]
    [InlineData("C: AUTH LOGIN AHRpbQBzZWNyZXQ=\nS: 235 ok")]
    [InlineData("C: AUTH LOGIN\nS: 334 Username:\nC: tim\nS: 334 Password:\nC: c2VjcmV0\nS: 235 ok")]
    public void A_name_and_a_password_are_decoded(string dialogue)
    {
        CredentialRecord credential = Login(dialogue, out TranscriptRun run);

        Assert.Equal("tim", credential.User);
        Assert.Equal("secret", credential.Secret);
        Assert.True(credential.Accepted);
        Assert.Equal("tim", run.Session.User);
        Assert.True(run.Session.Authenticated);
        Assert.Contains("cleartext-credentials", run.Findings);
    }

    [Fact]
    public void A_challenge_and_its_response_are_kept_decoded()
    {
        CredentialRecord credential = Login(
            "C: AUTH CRAM-MD5\nS: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 235 ok", out TranscriptRun run);

        Assert.Equal("CRAM-MD5", credential.Mechanism);
        Assert.Equal("tim", credential.User);
        Assert.Equal("<1896.697170952@postoffice.reston.mci.net> b913a602c7eda7a495b4e6e7334d3890", credential.Secret);
        Assert.DoesNotContain("cleartext-credentials", run.Findings);
    }

    [Fact]
    public void A_refused_login_is_told_as_such_and_does_not_log_in()
    {
        CredentialRecord credential = Login("C: AUTH PLAIN AHRpbQB3cm9uZw==\nS: 535 5.7.8 no", out TranscriptRun run);

        Assert.False(credential.Accepted);
        Assert.False(run.Session.Authenticated);
        Assert.Equal("tim", run.Session.User);
        Assert.Equal("535", run.Exchanges[2].ReplyCode);
    }

    [Fact]
    public void The_first_login_that_succeeds_names_the_user()
    {
        TranscriptRun run = SmtpScript.Run(SmtpTranscripts.Get("logins"));

        Assert.Equal([false, true], run.Credentials.Select(credential => credential.Accepted));
        Assert.Equal("tim", run.Session.User);
    }

    [Fact]
    public void A_login_that_is_broken_off_leaves_what_was_given()
    {
        CredentialRecord credential = Login("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 501 cancelled", out TranscriptRun run);

        Assert.Equal("tim", credential.User);
        Assert.Null(credential.Secret);
        Assert.False(credential.Accepted);
        Assert.Equal(["334", "334", "501"], run.Exchanges.Skip(2).Take(3).Select(exchange => exchange.ReplyCode));
    }

    [Fact]
    public void A_mechanism_that_the_server_does_not_know_is_no_login()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "C: AUTH GSSAPI\nS: 504 what" + SmtpScript.Closing);

        Assert.Empty(run.Credentials);
        Assert.Equal("221", run.Exchanges[3].ReplyCode);
    }

    [Fact]
    public void A_response_is_one_even_when_it_reads_like_a_command()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: QUIT\nS: 334 UGFzc3dvcmQ6");

        Assert.Equal("AB\x13", Assert.Single(run.Credentials).User);
        Assert.True(Assert.Single(run.Exchanges, exchange => exchange.Command == "QUIT").IsSaslResponse);
    }

    [Fact]
    public void Each_response_stands_with_its_own_reply_as_it_was_sent()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok" + SmtpScript.Closing);

        Assert.Equal(
            [("AUTH", "LOGIN", "334"), ("DGLT", "dGlt", "334"), ("C2VJCMV0", "c2VjcmV0", "235")],
            run.Exchanges.Skip(2).Take(3).Select(exchange => (exchange.Command, exchange.Argument, exchange.ReplyCode)));
        Assert.Equal(3, run.Session.Commands);
    }

    [Fact]
    public void A_login_without_its_outcome_is_told_without_a_verdict()
    {
        TranscriptRun run = SmtpScript.Run(SmtpScript.Opening + "C: AUTH PLAIN AHRpbQBzZWNyZXQ=");

        Assert.Null(Assert.Single(run.Credentials).Accepted);
        Assert.Contains(run.Exchanges, exchange => exchange.Command == "AUTH");
    }

    [Fact]
    public void Clear_text_is_worse_where_TLS_was_offered()
    {
        TranscriptRun run = SmtpScript.Run("S: 220 mx\nC: EHLO a\nS: 250-mx\nS+ 250 STARTTLS\nC: AUTH PLAIN AHRpbQBzZWNyZXQ=\nS: 235 ok");

        Assert.Equal(Severity.Warning, run.Records.OfType<FindingRecord>().Single(finding => finding.Code == "cleartext-credentials").Severity);
    }

    [Fact]
    public void NTLM_tells_domain_and_workstation()
    {
        TranscriptRun run = SmtpScript.Run($"{SmtpScript.Opening}C: AUTH NTLM\nS: 334 NTLM supported\nC: {NtlmSample.Negotiate}\nS: 334 {NtlmSample.Challenge}\nC: {NtlmSample.Authenticate}\nS: 235 ok");

        Assert.Equal("User", Assert.Single(run.Credentials).User);
        Assert.Contains(KeyValuePair.Create("auth_domain", "Domain"), run.Session.Facts);
        Assert.Contains(KeyValuePair.Create("auth_workstation", "COMPUTER"), run.Session.Facts);
    }
}
