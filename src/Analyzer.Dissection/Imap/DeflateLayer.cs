using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>Goes on with a dialogue in inflated bytes.</summary>
internal delegate void Conversation(ref StreamCursor client, ref StreamCursor server);

/// <summary>
/// Lies between the connection and the dialogue once COMPRESS is accepted (RFC 4978): inflates both directions and lets the dialogue go on
/// over the result, as if that had been captured. Inflated bytes are in no capture; the byte store says where they are, if anywhere.
/// </summary>
internal sealed class DeflateLayer(SessionContext context, Conversation converse) : IDisposable
{
    readonly InflatedStream _client = new(), _server = new();

    /// <summary>Whether inflated bytes of this direction may be left until the other has spoken.</summary>
    public bool MayWait(Direction from) => Stream(from).Buffer.Waiting < TextLimits.MaxWaiting && !Other(from).Buffer.HasEnded;

    InflatedStream Stream(Direction from) => from == Direction.FromClient ? _client : _server;

    InflatedStream Other(Direction from) => from == Direction.FromClient ? _server : _client;

    /// <summary>Inflates what is there and goes on with the dialogue.</summary>
    public void Advance(ref StreamCursor client, ref StreamCursor server)
    {
        Pump(ref client, Direction.FromClient);
        Pump(ref server, Direction.FromServer);
        if (HasNewEnd(client, _client) | HasNewEnd(server, _server)) GoOnAfterEnd();
    }

    void Pump(ref StreamCursor cursor, Direction from)
    {
        InflatedStream stream = Stream(from);
        InflateEnd before = stream.End;
        while (stream.TryInflate(ref cursor, out ReadOnlySpan<byte> block))
        {
            if (block.Length > 0) Deliver(stream, from, block);
            if (stream.End == before) continue;
            before = stream.End;
            Tell(from, stream);
        }
    }

    void Deliver(InflatedStream stream, Direction from, ReadOnlySpan<byte> block)
    {
        CursorBuffer buffer = stream.Buffer;
        bool borrows = buffer.IsEmpty;
        if (!borrows) buffer.Append(block);
        buffer.AddPiece(context.Analysis.Store.Append(block), stream.Time, stream.Packet, 0);
        StreamCursor told = borrows ? new StreamCursor(buffer, block) : new StreamCursor(buffer);
        if (from == Direction.FromClient)
        {
            var other = new StreamCursor(_server.Buffer);
            converse(ref told, ref other);
        }
        else
        {
            var other = new StreamCursor(_client.Buffer);
            converse(ref other, ref told);
        }
        _client.Buffer.Trim();
        _server.Buffer.Trim();
        told.Save();
    }

    // No more bytes of this direction can be read: for the dialogue its stream has ended.
    static bool HasNewEnd(in StreamCursor outer, InflatedStream stream)
    {
        if (stream.Buffer.HasEnded || (stream.End == InflateEnd.None && !outer.HasEnded)) return false;
        return stream.Buffer.HasEnded = true;
    }

    void GoOnAfterEnd()
    {
        var client = new StreamCursor(_client.Buffer);
        var server = new StreamCursor(_server.Buffer);
        converse(ref client, ref server);
    }

    void Tell(Direction from, InflatedStream stream)
    {
        string whose = from == Direction.FromClient ? "client" : "server";
        (Severity severity, string code, string why) = stream.End switch
        {
            InflateEnd.Gap => (Severity.Warning, "compress-gap", "bytes are missing in the compressed data"),
            InflateEnd.Finished => (Severity.Warning, "compress-finished", "the compressed data says that it is over"),
            InflateEnd.Bomb => (Severity.Error, "compress-bomb", $"the compressed data gives more than {ImapLimits.InflateRatio} times its size"),
            _ => (Severity.Warning, "compress-invalid", "what should be compressed data is not"),
        };
        context.Finding(severity, code, $"{why}: what the {whose} says from here on can not be read", stream.Packet);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }
}
