using Analyzer.Dissection.Export;

namespace Analyzer.Terminal.Output;

/// <summary>
/// An output whose writing never throws: when nobody reads it any more, or it cannot be written, that is remembered, told once, and
/// the rest is dropped.
/// </summary>
sealed class GuardedOutput(Stream inner) : SinkStream
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
}
