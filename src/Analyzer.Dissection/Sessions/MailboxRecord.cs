using Analyzer.Capture;

namespace Analyzer.Dissection.Sessions;

/// <summary>
/// Something that happened to a mailbox or to the messages in it: a command that changes or opens one, a line of a listing, or a
/// change that the server told on its own. All of them in order are the history of the mailboxes, as far as the capture tells it.
/// </summary>
public sealed record MailboxRecord : Record
{
    /// <summary>The session's id.</summary>
    public required int Session { get; init; }

    /// <summary>When it was asked for (or told, when nobody asked).</summary>
    public Timestamp Time { get; init; }

    /// <summary>The server that holds it.</summary>
    public required Endpoint Server { get; init; }

    /// <summary>Whose it is: as whom the session logged in.</summary>
    public string? User { get; init; }

    /// <summary>Its name in Unicode; null when the capture does not tell.</summary>
    public string? Mailbox { get; init; }

    /// <summary>
    /// What was asked for, in lower case: <c>select</c>, <c>examine</c>, <c>close</c>, <c>unselect</c>, <c>create</c>, <c>rename</c>, <c>delete</c>,
    /// <c>subscribe</c>, <c>unsubscribe</c>, <c>append</c>, <c>replace</c>, <c>copy</c>, <c>move</c>, <c>store</c>, <c>expunge</c>.
    /// What was told: <c>list</c>, <c>lsub</c>, <c>status</c>, <c>expunged</c>, <c>flags</c>.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>The other mailbox: a new name, or where messages go.</summary>
    public string? Target { get; init; }

    /// <summary>Which messages, as UIDs in IMAP's notation (<c>1:3,7</c>).</summary>
    public string? Uids { get; init; }

    /// <summary>Which messages, as sequence numbers in IMAP's notation.</summary>
    public string? Sequence { get; init; }

    /// <summary>The UIDs that they got in the target.</summary>
    public string? TargetUids { get; init; }

    /// <summary>Message flags: those that were stored, appended with, or told.</summary>
    public IReadOnlyList<string>? Flags { get; init; }

    /// <summary>How <c>store</c> means them: <c>set</c>, <c>add</c> or <c>remove</c>.</summary>
    public string? Change { get; init; }

    /// <summary>The mailbox's attributes in a listing.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>What separates the levels of its name.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The validity of its UIDs.</summary>
    public long? UidValidity { get; init; }

    /// <summary>The next message's UID, as the server foretells.</summary>
    public long? UidNext { get; init; }

    /// <summary>How many messages it holds.</summary>
    public long? Exists { get; init; }

    /// <summary>How many of them are not seen.</summary>
    public long? Unseen { get; init; }

    /// <summary><c>OK</c>, <c>NO</c> or <c>BAD</c>; null when nobody asked, or the capture lacks the reply.</summary>
    public string? Result { get; init; }
}
