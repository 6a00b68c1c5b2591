using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Network;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>Writes down every dialogue of a play. Each side's words are taken from that side itself.</summary>
sealed class DialogueBook(ConnectionBook connections) : IDialogueLog
{
    readonly Dictionary<IConnectionEnd, Dialogue> _byClient = [];
    readonly Dictionary<string, Utterance> _latest = [];
    readonly List<(Dialogue Control, IConnectionEnd Client, int Number)> _others = [];

    /// <summary>In the order of their beginning.</summary>
    public IReadOnlyCollection<Dialogue> Dialogues => _byClient.Values;

    /// <summary>What was moved over encrypted data connections, in order, as those who moved it tell: the wire does not show it.</summary>
    public Queue<byte[]> Encrypted { get; } = new();

    public void Write(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> text)
    {
        connections.CheckThread();
        (Dialogue book, DialogueSide self) = Find(dialogue);
        if (side == DialogueSide.Note) Note(book, self, Encoding.UTF8.GetString(text));
        if (side != self) return;
        var utterance = new Utterance(side, offset, Encoding.UTF8.GetString(text));
        book.Utterances.Add(utterance);
        _latest[dialogue] = utterance;
    }

    public void Sending(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> bytes) => _latest[dialogue].Add(bytes);

    /// <summary>The connections without lines that the hosts of a control connection opened while it lasted.</summary>
    public IReadOnlyList<DataConnection> DataConnectionsOf(Dialogue control) =>
        [.. _others.Where(other => other.Control == control).Select(other => new DataConnection(other.Client, connections.PeerOf(other.Client), other.Number))];

    /// <summary>A connection was opened; if nobody speaks lines on it, it carries the data of the latest dialogue between the two hosts.</summary>
    public void Opened(IConnectionEnd client)
    {
        if (_byClient.Values.LastOrDefault(dialogue => dialogue.Protocol == "ftp" && AreHostsOf(dialogue, client)) is { } control)
            _others.Add((control, client, control.Utterances.Count));
    }

    static bool AreHostsOf(Dialogue dialogue, IConnectionEnd end)
    {
        (System.Net.IPAddress client, System.Net.IPAddress server) = (dialogue.Client.Ends.Local.Address, dialogue.Server.Ends.Local.Address);
        (System.Net.IPAddress one, System.Net.IPAddress other) = (end.Ends.Local.Address, end.Ends.Remote.Address);
        return (client.Equals(one) && server.Equals(other)) || (client.Equals(other) && server.Equals(one));
    }

    static void Note(Dialogue book, DialogueSide self, string text)
    {
        book.Notes.Add(text);
        // Both sides remark it; the client speaks first on the new layer.
        if (self != DialogueSide.Client) return;
        if (text.StartsWith("Tls", StringComparison.Ordinal)) book.TlsFrom ??= book.Utterances.Count;
        if (text.StartsWith("compressed", StringComparison.Ordinal)) book.DeflateFrom ??= book.Utterances.Count;
    }

    (Dialogue Book, DialogueSide Self) Find(string name)
    {
        string[] words = name.Split(' ');
        IConnectionEnd end = connections[words[^1]];
        IConnectionEnd peer = connections.PeerOf(end);
        (IConnectionEnd client, IConnectionEnd server) = end.IsOpener ? (end, peer) : (peer, end);
        if (!_byClient.TryGetValue(client, out Dialogue? book)) _byClient.Add(client, book = new Dialogue(words[0], client, server));
        return (book, end.IsOpener ? DialogueSide.Client : DialogueSide.Server);
    }
}
