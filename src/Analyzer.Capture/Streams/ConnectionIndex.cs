using System.Diagnostics.CodeAnalysis;

namespace Analyzer.Capture.Streams;

/// <summary>Finds a connection by its key: open addressing over (hash, number) pairs of 8 bytes, so that a miss touches one cache line.</summary>
sealed class ConnectionIndex
{
    struct Entry
    {
        public uint Hash;
        public int Number; // From 1; 0 is an empty place.
    }

    Entry[] _entries = new Entry[1024];
    Connection?[] _connections = new Connection?[512];
    readonly Stack<int> _free = new();
    int _made;
    int _turn;

    /// <summary>How many connections it holds.</summary>
    public int Count => _made - _free.Count;

    /// <summary>The connection with this key.</summary>
    public bool TryFind(in ConnectionKey key, ulong hash, [NotNullWhen(true)] out Connection? connection)
    {
        uint mask = (uint)_entries.Length - 1, short32 = (uint)(hash >> 32);
        for (uint place = (uint)hash & mask; ; place = (place + 1) & mask)
        {
            ref Entry entry = ref _entries[place];
            if (entry.Number == 0) break;
            if (entry.Hash != short32) continue;
            connection = _connections[entry.Number - 1]!;
            if (connection.Key == key) return true;
        }
        connection = null;
        return false;
    }

    /// <summary>Adds a connection whose key is not in it.</summary>
    public void Add(Connection connection, ulong hash)
    {
        if ((Count + 1) * 2 > _entries.Length) Grow();
        if (!_free.TryPop(out int number)) number = _made++;
        if (number >= _connections.Length) Array.Resize(ref _connections, _connections.Length * 2);
        _connections[number] = connection;
        connection.Number = number;
        connection.KeyHash = hash;
        Place(hash, number);
    }

    void Place(ulong hash, int number)
    {
        uint mask = (uint)_entries.Length - 1, place = (uint)hash & mask;
        while (_entries[place].Number != 0) place = (place + 1) & mask;
        _entries[place] = new Entry { Hash = (uint)(hash >> 32), Number = number + 1 };
    }

    void Grow()
    {
        _entries = new Entry[_entries.Length * 2];
        for (int number = 0; number < _made; number++)
        {
            if (_connections[number] is { } connection) Place(connection.KeyHash, number);
        }
    }

    /// <summary>Whether this very connection is in it (its key may be another's by now).</summary>
    public bool Holds(Connection connection) => connection.Number < _connections.Length && _connections[connection.Number] == connection;

    /// <summary>Removes a connection that is in it.</summary>
    public void Remove(Connection connection)
    {
        uint mask = (uint)_entries.Length - 1, hole = (uint)connection.KeyHash & mask;
        while (_entries[hole].Number != connection.Number + 1) hole = (hole + 1) & mask;
        for (uint next = (hole + 1) & mask; _entries[next].Number != 0; next = (next + 1) & mask)
        {
            uint home = (uint)_connections[_entries[next].Number - 1]!.KeyHash & mask;
            if (((next - home) & mask) < ((next - hole) & mask)) continue;
            _entries[hole] = _entries[next];
            hole = next;
        }
        _entries[hole] = default;
        _connections[connection.Number] = null;
        _free.Push(connection.Number);
    }

    /// <summary>Of a few connections around <paramref name="start"/> the one that has been silent longest; null when there is none.</summary>
    public Connection? Stalest(uint start, int sample)
    {
        Connection? stalest = null;
        for (int i = 0, seen = 0; i < _made && seen < sample; i++)
        {
            if (_connections[(int)((start + (uint)i) % (uint)_made)] is not { Closed: null } connection) continue;
            seen++;
            if (stalest is null || connection.LastPacket < stalest.LastPacket) stalest = connection;
        }
        return stalest;
    }

    /// <summary>The next few, going round and round.</summary>
    public IEnumerable<Connection> SomeInTurn(int count)
    {
        for (int i = Math.Min(count, _made); i > 0; i--)
        {
            _turn = (_turn + 1) % _made;
            if (_connections[_turn] is { } connection) yield return connection;
        }
    }

    /// <summary>All, in the order of their ids.</summary>
    public IEnumerable<Connection> InOrder() => _connections.OfType<Connection>().OrderBy(connection => connection.Id);
}
