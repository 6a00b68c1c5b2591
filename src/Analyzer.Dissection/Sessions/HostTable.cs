using Analyzer.Capture;
using Analyzer.Dissection.Names;

namespace Analyzer.Dissection.Sessions;

/// <summary>Gathers, from the sessions as they end, which hosts served and used what.</summary>
sealed class HostTable(HostNames names)
{
    /// <summary>The most hosts that are remembered.</summary>
    public const int MaxHosts = 100_000;

    /// <summary>The most different banners of one host: a few, unless somebody makes them up.</summary>
    const int MaxSoftware = 8;

    sealed class Host(IpAddress address)
    {
        public readonly IpAddress Address = address;
        public readonly List<string> Protocols = [];
        public readonly List<string> Names = [];
        public readonly List<string> Software = [];
        public int Sessions;
        public long Bytes;
        public TlsHostFacts? Tls;
    }

    readonly Dictionary<IpAddress, Host> _hosts = [];

    /// <summary>A session has ended.</summary>
    public void Add(SessionRecord session)
    {
        Add(session.Client.Address, session, $"{session.Protocol} client", session.ClientName, null);
        Add(session.Server.Address, session, $"{session.Protocol} server", session.ServerName, session.ServerSoftware);
    }

    void Add(IpAddress address, SessionRecord session, string role, string? name, string? software)
    {
        if (!_hosts.TryGetValue(address, out Host? host))
        {
            if (_hosts.Count >= MaxHosts) return;
            _hosts.Add(address, host = new Host(address));
        }
        host.Sessions++;
        host.Bytes += session.ClientBytes + session.ServerBytes;
        if (session.TlsDetails is { } tls) (host.Tls ??= new TlsHostFacts()).Add(tls, isServer: address == session.Server.Address);
        if (!host.Protocols.Contains(role)) host.Protocols.Add(role);
        if (name is not null && host.Names.Count < HostNames.MaxNames && !host.Names.Contains(name)) host.Names.Add(name);
        if (software is not null && host.Software.Count < MaxSoftware && !host.Software.Contains(software)) host.Software.Add(software);
    }

    /// <summary>All hosts, by address.</summary>
    public IEnumerable<HostRecord> Records()
    {
        Host[] hosts = [.. _hosts.Values];
        Array.Sort(hosts, (one, other) => one.Address.CompareTo(other.Address));
        foreach (Host host in hosts)
        {
            yield return new HostRecord
            {
                Address = host.Address,
                Names = [.. names.Of(host.Address).Union(host.Names)],
                Protocols = [.. host.Protocols],
                Sessions = host.Sessions,
                Bytes = host.Bytes,
                Tls = host.Tls?.ToRecord(),
                Software = [.. host.Software],
            };
        }
    }
}
