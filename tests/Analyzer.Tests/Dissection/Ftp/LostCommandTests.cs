using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class LostCommandTests
{
    const int LengthOfCommand = 8;

    static FtpScript Lost(string path = "") => FtpScript.LoggedIn().C("PASV" + path).S("227 (10,0,0,2,19,137)").Passive("d", 5001).Lose("control", true, LengthOfCommand).S("150 Here");

    [Theory]
    [InlineData("some bytes of a file", "RETR")]
    [InlineData("-rw-r--r-- 1 ftp ftp 9 Nov 14 22:13 a.txt\r\ndrwxr-xr-x 2 ftp ftp 4096 Nov 14 22:13 sub\r\n", "LIST")]
    public void What_came_down_without_a_command_is_told_by_its_look(string bytes, string command)
    {
        FtpFindings found = Lost().Down("d", bytes).End("d").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.Equal((command, true, bytes.Length, true), (found.Transfer.Command, found.Transfer.IsDownload, (int)found.Transfer.Size, found.Transfer.Complete));
        Assert.Contains("command-inferred", found.Codes);
    }

    [Fact]
    public void What_went_up_without_a_command_is_an_upload()
    {
        TransferRecord transfer = Lost().Up("d", "new").End("d", clientFirst: true).S("226 Done").C("QUIT").S("221 Bye").Play().Transfer;

        Assert.Equal(("STOR", false, 3L, true), (transfer.Command, transfer.IsDownload, transfer.Size, transfer.Complete));
    }

    [Fact]
    public void What_was_lost_on_its_way_down_is_no_upload()
    {
        TransferRecord transfer = Lost().Lose("d", false, 12).End("d").S("226 Done").C("QUIT").S("221 Bye").Play().Transfer;

        Assert.Equal(("RETR", true, 0L, 12L, false), (transfer.Command, transfer.IsDownload, transfer.Size, transfer.Missing, transfer.Complete));
    }

    [Fact]
    public void Nothing_is_an_empty_file_only_when_the_server_says_so()
    {
        FtpScript Empty() => FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").Passive("d", 5001).C("RETR a").End("d");

        Assert.True(Empty().S("150 Here").S("226 Done").C("QUIT").S("221 Bye").Play().Transfer.Complete);
        Assert.False(Empty().Lose("control", false, 13).C("QUIT").S("221 Bye").Play().Transfer.Complete);
    }

    [Fact]
    public void A_preliminary_reply_without_an_agreed_connection_begins_nothing()
    {
        Assert.Empty(FtpScript.LoggedIn().Lose("control", true, LengthOfCommand).S("150 Here").S("226 Done").C("QUIT").S("221 Bye").Play().Transfers);
    }

    [Fact]
    public void A_reply_answers_no_command_that_was_given_after_it()
    {
        // The hole where the 150 was is declared when the whole session has passed: all its commands wait then.
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").Passive("d", 5001).C("STOR a").Lose("control", false, 10).Up("d", "first").End("d", true).S("226 Done")
            .C("PASV").S("227 (10,0,0,2,19,138)").Passive("e", 5002).C("STOR b").S("150 Go").Up("e", "second").End("e", true).S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.Equal([("a", 5L, true), ("b", 6L, true)], found.Transfers.Select(transfer => (transfer.Path!, transfer.Size, transfer.Complete)));
        Assert.EndsWith("PASV 227, STOR 226, PASV 227, STOR 226, QUIT 221", found.Dialogue, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reply_to_a_lost_command_does_not_answer_the_same_command_given_later()
    {
        FtpFindings found = FtpScript.LoggedIn().Lose("control", true, 6).S("227 (10,0,0,2,19,137)").Passive("d", 5001).C("RETR a").S("150 Here").Down("d", "first").End("d").S("226 Done")
            .Wait(1).C("PASV").S("227 (10,0,0,2,19,138)").Passive("e", 5002).C("RETR b").S("150 Here").Down("e", "second").End("e").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.Equal([("a", 5L, true), ("b", 6L, true)], found.Transfers.Select(transfer => (transfer.Path!, transfer.Size, transfer.Complete)));
    }

    [Fact]
    public void Commands_that_come_behind_a_hole_find_their_replies_waiting()
    {
        // Here, too, the hole is declared when the whole session has passed: all the server's replies wait then.
        FtpFindings found = FtpScript.LoggedIn().Lose("control", true, 6).S("211 No features").C("PASV").S("227 (10,0,0,2,19,137)").Passive("d", 5001).C("RETR a").S("150 Here").Down("d", "first").End("d").S("226 Done")
            .C("CWD /sub").S("250 Ok").C("PASV").S("227 (10,0,0,2,19,138)").Passive("e", 5002).C("RETR b").S("150 Here").Down("e", "second").End("e").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.Equal([("a", 5L, true), ("/sub/b", 6L, true)], found.Transfers.Select(transfer => (transfer.Path!, transfer.Size, transfer.Complete)));
    }

    [Theory]
    [InlineData("350 Restarting at 30000; the transfer command comes next", 30_000)]
    [InlineData("350 Restart position accepted (30000).", 30_000)]
    [InlineData("350 Requested file action pending further information", 0)]
    public void Where_a_file_begins_is_told_by_the_reply_to_a_lost_REST(string reply, long offset)
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").Passive("d", 5001).Lose("control", true, 12).S(reply).C("RETR a").S("150 Here").Down("d", "rest").End("d").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.Equal((offset, 4L), (found.Transfer.Offset, found.Transfer.Size));
    }
}
