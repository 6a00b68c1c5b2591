namespace Analyzer.Servers.Hosting;

/// <summary>Why a <see cref="LineChannel"/> cannot go on.</summary>
public enum ChannelFailure
{
    /// <summary>A line was longer than allowed. It was thrown away; the next one can be read.</summary>
    LineTooLong,

    /// <summary>The peer said nothing, or too little, for too long.</summary>
    TooSlow,

    /// <summary>The peer does not read what it is sent.</summary>
    NotReading,

    /// <summary>The connection is gone, in the middle of something.</summary>
    Broken,

    /// <summary>TLS could not be agreed.</summary>
    TlsFailed,
}

/// <summary>The one way in which reading from or writing to a <see cref="LineChannel"/> fails; cancellation is the other.</summary>
public sealed class ChannelException : IOException
{
    /// <summary>A failure, with what caused it.</summary>
    public ChannelException(ChannelFailure failure, Exception? cause = null) : base(Words(failure, cause), cause) => Failure = failure;

    /// <summary>What went wrong.</summary>
    public ChannelFailure Failure { get; }

    static string Words(ChannelFailure failure, Exception? cause) => failure switch
    {
        ChannelFailure.LineTooLong => "The line is too long.",
        ChannelFailure.TooSlow => "The other side was silent for too long.",
        ChannelFailure.NotReading => "The other side does not read.",
        ChannelFailure.TlsFailed => "TLS could not be agreed" + Reason(cause),
        _ => "The connection broke off" + Reason(cause),
    };

    // The words of the system's own exceptions are not always there to be shown; ours are.
    static string Reason(Exception? cause) => cause is InvalidDataException ? $": {cause.Message}." : ".";
}
