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

    sealed class Host
    {
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
            _hosts.Add(address, host = new Host());
        }
        host.Sessions++;
        host.Bytes += session.ClientBytes + session.ServerBytes;
        if (session.TlsDetails is { } tls) (host.Tls ??= new TlsHostFacts()).Add(tls, isServer: address == session.Server.Address);
        if (!host.Protocols.Contains(role)) host.Protocols.Add(role);
        if (name is not null && host.Names.Count < HostNames.MaxNames && !host.Names.Contains(name)) host.Names.Add(name);
        if (software is not null && host.Software.Count < MaxSoftware && !host.Software.Contains(software)) host.Software.Add(software);
    }

    /// <summary>All hosts, by address.</summary>
    public IEnumerable<HostRecord> Records() =>
        from entry in _hosts.OrderBy(entry => entry.Key, Comparer<IpAddress>.Create((one, other) => one.CompareTo(other)))
        select new HostRecord
        {
            Address = entry.Key,
            Names = [.. names.Of(entry.Key).Union(entry.Value.Names)],
            Protocols = [.. entry.Value.Protocols],
            Sessions = entry.Value.Sessions,
            Bytes = entry.Value.Bytes,
            Tls = entry.Value.Tls?.ToRecord(),
            Software = [.. entry.Value.Software],
        };
}
