using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>Final delivery: into the mailboxes of this site, with the Return-Path line in front (RFC 5321 4.4).</summary>
sealed class MailboxCourier(MailQueue queue, ServerContext context, IMailDelivery mailboxes) : ICourier
{
    public async ValueTask<IReadOnlyList<Outcome>> CarryAsync(QueuedMessage message, IReadOnlyList<QueuedRecipient> recipients, CancellationToken cancel)
    {
        byte[] text;
        try
        {
            text = [.. ReturnPath(message.Sender), .. queue.ReadText(message)];
        }
        catch (IOException)
        {
            return [.. recipients.Select(_ => new Outcome(OutcomeKind.Delayed, "4.3.0", "the queue cannot be read"))];
        }
        var outcomes = new List<Outcome>(recipients.Count);
        foreach (QueuedRecipient recipient in recipients) outcomes.Add(await DeliverAsync(message.Id, recipient.Address, text, cancel));
        return outcomes;
    }

    /// <summary>The first line of what is delivered.</summary>
    public static byte[] ReturnPath(string sender) => Encoding.UTF8.GetBytes($"Return-Path: <{sender}>\r\n");

    /// <summary>Puts a message, with its <see cref="ReturnPath"/> in front, into one mailbox; only cancellation throws.</summary>
    public async ValueTask<Outcome> DeliverAsync(string id, string address, byte[] text, CancellationToken cancel)
    {
        // The users file may have changed since the message was accepted.
        if (context.Accounts.Find(address) is not { } account) return new Outcome(OutcomeKind.Failed, "5.1.1", "there is no such mailbox");
        try
        {
            // The message's own name: delivered again after a crash, it is not delivered twice.
            MailDelivery delivery = await mailboxes.DeliverAsync(account.Address, id, text, cancel);
            return delivery == MailDelivery.OverQuota ? new Outcome(OutcomeKind.Failed, "5.2.2", "the mailbox is full") : new Outcome(OutcomeKind.Delivered, "2.1.5", "delivered");
        }
        catch (StoreRefusal refused)
        {
            return new Outcome(OutcomeKind.Failed, "5.2.0", refused.Message);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Outcome(OutcomeKind.Delayed, "4.3.0", "the mailbox cannot be written");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
