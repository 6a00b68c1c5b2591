using System.Text;
using Analyzer.Dissection;
using Analyzer.Dissection.Mail.Dkim;
using Analyzer.Dissection.Pop3;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Mail.Dkim;

public sealed class DkimCheckTests
{
    const string Body = "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n";
    const string Hash = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";
    const string Simple = $"DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r\n\tc=simple/simple; q=dns/txt; bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7\r\n  XIkfJVOzv8=; b=Abc=;\r\n";
    const string Wrong = "dkim-signature: a=rsa-sha256; d=list.example; c=relaxed/relaxed; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\r\n";

    static IReadOnlyList<DkimBodyResult> Check(string message, int cut = int.MaxValue, bool isComplete = true)
    {
        var check = new DkimCheck();
        byte[] bytes = Encoding.Latin1.GetBytes(message);
        for (int at = 0; at < bytes.Length; at += Math.Min(cut, bytes.Length - at))
        {
            if (!check.Append(bytes.AsSpan(at, Math.Min(cut, bytes.Length - at)))) return [];
        }
        return check.Finish(isComplete);
    }

    static string? Verdict(string message, bool isComplete = true) => DkimCheck.Verdict(Check(message, isComplete: isComplete));

    [Fact]
    public void A_body_that_its_signer_saw_matches_wherever_it_is_cut()
    {
        string message = $"From: Joe\r\n{Simple}Subject: game\r\n\r\n{Body}";
        for (int cut = 1; cut <= message.Length; cut++)
        {
            Assert.Equal([new DkimBodyResult("example.com", "brisbane", "simple", null, "match")], Check(message, cut));
        }
    }

    [Fact]
    public void One_changed_byte_is_a_mismatch() => Assert.Equal("mismatch", Verdict($"{Simple}\r\n{Body.Replace("game", "gane", StringComparison.Ordinal)}"));

    [Fact]
    public void A_message_without_a_signature_has_no_verdict()
    {
        Assert.Null(Verdict($"From: Joe\r\nX-DKIM-Signature: bh={Hash}\r\n\r\n{Simple}{Body}"));
        Assert.Null(Verdict("\r\n" + Body));
        Assert.Null(Verdict(""));
    }

    [Fact]
    public void Of_several_signatures_one_that_matches_is_enough()
    {
        Assert.Equal(["mismatch", "match"], Check($"{Wrong}{Simple}\r\n{Body}").Select(one => one.Result));
        Assert.Equal("match", Verdict($"{Wrong}{Simple}\r\n{Body}"));
        Assert.Equal("mismatch", Verdict($"{Wrong}\r\n{Body}"));
    }

    [Fact]
    public void Signatures_beyond_the_limit_are_not_looked_at() =>
        Assert.Equal(DkimCheck.MaxSignatures, Check(string.Concat(Enumerable.Repeat(Wrong, DkimCheck.MaxSignatures + 3)) + "\r\n").Count);

    [Theory]
    [InlineData("a=rsa-sha256; c=relaxed/nonsense; bh=AA==", "unsupported-canonicalization")]
    [InlineData("a=rsa-sha1; bh=AA==", "unsupported-algorithm")]
    [InlineData("bh=AA==", "unsupported-algorithm")]
    [InlineData("a=rsa-sha256; bh=not base64!", "malformed-signature")]
    [InlineData("a=rsa-sha256", "malformed-signature")]
    [InlineData("", "malformed-signature")]
    [InlineData("a=ed25519-sha256; bh=AA==; l=100000", "body-shorter-than-signed")]
    public void Where_nothing_can_be_compared_the_reason_is_told(string tags, string reason) =>
        Assert.Equal(reason, Verdict($"DKIM-Signature: {tags}\r\n\r\n{Body}"));

    [Fact]
    public void A_header_that_is_canonicalized_alone_leaves_the_body_simple() =>
        Assert.Equal("match", Verdict($"DKIM-Signature: a=rsa-sha256; c=relaxed; bh={Hash}\r\n\r\n{Body}\r\n\r\n"));

    [Fact]
    public void What_is_added_behind_the_signed_length_is_forgiven() =>
        Assert.Equal("match", Verdict($"DKIM-Signature: a=rsa-sha256; l={Body.Length}; bh={Hash}\r\n\r\n{Body}Unsubscribe here.\r\n"));

    [Fact]
    public void An_incomplete_body_is_not_compared() => Assert.Equal("incomplete", Verdict($"{Simple}\r\n{Body}", isComplete: false));

    [Fact]
    public void A_header_larger_than_the_limit_is_given_up()
    {
        var check = new DkimCheck();
        byte[] line = Encoding.ASCII.GetBytes($"X: {new string('x', 1000)}\r\n");
        int taken = 0;
        while (check.Append(line)) taken += line.Length;

        Assert.InRange(taken, DkimCheck.MaxHeader - 2 * line.Length, DkimCheck.MaxHeader);
    }

    static TranscriptRun Fetch(string extra = "", AnalysisOptions? options = null) => Transcript.Parse($$"""
        S: +OK ready
        C: RETR 1
        S: +OK
        S+ DKIM-Signature: a=rsa-sha256; d=example.com; bh={{Hash}}
        S+
        S+ Hi.
        S+
        {{extra}}
        S: We lost the game. Are you hungry yet?
        S+
        S+ Joe.
        S+ .
        """).Run(Pop3Dissector.Protocol, options);

    [Fact]
    public void A_message_s_record_has_the_verdict()
    {
        Assert.Equal("match", Assert.Single(Fetch().Messages).DkimBodyHash);
        Assert.Equal("incomplete", Assert.Single(Fetch("[S gap 5]").Messages).DkimBodyHash);
    }

    [Fact]
    public void Without_hashes_nothing_is_compared() => Assert.Null(Assert.Single(Fetch(options: new AnalysisOptions { Hash = false }).Messages).DkimBodyHash);
}
