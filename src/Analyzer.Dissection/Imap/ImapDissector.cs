using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// IMAP4rev1 and rev2 (RFC 3501, RFC 9051). Two halves read the two directions and share what is known of the dialogue; this class lets
/// them take turns and puts the layer of COMPRESS under them.
/// </summary>
public sealed class ImapDissector : IDissector, IDisposable
{
    /// <summary>IMAP on its port, or wherever a server greets like one.</summary>
    public static readonly Protocol Protocol = new("imap", [143], ImapGreeting.Matches, context => new ImapDissector(context)) { TlsPorts = [993] };

    readonly SessionContext _context;
    readonly ImapState _state;
    readonly CommandOutcome _outcome;
    readonly ImapClientHalf _client;
    readonly ImapServerHalf _server;
    DeflateLayer? _layer;

    /// <summary>Begins a dialogue.</summary>
    public ImapDissector(SessionContext context)
    {
        _context = context;
        _state = new ImapState(context);
        _outcome = new CommandOutcome(_state);
        _client = new ImapClientHalf(_state, _outcome, MayWait);
        _server = new ImapServerHalf(_state, _outcome, _client, MayWait);
    }

    bool MayWait(Direction from) => _context.MayWait(from) && _layer?.MayWait(from) != false;

    /// <inheritdoc/>
    public void Advance(ref StreamCursor client, ref StreamCursor server)
    {
        if (_layer is null)
        {
            Converse(ref client, ref server);
            if (!_state.IsSwitching) return;
            _state.IsSwitching = false;
            _layer = new DeflateLayer(_context, Converse);
        }
        _layer.Advance(ref client, ref server);
    }

    // Step by step in the order of capture, as long as either can go on: what is understood must not depend on how much came at once.
    void Converse(ref StreamCursor client, ref StreamCursor server)
    {
        var rounds = new Rounds();
        bool moved = true;
        while (moved && !_state.IsSwitching)
        {
            rounds.Count(client, server);
            moved = client.Packet <= server.Packet
                ? _client.Step(ref client) || _server.Step(ref server)
                : _server.Step(ref server) || _client.Step(ref client);
        }
    }

    /// <inheritdoc/>
    public void Close(CloseReason reason, Timestamp time)
    {
        _client.Close();
        _server.Close();
        while (_state.Pending.Oldest is { } unanswered) _outcome.OnUnanswered(unanswered, isAssumed: false);
        _state.Assembler.Report(_state);
        Dispose();
    }

    /// <summary>Gives the inflaters' memory back.</summary>
    public void Dispose() => _layer?.Dispose();
}
