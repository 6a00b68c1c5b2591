using System.Collections.Immutable;
using Analyzer.Dissection.Filtering.Conditions;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>How a subject went and ended, in words. Lists show the same words.</summary>
public static class SubjectState
{
    /// <summary>All words that there are.</summary>
    public static readonly ImmutableArray<string> Words =
        ["ok", "partial", "gap", "error", "warning", "tls", "midstream", "live", "open", "closed", "finished", "reset"];

    /// <summary>Negative replies, refused messages and logins, and findings of the severity error, of a record and its own records.</summary>
    public static long Errors(in FilterSubject subject)
    {
        long errors = IsError(subject.Record) ? 1 : 0;
        if (subject.Related is not { } related) return errors;
        for (int i = 0; i < related.Count; i++)
        {
            if (IsError(related[i])) errors++;
        }
        return errors;
    }

    /// <summary>Whether a reply says no: 4xx, 5xx, <c>-ERR</c>, <c>NO</c>, <c>BAD</c>.</summary>
    public static bool IsNegative(string? replyCode) => replyCode switch
    {
        null or "" => false,
        "-ERR" or "NO" or "BAD" => true,
        _ => replyCode is ['4' or '5', _, _],
    };

    internal static bool Test(in FilterSubject subject, Condition condition)
    {
        bool isPartial = IsPartial(subject), isGap = FieldValues.MissingOf(subject.Record) > 0;
        bool isError = Errors(subject) > 0, isWarning = HasWarning(subject);
        if (!isPartial && !isGap && !isError && !isWarning && condition.Is("ok")) return true;
        if (isPartial && condition.Is("partial") || isGap && condition.Is("gap")) return true;
        if (isError && condition.Is("error") || isWarning && condition.Is("warning")) return true;
        return (subject.Record as SessionRecord ?? subject.Session) is { } session && IsSessionState(session, condition);
    }

    static bool IsSessionState(SessionRecord session, Condition condition)
    {
        if (session.Tls is TlsState.Started or TlsState.Decrypted && condition.Is("tls")) return true;
        if (session.Midstream && condition.Is("midstream")) return true;
        return session.Outcome switch
        {
            SessionOutcome.Closed => condition.Is("closed"),
            SessionOutcome.Finished => condition.Is("finished"),
            SessionOutcome.Reset => condition.Is("reset"),
            _ => condition.Is("open") || condition.Is("live"),
        };
    }

    static bool IsPartial(in FilterSubject subject)
    {
        if (IsCutShort(subject.Record)) return true;
        if (subject.Related is not { } related) return false;
        for (int i = 0; i < related.Count; i++)
        {
            if (IsCutShort(related[i])) return true;
        }
        return false;
    }

    static bool IsCutShort(Record record) => record is MessageRecord { Complete: false } or TransferRecord { Complete: false };

    static bool HasWarning(in FilterSubject subject)
    {
        if (subject.Record is FindingRecord { Severity: Severity.Warning }) return true;
        if (subject.Related is not { } related) return false;
        for (int i = 0; i < related.Count; i++)
        {
            if (related[i] is FindingRecord { Severity: Severity.Warning }) return true;
        }
        return false;
    }

    static bool IsError(Record record) => record switch
    {
        ExchangeRecord exchange => IsNegative(exchange.ReplyCode),
        TransferRecord transfer => IsNegative(transfer.ReplyCode),
        MessageRecord message => message.Accepted == false,
        CredentialRecord credential => credential.Accepted == false,
        FindingRecord finding => finding.Severity == Severity.Error,
        _ => false,
    };
}
