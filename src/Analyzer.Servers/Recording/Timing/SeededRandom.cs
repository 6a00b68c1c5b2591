namespace Analyzer.Servers.Recording.Timing;

/// <summary>
/// Repeatable numbers (SplitMix64): the same for the same seed on every machine and every runtime. Each purpose has its own sequence, so that a
/// setting of one does not change what another gets.
/// </summary>
sealed class SeededRandom(ulong seed)
{
    ulong _state = seed;

    /// <summary>The sequence of <paramref name="seed"/> for one purpose.</summary>
    public static SeededRandom For(int seed, string purpose)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char letter in purpose) hash = (hash ^ letter) * 1_099_511_628_211;
        return new SeededRandom(hash ^ ((ulong)(uint)seed << 32));
    }

    /// <summary>Any 64 bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        ulong mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From <paramref name="least"/> to below <paramref name="end"/>.</summary>
    public int Next(int least, int end) => least + (int)(NextBits() % (ulong)(end - least));

    /// <summary>True in so many of one cases.</summary>
    public bool Happens(double share) => share > 0 && (NextBits() >> 11) * (1.0 / (1UL << 53)) < share;

    /// <summary>So many bytes.</summary>
    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte)NextBits();
        return bytes;
    }
}
