namespace Analyzer.Servers.Store;

/// <summary>A mailbox as a listing shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSelectable">It can hold messages; otherwise it is only the way to those below it.</param>
/// <param name="HasChildren">There are mailboxes below it.</param>
/// <param name="Use">Its special use, with the backslash; null: none.</param>
readonly record struct FolderInfo(MailboxName Name, bool IsSelectable, bool HasChildren, string? Use);
