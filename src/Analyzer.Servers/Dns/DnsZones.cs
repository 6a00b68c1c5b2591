using System.Net;
using System.Text;
using Analyzer.Servers.Accounts;

namespace Analyzer.Servers.Dns;

/// <summary>
/// All names that there are: the world of a teaching network is closed, so what is not in it does not exist. Never changes.
/// </summary>
public sealed class DnsZones
{
    readonly ILookup<string, ZoneRecord> _records;
    readonly HashSet<string> _names;

    /// <summary>The zones of a users file.</summary>
    public DnsZones(IEnumerable<ZoneRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        _records = records.ToLookup(record => DnsName.Plain(record.Name));
        _names = [.. _records.SelectMany(group => WithParents(group.Key))];
    }

    /// <summary>The name of an address in the reverse tree (RFC 1035 3.5, RFC 3596 2.5).</summary>
    public static string ReverseName(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        byte[] octets = address.GetAddressBytes();
        if (octets.Length == 4) return string.Join('.', octets.Reverse()) + ".in-addr.arpa";
        var name = new StringBuilder();
        foreach (char digit in Convert.ToHexStringLower(octets).Reverse()) name.Append(digit).Append('.');
        return name.Append("ip6.arpa").ToString();
    }

    /// <summary>Whether a name has records, or names below it have.</summary>
    internal bool Exists(string name) => _names.Contains(DnsName.Plain(name));

    /// <summary>The records of a name, of every type.</summary>
    internal IEnumerable<ZoneRecord> Of(string name) => _records[DnsName.Plain(name)];

    static IEnumerable<string> WithParents(string name)
    {
        for (string rest = name; rest.Length > 0; rest = rest.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? rest[(dot + 1)..] : "") yield return rest;
    }
}
