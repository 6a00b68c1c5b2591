using System.Text.Json;
using Analyzer.EndToEnd.Tests.Servers;
using Analyzer.Tests.Support;

namespace Analyzer.EndToEnd.Tests.Tls;

/// <summary>The captures that <c>export</c> makes of encrypted sessions, read again by this program and another.</summary>
public sealed class ExportedCapturesTests
{
    static readonly string s_sample = Repository.At("samples-pcap", "starttls.pcapng");

    public static bool HasTshark => OtherProgram.IsExpected("tshark");

    static async Task<string> Export(TemporaryFolder folder, string option)
    {
        string made = folder.At("made.pcapng");
        Finished export = await AnalyzerCommand.Run("export", s_sample, option, made, "--quiet");
        Assert.Equal((0, ""), (export.ExitCode, export.Errors));
        return made;
    }

    static async Task<IEnumerable<string?>> Messages(string capture) => (await AnalyzerCommand.Run("read", capture, "--json", "--quiet")).Of("message").Select(message => message.Text("sha256")).Order(StringComparer.Ordinal);

    [Fact]
    public async Task What_was_decrypted_has_the_same_messages_and_no_TLS()
    {
        using var folder = new TemporaryFolder();

        string made = await Export(folder, "--decrypted-pcapng");

        Assert.Equal(await Messages(s_sample), await Messages(made));
        Assert.All((await AnalyzerCommand.Run("sessions", made, "--json", "--quiet")).Of("session"), session => Assert.Equal("none", session.Text("tls")));
    }

    [Fact]
    public async Task Packets_with_their_secrets_have_the_same_messages_in_TLS()
    {
        using var folder = new TemporaryFolder();

        string made = await Export(folder, "--pcapng-with-secrets");

        Assert.Equal(await Messages(s_sample), await Messages(made));
        IReadOnlyList<JsonElement> sessions = (await AnalyzerCommand.Run("sessions", made, "--json", "--quiet")).Of("session");
        Assert.NotEmpty(sessions);
        Assert.All(sessions, session => Assert.Equal("decrypted", session.Text("tls")));
    }

    [Theory(SkipUnless = nameof(HasTshark), Skip = "tshark is not installed")]
    [InlineData("--decrypted-pcapng")]
    [InlineData("--pcapng-with-secrets")]
    public async Task Another_program_reads_the_commands(string option)
    {
        using var folder = new TemporaryFolder();

        Finished read = await OtherProgram.Run("tshark", "-r", await Export(folder, option), "-Y", "smtp.req", "-T", "fields", "-e", "smtp.req.command");

        Assert.Equal(0, read.ExitCode);
        Assert.Contains("MAIL", read.Output, StringComparison.Ordinal);
        Assert.Contains("DATA", read.Output, StringComparison.Ordinal);
    }
}
