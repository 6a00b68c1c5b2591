using Analyzer.Servers.Faults;

namespace Analyzer.Servers.Hosting;

/// <summary>Sends the content of one answer in pieces, as slowly and as far as the fault at hand wants it.</summary>
sealed class ContentWriter(LineChannel channel, Fault fault, TimeProvider clock)
{
    // What a client that does not read can hold up.
    const int MaxUnsent = 32 * 1024;

    int _unsent;
    long _written;

    /// <summary>Sends bytes; the log tells <paramref name="note"/>, or how many they are.</summary>
    /// <exception cref="ChannelException">The connection is over, because of the fault or by itself.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel, string? note = null)
    {
        while (!bytes.IsEmpty)
        {
            int length = (int)Math.Min(Math.Min(bytes.Length, fault.Rate ?? MaxUnsent), fault.Cut - _written ?? long.MaxValue);
            channel.Write(bytes.Span[..length], note);
            _written += length;
            _unsent += length;
            bytes = bytes[length..];
            if (_written >= fault.Cut) await EndAsync(cancel);
            if (_unsent >= MaxUnsent || fault.Rate is not null) await FlushAsync(cancel);
            if (fault.Rate is not null) await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel);
        }
    }

    async ValueTask FlushAsync(CancellationToken cancel)
    {
        await channel.FlushAsync(cancel);
        _unsent = 0;
    }

    async ValueTask EndAsync(CancellationToken cancel)
    {
        await channel.FlushAsync(cancel);
        if (fault.Ending == FaultEnding.Reset) channel.Reset();
        throw new ChannelException(ChannelFailure.Broken);
    }
}
