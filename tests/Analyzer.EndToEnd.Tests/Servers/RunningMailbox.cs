using System.Diagnostics;

namespace Analyzer.EndToEnd.Tests.Servers;

/// <summary>Bob's mailboxes as they lie on disk while the servers run.</summary>
sealed class RunningMailbox(RunningServers servers)
{
    // Far more than the queue needs for a local delivery.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    string Root => Path.Combine(Path.GetDirectoryName(servers.Certificate)!, "hamburger.edu", "mail", "bob@hamburger.edu");

    /// <summary>Messages in INBOX, or in a mailbox at the top.</summary>
    public int Count(string? mailbox = null)
    {
        string folder = mailbox is null ? Root : Path.Combine(Root, "." + mailbox);
        return ((string[])["new", "cur"]).Select(part => Path.Combine(folder, part)).Where(Directory.Exists).Sum(part => Directory.GetFiles(part).Length);
    }

    /// <summary>Waits until INBOX holds so many messages.</summary>
    public async Task HasAsync(int count)
    {
        for (long start = Stopwatch.GetTimestamp(); Count() < count && Stopwatch.GetElapsedTime(start) < s_patience;) await Task.Delay(20);
        Assert.Equal(count, Count());
    }
}
