using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Tls;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// One connection that carries, or may carry, the data of a transfer. Bound: a session announced it. Else it waits unclaimed, in case
/// its announcement is captured late or not at all; then it keeps only where its bytes lie.
/// </summary>
sealed class DataStream : IStreamConsumer, IPlainReader
{
    readonly AnalysisContext _analysis;
    readonly TlsDataStream _tls;
    readonly List<TransferBuilder> _takers = [];
    DataHalf? _client, _server;
    int _runs;

    /// <summary>A connection that nothing was sent on yet.</summary>
    public DataStream(Connection connection, AnalysisContext analysis, bool isKin)
    {
        (Connection, _analysis, IsKin) = (connection, analysis, isKin);
        _tls = new TlsDataStream(connection, analysis, this);
    }

    /// <summary>Who talks to whom.</summary>
    public Connection Connection { get; }

    /// <summary>Its hosts have spoken FTP with each other.</summary>
    public bool IsKin { get; }

    /// <summary>A session announced it, or it was given to a transfer.</summary>
    public bool IsBound { get; set; }

    /// <summary>It was given up: it is no data connection, or there were too many.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>It has ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>A transfer has taken it.</summary>
    public bool IsTaken => _takers.Count > 0;

    /// <summary>How many announcements hold it for a transfer that has not begun yet.</summary>
    public int Holders { get; set; }

    /// <summary>Its content may have to be read before it is written anywhere: as long as it may be a listing.</summary>
    public bool IsContentWanted { get; private set; } = true;

    /// <summary>Nothing was sent on it, as far as the capture knows.</summary>
    public bool IsEmpty => _client is null && _server is null && !_tls.IsTls;

    /// <summary>What an end sent is encrypted, and cannot be read.</summary>
    public bool IsOpaque(Direction from) => _tls.IsOpaque(from);

    /// <summary>It is TLS, readable or not.</summary>
    public bool IsTls => _tls.IsTls;

    /// <summary>Bytes of TLS records from an end.</summary>
    public long EncryptedBytes(Direction from) => _tls.Bytes(from);

    /// <summary>What an end sent; null when nothing.</summary>
    public DataHalf? Half(Direction from) => from == Direction.FromClient ? _client : _server;

    /// <summary>It carries a file that is sent as it is: nobody reads it here.</summary>
    public void ForgetContent()
    {
        IsContentWanted = false;
        _client?.ForgetHead();
        _server?.ForgetHead();
    }

    /// <summary>A transfer takes it. Two can, where one server sends to another (FXP).</summary>
    public void AddTaker(TransferBuilder taker)
    {
        IsBound = true;
        _takers.Add(taker);
    }

    public void OnData(Direction from, ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        if (!IsDropped) _tls.OnData(from, data, extent, time, packet);
    }

    void IPlainReader.OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet)
    {
        if (IsDropped) return;
        if (!IsBound && Half(from == Direction.FromClient ? Direction.FromServer : Direction.FromClient) is { Size: > 0 })
        {
            // A file goes one way: bytes both ways are a dialogue.
            Drop();
            return;
        }
        HalfOf(from).Add(plain, extent);
        if (!IsBound) Charge();
    }

    DataHalf HalfOf(Direction from)
    {
        ref DataHalf? half = ref from == Direction.FromClient ? ref _client : ref _server;
        return half ??= new DataHalf(_analysis, this);
    }

    void Charge()
    {
        int runs = (_client?.Extents.Runs ?? 0) + (_server?.Extents.Runs ?? 0);
        if (runs == _runs) return;
        int change = runs - _runs;
        _runs = runs;
        _analysis.Ftp.Unclaimed.Charge(change);
    }

    public void OnGap(Direction from, long missing, Timestamp time)
    {
        if (!IsDropped) _tls.OnGap(from, missing, time);
    }

    void IPlainReader.OnPlainGap(Direction from, long missing, Timestamp time, long packet)
    {
        if (!IsDropped) HalfOf(from).Gap(missing);
    }

    public void OnClosed(CloseReason reason, Timestamp time)
    {
        if (!IsDropped) _tls.End(time);
        IsClosed = true;
        if (IsDropped) return;
        if (!IsBound && !IsKin && IsEmpty) Drop();
        foreach (TransferBuilder taker in _takers) taker.OnDataClosed();
    }

    /// <summary>Gives up what it keeps.</summary>
    public void Drop()
    {
        if (IsDropped) return;
        IsDropped = true;
        _client = _server = null;
        _analysis.Ftp.Unclaimed.Remove(this, _runs);
        _runs = 0;
    }

    /// <summary>It is unclaimed no more: its memory counts no longer as such.</summary>
    public void Claim()
    {
        IsBound = true;
        _analysis.Ftp.Unclaimed.Remove(this, _runs);
        _runs = 0;
    }
}
