namespace Analyzer.Dissection.Imap;

/// <summary>The states of a connection (RFC 9051 section 3).</summary>
internal enum ImapPhase
{
    /// <summary>The client must log in first.</summary>
    NotAuthenticated,

    /// <summary>The client is known and has selected no mailbox.</summary>
    Authenticated,

    /// <summary>A mailbox is selected.</summary>
    Selected,

    /// <summary>The farewell was said.</summary>
    Logout,
}

/// <summary>What the output contract calls them, and what a command tells of them.</summary>
internal static class ImapPhases
{
    /// <summary>As in the records.</summary>
    public static string Name(this ImapPhase phase) => phase switch
    {
        ImapPhase.Authenticated => "authenticated",
        ImapPhase.Selected => "selected",
        ImapPhase.Logout => "logout",
        _ => "not-authenticated",
    };

    /// <summary>The phase that a client must be in to give this command; null where several will do.</summary>
    public static ImapPhase? Needed(string word) => word switch
    {
        "LOGIN" or "AUTHENTICATE" or "STARTTLS" => ImapPhase.NotAuthenticated,
        "FETCH" or "STORE" or "COPY" or "MOVE" or "SEARCH" or "SORT" or "THREAD" or "EXPUNGE" or "CLOSE" or "UNSELECT" or "CHECK" or "REPLACE" => ImapPhase.Selected,
        "SELECT" or "EXAMINE" or "CREATE" or "DELETE" or "RENAME" or "SUBSCRIBE" or "UNSUBSCRIBE" or "LIST" or "LSUB" or "STATUS"
            or "APPEND" or "IDLE" or "NAMESPACE" or "ENABLE" => ImapPhase.Authenticated,
        _ => null,
    };
}
