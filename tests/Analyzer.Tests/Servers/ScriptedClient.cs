using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Tests.Servers;

/// <summary>
/// Plays the client of a written dialogue: lines that begin with <c>C: </c> are sent, those with <c>S: </c> must come, as written or with
/// <c>...</c> for any text. <c>S: ...</c> passes over any lines until the next expected one comes; <c>S: (end)</c> is the end of the
/// connection, and <c>C: (tls)</c> and <c>C: (deflate)</c> change what lies below.
/// </summary>
sealed class ScriptedClient : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly Socket _socket;
    Stream _input;
    Stream _output;

    ScriptedClient(Socket socket)
    {
        _socket = socket;
        _input = _output = new BufferedStream(new NetworkStream(socket, ownsSocket: true));
    }

    public static async Task<ScriptedClient> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, TestContext.Current.CancellationToken);
        return new ScriptedClient(socket);
    }

    public async Task PlayAsync(string script)
    {
        bool isAnything = false;
        foreach (string line in script.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string text = line.Length > 3 ? line[3..] : "";
            if (line == "C: (tls)") await StartTlsAsync();
            else if (line == "C: (deflate)") StartDeflate();
            else if (line.StartsWith("C:", StringComparison.Ordinal)) await SendAsync(text + "\r\n");
            else if (line == "S: ...") isAnything = true;
            else if (line.StartsWith("S:", StringComparison.Ordinal)) await ExpectAsync(text, isAnything);
            else throw new FormatException(line);
            if (line != "S: ...") isAnything = false;
        }
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await _output.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await _output.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The next line without its end; null: there is none.</summary>
    public async Task<string?> ReadAsync()
    {
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (await _input.ReadAsync(one, TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience) == 1)
        {
            if (one[0] == '\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
    }

    public async Task<byte[]> ReadAsync(int length)
    {
        byte[] bytes = new byte[length];
        await _input.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience);
        return bytes;
    }

    public void Dispose()
    {
        _output.Dispose();
        _input.Dispose();
        _socket.Dispose();
    }

    async Task ExpectAsync(string expected, bool isAnything)
    {
        if (expected == "(end)")
        {
            while (await ReadAsync() is { } more) Assert.True(isAnything, more);
            return;
        }
        string? line = await ReadAsync();
        while (isAnything && line is not null && !Fits(expected, line)) line = await ReadAsync();
        if (!Fits(expected, line)) Assert.Equal(expected, line);
    }

    // Pieces in order, the first at the start and the last at the end.
    static bool Fits(string expected, string? line)
    {
        if (line is null) return false;
        string[] pieces = expected.Split("...");
        if (pieces.Length == 1) return line == expected;
        int at = pieces[0].Length;
        if (!line.StartsWith(pieces[0], StringComparison.Ordinal)) return false;
        foreach (string piece in pieces[1..^1])
        {
            int found = line.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + piece.Length;
        }
        return line.Length - at >= pieces[^1].Length && line.EndsWith(pieces[^1], StringComparison.Ordinal);
    }

    async Task StartTlsAsync()
    {
        var tls = new SslStream(_input, leaveInnerStreamOpen: false, CertificateChecks.AcceptAny);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "hamburger.edu" }, TestContext.Current.CancellationToken);
        _input = _output = tls;
    }

    void StartDeflate()
    {
        Stream under = _input;
        _input = new DeflateStream(under, CompressionMode.Decompress);
        _output = new DeflateStream(under, CompressionLevel.Fastest, leaveOpen: true);
    }
}
