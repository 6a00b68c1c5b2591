using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>Something that the server owes a reply to: a command, an authentication response, or the end of a message.</summary>
internal sealed class PendingReply(SmtpVerb verb)
{
    /// <summary>What it is.</summary>
    public SmtpVerb Verb { get; } = verb;

    /// <summary>The command's; null as long as the command itself is not in the capture, nor a reply to it.</summary>
    public Exchange? Exchange { get; set; }

    /// <summary>When what is to be answered was sent.</summary>
    public Moment Sent { get; init; }

    /// <summary>MAIL's and RCPT's mailbox; null when the capture does not have all of it.</summary>
    public string? Address { get; init; }

    /// <summary>The message that the reply is a verdict on.</summary>
    public SmtpMessage? Message { get; init; }

    /// <summary>The reply to it decides on the message: end of data, or the last chunk.</summary>
    public bool EndsMessage { get; init; }

    /// <summary>How many loose ends the message had: places where a lax server ends it.</summary>
    public int LooseEnds { get; init; }

    /// <summary>A message in chunks that this command broke off.</summary>
    public SmtpMessage? Abandoned { get; init; }

    /// <summary>Octets that follow once the server agrees (XEXCH50).</summary>
    public long BlobSize { get; init; }

    /// <summary>LMTP: how many replies are still to come; null before the first.</summary>
    public int? RepliesToCome { get; set; }

    /// <summary>LMTP: for how many recipients the message was taken.</summary>
    public int Delivered { get; set; }

    /// <summary>A client waits for the reply to it, even one that sends others in groups (RFC 2920 section 3.1).</summary>
    public bool EndsGroup => Verb is SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo;

    /// <summary>Whether this code is given to no other kind of command, so that replies and commands can be set right by it.</summary>
    public bool IsMeantBy(in ReplyLine reply) => reply.Number switch
    {
        354 or 355 => Verb is SmtpVerb.Data or SmtpVerb.Xexch50,
        334 or 235 => Verb == SmtpVerb.Auth,
        221 => Verb == SmtpVerb.Quit,
        _ => false,
    };

    /// <summary>The same after replies were lost, when less certain signs must do.</summary>
    public bool IsLikelyMeantBy(in ReplyLine reply) => IsMeantBy(reply) || reply.Number switch
    {
        220 => Verb == SmtpVerb.StartTls,
        534 or 535 or 538 => Verb == SmtpVerb.Auth,
        250 => Verb == SmtpVerb.Ehlo && !reply.IsLast,
        _ => false,
    };

    /// <summary>Whether a server could give this code in answer; if not, the reply belongs to something else.</summary>
    public bool CanTake(in ReplyLine reply) => reply.Number switch
    {
        354 or 355 or 334 or 235 => IsMeantBy(reply),
        _ => Verb != SmtpVerb.Data || !reply.IsPositive,
    };
}
