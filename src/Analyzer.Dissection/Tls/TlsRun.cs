using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>What all TLS connections of a run share.</summary>
sealed class TlsRun(AnalysisOptions options, IByteStore store)
{
    readonly IPlainTextTap? _tap = options.PlainTextTap;
    readonly HashSet<TlsConnection> _waiting = [];
    readonly List<TlsConnection> _woken = [];
    long _nowhere;
    int _keys;

    /// <summary>The secrets.</summary>
    public TlsKeys Keys { get; } = new(options.KeyLogs, options.NoteSecrets);

    /// <summary>Certificates, read once each.</summary>
    public CertificateReader Certificates { get; } = new();

    /// <summary>Which records decrypted bytes came out of.</summary>
    public TlsOrigins Origins { get; } = new();

    /// <summary>Where records are decrypted to: one at a time.</summary>
    public byte[] Content { get; } = new byte[TlsLimits.Fragment];

    /// <summary>Bytes of records that wait for keys, on all connections.</summary>
    public long Held { get; set; }

    /// <summary>Attempts with keys of other connections that may still be made.</summary>
    public int BlindTries { get; set; } = TlsLimits.BlindTries;

    /// <summary>Tells who listens of plain bytes.</summary>
    public void Tap(Connection connection, Direction from, ReadOnlySpan<byte> plain, Timestamp time) => _tap?.OnPlain(connection, from, plain, time);

    /// <summary>Tells who listens of a gap.</summary>
    public void TapGap(Connection connection, Direction from, long missing, Timestamp time) => _tap?.OnPlainGap(connection, from, missing, time);

    /// <summary>Takes decrypted bytes that will be read again, and says where they lie; else only that no capture holds them.</summary>
    public Extent Place(ReadOnlySpan<byte> plain, TlsOrigin origin)
    {
        Extent extent = options.KeepContent ? store.Append(plain) : NextNowhere(plain.Length);
        Origins.Add(extent, origin);
        return extent;
    }

    // As if they lay one behind the other somewhere, so that lists of them stay short.
    Extent NextNowhere(int length)
    {
        var extent = new Extent(IByteStore.Nowhere, _nowhere, length);
        _nowhere += length;
        return extent;
    }

    /// <summary>Records of a connection begin, or cease, to wait for keys.</summary>
    public void NoteWaiting(TlsConnection connection, bool isWaiting)
    {
        if (isWaiting) _waiting.Add(connection);
        else _waiting.Remove(connection);
    }

    /// <summary>Connections wait for keys, and a look at the logs is due now and then.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>Connections wait for keys, and the capture holds secrets that nobody has looked at.</summary>
    public bool HasNews => _waiting.Count > 0 && Keys.HasBlocks;

    /// <summary>Looks for keys that have come, and lets go on whoever waits for them. Not to be called while a connection is being read.</summary>
    public void WakeUp()
    {
        Keys.Refresh();
        if (Keys.Count == _keys) return;
        _keys = Keys.Count;
        // Those that go on leave the set.
        _woken.AddRange(_waiting);
        foreach (TlsConnection connection in _woken) connection.GoOn();
        _woken.Clear();
    }

    /// <summary>What a person should know of the run. Called once, at its end.</summary>
    public void Complete(AnalysisContext context)
    {
        Keys.Tell(context);
        if (Origins.HasForgotten) context.Finding(Severity.Info, "tls-origin-limit", $"more than {TlsLimits.Origins} records were decrypted: which of the first ones hold what is no longer known");
    }
}
