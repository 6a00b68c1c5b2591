using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>What all sessions of a run share: whom to tell, where the bytes are, what was asked for.</summary>
public sealed class AnalysisContext(AnalysisOptions options, IRecordSink sink, IByteStore store)
{
    readonly Dictionary<Type, object> _shared = [];
    int _sessions, _messages, _transfers;

    /// <summary>What was asked for.</summary>
    public AnalysisOptions Options { get; } = options;

    /// <summary>Whom to tell.</summary>
    public IRecordSink Sink { get; } = sink;

    /// <summary>Where captured bytes can be read again.</summary>
    public IByteStore Store { get; } = store;

    /// <summary>The one object of its type in this run: what sessions of one protocol know of each other.</summary>
    public T Shared<T>() where T : class, new()
    {
        if (_shared.TryGetValue(typeof(T), out object? known)) return (T)known;
        var made = new T();
        _shared.Add(typeof(T), made);
        return made;
    }

    /// <summary>The next session's id, from 1.</summary>
    public int NextSessionId() => ++_sessions;

    /// <summary>The next message's id, from 1.</summary>
    public int NextMessageId() => ++_messages;

    /// <summary>The next transfer's id, from 1.</summary>
    public int NextTransferId() => ++_transfers;
}
