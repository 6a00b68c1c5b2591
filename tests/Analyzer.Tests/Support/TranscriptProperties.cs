using Analyzer.Capture;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Support;

/// <summary>What must hold of every dissector and every dialogue, however it was captured.</summary>
public static class TranscriptProperties
{
    /// <summary>Where packets are cut makes no difference.</summary>
    public static void AssertSameForAllCuts(this Transcript whole, Protocol protocol)
    {
        string expected = whole.Run(protocol).Log;
        foreach (Transcript cut in whole.CutAtEveryByte()) Assert.Equal(expected, cut.Run(protocol).Log);
        Assert.Equal(expected, whole.ByteByByte().Run(protocol).Log);
        for (int seed = 0; seed < 30; seed++) Assert.Equal(expected, whole.CutAtRandom(seed).Run(protocol).Log);
    }

    /// <summary>Nor does the order in which the two sides were captured.</summary>
    public static void AssertSameInAnyOrder(this Transcript whole, Protocol protocol)
    {
        IReadOnlyList<string> expected = whole.Run(protocol).Facts;
        foreach (Direction side in Enum.GetValues<Direction>())
        {
            Assert.Equal(expected, whole.HoldBack(side).Run(protocol).Facts);
            Assert.Equal(expected, whole.HoldBack(side).ByteByByte().Run(protocol).Facts);
        }
        for (int seed = 0; seed < 30; seed++) Assert.Equal(expected, whole.CutAtRandom(seed).Shuffle(seed).Run(protocol).Facts);
    }

    /// <summary>With any part of it lost, nothing throws, and nothing is called complete that was not sent so.</summary>
    public static void AssertHonestAboutLosses(this Transcript whole, Protocol protocol)
    {
        HashSet<string?> sent = [.. whole.Run(protocol).Messages.Where(message => message.Complete && message.Part is null).Select(message => message.Sha256)];
        IEnumerable<Transcript> damaged = whole.LoseEachPart()
            .Concat(Enumerable.Range(0, whole.Packets.Count).Select(whole.BeginAt))
            .Concat(Enumerable.Range(0, whole.Packets.Count).Select(whole.EndBefore))
            .Concat(Enum.GetValues<Direction>().Select(whole.Without));
        foreach (Transcript lossy in damaged)
        {
            TranscriptRun run = lossy.Run(protocol);
            foreach (MessageRecord message in run.Messages.Where(message => message.Complete && message.Part is null)) Assert.True(sent.Contains(message.Sha256), run.Log);
        }
    }
}
