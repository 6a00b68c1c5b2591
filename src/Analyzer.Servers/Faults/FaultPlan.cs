using System.Globalization;

namespace Analyzer.Servers.Faults;

/// <summary>
/// What is to go wrong on purpose, in all servers of a run: what <c>--fault</c> said. A server asks at the points below and heeds the
/// answer.
/// </summary>
/// <remarks>
/// The points that servers ask for, and the argument they give:
/// <list type="table">
/// <item><term><c>P.connect</c></term><description>A client connected, nothing is said yet; the client's address. A reply stands for the
/// greeting.</description></item>
/// <item><term><c>P.verb</c></term><description>A command came and is not carried out yet (<c>smtp.rcpt</c>, <c>pop3.retr</c>, <c>imap.fetch</c>,
/// for <c>UID FETCH</c> too, <c>ftp.stor</c>); what stands behind the verb, for SMTP's MAIL and RCPT the address without brackets.
/// Passwords are left out: the argument of PASS, AUTH and LOGIN is empty or the user.</description></item>
/// <item><term><c>smtp.content</c></term><description>A message was received by DATA or BDAT and is not accepted yet; its sender.
/// <see cref="Fault.Cut"/> and <see cref="Fault.Rate"/> are asked for at <c>smtp.data</c> and <c>smtp.bdat</c>.</description></item>
/// <item><term><c>pop3.retr</c>, <c>pop3.top</c>, <c>pop3.list</c>, <c>pop3.stat</c></term><description>Also <see cref="Fault.CountError"/>,
/// <see cref="Fault.Cut"/>, <see cref="Fault.Rate"/>.</description></item>
/// <item><term><c>imap.fetch</c></term><description>Also <see cref="Fault.CountError"/> (RFC822.SIZE), <see cref="Fault.Literals"/>,
/// <see cref="Fault.Cut"/>, <see cref="Fault.Rate"/>.</description></item>
/// <item><term><c>ftp.pasv</c>, <c>ftp.epsv</c></term><description>Also <see cref="Fault.Address"/>, <see cref="Fault.PortError"/>.</description></item>
/// <item><term><c>ftp.retr</c> and other transfers</term><description>Also <see cref="Fault.OmitsPreliminary"/>, <see cref="Fault.IsFinalEarly"/>,
/// <see cref="Fault.CountError"/> (also at <c>ftp.size</c>).</description></item>
/// <item><term><c>ftp.data</c></term><description>The data connection is open; the path. <see cref="Fault.Cut"/>, <see cref="Fault.Rate"/>,
/// <see cref="Fault.Ending"/>, <see cref="Fault.Delay"/> are those of the data connection.</description></item>
/// </list>
/// <see cref="Fault.BreaksReply"/> is heeded where a reply has several lines (EHLO, FEAT, HELP, STAT).
/// Safe for use by several threads.
/// </remarks>
public sealed class FaultPlan
{
    // Each entry is an address or two; a client that invents recipients must not fill the memory.
    const int MaxGreylisted = 10_000;

    readonly FaultRule[] _rules;
    readonly Dictionary<string, long> _greylisted = new(StringComparer.OrdinalIgnoreCase);
    readonly Lock _lock = new();

    FaultPlan(FaultRule[] rules) => _rules = rules;

    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new([]);

    /// <summary>The language of <c>--fault</c>, as lines for a help text.</summary>
    public static IReadOnlyList<string> Help { get; } =
    [
        "PROTOCOL.POINT[=PATTERN][#TIMES]:EFFECT (repeatable; all that fit are taken together)",
        "PROTOCOL  smtp, pop3, imap, ftp or *",
        "POINT     a command (rcpt, retr, fetch, ...), connect (before the greeting), content (SMTP: message received),",
        "          data (FTP: data connection open) or *",
        "PATTERN   what the command's argument must look like, with * and ?; default any",
        "TIMES     #2 the second time only, #2- from then on, #2-4; counted since the server started; default always",
        "EFFECT    one of",
        .. FaultEffect.All.Select(effect => $"  {effect.Form,-14}{effect.Meaning}"),
        "Examples: 'smtp.rcpt=bob@*:reply=550 5.1.1 No such user here', 'smtp.rcpt:greylist=30s', 'smtp.*#7:reply=421 4.3.2 Shutting down',",
        "          'pop3.retr:count=-10', 'imap.fetch:literal=always', 'ftp.pasv:address=10.0.0.5', 'ftp.data#1:cut=1000', 'ftp.feat:broken-reply'",
    ];

    /// <summary>Understands what <c>--fault</c> said.</summary>
    /// <exception cref="FormatException">One of them is not understood; the message says why, for the user.</exception>
    public static FaultPlan Parse(IEnumerable<string> specs) => new([.. specs.Select(FaultRule.Parse)]);

    /// <summary>What is to go wrong at <paramref name="point"/>, such as <c>smtp.rcpt</c>; asking counts as passing there.</summary>
    public Fault At(string point, string argument, TimeProvider clock)
    {
        if (_rules.Length == 0) return Fault.None;
        lock (_lock)
        {
            Fault fault = Fault.None;
            foreach (FaultRule rule in _rules)
            {
                if (!rule.Passes(point, argument)) continue;
                fault = rule.Effect.Apply(fault);
                if (rule.Effect.Greylist is { } time && IsTooEarly(argument, time, clock))
                    fault = fault with { Reply = string.Create(CultureInfo.InvariantCulture, $"451 4.7.1 Greylisted, try again in {time.TotalSeconds} seconds") };
            }
            return fault;
        }
    }

    bool IsTooEarly(string argument, TimeSpan time, TimeProvider clock)
    {
        if (_greylisted.TryGetValue(argument, out long since)) return clock.GetElapsedTime(since) < time;
        // Forgetting all only makes known ones wait once more.
        if (_greylisted.Count >= MaxGreylisted) _greylisted.Clear();
        _greylisted.Add(argument, clock.GetTimestamp());
        return true;
    }
}
