using System.IO.Pipelines;
using System.Net.Sockets;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Timing;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Recording.Tcp;

/// <summary>
/// One end of a TCP connection (RFC 9293): handshake, segments, delayed acknowledgments, the receiver's window, retransmission by time and by
/// three duplicate acknowledgments, and both ways to end. What its application wrote stays in <see cref="Sent"/>.
/// </summary>
sealed class TcpEnd : IConnectionEnd
{
    /// <summary>Bytes on their way at a time.</summary>
    const int MaxFlight = 32_768;

    /// <summary>Bytes taken from the application before they can be sent.</summary>
    const int MaxWaiting = 65_536;

    /// <summary>Retransmissions of the same bytes before the connection is given up.</summary>
    const int MaxTries = 10;

    const int DuplicatesForResend = 3;
    static readonly TimeSpan s_acknowledgeDelay = TimeSpan.FromMilliseconds(40);
    static readonly TimeSpan s_resendTime = TimeSpan.FromMilliseconds(250);

    readonly TcpSettings _settings;
    readonly Pipe _output;
    readonly ByteLog _log = new();
    readonly ReceiveQueue _received = new();
    readonly uint _initial;
    readonly int _maximumSize;
    uint _peerInitial;
    long _next, _acknowledged;
    long? _peerEnd;
    int _peerWindow = ApplicationInput.Capacity;
    int _unacknowledgedSegments, _duplicates, _tries;
    bool _isEnding, _finSent, _finReceived;
    Appointment? _acknowledgeLater, _resendLater;
    TaskCompletionSource? _room;

    public TcpEnd(TcpSettings settings, Ends ends)
    {
        (_settings, Ends) = (settings, ends);
        _initial = (uint)settings.Random.NextBits();
        _maximumSize = FrameOptions.EthernetMtu - (ends.Local.AddressFamily == AddressFamily.InterNetworkV6 ? 60 : 40);
        PipeScheduler pipes = settings.Pump.Pipes;
        _output = new Pipe(new PipeOptions(null, pipes, pipes, MaxWaiting, MaxWaiting / 2, useSynchronizationContext: true));
        Input = new ApplicationInput(pipes, onRoom: () => Transmit(TcpBits.Acknowledge));
    }

    /// <summary>Where it lies.</summary>
    public Ends Ends { get; }

    /// <summary>What the application reads.</summary>
    public ApplicationInput Input { get; }

    PipeReader IConnectionEnd.Input => Input.Reader;

    /// <summary>What the application writes.</summary>
    public PipeWriter Output => _output.Writer;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Sent => _log.Bytes;

    /// <summary>The handshake is done.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>It was ended by RST, sent or received: nothing will be sent or taken any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Both ends have said that they send no more, or it was reset.</summary>
    public bool IsOver => IsClosed || (_finSent && _finReceived);

    /// <summary>Called once, when the handshake is done.</summary>
    public Action? OnOpen { get; set; }

    /// <summary>Called once, when the peer sends no more.</summary>
    public Action? OnPeerEnd { get; set; }

    /// <summary>Called once, when the peer refuses or resets.</summary>
    public Action? OnReset { get; set; }

    /// <summary>Whether it asked for the connection.</summary>
    public bool IsOpener { get; private set; }

    /// <summary>Asks for a connection; may be repeated.</summary>
    public void Connect()
    {
        IsOpener = true;
        Transmit(TcpBits.Syn);
    }

    /// <summary>Answers a request for a connection.</summary>
    public void Answer(Segment request)
    {
        _peerInitial = request.Sequence;
        Transmit(TcpBits.Syn | TcpBits.Acknowledge);
    }

    /// <summary>Says no to a request for a connection.</summary>
    public void Refuse(Segment request)
    {
        _peerInitial = request.Sequence;
        Reset();
    }

    /// <summary>Ends the connection at once.</summary>
    public void Reset()
    {
        if (IsClosed) return;
        Transmit(TcpBits.Reset | TcpBits.Acknowledge);
        Close(new ConnectionResetException("The connection was reset."));
    }

    /// <summary>A packet has come.</summary>
    public void Receive(Packet packet)
    {
        if (IsClosed || packet.Segment is not { } segment) return;
        if (segment.Bits.HasFlag(TcpBits.Reset)) Close(new ConnectionResetException("The connection was reset."));
        else if (segment.Bits.HasFlag(TcpBits.Syn)) ReceiveSyn(segment);
        else
        {
            if (!IsOpen) Open();
            ReceiveAcknowledgment(packet, segment);
            if (!IsClosed) ReceiveBytes(packet, segment);
        }
    }

    void ReceiveSyn(Segment segment)
    {
        if (!segment.Bits.HasFlag(TcpBits.Acknowledge))
        {
            Answer(segment);
            return;
        }
        _peerInitial = segment.Sequence;
        Transmit(TcpBits.Acknowledge);
        if (!IsOpen) Open();
    }

    void Open()
    {
        IsOpen = true;
        _ = TakeFromApplicationAsync();
        OnOpen?.Invoke();
    }

    void ReceiveAcknowledgment(Packet packet, Segment segment)
    {
        long acknowledged = _acknowledged + (int)(segment.Acknowledgment - SequenceOf(_acknowledged));
        bool isDuplicate = acknowledged == _acknowledged && packet.Payload.IsEmpty && segment.Window == _peerWindow && _next > _acknowledged;
        _peerWindow = segment.Window;
        if (acknowledged > _acknowledged)
        {
            _acknowledged = Math.Min(acknowledged, _log.Length);
            (_duplicates, _tries) = (0, 0);
            SetResend();
        }
        else if (isDuplicate && ++_duplicates == DuplicatesForResend) Resend();
        SendWhatFits();
    }

    void ReceiveBytes(Packet packet, Segment segment)
    {
        long offset = _received.Next + (int)(segment.Sequence - (_peerInitial + 1 + (uint)_received.Next));
        if (!packet.Payload.IsEmpty)
        {
            IReadOnlyList<ReadOnlyMemory<byte>> pieces = _received.Add(offset, packet.Payload);
            foreach (ReadOnlyMemory<byte> piece in pieces) Input.Add(piece.Span);
            // Out of order or known: the sender shall hear at once (RFC 5681, 4.2).
            AcknowledgeSoon(isUrgent: pieces.Count != 1 || _received.HasEarly);
        }
        if (segment.Bits.HasFlag(TcpBits.Fin)) _peerEnd = offset + packet.Payload.Length;
        if (_peerEnd != _received.Next || _finReceived) return;
        _finReceived = true;
        Transmit(TcpBits.Acknowledge);
        Input.End();
        OnPeerEnd?.Invoke();
    }

    void AcknowledgeSoon(bool isUrgent)
    {
        if (++_unacknowledgedSegments >= 2 || isUrgent) Transmit(TcpBits.Acknowledge);
        else _acknowledgeLater ??= _settings.Pump.Clock.After(s_acknowledgeDelay, () => Transmit(TcpBits.Acknowledge));
    }

    async Task TakeFromApplicationAsync()
    {
        bool isLast = false;
        while (!isLast && !IsClosed)
        {
            ReadResult read;
            try
            {
                read = await _output.Reader.ReadAsync();
            }
            catch (Exception) when (!IsClosed)
            {
                // The application ended its writing with an error.
                Reset();
                return;
            }
            foreach (ReadOnlyMemory<byte> piece in read.Buffer) _log.Add(piece.Span);
            _output.Reader.AdvanceTo(read.Buffer.End);
            isLast = read.IsCompleted;
            _isEnding |= isLast;
            SendWhatFits();
            while (!isLast && !IsClosed && _log.Length - _next > MaxWaiting)
            {
                _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await _room.Task;
            }
        }
        await _output.Reader.CompleteAsync();
    }

    void SendWhatFits()
    {
        if (!IsOpen || IsClosed) return;
        while (true)
        {
            long room = Math.Min(_peerWindow, MaxFlight) - (_next - _acknowledged);
            int length = (int)Math.Min(Math.Min(_maximumSize, _log.Length - _next), room);
            if (length <= 0) break;
            if (_settings.CutsAtWill) length = Math.Min(length, CutAtWill());
            TransmitRange(_next, length);
            _next += length;
        }
        if (_log.Length - _next <= MaxWaiting / 2) _room?.TrySetResult();
        if (_isEnding && !_finSent && _next == _log.Length)
        {
            _finSent = true;
            Transmit(TcpBits.Fin | TcpBits.Acknowledge);
        }
        if (_resendLater is null) SetResend();
    }

    // Often a few bytes, so that lines and terminators are cut, but not so often that a large file becomes a million packets.
    int CutAtWill() => _settings.Random.Happens(0.3) ? _settings.Random.Next(1, 12) : _settings.Random.Next(12, _maximumSize);

    void SetResend()
    {
        _resendLater?.Cancel();
        _resendLater = null;
        if (_next > _acknowledged) _resendLater = _settings.Pump.Clock.After(s_resendTime * (1 << Math.Min(_tries, 6)), ResendLate);
    }

    void ResendLate()
    {
        _resendLater = null;
        if (IsClosed || _next <= _acknowledged) return;
        if (++_tries > MaxTries) Reset();
        else Resend();
    }

    void Resend()
    {
        TransmitRange(_acknowledged, (int)Math.Min(_maximumSize, _next - _acknowledged));
        SetResend();
    }

    void TransmitRange(long offset, int length)
    {
        TcpBits push = offset + length == _log.Length ? TcpBits.Push : TcpBits.None;
        Transmit(TcpBits.Acknowledge | push, offset, _log.Bytes.Slice((int)offset, length));
    }

    void Transmit(TcpBits bits) => Transmit(bits, bits.HasFlag(TcpBits.Fin) ? _log.Length : _next, default);

    void Transmit(TcpBits bits, long offset, ReadOnlyMemory<byte> payload)
    {
        if (IsClosed) return;
        bool isSyn = bits.HasFlag(TcpBits.Syn);
        bool acknowledges = bits.HasFlag(TcpBits.Acknowledge);
        if (acknowledges) _acknowledgeLater?.Cancel();
        if (acknowledges) (_acknowledgeLater, _unacknowledgedSegments) = (null, 0);
        // FIN takes a sequence number of its own.
        uint afterFin = _finSent && !bits.HasFlag(TcpBits.Fin) && offset == _log.Length ? 1u : 0;
        _settings.Send(new Packet
        {
            Source = Ends.Local,
            Destination = Ends.Remote,
            Payload = payload,
            Segment = new Segment
            {
                Flow = this,
                Offset = offset,
                Bits = bits,
                Sequence = isSyn ? _initial : SequenceOf(offset) + afterFin,
                Acknowledgment = acknowledges ? _peerInitial + 1 + (uint)_received.Next + (_finReceived ? 1u : 0) : 0,
                Window = Input.Room,
                MaximumSize = isSyn ? (ushort)_maximumSize : (ushort)0,
            },
        });
    }

    uint SequenceOf(long offset) => _initial + 1 + (uint)offset;

    void Close(Exception reason)
    {
        IsClosed = true;
        _acknowledgeLater?.Cancel();
        _resendLater?.Cancel();
        _room?.TrySetResult();
        Input.End(reason);
        _output.Reader.CancelPendingRead();
        OnReset?.Invoke();
    }
}
