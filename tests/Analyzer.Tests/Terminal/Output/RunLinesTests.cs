using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class RunLinesTests : IDisposable
{
    readonly MemoryStream _written = new();

    [Fact]
    public void Runs_are_numbered_in_the_order_of_first_sight()
    {
        Assert.Equal(
            """
            {"run":1,"type":"session","id":1}
            {"run":2,"type":"session","id":1}
            {"run":3,"type":"session","id":1}
            {"run":2,"type":"finding","text":"x"}

            """,
            Merged((0, """{"type":"session","id":1}"""), (1, """{"run":7,"type":"session","id":1}"""), (1, """{"type":"session","run":9,"id":1}"""), (1, """{"type":"finding","text":"x","run":7}""")));
    }

    [Fact]
    public void Hosts_are_put_together_and_come_last() => Assert.Equal(
        """
        {"run":1,"type":"capture"}
        {"type":"host","ip":"192.0.2.1","names":["a","b"],"protocols":["smtp server","pop3 client"],"sessions":5,"bytes":30,"software":["x"]}
        {"type":"host","ip":"192.0.2.9","names":[],"protocols":[],"sessions":0,"bytes":0,"software":[]}

        """,
        Merged(
            (0, """{"type":"host","ip":"192.0.2.9"}"""),
            (0, """{"type":"host","ip":"192.0.2.1","names":["a"],"protocols":["smtp server"],"sessions":2,"bytes":10,"software":[]}"""),
            (1, """{"type":"host","ip":"192.0.2.1","names":["b","a"],"protocols":["pop3 client","smtp server"],"sessions":3,"bytes":20,"software":["x"]}"""),
            (1, """{"type":"capture"}""")));

    [Theory]
    [InlineData("""{"type":"message","subject":"\u202eevil \u001b[2J","size":12345678901234567890}""")]
    public void What_was_escaped_stays_escaped(string line) => Assert.Equal("{\"run\":1," + line[1..] + "\n", Merged((0, line)));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":\"host\",\"ip\":\"nowhere\"}")]
    [InlineData("{\"type\":\"session\"")]
    public void What_is_no_record_is_refused(string line)
    {
        using var lines = new RunLines(new GuardedOutput(_written));

        Assert.False(lines.TryAdd(0, Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public void Lines_are_read_whatever_their_length_and_the_last_without_its_end()
    {
        string[] expected = ["", new string('a', 200_000), "b"];
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', expected))));
        List<string> found = [];
        while (reader.TryRead(out ReadOnlyMemory<byte> line)) found.Add(Encoding.UTF8.GetString(line.Span));

        Assert.Equal(expected, found);
    }

    public void Dispose() => _written.Dispose();

    string Merged(params (int File, string Line)[] records)
    {
        using var lines = new RunLines(new GuardedOutput(_written));
        foreach ((int file, string line) in records) Assert.True(lines.TryAdd(file, Encoding.UTF8.GetBytes(line)));
        lines.Complete();
        return Encoding.UTF8.GetString(_written.ToArray());
    }
}
