using Analyzer.EndToEnd.Tests.Servers;
using Analyzer.Tests.Support;

namespace Analyzer.EndToEnd.Tests.Tls;

/// <summary>Two programs that know nothing of each other read the same handshakes.</summary>
public sealed class TsharkTests
{
    /// <summary>Captures from everywhere, where they lie beside the checkout; see .ci/run.</summary>
    static readonly string? s_corpus = Environment.GetEnvironmentVariable("ANALYZER_CORPUS") is { } folder ? Path.Combine(folder, "public") : null;

    public static bool HasTshark => OtherProgram.IsExpected("tshark");

    public static bool HasBoth => HasTshark && Directory.Exists(s_corpus);

    [Fact(SkipUnless = nameof(HasTshark), Skip = "tshark is not installed")]
    public async Task The_sample_with_TLS_tells_what_tshark_tells() =>
        Assert.NotEqual(0, await Compare(Repository.At("samples-pcap", "starttls.pcapng")));

    [Fact(SkipUnless = nameof(HasBoth), Skip = "tshark or the captures of others are not there")]
    public async Task Captures_of_others_tell_what_tshark_tells()
    {
        int compared = 0;
        foreach (string capture in Directory.EnumerateFiles(s_corpus!, "*.pcap*").Where(HasHello).Order(StringComparer.Ordinal)) compared += await Compare(capture);

        Assert.True(compared >= 10, $"only {compared} encrypted sessions were found");
    }

    // A record of version 3.x with the hello of a server (RFC 8446 section 5.1): to look for it costs less than to read all captures twice.
    static bool HasHello(string capture)
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(capture);
        for (int at; (at = rest.IndexOf("\u0016\u0003"u8)) >= 0 && rest.Length > at + 5; rest = rest[(at + 1)..])
        {
            if (rest[at + 2] <= 4 && rest[at + 5] == 2) return true;
        }
        return false;
    }

    // Of what both know to be of our protocols and encrypted: tshark tells of every protocol, so ours choose.
    static async Task<int> Compare(string capture)
    {
        SortedDictionary<string, TlsFacts> ours = await TlsFacts.OfAnalyzer(capture);
        if (ours.Count == 0) return 0;
        SortedDictionary<string, TlsFacts> theirs = await TlsFacts.OfTshark(capture);
        string name = Path.GetFileName(capture);
        Assert.Equal(
            ours.Select(session => $"{name} {session.Key}: {session.Value}"),
            ours.Keys.Select(key => $"{name} {key}: {theirs.GetValueOrDefault(key)}"));
        return ours.Count;
    }
}
