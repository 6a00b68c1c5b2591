using System.Globalization;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Sessions;

/// <summary>Decides which dissector reads a connection, and tells the <c>stream</c> record when it ends.</summary>
sealed class SessionAcceptor(AnalysisContext analysis) : IStreamAcceptor
{
    readonly Dictionary<ushort, Protocol> _byPort = PortsOf(analysis.Options);
    readonly Dictionary<long, StreamDigest> _digests = [];

    /// <summary>Whether a port is known to be a server's.</summary>
    public bool IsKnownPort(ushort port) => _byPort.ContainsKey(port) || port < 1024;

    static Dictionary<ushort, Protocol> PortsOf(AnalysisOptions options)
    {
        var byPort = new Dictionary<ushort, Protocol>();
        foreach (Protocol protocol in options.Protocols)
        {
            foreach (ushort port in protocol.Ports.AddRange(protocol.TlsPorts)) byPort.TryAdd(port, protocol);
        }
        foreach ((ushort port, string name) in options.DecodeAs)
        {
            if (options.Protocols.FirstOrDefault(protocol => protocol.Name == name) is { } chosen) byPort[port] = chosen;
        }
        return byPort;
    }

    public IStreamConsumer? Accept(Connection connection)
    {
        if (!analysis.Options.Dissect)
        {
            if (!analysis.Options.HashStreams) return null;
            var digest = new StreamDigest();
            _digests.Add(connection.Id, digest);
            return digest;
        }
        if (analysis.Ftp.Connections.Accept(connection) is { } announced) return announced;
        // Ended before anything was said: a port that was scanned, say. The stream record tells of it; a session it was not. Between hosts
        // that speak FTP it may be the data connection of an empty file.
        if (connection is { Closed: not null, IsEmpty: true }) return analysis.Ftp.Connections.Watch(connection);
        if (_byPort.TryGetValue(connection.Server.Port, out Protocol? protocol)) return new Dialogue(protocol, connection, analysis);
        return new ProtocolDetection(connection, analysis);
    }

    public void OnClosed(Connection connection)
    {
        _digests.Remove(connection.Id, out StreamDigest? digest);
        analysis.Sink.OnRecord(new StreamRecord
        {
            Id = connection.Id,
            Client = connection.Client,
            Server = connection.Server,
            FirstTime = connection.FirstTime,
            LastTime = connection.LastTime,
            Packets = connection.Packets,
            ClientSide = SideOf(connection, Direction.FromClient, digest?.Client),
            ServerSide = SideOf(connection, Direction.FromServer, digest?.Server),
            Closed = connection.Closed,
        });
        TellConflict(connection, Direction.FromClient);
        TellConflict(connection, Direction.FromServer);
    }

    static StreamSide SideOf(Connection connection, Direction from, string? sha256)
    {
        ref readonly StreamCounts counts = ref connection.Counts(from);
        return new StreamSide(counts.Bytes, counts.Missing, sha256);
    }

    void TellConflict(Connection connection, Direction from)
    {
        ref readonly StreamCounts counts = ref connection.Counts(from);
        if (counts.Conflicting == 0) return;
        string who = from == Direction.FromClient ? "client" : "server";
        analysis.Sink.OnRecord(new FindingRecord
        {
            Severity = Severity.Warning,
            Code = "conflicting-bytes",
            Text = string.Create(CultureInfo.InvariantCulture, $"up to {counts.Conflicting} bytes from the {who} came again with another content; the copy chosen by the overlap policy is shown"),
            Stream = connection.Id,
            Packet = counts.FirstConflictPacket,
            Offset = counts.FirstConflict,
        });
    }
}
