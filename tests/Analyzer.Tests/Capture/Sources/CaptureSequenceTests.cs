using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class CaptureSequenceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly CaptureStore _store = new(SpoolUse.Keep);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    string Write(string name, string format) => _folder.Write(name, SampleCaptures.Of(format).Bytes);

    [Fact]
    public void Captures_are_read_in_the_order_given_each_with_its_own_numbers()
    {
        byte[] cut = SampleCaptures.Of("pcap").Bytes[..^1];
        string[] paths = [Write("b", "pcapng"), _folder.Write("a", cut), Write("c", "snoop")];

        Assert.True(CaptureSequence.TryOpen(paths, _store, out CaptureSequence? sequence, out _));
        using (sequence)
        {
            Assert.Equal(paths.Sum(path => new FileInfo(path).Length), sequence.Length);
            List<ReadPacket> packets = ReadPacket.AllOf(sequence);

            Assert.Equal([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2], packets.Select(packet => packet.Extent.Capture));
            Assert.Equal([1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 5], packets.Select(packet => packet.Number));
            Assert.Equal(paths, sequence.Descriptions.Select(description => description.File));
            Assert.Equal([false, true, false], sequence.Descriptions.Select(description => description.IsTruncated));
            Assert.Equal("snoop", sequence.Description.Format);
            Assert.Equal([3L, 4, 5], sequence.Descriptions.Select(description => description.Packets));
            byte[] back = new byte[100];
            Assert.All(packets, packet =>
            {
                Assert.True(_store.TryRead(packet.Extent, back));
                Assert.Equal(packet.Data, back[..packet.Data.Length]);
            });
        }
    }

    [Fact]
    public void A_failure_to_open_the_second_comes_before_anything_is_read()
    {
        string missing = _folder["none"];

        AssertRefused([Write("a", "pcap"), missing], missing, "There is no such file.");
    }

    [Fact]
    public void Standard_input_can_be_given_once() => AssertRefused(["-", "-"], "-", "It is standard input, which can be read only once.");

    [Fact]
    public void Captures_have_a_limit()
    {
        string[] paths = [.. Enumerable.Range(0, CaptureSequence.MaxCaptures + 1).Select(i => _folder[$"{i}"])];

        AssertRefused(paths, paths[^1], "It is one too many: at most 1024 captures are read at once.");
    }

    void AssertRefused(string[] paths, string file, string text)
    {
        Assert.False(CaptureSequence.TryOpen(paths, _store, out CaptureSequence? sequence, out CaptureOpenFailure? failure));
        Assert.Null(sequence);
        Assert.Equal(new CaptureOpenFailure(file, text), failure);
    }

    [Fact]
    public void As_many_captures_as_the_limit_allows_are_open_at_once()
    {
        string[] paths = [.. Enumerable.Repeat(Write("a", "pcap"), CaptureSequence.MaxCaptures)];

        Assert.True(CaptureSequence.TryOpen(paths, _store, out CaptureSequence? sequence, out _));
        using (sequence) Assert.Equal(5 * CaptureSequence.MaxCaptures, ReadPacket.AllOf(sequence).Count);
    }
}
