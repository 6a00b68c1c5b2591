using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class DataConnectionTests
{
    const string File = "It is a file.\nIt has two lines.\n";
    static readonly string s_hash = HashOf(File);

    static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));

    static void AssertWhole(FtpFindings found, string rule, string certainty = "certain")
    {
        TransferRecord transfer = found.Transfer;
        Assert.Equal((s_hash, true, rule, certainty), (transfer.Sha256, transfer.Complete, transfer.MatchedBy, transfer.Certainty));
        Assert.Equal(File, found.Read(transfer.Content));
    }

    [Fact]
    public void A_passive_download_has_its_whole_story()
    {
        FtpFindings found = FtpScript.LoggedIn().C("CWD /pub").S("250 ok").C("PASV").S("227 Entering Passive Mode (10,0,0,2,19,137).").C("RETR a.txt").S("150 Here it comes")
            .PassiveFile("d", 5001, File).S("226 Done").Play();

        TransferRecord transfer = found.Transfer;
        Assert.Equal(("RETR", "/pub/a.txt", "a.txt", "passive", "I", "226"), (transfer.Command, transfer.Path, transfer.Name, transfer.Mode, transfer.Representation, transfer.ReplyCode));
        Assert.Equal(("10.0.0.1:50000", "10.0.0.2:5001", 1L), (transfer.DataClient.ToString(), transfer.DataServer.ToString(), transfer.Stream));
        Assert.True(transfer.IsDownload);
        Assert.Equal([1], found.Session.Transfers);
        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void A_passive_upload_is_what_the_client_sent()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("STOR up.txt").S("150 Go on").Passive("d", 5001).Up("d", File).End("d", clientFirst: true).S("226 Done").Play();

        Assert.False(found.Transfer.IsDownload);
        AssertWhole(found, "announced-endpoint");
    }

    [Theory]
    [InlineData("227 Entering Passive Mode (10,0,0,2,19,137).")]
    [InlineData("227 Entering Passive Mode 10,0,0,2,19,137")]
    [InlineData("227 =10,0,0,2,19,137")]
    [InlineData("227 At your 1 service: 10, 0, 0, 2, 19, 137 ok")]
    public void A_reply_to_PASV_is_read_however_it_is_worded(string reply)
    {
        AssertWhole(FtpScript.LoggedIn().C("PASV").S(reply).C("RETR a").S("150 Here").PassiveFile("d", 5001, File).S("226 Done").Play(), "announced-endpoint");
    }

    [Theory]
    [InlineData("EPSV", "229 Entering Extended Passive Mode (|||5001|)", "extended-port", "extended-passive")]
    [InlineData("EPSV 1", "229 Ok (!!!5001!)", "extended-port", "extended-passive")]
    [InlineData("LPSV", "228 Entering Long Passive Mode (4,4,10,0,0,2,2,19,137)", "announced-endpoint", "passive")]
    [InlineData("PASV", "227 Behind a translator (192,168,7,7,19,137)", "announced-port", "passive")]
    [InlineData("PASV", "227 Anywhere (0,0,0,0,19,137)", "extended-port", "passive")]
    public void Passive_modes_bind_by_what_they_announce(string command, string reply, string rule, string mode)
    {
        FtpFindings found = FtpScript.LoggedIn().C(command).S(reply).C("RETR a").S("150 Here").PassiveFile("d", 5001, File).S("226 Done").Play();

        AssertWhole(found, rule, rule == "announced-port" ? "likely" : "certain");
        Assert.Equal(mode, found.Transfer.Mode);
        Assert.Equal(rule == "announced-port", found.Codes.Contains("data-address-differs"));
    }

    [Theory]
    [InlineData("PORT 10,0,0,1,23,113", "active", 20)]
    [InlineData("PORT 10,0,0,1,23,113", "active", 45678)]
    [InlineData("EPRT |1|10.0.0.1|6001|", "extended-active", 20)]
    [InlineData("LPRT 4,4,10,0,0,1,2,23,113", "active", 20)]
    public void Active_modes_bind_from_any_port_of_the_server(string command, string mode, int port)
    {
        FtpFindings found = FtpScript.LoggedIn().C(command).S("200 ok").C("RETR a").S("150 Here").ActiveFile("d", 6001, File, (ushort)port).S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
        Assert.Equal(mode, found.Transfer.Mode);
        Assert.Equal("10.0.0.1:6001", found.Transfer.DataServer.ToString());
    }

    [Theory]
    [InlineData("EPRT |2|fd00::1|6001|")]
    [InlineData("LPRT 6,16,253,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,2,23,113")]
    public void Active_modes_work_over_IPv6(string command)
    {
        FtpFindings found = new FtpScript(client: "fd00::1", server: "fd00::2").S("220 hi").C("USER a").S("230 in").C(command).S("200 ok").C("RETR a").S("150 Here")
            .Connect("d", "fd00::2", 40123, "fd00::1", 6001).Send("d", true, File).End("d", clientFirst: true).S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void Extended_passive_works_over_IPv6()
    {
        FtpFindings found = new FtpScript(client: "fd00::1", server: "fd00::2").S("220 hi").C("USER a").S("230 in").C("EPSV").S("229 (|||5001|)").C("RETR a").S("150 Here")
            .Connect("d", "fd00::1", 50000, "fd00::2", 5001).Send("d", false, File).End("d").S("226 Done").Play();

        AssertWhole(found, "extended-port");
    }

    [Fact]
    public void An_active_upload_is_what_the_client_sent()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PORT 10,0,0,1,23,113").S("200 ok").C("STOR a").S("150 Go on").Active("d", 6001).Up("d", File).End("d").S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void Without_an_announcement_the_client_s_control_port_is_the_default()
    {
        AssertWhole(FtpScript.LoggedIn().C("RETR a").S("150 Here").ActiveFile("d", 40000, File).S("226 Done").Play(), "default-port", "likely");
    }

    [Fact]
    public void Control_may_run_on_another_port()
    {
        AssertWhole(FtpScript.LoggedIn(2121).C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, File).S("226 Done").Play(), "announced-endpoint");
    }

    [Fact]
    public void All_may_stand_in_one_segment()
    {
        FtpFindings found = FtpScript.LoggedIn().Send("control", true, "PASV\r\nRETR a\r\n").Send("control", false, "227 (10,0,0,2,19,137)\r\n150 Here\r\n").PassiveFile("d", 5001, File).S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void Data_may_be_captured_before_its_announcement()
    {
        AssertWhole(FtpScript.LoggedIn().C("PASV").PassiveFile("d", 5001, File).S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").S("226 Done").Play(), "announced-endpoint");
    }

    [Fact]
    public void The_handshake_alone_may_be_captured_before_the_announcement()
    {
        AssertWhole(FtpScript.LoggedIn().C("PASV").Passive("d", 5001).S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").Down("d", File).End("d").S("226 Done").Play(), "announced-endpoint");
    }

    [Fact]
    public void The_same_name_in_two_directories_is_two_files()
    {
        FtpFindings found = FtpScript.LoggedIn().C("CWD /one").S("250 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d1", 5001, "first", 50001).S("226 Done")
            .C("CWD /two").S("250 ok").C("PASV").S("227 (10,0,0,2,19,138)").C("RETR a").S("150 Here").PassiveFile("d2", 5002, "second", 50002).S("226 Done").Play();

        Assert.Equal([("/one/a", HashOf("first")), ("/two/a", HashOf("second"))], found.Transfers.Select(transfer => (transfer.Path!, transfer.Sha256!)));
    }

    [Fact]
    public void Segments_out_of_order_are_one_file()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").Passive("d", 5001).Down("d", File[..5])
            .Skip("d", false, 7).Down("d", File[12..]).Rewind("d", false, File.Length - 5).Down("d", File[5..12]).Skip("d", false, File.Length - 12).End("d").S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void Data_from_long_before_an_announcement_is_not_its()
    {
        FtpFindings found = FtpScript.LoggedIn().PassiveFile("old", 5001, "another").Wait(60).C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, File, from: 50001).S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
        Assert.Contains("orphan-data", found.Codes);
    }

    [Theory]
    [InlineData("150 Opening BINARY mode data connection for a (32 bytes)", "hosts-and-size", "likely")]
    [InlineData("150 Here", "hosts-and-time", "guess")]
    public void A_missing_announcement_is_made_up_for_by_hosts_time_and_size(string reply, string rule, string certainty)
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").Lose("control", false, 30).C("RETR a").S(reply).PassiveFile("d", 5001, File).S("226 Done").End("control").Play();

        AssertWhole(found, rule, certainty);
        Assert.Equal("passive", found.Transfer.Mode);
    }

    [Fact]
    public void A_stream_of_another_size_is_not_guessed()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").Lose("control", false, 30).C("RETR a").S("150 Opening for a (5 bytes)").PassiveFile("d", 5001, File).S("226 Done").End("control").Play();

        Assert.Null(found.Transfer.Stream);
        Assert.False(found.Transfer.Complete);
        Assert.Contains("no-data-connection", found.Codes);
    }

    [Fact]
    public void A_translated_server_is_found_by_its_port()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (192,168,7,7,19,137)").C("RETR a").S("150 Here").Passive("d", 5001, server: "203.0.113.9").Send("d", false, File).End("d").S("226 Done").Play();

        AssertWhole(found, "port-and-one-host", "likely");
    }

    [Fact]
    public void The_same_addresses_and_ports_may_serve_again()
    {
        FtpFindings found = FtpScript.LoggedIn()
            .C("PORT 10,0,0,1,23,113").S("200 ok").C("RETR a").S("150 Here").ActiveFile("d1", 6001, "first").S("226 Done")
            .C("PORT 10,0,0,1,23,113").S("200 ok").C("RETR b").S("150 Here").ActiveFile("d2", 6001, "second").S("226 Done").Play();

        Assert.Equal([("a", HashOf("first")), ("b", HashOf("second"))], found.Transfers.Select(transfer => (transfer.Path!, transfer.Sha256!)));
        Assert.All(found.Transfers, transfer => Assert.True(transfer.Complete));
    }

    [Fact]
    public void One_announcement_may_serve_several_transfers()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PORT 10,0,0,1,23,113").S("200 ok")
            .C("RETR a").S("150 Here").ActiveFile("d1", 6001, "first", 2001).S("226 Done")
            .C("RETR b").S("150 Here").ActiveFile("d2", 6001, "second", 2002).S("226 Done").Play();

        Assert.Equal([HashOf("first"), HashOf("second")], found.Transfers.Select(transfer => transfer.Sha256));
    }

    [Fact]
    public void Sessions_on_one_passive_range_do_not_get_each_others_data()
    {
        FtpFindings found = FtpScript.LoggedIn().Connect("other", "10.0.0.1", 40001, "10.0.0.2", 21).S("other", "220 hi").C("other", "USER b").S("other", "230 in")
            .C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d1", 5001, "first", 50001).S("226 Done")
            .C("other", "PASV").S("other", "227 (10,0,0,2,19,137)").C("other", "RETR b").S("other", "150 Here").PassiveFile("d2", 5001, "second", 50002).S("other", "226 Done")
            .C("PASV").S("227 (10,0,0,2,19,137)").C("RETR c").S("150 Here").PassiveFile("d3", 5001, "third", 50003).S("226 Done").Play();

        Assert.Equal([(1, "a", HashOf("first")), (2, "b", HashOf("second")), (1, "c", HashOf("third"))], found.Transfers.Select(transfer => (transfer.Session, transfer.Path!, transfer.Sha256!)));
    }

    [Fact]
    public void After_a_refusal_the_connection_serves_the_next_transfer()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").Passive("d", 5001).C("RETR none").S("550 No such file").C("RETR a").S("150 Here").Down("d", File).End("d").S("226 Done").Play();

        Assert.Equal("a", found.Transfer.Path);
        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void A_connection_that_served_nothing_belongs_to_the_refused_transfer()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").Passive("d", 5001).C("RETR none").S("550 No such file").End("d").C("PASV").S("227 (10,0,0,2,19,138)").Play();

        Assert.Equal(("none", "550", 0L, false), (found.Transfer.Path, found.Transfer.ReplyCode, found.Transfer.Size, found.Transfer.Complete));
    }

    [Fact]
    public void A_refused_transfer_without_a_connection_is_none()
    {
        Assert.Empty(FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR none").S("550 No such file").Play().Transfers);
    }

    [Fact]
    public void A_transfer_without_its_data_says_so()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").S("226 Done").Play();

        Assert.Equal((0L, false, null, "226"), (found.Transfer.Size, found.Transfer.Complete, found.Transfer.Sha256, found.Transfer.ReplyCode));
        Assert.Contains("no-data-connection", found.Codes);
    }

    [Fact]
    public void The_final_reply_may_overtake_the_data()
    {
        AssertWhole(FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").Passive("d", 5001).S("226 Done").Down("d", File).End("d").Play(), "announced-endpoint");
    }

    [Fact]
    public void The_data_may_end_before_the_preliminary_reply()
    {
        AssertWhole(FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").PassiveFile("d", 5001, File).S("150 Here").S("226 Done").Play(), "announced-endpoint");
    }

    [Fact]
    public void The_preliminary_reply_may_be_missing()
    {
        AssertWhole(FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").PassiveFile("d", 5001, File).S("226 Done").Play(), "announced-endpoint");
    }

    [Fact]
    public void An_end_that_is_captured_before_the_last_bytes_does_not_cut_them()
    {
        FtpScript script = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").Passive("d", 5001).Down("d", File[..10]).Lose("d", false, File.Length - 10).Fin("d", false);
        // What was lost comes late: the same bytes at their place.
        FtpFindings found = script.Rewind("d", false, File.Length - 10 + 1).Down("d", File[10..]).Skip("d", false, 1).Fin("d", true).S("226 Done").Play();

        AssertWhole(found, "announced-endpoint");
    }

    [Fact]
    public void An_empty_file_is_whole()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "").S("226 Done").Play();

        Assert.Equal((0L, HashOf(""), true), (found.Transfer.Size, found.Transfer.Sha256, found.Transfer.Complete));
    }

    [Fact]
    public void An_empty_connection_that_is_merely_near_in_time_proves_no_empty_file()
    {
        FtpFindings found = FtpScript.LoggedIn().PassiveFile("d", 5001, "").C("PASV").Lose("control", false, 30).C("RETR a").S("150 Here").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.False(found.Transfer.Complete);
    }

    [Fact]
    public void What_went_the_other_way_on_the_same_port_is_no_empty_file()
    {
        FtpFindings found = FtpScript.LoggedIn().Passive("d", 5001).Up("d", "another").End("d", true).C("EPSV").S("229 (|||5001|)").C("LIST").S("150 Here").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.False(found.Transfer.Complete);
    }

    [Fact]
    public void What_was_lost_on_its_way_in_the_other_direction_is_no_empty_file()
    {
        FtpFindings found = FtpScript.LoggedIn().Passive("d", 5001).Lose("d", true, 7).End("d", true).C("EPSV").S("229 (|||5001|)").C("LIST").S("150 Here").S("226 Done").C("QUIT").S("221 Bye").Play();

        Assert.False(found.Transfer.Complete);
    }

    [Fact]
    public void An_empty_file_may_come_before_its_announcement()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").Wait(0.05, script => script.PassiveFile("d", 5001, "")).S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").S("226 Done").Play();

        Assert.True(found.Transfer.Complete);
    }

    [Fact]
    public void Another_dialogue_between_the_hosts_is_no_data()
    {
        FtpFindings found = FtpScript.LoggedIn().Passive("chat", 5001).Send("chat", true, "hello").Send("chat", false, "hello yourself").C("RETR a").S("150 Here").S("226 Done").Play();

        Assert.Null(found.Transfer.Stream);
        Assert.DoesNotContain("orphan-data", found.Codes);
    }

    [Fact]
    public void Without_a_clock_the_order_of_the_capture_decides()
    {
        var script = new FtpScript { HasNoClock = true };
        FtpFindings found = script.S("220 hi").C("USER a").S("230 in").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d1", 5001, "first", 50001).S("226 Done")
            .C("PASV").S("227 (10,0,0,2,19,137)").C("RETR b").S("150 Here").PassiveFile("d2", 5001, "second", 50002).S("226 Done").Play();

        Assert.Equal([("a", HashOf("first")), ("b", HashOf("second"))], found.Transfers.Select(transfer => (transfer.Path!, transfer.Sha256!)));
    }
}
