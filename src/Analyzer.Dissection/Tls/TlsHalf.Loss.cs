using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

// What was lost since the last record that was opened, and how it is told once another is.
sealed partial class TlsHalf
{
    long _lostBytes, _otherBytes;
    int _lostRecords, _otherRecords;
    bool _hasLostTrack, _isGapLoss;

    public void OnLost(long bytes)
    {
        _lostBytes += bytes;
        _isGapLoss = true;
        _messages.Reset();
    }

    public void OnRecordLost() => _lostRecords++;

    public void OnTrackLost()
    {
        _hasLostTrack = true;
        _messages.Reset();
    }

    void ForgetLoss()
    {
        (_lostBytes, _lostRecords, _hasLostTrack, _isGapLoss) = (0, 0, false, false);
        (_otherBytes, _otherRecords) = (0, 0);
    }

    void CountLost(in TlsRecordView record)
    {
        _lostBytes += record.Bytes.Length;
        _lostRecords++;
        if (_connection.IsTls13 || record.Type == ContentType.ApplicationData) return;
        // Before TLS 1.3 a record says outside what it is: what holds no data of the application leaves no gap in them.
        _otherBytes += record.Bytes.Length;
        _otherRecords++;
    }

    // So many records lie between the last one that was opened and this one.
    void SettleLoss(long records, bool isSameKey)
    {
        bool mayBeData = !_connection.IsTls13 || _stage == Stage.Traffic || (!isSameKey && records > 0);
        // Without the keys of the handshake, what comes before the first data cannot be opened, and nothing is lost.
        bool isHandshake = !_hasOpened && !_isGapLoss;
        if (_lostBytes > _otherBytes && mayBeData && !isHandshake) TellLoss(records, isSameKey);
        ForgetLoss();
    }

    void TellLoss(long records, bool isSameKey)
    {
        records -= _otherRecords;
        long lost = Math.Max(0, _lostBytes - _otherBytes - records * (TlsRecordView.HeaderLength + _protection!.Overhead));
        string about = isSameKey && _protection.IsOverheadFixed ? "" : "about ";
        string cause = _isGapLoss ? "are missing" : "are damaged";
        Tell(Severity.Warning, "tls-resynchronised", string.Create(CultureInfo.InvariantCulture, $"{records} records of the {Name} {cause}, with {about}{lost} bytes of plain text; decryption goes on behind them"));
        if (lost > 0) _connection.Reader.OnPlainGap(From, lost, Time, Packet);
    }

    // What was lost last, and nothing was opened behind it.
    void EndLoss(Timestamp time)
    {
        if (_protection is null) return;
        if (!_hasOpened && _failures > 0 && !_isOpaque) TellWrongKeys();
        long lostBytes = _lostBytes - _otherBytes;
        if (!_hasOpened || lostBytes == 0) return;
        long records = Math.Max(_lostRecords - _otherRecords, lostBytes / (TlsRecordView.HeaderLength + TlsLimits.Fragment) + 1);
        long lost = lostBytes - records * (TlsRecordView.HeaderLength + _protection.Overhead);
        ForgetLoss();
        if (lost <= 0 || HasClosed) return;
        Tell(Severity.Warning, "tls-end-lost", string.Create(CultureInfo.InvariantCulture, $"the last records of the {Name} cannot be decrypted: they are missing or damaged, with about {lost} bytes of plain text"));
        _connection.Reader.OnPlainGap(From, lost, time, Packet);
    }
}
