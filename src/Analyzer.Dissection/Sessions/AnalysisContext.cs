using Analyzer.Capture;
using Analyzer.Dissection.Ftp;
using Analyzer.Dissection.Names;
using Analyzer.Dissection.Tls;
using Analyzer.Dissection.Work;

namespace Analyzer.Dissection.Sessions;

/// <summary>What all sessions of a run share: whom to tell, where the bytes are, what was asked for.</summary>
public sealed class AnalysisContext
{
    readonly Dictionary<Type, object> _shared = [];
    int _sessions, _messages, _transfers;

    /// <summary>A new run.</summary>
    public AnalysisContext(AnalysisOptions options, IRecordSink sink, IByteStore store)
    {
        Options = options;
        Line = WorkLine.Of(options, sink);
        Store = store;
        Hosts = new HostTable(Names);
        Tls = new TlsRun(options, store);
        Ftp = new FtpRun(this);
    }

    /// <summary>What was asked for.</summary>
    public AnalysisOptions Options { get; }

    /// <summary>Whom to tell.</summary>
    public IRecordSink Sink => Line;

    /// <summary>Where captured bytes can be read again.</summary>
    public IByteStore Store { get; }

    /// <summary>Names of addresses that the captures tell.</summary>
    public HostNames Names { get; } = new();

    /// <summary>Who works on contents, and tells records.</summary>
    internal WorkLine Line { get; }

    /// <summary>The sessions that are not over.</summary>
    internal OpenSessions Open { get; } = new();

    /// <summary>What the TLS connections share, keys above all.</summary>
    internal TlsRun Tls { get; }

    /// <summary>Who served and used what.</summary>
    internal HostTable Hosts { get; }

    /// <summary>The one object of its type in this run: what sessions of one protocol know of each other.</summary>
    public T Shared<T>() where T : class, new()
    {
        if (_shared.TryGetValue(typeof(T), out object? known)) return (T)known;
        var made = new T();
        _shared.Add(typeof(T), made);
        return made;
    }

    /// <summary>What the FTP sessions share, data connections above all.</summary>
    public FtpRun Ftp { get; }

    /// <summary>The next session's id, from 1.</summary>
    public int NextSessionId() => ++_sessions;

    /// <summary>The next message's id, from 1.</summary>
    public int NextMessageId() => ++_messages;

    /// <summary>The next transfer's id, from 1.</summary>
    public int NextTransferId() => ++_transfers;

    /// <summary>Something that concerns no session.</summary>
    public void Finding(Severity severity, string code, string text, long? packet = null, long? offset = null) =>
        Sink.OnRecord(new FindingRecord { Severity = severity, Code = code, Text = text, Packet = packet, Offset = offset });
}
