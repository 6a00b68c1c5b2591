using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Ftp;

/// <summary>
/// An FTP server: RFC 959 and 1123, 2389 (FEAT, OPTS), 2428 (EPRT, EPSV), 3659 (MLST, SIZE, MDTM, REST), 4217 (TLS), and of what is in use
/// beyond them MODE Z, HASH, MFMT. Each connection is a session of its own; all show the same folder.
/// </summary>
public sealed class FtpServer : ConnectionHandler
{
    readonly ServerContext _context;
    readonly FtpServerOptions _options;
    readonly FtpTree _tree;

    /// <summary>A server for the folder of the options, which is made if need be.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FtpServer(ServerContext context, FtpServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        (_context, _options, _tree) = (context, options, new FtpTree(options.Root, context.Clock));
    }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        await using LineChannel channel = _context.Serve(connection, "ftp");
        await using var session = new FtpSession(_context, _options, _tree, channel);
        await session.RunAsync();
    }
}
