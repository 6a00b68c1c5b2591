using System.Buffers;
using Analyzer.Capture.Sources.Bytes;

namespace Analyzer.Tests.Capture.Sources.Bytes;

public sealed class RecordWindowTests
{
    static RecordWindow Open(Stream stream) => new(new StreamInput(stream), ArrayPool<byte>.Shared.Rent(64), 0);

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(200_000)]
    [InlineData(int.MaxValue)]
    public void Pieces_of_any_size_are_seen_in_one_piece(int piece)
    {
        byte[] content = CaptureBytes.Payload(3_000_000, 1);
        using RecordWindow window = Open(new DribblingStream(content, piece));
        int[] lengths = [1, 100, 65_535, 16, 131_072, 131_073, 5, 700_000, 40, 40, 400_000];
        int at = 0;
        foreach (int length in lengths)
        {
            Assert.True(window.TryPeek(Math.Min(8, length), out ReadOnlySpan<byte> bytes));
            Assert.True(content.AsSpan(at, bytes.Length).SequenceEqual(bytes));
            Assert.True(window.TryPeek(length, out bytes));
            Assert.True(content.AsSpan(at, length).SequenceEqual(bytes));
            Assert.Equal(at, window.Offset);
            window.Advance(length);
            Assert.True(content.AsSpan(at, length).SequenceEqual(bytes));
            at += length;
        }
        int rest = content.Length - at;
        Assert.False(window.TryPeek(rest + 1, out _));
        Assert.Equal(rest, window.Remaining);
        Assert.True(window.TryPeek(rest, out ReadOnlySpan<byte> last));
        Assert.True(content.AsSpan(at).SequenceEqual(last));
        Assert.Null(window.Fault);
    }

    /// <summary>Would take hours if each of the pieces moved what came before it.</summary>
    [Fact]
    public void A_long_record_may_come_in_tiny_pieces()
    {
        byte[] content = CaptureBytes.Payload(8_000_000, 1);
        using RecordWindow window = Open(new DribblingStream(content, 5));

        Assert.True(window.TryPeek(content.Length, out ReadOnlySpan<byte> bytes));
        Assert.True(content.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public void Offsets_go_beyond_4_gibibytes()
    {
        const long Length = 5L * 1024 * 1024 * 1024 + 1;
        using RecordWindow window = new(new EmptyInput(Length), ArrayPool<byte>.Shared.Rent(64), 0);
        const int Step = 100_000;

        while (window.TryPeek(Step, out _)) window.Advance(Step);

        Assert.Equal(Length / Step * Step, window.Offset);
        Assert.Equal((int)(Length % Step), window.Remaining);
    }

    [Fact]
    public void A_window_that_is_closed_during_a_read_closes_the_input_when_the_read_returns()
    {
        using SlowInput input = new();
        RecordWindow window = new(input, ArrayPool<byte>.Shared.Rent(64), 0);
        Assert.True(window.TryPeek(1, out _));
        input.WaitForSecondRead();

        window.Dispose();
        Assert.False(input.IsClosed);
        input.Go();

        Assert.True(SpinWait.SpinUntil(() => input.IsClosed, TimeSpan.FromSeconds(30)));
        Assert.False(window.TryPeek(1, out _));
    }

    /// <summary>Says that it has read, and leaves the bytes as they are.</summary>
    sealed class EmptyInput(long length) : IByteInput
    {
        public long Position { get; private set; }

        public long Length => length;

        public InputFault? Fault => null;

        public int Read(Span<byte> target)
        {
            int count = (int)Math.Min(target.Length, length - Position);
            Position += count;
            return count;
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Its first read is slow enough that the second is made in the background, where it waits for a sign.</summary>
    sealed class SlowInput : IByteInput
    {
        readonly ManualResetEventSlim _second = new();
        readonly ManualResetEventSlim _go = new();
        int _reads;

        public bool IsClosed { get; private set; }

        public long Position => 0;

        public long Length => -1;

        public InputFault? Fault => null;

        public void WaitForSecondRead() => Assert.True(_second.Wait(TimeSpan.FromSeconds(30)));

        public void Go() => _go.Set();

        public int Read(Span<byte> target)
        {
            if (Interlocked.Increment(ref _reads) == 1)
            {
                Thread.Sleep(20);
                return 1;
            }
            _second.Set();
            _go.Wait();
            return 1;
        }

        public void Dispose() => IsClosed = true;
    }
}
