using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

// How protected records are opened, and how the place among their numbers is found again.
sealed partial class TlsHalf
{
    /// <summary>The keys of a direction in TLS 1.3, one after the other (RFC 8446 section 7.1).</summary>
    enum Stage
    {
        Early,
        Handshake,
        Traffic,
    }

    RecordProtection? _protection, _next;
    bool _isCovered, _isOpaque, _hasToldOpaque, _hasOpened, _lacksKeys;
    Stage _stage;
    byte[]? _traffic;
    long _sequence;
    int _failures, _tries, _keysSeen;

    /// <summary>Nothing that it protects can be read, or not yet.</summary>
    public bool IsOpaque => _isOpaque || !_hasOpened;

    /// <summary>Early data count only when the server takes them.</summary>
    bool IsDelivered => !_connection.IsTls13 || _stage != Stage.Early || _connection.IsEarlyDataTaken;

    /// <summary>A new handshake begins, in clear.</summary>
    public void BeginAgain()
    {
        Reader.BeginAgain();
        _protection?.Dispose();
        _next?.Dispose();
        _protection = _next = null;
        (_isCovered, _isOpaque, HasClosed, _stage, _sequence) = (false, false, false, Stage.Early, 0);
        ForgetLoss();
    }

    // ChangeCipherSpec: from here on the keys are those of the last handshake.
    void ChangeKeys()
    {
        _isCovered = true;
        _protection?.Dispose();
        _connection.OnKeyChange(this);
        _protection = _connection.ProtectionOf(this);
        (_sequence, _failures) = (0, 0);
        _isOpaque = _lacksKeys = _protection is null;
        ForgetLoss();
    }

    /// <summary>The next protected record, of that type on the wire, needs keys that are not known, though all else is.</summary>
    public bool LacksKeys(byte type)
    {
        if (!_connection.CanBeRead) return false;
        if (_connection.IsTls13) return _protection is null && !_isOpaque && !HasKeysFrom(_stage);
        return (type == ContentType.ChangeCipherSpec || !_isCovered) && !_connection.HasMaster;
    }

    void Open(in TlsRecordView record)
    {
        if (_protection is null && _connection.TryKeysOfOthers(this, record)) _isOpaque = false;
        if (_protection is null && !_isOpaque) BeginProtection();
        if (_lacksKeys && _isOpaque && _connection.MayLearn) TryKeysAgain();
        if (_protection is null || _isOpaque)
        {
            CountLost(record);
            if (!_hasToldOpaque) _connection.OnOpaque(this);
            _hasToldOpaque = true;
            return;
        }
        if (!TryOpen(record, out OpenedRecord opened))
        {
            Fail(record);
            return;
        }
        _protection.Pass(record.Fragment);
        bool isFirst = !_hasOpened;
        (_failures, _hasOpened) = (0, true);
        if (isFirst) _connection.OnOpened(this);
        Take(opened.Type, _connection.Run.Content.AsSpan(opened.Start, opened.Length), isProtected: true);
    }

    // Data before the keys have changed: the record that says so is lost.
    void BeginProtection()
    {
        if (_connection.IsTls13)
        {
            BeginStage(_stage);
            return;
        }
        (long lost, bool isGap) = (_lostBytes, _isGapLoss);
        ChangeKeys();
        (_lostBytes, _isGapLoss, _hasLostTrack) = (lost, isGap, true);
    }

    // Records went by while their keys were not known; what can be read now begins behind them.
    void TryKeysAgain()
    {
        if (_connection.Learn() is var known && known == _keysSeen) return;
        _keysSeen = known;
        (long bytes, int records) = (_lostBytes, _lostRecords);
        (long otherBytes, int others) = (_otherBytes, _otherRecords);
        _isOpaque = false;
        BeginProtection();
        (_otherBytes, _otherRecords) = (otherBytes, others);
        // How many of them belong to the handshake of TLS 1.3, which has keys of its own, is not known.
        (_lostBytes, _lostRecords) = (bytes, _connection.IsTls13 ? 0 : records);
        _hasLostTrack = _isGapLoss = true;
    }

    bool TryOpen(in TlsRecordView record, out OpenedRecord opened)
    {
        _protection!.LostBytes = _lostBytes;
        long first = _sequence + _lostRecords;
        if (TryOpen(_protection!, record, first, out opened)) return Found(first);
        if (TryNextStage(record, 0, out opened)) return true;
        // A record cannot have been shorter than its header and what protects it.
        int most = _hasLostTrack ? (int)Math.Min(TlsLimits.SequenceTries, _lostBytes / (TlsRecordView.HeaderLength + _protection!.Overhead) + 1) : TlsLimits.SequenceTriesWithoutGap;
        for (int i = 1; i <= most; i++)
        {
            if (TryOpen(_protection!, record, first + i, out opened)) return Found(first + i);
            if (_hasLostTrack && TryNextStage(record, i, out opened)) return true;
        }
        return false;
    }

    bool TryOpen(RecordProtection protection, in TlsRecordView record, long sequence, out OpenedRecord opened)
    {
        opened = default;
        return _tries <= TlsLimits.AllTries && protection.TryOpen(record, sequence, _connection.Run.Content, out opened) || Missed();
    }

    bool Missed()
    {
        _tries++;
        return false;
    }

    bool Found(long sequence)
    {
        SettleLoss(sequence - _sequence, isSameKey: true);
        _sequence = sequence + 1;
        return true;
    }

    // The message that ends a stage may be lost, or early data refused: then the keys of the next stage fit.
    bool TryNextStage(in TlsRecordView record, long sequence, out OpenedRecord opened)
    {
        opened = default;
        if (!_connection.IsTls13 || (_stage == Stage.Traffic && !_hasLostTrack)) return false;
        _next ??= NextProtection(out _);
        if (_next is null || !TryOpen(_next, record, sequence, out opened)) return false;
        SettleLoss(sequence, isSameKey: false);
        EnterNextStage();
        _sequence = sequence + 1;
        return true;
    }

    RecordProtection? NextProtection(out byte[]? secret)
    {
        secret = null;
        for (Stage stage = _stage + 1; stage <= Stage.Traffic; stage++)
        {
            if ((secret = SecretOf(stage)) is not null) return _connection.ProtectionOf(secret);
        }
        secret = _stage == Stage.Traffic && _traffic is not null ? _connection.UpdatedSecret(_traffic) : null;
        return secret is null ? null : _connection.ProtectionOf(secret);
    }

    byte[]? SecretOf(Stage stage)
    {
        bool isClient = _connection.IsClient(this);
        return stage switch
        {
            Stage.Early => isClient && _connection.MayHaveEarlyData ? _connection.SecretOf(TlsSecret.ClientEarly) : null,
            Stage.Handshake => _connection.SecretOf(isClient ? TlsSecret.ClientHandshake : TlsSecret.ServerHandshake),
            _ => _connection.SecretOf(isClient ? TlsSecret.ClientTraffic : TlsSecret.ServerTraffic),
        };
    }

    // The first stage from that on for which there are keys.
    void BeginStage(Stage stage)
    {
        for (; stage <= Stage.Traffic; stage++)
        {
            if (SecretOf(stage) is not { } secret) continue;
            Use(stage, secret);
            return;
        }
        _isOpaque = _lacksKeys = true;
    }

    bool HasKeysFrom(Stage stage)
    {
        for (; stage <= Stage.Traffic; stage++)
        {
            if (SecretOf(stage) is not null) return true;
        }
        return false;
    }

    void Use(Stage stage, byte[] secret)
    {
        _protection?.Dispose();
        _next?.Dispose();
        _next = null;
        _protection = _connection.ProtectionOf(secret);
        (_stage, _sequence, _isOpaque) = (stage, 0, _protection is null);
        if (stage == Stage.Traffic) _traffic = secret;
    }

    /// <summary>The message that ends a stage was read: the next record has the next keys.</summary>
    public void EnterNextStage()
    {
        if (_stage == Stage.Traffic)
        {
            if (_traffic is not null) Use(Stage.Traffic, _connection.UpdatedSecret(_traffic));
            return;
        }
        // Its keys are looked up when they are needed: a log that is still being written may not have them yet.
        _stage++;
        _protection?.Dispose();
        _next?.Dispose();
        _protection = _next = null;
        _sequence = 0;
        if (HasKeysFrom(_stage)) BeginStage(_stage);
    }

    /// <summary>Whether the records that are read now are those of early data.</summary>
    public bool IsInEarlyData => _connection.IsTls13 && _stage == Stage.Early;

    /// <summary>Whether the records that are read now are those of the handshake of TLS 1.3.</summary>
    public bool IsInHandshake => _stage == Stage.Handshake;

    void Fail(in TlsRecordView record)
    {
        _protection!.Pass(record.Fragment);
        _messages.Reset();
        if (!IsBeforeTraffic) CountLost(record);
        if (++_failures < TlsLimits.FailedRecords && _tries <= TlsLimits.AllTries) return;
        _isOpaque = _hasToldOpaque = true;
        _lacksKeys = false;
        TellWrongKeys();
    }

    // Without the keys of the handshake its records cannot be opened, and the first that can has the number 0.
    bool IsBeforeTraffic => _connection.IsTls13 && !_hasOpened && _stage == Stage.Traffic && SecretOf(Stage.Handshake) is null;

    void TellWrongKeys() =>
        Tell(Severity.Warning, "tls-wrong-keys", _hasOpened
            ? $"what the {Name} sends from here on cannot be decrypted: too much is missing or damaged"
            : $"the keys that are named for this connection do not open what the {Name} sent");
}
