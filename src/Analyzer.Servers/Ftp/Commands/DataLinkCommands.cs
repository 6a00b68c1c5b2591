using System.Net;
using System.Net.Sockets;

namespace Analyzer.Servers.Ftp.Commands;

/// <summary>How the next data connection comes about: PORT, PASV (RFC 959), EPRT, EPSV (RFC 2428).</summary>
static class DataLinkCommands
{
    // RFC 2577 3: below are the ports of other services.
    const int FirstClientPort = 1024;

    public static FtpCommand[] All { get; } =
    [
        new("PORT", "<h1,h2,h3,h4,p1,p2>", PortAsync),
        new("PASV", "", PassiveAsync),
        new("EPRT", "<|family|address|port|>", ExtendedPortAsync),
        new("EPSV", "[1|2|ALL]", ExtendedPassiveAsync),
    ];

    static ValueTask PortAsync(FtpSession session, string argument)
    {
        RefuseAfterAll(session);
        return FtpAddress.TryParseNumbers(argument, out IPEndPoint end) ? ActiveAsync(session, end, "PORT") : throw new FtpRefusal("501 PORT takes six numbers: h1,h2,h3,h4,p1,p2");
    }

    static ValueTask ExtendedPortAsync(FtpSession session, string argument)
    {
        RefuseAfterAll(session);
        bool isRight = FtpAddress.TryParseExtended(argument, out IPEndPoint end, out bool isKnownFamily);
        if (!isKnownFamily) throw new FtpRefusal($"522 Network protocol not supported, use ({Family(session)})");
        return isRight ? ActiveAsync(session, end, "EPRT") : throw new FtpRefusal("501 EPRT takes |family|address|port|");
    }

    static async ValueTask ActiveAsync(FtpSession session, IPEndPoint end, string verb)
    {
        bool isForeign = !end.Address.Equals(session.Client) || end.Port < FirstClientPort;
        if (isForeign && !session.Options.AllowsForeignData) throw new FtpRefusal($"504 {verb} refused: only your own address, and a port above 1023");
        if (end.AddressFamily != session.Local.AddressFamily) throw new FtpRefusal($"522 Network protocol not supported, use ({Family(session)})");
        await session.LinkAsync(new ActiveLink(session.Context.Network, end, new IPEndPoint(session.Local, session.Options.ActivePort), session.Options.Limits.OpenTime));
        await session.ReplyAsync($"200 {verb} command successful");
    }

    static async ValueTask PassiveAsync(FtpSession session, string argument)
    {
        RefuseAfterAll(session);
        if (session.Local.AddressFamily != AddressFamily.InterNetwork) throw new FtpRefusal("522 PASV speaks IPv4 only: EPSV serves here");
        PassiveLink link = await ListenAsync(session);
        IPAddress address = session.Fault.Address ?? session.Options.PassiveAddress ?? session.Local;
        await session.ReplyAsync($"227 Entering Passive Mode ({FtpAddress.Numbers(address, Announced(session, link))})");
    }

    static async ValueTask ExtendedPassiveAsync(FtpSession session, string argument)
    {
        if (argument.Equals("ALL", StringComparison.OrdinalIgnoreCase))
        {
            session.State.IsExtendedPassiveOnly = true;
            await session.ReplyAsync("200 EPSV ALL command successful");
            return;
        }
        if (argument.Length > 0 && argument != Family(session).ToString()) throw new FtpRefusal($"522 Network protocol not supported, use ({Family(session)})");
        PassiveLink link = await ListenAsync(session);
        await session.ReplyAsync($"229 Entering Extended Passive Mode (|||{Announced(session, link)}|)");
    }

    static async ValueTask<PassiveLink> ListenAsync(FtpSession session)
    {
        // First, so that its port is free again.
        await session.LinkAsync(null);
        FtpServerOptions options = session.Options;
        (int, int) ports = options.FirstPassivePort == 0 ? (0, 0) : (options.FirstPassivePort, options.LastPassivePort);
        IPAddress? client = options.AllowsForeignData ? null : session.Client;
        PassiveLink link = await PassiveLink.ListenAsync(session.Context.Network, session.Local, ports, client, options.Limits, session.Stop);
        await session.LinkAsync(link);
        return link;
    }

    static void RefuseAfterAll(FtpSession session)
    {
        if (session.State.IsExtendedPassiveOnly) throw new FtpRefusal("503 Only EPSV after EPSV ALL");
    }

    static int Announced(FtpSession session, PassiveLink link) => Math.Clamp(link.Local.Port + session.Fault.PortError, 0, ushort.MaxValue);

    static int Family(FtpSession session) => FtpAddress.Family(session.Local.AddressFamily);
}
