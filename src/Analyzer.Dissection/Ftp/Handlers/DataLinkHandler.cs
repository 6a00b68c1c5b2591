using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Handlers;

/// <summary>Where the next data connection will be: PORT, PASV, EPRT, EPSV, LPRT, LPSV and their kin.</summary>
sealed class DataLinkHandler(FtpSession session)
{
    Connection Control => session.Context.Session.Connection;

    /// <summary>A command has its final reply, or will have none (null): then what it announced counts.</summary>
    public void Conclude(FtpCommand command, FtpReply? reply)
    {
        if (reply is { IsNegative: true }) return;
        IpAddress? address = null;
        ushort port = 0;
        (bool isRead, DataMode mode) = command.Name switch
        {
            "PORT" => (FtpEndpointParser.TryReadNumbers(command.Text, out address, out port), DataMode.Active),
            "LPRT" => (FtpEndpointParser.TryReadLong(command.Text, out address, out port), DataMode.Active),
            "EPRT" => (FtpEndpointParser.TryReadExtended(command.Text, out address, out port), DataMode.ExtendedActive),
            _ => (false, DataMode.Active),
        };
        if (command.Name is "PASV" or "EPSV" or "LPSV" or "CPSV" or "SPSV" && reply is null) Announce(DataMode.Passive, null, DataAnnouncement.UnknownPort, command.Time);
        if (command.Name is not ("PORT" or "LPRT" or "EPRT")) return;
        if (!isRead)
        {
            session.Context.Finding(Severity.Warning, "announcement-unreadable", $"{command.Name} {command.Argument}: no address and port can be read from it", command.Packet);
            return;
        }
        Announce(mode, address, port, command.Time);
        if (address is { } given && given != Control.Client.Address) Suspect(command, given, port);
    }

    /// <summary>The server says where it listens: 227, 228 or 229, whatever it was asked.</summary>
    public void OnPassive(FtpReply reply)
    {
        IpAddress? address = null;
        ushort port = 0;
        bool isRead = reply.Code switch
        {
            227 => FtpEndpointParser.TryReadNumbers(reply.Text, out address, out port),
            228 => FtpEndpointParser.TryReadLong(reply.Text, out address, out port),
            229 => FtpEndpointParser.TryReadExtended(reply.Text, out address, out port),
            _ => false,
        };
        Announce(reply.Code == 229 ? DataMode.ExtendedPassive : DataMode.Passive, address, isRead ? port : DataAnnouncement.UnknownPort, reply.Time);
        if (!isRead) session.Context.Finding(Severity.Warning, "announcement-unreadable", $"reply {reply.Code}: no port can be read from it", reply.Packet);
    }

    void Announce(DataMode mode, IpAddress? address, ushort port, Timestamp time)
    {
        if (session.Announced is { } before) session.Run.Connections.Withdraw(before);
        session.Announced = new DataAnnouncement
        {
            Mode = mode,
            Control = Control,
            Address = address,
            Port = port,
            Time = time,
            Number = session.Run.Connections.NextNumber(),
        };
        session.Run.Connections.Announce(session.Announced);
    }

    // The server will connect to a third host: another server (FXP), or a victim (RFC 2577 section 3). A private address is one behind
    // a translator that does not look into FTP.
    void Suspect(FtpCommand command, IpAddress address, ushort port)
    {
        string text = $"{command.Name} names {new Endpoint(address, port)}, which is not the client";
        if (session.Run.Connections.IsAnnounced(address, port, session.Announced!)) session.Context.Finding(Severity.Info, "fxp", $"{text}: another server listens there, and files go from one to the other", command.Packet);
        else if (port < 1024) session.Context.Finding(Severity.Error, "bounce", $"{text}: a port below 1024 there is no data port", command.Packet);
        else if (IsPrivate(address)) session.Context.Finding(Severity.Info, "client-address-differs", $"{text}: its address may have been translated", command.Packet);
        else session.Context.Finding(Severity.Warning, "bounce", text, command.Packet);
    }

    // RFC 1918, 3927, 6598, 4193, 4291.
    static bool IsPrivate(IpAddress address)
    {
        if (address.IsV6) return address.High >> 57 == 0x7E || address.High >> 54 == 0x3FA || (address.High == 0 && address.Low == 1);
        ulong value = address.Low;
        return value >> 24 is 10 or 127 || value >> 20 == 0xAC1 || value >> 16 is 0xC0A8 or 0xA9FE || value >> 22 == 0x191;
    }

    /// <summary>What holds for a transfer that begins now. Without a command, RFC 959's default: to the client's own control port.</summary>
    public DataAnnouncement ForTransfer(Timestamp time)
    {
        if (session.Announced is { } known) return known;
        session.Announced = new DataAnnouncement
        {
            Mode = DataMode.Active,
            Control = Control,
            Address = Control.Client.Address,
            Port = Control.Client.Port,
            IsDefault = true,
            Time = time,
            Number = session.Run.Connections.NextNumber(),
        };
        session.Run.Connections.Announce(session.Announced);
        return session.Announced;
    }

    /// <summary>The control connection has ended: nothing more will be asked for.</summary>
    public void Close()
    {
        if (session.Announced is { } last) session.Run.Connections.Withdraw(last);
        session.Announced = null;
    }
}
