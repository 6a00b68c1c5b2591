using Analyzer.Dissection.Export;

namespace Analyzer.Terminal.Output;

/// <summary>
/// An output whose writing never throws: when nobody reads it any more, or it cannot be written, that is remembered, told once, and
/// the rest is dropped.
/// </summary>
sealed class GuardedOutput(Stream inner) : Stream
{
    /// <summary>Called once, when nothing more can be written.</summary>
    public Action? OnEnd { get; set; }

    /// <summary>The reader has gone: whoever it was has what was wanted.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Why the output cannot be written, as the end of a sentence; null: it can, or <see cref="IsClosed"/>.</summary>
    public string? Problem { get; private set; }

    /// <summary>Nothing more can be written.</summary>
    public bool HasEnded => IsClosed || Problem is not null;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (HasEnded) return;
        try
        {
            inner.Write(buffer);
            inner.Flush();
        }
        catch (IOException error) when (IoProblem.IsBrokenPipe(error))
        {
            IsClosed = true;
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            Problem = IoProblem.Describe(error);
        }
        if (HasEnded) OnEnd?.Invoke();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
