namespace Analyzer.Capture.Packets.Network;

/// <summary>What an IP header says that follows it (IANA, "Assigned Internet Protocol Numbers").</summary>
internal static class IpProtocol
{
    public const byte HopByHop = 0;
    public const byte Ipv4 = 4;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Ipv6 = 41;
    public const byte Routing = 43;
    public const byte Fragment = 44;
    public const byte Gre = 47;
    public const byte EncapsulatingSecurity = 50;
    public const byte AuthenticationHeader = 51;
    public const byte NoNextHeader = 59;
    public const byte DestinationOptions = 60;
    public const byte EtherIp = 97;
    public const byte Mobility = 135;
    public const byte Mpls = 137;
    public const byte HostIdentity = 139;
    public const byte Shim6 = 140;

    public static Layer Next(byte protocol, ref PacketCursor cursor)
    {
        if (protocol == Tcp) return Layer.Tcp;
        switch (protocol)
        {
            case Udp: return Layer.Udp;
            case Ipv4: return EnterIp(Layer.Ipv4, ref cursor);
            case Ipv6: return EnterIp(Layer.Ipv6, ref cursor);
            case Gre: return Layer.Gre;
            case EtherIp: return Layer.EtherIp;
            case Mpls: return Layer.Mpls;
            case HopByHop: return Layer.Ipv6HopByHop;
            case DestinationOptions or Mobility or HostIdentity or Shim6: return Layer.Ipv6Options;
            case Routing: return Layer.Ipv6Routing;
            case Fragment: return Layer.Ipv6Fragment;
            case AuthenticationHeader: return Layer.AuthenticationHeader;
            case EncapsulatingSecurity: return cursor.StopAt(StopReason.Encrypted);
            case NoNextHeader: return cursor.StopAt(StopReason.NoPayload);
            default:
                cursor.Statistics.CountTransport(protocol);
                return cursor.StopAt(StopReason.OtherTransport);
        }
    }

    static Layer EnterIp(Layer version, ref PacketCursor cursor)
    {
        cursor.Statistics.Count(PacketTrait.IpInIp);
        return version;
    }
}
