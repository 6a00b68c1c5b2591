using System.Text;
using Analyzer.Dissection.Text.Sasl;
using Analyzer.Tests.Dissection.Smtp;

namespace Analyzer.Tests.Dissection.Text.Sasl;

public sealed class SaslExchangeTests
{
    static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Runs a dialogue: <c>S</c> and a challenge, <c>C</c> and a response, both still to be encoded.</summary>
    static SaslExchange Run(string mechanism, params string[] turns)
    {
        var exchange = new SaslExchange(mechanism);
        foreach (string turn in turns)
        {
            if (turn[0] == 'S') exchange.Challenge(Encode(turn[2..]));
            else exchange.Respond(Encode(turn[2..]));
        }
        return exchange;
    }

    [Theory]
    [InlineData("\0tim\0tanstaaftanstaaf", "tim", "tanstaaftanstaaf")]
    [InlineData("admin\0tim\0pass", "tim", "pass")]
    [InlineData("\0žofie\0heslo", "žofie", "heslo")]
    [InlineData("\0tim\0", "tim", "")]
    [InlineData("\0tim\0a\0b", "tim", "a\0b")]
    [InlineData("no nul at all", null, null)]
    [InlineData("\0half", null, null)]
    public void PLAIN_is_a_name_and_a_password(string response, string? user, string? secret)
    {
        SaslExchange exchange = Run("plain", "C " + response);

        Assert.Equal("PLAIN", exchange.Mechanism);
        Assert.Equal(user, exchange.User);
        Assert.Equal(secret, exchange.Secret);
        Assert.Equal(secret is not null, exchange.RevealsSecret);
    }

    [Fact]
    public void LOGIN_asks_for_both_in_turn()
    {
        SaslExchange exchange = Run("LOGIN", "S Username:", "C tim", "S Password:", "C secret");

        Assert.Equal(("tim", "secret"), (exchange.User, exchange.Secret));
        Assert.True(exchange.RevealsSecret);
    }

    [Fact]
    public void LOGIN_may_ask_for_the_password_alone()
    {
        SaslExchange exchange = Run("LOGIN", "S Password:", "C secret");

        Assert.Equal((null, "secret"), (exchange.User, exchange.Secret));
    }

    [Fact]
    public void CRAM_MD5_after_the_example_of_its_RFC()
    {
        SaslExchange exchange = Run("CRAM-MD5", "S <1896.697170952@postoffice.reston.mci.net>", "C tim b913a602c7eda7a495b4e6e7334d3890");

        Assert.Equal("tim", exchange.User);
        Assert.Equal("<1896.697170952@postoffice.reston.mci.net> b913a602c7eda7a495b4e6e7334d3890", exchange.Secret);
        Assert.False(exchange.RevealsSecret);
    }

    [Fact]
    public void CRAM_MD5_with_a_blank_in_the_name() => Assert.Equal("tim smith", Run("CRAM-MD5", "S <x>", "C tim smith b913a602").User);

    [Fact]
    public void DIGEST_MD5_after_the_example_of_its_RFC()
    {
        const string Challenge = "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",algorithm=md5-sess,charset=utf-8";
        const string Response = "charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",nc=00000001,cnonce=\"OA6MHXh6VqTrRk\","
            + "digest-uri=\"imap/elwood.innosoft.com\",response=d388dad90d4bbd760a152321f2143af7,qop=auth";
        SaslExchange exchange = Run("DIGEST-MD5", "S " + Challenge, "C " + Response, "S rspauth=ea40f60335c427b5527b84dbabcdfffd", "C ");

        Assert.Equal("chris", exchange.User);
        Assert.Equal("elwood.innosoft.com", exchange.Domain);
        Assert.Equal($"{Challenge} {Response}", exchange.Secret);
    }

    [Theory]
    [InlineData("username=\"a \\\"b\\\" \\\\c\",response=1", "a \"b\" \\c")]
    [InlineData("realm=x, username=plain ,response=1", "plain")]
    [InlineData("username=\"a,b\",response=1", "a,b")]
    [InlineData("username=\"never closed", "never closed")]
    [InlineData("username=\"ends in \\", "ends in \\")]
    public void DIGEST_MD5_quotes(string response, string user) => Assert.Equal(user, Run("DIGEST-MD5", "S nonce=\"x\"", "C " + response).User);

    [Theory]
    [InlineData("SCRAM-SHA-1", "n,,")]
    [InlineData("SCRAM-SHA-256", "y,,")]
    [InlineData("SCRAM-SHA-256-PLUS", "p=tls-exporter,,")]
    public void SCRAM_keeps_the_three_messages_that_matter(string mechanism, string header)
    {
        const string ServerFirst = "r=fyko3rfc,s=QSXCR+Q6sek8bf92,i=4096", ClientFinal = "c=biws,r=fyko3rfc,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
        string clientFirst = header + "n=us=2Cer=3D,r=fyko";
        SaslExchange exchange = Run(mechanism, "C " + clientFirst, "S " + ServerFirst, "C " + ClientFinal, "S v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");

        Assert.Equal("us,er=", exchange.User);
        Assert.Equal($"{clientFirst} {ServerFirst} {ClientFinal}", exchange.Secret);
        Assert.False(exchange.RevealsSecret);
    }

    [Theory]
    [InlineData("XOAUTH2", "user=someuser@example.com\u0001auth=Bearer ya29.vF9dft4qmTc2\u0001\u0001", "someuser@example.com", "ya29.vF9dft4qmTc2")]
    [InlineData("OAUTHBEARER", "n,a=user@example.com,\u0001host=server.example.com\u0001port=143\u0001auth=Bearer vF9dft4qmTc2==\u0001\u0001", "user@example.com", "vF9dft4qmTc2==")]
    [InlineData("OAUTHBEARER", "n,,\u0001auth=Bearer t\u0001\u0001", null, "t")]
    public void A_bearer_token_is_a_secret(string mechanism, string response, string? user, string secret)
    {
        SaslExchange exchange = Run(mechanism, "C " + response);

        Assert.Equal((user, secret), (exchange.User, exchange.Secret));
        Assert.True(exchange.RevealsSecret);
    }

    [Fact]
    public void NTLM_tells_user_domain_and_workstation()
    {
        var exchange = new SaslExchange("NTLM");
        exchange.Respond(NtlmSample.Negotiate);
        exchange.Challenge(NtlmSample.Challenge);
        exchange.Respond(NtlmSample.Authenticate);

        Assert.Equal(("User", "Domain", "COMPUTER"), (exchange.User, exchange.Domain, exchange.Workstation));
        Assert.Equal($"User::Domain:{new string('c', 48)}:{new string('a', 48)}:0123456789abcdef", exchange.Secret);
    }

    [Fact]
    public void NTLMv2_is_noted_with_proof_and_blob()
    {
        var exchange = new SaslExchange("NTLM");
        exchange.Challenge(NtlmSample.Challenge);
        exchange.Respond(NtlmSample.AuthenticateV2);

        Assert.Equal($"User::Domain:0123456789abcdef:{new string('b', 32)}:010203040506070809", exchange.Secret);
    }

    [Theory]
    [InlineData("GSSAPI")]
    [InlineData("GSS-SPNEGO")]
    public void NTLM_is_found_inside_another_token(string mechanism)
    {
        var exchange = new SaslExchange(mechanism);
        exchange.Respond(Convert.ToBase64String([0x60, 0x48, 1, 2, 3, .. Convert.FromBase64String(NtlmSample.Authenticate)]));

        Assert.Equal("User", exchange.User);
    }

    [Fact]
    public void An_NTLM_message_cut_anywhere_is_survived()
    {
        byte[] whole = Convert.FromBase64String(NtlmSample.AuthenticateV2);
        for (int length = 0; length < whole.Length; length++)
        {
            var exchange = new SaslExchange("NTLM");
            exchange.Respond(Convert.ToBase64String(whole.AsSpan(0, length)));
            Assert.Equal(1, exchange.Responses);
        }
    }

    [Theory]
    [InlineData("EXTERNAL", "tim@example.com")]
    [InlineData("ANONYMOUS", "sirhc")]
    public void A_name_alone_is_a_user(string mechanism, string name)
    {
        SaslExchange exchange = Run(mechanism, "C " + name);

        Assert.Equal((name, null), (exchange.User, exchange.Secret));
    }

    [Fact]
    public void An_equals_sign_is_an_empty_response()
    {
        var exchange = new SaslExchange("EXTERNAL");
        exchange.Respond("=");

        Assert.Null(exchange.User);
        Assert.Equal(1, exchange.Responses);
    }

    [Fact]
    public void A_star_breaks_off()
    {
        var exchange = new SaslExchange("PLAIN");
        exchange.Respond("*");

        Assert.True(exchange.IsCancelled);
        Assert.Equal(0, exchange.Responses);
    }

    [Fact]
    public void An_unknown_mechanism_tells_nothing()
    {
        SaslExchange exchange = Run("X-FOO", "C something", "S else", "C more");

        Assert.Equal((null, null), (exchange.User, exchange.Secret));
        Assert.False(exchange.RevealsSecret);
    }
}
