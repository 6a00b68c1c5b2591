using System.Globalization;
using System.Text;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>
/// A person who gives IMAP's commands one by one, for what the agent never asks: messages by their numbers, several items at once, pieces.
/// </summary>
sealed class ImapHand : IAsyncDisposable
{
    readonly Stage _stage;
    readonly LineChannel _channel;
    int _tags;

    ImapHand(Stage stage, LineChannel channel) => (_stage, _channel) = (stage, channel);

    /// <summary>Connects and hears the greeting.</summary>
    public static async Task<ImapHand> ConnectAsync(Stage stage, string from, string server)
    {
        ConnectionContext connection = await stage.Host(from).ConnectAsync(stage.Place(server, MailSites.Imap), null, CancellationToken.None);
        var hand = new ImapHand(stage, new LineChannel(connection, "imap", DialogueSide.Client, stage.Limits, stage.Book, stage.Clock));
        await hand._channel.ReadLineAsync(CancellationToken.None);
        return hand;
    }

    /// <summary>A command; returns all lines of the answer, literals left out, the tagged one last.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string command)
    {
        await _stage.PauseAsync(TimeSpan.FromMilliseconds(_stage.Random.Next(30, 150)));
        string tag = $"a{++_tags}";
        _channel.WriteLine($"{tag} {command}");
        await _channel.FlushAsync(CancellationToken.None);
        return await HearAsync(tag);
    }

    /// <summary>Several commands at once; the answers come in the order of the server's choice.</summary>
    public async Task AskTogetherAsync(params IReadOnlyList<string> commands)
    {
        foreach (string command in commands) _channel.WriteLine($"a{++_tags} {command}");
        await _channel.FlushAsync(CancellationToken.None);
        await HearAsync($"a{_tags}");
    }

    /// <summary>Puts a message into a mailbox, by a literal that waits for the server.</summary>
    public async Task AppendAsync(string mailbox, string flags, ReadOnlyMemory<byte> message)
    {
        string tag = $"a{++_tags}";
        _channel.WriteLine($"{tag} APPEND {mailbox} ({flags}) {{{message.Length}}}");
        await _channel.FlushAsync(CancellationToken.None);
        await _channel.ReadLineAsync(CancellationToken.None);
        await _channel.WriteBlockAsync(message, CancellationToken.None);
        _channel.WriteLine("");
        await _channel.FlushAsync(CancellationToken.None);
        await HearAsync(tag);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    async Task<IReadOnlyList<string>> HearAsync(string tag)
    {
        var lines = new List<string>();
        while (await _channel.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(tag + " ", StringComparison.Ordinal)) break;
            if (LiteralLength(line) is { } length) await _channel.ReadBlockAsync(length, _ => ValueTask.CompletedTask, CancellationToken.None);
        }
        return lines;
    }

    static int? LiteralLength(string line)
    {
        if (!line.EndsWith('}')) return null;
        string digits = line[(line.LastIndexOf('{') + 1)..^1];
        return int.Parse(Encoding.ASCII.GetBytes(digits), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
