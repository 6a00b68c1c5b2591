using System.Security.Cryptography;
using System.Text;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

/// <summary>Pieces of files over several transfers, and what servers say of the whole.</summary>
public sealed class HistoryTests
{
    static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData("0123456789"u8));

    /// <summary>Transfers one after the other, each with what was said before it.</summary>
    sealed class Story
    {
        readonly FtpScript _script = FtpScript.LoggedIn();
        ushort _port = 5120;

        public Story Say(params string[] commandsAndReplies)
        {
            foreach (string[] pair in commandsAndReplies.Chunk(2)) _script.C(pair[0]).S(pair[1]);
            return this;
        }

        public Story Get(string name, string bytes, long offset = 0, string final = "226 Done")
        {
            Begin("RETR " + name, offset).Down($"d{_port}", bytes).End($"d{_port}").S(final);
            return this;
        }

        public Story Put(string command, string bytes, long offset = 0, string final = "226 Done")
        {
            Begin(command, offset).Up($"d{_port}", bytes).End($"d{_port}", clientFirst: true).S(final);
            return this;
        }

        FtpScript Begin(string command, long offset)
        {
            _port++;
            if (offset > 0) _script.C($"REST {offset}").S("350 ok");
            return _script.C("PASV").S($"227 (10,0,0,2,{_port >> 8},{_port & 255})").C(command).S("150 Here").Passive($"d{_port}", _port, (ushort)(45000 + _port));
        }

        public FtpFindings Play(FtpPlay? play = null) => _script.Play(play);
    }

    [Fact]
    public void A_resumed_download_makes_the_whole_with_what_came_before()
    {
        FtpFindings found = new Story().Get("a", "01234", final: "426 Broken").Get("a", "56789", offset: 5).Play();

        TransferRecord last = found.Transfers[1];
        Assert.Equal((5L, 5L, true), (last.Offset, last.Size, last.Complete));
        Assert.Equal([1, 2], last.Joined!.From);
        Assert.Equal((10L, s_hash, false), (last.Joined.Size, last.Joined.Sha256, last.Joined.IsDoubtful));
        Assert.Equal("0123456789", found.Read(last.Joined.Content));
        Assert.Contains("joined", found.Codes);
    }

    [Fact]
    public void Pieces_may_come_in_any_order_and_overlap()
    {
        FtpFindings found = new Story().Get("a", "6789", offset: 6).Get("a", "0123456", final: "426 Broken").Play();

        Assert.Equal(s_hash, found.Transfers[1].Joined!.Sha256);
    }

    [Fact]
    public void Pieces_that_do_not_meet_make_no_whole()
    {
        FtpFindings found = new Story().Get("a", "01234", final: "426 Broken").Get("a", "789", offset: 7).Play();

        Assert.Null(found.Transfers[1].Joined);
    }

    [Fact]
    public void A_resumed_upload_makes_the_whole()
    {
        FtpFindings found = new Story().Put("STOR a", "0123456xx").Put("STOR a", "789", offset: 7).Play();

        Assert.Equal(s_hash, found.Transfers[1].Joined!.Sha256);
    }

    [Fact]
    public void What_is_appended_makes_the_whole_with_what_was_stored()
    {
        FtpFindings found = new Story().Put("STOR a", "01234").Put("APPE a", "567").Put("APPE a", "89").Play();

        Assert.Equal((3, s_hash), (found.Transfers[2].Joined!.From.Count, found.Transfers[2].Joined!.Sha256));
    }

    [Fact]
    public void What_is_appended_to_an_unknown_file_makes_no_whole()
    {
        Assert.Null(new Story().Put("APPE a", "567").Put("APPE a", "89").Play().Transfers[1].Joined);
    }

    [Theory]
    [InlineData("DELE a", "250 gone")]
    [InlineData("RNFR a", "350 go", "RNTO b", "250 ok")]
    public void A_file_that_is_gone_is_not_joined_with(params string[] between)
    {
        Assert.Null(new Story().Put("STOR a", "01234").Say(between).Put("APPE a", "56789").Play().Transfers[1].Joined);
    }

    [Theory]
    [InlineData("MDTM a", "213 20240101000000", "MDTM a", "213 20240202000000", "modified between")]
    [InlineData("SIZE a", "213 10", "SIZE a", "213 11", "size changed between")]
    [InlineData("NOOP", "200 ok", "SIZE a", "213 11", "11 bytes")]
    public void A_joint_that_something_speaks_against_is_doubtful(string first, string firstReply, string second, string secondReply, string doubt)
    {
        FtpFindings found = new Story().Say(first, firstReply).Get("a", "01234", final: "426 Broken").Say(second, secondReply).Get("a", "56789", offset: 5).Play();

        Assert.True(found.Transfers[1].Joined!.IsDoubtful);
        Assert.Contains(doubt, found.TextOf("doubtful-joint"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_differ_where_pieces_overlap_are_a_doubt()
    {
        FtpFindings found = new Story().Get("a", "0123xx", final: "426 Broken").Get("a", "456789", offset: 4).Play();

        Assert.Contains("differ", found.TextOf("doubtful-joint"), StringComparison.Ordinal);
        Assert.Equal(s_hash, found.Transfers[1].Joined!.Sha256);
    }

    [Fact]
    public void A_pipe_joins_without_a_hash()
    {
        FtpFindings found = new Story().Get("a", "01234", final: "426 Broken").Get("a", "56789", offset: 5).Play(new FtpPlay { IsPipe = true });

        Assert.Equal((10L, null), (found.Transfers[1].Joined!.Size, found.Transfers[1].Joined!.Sha256));
    }

    [Fact]
    public void A_file_that_grows_for_ever_is_not_told_for_ever()
    {
        var story = new Story().Put("STOR a", "0");
        for (int i = 0; i < 30; i++) story.Put("APPE a", "1");
        FtpFindings found = story.Play();

        Assert.Equal(8, found.Transfers.Count(transfer => transfer.Joined is not null));
        Assert.Contains("joint-limit", found.Codes);
    }

    public static TheoryData<string, string> Hashes
    {
        get
        {
            byte[] content = Encoding.ASCII.GetBytes("0123456789");
#pragma warning disable CA5350, CA5351 // What servers compute is what is compared.
            return new()
            {
                { "XCRC a", "250 A684C7C6" },
                { "XMD5 \"a\"", $"250 {Convert.ToHexString(MD5.HashData(content))}" },
                { "MD5 a", $"251 \"a\" {Convert.ToHexString(MD5.HashData(content))}" },
                { "XSHA1 a", $"250 {Convert.ToHexString(SHA1.HashData(content))}" },
                { "XSHA256 a", $"250 {Convert.ToHexString(SHA256.HashData(content))}" },
                { "XSHA512 \"a\" 0 10", $"250 {Convert.ToHexString(SHA512.HashData(content))}" },
                { "HASH a", $"213 SHA-256 0-9 {Convert.ToHexStringLower(SHA256.HashData(content))} a" },
                { "HASH a", $"213 SHA-1 0-9 {Convert.ToHexStringLower(SHA1.HashData(content))} a" },
            };
#pragma warning restore CA5350, CA5351
        }
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void A_hash_that_the_server_tells_is_compared_before_or_after(string command, string reply)
    {
        Assert.Equal(["hash-agrees"], new Story().Get("a", "0123456789").Say(command, reply).Play().Codes);
        Assert.Equal(["hash-agrees"], new Story().Say(command, reply).Get("a", "0123456789").Play().Codes);
        Assert.Equal(["hash-differs"], new Story().Get("a", "9876543210").Say(command, reply).Play().Codes);
    }

    [Fact]
    public void A_hash_of_a_part_is_not_compared_with_the_whole()
    {
        Assert.Empty(new Story().Get("a", "0123456789").Say("HASH a", "213 MD5 0-4 00000000000000000000000000000000 a").Say("XCRC \"a\" 5 9", "250 00000000").Play().Codes);
    }

    [Fact]
    public void A_hash_told_before_an_upload_is_of_another_version()
    {
        Assert.Empty(new Story().Say("XCRC a", "250 00000000").Put("STOR a", "0123456789").Play().Codes);
    }

    [Fact]
    public void A_size_told_afterwards_is_compared()
    {
        Assert.Equal(["size-differs"], new Story().Put("STOR a", "0123456789").Say("SIZE a", "213 9").Play().Codes);
        Assert.Empty(new Story().Put("STOR a", "0123456789").Say("SIZE a", "213 10").Play().Codes);
    }
}
