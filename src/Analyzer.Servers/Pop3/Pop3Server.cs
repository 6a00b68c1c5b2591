using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Pop3;

/// <summary>
/// A POP3 server (RFC 1939) with CAPA (2449), AUTH (5034), STLS (2595), UTF8 and LANG (6856) and response codes (2449, 3206). Messages that are
/// marked by DELE are removed when the client says QUIT, and only then.
/// </summary>
public sealed class Pop3Server(ServerContext context, Pop3ServerOptions options) : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        await using var channel = new LineChannel(connection, "pop3", DialogueSide.Server, context.Limits with { IdleTime = options.IdleTime }, context.Log, context.Clock);
        using var session = new Pop3Session(context, options, channel);
        await session.RunAsync();
    }
}
