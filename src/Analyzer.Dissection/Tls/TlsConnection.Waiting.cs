using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

// Records that wait: for the other side's hello, where packets have changed places, or for keys that are yet to be written.
sealed partial class TlsConnection
{
    bool _waitsNoMore, _awaitsNoKeys;

    /// <summary>Whether a record needs to wait.</summary>
    public bool MustWait(TlsHalf half, byte type)
    {
        bool needsKeys = type == ContentType.ApplicationData || (type == ContentType.ChangeCipherSpec && !IgnoresKeyChange);
        if (!needsKeys) return false;
        return IsOtherDue(half, type) || (!_awaitsNoKeys && Run.Keys.MayGrow && half.LacksKeys(type));
    }

    /// <summary>
    /// Whether a record has to let those of the other side go first: they waited for a hello of this side that is lost, as it goes on
    /// without one.
    /// </summary>
    public bool MustTakeTurns(TlsHalf half, byte type)
    {
        if (_waitsNoMore || type == ContentType.Handshake || type == ContentType.Alert) return false;
        bool isLost = _client is not null && (IsClient(half) ? _clientHello is null : _serverHello is null);
        if (isLost) StopWaiting();
        return isLost && Other(half).IsWaiting;
    }

    // What the other side says is needed to find the keys, or to know which come first.
    bool IsOtherDue(TlsHalf half, byte type)
    {
        if (_waitsNoMore) return false;
        if (_clientHello is null) return _serverHello is not null && !IsClient(half);
        if (!IsClient(half)) return type == ContentType.ChangeCipherSpec && IsKeyExchangeDue;
        return _serverHello is null || (MayHaveEarlyData && !_hasExtensions && SecretOf(TlsSecret.ServerHandshake) is not null);
    }

    /// <summary>So many bytes of records of a direction begin to wait, or cease to; it has so many in all.</summary>
    public void OnHeld(TlsHalf half, int more, int all)
    {
        Run.Held += more;
        if (more < 0) return;
        if (!_waitsNoMore && (_clientHello is null || _serverHello is null || !Run.Keys.MayGrow))
        {
            // Whatever it waits for is not in the capture.
            if (all > TlsLimits.Waiting) StopWaiting();
            return;
        }
        Run.NoteWaiting(this, isWaiting: true);
        if (all <= TlsLimits.AwaitingKeys && Run.Held <= TlsLimits.AllAwaitingKeys) return;
        StopWaiting();
        _awaitsNoKeys = true;
        if (!Run.Keys.HasAny) return;
        Reader.Finding(Severity.Warning, "tls-keys-awaited-limit", "too many records wait for keys that no log has yet: these are given up, and what comes behind them is read when the keys come", half.Packet, half.Origin.Offset);
    }

    /// <summary>The other side's part in what waits is not in the capture, or would come too late.</summary>
    public void StopWaiting() => _waitsNoMore = true;

    /// <summary>Reads what need not wait any longer, in the order of the capture.</summary>
    public void GoOn()
    {
        while (NextToGoOn() is { } half) half.GoOn();
        if (!_fromClient.IsWaiting && !_fromServer.IsWaiting) Run.NoteWaiting(this, isWaiting: false);
    }

    TlsHalf? NextToGoOn()
    {
        if (!_fromClient.IsWaiting && !_fromServer.IsWaiting) return null;
        long? client = _fromClient.NextPacket, server = _fromServer.NextPacket;
        if (client is null && server is null) return null;
        return client is null || server < client ? _fromServer : _fromClient;
    }
}
