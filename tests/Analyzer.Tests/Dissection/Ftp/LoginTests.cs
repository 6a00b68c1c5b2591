using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class LoginTests
{
    static string Written(CredentialRecord one) => $"{one.Mechanism} {one.User ?? "-"} {one.Secret ?? "-"} {one.Accepted?.ToString() ?? "-"}";

    [Theory]
    [InlineData("331 More", "230 In", "USER/PASS ann secret True", true)]
    [InlineData("331 More", "530 No", "USER/PASS ann secret False", false)]
    [InlineData("331 More", "202 Never mind", "USER/PASS ann secret True", true)]
    [InlineData("331 More", "332 Account?", "USER/PASS ann secret -", false)]
    public void A_password_is_told_with_its_verdict(string first, string second, string expected, bool isIn)
    {
        FtpFindings found = new FtpScript().S("220 hi").C("USER ann").S(first).C("PASS secret").S(second).Play();

        Assert.Equal(expected, Written(Assert.Single(found.Credentials)));
        Assert.Equal((isIn, "ann"), (found.Session.Authenticated, found.Session.User));
    }

    [Fact]
    public void A_user_may_need_no_password()
    {
        FtpFindings found = new FtpScript().S("220 hi").C("USER ann").S("230 In").Play();

        Assert.Equal("USER/PASS ann - True", Written(Assert.Single(found.Credentials)));
        Assert.True(found.Session.Authenticated);
    }

    [Fact]
    public void A_user_who_gives_no_password_is_told_too()
    {
        FtpFindings found = new FtpScript().S("220 hi").C("USER ann").S("331 More").End("control").Play();

        Assert.Equal("USER/PASS ann - -", Written(Assert.Single(found.Credentials)));
    }

    [Fact]
    public void Each_attempt_is_told()
    {
        FtpFindings found = new FtpScript().S("220 hi").C("USER ann").S("331 More").C("PASS a").S("530 No").C("USER ben").S("530 Never").C("USER ann").S("331 More").C("PASS b c").S("230 In").Play();

        Assert.Equal(["USER/PASS ann a False", "USER/PASS ben - False", "USER/PASS ann b c True"], found.Credentials.Select(Written));
    }

    [Fact]
    public void An_account_is_told_apart()
    {
        FtpFindings found = new FtpScript().S("220 hi").C("USER ann").S("331 More").C("PASS a").S("332 Account?").C("ACCT shop").S("230 In").Play();

        Assert.Equal("ACCT ann shop True", Written(found.Credentials[^1]));
        Assert.True(found.Session.Authenticated);
    }

    [Fact]
    public void Anonymous_is_marked()
    {
        SessionRecord session = new FtpScript().S("220 hi").C("USER anonymous").S("331 More").C("PASS me@home.test").S("230 In").Play().Session;

        Assert.Contains(KeyValuePair.Create("anonymous", "true"), session.Facts);
    }

    [Fact]
    public void Reinitialising_begins_anew()
    {
        FtpFindings found = FtpScript.LoggedIn().C("CWD /pub").S("250 ok").C("REIN").S("220 Again").C("USER ben").S("331 More").C("PASS b").S("230 In")
            .C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play();

        Assert.Equal(("a", "A"), (found.Transfer.Path, found.Transfer.Representation));
        Assert.Equal("ben", found.Session.User);
    }

    [Theory]
    [InlineData(" AUTH TLS", null, null, TlsState.Offered)]
    [InlineData(" MDTM", null, null, TlsState.None)]
    [InlineData(" AUTH TLS;SSL", "AUTH TLS", "534 no", TlsState.Refused)]
    [InlineData(" AUTH TLS", "AUTH TLS", "234 go", TlsState.Started)]
    public void TLS_is_offered_refused_or_started(string feature, string? command, string? reply, TlsState expected)
    {
        FtpScript script = new FtpScript().S("220 hi").C("FEAT").S("211-Features").S(feature).S("211 End");
        if (command is not null) script.C(command).S(reply!);

        Assert.Equal(expected, script.Play().Session.Tls);
    }

    static FtpScript Encrypted() => new FtpScript().S("220 hi").C("AUTH TLS").S("234 go")
        .Send("control", true, "\u0016\u0003\u0001\u0000\u0005hello").Send("control", false, "\u0016\u0003\u0003\u0000\u0005world")
        .Send("control", true, "\u0017\u0003\u0003\u0000\u0009\r\nQUIT\r\n\u0000").Send("control", false, "\u0017\u0003\u0003\u0000\u0006221 x\n");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void What_is_encrypted_is_no_dialogue(int cut)
    {
        FtpFindings found = Encrypted().End("control").Play(new FtpPlay { Cut = cut });

        Assert.Equal("- 220, AUTH 234", found.Dialogue);
        Assert.Equal((TlsState.Started, SessionOutcome.Finished), (found.Session.Tls, found.Session.Outcome));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void After_CCC_the_dialogue_is_read_again(int cut)
    {
        FtpFindings found = Encrypted().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play(new FtpPlay { Cut = cut });

        Assert.Equal("- 220, AUTH 234, PASV 227, RETR 226", found.Dialogue);
        Assert.Contains("tls-ended", found.Codes);
        Assert.True(found.Transfer.Complete);
    }

    [Fact]
    public void Protected_data_is_marked_even_when_empty()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PBSZ 0").S("200 ok").C("PROT P").S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here")
            .Passive("d", 5001).Down("d", "\u0016\u0003\u0003\u0000\u0005world").End("d").S("226 Done").Play();

        Assert.Contains("encrypted-data", found.Codes);
        Assert.False(found.Transfer.Complete);
    }

    [Theory]
    [InlineData("ann", "secret", true)]
    [InlineData("ann", "", false)]
    [InlineData("anonymous", "me@example.test", false)]
    public void A_password_in_clear_is_told_unless_it_is_no_secret(string user, string password, bool isTold)
    {
        FtpFindings found = new FtpScript().S("220 FTP ready").C($"USER {user}").S("331 Password").C($"PASS {password}").S("230 In").Play();

        Assert.Equal(isTold, found.IsPasswordSeen);
    }
}
