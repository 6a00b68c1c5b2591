using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>What all sessions of a run share: whom to tell, where the bytes are, what was asked for.</summary>
public sealed class AnalysisContext(AnalysisOptions options, IRecordSink sink, IByteStore store)
{
    int _sessions, _messages, _transfers;

    /// <summary>What was asked for.</summary>
    public AnalysisOptions Options { get; } = options;

    /// <summary>Whom to tell.</summary>
    public IRecordSink Sink { get; } = sink;

    /// <summary>Where captured bytes can be read again.</summary>
    public IByteStore Store { get; } = store;

    /// <summary>The next session's id, from 1.</summary>
    public int NextSessionId() => ++_sessions;

    /// <summary>The next message's id, from 1.</summary>
    public int NextMessageId() => ++_messages;

    /// <summary>The next transfer's id, from 1.</summary>
    public int NextTransferId() => ++_transfers;
}
