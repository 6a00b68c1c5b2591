using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpAnyOrderTests
{
    public static TheoryData<string> Names => SmtpTranscripts.Names;

    static Transcript Of(string name) => SmtpScript.Parse(SmtpTranscripts.Get(name));

    [Theory, MemberData(nameof(Names))]
    public void A_dialogue_means_the_same_wherever_a_packet_is_cut(string name)
    {
        Transcript whole = Of(name);
        string expected = whole.Run().Log;

        foreach (Transcript cut in whole.CutAtEveryByte()) Assert.Equal(expected, cut.Run().Log);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_dialogue_means_the_same_byte_by_byte(string name)
    {
        Transcript whole = Of(name);

        Assert.Equal(whole.Run().Log, whole.ByteByByte().Run().Log);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_dialogue_means_the_same_in_pieces_of_any_size(string name)
    {
        Transcript whole = Of(name);
        string expected = whole.Run().Log;

        for (int seed = 0; seed < 50; seed++) Assert.Equal(expected, whole.CutAtRandom(seed).Run().Log);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_dialogue_means_the_same_when_one_side_is_captured_late(string name)
    {
        Transcript whole = Of(name);
        IReadOnlyList<string> expected = whole.Run().Facts;

        Assert.Equal(expected, whole.HoldBack(Direction.FromClient).Run().Facts);
        Assert.Equal(expected, whole.HoldBack(Direction.FromServer).Run().Facts);
        Assert.Equal(expected, whole.HoldBack(Direction.FromClient).ByteByByte().Run().Facts);
        Assert.Equal(expected, whole.HoldBack(Direction.FromServer).ByteByByte().Run().Facts);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_dialogue_means_the_same_when_the_sides_are_captured_out_of_step(string name)
    {
        Transcript whole = Of(name);
        IReadOnlyList<string> expected = whole.Run().Facts;

        for (int seed = 0; seed < 50; seed++) Assert.Equal(expected, whole.CutAtRandom(seed).Shuffle(seed).Run().Facts);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_called_complete_whose_bytes_are_not_all_there(string name)
    {
        Transcript whole = Of(name);
        HashSet<string?> sent = [.. whole.Run().Messages.Select(message => message.Sha256)];

        foreach (Transcript damaged in Damage(whole))
        {
            foreach (MessageRecord message in damaged.Run().Messages.Where(message => message.Complete)) Assert.Contains(message.Sha256, sent);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_damaged_capture_is_read_alike_in_pieces_of_any_size(string name)
    {
        foreach (Transcript damaged in Damage(Of(name))) Assert.Equal(damaged.Run().Log, damaged.CutAtRandom(1).Run().Log);
    }

    static IEnumerable<Transcript> Damage(Transcript whole)
    {
        foreach (Transcript lossy in whole.LoseEachPart()) yield return lossy;
        for (int i = 1; i < whole.Packets.Count; i++)
        {
            yield return whole.BeginAt(i);
            yield return whole.EndBefore(i);
        }
        yield return whole.Without(Direction.FromClient);
        yield return whole.Without(Direction.FromServer);
    }
}
