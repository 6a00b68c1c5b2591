using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>What all TLS connections of a run share.</summary>
sealed class TlsRun(AnalysisOptions options, IByteStore store)
{
    readonly IPlainTextTap? _tap = options.PlainTextTap;
    long _nowhere;

    /// <summary>The secrets.</summary>
    public TlsKeys Keys { get; } = new(options.KeyLogs, options.NoteSecrets);

    /// <summary>Certificates, read once each.</summary>
    public CertificateReader Certificates { get; } = new();

    /// <summary>Where records are decrypted to: one at a time.</summary>
    public byte[] Content { get; } = new byte[TlsLimits.Fragment];

    /// <summary>Tells who listens of plain bytes.</summary>
    public void Tap(Connection connection, Direction from, ReadOnlySpan<byte> plain, Timestamp time) => _tap?.OnPlain(connection, from, plain, time);

    /// <summary>Tells who listens of a gap.</summary>
    public void TapGap(Connection connection, Direction from, long missing, Timestamp time) => _tap?.OnPlainGap(connection, from, missing, time);

    /// <summary>Takes decrypted bytes that will be read again, and says where they lie; else only that no capture holds them.</summary>
    public Extent Place(ReadOnlySpan<byte> plain)
    {
        if (options.KeepContent) return store.Append(plain);
        // As if they lay one behind the other somewhere, so that lists of them stay short.
        var extent = new Extent(IByteStore.Nowhere, _nowhere, plain.Length);
        _nowhere += plain.Length;
        return extent;
    }

    /// <summary>What a person should know of the run. Called once, at its end.</summary>
    public void Complete(AnalysisContext context) => Keys.Tell(context);
}
