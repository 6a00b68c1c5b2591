using System.Text;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Terminal.Output;

public sealed class TableViewTests
{
    [Fact]
    public void Sessions_are_listed_by_number_with_the_common_day_above()
    {
        string[] lines = Print(120, RecordTables.Sessions(), RecordSamples.Session with { Id = 12 }, RecordSamples.Session);

        Assert.Equal("2 sessions of 2023-11-14 (UTC)", lines[0]);
        Assert.Equal(["ID", "START", "PROTO", "CLIENT", "SERVER", "USER"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6));
        Assert.StartsWith(" 1  09:32:52  smtp   pc23.example.net  mail.example.org:25  alice", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("12  09:32:52", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Moments_of_several_days_keep_their_dates()
    {
        string[] lines = Print(120, RecordTables.Sessions(), RecordSamples.Session, RecordSamples.Session with { Start = RecordSamples.After(90_000) });

        Assert.Equal("2 sessions", lines[0]);
        Assert.Contains("2023-11-14 09:32:52", lines[2], StringComparison.Ordinal);
    }

    public static TheoryData<int> Widths => [40, 60, 80, 120, 200];

    [Theory]
    [MemberData(nameof(Widths))]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        foreach ((TableView table, Record record) in EveryTable())
        {
            Assert.All(Print(width, table, record, record), line => Assert.True(WidthOf(line) <= width, line));
        }
    }

    [Fact]
    public void Hostile_text_is_harmless_in_every_table()
    {
        const string hostile = "\u001b[2J[red]\u202E\r\n\u0007報告";
        TableView table = RecordTables.Messages();

        string text = string.Join('\n', Print(400, table, RecordSamples.Message with { Subject = hostile, From = hostile, To = hostile }));

        Assert.Contains(@"\x1b[2J[red]<U+202E>\r\n\x07", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202E', text);
    }

    [Fact]
    public void Wide_characters_are_measured_in_cells()
    {
        string[] lines = Print(60, RecordTables.Messages(), RecordSamples.Message with { Subject = string.Concat(Enumerable.Repeat("報告", 100)) });

        Assert.All(lines, line => Assert.True(WidthOf(line) <= 60, line));
        Assert.Contains("…", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, RecordTables.Mask)]
    [InlineData(true, "wonder")]
    public void A_secret_is_masked_unless_it_is_asked_for(bool reveals, string expected)
    {
        string text = string.Join('\n', Print(120, RecordTables.Credentials(reveals), RecordSamples.Credential));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(reveals, text.Contains("wonder", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_beyond_the_limit_are_counted()
    {
        TableView table = RecordTables.Findings();
        for (int i = 0; i < TableView.MaxRows + 7; i++) table.Offer(RecordSamples.Finding);

        string[] lines = Print(80, table);

        Assert.Equal("5 007 findings", lines[0]);
        Assert.Equal("and 7 more: use --json for all, or --filter for fewer", lines[^1]);
        Assert.Equal(TableView.MaxRows + 3, lines.Length);
    }

    [Fact]
    public void A_column_that_says_nothing_is_left_out()
    {
        Assert.DoesNotContain("USER", Print(200, RecordTables.Sessions(), RecordSamples.Session with { User = null })[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_table_says_so()
    {
        Assert.Equal(["0 messages"], Print(80, RecordTables.Messages()));
    }

    [Fact]
    public void Colour_is_used_only_where_it_may_be()
    {
        Assert.DoesNotContain('\u001b', string.Concat(Print(80, RecordTables.Findings(), RecordSamples.Finding)));
        Assert.Contains("\u001b[", string.Concat(Print(80, usesColour: true, RecordTables.Findings(), RecordSamples.Finding)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "xterm-256color", true)]
    [InlineData("", "xterm", true)]
    [InlineData("1", "xterm", false)]
    [InlineData(null, "dumb", false)]
    [InlineData(null, null, false)]
    public void The_environment_says_whether_colour_is_wanted(string? noColour, string? terminal, bool expected)
    {
        Assert.Equal(expected, StandardStreams.MayUseColour(noColour, terminal));
    }

    [Fact]
    public void Lines_do_not_end_in_blanks()
    {
        Assert.All(Print(120, RecordTables.Sessions(), RecordSamples.Session), line => Assert.Equal(line.TrimEnd(), line));
    }

    static IEnumerable<(TableView Table, Record Record)> EveryTable() =>
    [
        (RecordTables.Captures(), RecordSamples.Capture),
        (RecordTables.Streams(), RecordSamples.Stream with { Client = RecordSamples.At("2001:db8:1111:2222:3333:4444:5555:6666", 60000) }),
        (RecordTables.Sessions(), RecordSamples.Session),
        (RecordTables.Messages(), RecordSamples.Message),
        (RecordTables.Files(), RecordSamples.Transfer with { Path = "/" + new string('p', 300) }),
        (RecordTables.Credentials(reveals: false), RecordSamples.Credential),
        (RecordTables.Findings(), RecordSamples.Finding),
        (RecordTables.Hosts(), RecordSamples.Host),
        (new TreeView(), RecordSamples.Node),
        (JourneyTable.Create(), RecordSamples.Hop),
    ];

    static string[] Print(int width, TableView table, params Record[] records) => Print(width, usesColour: false, table, records);

    static string[] Print(int width, bool usesColour, TableView table, params Record[] records)
    {
        foreach (Record record in records) table.Offer(record);
        var stream = new MemoryStream();
        new TableSink(table).Print(new StandardStreams { Output = new GuardedOutput(stream), Error = TextWriter.Null, Width = width, UsesColour = usesColour });
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
    }

    // East Asian characters of these tests take two cells.
    static int WidthOf(string line) => line.Sum(c => c is '報' or '告' ? 2 : 1);
}
