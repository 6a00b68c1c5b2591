using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// Secrets by what they are for and the connection that they belong to. Takes lines of key logs in pieces of any size. Secrets are
/// never shown: only counts are.
/// </summary>
sealed class TlsSecretStore
{
    const int ChunkSize = 1024 * 1024;

    readonly record struct Key(TlsSecret Label, UInt128 High, UInt128 Low);

    readonly Dictionary<Key, int> _places = [];
    readonly List<byte[]> _chunks = [];
    int _used = ChunkSize;

    /// <summary>Lines read, empty ones and comments left out.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that are none of a key log.</summary>
    public int Malformed { get; private set; }

    /// <summary>There are more lines than are read.</summary>
    public bool IsFull => Lines >= TlsLimits.KeyLogLines;

    /// <summary>Secrets kept.</summary>
    public int Count => _places.Count;

    /// <summary>A secret from which the master secret has to be derived is there.</summary>
    public bool HasPreMasters { get; private set; }

    /// <summary>Takes a line without its end.</summary>
    public void AddLine(ReadOnlySpan<byte> text)
    {
        if (IsFull) return;
        bool? isLine = KeyLogLine.TryParse(text, out KeyLogLine line);
        if (isLine is null) return;
        Lines++;
        if (isLine == false) Malformed++;
        else if (line.Label != TlsSecret.Unused) Add(line);
    }

    void Add(in KeyLogLine line)
    {
        Span<byte> name = stackalloc byte[KeyLogLine.MaxName], secret = stackalloc byte[KeyLogLine.MaxSecret];
        if (Convert.FromHexString(line.Name, name, out _, out int nameLength) != OperationStatus.Done) return;
        if (Convert.FromHexString(line.Secret, secret, out _, out int secretLength) != OperationStatus.Done) return;
        HasPreMasters |= line.Label is TlsSecret.PreMaster or TlsSecret.EncryptedPreMaster;
        // The same connection may stand in several logs.
        if (_places.TryAdd(KeyOf(line.Label, name[..nameLength]), NextPlace)) Append(secret[..secretLength]);
    }

    // A place is the number of a chunk and the offset in it; a secret never crosses from one chunk to the next.
    int NextPlace => HasRoom ? (_chunks.Count - 1) * ChunkSize + _used : _chunks.Count * ChunkSize;

    bool HasRoom => _used + 1 + KeyLogLine.MaxSecret <= ChunkSize;

    void Append(ReadOnlySpan<byte> secret)
    {
        if (!HasRoom)
        {
            _chunks.Add(new byte[ChunkSize]);
            _used = 0;
        }
        byte[] chunk = _chunks[^1];
        chunk[_used++] = (byte)secret.Length;
        secret.CopyTo(chunk.AsSpan(_used));
        _used += secret.Length;
    }

    static Key KeyOf(TlsSecret label, ReadOnlySpan<byte> name)
    {
        Span<byte> padded = stackalloc byte[KeyLogLine.MaxName];
        padded.Clear();
        name[..Math.Min(name.Length, padded.Length)].CopyTo(padded);
        return new Key(label, BinaryPrimitives.ReadUInt128BigEndian(padded), BinaryPrimitives.ReadUInt128BigEndian(padded[16..]));
    }

    /// <summary>The names of those that have a secret of that use, in the order read.</summary>
    public IEnumerable<byte[]> NamesWith(TlsSecret label)
    {
        foreach (Key key in _places.Keys)
        {
            if (key.Label != label) continue;
            byte[] name = new byte[KeyLogLine.MaxName];
            BinaryPrimitives.WriteUInt128BigEndian(name, key.High);
            BinaryPrimitives.WriteUInt128BigEndian(name.AsSpan(16), key.Low);
            yield return name;
        }
    }

    /// <summary>The secret of that use, of the connection of that name.</summary>
    public bool TryFind(TlsSecret label, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        if (!_places.TryGetValue(KeyOf(label, name), out int place)) return false;
        ReadOnlySpan<byte> chunk = _chunks[place / ChunkSize].AsSpan(place % ChunkSize);
        secret = chunk.Slice(1, chunk[0]).ToArray();
        return true;
    }
}
