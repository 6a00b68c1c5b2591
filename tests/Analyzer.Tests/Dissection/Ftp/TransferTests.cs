using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class TransferTests
{
    static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));

    static FtpScript Passive(string command, string preliminary = "150 Here") => FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C(command).S(preliminary);

    [Fact]
    public void Bytes_that_the_capture_lacks_are_counted()
    {
        TransferRecord transfer = Passive("RETR a").Passive("d", 5001).Down("d", "begin").Lose("d", false, 7).Down("d", "end").End("d").S("226 Done").Play().Transfer;

        Assert.Equal((8L, 7L, false, HashOf("beginend")), (transfer.Size, transfer.Missing, transfer.Complete, transfer.Sha256));
        Assert.Equal([new ContentGap(5, 7, 5)], transfer.Content.Gaps);
    }

    [Fact]
    public void A_download_that_is_aborted_is_partial_by_intent()
    {
        FtpFindings found = Passive("RETR a").Passive("d", 5001).Down("d", "begin").C("ABOR").S("426 Aborted").End("d").S("226 Abort done").Play();

        Assert.Equal((false, true, "426", 5L), (found.Transfer.Complete, found.Transfer.Aborted, found.Transfer.ReplyCode, found.Transfer.Size));
        Assert.Contains("transfer-aborted", found.Codes);
    }

    [Fact]
    public void A_download_that_had_ended_before_the_abort_is_whole()
    {
        TransferRecord transfer = Passive("RETR a").Passive("d", 5001).Down("d", "all").C("ABOR").End("d").S("226 Done").S("225 Nothing to abort").Play().Transfer;

        Assert.Equal((true, false, "226"), (transfer.Complete, transfer.Aborted, transfer.ReplyCode));
    }

    [Fact]
    public void An_upload_that_was_aborted_before_its_end_is_partial_whatever_the_server_says()
    {
        TransferRecord transfer = Passive("STOR a").Passive("d", 5001).Up("d", "begin").C("ABOR").End("d", clientFirst: true).S("226 Done").S("225 Nothing to abort").Play().Transfer;

        Assert.Equal((false, true), (transfer.Complete, transfer.Aborted));
    }

    [Fact]
    public void An_abort_may_be_given_before_the_server_says_that_it_begins()
    {
        TransferRecord transfer = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("STOR a").C("ABOR").S("150 Go").Passive("d", 5001).Up("d", "begin").End("d", clientFirst: true).S("226 Done").S("225 Nothing").Play().Transfer;

        Assert.Equal((false, true), (transfer.Complete, transfer.Aborted));
    }

    [Fact]
    public void An_upload_that_had_ended_before_the_abort_is_whole()
    {
        Assert.True(Passive("STOR a").Passive("d", 5001).Up("d", "all").End("d", clientFirst: true).C("ABOR").S("226 Done").S("225 Nothing to abort").Play().Transfer.Complete);
    }

    [Fact]
    public void A_connection_that_was_reset_is_no_whole_file()
    {
        TransferRecord transfer = Passive("RETR a").Passive("d", 5001).Down("d", "begin").Reset("d", true).S("426 Failure").Play().Transfer;

        Assert.Equal((false, true), (transfer.Complete, transfer.Aborted));
    }

    [Fact]
    public void A_reset_after_the_end_does_no_harm()
    {
        Assert.True(Passive("RETR a").Passive("d", 5001).Down("d", "all").Fin("d", false).Reset("d", true).S("226 Done").Play().Transfer.Complete);
    }

    [Theory]
    [InlineData("150 Opening for a (3 bytes)", true)]
    [InlineData("150 Here", false)]
    public void Where_the_end_is_not_captured_the_announced_size_may_tell(string reply, bool isComplete)
    {
        Assert.Equal(isComplete, Passive("RETR a", reply).Passive("d", 5001).Down("d", "all").S("226 Done").Play().Transfer.Complete);
    }

    [Theory]
    [InlineData("TYPE I", "150 For a (3 bytes)", "abc", false)]
    [InlineData("TYPE I", "150 For a (4 bytes)", "abc", true)]
    [InlineData("TYPE A", "150 For a (2 bytes)", "a\r\n", false)]
    [InlineData("TYPE A", "150 For a (3 bytes)", "a\r\n", false)]
    [InlineData("TYPE A", "150 For a (9 bytes)", "a\r\n", true)]
    [InlineData("TYPE I", "150 3.2 kbytes to download", "abc", false)]
    public void A_size_that_differs_from_the_bytes_is_told(string type, string reply, string file, bool differs)
    {
        FtpFindings found = FtpScript.LoggedIn().C(type).S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S(reply).PassiveFile("d", 5001, file).S("226 Done").Play();

        Assert.Equal(differs, found.Codes.Contains("size-differs"));
        Assert.True(found.Transfer.Complete);
    }

    [Fact]
    public void SIZE_and_ALLO_announce_too()
    {
        FtpFindings found = FtpScript.LoggedIn().C("SIZE a").S("213 12").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d1", 5001, "a dozen bytes").S("226 Done")
            .C("ALLO 5").S("202 no need").C("PASV").S("227 (10,0,0,2,19,138)").C("STOR b").S("150 Go").Passive("d2", 5002).Up("d2", "five!").End("d2", true).S("226 Done").Play();

        Assert.Equal([12, 5], found.Transfers.Select(transfer => transfer.AnnouncedSize));
        Assert.Single(found.Codes, code => code == "size-differs");
    }

    [Theory]
    [InlineData("150 FILE: a.17", "226 Done", "a.17")]
    [InlineData("150 Go on", "226 Transfer complete (unique file name:a.18).", "a.18")]
    [InlineData("125 Opening data connection for a.19", "226 Done", "a.19")]
    public void The_name_of_a_unique_upload_comes_from_the_reply(string preliminary, string final, string name)
    {
        TransferRecord transfer = FtpScript.LoggedIn().C("CWD /in").S("250 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("STOU a").S(preliminary).Passive("d", 5001).Up("d", "x").End("d", true).S(final).Play().Transfer;

        Assert.Equal(("STOU", "/in/a", name), (transfer.Command, transfer.Path, transfer.Name));
    }

    [Fact]
    public void The_path_of_a_unique_upload_that_was_given_no_name_comes_from_the_reply()
    {
        TransferRecord transfer = FtpScript.LoggedIn().C("CWD /in").S("250 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("STOU").S("150 FILE: a.17").Passive("d", 5001).Up("d", "x").End("d", true).S("226 Done").Play().Transfer;

        Assert.Equal(("/in/a.17", "a.17"), (transfer.Path, transfer.Name));
    }

    [Theory]
    [InlineData("TYPE A", "A")]
    [InlineData("type a n", "A")]
    [InlineData("TYPE E", "E")]
    [InlineData("TYPE L 8", "L 8")]
    [InlineData("NOOP", "I")]
    public void The_representation_is_told(string command, string representation)
    {
        TransferRecord transfer = FtpScript.LoggedIn().C(command).S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play().Transfer;

        Assert.Equal(representation, transfer.Representation);
    }

    [Fact]
    public void A_type_that_was_refused_does_not_count()
    {
        TransferRecord transfer = FtpScript.LoggedIn().C("TYPE E").S("504 no").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play().Transfer;

        Assert.Equal("I", transfer.Representation);
    }

    public static TheoryData<string, string, string> Encodings => new()
    {
        { "MODE B", "\u0000\u0000\u0003abc\u0080\u0000\u0002de\u0040\u0000\u0001f", "abcde\nf" },
        { "MODE B", "\u0010\u0000\u0006marker\u0000\u0000\u0001a\u0040\u0000\u0000", "a" },
        { "MODE C", "\u0003abc\u0084x\u00C2\u0000\u0040", "abcxxxx\0\0" },
        { "STRU R", "line\u00FF\u0001with \u00FF\u00FF\u00FF\u0003", "line\nwith \u00FF\n" },
        { "TYPE E", "\u00C1\u0082\u0083\u0015", "Abc\n" },
        { "MODE Z", Zlib("some text, some text, some text"), "some text, some text, some text" },
    };

    static string Zlib(string text)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.SmallestSize)) zlib.Write(Encoding.Latin1.GetBytes(text));
        return Encoding.Latin1.GetString(target.ToArray());
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void What_is_not_sent_as_it_is_is_decoded(string setting, string wire, string content)
    {
        TransferRecord transfer = FtpScript.LoggedIn().C(setting).S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, wire).S("226 Done").Play().Transfer;

        Assert.Equal((wire.Length, HashOf(wire), true), (transfer.Size, transfer.Sha256, transfer.Complete));
        Assert.Equal((content.Length, HashOf(content)), (transfer.DecodedSize, transfer.DecodedSha256));
    }

    [Fact]
    public void Several_files_on_one_connection_are_not_called_one_whole()
    {
        FtpFindings found = FtpScript.LoggedIn().C("MODE B").S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").Passive("d", 5001).Down("d", "\u0040\u0000\u0001a").S("226 Done")
            .C("RETR b").S("125 Still open").Down("d", "\u0040\u0000\u0001b").End("d").S("226 Done").Play();

        Assert.Contains("several-files", found.Codes);
        Assert.All(found.Transfers, transfer => Assert.False(transfer.Complete));
    }

    [Fact]
    public void A_compressed_stream_that_is_damaged_is_decoded_as_far_as_it_goes()
    {
        FtpFindings found = FtpScript.LoggedIn().C("MODE Z").S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "\u0078\u009C no, this is not zlib").S("226 Done").Play();

        Assert.Contains("decoding-incomplete", found.Codes);
        Assert.Null(found.Transfer.DecodedSha256);
    }

    [Fact]
    public void Encrypted_data_is_no_file()
    {
        FtpFindings found = Passive("RETR a").Passive("d", 5001).Send("d", true, "\u0016\u0003\u0001\u0000\u0005hello").Send("d", false, "\u0016\u0003\u0003\u0000\u0005world").Down("d", "\u0017\u0003\u0003\u0000\u0002xx").End("d").S("226 Done").Play();

        Assert.Equal((false, null, 0L), (found.Transfer.Complete, found.Transfer.Sha256, found.Transfer.Size));
        Assert.Contains("encrypted-data", found.Codes);
    }

    [Fact]
    public void A_file_that_looks_like_TLS_is_a_file()
    {
        Assert.True(Passive("RETR a").PassiveFile("d", 5001, "\u0016\u0003\u0001\u0000\u0005hello").S("226 Done").Play().Transfer.Complete);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_pipe_gives_the_same_hash(bool isPipe, bool keepContent)
    {
        FtpFindings found = Passive("RETR a").PassiveFile("d", 5001, "content").S("226 Done").Play(new FtpPlay { IsPipe = isPipe, KeepContent = keepContent });

        Assert.Equal(HashOf("content"), found.Transfer.Sha256);
        if (keepContent || !isPipe) Assert.Equal("content", found.Read(found.Transfer.Content));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Data_that_came_early_has_its_hash_even_from_a_pipe(bool isPipe)
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").PassiveFile("d", 5001, "content").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").S("226 Done").Play(new FtpPlay { IsPipe = isPipe });

        Assert.Equal(HashOf("content"), found.Transfer.Sha256);
    }

    [Fact]
    public void Without_hashes_there_are_none()
    {
        TransferRecord transfer = Passive("RETR a").PassiveFile("d", 5001, "content").S("226 Done").Play(new FtpPlay { Hash = false }).Transfer;

        Assert.Equal((null, true), (transfer.Sha256, transfer.Complete));
    }

    [Fact]
    public void Names_that_are_not_UTF8_keep_their_bytes()
    {
        TransferRecord transfer = Passive("RETR \u00CE\u00C4\u00BC\u00FE.txt").PassiveFile("d", 5001, "x").S("226 Done").Play().Transfer;

        Assert.Equal("cec4bcfe2e747874", transfer.RawPath);
        Assert.Equal("ÎÄ¼þ.txt", transfer.Path);
    }

    [Theory]
    [InlineData("RETR two words.txt", "/home/two words.txt")]
    [InlineData("RETR  led by a blank", "/home/ led by a blank")]
    [InlineData("RETR ../../../etc/passwd", "/etc/passwd")]
    [InlineData("RETR /pub//./x", "/pub/x")]
    [InlineData("RETR a\r\0b", "/home/a\rb")]
    [InlineData("RETR a\u00FF\u00FFb", "/home/aÿb")]
    [InlineData("RETR na\u00C3\u00AFve", "/home/naïve")]
    public void Paths_are_read_as_they_are_meant(string command, string path)
    {
        FtpFindings found = FtpScript.LoggedIn().C("PWD").S("257 \"/home\" is current").C("PASV").S("227 (10,0,0,2,19,137)").C(command).S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play();

        Assert.Equal(path, found.Transfer.Path);
    }

    [Fact]
    public void From_one_server_to_another_the_file_is_in_both_sessions()
    {
        FtpFindings found = FtpScript.LoggedIn().Connect("other", "10.0.0.1", 40001, "10.0.0.9", 21).S("other", "220 hi").C("other", "USER b").S("other", "230 in")
            .C("PASV").S("227 (10,0,0,2,19,137)").C("other", "PORT 10,0,0,2,19,137").S("other", "200 ok").C("RETR a").S("150 Here").C("other", "STOR b").S("other", "150 Go")
            .Connect("d", "10.0.0.9", 20, "10.0.0.2", 5001).Send("d", false, "content").End("d").S("226 Done").S("other", "226 Done").Play();

        Assert.Equal([("RETR", HashOf("content"), true), ("STOR", HashOf("content"), true)], found.Transfers.Select(transfer => (transfer.Command, transfer.Sha256!, transfer.Complete)));
        Assert.Contains("fxp", found.Codes);
    }

    [Theory]
    [InlineData("PORT 198,51,100,9,0,25", "bounce")]
    [InlineData("PORT 198,51,100,9,23,113", "bounce")]
    [InlineData("PORT 192,168,1,9,23,113", "client-address-differs")]
    [InlineData("PORT 10,0,0,1,23,113", null)]
    [InlineData("PORT nonsense", "announcement-unreadable")]
    public void A_third_host_as_the_end_of_data_is_told(string command, string? code)
    {
        FtpFindings found = FtpScript.LoggedIn().C(command).S("200 ok").Play();

        Assert.Equal(code is null ? [] : [code], found.Codes);
    }
}
