using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Imap;

/// <summary>An IMAP server of both revisions (RFC 3501, RFC 9051) with the extensions that <see cref="Capabilities"/> lists.</summary>
public sealed class ImapServer(ServerContext context, ImapServerOptions options) : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        await using var channel = new LineChannel(connection, "imap", DialogueSide.Server, context.Limits with { IdleTime = options.IdleTime }, context.Log, context.Clock);
        using var session = new ImapSession(context, options, channel);
        await session.RunAsync();
    }
}
