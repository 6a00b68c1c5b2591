using Analyzer.Capture.Sources.Live;

namespace Analyzer.Tests.Capture.Sources.Live;

public sealed class RouteTableTests
{
    const string Header = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT";

    [Theory]
    [InlineData(null)]
    [InlineData(null, "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0")]
    [InlineData("eth0", "eth0\t00000000\t0102000A\t0003\t0\t0\t100\t00000000\t0\t0\t0")]
    [InlineData("ppp0", "eth0\t00000000\t0102000A\t0003\t0\t0\t100\t00000000\t0\t0\t0", "ppp0\t00000000\t00000000\t0001\t0\t0\t50\t00000000\t0\t0\t0")]
    [InlineData(null, "lo\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0")]
    [InlineData(null, "eth0", "eth0\t00000000\t0\tzz\t0\t0\t-\t00000000")]
    public void The_preferred_default_route_of_ipv4_is_found(string? expected, params string[] lines)
    {
        Assert.Equal(expected, RouteTable.Default([Header, .. lines], RouteTable.OfIpv4));
    }

    [Theory]
    [InlineData("eth0", "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0")]
    [InlineData(null, "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo")]
    [InlineData(null, "fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0")]
    public void The_default_route_of_ipv6_is_found(string? expected, string line)
    {
        Assert.Equal(expected, RouteTable.Default([line], RouteTable.OfIpv6));
    }
}
