namespace Analyzer.Servers.Imap;

/// <summary>How far a session must be for a command (RFC 9051, section 3).</summary>
enum SessionState
{
    Any,
    NotAuthenticated,
    Authenticated,
    Selected,
}

/// <summary>All commands.</summary>
static class CommandTable
{
    /// <summary>Carries a command out and returns the text after the tag; its argument list is to be read to the end.</summary>
    delegate ValueTask<string> Handler(ImapSession session, ImapCommand command);

    static readonly Dictionary<string, (SessionState State, Handler Handler)> s_commands = new()
    {
        ["CAPABILITY"] = (SessionState.Any, Now(AccessCommands.Capability)),
        ["NOOP"] = (SessionState.Any, Now(AccessCommands.Noop)),
        ["LOGOUT"] = (SessionState.Any, Now(AccessCommands.Logout)),
        ["ID"] = (SessionState.Any, Now(AccessCommands.Id)),
        ["STARTTLS"] = (SessionState.NotAuthenticated, AccessCommands.StartTlsAsync),
        ["AUTHENTICATE"] = (SessionState.NotAuthenticated, AccessCommands.AuthenticateAsync),
        ["LOGIN"] = (SessionState.NotAuthenticated, Now(AccessCommands.LogIn)),
        ["ENABLE"] = (SessionState.Authenticated, Now(AccessCommands.Enable)),
        ["COMPRESS"] = (SessionState.Authenticated, AccessCommands.CompressAsync),
        ["IDLE"] = (SessionState.Authenticated, IdleCommand.RunAsync),
        ["SELECT"] = (SessionState.Authenticated, Now(SelectCommands.Select)),
        ["EXAMINE"] = (SessionState.Authenticated, Now(SelectCommands.Select)),
        ["STATUS"] = (SessionState.Authenticated, Now(SelectCommands.Status)),
        ["CREATE"] = (SessionState.Authenticated, Now(FolderCommands.Create)),
        ["DELETE"] = (SessionState.Authenticated, Now(FolderCommands.Delete)),
        ["RENAME"] = (SessionState.Authenticated, Now(FolderCommands.Rename)),
        ["SUBSCRIBE"] = (SessionState.Authenticated, Now(FolderCommands.Subscribe)),
        ["UNSUBSCRIBE"] = (SessionState.Authenticated, Now(FolderCommands.Subscribe)),
        ["NAMESPACE"] = (SessionState.Authenticated, Now(FolderCommands.Namespace)),
        ["LIST"] = (SessionState.Authenticated, Now(ListCommands.List)),
        ["LSUB"] = (SessionState.Authenticated, Now(ListCommands.Lsub)),
        ["GETQUOTA"] = (SessionState.Authenticated, Now(QuotaCommands.Get)),
        ["GETQUOTAROOT"] = (SessionState.Authenticated, Now(QuotaCommands.GetRoot)),
        ["SETQUOTA"] = (SessionState.Authenticated, Now(QuotaCommands.Set)),
        ["APPEND"] = (SessionState.Authenticated, Now(AppendCommand.Finish)),
        ["CHECK"] = (SessionState.Selected, Now(AccessCommands.Noop)),
        ["CLOSE"] = (SessionState.Selected, Now(SelectCommands.Close)),
        ["UNSELECT"] = (SessionState.Selected, Now(SelectCommands.Close)),
        ["EXPUNGE"] = (SessionState.Selected, Now(MessageCommands.Expunge)),
        ["UID EXPUNGE"] = (SessionState.Selected, Now(MessageCommands.Expunge)),
        ["STORE"] = (SessionState.Selected, Now(StoreCommand.Run)),
        ["UID STORE"] = (SessionState.Selected, Now(StoreCommand.Run)),
        ["COPY"] = (SessionState.Selected, MessageCommands.CopyAsync),
        ["UID COPY"] = (SessionState.Selected, MessageCommands.CopyAsync),
        ["MOVE"] = (SessionState.Selected, Now(MessageCommands.Move)),
        ["UID MOVE"] = (SessionState.Selected, Now(MessageCommands.Move)),
        ["FETCH"] = (SessionState.Selected, FetchCommand.RunAsync),
        ["UID FETCH"] = (SessionState.Selected, FetchCommand.RunAsync),
        ["SEARCH"] = (SessionState.Selected, Now(SearchCommand.Run)),
        ["UID SEARCH"] = (SessionState.Selected, Now(SearchCommand.Run)),
    };

    public static async ValueTask<string> RunAsync(ImapSession session, ImapCommand command)
    {
        if (!s_commands.TryGetValue(command.Name, out (SessionState State, Handler Handler) entry)) throw ImapRefusal.Bad("There is no such command");
        switch (entry.State)
        {
            case SessionState.NotAuthenticated when session.User is not null:
                throw ImapRefusal.Bad("You are logged in already");
            case SessionState.Authenticated or SessionState.Selected when session.User is null:
                throw ImapRefusal.Bad("Log in first");
            case SessionState.Selected when session.Selected is null:
                throw ImapRefusal.Bad("Select a mailbox first");
        }
        return await entry.Handler(session, command);
    }

    /// <summary>During these, the numbers that the client just used must stay (RFC 9051, section 7.5.1).</summary>
    public static bool LetsExpunge(string command) => command is not ("FETCH" or "STORE" or "SEARCH");

    static Handler Now(Func<ImapSession, ImapCommand, string> handler) => (session, command) => ValueTask.FromResult(handler(session, command));
}
