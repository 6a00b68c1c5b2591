namespace Analyzer.Servers.Store;

/// <summary>The use of an open mailbox; its index leaves memory when the last one is disposed.</summary>
sealed class MailboxLease(UserMail user, Mailbox mailbox) : IDisposable
{
    bool _isOver;

    public Mailbox Mailbox { get; } = mailbox;

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        user.Return(Mailbox);
    }
}
