using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>A capture made from a seed.</summary>
/// <param name="Original">The conversation that it was made from.</param>
/// <param name="Said">What was said instead; the same, if only the network was disturbed.</param>
/// <param name="Capture">The file.</param>
/// <param name="IsWhole">Nothing of it was lost, delayed or repeated.</param>
/// <param name="IsSound">No packet and no byte of the file was corrupted.</param>
sealed record Mutation(Conversation Original, Conversation Said, byte[] Capture, bool IsWhole, bool IsSound)
{
    /// <summary>What was said is what was sent.</summary>
    public bool SaysTheSame => Said == Original;

    public static Mutation Of(ulong seed, IReadOnlyList<Conversation> conversations)
    {
        var random = new Random(unchecked((int)(seed ^ seed >> 32)));
        Conversation original = conversations[random.Next(conversations.Count)];
        int kind = random.Next(4);
        Conversation said = kind == 0 ? original : Words.Change(original, conversations, random);
        List<SamplePacket> packets = Network.Carry(said, random);
        if (kind != 1) Network.Disturb(packets, random);
        if (kind == 3) Network.Corrupt(packets, random);
        byte[] capture = packets.Count > 0 && random.Next(2) == 0 ? SampleFiles.PcapNg(packets) : SampleFiles.Pcap(packets);
        if (kind == 3 && random.Next(2) == 0) capture = (random.Next(2) == 0 ? Harm.Cut(random.Next()) : Harm.Change(random.Next())).Do(capture);
        return new Mutation(original, said, capture, kind == 1, kind != 3);
    }
}
