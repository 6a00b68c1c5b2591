using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>What a session was about and how it went, in a few words.</summary>
static class SessionSummary
{
    // The end of a dialogue tells how it went; a longer look would make lists of long sessions slow.
    const int MaxLookedAt = 2000;

    /// <summary><c>alice &gt; bob +1</c>, <c>deploy RETR x14</c>, <c>login failed x37</c>.</summary>
    public static string Text(SessionRecord session, CaptureIndex index)
    {
        if (session.Messages.Count > 0 && index.Message(session.Messages[0]) is { } message) return Mail(message, session.Messages.Count);
        if (session.Transfers.Count > 0 && index.Transfer(session.Transfers[0]) is { } transfer) return Files(session, transfer);
        if (session.Tls is TlsState.Started) return $"encrypted{Behind(session.User)}";
        List<Record> records = index.BySession.Of(session.Id);
        int failed = records.Take(MaxLookedAt).Count(record => record is CredentialRecord { Accepted: false });
        if (failed > 0 && !session.Authenticated) return failed == 1 ? $"login failed{Behind(session.User)}" : $"login failed x{failed}{Behind(session.User)}";
        if (session.User is not null) return $"{session.User}, {Quantity.Count(session.Commands, "command")}";
        return session.Commands == 0 ? "(no command)" : Quantity.Count(session.Commands, "command");
    }

    static string Behind(string? user) => user is null ? "" : $" {user}";

    static string Mail(MessageRecord message, int count)
    {
        string from = ShortName(message.Envelope?.From ?? message.From);
        string to = ShortName(message.Envelope switch
        {
            { To: [var accepted, ..] } => accepted,
            { Rejected: [var refused, ..] } => refused,
            _ => message.To,
        });
        int more = (message.Envelope?.To.Count ?? 1) - 1;
        return $"{from} > {to}{(more > 0 ? $" +{more}" : "")}{(count > 1 ? $", {count} mails" : "")}";
    }

    /// <summary>The part of an address that people know each other by.</summary>
    public static string ShortName(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return "<>";
        string first = address.Split(',')[0];
        int open = first.LastIndexOf('<');
        string plain = open >= 0 ? first[(open + 1)..].TrimEnd('>', ' ') : first.Trim();
        int at = plain.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? plain[..at] : plain;
    }

    static string Files(SessionRecord session, TransferRecord first)
    {
        string user = session.User is null ? "" : session.User + " ";
        return session.Transfers.Count == 1 ? $"{user}{first.Command} {first.Name ?? first.Path}" : $"{user}{first.Command} x{session.Transfers.Count}";
    }

    /// <summary><c>live</c>, <c>ok</c>, <c>x 550</c>, <c>gap</c>, <c>part</c>, <c>tls</c>, <c>reset</c>, <c>open</c>: the worst of them.</summary>
    public static (string Text, Role Role) State(SessionRecord session, CaptureIndex index)
    {
        long missing = session.ClientMissing + session.ServerMissing;
        if (missing > 0) return ($"gap {Quantity.Short(missing)}", Role.Gap);
        List<Record> records = index.BySession.Of(session.Id);
        ExchangeRecord? refused = records.TakeLast(MaxLookedAt).OfType<ExchangeRecord>().LastOrDefault(exchange => SubjectState.IsNegative(exchange.ReplyCode));
        if (refused is not null) return ($"x {refused.ReplyCode}", Role.Error);
        if (records.TakeLast(MaxLookedAt).Any(record => record is MessageRecord { Complete: false } or TransferRecord { Complete: false })) return ("part", Role.Warn);
        return session switch
        {
            _ when index.IsOpen(session.Id) => ("live", Role.Server),
            { Tls: TlsState.Started } => ("tls", Role.Dim),
            { Midstream: true } => ("middle", Role.Warn),
            { Outcome: SessionOutcome.Reset } => ("reset", Role.Warn),
            { Outcome: SessionOutcome.Open } => ("open", Role.Warn),
            _ => ("ok", Role.Ok),
        };
    }

    /// <summary>An end by its name, or by its address.</summary>
    public static string Party(Capture.Endpoint end, string? name, int? usualPort)
    {
        string host = name ?? $"{end.Address}";
        return usualPort is { } port && end.Port != port ? name is null ? $"{end}" : $"{host}:{end.Port}" : host;
    }
}
