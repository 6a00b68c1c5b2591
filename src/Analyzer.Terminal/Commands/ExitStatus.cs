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

    /// <summary>User agents: the server cannot be reached, or TLS with it not agreed.</summary>
    public const int NoServer = 2;

    /// <summary>User agents: the server refused the login, what was asked for, or every recipient.</summary>
    public const int Refused = 4;

    /// <summary>Ended by a signal: this and the signal's number, as shells have it.</summary>
    public const int Signalled = 128;
}
