using System.IO.Pipelines;
using System.Text;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Tests.Servers.Hosting;

public sealed class LineChannelTests : IAsyncDisposable
{
    static readonly ServerLimits s_limits = new() { MaxLine = 100, MaxDiscarded = 1000, FirstLineTime = TimeSpan.FromSeconds(10), IdleTime = TimeSpan.FromSeconds(60), MinRate = 10, WriteTime = TimeSpan.FromSeconds(20) };

    readonly SteppedClock _clock = new();
    readonly Pipe _toChannel = new();
    readonly Pipe _fromChannel = new(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
    readonly TestConnection _connection;
    readonly LineChannel _channel;

    public LineChannelTests()
    {
        var ours = new PipePair(_toChannel.Reader, _fromChannel.Writer);
        _connection = new TestConnection(ours);
        _channel = new LineChannel(_connection, "test", DialogueSide.Server, s_limits, NoDialogueLog.Instance, _clock);
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _toChannel.Writer.CompleteAsync();
        await _fromChannel.Reader.CompleteAsync();
        await _channel.DisposeAsync();
    }

    async Task SayAsync(string text) => await _toChannel.Writer.WriteAsync(Encoding.Latin1.GetBytes(text), Cancel);

    static async Task<ChannelFailure> FailureAsync(Func<Task> action) => (await Assert.ThrowsAsync<ChannelException>(action)).Failure;

    [Fact]
    public async Task Lines_end_with_line_feed_whatever_pieces_they_come_in()
    {
        await SayAsync("one\r\ntw");
        Assert.Equal("one", await _channel.ReadLineAsync(Cancel));
        ValueTask<string?> second = _channel.ReadLineAsync(Cancel);
        await SayAsync("o\nthr\ree\r\nrest");
        Assert.Equal("two", await second);
        Assert.Equal("thr\ree", await _channel.ReadLineAsync(Cancel));
        await _toChannel.Writer.CompleteAsync();

        Assert.Null(await _channel.ReadLineAsync(Cancel));
    }

    [Theory]
    [InlineData("caf\u00e9", "caf\u00e9")]
    [InlineData("caf\u00c3\u00a9", "caf\u00e9")]
    public async Task A_line_is_UTF_8_or_else_Latin_1(string octets, string read)
    {
        await SayAsync(octets + "\r\n");

        Assert.Equal(read, await _channel.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_thrown_away_and_the_next_one_read()
    {
        await SayAsync(new string('x', 100) + "\r\n" + new string('y', 500) + "\r\nnext\r\n");

        Assert.Equal(100, (await _channel.ReadLineAsync(Cancel))!.Length);
        Assert.Equal(ChannelFailure.LineTooLong, await FailureAsync(async () => await _channel.ReadLineAsync(Cancel)));
        Assert.Equal("next", await _channel.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_line_without_an_end_ends_the_connection()
    {
        await SayAsync(new string('x', 5000));

        Assert.Equal(ChannelFailure.Broken, await FailureAsync(async () => await _channel.ReadLineAsync(Cancel)));
    }

    [Fact]
    public async Task Who_says_nothing_at_first_has_less_patience_than_who_has_spoken()
    {
        ValueTask<string?> first = _channel.ReadLineAsync(Cancel);
        _clock.Pass(TimeSpan.FromSeconds(9));
        await SayAsync("hello\r\n");
        Assert.Equal("hello", await first);

        ValueTask<string?> second = _channel.ReadLineAsync(Cancel);
        _clock.Pass(TimeSpan.FromSeconds(59));
        Assert.False(second.IsCompleted);
        _clock.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(ChannelFailure.TooSlow, await FailureAsync(async () => await second));
    }

    [Fact]
    public async Task A_line_must_be_whole_in_time_not_only_begun()
    {
        ValueTask<string?> line = _channel.ReadLineAsync(Cancel);
        for (int second = 0; second < 10; second++)
        {
            await SayAsync("x");
            _clock.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ChannelFailure.TooSlow, await FailureAsync(async () => await line));
    }

    [Fact]
    public async Task A_block_has_exactly_its_length()
    {
        var block = new MemoryStream();
        await SayAsync("12345\r\n78.\r\nNOOP\r\n");

        await _channel.ReadBlockAsync(12, Into(block), Cancel);

        Assert.Equal("12345\r\n78.\r\n", Encoding.ASCII.GetString(block.ToArray()));
        Assert.Equal("NOOP", await _channel.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_block_that_comes_too_slowly_is_given_up()
    {
        var taken = new MemoryStream();
        ValueTask block = _channel.ReadBlockAsync(1_000_000, Into(taken), Cancel);
        // 10 bytes a second after the first minute are the least; these are 5.
        for (int minute = 1; minute <= 2; minute++)
        {
            await SayAsync(new string('x', 300));
            await MailTown.UntilAsync(() => taken.Length == minute * 300);
            Assert.False(block.IsCompleted);
            _clock.Pass(TimeSpan.FromSeconds(59));
        }
        _clock.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(ChannelFailure.TooSlow, await FailureAsync(async () => await block));
    }

    [Fact]
    public async Task A_block_that_breaks_off_is_no_block()
    {
        await SayAsync("123");
        await _toChannel.Writer.CompleteAsync();

        Assert.Equal(ChannelFailure.Broken, await FailureAsync(async () => await _channel.ReadBlockAsync(4, Into(new MemoryStream()), Cancel)));
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_given_up()
    {
        _channel.Write(new byte[5000]);
        Task flush = _channel.FlushAsync(Cancel).AsTask();
        Assert.False(flush.IsCompleted);
        _clock.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(ChannelFailure.NotReading, await FailureAsync(async () => await flush));
    }

    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData(".", "..\r\n.\r\n")]
    [InlineData(".\r\n..\r\nx.\r\n", "..\r\n...\r\nx.\r\n.\r\n")]
    [InlineData("a\n.\nb\r.c", "a\n.\nb\r.c\r\n.\r\n")]
    public async Task A_text_is_stuffed_and_ended(string text, string sent)
    {
        await _channel.WriteDotTextAsync(Encoding.ASCII.GetBytes(text), Cancel);
        await _channel.FlushAsync(Cancel);

        Assert.True(_fromChannel.Reader.TryRead(out ReadResult result));
        Assert.Equal(sent, Encoding.ASCII.GetString(result.Buffer));
    }

    static Func<ReadOnlyMemory<byte>, ValueTask> Into(MemoryStream target) => piece =>
    {
        target.Write(piece.Span);
        return ValueTask.CompletedTask;
    };

    // The usual one aborts in the background, past its own disposal.
    sealed class TestConnection(IDuplexPipe pipe) : DefaultConnectionContext("1", pipe, pipe)
    {
        public override void Abort(ConnectionAbortedException abortReason) => Transport.Output.CancelPendingFlush();
    }

    sealed record PipePair(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
