using System.IO.Pipes;
using Analyzer.Terminal.Commands;

namespace Analyzer.Tests.Terminal.Commands;

public sealed class InterruptibleStreamTests
{
    [Fact]
    public void Bytes_come_through_in_any_portions()
    {
        byte[] bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        using var stream = new InterruptibleStream(new MemoryStream(bytes), CancellationToken.None);
        var read = new MemoryStream();

        stream.CopyTo(read, 777);

        Assert.Equal(bytes, read.ToArray());
    }

    [Fact]
    public void A_silent_pipe_ends_when_it_is_interrupted()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var silent = new AnonymousPipeClientStream(PipeDirection.Out, pipe.ClientSafePipeHandle);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var stream = new InterruptibleStream(pipe, source.Token);

        Assert.Equal(0, stream.Read(new byte[10]));
    }

    [Fact]
    public void What_a_pipe_complains_of_is_told_as_it_is()
    {
        using var stream = new InterruptibleStream(new Broken(), CancellationToken.None);

        Assert.Equal("broken", Assert.Throws<IOException>(() => stream.Read(new byte[10])).Message);
    }

    sealed class Broken : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("broken");
    }
}
