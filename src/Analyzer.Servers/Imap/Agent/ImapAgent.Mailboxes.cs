using System.Globalization;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Imap.Agent;

public sealed partial class ImapAgent
{
    /// <summary>The mailboxes whose names fit a pattern with <c>*</c> and <c>%</c>.</summary>
    public async ValueTask<IReadOnlyList<ImapMailbox>> ListAsync(string pattern, CancellationToken cancel)
    {
        var found = new List<ImapMailbox>();
        await SendAsync("LIST", $"LIST \"\" {Name(pattern)}", response =>
        {
            ImapParser parser = response.Parser();
            if (parser.Name() != "LIST") return;
            parser.Space();
            var attributes = new List<string>();
            parser.List(() => attributes.Add((parser.Try('\\') ? @"\" : "") + parser.Atom()));
            parser.Space();
            parser.NString();
            parser.Space();
            string name = parser.AString();
            found.Add(new ImapMailbox(ModifiedUtf7.Decode(name) ?? name, attributes));
        }, cancel);
        return found;
    }

    /// <summary>Opens a mailbox; with <paramref name="isReadOnly"/> by EXAMINE, which changes nothing.</summary>
    public async ValueTask<ImapSelection> SelectAsync(string mailbox, bool isReadOnly, CancellationToken cancel)
    {
        int messages = 0;
        uint validity = 0;
        string verb = isReadOnly ? "EXAMINE" : "SELECT";
        await SendAsync(verb, $"{verb} {Name(mailbox)}", response =>
        {
            string[] words = response.Text.Split(' ', 2);
            if (words is [var count, var what] && what.Equals("EXISTS", StringComparison.OrdinalIgnoreCase)) _ = int.TryParse(count, CultureInfo.InvariantCulture, out messages);
            if (response.Code("UIDVALIDITY") is { } code) _ = uint.TryParse(code, CultureInfo.InvariantCulture, out validity);
        }, cancel);
        return new ImapSelection(messages, validity);
    }

    /// <summary>Makes a mailbox.</summary>
    public async ValueTask CreateAsync(string mailbox, CancellationToken cancel) => await SendAsync("CREATE", $"CREATE {Name(mailbox)}", null, cancel);

    /// <summary>Removes a mailbox.</summary>
    public async ValueTask DeleteAsync(string mailbox, CancellationToken cancel) => await SendAsync("DELETE", $"DELETE {Name(mailbox)}", null, cancel);

    /// <summary>Gives a mailbox, and those below it, another name.</summary>
    public async ValueTask RenameAsync(string from, string to, CancellationToken cancel) => await SendAsync("RENAME", $"RENAME {Name(from)} {Name(to)}", null, cancel);

    /// <summary>Subscribes to a mailbox.</summary>
    public async ValueTask SubscribeAsync(string mailbox, CancellationToken cancel) => await SendAsync("SUBSCRIBE", $"SUBSCRIBE {Name(mailbox)}", null, cancel);

    /// <summary>Puts a message into a mailbox; without waiting for the server's go-ahead where it needs none (LITERAL+, RFC 7888).</summary>
    public async ValueTask AppendAsync(string mailbox, string flags, ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        bool waits = !_capabilities.Contains("LITERAL+");
        string tag = Begin(string.Create(CultureInfo.InvariantCulture, $"APPEND {Name(mailbox)} ({flags}) {{{message.Length}{(waits ? "" : "+")}}}"));
        await _channel.FlushAsync(cancel);
        if (waits) await HearGoAheadAsync(cancel);
        await _channel.WriteBlockAsync(message, cancel);
        _channel.Write("\r\n"u8, "");
        await _channel.FlushAsync(cancel);
        await FinishAsync("APPEND", tag, null, null, cancel);
    }

    async ValueTask HearGoAheadAsync(CancellationToken cancel)
    {
        ImapResponse response = await ReadAsync(null, cancel);
        while (response.Tag == "*") response = await ReadAsync(null, cancel);
        if (response.Tag != "+") throw new AgentRefusedException("APPEND", response.Text);
    }
}
