using Analyzer.Servers.Faults;

namespace Analyzer.Servers.Ftp;

/// <summary>A transfer that runs beside the control connection.</summary>
sealed class FtpTransfer : IAsyncDisposable
{
    /// <summary>The reply to a transfer that went well.</summary>
    public const string Complete = "226 Transfer complete; closing data connection";

    readonly CancellationTokenSource _abort = new();

    /// <summary>What is moved, for STAT and for faults.</summary>
    public required string Path { get; init; }

    /// <summary>Moves it over the open data connection, up to its last octet or to where a fault cuts it.</summary>
    public required Func<Stream, FtpPace, Task> Move { get; init; }

    /// <summary>Whether the client sends it.</summary>
    public bool IsUpload { get; init; }

    /// <summary>Lets go of the file, whatever became of the transfer.</summary>
    public required Func<ValueTask> Close { get; init; }

    /// <summary>What the transfer command's own fault says.</summary>
    public Fault Fault { get; set; } = Fault.None;

    /// <summary>The reply when all is well.</summary>
    public string Success { get; init; } = Complete;

    /// <summary>Cancelled by ABOR, or the end of the session.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Octets moved so far.</summary>
    public FtpPace? Pace { get; set; }

    /// <summary>Runs until the data connection is closed; the result is the final reply.</summary>
    public Task<string> Ending { get; set; } = Task.FromResult("");

    public Task AbortAsync() => _abort.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await AbortAsync();
        await Ending;
        _abort.Dispose();
    }
}
