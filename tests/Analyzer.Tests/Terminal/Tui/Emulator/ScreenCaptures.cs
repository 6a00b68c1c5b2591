using System.Text;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Terminal.Tui.Emulator;

/// <summary>Captures for the screens that the samples do not show: FTP, and a dialogue that is hostile everywhere.</summary>
sealed class ScreenCaptures : IDisposable
{
    static readonly SampleHost s_client = new("client.example.net", 7, "192.0.2.7");
    static readonly SampleHost s_server = new("ftp.example.net", 8, "198.51.100.8");

    readonly string _folder = Directory.CreateTempSubdirectory("analyzer-screens").FullName;

    /// <summary>The file that <see cref="Ftp"/> fetches.</summary>
    public static byte[] Release { get; } = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 40).Select(line => $"line {line} of the release notes\n")));

    /// <summary>One of the captures that the tests build, by its name.</summary>
    public string Built(string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, SampleCaptures.All.Single(sample => sample.FileName == name).Bytes);
        return path;
    }

    /// <summary>A login, a listing and a file, over two data connections.</summary>
    public string Ftp()
    {
        var wire = new SampleWire();
        var connection = new SampleConnection(wire, new SampleEnd(s_client, 40_301), new SampleEnd(s_server, 21));
        SampleDialogue control = new SampleDialogue(connection)
            .Server("220 ftp.example.net ready")
            .Client("USER deploy").Server("331 Password please")
            .Client("PASS s3cret-s3cret").Server("230 Welcome")
            .Client("PWD").Server("257 \"/pub\" is the current directory")
            .Client("TYPE A").Server("200 Type set to A")
            .Client("PASV").Server("227 Entering Passive Mode (198,51,100,8,195,80)")
            .Client("LIST").Server("150 Here comes the listing");
        Data(wire, 50_000, 40_302, "-rw-r--r--   1 ftp ftp     1271 Feb 01 10:00 NOTES.txt\r\ndrwxr-xr-x   2 ftp ftp     4096 Jan 31 09:00 old\r\n"u8);
        control.Server("226 Listing sent")
            .Client("TYPE I").Server("200 Type set to I")
            .Client("PASV").Server("227 Entering Passive Mode (198,51,100,8,195,81)")
            .Client("RETR NOTES.txt").Server("150 Opening data connection");
        Data(wire, 50_001, 40_303, Release);
        control.Server("226 Transfer complete").Client("RETR missing.txt").Server("550 No such file").Client("QUIT").Server("221 Goodbye").Close();
        return Write("ftp.pcap", wire);
    }

    /// <summary>A POP3 session with a list of a hundred messages.</summary>
    public string LongReply()
    {
        var wire = new SampleWire();
        var connection = new SampleConnection(wire, new SampleEnd(s_client, 40_501), new SampleEnd(s_server, 110));
        string list = string.Concat(Enumerable.Range(1, 100).Select(number => $"{number} {number * 7919}\r\n"));
        new SampleDialogue(connection).Server("+OK ready").Client("USER a").Server("+OK").Client("PASS secret").Server("+OK").Client("LIST").Server($"+OK\r\n{list}.").Client("QUIT").Server("+OK").Close();
        return Write("long.pcap", wire);
    }

    /// <summary>An FTP session that fetches nearly three megabytes of numbered lines.</summary>
    public string LargeFile()
    {
        var wire = new SampleWire();
        var connection = new SampleConnection(wire, new SampleEnd(s_client, 40_601), new SampleEnd(s_server, 21));
        SampleDialogue control = new SampleDialogue(connection)
            .Server("220 ready").Client("USER deploy").Server("331 Password please").Client("PASS x").Server("230 Welcome")
            .Client("PASV").Server("227 Entering Passive Mode (198,51,100,8,195,82)").Client("RETR numbers.txt").Server("150 Opening data connection");
        Data(wire, 50_002, 40_602, Numbers);
        control.Server("226 Transfer complete").Client("QUIT").Server("221 Goodbye").Close();
        return Write("large.pcap", wire);
    }

    /// <summary>The file that <see cref="LargeFile"/> fetches; it has characters of several bytes where pages may meet.</summary>
    public static byte[] Numbers { get; } = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 100_000).Select(line => $"line {line} ééé€€€\n")));

    static void Data(SampleWire wire, ushort port, ushort from, ReadOnlySpan<byte> bytes)
    {
        var data = new SampleConnection(wire, new SampleEnd(s_client, from), new SampleEnd(s_server, port));
        data.FromServer(bytes);
        data.Close();
    }

    /// <summary>A mail session in which every text that is shown tries to drive the terminal.</summary>
    public string Hostile()
    {
        const string Trick = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202Egpj.exe\u200B\uFEFF\u2066漢\u0301\u0302\u0303\u0304";
        var wire = new SampleWire();
        var connection = new SampleConnection(wire, new SampleEnd(s_client, 40_401), new SampleEnd(s_server, 25));
        connection.FromServer(Line($"220 {Trick} ready"));
        connection.FromClient(Line($"EHLO {Trick}"));
        connection.FromServer(Line($"250 hello {Trick}"));
        connection.FromClient(Line($"MAIL FROM:<{Trick}@example.net>"));
        connection.FromServer(Line($"250 {Trick}"));
        connection.FromClient(Line($"RCPT TO:<{Trick}@example.org>"));
        connection.FromServer(Line($"550 5.1.1 {Trick}"));
        connection.FromClient(Line("DATA"));
        connection.FromServer(Line("354 go on"));
        string mail = string.Join("\r\n",
            $"From: {Trick} <a@example.net>", $"To: {Trick} <b@example.org>", $"Subject: {Trick}", $"Date: {Trick}", $"X-{Trick}: {Trick}", "MIME-Version: 1.0",
            "Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain; charset=utf-8", "", $"text {Trick}", "--b",
            "Content-Type: text/html; charset=utf-8", "", $"<p>html {Trick}</p><a href=\"http://{Trick}/\">http://good.example/</a>", "--b",
            "Content-Type: application/octet-stream", $"Content-Disposition: attachment; filename=\"{Trick}\"", "", $"bytes {Trick}", "--b--", "", ".");
        connection.FromClient(Line(mail));
        connection.FromServer(Line($"250 {Trick}"));
        connection.FromClient(Line("QUIT"));
        connection.FromServer(Line($"221 {Trick}"));
        connection.Close();
        return Write("hostile.pcap", wire);
    }

    static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\r\n");

    string Write(string name, SampleWire wire)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, SampleFiles.Pcap(wire.Packets));
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
