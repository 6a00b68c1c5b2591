using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class GuardedOutputTests
{
    const int BrokenPipe = 32, NoSpace = 28;

    [Fact]
    public void A_reader_that_has_gone_ends_the_output_quietly_and_once()
    {
        int ends = 0;
        var output = new GuardedOutput(new Failing(BrokenPipe)) { OnEnd = () => ends++ };

        output.Write("a"u8);
        output.Write("b"u8);

        Assert.Equal((true, null, 1), (output.IsClosed, output.Problem, ends));
    }

    [Fact]
    public void A_full_disk_is_a_problem_with_a_name()
    {
        var output = new GuardedOutput(new Failing(NoSpace));

        output.Write("a"u8);

        Assert.Equal((false, "the disk is full"), (output.IsClosed, output.Problem));
    }

    [Fact]
    public void A_mistake_of_the_program_is_not_swallowed()
    {
        var closed = new MemoryStream();
        closed.Dispose();

        Assert.Throws<ObjectDisposedException>(() => new GuardedOutput(closed).Write("a"u8));
    }

    sealed class Failing(int errno) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no", errno);
    }
}
