using Analyzer.Dissection.Ftp.Tree;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class TreeTests
{
    static FtpScript At(string directory) => FtpScript.LoggedIn().C("PWD").S($"257 \"{directory}\" is current");

    static FtpScript List(FtpScript script, string command, string listing) => script.C("PASV").S("227 (10,0,0,2,19,137)").C(command).S("150 Here").PassiveFile("list", 5001, listing).S("226 Done");

    static string Written(RemoteTree tree) => string.Join('\n', tree.Nodes.Select(node => $"{node.Path} {node.Kind ?? "-"} {node.Size?.ToString() ?? "-"} {node.States}"));

    [Fact]
    public void A_listing_fills_its_directory()
    {
        FtpFindings found = List(At("/pub"), "MLSD", "type=cdir; .\r\ntype=file;size=7;modify=20240101000000; a\r\ntype=dir; sub\r\n").Play();

        Assert.Equal("/pub directory - Visited\n/pub/a file 7 Listed\n/pub/sub directory - Listed", Written(found.Tree));
    }

    [Fact]
    public void Transfers_are_marked()
    {
        FtpScript script = List(At("/"), "LIST", "-rw-r--r-- 1 a a 3 May  6 07:08 down\r\n-rw-r--r-- 1 a a 9 May  6 07:08 other\r\n");
        FtpFindings found = script.C("PASV").S("227 (10,0,0,2,19,138)").C("RETR down").S("150 Here").PassiveFile("d1", 5002, "abc", 50002).S("226 Done")
            .C("PASV").S("227 (10,0,0,2,19,139)").C("STOR up").S("150 Go").Passive("d2", 5003, 50003).Up("d2", "defg").End("d2", true).S("226 Done").Play();

        Assert.Equal("/ directory - Visited\n/down file 3 Listed, Downloaded\n/other file 9 Listed\n/up file 4 Uploaded, Changed", Written(found.Tree));
        Assert.Equal(2, found.Tree.Find("/down")!.Transfer);
    }

    [Fact]
    public void Changes_without_a_transfer_are_marked()
    {
        FtpFindings found = List(At("/"), "NLST", "a\r\nb\r\nc\r\n")
            .C("RNFR a").S("350 ready").C("RNTO sub/z").S("250 ok").C("DELE b").S("250 ok").C("MKD new").S("257 \"/new\" made").C("RMD old").S("250 ok")
            .C("MFMT 20240101000000 c").S("213 ok").C("SITE CHMOD 600 c").S("200 ok").C("DELE kept").S("550 no").C("CWD secret").S("550 no").Play();

        Assert.Equal(NodeStates.Listed | NodeStates.Renamed, found.Tree.Find("/a")!.States);
        Assert.Equal(("/sub/z", "/a"), (found.Tree.Find("/a")!.RenamedTo, found.Tree.Find("/sub/z")!.RenamedFrom));
        Assert.Equal(NodeStates.Listed | NodeStates.Deleted, found.Tree.Find("/b")!.States);
        Assert.Equal(NodeStates.Created, found.Tree.Find("/new")!.States);
        Assert.Equal((NodeStates.Listed | NodeStates.Changed, "20240101000000", "600"), (found.Tree.Find("/c")!.States, found.Tree.Find("/c")!.Modified, found.Tree.Find("/c")!.Mode));
        Assert.Equal(NodeStates.Denied, found.Tree.Find("/secret")!.States);
        Assert.Null(found.Tree.Find("/kept"));
    }

    [Fact]
    public void What_is_listed_with_another_size_has_changed()
    {
        FtpScript script = List(At("/"), "MLSD", "type=file;size=7; a\r\ntype=file;size=1; b\r\n");
        FtpFindings found = script.C("PASV").S("227 (10,0,0,2,19,138)").C("MLSD").S("150 Here").PassiveFile("d", 5002, "type=file;size=8; a\r\ntype=file;size=1; b\r\n", 50002).S("226 Done").Play();

        Assert.Equal((NodeStates.Listed | NodeStates.Changed, 8L), (found.Tree.Find("/a")!.States, found.Tree.Find("/a")!.Size));
        Assert.Equal(NodeStates.Listed, found.Tree.Find("/b")!.States);
    }

    [Fact]
    public void Facts_on_the_control_connection_count()
    {
        FtpFindings found = At("/").C("SIZE a").S("213 12").C("MDTM a").S("213 20240101000000").C("MLST b").S("250-Listing b").S(" type=file;size=5; /b").S("250 End")
            .C("STAT /sub").S("213-Status").S("-rw-r--r-- 1 a a 3 May  6 07:08 c").S("213 End").Play();

        Assert.Equal((12L, "20240101000000"), (found.Tree.Find("/a")!.Size, found.Tree.Find("/a")!.Modified));
        Assert.Equal(5, found.Tree.Find("/b")!.Size);
        Assert.Equal((3L, NodeStates.Listed), (found.Tree.Find("/sub/c")!.Size, found.Tree.Find("/sub/c")!.States));
    }

    [Theory]
    [InlineData("CWD sub", "250 ok", "/home/sub")]
    [InlineData("XCWD /else", "250 ok", "/else")]
    [InlineData("CDUP", "200 ok", "/")]
    [InlineData("CWD ../../..", "250 ok", "/")]
    [InlineData("CWD none", "550 no", "/home")]
    public void The_working_directory_is_followed(string command, string reply, string directory)
    {
        FtpFindings found = List(At("/home").C(command).S(reply), "NLST", "x\r\n").Play();

        Assert.Equal(directory, found.Transfer.Path);
    }

    [Fact]
    public void Quotation_marks_in_a_directory_are_doubled()
    {
        Assert.Equal("/di\"r", List(At("/di\"\"r"), "NLST", "x").Play().Transfer.Path);
    }

    [Fact]
    public void Where_the_root_is_not_told_paths_begin_where_the_login_led()
    {
        FtpFindings found = List(FtpScript.LoggedIn().C("CWD sub").S("250 ok"), "NLST", "x\r\n").Play();

        Assert.Null(found.Transfer.Path);
        Assert.NotNull(found.Tree.Find("~ann/sub/x"));
    }

    [Fact]
    public void What_was_noted_before_the_root_was_told_moves_there()
    {
        FtpFindings found = List(FtpScript.LoggedIn().C("CWD sub").S("250 ok"), "NLST", "x\r\n").C("DELE x").S("250 gone").C("PWD").S("257 \"/home/ann/sub\"").C("MKD new").S("257 made").Play();

        Assert.Equal(NodeStates.Listed | NodeStates.Deleted, found.Tree.Find("/home/ann/sub/x")!.States);
        Assert.DoesNotContain(found.Tree.Nodes, node => node.Path.StartsWith('~'));
    }

    [Fact]
    public void A_reply_to_CWD_tells_the_root_when_it_agrees()
    {
        Assert.Equal("/pub/di\"r", List(FtpScript.LoggedIn().C("CWD di\"r").S("250 \"/pub/di\"r\" is current"), "NLST", "x").Play().Transfer.Path);
        Assert.Null(List(FtpScript.LoggedIn().C("CWD di\"r").S("250 \"/pub/other\" is current"), "NLST", "x").Play().Transfer.Path);
    }

    [Fact]
    public void A_list_of_names_with_their_directory_is_not_doubled()
    {
        FtpFindings found = List(At("/"), "NLST sub", "sub/a\r\nsub/b\r\n").Play();

        Assert.NotNull(found.Tree.Find("/sub/a"));
        Assert.Null(found.Tree.Find("/sub/sub/a"));
    }

    [Fact]
    public void A_file_that_is_listed_alone_is_no_directory()
    {
        Assert.Equal("file", List(At("/"), "LIST a", "-rw-r--r-- 1 a a 3 May  6 07:08 a\r\n").Play().Tree.Find("/a")!.Kind);
    }

    [Fact]
    public void Every_node_is_a_record()
    {
        var script = List(At("/pub"), "NLST", "b\r\na\r\n");

        TreeRecord[] records = [.. script.Play().Trees.Records()];

        Assert.Equal(["/pub", "/pub/a", "/pub/b"], records.Select(record => record.Path));
        Assert.All(records, record => Assert.Equal("10.0.0.2:21", record.Server.ToString()));
    }

    [Fact]
    public void A_tree_does_not_grow_without_end()
    {
        var script = FtpScript.LoggedIn();
        string listing = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"f{i}\r\n"));
        for (ushort i = 0; i < 11; i++)
        {
            script.C("PASV").S($"227 (10,0,0,2,20,{i})").C($"NLST d{i}").S("150 Here").PassiveFile($"d{i}", (ushort)(5120 + i), listing, (ushort)(50000 + i)).S("226 Done");
        }
        FtpFindings found = script.Play();

        Assert.Equal(200_000, found.Trees.Records().Count());
        Assert.Contains("tree-limit", found.Codes);
    }
}
