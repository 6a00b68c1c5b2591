using Analyzer.Capture;

namespace Analyzer.Dissection.Names;

/// <summary>The names of addresses that the capture itself tells. Nothing is ever looked up.</summary>
public sealed class HostNames
{
    /// <summary>The most addresses that are remembered; a flood of answers must not fill the memory.</summary>
    public const int MaxAddresses = 50_000;

    /// <summary>The most names of one address.</summary>
    public const int MaxNames = 8;

    readonly Dictionary<IpAddress, List<string>> _names = [];

    /// <summary>Remembers a name, in lower case and without the final dot.</summary>
    public void Add(IpAddress address, string name)
    {
        string host = name.TrimEnd('.').ToLowerInvariant();
        if (host.Length == 0) return;
        if (!_names.TryGetValue(address, out List<string>? names))
        {
            if (_names.Count >= MaxAddresses) return;
            _names.Add(address, names = new List<string>(1));
        }
        if (names.Count < MaxNames && !names.Contains(host)) names.Add(host);
    }

    /// <summary>The names of an address, the first one told first.</summary>
    public IReadOnlyList<string> Of(IpAddress address) => _names.TryGetValue(address, out List<string>? names) ? names : [];

    /// <summary>The first name told, or null.</summary>
    public string? FirstOf(IpAddress address) => Of(address) is [string first, ..] ? first : null;
}
