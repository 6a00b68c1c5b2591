using System.Runtime.InteropServices;

namespace Analyzer.Terminal.Commands;

/// <summary>
/// Turns the first Ctrl-C (or SIGTERM) into an orderly end: reading stops, what was found is delivered. The second ends the process
/// at once, as does the first when reading does not come back from a pipe that stays silent.
/// </summary>
sealed class Interruption : IDisposable
{
    const int SigInt = 2, SigTerm = 15;

    // Longer than reading on to the next packet takes, and short enough that nobody presses again.
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(800);

    readonly CancellationTokenSource _source = new();
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;
    volatile int _status;
    volatile bool _isReading;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, SigInt));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, SigTerm));
    }

    /// <summary>Signalled when reading is to stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit status that a signal asks for; 0 when none came.</summary>
    public int Status => _status;

    /// <summary>Stops the reading for a reason of our own: nobody takes the output any more.</summary>
    public void Stop() => _source.Cancel();

    /// <summary>From now on, until this is disposed, a signal may find the thread waiting for input that never comes.</summary>
    public ReadingPhase BeginReading() => new(this);

    void OnSignal(PosixSignalContext context, int number)
    {
        if (_status != 0) return;
        context.Cancel = true;
        _status = ExitStatus.Signalled + number;
        _source.Cancel();
        if (_isReading) _ = Task.Delay(s_patience).ContinueWith(_ => EndIfReading(), TaskScheduler.Default);
    }

    void EndIfReading()
    {
        if (_isReading) Environment.Exit(_status);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    /// <summary>See <see cref="BeginReading"/>.</summary>
    public readonly struct ReadingPhase : IDisposable
    {
        readonly Interruption _owner;

        internal ReadingPhase(Interruption owner)
        {
            _owner = owner;
            owner._isReading = true;
        }

        public void Dispose() => _owner._isReading = false;
    }
}
