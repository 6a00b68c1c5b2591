using System.Net;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>A person who types a dialogue with a server by hand, as with telnet: for the lecture's own dialogues, to the letter, and for mistakes.</summary>
sealed class Typist : IAsyncDisposable
{
    readonly Stage _stage;
    readonly LineChannel _channel;

    Typist(Stage stage, LineChannel channel) => (_stage, _channel) = (stage, channel);

    /// <summary>Connects from one host to a port of another.</summary>
    public static async Task<Typist> SitDownAsync(Stage stage, string from, IPEndPoint server, string protocol)
    {
        ConnectionContext connection = await stage.Host(from).ConnectAsync(server, null, CancellationToken.None);
        return new Typist(stage, new LineChannel(connection, protocol, DialogueSide.Client, stage.Limits, stage.Book, stage.Clock));
    }

    /// <summary>Reads an answer of SMTP or FTP to its last line, which it returns.</summary>
    public async Task<string> HearAsync()
    {
        while (await _channel.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line is [>= '0' and <= '9', _, _] or [>= '0' and <= '9', _, _, ' ', ..]) return line;
        }
        return "";
    }

    /// <summary>Reads one line.</summary>
    public async Task<string> HearLineAsync() => await _channel.ReadLineAsync(CancellationToken.None) ?? "";

    /// <summary>Reads a text up to the line with the dot.</summary>
    public async Task HearTextAsync() => await _channel.ReadDotTextAsync(_ => ValueTask.CompletedTask, CancellationToken.None);

    /// <summary>Thinks, and types a line.</summary>
    public async Task SayAsync(string line)
    {
        await _stage.ThinkAsync();
        _channel.WriteLine(line);
        await _channel.FlushAsync(CancellationToken.None);
    }

    /// <summary>Types a command and reads the answer of SMTP or FTP.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SayAsync(line);
        return await HearAsync();
    }

    /// <summary>Types a message's text, and the dot.</summary>
    public async Task SayTextAsync(ReadOnlyMemory<byte> text)
    {
        await _stage.ThinkAsync();
        await _channel.WriteDotTextAsync(text, CancellationToken.None);
        await _channel.FlushAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
