using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Terminal.Output;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("PASS", "wonder", "********")]
    [InlineData("PASS", "two words", "********")]
    [InlineData("ACCT", "x", "********")]
    [InlineData("AUTH", "PLAIN AGFsaWNlAHdvbmRlcg==", "PLAIN ********")]
    [InlineData("AUTH", "LOGIN", "LOGIN")]
    [InlineData("AUTHENTICATE", "PLAIN AGFs", "PLAIN ********")]
    [InlineData("LOGIN", "alice wonder", "alice ********")]
    [InlineData("LOGIN", "\"alice b\" \"won der\"", "\"alice b\" ********")]
    [InlineData("LOGIN", "\"unclosed wonder", "\"unclosed ********")]
    [InlineData("APOP", "alice c4c9334bac560ecc979e58001b3e22fb", "alice ********")]
    [InlineData("USER", "alice", "alice")]
    [InlineData("SITE", "PSWD wonder x", "PSWD ******** x")]
    [InlineData("NOOP", "", "")]
    public void What_is_secret_in_a_command_is_not_shown(string command, string argument, string expected)
    {
        Assert.Equal(expected, new SecretMask([RecordSamples.Credential], reveals: false).Apply(RecordSamples.Exchange with { Command = command, Argument = argument }));
    }

    [Fact]
    public void It_is_shown_when_that_is_asked_for()
    {
        Assert.Equal("wonder", new SecretMask([RecordSamples.Credential], reveals: true).Apply(RecordSamples.Exchange with { Command = "PASS", Argument = "wonder" }));
    }
}
