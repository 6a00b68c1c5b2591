using Analyzer.Tests.Endurance;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>A capture made from a seed: which conversation, what was changed in it, and whether what was said is still what was sent.</summary>
sealed record Mutation(ulong Seed, Conversation Original, byte[] Capture, bool SaysTheSame)
{
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
        return new Mutation(seed, original, capture, kind == 0);
    }
}
