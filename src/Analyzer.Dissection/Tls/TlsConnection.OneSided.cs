using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

// One direction alone: by the client's hello the secrets are found, by the server's what they are for. Where one of them was not
// captured, what could have stood in it is tried, and the record itself proves what was right.
sealed partial class TlsConnection
{
    // Later records are of other keys, or numbers.
    const int RecordsTried = 4;

    // RFC 8446 appendix B.4.
    static readonly ushort[] s_suites13 = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];

    byte[]? _foundRandom;
    CipherSuite? _foundSuite;
    int _recordsTried;

    /// <summary>What could not be read may be read later.</summary>
    public bool MayLearn => Run.Keys.MayGrow || _foundSuite is not null || _foundRandom is not null;

    /// <summary>Looks for new keys, and says how much is known: another number, when it is more than before.</summary>
    public int Learn()
    {
        if (Run.Keys.MayGrow) Run.Keys.Refresh();
        return Run.Keys.Count + (_foundSuite is null && _foundRandom is null ? 0 : 1);
    }

    /// <summary>Finds out which keys open this record, where the other side's hello is not in the capture.</summary>
    public bool TryKeysOfOthers(TlsHalf half, in TlsRecordView record)
    {
        bool isClient = IsClient(half);
        bool isOneSided = isClient ? _clientHello is not null && _serverHello is null : _serverHello is not null && _clientHello is null;
        if (!isOneSided || !_waitsNoMore || _foundSuite is not null || _foundRandom is not null || _recordsTried++ >= RecordsTried) return false;
        bool isFound = isClient ? TryClient(record) : IsTls13 ? TryServer(record) : TryServerBefore13(half, record);
        if (!isFound) return false;
        string what = isClient ? "the suite" : "the client's part in the keys";
        Reader.Finding(Severity.Info, "tls-one-direction", $"the {Other(half).Name}'s side of TLS is not in the capture: {what} was found by trying", record.Packet, record.Offset);
        return true;
    }

    // The client's secrets are known by its random, and which suite they are for is not: few have secrets of that length.
    bool TryClient(in TlsRecordView record)
    {
        foreach (TlsSecret label in (TlsSecret[])[TlsSecret.ClientHandshake, TlsSecret.ClientTraffic, TlsSecret.ClientEarly])
        {
            if (SecretOf(label) is not { } secret) continue;
            foreach (ushort number in s_suites13)
            {
                if (!_clientHello!.Suites.Contains(number) || !Opens(CipherSuite.Of(number), secret, record)) continue;
                _foundSuite = CipherSuite.Of(number);
                return true;
            }
        }
        return false;
    }

    // Any of the secrets may be this connection's.
    bool TryServer(in TlsRecordView record)
    {
        foreach (TlsSecret label in (TlsSecret[])[TlsSecret.ServerHandshake, TlsSecret.ServerTraffic])
        {
            foreach (byte[] random in Run.Keys.NamesWith(label))
            {
                if (Run.BlindTries <= 0) return false;
                if (!Run.Keys.TryPeek(label, random, out byte[]? secret) || !Opens(CipherSuite.Of(_serverHello!.Suite), secret, record)) continue;
                _foundRandom = random;
                return true;
            }
        }
        return false;
    }

    bool TryServerBefore13(TlsHalf half, in TlsRecordView record)
    {
        CipherSuite suite = CipherSuite.Of(_serverHello!.Suite);
        if (!suite.IsRead) return false;
        foreach (byte[] random in Run.Keys.NamesWith(TlsSecret.Master))
        {
            if (Run.BlindTries <= 0 || !Run.Keys.TryPeek(TlsSecret.Master, random, out byte[]? master)) return false;
            Run.BlindTries--;
            using RecordProtection? keys = ProtectionOf(half, suite, master, random);
            if (keys is null || !keys.TryOpen(record, 0, Run.Content, out _)) continue;
            _foundRandom = random;
            Learn(random, master);
            return true;
        }
        return false;
    }

    bool Opens(CipherSuite suite, byte[] secret, in TlsRecordView record)
    {
        if (!suite.IsRead || suite.HasMac || secret.Length != TlsKeySchedule.LengthOf(suite.Prf) || Run.BlindTries <= 0) return false;
        Run.BlindTries--;
        using var keys = new Tls13Protection(suite, secret);
        return keys.TryOpen(record, 0, Run.Content, out _);
    }
}
