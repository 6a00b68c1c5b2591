using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Control;

/// <summary>A command on its way to its final reply.</summary>
sealed class PendingCommand(FtpCommand command, Exchange exchange)
{
    Timestamp _abortTime;
    bool _isAborted;

    /// <summary>What the client sent.</summary>
    public FtpCommand Command => command;

    /// <summary>What the records show.</summary>
    public Exchange Exchange => exchange;

    /// <summary>The transfer that it has begun; null before.</summary>
    public TransferBuilder? Transfer { get; private set; }

    /// <summary>It begins a transfer.</summary>
    public void Begin(TransferBuilder transfer)
    {
        Transfer = transfer;
        if (_isAborted) transfer.OnAbort(_abortTime);
    }

    /// <summary>The client wants it to stop, perhaps before the server has said that it begins.</summary>
    public void Abort(Timestamp time)
    {
        (_isAborted, _abortTime) = (true, time);
        Transfer?.OnAbort(time);
    }

    /// <summary>It is a transfer and has had its preliminary reply.</summary>
    public bool IsRunning { get; set; }

    /// <summary>The reply that has ended it, while it still waits for the answer to an ABOR behind it.</summary>
    public FtpReply? Provisional { get; set; }

    /// <summary>An ABOR that was given while it ran has a reply of its own.</summary>
    public bool IsAbortAnswered { get; set; }

    /// <summary>Whether <paramref name="code"/> can answer it.</summary>
    public bool Takes(int code) => Provisional is null && ReplyCodes.Fits(command.Name, IsRunning, code);
}

/// <summary>
/// The commands that wait for their replies, in order. Normally the first one is answered; but a transfer may run while others are
/// answered (STAT, NOOP), ABOR and the transfer that it ends may be answered either way around, and a reply may be missing.
/// </summary>
sealed class PendingCommands
{
    readonly List<PendingCommand> _commands = [];

    /// <summary>How many.</summary>
    public int Count => _commands.Count;

    /// <summary>The first one, or null.</summary>
    public PendingCommand? First => _commands.Count > 0 ? _commands[0] : null;

    /// <summary>The one that this place holds.</summary>
    public PendingCommand this[int index] => _commands[index];

    /// <summary>The client gave another one.</summary>
    public void Add(PendingCommand command) => _commands.Add(command);

    /// <summary>It has been answered, or will not be any more.</summary>
    public void Remove(PendingCommand command) => _commands.Remove(command);

    /// <summary>How many were given before this packet. Behind lost replies, the commands of a whole session may wait here.</summary>
    public int CountBefore(long packet)
    {
        int count = _commands.FindIndex(one => one.Command.Packet > packet);
        return count < 0 ? _commands.Count : count;
    }

    /// <summary>
    /// Which command a reply answers; -1: none that fits. One that was captured after the reply only if their times are near: on two paths, the
    /// reply may be captured first.
    /// </summary>
    public int Find(FtpReply reply)
    {
        int count = CountBefore(reply.Packet);
        int found = Find(0, count, one => one.Takes(reply.Code), reply.IsPreliminary);
        if (found >= 0 || count == _commands.Count) return found;
        return Find(count, _commands.Count - count, one => one.Takes(reply.Code) && one.Command.Time - reply.Time <= FtpLimits.MaxReplyLead.TotalNanoseconds, reply.IsPreliminary);
    }

    int Find(int start, int count, Predicate<PendingCommand> takes, bool isPreliminary)
    {
        // A second preliminary reply is of the next transfer: a session runs one at a time.
        if (isPreliminary && _commands.FindIndex(start, count, one => !one.IsRunning && takes(one)) is >= 0 and int waiting) return waiting;
        return _commands.FindIndex(start, count, takes);
    }

    /// <summary>Whether a command behind the first one can be answered with <paramref name="code"/>: the server has gone on.</summary>
    public bool TakesLater(int code) => _commands.FindIndex(Math.Min(1, _commands.Count), one => one.Takes(code)) > 0;

    /// <summary>The transfer that runs, or has ended and waits for the answer to the ABOR behind it; else null.</summary>
    public PendingCommand? Running => _commands.Find(one => one.IsRunning || one.Provisional is not null);

    /// <summary>The transfer that an ABOR would stop now; null when there is none.</summary>
    public PendingCommand? Stoppable => _commands.Find(one => FtpVerb.IsTransfer(one.Command.Name));

    /// <summary>Whether an ABOR waits for its answer.</summary>
    public bool HasAbort => _commands.Exists(one => one.Command.Name == "ABOR");
}
