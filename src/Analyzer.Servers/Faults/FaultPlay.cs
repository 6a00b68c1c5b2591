using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Faults;

/// <summary>How a dialogue goes on after a fault was played.</summary>
enum FaultCourse
{
    /// <summary>As if nothing had been: the command is carried out.</summary>
    GoesOn,

    /// <summary>The command has its answer and is not carried out.</summary>
    Answered,

    /// <summary>The connection is over; the server leaves.</summary>
    Over,
}

/// <summary>What a server of simple replies does at a point where something may go wrong: wait, say something else, end the connection.</summary>
static class FaultPlay
{
    /// <summary>Asks the plan and plays what needs nothing of the protocol; the rest of the fault is for the caller.</summary>
    /// <param name="context">Its plan and clock.</param>
    /// <param name="channel">Where the reply goes.</param>
    /// <param name="point">Such as <c>smtp.rcpt</c>; see <see cref="FaultPlan"/>.</param>
    /// <param name="argument">What patterns are compared with.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async ValueTask<(Fault Fault, FaultCourse Course)> PlayAsync(this ServerContext context, LineChannel channel, string point, string argument, CancellationToken cancel)
    {
        Fault fault = context.Faults.At(point, argument, context.Clock);
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, context.Clock, cancel);
        if (fault.Reply is not null)
        {
            channel.WriteLine(fault.Reply);
            await channel.FlushAsync(cancel);
            if (!fault.EndsAfterReply) return (fault, FaultCourse.Answered);
        }
        // With a number of octets after which to end, it is the content that ends.
        else if (fault.Ending == FaultEnding.None || fault.Cut is not null) return (fault, FaultCourse.GoesOn);
        if (fault.Ending == FaultEnding.Reset) channel.Reset();
        return (fault, FaultCourse.Over);
    }
}
