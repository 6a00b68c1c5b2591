namespace Analyzer.Servers.Recording.Tcp;

/// <summary>Bytes that are only ever added to.</summary>
sealed class ByteLog
{
    byte[] _bytes = [];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>All of them.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>Adds some.</summary>
    public void Add(ReadOnlySpan<byte> more)
    {
        if (Length + more.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + more.Length));
        more.CopyTo(_bytes.AsSpan(Length));
        Length += more.Length;
    }
}
