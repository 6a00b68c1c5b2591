using System.Text;
using System.Text.RegularExpressions;
using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Journeys;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Terminal.Output;

public sealed class TreeViewTests
{
    static TreeRecord Node(string path, string kind = "file", NodeStates states = NodeStates.Listed, Endpoint? server = null) =>
        new() { Server = server ?? RecordSamples.Server, Path = path, Kind = kind, States = states, Time = RecordSamples.Start };

    static string[] Print(TableView table, params TreeRecord[] nodes) => PrintAll(table, 100, nodes);

    static string[] PrintAll(TableView table, int width, params Record[] records)
    {
        var sink = new TableSink(table);
        foreach (Record record in records) sink.OnRecord(record);
        using var output = new MemoryStream();
        sink.Print(new StandardStreams { Output = new GuardedOutput(output), Error = TextWriter.Null, Width = width });
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n');
    }

    static string NameIn(string line) => Regex.Match(line, @"^\s*\S+").Value;

    [Fact]
    public void Names_are_indented_below_their_directory()
    {
        string[] lines = Print(new TreeView(), Node("/", "directory"), Node("/pub", "directory"), Node("/pub/a"), Node("/pub-b"));

        Assert.Equal("ftp://198.51.100.7:25", lines[0]);
        Assert.Equal(["/", "  pub/", "    a", "  pub-b"], lines[3..7].Select(NameIn));
    }

    [Fact]
    public void Directories_that_nothing_tells_of_are_part_of_the_name()
    {
        string[] lines = Print(new TreeView(), Node("/", "directory"), Node("/a/b/c"), Node("/a/b/d"));

        Assert.Equal(["/", "  a/b/c", "  a/b/d"], lines[3..6].Select(NameIn));
    }

    [Fact]
    public void Each_server_has_a_tree_of_its_own()
    {
        string[] lines = Print(new TreeView(), Node("/a"), Node("/b", server: RecordSamples.Client));

        Assert.Equal(["ftp://198.51.100.7:25", "ftp://10.1.4.23:51544"], lines.Where(line => line.StartsWith("ftp://", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(NodeStates.Listed, "only listed")]
    [InlineData(NodeStates.Listed | NodeStates.Visited, "visited")]
    [InlineData(NodeStates.None, "only named")]
    [InlineData(NodeStates.Listed | NodeStates.Downloaded, "downloaded")]
    [InlineData(NodeStates.Uploaded | NodeStates.Changed, "uploaded, changed")]
    [InlineData(NodeStates.Downloaded | NodeStates.Deleted, "downloaded, deleted")]
    [InlineData(NodeStates.Denied, "denied")]
    public void The_state_says_what_happened_or_else_how_it_is_known(NodeStates states, string expected) =>
        Assert.Equal(expected, TreeView.StateOf(Node("/a", states: states)));

    [Fact]
    public void A_new_name_is_told_at_both_places()
    {
        Assert.Equal("renamed to /b", TreeView.StateOf(Node("/a", states: NodeStates.Renamed) with { RenamedTo = "/b" }));
        Assert.Equal("changed, was /a", TreeView.StateOf(Node("/b", states: NodeStates.Changed) with { RenamedFrom = "/a" }));
    }

    [Fact]
    public void Without_nodes_it_says_so() => Assert.Equal("no FTP server's files are told of", Print(new TreeView())[0]);

    [Fact]
    public void A_journey_shows_its_hops_with_their_delays()
    {
        var captured = new JourneyRecord { Hop = 1, MessageId = "<1@a>", Time = RecordSamples.Start, Message = RecordSamples.Message with { Part = null, Complete = true, Accepted = true }, ClientName = "a", ServerName = "b" };
        var told = new JourneyRecord { Hop = 2, MessageId = "<1@a>", Time = RecordSamples.After(2), Delay = 2_000_000_000, ClientName = "b", ServerName = "c" };

        string[] lines = PrintAll(JourneyTable.Create(), 120, captured, told);

        Assert.Equal("2 hops of 2023-11-14 (UTC)", lines[0]);
        Assert.Matches(@"^\s*1\s+09:32:52\s+smtp DATA\s+a\s+b\s+\S+\s+ok$", lines[2]);
        Assert.Matches(@"^\s*2\s+09:32:54\s+2\.000 s\s+not captured\s+b\s+c$", lines[3]);
    }
}
