using System.Collections.Concurrent;
using System.Text.Json;
using Analyzer.Tests.Support;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Samples;

/// <summary>What <c>read --json</c> tells of each sample is what its maker knows of it.</summary>
public sealed class SampleRecordsTests
{
    static readonly ConcurrentDictionary<string, Task<Finished>> s_told = new();

    public static TheoryData<string> Names => [.. SampleCaptures.All.Select(sample => sample.FileName)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sessions_are_told_with_their_names_and_their_end(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        Assert.Equal(
            truth.Sessions.Select(session => $"{session.ClientName} > {session.ServerName}: {session.Outcome}, TLS {session.Tls}"),
            told.Of("session").Select(session => $"{session.Text("client_name")} > {session.Text("server_name")}: {session.Text("outcome")}, TLS {session.Text("tls")}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_command_is_told_with_its_last_reply(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        IEnumerable<IEnumerable<string>> exchanges = told.Of("exchange")
            .GroupBy(exchange => exchange.Number("session"))
            .OrderBy(session => session.Key)
            .Select(session => session.OrderBy(exchange => exchange.Number("n")).Select(exchange => $"{exchange.Text("command")} {exchange.Text("reply_code")}".Trim()));
        Assert.Equal(truth.Sessions.Select(session => session.Exchanges), exchanges);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Messages_are_told_byte_for_byte_and_with_a_verdict(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        Assert.Equal(
            truth.Messages.Select(message => (message.Subject, (long)message.Bytes.Length, message.Sha256, message.IsComplete, message.Missing)),
            told.Of("message").Select(message => (message.Text("subject")!, message.Number("size"), message.Text("sha256")!, message.Truth("complete"), message.Number("missing"))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Envelopes_say_who_was_accepted_and_who_was_refused(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        Assert.Equal(
            truth.Messages.Select(message => $"{message.From} to {string.Join(',', message.To)} not {string.Join(',', message.Rejected)}"),
            told.Of("message").Select(message => message.GetProperty("envelope"))
                .Select(envelope => $"{envelope.Text("from")} to {string.Join(',', envelope.Texts("to"))} not {string.Join(',', envelope.Texts("rejected"))}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Attachments_are_told_decoded(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        Assert.Equal(
            truth.Messages.SelectMany(message => message.Attachments).Select(file => (file.Name, file.ContentType, (long)file.Bytes.Length, file.Sha256)),
            told.Of("message").SelectMany(message => message.List("attachments"))
                .Select(file => (file.Text("name")!, file.Text("content_type")!, file.Number("size"), file.Text("sha256")!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Logins_are_told_with_their_secrets(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        Assert.Equal(
            truth.Sessions.Where(session => session.Credential is not null).Select(session => session.Credential),
            told.Of("credential").Select(login => new SampleCredential(login.Text("mechanism")!, login.Text("user")!, login.Text("secret")!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_gap_is_found_where_there_is_one_and_nowhere_else(string name)
    {
        (Sample truth, Finished told) = await Read(name);

        IEnumerable<long> damaged = truth.Sessions.Index().Where(session => session.Item.Messages.Any(message => message.Missing > 0)).Select(session => session.Index + 1L);
        Assert.Equal(damaged, told.Of("finding").Where(finding => finding.Text("code") == "gap").Select(finding => finding.Number("session")));
    }

    [Fact]
    public async Task A_host_has_the_name_that_the_look_up_in_the_capture_gave_it()
    {
        (_, Finished told) = await Read("smtp-lecture.pcap");

        JsonElement server = Assert.Single(told.Of("host"), host => host.Text("ip") == "198.51.100.25");
        Assert.Contains("mail.hamburger.edu", server.Texts("names"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Streams_hold_what_both_sides_sent(string name)
    {
        Finished told = await AnalyzerCommand.Run("streams", Repository.At("tests", "captures", name), "--json");

        IEnumerable<long> missing = SampleCaptures.All.Single(sample => sample.FileName == name).Sessions.Select(session => session.Messages.Sum(message => message.Missing));
        Assert.Equal(0, told.ExitCode);
        Assert.Equal(missing, told.Of("stream").Select(stream => stream.Number("client_missing")));
    }

    static async Task<(Sample Truth, Finished Told)> Read(string name)
    {
        Finished told = await s_told.GetOrAdd(name, _ => AnalyzerCommand.Run("read", Repository.At("tests", "captures", name), "--json"));
        Assert.Equal(("", 0), (told.Errors, told.ExitCode));
        return (SampleCaptures.All.Single(sample => sample.FileName == name), told);
    }
}
