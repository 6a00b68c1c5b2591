namespace Analyzer.Tests.Endurance;

/// <summary>What is done to a capture before it is read; the same seed does the same.</summary>
sealed record Harm(string Kind, int Seed)
{
    const int MostChangesAsPowerOfTwo = 8;

    public static readonly Harm None = new("whole", 0);

    public static Harm Cut(int seed) => new("cut", seed);

    public static Harm Change(int seed) => new("changed", seed);

    public byte[] Do(byte[] capture)
    {
        var random = new Random(Seed);
        if (Kind == "whole" || capture.Length == 0) return capture;
        if (Kind == "cut") return capture[..random.Next(capture.Length)];
        byte[] changed = [.. capture];
        for (int left = 1 << random.Next(MostChangesAsPowerOfTwo); left > 0; left--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }

    public override string ToString() => $"{Kind}, seed {Seed}";
}
