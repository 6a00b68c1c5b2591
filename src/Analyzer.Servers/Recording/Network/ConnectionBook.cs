using System.Globalization;
using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Servers.Recording.Network;

/// <summary>The connections of a play: their ends, and the names by which dialogues know them. For the pump's thread.</summary>
sealed class ConnectionBook(Pump pump)
{
    readonly List<IConnectionEnd> _ends = [];
    readonly Dictionary<string, IConnectionEnd> _byName = [];

    /// <summary>Both ends of every connection that was asked for, in order of their making.</summary>
    public IReadOnlyList<IConnectionEnd> Ends => _ends;

    /// <summary>Is told of every end that asks for a connection.</summary>
    public Action<IConnectionEnd>? OnAsked { get; set; }

    /// <summary>The end of a connection's name; the two ends of one have two names.</summary>
    public IConnectionEnd this[string name] => _byName[name];

    /// <summary>Remembers an end.</summary>
    public void Add(IConnectionEnd end) => _ends.Add(end);

    /// <summary>The form of a connected end that servers and agents know.</summary>
    public RecordedConnection Connected(IConnectionEnd end)
    {
        string name = (_byName.Count + 1).ToString(CultureInfo.InvariantCulture);
        _byName.Add(name, end);
        return new RecordedConnection(pump, end, name);
    }

    /// <summary>The other end of a connection.</summary>
    public IConnectionEnd PeerOf(IConnectionEnd end) => _ends.FindLast(other => other.Ends.Local.Equals(end.Ends.Remote) && other.Ends.Remote.Equals(end.Ends.Local))!;

    /// <summary>Throws on any other thread than the pump's.</summary>
    public void CheckThread() => pump.CheckThread();
}
