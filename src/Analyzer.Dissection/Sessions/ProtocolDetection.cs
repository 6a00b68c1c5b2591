using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Ftp.Data;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// A connection on a port that says nothing: holds its first bytes until one of the protocols recognises its greeting (then a dialogue
/// takes over, from the first byte on) or none can any more. Meanwhile, and for as long as nobody recognises it, it is watched as the data
/// connection that an FTP session may announce later.
/// </summary>
sealed class ProtocolDetection(Connection connection, AnalysisContext analysis) : IStreamConsumer
{
    /// <summary>
    /// The most bytes of one direction that are looked at: a greeting of several lines fits, and other protocols are refused sooner.
    /// </summary>
    const int MaxBytes = 2048;

    readonly CursorBuffer _client = new(), _server = new();
    readonly DataStream? _data = analysis.Ftp.Connections.Watch(connection);
    Dialogue? _dialogue;
    bool _isResigned;
    bool _isPastProxy;

    public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        if (_dialogue is not null)
        {
            _dialogue.OnData(from, data, extent, time, packet);
            return;
        }
        _data?.OnData(from, data, extent, time, packet);
        if (_isResigned) return;
        if (_data is { IsBound: true })
        {
            Resign();
            return;
        }
        CursorBuffer buffer = from == Direction.FromClient ? _client : _server;
        buffer.Append(data);
        buffer.AddPiece(extent, time, packet, 0);
        Decide();
    }

    void Decide()
    {
        if (!_isPastProxy && ProxyPreamble.Find(_client.Pending, _server.Pending) is { } preamble)
        {
            if (preamble.IsUnfinished && !IsTooMuch) return;
            _isPastProxy = true;
            Drop(_client, preamble.FromClient);
            Drop(_server, preamble.FromServer);
        }
        if (_client.IsEmpty && _server.IsEmpty) return;
        bool mayCome = false;
        foreach (Protocol protocol in analysis.Options.Protocols)
        {
            bool? isSpoken = protocol.Greeting(_server.Pending, _client.Pending);
            if (isSpoken == true)
            {
                _data?.Drop();
                _dialogue = new Dialogue(protocol, connection, analysis, _client, _server);
                _dialogue.AdvanceKept();
                return;
            }
            mayCome |= isSpoken is null;
        }
        if (!mayCome || IsTooMuch) Resign();
    }

    bool IsTooMuch => _client.Waiting > MaxBytes || _server.Waiting > MaxBytes;

    static void Drop(CursorBuffer buffer, int count) => new StreamCursor(buffer).Skip(count);

    void Resign()
    {
        _isResigned = true;
        _client.Release();
        _server.Release();
    }

    public void OnGap(Direction from, long missing, Timestamp time)
    {
        // A greeting with a hole in it is not recognised for certain.
        if (_dialogue is not null)
        {
            _dialogue.OnGap(from, missing, time);
            return;
        }
        _data?.OnGap(from, missing, time);
        Resign();
    }

    public void OnClosed(CloseReason reason, Timestamp time)
    {
        _dialogue?.OnClosed(reason, time);
        _data?.OnClosed(reason, time);
        Resign();
    }
}
