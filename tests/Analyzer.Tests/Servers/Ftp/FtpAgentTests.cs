using System.Net;
using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpAgentTests
{
    static readonly byte[] s_content = RandomNumberGenerator.GetBytes(300_000);

    public static TheoryData<FtpDataWay, string> Ways => new(
        from way in Enum.GetValues<FtpDataWay>()
        from address in (string[])["127.0.0.1", "::1"]
        select new TheoryDataRow<FtpDataWay, string>(way, address));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_file_goes_there_and_back_by_each_kind_of_data_connection(FtpDataWay way, string address)
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(address: IPAddress.Parse(address));
        await using FtpAgent agent = await LoggedInAsync(server, options => options with { DataWay = way });

        FtpTransferResult put = await agent.StoreAsync("STOR a.bin", 0, new MemoryStream(s_content), CancellationToken.None);
        (byte[] got, FtpTransferResult get) = await GetAsync(agent, "a.bin");

        Assert.Equal(s_content, got);
        Assert.Equal((s_content.Length, s_content.Length, 226), (put.Octets, get.Octets, get.Final.Code));
        Assert.Equal(way is FtpDataWay.Passive or FtpDataWay.ExtendedPassive ? 125 : 150, get.Preliminary!.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TLS_protects_commands_and_data(bool isImplicit)
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(options => options with { IsImplicitTls = isImplicit }, new ServerContextShape { HasTls = true });
        await using FtpAgent agent = await ConnectAsync(server, options => options with { IsTlsImplicit = isImplicit });

        if (!isImplicit) await agent.StartTlsAsync(CancellationToken.None);
        await agent.LogInAsync("alice", "hungry", CancellationToken.None);
        await agent.ProtectDataAsync(CancellationToken.None);
        await agent.SetTypeAsync(isText: false, CancellationToken.None);
        await agent.StoreAsync("STOR a.bin", 0, new MemoryStream(s_content), CancellationToken.None);

        Assert.Equal(s_content, (await GetAsync(agent, "a.bin")).Got);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_ends_it()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(context: new ServerContextShape { HasTls = true });
        await using FtpAgent agent = await ConnectAsync(server, options => options with { CertificateCheck = null });

        var failed = await Assert.ThrowsAsync<ChannelException>(() => agent.StartTlsAsync(CancellationToken.None).AsTask());
        Assert.Equal(ChannelFailure.TlsFailed, failed.Failure);
    }

    [Fact]
    public async Task Compression_and_text_are_undone_by_the_other_side()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync();
        await using FtpAgent agent = await LoggedInAsync(server, options => options);
        await agent.SetTypeAsync(isText: true, CancellationToken.None);
        await agent.SetModeAsync(isDeflated: true, CancellationToken.None);

        await agent.StoreAsync("STOR a.txt", 0, new MemoryStream("one\ntwo\n"u8.ToArray()), CancellationToken.None);
        Assert.Equal("one\ntwo\n", server.Read("a.txt"));
        Assert.Equal("one\ntwo\n", Encoding.ASCII.GetString((await GetAsync(agent, "a.txt")).Got));
    }

    [Fact]
    public async Task Transfers_go_on_where_they_were_left()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync();
        await using FtpAgent agent = await LoggedInAsync(server, options => options);
        server.Write("a", "12345");

        Assert.Equal(5, await agent.FindSizeAsync("a", CancellationToken.None));
        Assert.Equal("45"u8.ToArray(), (await GetAsync(agent, "a", 3)).Got);
        await agent.StoreAsync("STOR a", 3, new MemoryStream("xyz"u8.ToArray()), CancellationToken.None);
        Assert.Equal("123xyz", server.Read("a"));
        Assert.Null(await agent.FindSizeAsync("missing", CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_is_listed()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync();
        await using FtpAgent agent = await LoggedInAsync(server, options => options);
        server.Write("a", "12345");

        Assert.Equal("a\r\n", Encoding.ASCII.GetString(await agent.ListAsync("NLST", CancellationToken.None)));
    }

    [Fact]
    public async Task A_refusal_is_told_and_the_session_goes_on()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync();
        await using FtpAgent agent = await LoggedInAsync(server, options => options);

        var refused = await Assert.ThrowsAsync<FtpRefusedException>(() => GetAsync(agent, "missing"));
        Assert.Equal(550, refused.Reply.Code);
        await agent.StoreAsync("STOR a", 0, new MemoryStream([1]), CancellationToken.None);
        Assert.Equal("\u0001", server.Read("a"));
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync();
        await using FtpAgent agent = await ConnectAsync(server, options => options);

        Assert.Equal(530, (await Assert.ThrowsAsync<FtpRefusedException>(() => agent.LogInAsync("alice", "wrong", CancellationToken.None).AsTask())).Reply.Code);
    }

    [Theory]
    [InlineData("ftp.retr:no-150")]
    [InlineData("ftp.retr:early-226")]
    [InlineData("ftp.pasv:address=10.0.0.5")]
    [InlineData("ftp.data:delay=50ms")]
    [InlineData("ftp.data:rate=2000000")]
    [InlineData("ftp.connect:delay=20ms")]
    public async Task Strange_servers_are_coped_with(string fault)
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(context: new ServerContextShape { Faults = [fault] });
        await using FtpAgent agent = await LoggedInAsync(server, options => options);
        await File.WriteAllBytesAsync(server.At("a"), s_content, TestContext.Current.CancellationToken);

        Assert.Equal(s_content, (await GetAsync(agent, "a")).Got);
        await agent.QuitAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("ftp.data:cut=1000", 426)]
    [InlineData("ftp.data:reset", 426)]
    [InlineData("ftp.retr:reply=425 Can't open data connection", 425)]
    [InlineData("ftp.retr:reply=421 Shutting down", 421)]
    public async Task A_transfer_that_breaks_off_is_never_taken_for_whole(string fault, int code)
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(context: new ServerContextShape { Faults = [fault] });
        await using FtpAgent agent = await LoggedInAsync(server, options => options);
        await File.WriteAllBytesAsync(server.At("a"), s_content, TestContext.Current.CancellationToken);

        Assert.Equal(code, (await Assert.ThrowsAsync<FtpRefusedException>(() => GetAsync(agent, "a"))).Reply.Code);
    }

    [Fact]
    public async Task A_server_that_writes_no_more_says_why()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(options => options with { Capacity = 50_000 });
        await using FtpAgent agent = await LoggedInAsync(server, options => options);

        var refused = await Assert.ThrowsAsync<FtpRefusedException>(() => agent.StoreAsync("STOR a", 0, new MemoryStream(new byte[20_000_000]), CancellationToken.None).AsTask());
        Assert.Equal(452, refused.Reply.Code);
    }

    [Fact]
    public async Task A_server_that_cannot_connect_back_says_so()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync(context: new ServerContextShape { Faults = ["ftp.port:reply=200 As you like"] });
        await using FtpAgent agent = await LoggedInAsync(server, options => options with { DataWay = FtpDataWay.Active });
        server.Write("a", "1");

        Assert.Equal(425, (await Assert.ThrowsAsync<FtpRefusedException>(() => GetAsync(agent, "a"))).Reply.Code);
    }

    [Fact]
    public async Task A_name_cannot_smuggle_a_second_command_in()
    {
        await using FtpDialogue server = await FtpDialogue.StartAsync();
        await using FtpAgent agent = await LoggedInAsync(server, options => options);
        server.Write("a", "1");

        await Assert.ThrowsAsync<FtpRefusedException>(() => GetAsync(agent, "x\r\nDELE a"));
        Assert.True(File.Exists(server.At("a")));
    }

    static Task<FtpAgent> ConnectAsync(FtpDialogue server, Func<FtpAgentOptions, FtpAgentOptions> shape) =>
        FtpAgent.ConnectAsync(server.Context.Network, server.Server, shape(new FtpAgentOptions { CertificateCheck = CertificateChecks.AcceptAny }), CancellationToken.None).AsTask();

    static async Task<FtpAgent> LoggedInAsync(FtpDialogue server, Func<FtpAgentOptions, FtpAgentOptions> shape)
    {
        FtpAgent agent = await ConnectAsync(server, shape);
        await agent.LogInAsync("alice", "hungry", CancellationToken.None);
        await agent.SetTypeAsync(isText: false, CancellationToken.None);
        return agent;
    }

    static async Task<(byte[] Got, FtpTransferResult Result)> GetAsync(FtpAgent agent, string path, long offset = 0)
    {
        var got = new MemoryStream();
        FtpTransferResult result = await agent.RetrieveAsync(path, offset, piece => got.WriteAsync(piece), CancellationToken.None);
        return (got.ToArray(), result);
    }
}
