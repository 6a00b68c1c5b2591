using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// Follows a client's request for TLS to what comes of it, and tells what undoes the protection: a refusal, and clear text of either side
/// behind the agreement, which the other side may take for encrypted (RFC 3207 section 6).
/// </summary>
sealed class TlsUpgrade(SessionContext context)
{
    // What is to be read out of a server's offer that something between has overwritten.
    const int ShortestOverwritten = 4;

    enum State
    {
        None,
        Asked,
        Agreed,
    }

    State _state;
    long _askedPacket;
    Timestamp _answered;
    (long Packet, long? Offset)? _clientLine, _serverLine;

    /// <summary>The server has agreed, and TLS has not begun.</summary>
    public bool IsAgreed => _state == State.Agreed;

    /// <summary>The client asks for TLS.</summary>
    public void OnAsked(long packet) => (_state, _askedPacket, _clientLine, _serverLine) = (State.Asked, packet, null, null);

    /// <summary>The server answers.</summary>
    public void OnAnswered(bool isAccepted, Timestamp time, long packet)
    {
        bool wasOffered = context.Session.Tls == TlsState.Offered;
        (_state, _answered) = (isAccepted ? State.Agreed : State.None, time);
        if (!isAccepted) context.Finding(wasOffered ? Severity.Warning : Severity.Info, "starttls-refused", "the server refuses TLS" + (wasOffered ? ", which it offered before" : ""), packet);
        else if (_clientLine is { } line) TellInjection(line);
    }

    /// <summary>The client says something in clear.</summary>
    public void OnClientLine(Timestamp time, long packet, long? offset = null)
    {
        if (_state == State.Asked) _clientLine ??= (packet, offset);
        if (_state != State.Agreed) return;
        bool cameEarly = packet == _askedPacket || (time.IsKnown && _answered.IsKnown && time < _answered);
        if (cameEarly)
        {
            TellInjection((packet, offset));
            return;
        }
        _state = State.None;
        context.TellPlainAfterTls(packet, offset);
    }

    void TellInjection((long Packet, long? Offset) line) =>
        context.Finding(Severity.Warning, "starttls-injection", "a command was sent in clear behind the request for TLS, before the server's answer: a server that keeps it would take it for encrypted", line.Packet, line.Offset);

    /// <summary>The server says something in clear.</summary>
    public void OnServerLine(long packet, long? offset = null)
    {
        if (_state == State.Agreed) _serverLine ??= (packet, offset);
    }

    /// <summary>TLS begins.</summary>
    public void OnTls()
    {
        if (_state == State.Agreed && _serverLine is { } line) context.TellInjectedReply(line.Packet, line.Offset);
        _state = State.None;
    }

    /// <summary>Whether a word of an offer stands where another one was: as long, and of X alone, or with an A behind them.</summary>
    public static bool IsOverwritten(ReadOnlySpan<char> word) => word.Length >= ShortestOverwritten && !word[..^1].ContainsAnyExcept('X') && word[^1] is 'X' or 'A';
}
