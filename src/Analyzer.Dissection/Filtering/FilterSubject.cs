using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>
/// What a filter looks at: a record with what surrounds it. A session is looked at with the records that belong to it, any other record
/// with its session.
/// </summary>
/// <param name="Record">The record itself.</param>
/// <param name="Session">The session that it belongs to, where it has one and that is known.</param>
/// <param name="Related">Of a session: its messages, transfers, exchanges, credentials and findings.</param>
public readonly record struct FilterSubject(Record Record, SessionRecord? Session = null, IReadOnlyList<Record>? Related = null)
{
    /// <summary>Whether the user has marked it.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Where the header fields of messages can be read; null: <c>hdr.</c> tests find none.</summary>
    public IHeaderSource? Headers { get; init; }

    /// <summary>The session that a record is about; a session is about itself. Null: it is about none.</summary>
    public static int? SessionOf(Record record) => record switch
    {
        SessionRecord session => session.Id,
        ExchangeRecord exchange => exchange.Session,
        MessageRecord message => message.Session,
        TransferRecord transfer => transfer.Session,
        CredentialRecord credential => credential.Session,
        MailboxRecord mailbox => mailbox.Session,
        FindingRecord finding => finding.Session,
        _ => null,
    };
}

/// <summary>Reads header fields of messages.</summary>
public interface IHeaderSource
{
    /// <summary>The values of every field of this name (in any case), unfolded, in the message's order. Never throws.</summary>
    IEnumerable<string> Values(MessageRecord message, string name);
}
