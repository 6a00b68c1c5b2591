using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using Analyzer.Capture.Sources.Live.Pcap;

namespace Analyzer.Capture.Sources.Live;

/// <summary>The network interfaces of this machine.</summary>
public static class LiveDevices
{
    /// <summary>Lists those that this process may at least ask for. False: it cannot be done, for this reason.</summary>
    public static unsafe bool TryList(out IReadOnlyList<LiveDevice> devices, [NotNullWhen(false)] out LiveFailure? failure)
    {
        devices = [];
        failure = null;
        if (!PcapLibrary.IsThere)
        {
            failure = new(LiveFailureReason.NoLibrary, PcapLibrary.Advice);
            return false;
        }
        byte* error = stackalloc byte[LibPcap.ErrorLength];
        if (LibPcap.FindAllDevices(out LibPcap.Device* first, error) < 0)
        {
            failure = new(LiveFailureReason.Other, $"The interfaces cannot be listed: {LibPcap.Text(error)}.");
            return false;
        }
        var found = new List<LiveDevice>();
        Dictionary<string, NetworkInterface> known = KnownInterfaces();
        string? byDefault = DefaultName();
        for (LibPcap.Device* device = first; device is not null; device = device->Next) found.Add(Describe(device, known, byDefault));
        LibPcap.FreeAllDevices(first);
        devices = found;
        return true;
    }

    /// <summary>The name of the interface with the default route; null: there is none.</summary>
    public static string? DefaultName()
    {
        if (OperatingSystem.IsLinux() && (RouteTable.DefaultOfIpv4() ?? RouteTable.DefaultOfIpv6()) is { } name) return name;
        NetworkInterface? gate = KnownInterfaces().Values.FirstOrDefault(HasGateway);
        return gate is null ? null : NameOf(gate);
    }

    static bool HasGateway(NetworkInterface candidate) =>
        candidate.OperationalStatus == OperationalStatus.Up && candidate.GetIPProperties().GatewayAddresses.Any(gateway => !gateway.Address.Equals(IPAddress.Any));

    // On Windows, libpcap builds its names from the interfaces' identifiers.
    static string NameOf(NetworkInterface known) => OperatingSystem.IsWindows() ? $@"\Device\NPF_{known.Id}" : known.Name;

    static Dictionary<string, NetworkInterface> KnownInterfaces()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces().DistinctBy(NameOf).ToDictionary(NameOf);
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    static unsafe LiveDevice Describe(LibPcap.Device* device, Dictionary<string, NetworkInterface> known, string? byDefault)
    {
        string name = LibPcap.Text(device->Name);
        known.TryGetValue(name, out NetworkInterface? system);
        return new LiveDevice
        {
            Name = name,
            Description = LibPcap.Text(device->Description),
            Addresses = [.. system?.GetIPProperties().UnicastAddresses.Select(address => address.Address) ?? []],
            IsUp = (device->Flags & LibPcap.IsUp) != 0,
            IsRunning = (device->Flags & LibPcap.IsRunning) != 0 && (device->Flags & LibPcap.ConnectionMask) != LibPcap.IsDisconnected,
            IsLoopback = (device->Flags & LibPcap.IsLoopback) != 0,
            IsDefault = name == byDefault,
        };
    }
}
