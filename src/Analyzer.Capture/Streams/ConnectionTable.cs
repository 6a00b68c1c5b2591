using Analyzer.Capture.Packets;

namespace Analyzer.Capture.Streams;

/// <summary>
/// Turns segments into connections and their streams. A connection is made by a SYN-ACK or by data; a lone SYN makes none, so a
/// flood of them costs nothing. Time is the capture's own; nothing here looks at a clock.
/// </summary>
public sealed class ConnectionTable
{
    // Looked at in a tick: with a tick every few hundred milliseconds, a full table is gone through in a minute.
    const int IdleSample = 512;

    readonly ConnectionIndex _index = new();
    readonly HalfOpenTable _halfOpen = new();
    readonly Queue<(Connection Connection, long Segment, Timestamp Time)> _lingering = new();
    readonly Queue<Connection> _ended = new();
    readonly Queue<Connection> _keeping = new();
    readonly Func<ushort, bool> _isKnownPort;
    long _nextId;
    long _kept;
    int _live;
    bool _isRelieving;

    /// <summary>An empty table.</summary>
    /// <param name="acceptor">Decides who reads each connection.</param>
    /// <param name="store">Gives delivered bytes back, to compare retransmissions with them.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="policy">Which copy wins among bytes not delivered yet.</param>
    /// <param name="isKnownPort">Whether a port is a server's, for connections whose SYN is not in the capture.</param>
    public ConnectionTable(IStreamAcceptor acceptor, IByteStore store, StreamLimits limits, OverlapPolicy policy, Func<ushort, bool> isKnownPort)
    {
        Acceptor = acceptor;
        Store = store;
        Limits = limits;
        Policy = policy;
        _isKnownPort = isKnownPort;
    }

    /// <summary>What was counted.</summary>
    public StreamStatistics Statistics { get; } = new();

    internal IStreamAcceptor Acceptor { get; }

    internal IByteStore Store { get; }

    internal StreamLimits Limits { get; }

    internal OverlapPolicy Policy { get; }

    /// <summary>Takes the next segment of the capture.</summary>
    public void Add(in TcpSegment segment)
    {
        Statistics.Segments++;
        if (_lingering.Count > 0) CloseLingering(segment.Time);
        ConnectionKey key = ConnectionKey.Of(segment, out bool fromLow);
        ulong hash = key.Hash();
        if (_index.TryFind(key, hash, out Connection? connection) && Continues(ref connection, segment, fromLow))
        {
            AddTo(connection, segment, fromLow);
            return;
        }
        if (Begin(key, hash, segment, fromLow) is { } begun) AddTo(begun, segment, fromLow);
    }

    void AddTo(Connection connection, in TcpSegment segment, bool fromLow)
    {
        if (connection.Closed is not null) return; // A late duplicate.
        bool wasEnding = connection.Ending is not null;
        connection.Add(segment, fromLow);
        if (connection.Ending is not { } reason) return;
        if (connection.IsOver) Close(connection, reason);
        else if (!wasEnding) _lingering.Enqueue((connection, Statistics.Segments, segment.Time));
    }

    /// <summary>
    /// Whether a segment belongs to the connection that has its addresses and ports, or begins a new one with the same. The latter
    /// closes the old one; the connection is then no longer in the table.
    /// </summary>
    bool Continues(ref Connection connection, in TcpSegment segment, bool fromLow)
    {
        HalfStream sender = connection.Sender(fromLow);
        uint first = unchecked(segment.Sequence + 1);
        bool isNew = (segment.Flags & (TcpFlags.Syn | TcpFlags.Ack)) switch
        {
            TcpFlags.Syn => !FitsSyn(connection, segment, fromLow, sender, first),
            TcpFlags.Syn | TcpFlags.Ack => !FitsSynAck(connection, segment, fromLow, sender, first),
            _ => segment.Payload.Length > 0 && connection.Closed is not null && !IsLateData(sender, segment.Sequence),
        };
        if (!isNew) return true;
        if (connection.Closed is null) Close(connection, connection.Ending ?? CloseReason.Reused);
        _index.Remove(connection);
        return false;
    }

    static bool IsLateData(HalfStream sender, uint sequence) =>
        sender.IsPlausible(sequence) && sender.OffsetOf(sequence) <= sender.NextOffset + 1;

    bool FitsSyn(Connection connection, in TcpSegment segment, bool fromLow, HalfStream sender, uint first)
    {
        if (sender.BeginsWith(first)) return true;
        if (connection.Closed is not null) return IsOwnLate(connection, sender, first);
        if (connection.Ending is null ? sender.CouldBeginWith(first) : !sender.HasBase && IsOwnLate(connection, sender, first))
        {
            Start(connection, clientIsLow: fromLow, sender, first);
            return true;
        }
        if (connection.Ending is not null || connection.HasFins) return false;
        // A live connection is not given up for a SYN that anybody can send: only its answer will tell.
        RememberSyn(segment, fromLow, connection.Key, connection.KeyHash);
        return true;
    }

    bool FitsSynAck(Connection connection, in TcpSegment segment, bool fromLow, HalfStream sender, uint first)
    {
        if (sender.BeginsWith(first)) return true;
        if (connection.Closed is not null) return IsOwnLate(connection, sender, first);
        if (sender.CouldBeginWith(first))
        {
            HalfStream client = connection.Receiver(fromLow);
            if (client.CouldBeginWith(segment.Acknowledgment)) client.SetBase(segment.Acknowledgment);
            Start(connection, clientIsLow: connection.HasStart ? connection.ClientIsLow : !fromLow, sender, first);
            return true;
        }
        if (connection.HasFins) return false;
        bool answersPending = _halfOpen.TryTake(connection.KeyHash, connection.Key.Place(), unchecked(segment.Acknowledgment - 1), out HalfOpen syn);
        if (!answersPending) return true;
        _halfOpen.Add(syn);
        return false;
    }

    /// <summary>A connection that has just ended may still get its own SYN, captured late, though no other.</summary>
    bool IsOwnLate(Connection connection, HalfStream sender, uint first) =>
        Statistics.Segments - connection.LastPacket < Limits.LingerPackets && sender.MayHaveBegunWith(first);

    static void Start(Connection connection, bool clientIsLow, HalfStream sender, uint first)
    {
        sender.SetBase(first);
        if (!connection.HasStart) SetRoles(connection, clientIsLow);
        connection.HasStart = true;
        // What came before a SYN from the other side may not be the first of it: the SYN's answer will tell.
        HalfStream other = connection.OtherOf(sender);
        if (other.HasBase || other.IsAcknowledged || !other.HasKept) connection.EndHold();
    }

    static void SetRoles(Connection connection, bool clientIsLow)
    {
        connection.ClientIsLow = clientIsLow;
        ConnectionKey key = connection.Key;
        var low = new Endpoint(key.Low, (ushort)(key.Ports >> 16));
        var high = new Endpoint(key.High, (ushort)key.Ports);
        (connection.Client, connection.Server) = clientIsLow ? (low, high) : (high, low);
    }

    Connection? Begin(in ConnectionKey key, ulong hash, in TcpSegment segment, bool fromLow)
    {
        TcpFlags flags = segment.Flags;
        if ((flags & TcpFlags.Rst) != 0) return null;
        bool hasData = segment.Payload.Length + segment.CutBytes > 0;
        bool isSyn = (flags & TcpFlags.Syn) != 0, isAck = (flags & TcpFlags.Ack) != 0;
        if (!hasData && !isSyn)
        {
            if (isAck) _halfOpen.Acknowledge(hash, key.Place(), fromLow, segment.Sequence, segment.Acknowledgment);
            return null;
        }
        if (!hasData && !isAck)
        {
            RememberSyn(segment, fromLow, key, hash);
            return null;
        }
        uint? wanted = isSyn && isAck ? unchecked(segment.Acknowledgment - 1) : null;
        uint place = key.Place();
        bool hasSyn = _halfOpen.TryTake(hash, place, wanted, out HalfOpen syn);
        // Made-up captures may forget that a SYN takes a number of its own: its answer then repeats that number.
        if (!hasSyn && wanted is not null) hasSyn = _halfOpen.TryTake(hash, place, segment.Acknowledgment, out syn);
        if (hasSyn) Statistics.HalfOpen--;
        return Create(key, hash, segment, fromLow, hasSyn ? syn : null);
    }

    void RememberSyn(in TcpSegment segment, bool fromLow, in ConnectionKey key, ulong hash)
    {
        var syn = new HalfOpen { KeyHash = hash, Place = key.Place(), InitialSequence = segment.Sequence, FromLow = fromLow, Packets = 1, Id = _nextId, Time = segment.Time };
        if (!_halfOpen.Add(syn)) return;
        _nextId++;
        Statistics.HalfOpen++;
    }

    Connection Create(in ConnectionKey key, ulong hash, in TcpSegment segment, bool fromLow, HalfOpen? syn)
    {
        if (_live >= Limits.MaxConnections) EvictOne();
        var connection = new Connection { Table = this, Key = key, Id = syn?.Id ?? _nextId++, FirstTime = syn?.Time ?? segment.Time, LastTime = segment.Time };
        connection.Packets = syn?.Packets ?? 0;
        bool isSyn = (segment.Flags & TcpFlags.Syn) != 0, isSynAck = isSyn && (segment.Flags & TcpFlags.Ack) != 0;
        SetRoles(connection, syn?.FromLow ?? (isSyn ? fromLow != isSynAck : ClientIsLowByPort(key)));
        connection.HasStart = isSyn || syn is not null;
        if (syn is { } pending)
        {
            connection.Sender(pending.FromLow).SetBase(unchecked(pending.InitialSequence + 1));
            connection.Sender(pending.FromLow).Counts.Packets += pending.Packets;
            if (pending.Acknowledged != 0 && !isSynAck) connection.Receiver(pending.FromLow).Acknowledge(pending.Acknowledged);
        }
        if (isSyn) connection.Sender(fromLow).SetBase(unchecked(segment.Sequence + 1));
        if (isSynAck && syn is null) connection.Receiver(fromLow).SetBase(segment.Acknowledgment);
        connection.IsHeld = !connection.Sender(fromLow).HasBase && !connection.AreStartsKnown;
        _index.Add(connection, hash);
        _live++;
        Statistics.Connections++;
        return connection;
    }

    bool ClientIsLowByPort(in ConnectionKey key)
    {
        ushort low = (ushort)(key.Ports >> 16), high = (ushort)key.Ports;
        if (_isKnownPort(low) != _isKnownPort(high)) return _isKnownPort(high);
        return low > high;
    }

    void CloseLingering(Timestamp now)
    {
        while (_lingering.TryPeek(out var first))
        {
            bool isOver = first.Connection.Closed is not null;
            if (!isOver && Statistics.Segments - first.Segment < Limits.LingerPackets && now - first.Time < Limits.LingerTime) return;
            _lingering.Dequeue();
            if (!isOver) Close(first.Connection, first.Connection.Ending!.Value);
        }
    }

    void Close(Connection connection, CloseReason reason)
    {
        connection.Close(reason);
        _live--;
        _ended.Enqueue(connection);
        if (_ended.Count <= Limits.MaxEnded) return;
        Forget(_ended.Dequeue());
    }

    void Forget(Connection ended)
    {
        if (_index.Holds(ended)) _index.Remove(ended);
    }

    void EvictOne()
    {
        if (_index.Stalest((uint)Statistics.Segments * 2654435761u, 32) is not { } stalest) return;
        Statistics.Evicted++;
        Close(stalest, CloseReason.Evicted);
    }

    /// <summary>
    /// Accounts for bytes that wait out of order, and gives up holes where a limit is reached: the direction's own first, then, over
    /// the limit in all, those that have waited longest.
    /// </summary>
    internal void Charge(Connection connection, HalfStream half, long change)
    {
        _kept += change;
        if (change <= 0) return;
        if (!connection.IsKeeping) RememberKeeping(connection);
        if (_isRelieving) return;
        _isRelieving = true;
        if (half.KeptCount > Limits.MaxKeptSegments || half.KeptCost > Limits.MaxKeptBytes) Relieve(connection, half);
        while (_kept > Limits.MaxKeptBytesInAll && _keeping.TryDequeue(out Connection? longest))
        {
            Relieve(longest, longest.HalfOf(Direction.FromClient));
            Relieve(longest, longest.HalfOf(Direction.FromServer));
            longest.IsKeeping = false;
            if (longest.HasKept) RememberKeeping(longest);
        }
        _isRelieving = false;
    }

    void RememberKeeping(Connection connection)
    {
        if (_keeping.Count > 2 * _live + 1024) DropIdleKeepers();
        connection.IsKeeping = true;
        _keeping.Enqueue(connection);
    }

    void DropIdleKeepers()
    {
        for (int i = _keeping.Count; i > 0; i--)
        {
            Connection keeper = _keeping.Dequeue();
            keeper.IsKeeping = keeper.Closed is null && keeper.HasKept;
            if (keeper.IsKeeping) _keeping.Enqueue(keeper);
        }
    }

    void Relieve(Connection connection, HalfStream half)
    {
        if (!half.HasKept) return;
        Statistics.HolesForced++;
        connection.EndHold();
        if (half.HasKept) half.GiveUpHole(connection.LastTime);
    }

    /// <summary>
    /// No packet came until <paramref name="now"/>: closes what has lingered long enough, and some of what has been silent longer than
    /// <see cref="StreamLimits.IdleTime"/>, a few connections a call.
    /// </summary>
    public void Tick(Timestamp now)
    {
        CloseLingering(now);
        double patience = Limits.IdleTime.TotalNanoseconds;
        foreach (Connection silent in _index.SomeInTurn(IdleSample).ToList())
        {
            if (silent.Closed is not null || now - silent.LastTime < patience) continue;
            Statistics.Idle++;
            Close(silent, silent.Ending ?? CloseReason.Idle);
            // What comes after all is the middle of a new one, not a late duplicate.
            Forget(silent);
        }
    }

    /// <summary>The capture is at its end: closes what is open, in the order of the connections' first packets.</summary>
    public void Complete()
    {
        while (_lingering.TryDequeue(out var first))
        {
            if (first.Connection.Closed is null) Close(first.Connection, first.Connection.Ending!.Value);
        }
        foreach (Connection connection in _index.InOrder().ToList())
        {
            if (connection.Closed is null) Close(connection, CloseReason.EndOfCapture);
        }
    }
}
