using Analyzer.Capture;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// What makes two fetches speak of the same message: server, user, mailbox, UIDVALIDITY and UID (RFC 9051 section 2.3.1.1). Where the capture
/// does not tell all of these, the key holds within one selection of one session only.
/// </summary>
/// <param name="Server">Its address.</param>
/// <param name="User">Whose mailboxes.</param>
/// <param name="Mailbox">In Unicode.</param>
/// <param name="UidValidity">Of the mailbox; 0 while unknown.</param>
/// <param name="Uid">0 while unknown.</param>
/// <param name="Session">0 when the key holds for all sessions.</param>
/// <param name="Epoch">Which selection of that session.</param>
/// <param name="Identity">Which message of that selection, while its UID is unknown.</param>
internal readonly record struct MessageKey(
    IpAddress Server, string? User, string? Mailbox, long UidValidity, long Uid, int Session, int Epoch, int Identity);
