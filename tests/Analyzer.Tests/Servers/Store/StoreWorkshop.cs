using System.Text;
using Analyzer.Servers.Store;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Servers.Store;

/// <summary>A mail store in a directory of its own, which can be closed and opened again, and killed.</summary>
sealed class StoreWorkshop : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public StoreWorkshop(long? quota = null, StoreLimits? limits = null)
    {
        Options = new MailStoreOptions { Clock = new StandingClock(), SyncsToDisk = false, QuotaOf = _ => quota, Limits = limits ?? new StoreLimits() };
        Store = MailStore.Open(new DirectoryInfo(Root), Options);
    }

    public string Root => Path.Combine(_folder.Path, "mail");

    public MailStoreOptions Options { get; }

    public MailStore Store { get; private set; }

    public UserMail Bob => Store.UserOf("bob");

    public string Inbox => Path.Combine(Root, "bob");

    /// <summary>Only the directory's lock is given back: what a process keeps in memory is lost, as when it is killed.</summary>
    public void Reopen()
    {
        Store.Dispose();
        Store = MailStore.Open(new DirectoryInfo(Root), Options);
    }

    public async Task DeliverAsync(string text, string? folder = null, MessageFlags flags = MessageFlags.None) =>
        await Store.DeliverAsync("bob", new MemoryStream(Encoding.ASCII.GetBytes(text)), folder, flags, cancel: TestContext.Current.CancellationToken);

    public MailboxLease Open(string name) => Bob.Open(Bob.Name(name));

    /// <summary>The UIDs and texts of a mailbox: "1 one, 2 two".</summary>
    public string Content(string name = "INBOX")
    {
        using MailboxLease lease = Open(name);
        return string.Join(", ", lease.Mailbox.Messages().Select(message => $"{message.Uid} {Text(lease.Mailbox, message)}"));
    }

    public static string? Text(Mailbox mailbox, StoredMessage message)
    {
        using FileStream? file = mailbox.Open(message);
        return file is null ? null : new StreamReader(file).ReadToEnd();
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    }
}
