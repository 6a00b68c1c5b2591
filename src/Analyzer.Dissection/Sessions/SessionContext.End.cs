using System.Diagnostics.CodeAnalysis;
using Analyzer.Capture;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Sessions;

public sealed partial class SessionContext
{
    long _packetsShown;

    /// <summary>Tells the session itself: its connection has ended.</summary>
    internal void End(CloseReason reason)
    {
        _analysis.Open.Remove(this);
        SessionRecord record = ToRecord(OutcomeOf(reason, Session.SaidGoodbye));
        _analysis.Hosts.Add(record);
        _analysis.Sink.OnRecord(record);
    }

    /// <summary>What is known so far, if there were packets since the last call.</summary>
    internal bool TryShow([NotNullWhen(true)] out SessionRecord? soFar)
    {
        soFar = null;
        if (Session.Connection.Packets == _packetsShown) return false;
        _packetsShown = Session.Connection.Packets;
        // The lists go on growing: a record is for any thread to read.
        soFar = ToRecord(SessionOutcome.Open) with { Messages = [.. Session.Messages], Transfers = [.. Session.Transfers], Facts = [.. Session.Facts] };
        return true;
    }

    SessionRecord ToRecord(SessionOutcome outcome)
    {
        Connection connection = Session.Connection;
        ref readonly StreamCounts client = ref connection.Counts(Direction.FromClient);
        ref readonly StreamCounts server = ref connection.Counts(Direction.FromServer);
        return new SessionRecord
        {
            Id = Session.Id,
            Stream = connection.Id,
            Protocol = Session.Protocol,
            Client = connection.Client,
            Server = connection.Server,
            ClientName = Session.ClientName ?? _analysis.Names.FirstOf(connection.Client.Address),
            ServerName = Session.ServerName ?? _analysis.Names.FirstOf(connection.Server.Address),
            ServerSoftware = Session.ServerSoftware,
            Start = connection.FirstTime,
            End = connection.LastTime,
            Packets = connection.Packets,
            ClientBytes = client.Bytes,
            ServerBytes = server.Bytes,
            ClientMissing = client.Missing,
            ServerMissing = server.Missing,
            Outcome = outcome,
            Midstream = Session.Midstream,
            User = Session.User,
            Authenticated = Session.Authenticated,
            Tls = Session.Tls,
            TlsDetails = Tls?.ToDetails(),
            Compressed = Session.Compressed,
            Commands = Session.Commands,
            Messages = Session.Messages,
            Transfers = Session.Transfers,
            Facts = Session.Facts,
        };
    }

    static SessionOutcome OutcomeOf(CloseReason reason, bool saidGoodbye) => reason switch
    {
        _ when saidGoodbye => SessionOutcome.Closed,
        CloseReason.Finished => SessionOutcome.Finished,
        CloseReason.Reset => SessionOutcome.Reset,
        _ => SessionOutcome.Open,
    };
}
