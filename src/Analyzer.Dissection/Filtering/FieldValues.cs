using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Filtering.Conditions;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>Where the values of the fields lie in the records.</summary>
static class FieldValues
{
    public static bool Any(in FilterSubject subject, RecordTest test, Condition condition)
    {
        if (test(subject.Record, condition)) return true;
        if (subject.Session is { } session && test(session, condition)) return true;
        if (subject.Related is not { } related) return false;
        for (int i = 0; i < related.Count; i++)
        {
            if (test(related[i], condition)) return true;
        }
        return false;
    }

    public static bool Protocol(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Protocol),
        MessageRecord message => condition.Is(message.Protocol),
        CredentialRecord credential => condition.Is(credential.Protocol),
        TreeRecord => condition.Is("ftp"),
        // "smtp server": the first word is the protocol.
        HostRecord host => AnyOf(host.Protocols, condition, text => text.Split(' ')[0]),
        _ => false,
    };

    public static bool Host(Record record, Condition condition) =>
        Client(record, condition) || Server(record, condition)
        || record is HostRecord host && (condition.Is(host.Address) || AnyOf(host.Names, condition));

    public static bool Client(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Client.Address) || condition.Is(session.ClientName),
        StreamRecord stream => condition.Is(stream.Client.Address),
        _ => false,
    };

    public static bool Server(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Server.Address) || condition.Is(session.ServerName),
        StreamRecord stream => condition.Is(stream.Server.Address),
        TreeRecord node => condition.Is(node.Server.Address),
        _ => false,
    };

    public static bool Address(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Client.Address) || condition.Is(session.Server.Address),
        StreamRecord stream => condition.Is(stream.Client.Address) || condition.Is(stream.Server.Address),
        HostRecord host => condition.Is(host.Address),
        TreeRecord node => condition.Is(node.Server.Address),
        _ => false,
    };

    public static bool Port(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Client.Port) || condition.Is(session.Server.Port),
        StreamRecord stream => condition.Is(stream.Client.Port) || condition.Is(stream.Server.Port),
        TreeRecord node => condition.Is(node.Server.Port),
        _ => false,
    };

    public static bool Start(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Start, session.Start),
        StreamRecord stream => condition.Is(stream.FirstTime, stream.FirstTime),
        _ => false,
    };

    public static bool Time(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Start, session.End),
        StreamRecord stream => condition.Is(stream.FirstTime, stream.LastTime),
        TransferRecord transfer => condition.Is(transfer.Time, transfer.End),
        MessageRecord message => condition.Is(message.Time, message.Time),
        ExchangeRecord exchange => condition.Is(exchange.Time, exchange.ReplyTime),
        CredentialRecord credential => condition.Is(credential.Time, credential.Time),
        MailboxRecord mailbox => condition.Is(mailbox.Time, mailbox.Time),
        TreeRecord node => condition.Is(node.Time, node.Time),
        _ => false,
    };

    public static bool Duration(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.End - session.Start),
        StreamRecord stream => condition.Is(stream.LastTime - stream.FirstTime),
        TransferRecord transfer => condition.Is(transfer.End - transfer.Time),
        ExchangeRecord { ReplyTime.IsKnown: true } exchange => condition.Is(exchange.ReplyTime - exchange.Time),
        _ => false,
    };

    public static bool Id(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Id),
        MessageRecord message => condition.Is(message.Id),
        TransferRecord transfer => condition.Is(transfer.Id),
        StreamRecord stream => condition.Is(stream.Id),
        ExchangeRecord exchange => condition.Is(exchange.Number),
        _ => false,
    };

    public static bool SessionId(Record record, Condition condition) => FilterSubject.SessionOf(record) is { } id && condition.Is((long)id);

    public static bool StreamId(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Stream),
        StreamRecord stream => condition.Is(stream.Id),
        TransferRecord { Stream: { } stream } => condition.Is(stream),
        FindingRecord { Stream: { } stream } => condition.Is(stream),
        _ => false,
    };

    public static bool Missing(Record record, Condition condition) => MissingOf(record) is { } missing && condition.Is(missing);

    public static long? MissingOf(Record record) => record switch
    {
        SessionRecord session => session.ClientMissing + session.ServerMissing,
        StreamRecord stream => stream.ClientSide.Missing + stream.ServerSide.Missing,
        MessageRecord message => message.Missing,
        TransferRecord transfer => transfer.Missing,
        _ => null,
    };

    public static bool Tls(Record record, Condition condition)
    {
        if (record is not SessionRecord session) return false;
        string name = session.Tls switch
        {
            TlsState.Offered => "offered",
            TlsState.Refused => "refused",
            TlsState.Started => "started",
            TlsState.Decrypted => "decrypted",
            _ => "none",
        };
        return condition.Is(name) || condition.Is(session.Tls is TlsState.Started or TlsState.Decrypted);
    }

    public static bool User(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.User),
        CredentialRecord credential => condition.Is(credential.User),
        _ => false,
    };

    public static bool From(Record record, Condition condition) =>
        record is MessageRecord message && (condition.Is(message.From) || condition.Is(message.Envelope?.From));

    public static bool To(Record record, Condition condition) =>
        record is MessageRecord message
        && (condition.Is(message.To) || message.Envelope is { } envelope && (AnyOf(envelope.To, condition) || AnyOf(envelope.Rejected, condition)));

    public static bool Command(Record record, Condition condition) => record switch
    {
        ExchangeRecord exchange => condition.Is(exchange.Command),
        TransferRecord transfer => condition.Is(transfer.Command),
        MessageRecord message => condition.Is(message.Via),
        _ => false,
    };

    public static bool Mailbox(Record record, Condition condition) => record switch
    {
        MessageRecord message => condition.Is(message.Mailbox),
        MailboxRecord mailbox => condition.Is(mailbox.Mailbox) || condition.Is(mailbox.Target),
        _ => false,
    };

    public static bool Code(Record record, Condition condition) => record switch
    {
        ExchangeRecord exchange => condition.Is(exchange.ReplyCode),
        TransferRecord transfer => condition.Is(transfer.ReplyCode),
        _ => false,
    };

    public static bool Phase(Record record, Condition condition) => record is ExchangeRecord exchange && condition.Is(exchange.Phase);

    public static bool Bytes(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.ClientBytes + session.ServerBytes),
        StreamRecord stream => condition.Is(stream.ClientSide.Bytes + stream.ServerSide.Bytes),
        HostRecord host => condition.Is(host.Bytes),
        _ => false,
    };

    public static bool Packets(Record record, Condition condition) => record switch
    {
        SessionRecord session => condition.Is(session.Packets),
        StreamRecord stream => condition.Is(stream.Packets),
        _ => false,
    };

    public static bool Date(Record record, Condition condition)
    {
        if (record is not MessageRecord { Date: { } text }) return false;
        // RFC 5322 section 3.3 lets a comment follow the zone.
        int comment = text.IndexOf('(', StringComparison.Ordinal);
        string date = comment < 0 ? text : text[..comment];
        if (!DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)) return false;
        if (parsed.UtcDateTime.Year is < 1678 or > 2261) return false;
        var time = new Timestamp((parsed.UtcDateTime - DateTime.UnixEpoch).Ticks * 100);
        return condition.Is(time, time);
    }

    public static bool Size(Record record, Condition condition) => record switch
    {
        MessageRecord message => condition.Is(message.Size),
        TransferRecord transfer => condition.Is(transfer.Size),
        TreeRecord { Size: { } size } => condition.Is(size),
        _ => false,
    };

    public static bool AttachmentName(Record record, Condition condition) =>
        record is MessageRecord message && AnyOf(message.Attachments, condition, attachment => attachment.Name);

    public static bool AttachmentType(Record record, Condition condition) =>
        record is MessageRecord message && AnyOf(message.Attachments, condition, attachment => attachment.ContentType);

    public static bool Name(Record record, Condition condition) => record switch
    {
        TransferRecord transfer => condition.Is(transfer.Name) || condition.Is(transfer.Path),
        TreeRecord node => condition.Is(node.Path),
        _ => AttachmentName(record, condition),
    };

    public static bool Path(Record record, Condition condition) => record switch
    {
        TransferRecord transfer => condition.Is(transfer.Path),
        TreeRecord node => condition.Is(node.Path),
        _ => false,
    };

    public static bool Hash(Record record, Condition condition) => record switch
    {
        MessageRecord message => condition.Is(message.Sha256) || AnyOf(message.Attachments, condition, attachment => attachment.Sha256),
        TransferRecord transfer => condition.Is(transfer.Sha256),
        StreamRecord stream => condition.Is(stream.ClientSide.Sha256) || condition.Is(stream.ServerSide.Sha256),
        _ => false,
    };

    public static bool Operation(Record record, Condition condition) =>
        record is TransferRecord transfer && (condition.Is(transfer.Command) || condition.Is(transfer.IsDownload ? "download" : "upload"));

    public static bool Complete(Record record, Condition condition) => record switch
    {
        MessageRecord message => condition.Is(message.Complete),
        TransferRecord transfer => condition.Is(transfer.Complete),
        _ => false,
    };

    public static bool Result(Record record, Condition condition) =>
        record is CredentialRecord credential && condition.Is(credential.Accepted switch { true => "accepted", false => "refused", null => "unknown" });

    public static bool Weight(Record record, Condition condition) =>
        record is FindingRecord finding
        && condition.Is(finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" });

    public static bool Header(in FilterSubject subject, string name, Condition condition)
    {
        if (subject.Headers is not { } headers) return false;
        return Any(subject, (record, wanted) => record is MessageRecord message && headers.Values(message, name).Any(wanted.Is), condition);
    }

    /// <summary>What a bare word searches: addresses, hosts, users, subjects and names.</summary>
    public static bool Searched(Record record, Condition condition) =>
        Host(record, condition) || User(record, condition) || From(record, condition) || To(record, condition) || Name(record, condition)
        || record is MessageRecord message && (condition.Is(message.Subject) || condition.Is(message.Cc))
        || record is FindingRecord finding && (condition.Is(finding.Code) || condition.Is(finding.Text))
        || record is HostRecord host && AnyOf(host.Software, condition);

    static bool AnyOf(IReadOnlyList<string> texts, Condition condition)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            if (condition.Is(texts[i])) return true;
        }
        return false;
    }

    static bool AnyOf<T>(IReadOnlyList<T> items, Condition condition, Func<T, string?> text)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (condition.Is(text(items[i]))) return true;
        }
        return false;
    }
}
