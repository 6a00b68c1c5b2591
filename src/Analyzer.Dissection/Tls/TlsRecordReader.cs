using System.Buffers;
using Analyzer.Capture;

namespace Analyzer.Dissection.Tls;

/// <summary>Takes the records of one direction.</summary>
interface ITlsRecordSink
{
    /// <summary>The next record.</summary>
    void OnRecord(in TlsRecordView record);

    /// <summary>Bytes of records that are not in the capture, or belong to no record.</summary>
    void OnLost(long bytes);

    /// <summary>The bytes that were lost last are those of one record.</summary>
    void OnRecordLost();

    /// <summary>How many records are lost is not known.</summary>
    void OnTrackLost();

    /// <summary>Bytes behind the last record that are no TLS any more, or never were.</summary>
    void OnClear(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time, long packet);
}

/// <summary>
/// Cuts one direction into records. A record that lies in one packet is read where it is. Behind a gap it finds the next record by the
/// length of the one that was cut, or else by the looks of a header, of which chance makes one in some million places.
/// </summary>
sealed class TlsRecordReader(ITlsRecordSink sink)
{
    const int HeaderLength = TlsRecordView.HeaderLength;

    enum Mode
    {
        Records,
        Skip,
        Seek,
        Clear,
    }

    Mode _mode;
    byte[]? _held;
    int _length, _left;
    long _offset;
    Timestamp _time;
    long _packet;
    bool _hasRecord;

    /// <summary>Plain text may follow a record: what looks like text is then not taken for damage.</summary>
    public bool MayEnd { get; set; }

    /// <summary>It is no TLS any more.</summary>
    public bool IsClear => _mode == Mode.Clear;

    /// <summary>Bytes of a record whose rest has not come.</summary>
    public int Held => _length;

    /// <summary>How long that record is, as far as its header is there; else 0.</summary>
    public int HeldTotal => _length >= HeaderLength ? TlsRecordView.LengthOf(_held) : 0;

    /// <summary>TLS begins anew where clear text was.</summary>
    public void BeginAgain() => _mode = Mode.Records;

    /// <summary>What comes next lies so many bytes farther on in what its side sent; less than 0: it has been here before.</summary>
    public void Move(long bytes) => _offset += bytes;

    /// <summary>The next bytes.</summary>
    public void Push(ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        while (!data.IsEmpty)
        {
            int before = data.Length;
            switch (_mode)
            {
                case Mode.Clear:
                    _offset += data.Length;
                    sink.OnClear(data, extent, time, packet);
                    return;
                case Mode.Skip:
                    data = Skip(data);
                    break;
                case Mode.Seek:
                    data = Seek(data);
                    break;
                default:
                    data = Read(data, extent, time, packet);
                    break;
            }
            extent = extent.Slice(before - data.Length);
        }
    }

    ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> data)
    {
        int part = Math.Min(_left, data.Length);
        _left -= part;
        _offset += part;
        sink.OnLost(part);
        if (_left == 0) EndSkip();
        return data[part..];
    }

    void EndSkip()
    {
        _mode = Mode.Records;
        sink.OnRecordLost();
    }

    ReadOnlySpan<byte> Read(ReadOnlySpan<byte> data, Extent extent, Timestamp time, long packet)
    {
        if (_length == 0 && !IsPlausible(data))
        {
            TurnAway(data);
            return data;
        }
        if (_length == 0) (_time, _packet) = (time, packet);
        if (_length == 0 && data.Length >= HeaderLength)
        {
            int total = TlsRecordView.LengthOf(data);
            if (data.Length < total) return Hold(data, total);
            Give(data[..total], packet);
            return data[total..];
        }
        if (_length < HeaderLength)
        {
            data = Hold(data, HeaderLength);
            if (_length < HeaderLength) return data;
            if (TlsRecordView.LengthOf(_held) < 0)
            {
                LoseHeld();
                return data;
            }
        }
        int whole = TlsRecordView.LengthOf(_held);
        data = Hold(data, whole);
        if (_length < whole) return data;
        byte[] record = _held!;
        (_held, _length) = (null, 0);
        Give(record.AsSpan(0, whole), packet);
        ArrayPool<byte>.Shared.Return(record);
        return data;
    }

    static bool IsPlausible(ReadOnlySpan<byte> data)
    {
        if (data.Length >= HeaderLength) return TlsRecordView.LengthOf(data) > 0;
        return data[0] is >= ContentType.ChangeCipherSpec and <= ContentType.ApplicationData + 1 && (data.Length < 2 || data[1] == 3);
    }

    // Where a record should begin, none does.
    void TurnAway(ReadOnlySpan<byte> data)
    {
        bool isText = !data[..Math.Min(data.Length, 3)].ContainsAnyExcept(s_text);
        if (isText && (MayEnd || !_hasRecord)) _mode = Mode.Clear;
        else LoseTrack();
    }

    static readonly SearchValues<byte> s_text = SearchValues.Create([.. "\r\n\t"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (byte)letter)]);

    void Give(ReadOnlySpan<byte> record, long lastPacket)
    {
        _hasRecord = true;
        long offset = _offset;
        _offset += record.Length;
        sink.OnRecord(new TlsRecordView { Bytes = record, Offset = offset, Time = _time, Packet = _packet, LastPacket = lastPacket });
    }

    // Keeps what is there, up to so many bytes in all.
    ReadOnlySpan<byte> Hold(ReadOnlySpan<byte> data, int upTo)
    {
        int part = Math.Min(data.Length, upTo - _length);
        if (_held is null || _held.Length < upTo)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(upTo);
            _held.AsSpan(0, _length).CopyTo(larger);
            if (_held is not null) ArrayPool<byte>.Shared.Return(_held);
            _held = larger;
        }
        data[..part].CopyTo(_held.AsSpan(_length));
        _length += part;
        return data[part..];
    }

    void LoseHeld()
    {
        _offset += _length;
        sink.OnLost(_length);
        _length = 0;
        LoseTrack();
    }

    void LoseTrack()
    {
        _mode = Mode.Seek;
        sink.OnTrackLost();
    }

    ReadOnlySpan<byte> Seek(ReadOnlySpan<byte> data)
    {
        if (_length > 0) return SeekAcross(data);
        int at = 0;
        while (at + HeaderLength <= data.Length && !IsHeader(data[at..])) at++;
        bool isFound = at + HeaderLength <= data.Length;
        _offset += at;
        sink.OnLost(at);
        if (isFound) _mode = Mode.Records;
        return isFound ? data[at..] : Hold(data[at..], HeaderLength);
    }

    // The last few bytes of what came before may be the beginning of a header.
    ReadOnlySpan<byte> SeekAcross(ReadOnlySpan<byte> data)
    {
        data = Hold(data, HeaderLength);
        if (_length < HeaderLength) return data;
        if (IsHeader(_held))
        {
            _mode = Mode.Records;
            return data;
        }
        _held.AsSpan(1, --_length).CopyTo(_held);
        _offset++;
        sink.OnLost(1);
        return data;
    }

    static bool IsHeader(ReadOnlySpan<byte> data) => data[0] is >= ContentType.ChangeCipherSpec and <= ContentType.ApplicationData && data[2] > 0 && TlsRecordView.LengthOf(data) > HeaderLength;

    /// <summary>So many bytes are not in the capture.</summary>
    public void Gap(long missing)
    {
        _offset += missing;
        if (_mode == Mode.Clear) return;
        sink.OnLost(missing);
        int whole = _mode == Mode.Skip ? 0 : HeldTotal;
        int left = _mode == Mode.Skip ? _left : whole - _length;
        bool isInside = _mode == Mode.Skip || (_mode == Mode.Records && whole > 0);
        Drop();
        if (isInside && missing <= left)
        {
            (_mode, _left) = (Mode.Skip, left - (int)missing);
            if (_left == 0) EndSkip();
            return;
        }
        LoseTrack();
    }

    void Drop()
    {
        if (_length == 0) return;
        sink.OnLost(_length);
        _offset += _length;
        _length = 0;
    }

    /// <summary>No more will come: what is there of a last record is lost with its rest.</summary>
    public void End()
    {
        int total = _mode == Mode.Skip ? _left : HeldTotal - _length;
        bool isCut = _mode == Mode.Skip || (_mode == Mode.Records && HeldTotal > 0);
        Drop();
        if (!isCut) return;
        sink.OnLost(total);
        sink.OnRecordLost();
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_held is not null) ArrayPool<byte>.Shared.Return(_held);
        _held = null;
        _length = 0;
    }
}
