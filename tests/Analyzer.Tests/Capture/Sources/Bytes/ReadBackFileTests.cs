using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Tests.Capture.Sources.Bytes;

public sealed class ReadBackFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly byte[] _content = CaptureBytes.Payload(8_000_000, 1);
    readonly ReadBackFile _file;

    public ReadBackFileTests() => _file = new ReadBackFile(File.OpenHandle(_folder.Write("a", _content)));

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    void AssertReads(long offset, int length)
    {
        byte[] target = new byte[length];
        Assert.True(_file.TryRead(offset, target));
        Assert.True(_content.AsSpan((int)offset, length).SequenceEqual(target));
    }

    [Fact]
    public void Neighbouring_pieces_cost_few_reads()
    {
        for (int at = 0; at + 1460 < 4_000_000; at += 1514) AssertReads(at, 1460);

        Assert.InRange(_file.Reads, 1, 4_000_000 / ReadBackFile.LargestReach + 8);
    }

    [Fact]
    public void Neighbouring_pieces_with_other_traffic_between_cost_few_reads()
    {
        for (int at = 0; at + 1460 < 8_000_000; at += 20_000) AssertReads(at, 1460);

        Assert.InRange(_file.Reads, 1, 8_000_000 / ReadBackFile.LargestReach + 8);
    }

    [Fact]
    public void A_piece_that_was_just_read_costs_no_read()
    {
        AssertReads(5000, 100);
        AssertReads(5100, 100);
        AssertReads(5000, 100);

        Assert.Equal(1, _file.Reads);
    }

    [Fact]
    public void Pieces_that_jump_are_read_right()
    {
        Random random = new(1);
        for (int i = 0; i < 1000; i++) AssertReads(random.Next(7_000_000), random.Next(1, 600_000) / (1 + i % 300));
    }

    [Fact]
    public void The_last_byte_is_read_and_the_one_behind_it_is_not()
    {
        AssertReads(_content.Length - 1, 1);
        Assert.False(_file.TryRead(_content.Length, new byte[1]));
        Assert.False(_file.TryRead(_content.Length - 10, new byte[11]));
        Assert.False(_file.TryRead(0, new byte[_content.Length + 1]));
        AssertReads(0, _content.Length);
    }

    [Fact]
    public void What_was_written_behind_the_end_meanwhile_is_read()
    {
        AssertReads(_content.Length - 10, 10);
        using (FileStream file = new(_folder["a"], FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) file.Write([1, 2, 3]);
        byte[] target = new byte[3];

        Assert.True(_file.TryRead(_content.Length, target));
        Assert.Equal([1, 2, 3], target);
    }

    [Fact]
    public void Bytes_behind_4_gibibytes_are_read()
    {
        const long Offset = 5L * 1024 * 1024 * 1024 + 7;
        string path = _folder["sparse"];
        using (FileStream file = File.Create(path))
        {
            file.Position = Offset;
            file.Write([1, 2, 3]);
        }
        using ReadBackFile sparse = new(File.OpenHandle(path));
        byte[] target = new byte[3];

        Assert.True(sparse.TryRead(Offset, target));
        Assert.Equal([1, 2, 3], target);
        Assert.False(sparse.TryRead(Offset + 1, target));
    }
}
