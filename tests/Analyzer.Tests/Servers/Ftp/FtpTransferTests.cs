using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Ftp;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpTransferTests
{
    [Fact]
    public async Task A_client_that_has_connected_already_hears_125()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a.bin", "12345");
        await dialogue.SayAsync("TYPE I");
        using TcpClient data = await dialogue.PassiveAsync();

        Assert.Equal("125 Data connection already open; transfer starting (5 bytes)", await dialogue.SayAsync("RETR a.bin"));
        Assert.Equal("12345", await FtpDialogue.DrainAsync(data));
        Assert.Equal("226 Transfer complete; closing data connection", await dialogue.HearAsync());
    }

    [Fact]
    public async Task The_server_connects_to_the_port_that_an_active_client_names()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a.bin", "12345");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.StartsWith("200", await dialogue.SayAsync($"PORT 127,0,0,1,{port >> 8},{port & 255}"), StringComparison.Ordinal);
        Assert.StartsWith("150 File status okay; about to open data connection", await dialogue.SayAsync("RETR a.bin"), StringComparison.Ordinal);
        using TcpClient data = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.Equal("12345", await FtpDialogue.DrainAsync(data));
        Assert.StartsWith("226", await dialogue.HearAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "|1|127.0.0.1|", "|||")]
    [InlineData("::1", "|2|::1|", "|||")]
    public async Task Extended_commands_serve_both_families(string address, string port, string announced)
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(address: IPAddress.Parse(address));
        dialogue.Write("a.bin", "12345");
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();

        Assert.StartsWith("200", await dialogue.SayAsync($"EPRT {port}{((IPEndPoint)listener.LocalEndpoint).Port}|"), StringComparison.Ordinal);
        await dialogue.SayAsync("RETR a.bin");
        using TcpClient active = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        Assert.Equal("12345", await FtpDialogue.DrainAsync(active));
        await dialogue.HearAsync();

        string reply = await dialogue.SayAsync("EPSV");
        Assert.Contains(announced, reply, StringComparison.Ordinal);
        Assert.True(FtpAddress.TryFindPort(reply, out int passivePort));
        using var passive = new TcpClient(address.Contains(':', StringComparison.Ordinal) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        await passive.ConnectAsync(IPAddress.Parse(address), passivePort, TestContext.Current.CancellationToken);
        Assert.StartsWith("125", await dialogue.SayAsync("RETR a.bin"), StringComparison.Ordinal);
        Assert.Equal("12345", await FtpDialogue.DrainAsync(passive));
    }

    [Fact]
    public async Task PASV_cannot_name_an_IPv6_address()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(address: IPAddress.IPv6Loopback);

        Assert.StartsWith("522", await dialogue.SayAsync("PASV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_EPSV_ALL_nothing_else_opens_data_connections()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();

        Assert.StartsWith("200", await dialogue.SayAsync("EPSV ALL"), StringComparison.Ordinal);
        Assert.StartsWith("503", await dialogue.SayAsync("PASV"), StringComparison.Ordinal);
        Assert.StartsWith("503", await dialogue.SayAsync("PORT 127,0,0,1,200,200"), StringComparison.Ordinal);
        Assert.StartsWith("503", await dialogue.SayAsync("EPRT |1|127.0.0.1|2000|"), StringComparison.Ordinal);
        Assert.StartsWith("229", await dialogue.SayAsync("EPSV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_are_kept_octet_by_octet_in_image_type()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("TYPE I");

        Assert.StartsWith("226", await dialogue.UploadAsync("STOR a.bin", "a\r\nb\nc\rd"), StringComparison.Ordinal);
        Assert.Equal("a\r\nb\nc\rd", dialogue.Read("a.bin"));
        Assert.Equal("a\r\nb\nc\rd", await dialogue.DownloadAsync("RETR a.bin"));
    }

    [Fact]
    public async Task Line_ends_are_converted_in_ASCII_type()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("TYPE A");

        await dialogue.UploadAsync("STOR a.txt", "one\r\ntwo\r\n\r\nlast\r");
        Assert.Equal("one\ntwo\n\nlast\r", dialogue.Read("a.txt"));
        Assert.Equal("one\r\ntwo\r\n\r\nlast\r", await dialogue.DownloadAsync("RETR a.txt"));
        Assert.Equal("213 17", await dialogue.SayAsync("SIZE a.txt"));
    }

    [Fact]
    public async Task A_download_goes_on_from_the_restart_point_once()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a.txt", "12\n456");
        await dialogue.SayAsync("TYPE I");

        Assert.StartsWith("350", await dialogue.SayAsync("REST 4"), StringComparison.Ordinal);
        Assert.Equal("56", await dialogue.DownloadAsync("RETR a.txt"));
        Assert.Equal("12\n456", await dialogue.DownloadAsync("RETR a.txt"));
        await dialogue.SayAsync("TYPE A");
        await dialogue.SayAsync("REST 3");
        Assert.Equal("\n456", await dialogue.DownloadAsync("RETR a.txt"));
    }

    [Fact]
    public async Task An_upload_goes_on_from_the_restart_point()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a.bin", "123456789");
        await dialogue.SayAsync("TYPE I");

        await dialogue.SayAsync("REST 3");
        await dialogue.UploadAsync("STOR a.bin", "xy");
        Assert.Equal("123xy", dialogue.Read("a.bin"));
        await dialogue.SayAsync("REST 99");
        using TcpClient data = await dialogue.PassiveAsync();
        Assert.StartsWith("554", await dialogue.SayAsync("STOR a.bin"), StringComparison.Ordinal);
        Assert.Equal("123xy", dialogue.Read("a.bin"));
    }

    [Fact]
    public async Task APPE_adds_and_STOU_finds_a_name_of_its_own()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("TYPE I");
        await dialogue.UploadAsync("APPE a", "one");
        await dialogue.UploadAsync("APPE a", "two");

        Assert.Equal("onetwo", dialogue.Read("a"));
        Assert.Equal("226 Transfer complete; stored as a.1", await dialogue.UploadAsync("STOU a", "three"));
        Assert.Equal(("onetwo", "three"), (dialogue.Read("a"), dialogue.Read("a.1")));
    }

    [Fact]
    public async Task MODE_Z_moves_a_zlib_stream()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        string text = string.Concat(Enumerable.Repeat("crepes ", 1000));
        dialogue.Write("a.bin", text);
        await dialogue.SayAsync("TYPE I");
        Assert.StartsWith("200", await dialogue.SayAsync("OPTS MODE Z LEVEL 9"), StringComparison.Ordinal);
        Assert.StartsWith("200", await dialogue.SayAsync("MODE Z"), StringComparison.Ordinal);

        byte[] compressed = Encoding.Latin1.GetBytes(await dialogue.DownloadAsync("RETR a.bin"));
        Assert.InRange(compressed.Length, 10, 200);
        using var plain = new StreamReader(new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress));
        Assert.Equal(text, await plain.ReadToEndAsync(TestContext.Current.CancellationToken));
        await dialogue.UploadAsync("STOR b.bin", Encoding.Latin1.GetString(compressed));
        Assert.Equal(text, dialogue.Read("b.bin"));
    }

    [Fact]
    public async Task Damaged_compression_is_told()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("TYPE I");
        await dialogue.SayAsync("MODE Z");

        Assert.StartsWith("426", await dialogue.UploadAsync("STOR a", "this is no zlib stream"), StringComparison.Ordinal);
        Assert.StartsWith("200", await dialogue.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_PASV_or_PORT_there_is_no_data_connection()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "1");

        Assert.StartsWith("425 Can't open data connection", await dialogue.SayAsync("RETR a"), StringComparison.Ordinal);
        Assert.StartsWith("425 Can't open data connection", await dialogue.SayAsync("LIST"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_425()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "1");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        await dialogue.SayAsync($"PORT 127,0,0,1,{port >> 8},{port & 255}");
        Assert.StartsWith("150", await dialogue.SayAsync("RETR a"), StringComparison.Ordinal);
        Assert.Equal("425 Can't open data connection", await dialogue.HearAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_connect_hears_425()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(Hasty);
        dialogue.Write("a", "1");
        await dialogue.SayAsync("EPSV");

        Assert.StartsWith("150", await dialogue.SayAsync("RETR a"), StringComparison.Ordinal);
        Assert.Equal("425 Can't open data connection", await dialogue.HearAsync());
    }

    [Fact]
    public async Task A_full_disk_is_452_and_what_was_written_stays()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(options => options with { Capacity = 100_000 });
        dialogue.Write("old", new string('x', 60_000));
        await dialogue.SayAsync("TYPE I");
        using TcpClient data = await dialogue.PassiveAsync();
        await dialogue.SayAsync("STOR new");

        try
        {
            await data.GetStream().WriteAsync(new byte[200_000], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The server hangs up before all is sent.
        }
        Assert.StartsWith("452 Error writing file", await dialogue.HearAsync(), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(dialogue.At("new")).Length, 1, 40_000);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_552_also_when_compression_makes_it_small_on_the_wire()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(options => options with { Limits = options.Limits with { MaxFile = 10_000 } });
        await dialogue.SayAsync("TYPE I");
        await dialogue.SayAsync("MODE Z");
        var bomb = new MemoryStream();
        using (var compressing = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true)) compressing.Write(new byte[5_000_000]);

        Assert.StartsWith("552", await dialogue.UploadAsync("STOR a", Encoding.Latin1.GetString(bomb.ToArray())), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(dialogue.At("a")).Length, 0, 10_000);
    }

    [Fact]
    public async Task ABOR_with_Telnet_codes_ends_a_transfer_with_426_and_226()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await using (FileStream file = File.Create(dialogue.At("big"))) file.SetLength(200_000_000);
        await dialogue.SayAsync("TYPE I");
        using TcpClient data = await dialogue.PassiveAsync();
        await dialogue.SayAsync("RETR big");

        byte[] abort = [255, 244, 255, 242, .. "ABOR\r\n"u8];
        await dialogue.Control.WriteAsync(abort, TestContext.Current.CancellationToken);
        Assert.StartsWith("426", await dialogue.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("226", await dialogue.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("225", await dialogue.SayAsync("ABOR"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task STAT_tells_of_a_transfer_while_it_runs()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("TYPE I");
        using (TcpClient data = await dialogue.PassiveAsync())
        {
            await dialogue.SayAsync("STOR a");
            Assert.StartsWith("213 /a: ", await dialogue.SayAsync("STAT"), StringComparison.Ordinal);
            Assert.StartsWith("200", await dialogue.SayAsync("NOOP"), StringComparison.Ordinal);
            await data.GetStream().WriteAsync("1"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        Assert.StartsWith("226", await dialogue.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_sent_ahead_wait_for_the_transfer()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "12345");
        using TcpClient data = await dialogue.PassiveAsync();

        await dialogue.Control.WriteAsync("RETR a\r\nPWD\r\nQUIT\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("12345", await FtpDialogue.DrainAsync(data));
        string[] replies = [await dialogue.HearAsync(), await dialogue.HearAsync(), await dialogue.HearAsync(), await dialogue.HearAsync()];
        Assert.Equal(["125", "226", "257", "221"], replies.Select(reply => reply[..3]));
    }

    [Fact]
    public async Task A_transfer_that_stands_still_is_426()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(Hasty);
        await dialogue.SayAsync("TYPE I");
        using TcpClient data = await dialogue.PassiveAsync();
        await dialogue.SayAsync("STOR a");

        Assert.StartsWith("426 Connection closed; transfer aborted", await dialogue.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_never_reads_is_given_up()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(Hasty);
        await using (FileStream file = File.Create(dialogue.At("big"))) file.SetLength(200_000_000);
        await dialogue.SayAsync("TYPE I");
        using TcpClient data = await dialogue.PassiveAsync();
        await dialogue.SayAsync("RETR big");

        Assert.StartsWith("426", await dialogue.HearAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PORT 10,0,0,1,200,200", "504")]
    [InlineData("PORT 127,0,0,1,0,25", "504")]
    [InlineData("EPRT |1|10.0.0.1|5000|", "504")]
    [InlineData("PORT 127,0,0,1,200", "501")]
    [InlineData("PORT 127,0,0,256,200,200", "501")]
    [InlineData("PORT 127,0,0,1,200,200,1", "501")]
    [InlineData("EPRT |3|x|5000|", "522")]
    [InlineData("EPRT |2|::1|5000|", "504")]
    [InlineData("EPRT |1|127.0.0.1|70000|", "501")]
    [InlineData("EPRT |", "501")]
    [InlineData("EPSV 2", "522")]
    public async Task The_server_connects_to_its_client_only(string command, string code)
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();

        Assert.StartsWith(code, await dialogue.SayAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfers_between_servers_can_be_allowed()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync(options => options with { AllowsForeignData = true });

        Assert.StartsWith("200", await dialogue.SayAsync("PORT 10,0,0,1,200,200"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_does_not_get_the_data_connection()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "secret");
        string reply = await dialogue.SayAsync("EPSV");
        Assert.True(FtpAddress.TryFindPort(reply, out int port));
        using var stranger = new TcpClient(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));

        Exception refused = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await stranger.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            await FtpDialogue.DrainAsync(stranger);
        });
        Assert.True(refused is IOException or SocketException);

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await dialogue.SayAsync("RETR a");
        Assert.Equal("secret", await FtpDialogue.DrainAsync(client));
    }

    static FtpServerOptions Hasty(FtpServerOptions options) =>
        options with { Limits = new FtpServerLimits { OpenTime = TimeSpan.FromMilliseconds(100), StallTime = TimeSpan.FromMilliseconds(100) } };
}
