using System.Collections.Frozen;
using System.Net;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp.Queue;

namespace Analyzer.Servers.Smtp;

/// <summary>How far a mail transaction has come.</summary>
[Flags]
enum SmtpState
{
    /// <summary>No MAIL yet.</summary>
    Idle = 1,

    /// <summary>MAIL, but no accepted RCPT.</summary>
    HasSender = 2,

    /// <summary>At least one recipient.</summary>
    HasRecipients = 4,

    /// <summary>A first BDAT came.</summary>
    InChunks = 8,

    Any = Idle | HasSender | HasRecipients | InChunks,
}

/// <summary>
/// One dialogue from greeting to farewell, by SMTP or (<paramref name="isLocal"/>) by LMTP. Each command is a row of a table: when it may come, and who
/// carries it out.
/// </summary>
sealed partial class SmtpSession(ServerContext context, SmtpServerOptions options, MailQueue queue, QueueRunner runner, LineChannel channel, bool isLocal = false)
{
    static readonly FrozenDictionary<string, Rule> s_rules = new Dictionary<string, Rule>
    {
        ["HELO"] = new(SmtpState.Any, (session, argument, _) => session.Hello(argument, isExtended: false)),
        ["LHLO"] = new(SmtpState.Any, (session, argument, _) => session.Hello(argument, isExtended: true)),
        ["EHLO"] = new(SmtpState.Any, (session, argument, _) => session.Hello(argument, isExtended: true)),
        ["MAIL"] = new(SmtpState.Idle, (session, argument, _) => session.Mail(argument), "Sender already specified"),
        ["RCPT"] = new(SmtpState.HasSender | SmtpState.HasRecipients, (session, argument, _) => session.Recipient(argument), "Need MAIL before RCPT"),
        ["DATA"] = new(SmtpState.HasRecipients, (session, argument, cancel) => session.DataAsync(argument, cancel), "Need RCPT before DATA, and no BDAT"),
        ["BDAT"] = new(SmtpState.Any, (session, argument, cancel) => session.ChunkAsync(argument, cancel)),
        ["RSET"] = new(SmtpState.Any, (session, argument, _) => session.Reset()),
        ["NOOP"] = new(SmtpState.Any, (session, argument, _) => session.Say(250, "2.0.0", "OK")),
        ["QUIT"] = new(SmtpState.Any, (session, argument, _) => session.Quit()),
        ["VRFY"] = new(SmtpState.Any, (session, argument, _) => session.Verify(argument)),
        ["EXPN"] = new(SmtpState.Any, (session, argument, _) => session.Expand(argument)),
        ["HELP"] = new(SmtpState.Any, (session, argument, _) => session.Help()),
        ["ETRN"] = new(SmtpState.Idle, (session, argument, _) => session.StartQueue(argument), "Not within a transaction"),
        ["AUTH"] = new(SmtpState.Idle, (session, argument, cancel) => session.AuthenticateAsync(argument, cancel), "Not within a transaction"),
        ["STARTTLS"] = new(SmtpState.Any, (session, argument, cancel) => session.StartTlsAsync(argument, cancel)),
    }.ToFrozenDictionary();

    readonly RecipientResolver _resolver = new(context.Accounts, options.Limits.MaxExpansion);
    string? _hello;
    bool _isExtended;
    Account? _account;
    SmtpEnvelope? _envelope;
    MessageDraft? _chunks;
    int _mistakes;
    Fault _fault = Fault.None;
    bool _isOver;

    SmtpState State =>
        _envelope is null ? SmtpState.Idle
        : _chunks is not null ? SmtpState.InChunks
        : _envelope.Recipients.Count == 0 ? SmtpState.HasSender
        : SmtpState.HasRecipients;

    IPAddress? ClientAddress => (channel.Connection.RemoteEndPoint as IPEndPoint)?.Address;

    /// <summary>Leads the dialogue until one side ends it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await GreetAsync(stopping);
            while (!_isOver) await NextAsync(stopping);
            await channel.FlushAsync(stopping);
        }
        catch (ChannelException problem)
        {
            channel.Note(problem.Message);
            if (problem.Failure == ChannelFailure.TooSlow) await LeaveAsync(421, "4.4.2", $"{context.HostName} closing connection: silent for too long");
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync(421, "4.3.2", $"{context.HostName} closing connection: the server stops");
        }
        finally
        {
            _chunks?.Dispose();
        }
    }

    async ValueTask LeaveAsync(int code, string status, string text)
    {
        try
        {
            Reply(code, status, text);
            await channel.FlushAsync(CancellationToken.None);
        }
        catch (ChannelException)
        {
            // Nobody hears it.
        }
    }

    async ValueTask GreetAsync(CancellationToken cancel)
    {
        if (await CommitFaultAsync("connect", ClientAddress?.ToString() ?? "", cancel)) return;
        channel.WriteLine($"220 {context.HostName}");
    }

    async ValueTask NextAsync(CancellationToken cancel)
    {
        // RFC 2920 3.2: replies go together while commands are waiting.
        if (!channel.HasBufferedInput) await channel.FlushAsync(cancel);
        try
        {
            string? line = await channel.ReadLineAsync(cancel);
            if (line is null) _isOver = true;
            else await CarryOutAsync(SmtpCommand.Parse(line), cancel);
        }
        catch (ChannelException problem) when (problem.Failure == ChannelFailure.LineTooLong)
        {
            await Mistake(500, "5.5.2", "Line too long");
        }
        if (_mistakes < context.Limits.MaxMistakes || _isOver) return;
        Reply(421, "4.7.0", $"{context.HostName} closing connection: too many errors");
        _isOver = true;
    }

    async ValueTask CarryOutAsync(SmtpCommand command, CancellationToken cancel)
    {
        bool isKnown = s_rules.TryGetValue(command.Verb, out Rule? rule) && !IsOfTheOther(command.Verb);
        if (!isKnown) await Mistake(500, "5.5.1", "Command unrecognized");
        else if ((rule!.From & State) == 0) await Mistake(503, "5.5.1", rule.Complaint);
        else if (!await CommitFaultAsync(command.Verb.ToLowerInvariant(), FaultArgument(command), cancel)) await rule.Do(this, command.Argument, cancel);
    }

    /// <summary>Whether a greeting belongs to SMTP and this is LMTP, or the other way round (RFC 2033 4.1).</summary>
    bool IsOfTheOther(string verb) => isLocal ? verb is "HELO" or "EHLO" : verb == "LHLO";

    /// <summary>Commits the fault of a point, as far as it is one of a moment; false: the right thing is still to be done.</summary>
    async ValueTask<bool> CommitFaultAsync(string point, string argument, CancellationToken cancel)
    {
        Fault fault = context.Faults.At("smtp." + point, argument, context.Clock);
        if (fault.Delay > TimeSpan.Zero)
        {
            await channel.FlushAsync(cancel);
            await Task.Delay(fault.Delay, context.Clock, cancel);
        }
        if (fault.Reply is not null) channel.WriteLine(fault.Reply);
        _fault = fault;
        // Where the text is to be cut, the end comes there.
        bool endsHere = fault.EndsAfterReply && fault.Cut is null;
        _isOver |= endsHere;
        if (endsHere && fault.Ending == FaultEnding.Reset)
        {
            await channel.FlushAsync(cancel);
            channel.Reset();
        }
        return fault.Reply is not null || endsHere;
    }

    static string FaultArgument(SmtpCommand command) => command.Verb switch
    {
        "AUTH" => "",
        "MAIL" or "RCPT" when MailPath.TryParse(command.Argument[(command.Argument.IndexOf(':', StringComparison.Ordinal) + 1)..], out MailPath path, out _) => path.Address,
        _ => command.Argument,
    };

    ValueTask Say(int code, string status, string text)
    {
        Reply(code, status, text);
        return ValueTask.CompletedTask;
    }

    ValueTask Mistake(int code, string status, string text)
    {
        _mistakes++;
        return Say(code, status, text);
    }

    /// <summary>A reply of one line. The enhanced status is for clients that said EHLO (RFC 2034 4): the others get the text-book's replies.</summary>
    void Reply(int code, string status, string text) => channel.WriteLine(_isExtended ? $"{code} {status} {Harmless(text)}" : $"{code} {Harmless(text)}");

    void ReplyLines(int code, string status, IReadOnlyList<string> lines)
    {
        for (int index = 0; index < lines.Count; index++)
            channel.WriteLine($"{code}{(index < lines.Count - 1 ? '-' : ' ')}{(_isExtended ? status + " " : "")}{Harmless(lines[index])}");
    }

    // What the client said comes back in replies; a bare CR in it must not look like the end of a line.
    static string Harmless(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    sealed record Rule(SmtpState From, Func<SmtpSession, string, CancellationToken, ValueTask> Do, string Complaint = "Bad sequence of commands");
}
