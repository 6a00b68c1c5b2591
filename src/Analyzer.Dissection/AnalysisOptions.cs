using System.Collections.Immutable;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection;

/// <summary>What a run is asked for.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Ports whose protocol the user has said; they come before the registry's.</summary>
    public ImmutableDictionary<ushort, string> DecodeAs { get; init; } = ImmutableDictionary<ushort, string>.Empty;

    /// <summary>Key log files (draft-ietf-tls-keylogfile), besides what the captures hold themselves. They may grow during the run.</summary>
    public ImmutableArray<string> KeyLogs { get; init; } = [];

    /// <summary>Whether the secrets that are used are noted, for <see cref="Analysis.KeyLogOf"/>.</summary>
    public bool NoteSecrets { get; init; }

    /// <summary>Listens to what is decrypted; null: nobody does.</summary>
    public IPlainTextTap? PlainTextTap { get; init; }

    /// <summary>What can be dissected, in the order in which it is tried on unknown ports.</summary>
    public ImmutableArray<Protocol> Protocols { get; init; } = Dissection.Protocols.All;

    /// <summary>Which copy wins where segments overlap.</summary>
    public OverlapPolicy Overlap { get; init; }

    /// <summary>Bounds of the stream layer.</summary>
    public StreamLimits StreamLimits { get; init; } = new();

    /// <summary>Whether to compute SHA-256 of contents, which is the dearest step.</summary>
    public bool Hash { get; init; } = true;

    /// <summary>Whether to compute SHA-256 of each direction of each stream.</summary>
    public bool HashStreams { get; init; }

    /// <summary>Whether protocols are looked at, or reassembly alone is wanted.</summary>
    public bool Dissect { get; init; } = true;

    /// <summary>
    /// How many threads may work: 1 for all on the caller's, more for others that hash and read large contents. The records and their order are
    /// the same, and the caller's thread tells them. For sources that are read to their end: what is told may wait for what comes next.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most threads: hashing for more than these is held up by the one that analyses.</summary>
    public const int MaxThreads = 16;

    /// <summary>Whether contents will be read again (export, screens): bytes that no capture holds then go to the spool.</summary>
    public bool KeepContent { get; init; }
}
