namespace Analyzer.Servers.Hosting;

/// <summary>Where the mail server puts the mail of its own users: the mail store.</summary>
public interface IMailDelivery
{
    /// <summary>
    /// Puts a message into the INBOX of <paramref name="user"/> (an account's address). Returns <see cref="MailDelivery.Delivered"/> only when the
    /// message would survive a crash. A second call with the same <paramref name="deliveryId"/> (letters, digits, '.', '-') delivers nothing and says
    /// Delivered: after a crash the queue cannot know whether its last delivery was finished. Throws IOException when the disk refuses.
    /// </summary>
    ValueTask<MailDelivery> DeliverAsync(string user, string deliveryId, ReadOnlyMemory<byte> message, CancellationToken cancel);
}

/// <summary>What became of a delivery.</summary>
public enum MailDelivery
{
    /// <summary>It is in the mailbox and on the disk.</summary>
    Delivered,

    /// <summary>The mailbox has no room for it.</summary>
    OverQuota,
}
