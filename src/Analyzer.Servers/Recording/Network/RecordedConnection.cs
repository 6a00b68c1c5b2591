using System.IO.Pipelines;
using System.Net;
using Analyzer.Servers.Recording.Timing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Analyzer.Servers.Recording.Network;

/// <summary>An end of a recorded connection, as servers and agents know connections.</summary>
sealed class RecordedConnection : ConnectionContext, IDuplexPipe
{
    readonly IConnectionEnd _end;
    readonly string _id;
    readonly CancellationTokenSource _closed = new();

    public RecordedConnection(Pump pump, IConnectionEnd end, string id)
    {
        (_end, _id) = (end, id);
        Transport = this;
        (LocalEndPoint, RemoteEndPoint) = (end.Ends.Local, end.Ends.Remote);
        // Not in the middle of what the end is doing.
        end.OnPeerEnd = end.OnReset = () => pump.Post(_ => _closed.Cancel(), null);
    }

    public PipeReader Input => _end.Input;

    public PipeWriter Output => _end.Output;

    /// <summary>Stays what it is: servers number their own connections, but a recording has many servers.</summary>
    public override string ConnectionId
    {
        get => _id;
        set
        {
        }
    }

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override CancellationToken ConnectionClosed
    {
        get => _closed.Token;
        set => throw new NotSupportedException();
    }

    public override void Abort(ConnectionAbortedException abortReason) => _end.Reset();

    public override async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await Output.CompleteAsync();
        await base.DisposeAsync();
    }
}
