using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

/// <summary>What a hostile or endless capture must not make grow.</summary>
public sealed class BoundsTests
{
    [Fact]
    public void Streams_that_nobody_claims_leave_when_there_are_too_many()
    {
        var script = FtpScript.LoggedIn();
        for (int i = 0; i < 4200; i++) script.Passive($"d{i}", (ushort)(10_000 + i)).Down($"d{i}", "x");
        FtpFindings found = script.Play();

        Assert.Equal("104 streams between FTP hosts were given up before a session claimed them, because too many were kept", found.TextOf("unclaimed-limit"));
        Assert.Equal(21, found.Codes.Count(code => code == "orphan-data"));
    }

    [Fact]
    public void Streams_of_strangers_leave_before_those_of_FTP_hosts()
    {
        var script = FtpScript.LoggedIn().C("PASV").Wait(0.1).Passive("d", 5001).Down("d", "content").End("d");
        for (int i = 0; i < 5000; i++) script.Connect($"s{i}", "10.9.9.9", (ushort)(10_000 + i), "10.8.8.8", 7777).Send($"s{i}", true, "x");
        FtpFindings found = script.Wait(-20.2).S("227 (10,0,0,2,19,137)").C("RETR a").Wait(30).S("150 Here").S("226 Done").Play();

        Assert.True(found.Transfer.Complete);
        Assert.DoesNotContain("unclaimed-limit", found.Codes);
    }

    [Fact]
    public void Transfers_that_wait_for_data_are_told_when_there_are_too_many()
    {
        var script = FtpScript.LoggedIn();
        for (int i = 0; i < 4200; i++) script.C("PORT 10,0,0,1,23,113").S("200 ok").C($"RETR {i}").S("150 Here").S("226 Done");
        FtpFindings found = script.Play();

        Assert.Equal(4200, found.Transfers.Count);
        Assert.All(found.Transfers, transfer => Assert.False(transfer.Complete));
        int first = found.Records.FindIndex(record => record is TransferRecord);
        Assert.InRange(found.Records.FindIndex(record => record is ExchangeRecord { Argument: "4199" }), first + 1, int.MaxValue);
    }

    [Fact]
    public void Commands_without_replies_do_not_pile_up()
    {
        var script = FtpScript.LoggedIn();
        for (int i = 0; i < 1000; i++) script.C("NOOP");
        FtpFindings found = script.S("200 ok").Play();

        Assert.Equal(1003, found.Session.Commands);
        Assert.Equal(1, found.Exchanges.Count(exchange => exchange is { Command: "NOOP", ReplyCode: "200" }));
    }

    [Fact]
    public void A_long_argument_is_cut()
    {
        FtpFindings found = FtpScript.LoggedIn().C("RETR " + new string('a', 100_000)).S("550 no").C(new string('b', 100_000)).S("500 no").Play();

        Assert.Equal(16 * 1024, found.Exchanges[^2].Argument!.Length);
        Assert.Equal(16 * 1024, found.Exchanges[^1].Command!.Length);
        Assert.Contains("argument-limit", found.Codes);
    }

    [Fact]
    public void An_endless_reply_is_cut()
    {
        var script = FtpScript.LoggedIn().C("HELP").S("214-Help");
        for (int i = 0; i < 3000; i++) script.S(new string('x', 100));
        FtpFindings found = script.S("214 End").C("NOOP").S("200 ok").Play();

        Assert.InRange(found.Exchanges[^2].Reply!.Length, 1, Exchange.MaxReplyText);
        Assert.EndsWith("HELP 214, NOOP 200", found.Dialogue);
    }

    [Fact]
    public void A_directory_does_not_grow_without_end()
    {
        var script = FtpScript.LoggedIn().C("CWD /").S("250 ok");
        for (int i = 0; i < 2000; i++) script.C("CWD deeper").S("250 ok");
        FtpFindings found = script.C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here").PassiveFile("d", 5001, "x").S("226 Done").Play();

        Assert.InRange(found.Transfer.Path!.Length, 1, 5000);
    }

    [Fact]
    public void What_inflates_without_end_is_decoded_up_to_a_limit()
    {
        using var target = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(target, System.IO.Compression.CompressionLevel.Optimal))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1100; i++) zlib.Write(zeros);
        }
        FtpFindings found = FtpScript.LoggedIn().C("MODE Z").S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("RETR a").S("150 Here")
            .PassiveFile("d", 5001, System.Text.Encoding.Latin1.GetString(target.ToArray())).S("226 Done").Play(new FtpPlay { Hash = false });

        Assert.InRange(found.Transfer.DecodedSize!.Value, 1L << 30, (1L << 30) + (1 << 20));
        Assert.Contains("decoding-incomplete", found.Codes);
    }
}
