using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Dissection.Battery;

/// <summary>What other tools were measured with, over FTP: a file of 20 000 bytes comes out as it was sent, or with the right count of what is missing.</summary>
public sealed class FtpBatteryTests
{
    const string Agreed = "227 Entering Passive Mode (192,0,2,2,156,64)";
    const ushort Port = 40_000;
    const int MaxSegment = 1460;

    static readonly byte[] s_file = Bytes(20_000, 1), s_other = Bytes(20_000, 2);

    static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    static CapturedFtp Announced() => new CapturedFtp().C("PASV").S(Agreed);

    static CapturedFtp Retrieved(CapturedFtp session, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null) =>
        session.C("RETR a.bin").S("150 here").Passive(Port, s_file, link: link).S("226 done");

    static void AssertExact(IEnumerable<TransferRecord> found, params (string Command, string? Path, byte[] File)[] moved) =>
        Assert.Equal(
            moved.Select(one => (one.Command, one.Path, true, 0L, Convert.ToHexStringLower(SHA256.HashData(one.File)))),
            found.Select(transfer => (transfer.Command, transfer.Path, transfer.Complete, transfer.Missing, transfer.Sha256!)));

    static void AssertExact(CapturedFtp session) => AssertExact(session.Transfers(), ("RETR", "a.bin", s_file));

    [Fact]
    public void PASV_and_RETR_are_exact() => AssertExact(Retrieved(Announced()));

    [Fact]
    public void PASV_and_STOR_are_exact() =>
        AssertExact(Announced().C("STOR a.bin").S("150 go").Passive(Port, s_file, isUpload: true).S("226 done").Transfers(), ("STOR", "a.bin", s_file));

    [Fact]
    public void EPSV_is_exact() => AssertExact(Retrieved(new CapturedFtp().C("EPSV").S("229 Entering Extended Passive Mode (|||40000|)")));

    [Theory]
    [InlineData(20)]
    [InlineData(45_678)]
    public void PORT_is_exact_from_whatever_port_the_server_connects(ushort from) =>
        AssertExact(new CapturedFtp().C("PORT 192,0,2,1,195,81").S("200 ok").C("RETR a.bin").S("150 here").Active(50_001, s_file, from).S("226 done"));

    [Fact]
    public void EPRT_over_IPv6_is_exact() =>
        AssertExact(new CapturedFtp(isV6: true).C("EPRT |2|2001:db8::1|50001|").S("200 ok").C("RETR a.bin").S("150 here").Active(50_001, s_file, 20).S("226 done"));

    [Fact]
    public void The_same_name_in_two_directories_is_two_files()
    {
        CapturedFtp session = new CapturedFtp().C("CWD /one").S("250 ok").C("PASV").S(Agreed);
        Retrieved(session).C("CWD /two").S("250 ok").C("PASV").S("227 ok (192,0,2,2,156,65)").C("RETR a.bin").S("150 here").Passive(40_001, s_other).S("226 done");

        AssertExact(session.Transfers(), ("RETR", "/one/a.bin", s_file), ("RETR", "/two/a.bin", s_other));
    }

    [Fact]
    public void LIST_and_then_RETR_are_both_exact()
    {
        byte[] listing = Encoding.ASCII.GetBytes("-rw-r--r-- 1 ftp ftp 20000 Nov 14 22:13 a.bin\r\n");
        CapturedFtp session = new CapturedFtp().C("CWD /").S("250 ok").C("PASV").S("227 ok (192,0,2,2,156,65)").C("LIST").S("150 here").Passive(40_001, listing).S("226 done").C("PASV").S(Agreed);

        IReadOnlyList<TransferRecord> found = Retrieved(session).Transfers();

        AssertExact(found, ("LIST", "/", listing), ("RETR", "/a.bin", s_file));
        Assert.Equal(("a.bin", 20_000L), found[0].Entries!.Select(entry => (entry.Name, entry.Size!.Value)).Single());
    }

    [Fact]
    public void A_command_may_be_split_over_segments() => AssertExact(Announced().Raw("RE").Raw("TR a.b").Raw("in\r\n").S("150 here").Passive(Port, s_file).S("226 done"));

    [Fact]
    public void Commands_may_be_in_lower_case() => AssertExact(new CapturedFtp().C("pasv").S(Agreed).C("retr a.bin").S("150 here").Passive(Port, s_file).S("226 done"));

    [Fact]
    public void Data_whose_handshake_was_captured_before_the_227_is_exact()
    {
        var session = new CapturedFtp();
        session.C("PASV");
        int reply = session.Packets;
        session.S(Agreed);
        int handshake = session.Packets;

        Assert.Equal(2, handshake - reply);
        AssertExact(Retrieved(session).Transfers(packets => MoveDown(packets, reply, handshake)), ("RETR", "a.bin", s_file));

        // The reply and its acknowledgment come behind the three packets of the data connection's handshake.
        static IEnumerable<SamplePacket> MoveDown(IReadOnlyList<SamplePacket> packets, int reply, int behind)
        {
            SamplePacket[] handshake = [.. packets.Skip(behind).Where(packet => packet.Frame[46] == Port >> 8 || packet.Frame[34] == Port >> 8).Take(3)];
            SamplePacket[] others = [.. packets.Except(handshake)];
            return [.. others.Take(reply), .. handshake, .. others.Skip(reply)];
        }
    }

    [Fact]
    public void Without_the_announcement_in_the_capture_the_file_is_found_and_the_guess_is_told()
    {
        IReadOnlyList<TransferRecord> found = Retrieved(new CapturedFtp()).Transfers();

        AssertExact(found, ("RETR", "a.bin", s_file));
        Assert.NotEqual("certain", found[0].Certainty);
    }

    [Fact]
    public void A_resumed_file_is_told_in_its_pieces_and_whole()
    {
        CapturedFtp session = Announced().C("RETR a.bin").S("150 here (20000 bytes)").Passive(Port, s_file[..9000]).S("426 broken").C("PASV").S("227 ok (192,0,2,2,156,65)")
            .C("REST 9000").S("350 restarting at 9000").C("RETR a.bin").S("150 here (20000 bytes)").Passive(40_001, s_file[9000..]).S("226 done");

        IReadOnlyList<TransferRecord> found = session.Transfers();

        Assert.Equal([(0L, 9000L, false), (9000, 11_000, true)], found.Select(transfer => (transfer.Offset, transfer.Size, transfer.Complete)));
        Assert.Equal((20_000L, Convert.ToHexStringLower(SHA256.HashData(s_file))), (found[1].Joined!.Size, found[1].Joined!.Sha256));
    }

    [Fact]
    public void Segments_out_of_order_are_one_file() => AssertExact(Retrieved(Announced(), segments => [segments[1], segments[0], segments[3], segments[2], .. segments.Skip(4)]));

    [Fact]
    public void A_segment_that_was_never_captured_is_counted()
    {
        TransferRecord found = Assert.Single(Retrieved(Announced(), segments => segments.Where((_, index) => index != 4)).Transfers());

        Assert.Equal((false, MaxSegment, 20_000 - MaxSegment), (found.Complete, (int)found.Missing, (int)found.Size));
        Assert.Equal((4L * MaxSegment, (long)MaxSegment), (found.Content.Gaps.Single().Offset, found.Content.Gaps.Single().Missing));
    }

    [Fact]
    public void A_227_with_a_private_address_leads_to_the_file() =>
        AssertExact(new CapturedFtp().C("PASV").S("227 Entering Passive Mode (10,0,0,7,156,64)").C("RETR a.bin").S("150 here").Passive(Port, s_file).S("226 done"));

    [Fact]
    public void The_same_addresses_and_ports_may_carry_two_files()
    {
        CapturedFtp session = Retrieved(Announced()).C("PASV").S(Agreed).C("RETR b.bin").S("150 here").Passive(Port, s_other).S("226 done");

        AssertExact(session.Transfers(), ("RETR", "a.bin", s_file), ("RETR", "b.bin", s_other));
    }

    [Fact]
    public void PASV_and_RETR_may_share_a_segment() =>
        AssertExact(new CapturedFtp().Raw("PASV\r\nRETR a.bin\r\n").S($"{Agreed}\r\n150 here").Passive(Port, s_file).S("226 done"));

    [Fact]
    public void Control_may_run_on_another_port() => AssertExact(Retrieved(new CapturedFtp(2121).C("PASV").S(Agreed)));

    [Fact]
    public void An_end_that_was_captured_before_the_last_bytes_does_not_cut_them()
    {
        CapturedFtp session = Announced().C("RETR a.bin").S("150 here");
        int before = session.Packets;
        session.Passive(Port, s_file);
        int behind = session.Packets;
        session.S("226 done");

        AssertExact(session.Transfers(packets => [.. packets.Take(before + 15), .. packets.Skip(behind - 3).Take(2), .. packets.Skip(before + 15).Take(behind - 3 - before - 15), .. packets.Skip(behind - 1)]), ("RETR", "a.bin", s_file));
    }

    [Fact]
    public void A_name_that_climbs_out_of_the_directory_stays_in_it()
    {
        IReadOnlyList<TransferRecord> found = Announced().C("RETR ../../../etc/passwd").S("150 here").Passive(Port, s_file).S("226 done").Transfers();

        AssertExact(found, ("RETR", "../../../etc/passwd", s_file));
        Assert.Equal("passwd", SafeFileName.From(found[0].Name, "file"));
        Assert.DoesNotContain(SafeFileName.From(found[0].Path, "file"), letter => letter is '/' or '\\');
    }
}
