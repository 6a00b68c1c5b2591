using Analyzer.Capture;
using Analyzer.Dissection.Names;

namespace Analyzer.Dissection.Sessions;

/// <summary>The hosts of several runs put together: what each run tells of an address becomes one record.</summary>
public sealed class HostUnion
{
    readonly SortedDictionary<IpAddress, HostRecord> _hosts = new(Comparer<IpAddress>.Create((one, other) => one.CompareTo(other)));

    /// <summary>What the next run tells of a host. Beyond <see cref="HostTable.MaxHosts"/> new ones are left out.</summary>
    public void Add(HostRecord host)
    {
        bool isKnown = _hosts.TryGetValue(host.Address, out HostRecord? known);
        if (!isKnown && _hosts.Count >= HostTable.MaxHosts) return;
        _hosts[host.Address] = known is null ? host : known with
        {
            Names = Union(known.Names, host.Names),
            Protocols = [.. known.Protocols.Union(host.Protocols)],
            Sessions = known.Sessions + host.Sessions,
            Bytes = known.Bytes + host.Bytes,
            Software = Union(known.Software, host.Software),
        };
    }

    // A run tells a few of each; over many runs somebody may make them up.
    static IReadOnlyList<string> Union(IReadOnlyList<string> known, IReadOnlyList<string> more) => [.. known.Union(more).Take(2 * HostNames.MaxNames)];

    /// <summary>All, by address.</summary>
    public IEnumerable<HostRecord> Records() => _hosts.Values;
}
