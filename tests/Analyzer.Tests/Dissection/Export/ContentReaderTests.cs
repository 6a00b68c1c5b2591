using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Export;

public sealed class ContentReaderTests
{
    const string Capture = "0123456789abcdefghijklmnopqrstuvwxyz";

    readonly MemoryCapture _capture = new(Encoding.ASCII.GetBytes(Capture));

    [Fact]
    public void Extents_are_read_in_their_order()
    {
        Assert.Equal("cdexyz01", Read(ContentOf((12, 3), (33, 3), (0, 2))));
    }

    [Fact]
    public void Extents_near_each_other_cost_one_read()
    {
        Assert.Equal("01459ayz", Read(ContentOf((0, 2), (4, 2), (9, 2), (34, 2))));

        Assert.Equal(1, _capture.Reads);
    }

    [Fact]
    public void Extents_far_from_each_other_are_not_read_along_with_what_is_between()
    {
        var capture = new MemoryCapture(new byte[3 * ContentReader.MaxSkipped]);

        ReadAll(capture, ContentOf((0, 10), (2 * ContentReader.MaxSkipped, 10)));

        Assert.Equal(2, capture.Reads);
    }

    [Fact]
    public void A_packet_stride_is_read_in_large_pieces()
    {
        const int packets = 1000, stride = 1514, payload = 1448;
        var capture = new MemoryCapture(new byte[packets * stride]);
        var extents = new ExtentList();
        for (int i = 0; i < packets; i++) extents.Add(new Extent(0, i * stride, payload));

        byte[] read = ReadAll(capture, new Content(extents, Transform.None, []));

        Assert.Equal(packets * payload, read.Length);
        Assert.InRange(capture.Reads, 1, packets * stride / ContentReader.BufferSize + 2);
    }

    [Fact]
    public void An_extent_longer_than_the_buffer_is_read_in_pieces()
    {
        byte[] bytes = new byte[ContentReader.BufferSize * 2 + 5];
        new Random(1).NextBytes(bytes);

        Assert.Equal(bytes, ReadAll(new MemoryCapture(bytes), RecordSamples.ContentOf(bytes.Length)));
    }

    [Fact]
    public void What_lies_between_extents_need_not_be_readable()
    {
        _capture.Unreadable.Add(3);

        Assert.Equal("01459a", Read(ContentOf((0, 2), (4, 2), (9, 2))));
    }

    [Fact]
    public void Bytes_that_are_not_there_end_the_reading_and_are_told()
    {
        var reader = new ContentReader(_capture);
        reader.Open(ContentOf((0, 2), (35, 10)));

        Assert.False(reader.TryRead(out _));
        Assert.True(reader.IsBroken);
    }

    [Fact]
    public void A_reader_reads_on_after_a_broken_content()
    {
        var reader = new ContentReader(_capture);
        reader.Open(ContentOf((35, 10)));
        reader.TryRead(out _);

        reader.Open(ContentOf((0, 2)));

        Assert.True(reader.TryRead(out ReadOnlySpan<byte> bytes));
        Assert.Equal("01", Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void Gaps_are_told_in_their_places()
    {
        Content content = ContentOf((0, 4), (10, 2)) with { Gaps = [new(0, 1), new(4, 100), new(6, 7)] };
        var told = new Told();

        Assert.True(new ContentReader(_capture).TryCopy(content, told));

        Assert.Equal("<1>0123<100>ab<7>", told.ToString());
    }

    [Fact]
    public void A_gap_inside_an_extent_divides_it()
    {
        var told = new Told();

        new ContentReader(_capture).TryCopy(ContentOf((0, 6)) with { Gaps = [new(2, 9)] }, told);

        Assert.Equal("01<9>2345", told.ToString());
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    // The same bytes go to the message's builder and into a capture, cut at random, with holes: both must see the same message.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_dot_stuffed_message_reads_back_as_it_was_hashed(int seed)
    {
        var random = new Random(seed);
        var wire = new MemoryStream();
        var sink = new RecordList();
        var context = new AnalysisContext(new AnalysisOptions(), sink, _capture);
        var builder = new MessageBuilder(context, new Session(1, "smtp", new Connection()), 1) { Via = "DATA", Transform = Transform.DotStuffed };
        for (int i = 0; i < 30; i++)
        {
            if (random.Next(5) == 0) builder.Gap(random.Next(1, 100));
            // Of dots and line ends more than of anything else, and at times in the place right after the last.
            byte[] piece = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (byte)".\r\n.\r\nx"[random.Next(7)])];
            if (random.Next(2) == 0) wire.Write("skip"u8);
            builder.OnBytes(piece, new Extent(0, wire.Position, piece.Length), RecordSamples.Start);
            wire.Write(piece);
        }
        builder.End(isWhole: true);
        builder.Tell();
        MessageRecord message = Assert.IsType<MessageRecord>(Assert.Single(sink));

        byte[] read = ReadAll(new MemoryCapture(wire.ToArray()), message.Content);

        Assert.Equal((message.Size, message.Sha256), (read.Length, RecordSamples.HashOf(read)));
    }

    string Read(Content content) => Encoding.ASCII.GetString(ReadAll(_capture, content));

    static byte[] ReadAll(IByteStore store, Content content)
    {
        var all = new MemoryStream();
        var reader = new ContentReader(store);
        reader.Open(content);
        while (reader.TryRead(out ReadOnlySpan<byte> bytes)) all.Write(bytes);
        Assert.False(reader.IsBroken);
        return all.ToArray();
    }

    static Content ContentOf(params (long Offset, int Length)[] extents)
    {
        var list = new ExtentList();
        foreach ((long offset, int length) in extents) list.Add(new Extent(0, offset, length));
        return new Content(list, Transform.None, []);
    }

    sealed class Told : IContentTarget
    {
        readonly StringBuilder _text = new();

        public void Bytes(ReadOnlySpan<byte> bytes) => _text.Append(Encoding.ASCII.GetString(bytes));

        public void Gap(long missing) => _text.Append('<').Append(missing).Append('>');

        public override string ToString() => _text.ToString();
    }
}
