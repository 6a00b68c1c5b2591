using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Dissection.Battery;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class DataStartTests
{
    // Segments of 1460 bytes, and some.
    static readonly byte[] s_file = [.. Enumerable.Range(0, 5000).Select(value => (byte)value)];

    [Theory]
    [InlineData("150 here", 1, true, 5000)]
    [InlineData("150 here", 3, false, 3540)]
    [InlineData("150 here (5000 bytes)", 2, true, 5000)]
    [InlineData("150 here (5000 bytes)", 3, false, 3540)]
    public void A_file_whose_beginning_nothing_proves_is_not_whole(string reply, int lost, bool isComplete, int size)
    {
        CapturedFtp session = new CapturedFtp().C("PASV").S("227 (192,0,2,2,156,64)").C("RETR a.bin").S(reply);
        int syn = session.Packets;
        session.Passive(40_000, s_file).S("226 done");

        // What the capture lacks begins with the answer to the SYN: that, the client's answer to it, the first bytes.
        TransferRecord found = Assert.Single(session.Transfers(packets => [.. packets.Take(syn + 1), .. packets.Skip(syn + 1 + lost)]));

        Assert.Equal((isComplete, size), (found.Complete, (int)found.Size));
    }
}
