namespace Analyzer.Terminal.Commands;

/// <summary>The exit statuses of the output contract.</summary>
static class ExitStatus
{
    /// <summary>All was read.</summary>
    public const int Ok = 0;

    /// <summary>The command line cannot be understood, or asks for what is not there.</summary>
    public const int Usage = 1;

    /// <summary>A capture could not be opened or is no capture.</summary>
    public const int NoCapture = 2;

    /// <summary>All was done that could be, but something is lost: the capture is damaged or cut, or an output could not be written.</summary>
    public const int Incomplete = 3;

    /// <summary>Ended by a signal: this and the signal's number, as shells have it.</summary>
    public const int Signalled = 128;
}
