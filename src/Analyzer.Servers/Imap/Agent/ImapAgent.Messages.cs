using System.Globalization;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap.Mime;

namespace Analyzer.Servers.Imap.Agent;

public sealed partial class ImapAgent
{
    /// <summary>The UIDs of the messages that fit, such as <c>UNSEEN FROM "alice"</c>.</summary>
    public async ValueTask<IReadOnlyList<uint>> SearchAsync(string keys, CancellationToken cancel)
    {
        var found = new List<uint>();
        await SendAsync("UID SEARCH", $"UID SEARCH {keys}", response =>
        {
            ImapParser parser = response.Parser();
            if (parser.Name() != "SEARCH") return;
            while (parser.Try(' ') && parser.Peek is >= '0' and <= '9') found.Add(parser.Number());
        }, cancel);
        return found;
    }

    /// <summary>UID, size and flags of all messages in the mailbox.</summary>
    public async ValueTask<IReadOnlyList<ImapMessage>> MessagesAsync(CancellationToken cancel)
    {
        var found = new List<ImapMessage>();
        await SendAsync("UID FETCH", "UID FETCH 1:* (UID RFC822.SIZE FLAGS)", response =>
        {
            if (ReadMessage(response) is { Uid: > 0 } message) found.Add(message);
        }, cancel);
        return found;
    }

    /// <summary>
    /// Fetches a section of a message, without marking it as seen: all of it for an empty section, <c>HEADER</c>, <c>2</c>, <c>2.MIME</c>. Returns
    /// whether the server had it.
    /// </summary>
    public async ValueTask<bool> FetchAsync(uint uid, string section, Stream target, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        byte[]? quoted = null;
        await SendAsync("UID FETCH", string.Create(CultureInfo.InvariantCulture, $"UID FETCH {uid} (UID BODY.PEEK[{section}])"), response =>
        {
            quoted = ReadSection(response) ?? quoted;
        }, cancel, target);
        if (quoted is not null) await target.WriteAsync(quoted, cancel);
        return quoted is not null;
    }

    /// <summary>Fetches one part, its transfer encoding undone, and nothing else of the message. Returns whether the server had it.</summary>
    public async ValueTask<bool> FetchPartAsync(uint uid, string part, Stream target, CancellationToken cancel)
    {
        using var header = new MemoryStream();
        // A header has at least the empty line: some servers give an empty string for a part that is not there.
        if (!await FetchAsync(uid, part + ".MIME", header, cancel) || header.Length == 0) return false;
        string encoding = ContentField.Parse(HeaderFields.Parse(header.ToArray()).First("Content-Transfer-Encoding"))?.Value is { Length: > 0 } told ? told : "7BIT";
        TransferDecoder decoder = TransferDecoder.Create(encoding) ?? throw new AgentRefusedException("part " + part, $"the transfer encoding {encoding} is not known");
        await using var decoding = new DecodingStream(target, decoder);
        bool isThere = await FetchAsync(uid, part, decoding, cancel);
        await decoding.FinishAsync(cancel);
        return isThere;
    }

    /// <summary>Adds flags to messages, or removes them: <c>+</c> or <c>-</c>.</summary>
    public async ValueTask StoreAsync(IEnumerable<uint> uids, char sign, string flags, CancellationToken cancel) =>
        await SendAsync("UID STORE", $"UID STORE {Set(uids)} {sign}FLAGS.SILENT ({flags})", null, cancel);

    /// <summary>Copies messages to another mailbox.</summary>
    public async ValueTask CopyAsync(IEnumerable<uint> uids, string mailbox, CancellationToken cancel) => await SendAsync("UID COPY", $"UID COPY {Set(uids)} {Name(mailbox)}", null, cancel);

    /// <summary>Moves messages to another mailbox (RFC 6851); where the server cannot, they are copied and removed.</summary>
    public async ValueTask MoveAsync(IReadOnlyCollection<uint> uids, string mailbox, CancellationToken cancel)
    {
        if (_capabilities.Contains("MOVE"))
        {
            await SendAsync("UID MOVE", $"UID MOVE {Set(uids)} {Name(mailbox)}", null, cancel);
            return;
        }
        await CopyAsync(uids, mailbox, cancel);
        await RemoveAsync(uids, cancel);
    }

    /// <summary>Removes messages for good: only these where the server has UIDPLUS, else all that are marked as deleted.</summary>
    public async ValueTask RemoveAsync(IReadOnlyCollection<uint> uids, CancellationToken cancel)
    {
        await StoreAsync(uids, '+', @"\Deleted", cancel);
        await AskAsync(_capabilities.Contains("UIDPLUS") ? $"UID EXPUNGE {Set(uids)}" : "EXPUNGE", cancel);
    }

    static string Set(IEnumerable<uint> uids) => SequenceSet.Format(uids.Order());

    static ImapMessage? ReadMessage(ImapResponse response)
    {
        if (Items(response) is not { } parser) return null;
        uint uid = 0;
        long size = 0;
        var flags = new List<string>();
        parser.List(() =>
        {
            string item = parser.ItemName();
            parser.Space();
            if (item == "UID") uid = parser.Number();
            else if (item == "RFC822.SIZE") size = (long)parser.Number64();
            else if (item == "FLAGS") parser.List(() => flags.Add((parser.Try('\\') ? @"\" : "") + parser.Atom()));
            else parser.Skip();
        });
        return new ImapMessage(uid, size, flags);
    }

    // A section that came as a quoted string, empty where it was a literal; null: there is none.
    static byte[]? ReadSection(ImapResponse response)
    {
        if (Items(response) is not { } parser) return null;
        byte[]? text = null;
        parser.List(() =>
        {
            bool isSection = parser.ItemName() is "BODY" or "BINARY" && parser.Peek == '[';
            while (!parser.IsAtEnd && isSection && !parser.Try(']')) parser.Take();
            if (parser.Try('<')) while (!parser.IsAtEnd && !parser.Try('>')) parser.Take();
            parser.Space();
            if (isSection) text = parser.NString();
            else parser.Skip();
        });
        return text;
    }

    // Of "12 FETCH (...)".
    static ImapParser? Items(ImapResponse response)
    {
        ImapParser parser = response.Parser();
        if (parser.Peek is not (>= '0' and <= '9')) return null;
        parser.Number();
        parser.Space();
        if (parser.Name() != "FETCH") return null;
        parser.Space();
        return parser;
    }
}
