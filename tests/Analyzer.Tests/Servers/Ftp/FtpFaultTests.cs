using System.Net.Sockets;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpFaultTests
{
    [Fact]
    public async Task The_address_in_227_can_be_one_that_NAT_would_have_translated()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.pasv:address=10.0.0.5");

        Assert.StartsWith("227 Entering Passive Mode (10,0,0,5,", await dialogue.SayAsync("PASV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preliminary_reply_can_be_left_out()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.retr:no-150");
        dialogue.Write("a", "1");
        using TcpClient data = await dialogue.PassiveAsync();

        Assert.StartsWith("226", await dialogue.SayAsync("RETR a"), StringComparison.Ordinal);
        Assert.Equal("1", await FtpDialogue.DrainAsync(data));
    }

    [Fact]
    public async Task The_final_reply_can_come_before_the_data_and_only_once()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.stor:early-226");
        using (TcpClient data = await dialogue.PassiveAsync())
        {
            Assert.StartsWith("125", await dialogue.SayAsync("STOR a"), StringComparison.Ordinal);
            Assert.StartsWith("226", await dialogue.HearAsync(), StringComparison.Ordinal);
            await data.GetStream().WriteAsync("late"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        Assert.StartsWith("257", await dialogue.SayAsync("PWD"), StringComparison.Ordinal);
        Assert.Equal("late", dialogue.Read("a"));
    }

    [Fact]
    public async Task A_reply_of_several_lines_can_be_broken()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.feat:broken-reply");

        Assert.Equal("211 Extensions supported:", await dialogue.SayAsync("FEAT"));
        Assert.Equal(" EPRT", await dialogue.HearAsync());
    }

    [Theory]
    [InlineData("ftp.data:cut=1000")]
    [InlineData("ftp.retr#1:no-150", "ftp.data:cut=1000")]
    public async Task A_transfer_can_break_off_after_some_octets(params string[] faults)
    {
        await using FtpDialogue dialogue = await WithAsync(faults);
        dialogue.Write("a", new string('x', 5000));
        await dialogue.SayAsync("TYPE I");
        using TcpClient data = await dialogue.PassiveAsync();
        string first = await dialogue.SayAsync("RETR a");

        Assert.Equal(1000, (await FtpDialogue.DrainAsync(data)).Length);
        Assert.StartsWith("426", faults.Length == 1 ? await dialogue.HearAsync() : first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_connection_can_be_reset()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.data:reset");
        dialogue.Write("a", "1");
        using TcpClient data = await dialogue.PassiveAsync();
        await dialogue.SayAsync("RETR a");

        await Assert.ThrowsAnyAsync<IOException>(() => FtpDialogue.DrainAsync(data));
        Assert.StartsWith("426", await dialogue.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Announced_sizes_can_be_wrong()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.size:count=-3", "ftp.retr:count=+5");
        dialogue.Write("a", "12345");
        await dialogue.SayAsync("TYPE I");

        Assert.Equal("213 2", await dialogue.SayAsync("SIZE a"));
        using TcpClient data = await dialogue.PassiveAsync();
        Assert.EndsWith("(10 bytes)", await dialogue.SayAsync("RETR a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_reply_can_be_another_and_421_ends_the_session()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.stor:reply=452 Error writing file", "ftp.noop#2:reply=421 Shutting down");

        Assert.Equal("452 Error writing file", await dialogue.SayAsync("STOR a"));
        Assert.StartsWith("200", await dialogue.SayAsync("NOOP"), StringComparison.Ordinal);
        Assert.Equal("421 Shutting down", await dialogue.SayAsync("NOOP"));
        Assert.Equal("", await dialogue.HearAsync());
    }

    [Fact]
    public async Task A_connection_can_be_dropped_before_the_greeting()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(context: new ServerContextShape { Faults = ["ftp.connect:close"] });

        Assert.Equal("", await dialogue.HearAsync());
    }

    [Fact]
    public async Task A_control_connection_can_be_reset_in_the_middle()
    {
        await using FtpDialogue dialogue = await WithAsync("ftp.pwd:reset");

        await Assert.ThrowsAnyAsync<IOException>(() => dialogue.SayAsync("PWD"));
    }

    static Task<FtpDialogue> WithAsync(params string[] faults) => FtpDialogue.LoggedInAsync(context: new ServerContextShape { Faults = faults });
}
