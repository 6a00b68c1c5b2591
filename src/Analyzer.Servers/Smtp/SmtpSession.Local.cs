using Analyzer.Servers.Smtp.Queue;

namespace Analyzer.Servers.Smtp;

// LMTP (RFC 2033): the client keeps the queue. The message is delivered while it waits, and each recipient has its own reply.
sealed partial class SmtpSession
{
    readonly List<LocalRecipient> _promises = [];

    ValueTask Promise(MailPath path, SmtpRecipient recipient, SmtpAddressee addressee)
    {
        // What is elsewhere would have to be queued.
        if (!addressee.Addresses.All(address => context.Accounts.Holds(DomainOf(address)))) return Mistake(550, "5.7.1", $"{path.Address} ... Not a mailbox of this site");
        Add(recipient, addressee.Addresses);
        _promises.Add(new LocalRecipient(path.Address, addressee.Addresses));
        return Say(250, "2.1.5", $"{path.Address} ... Recipient ok");
    }

    async ValueTask DeliverAsync(MessageDraft draft, SmtpEnvelope envelope, CancellationToken cancel)
    {
        LocalRecipient[] promises = [.. _promises];
        _promises.Clear();
        if (draft.IsTooLarge) ReplyToEach(promises, 552, "5.3.4", "Message too big");
        else if (draft.Hops > options.Limits.MaxHops) ReplyToEach(promises, 554, "5.4.6", "Too many hops: the message goes round in circles");
        else if (await CommitFaultAsync("content", envelope.Sender, cancel)) return;
        else if (ReadText(draft, envelope) is not { } text) ReplyToEach(promises, 452, "4.3.1", "The message cannot be stored; try again later");
        else foreach (LocalRecipient promise in promises) await DeliverAsync(promise, draft.Id, text, cancel);
    }

    async ValueTask DeliverAsync(LocalRecipient promise, string id, byte[] text, CancellationToken cancel)
    {
        var courier = new MailboxCourier(queue, context, options.Mailboxes);
        var worst = new Outcome(OutcomeKind.Delivered, "2.1.5", "delivered");
        foreach (string address in promise.Addresses)
        {
            Outcome outcome = await courier.DeliverAsync(id, address, text, cancel);
            if (outcome.Kind != OutcomeKind.Delivered) worst = outcome;
        }
        int code = worst.Kind switch { OutcomeKind.Delivered => 250, OutcomeKind.Delayed => 451, _ => 550 };
        Reply(code, worst.Status, $"{promise.Address} ... {worst.Text}");
    }

    void ReplyToEach(LocalRecipient[] promises, int code, string status, string text)
    {
        foreach (LocalRecipient promise in promises) Reply(code, status, $"{promise.Address} ... {text}");
    }

    static byte[]? ReadText(MessageDraft draft, SmtpEnvelope envelope)
    {
        draft.Finish(syncs: false);
        if (draft.DiskProblem is not null) return null;
        try
        {
            return [.. MailboxCourier.ReturnPath(envelope.Sender), .. File.ReadAllBytes(draft.Path)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A recipient that was accepted, and the mailboxes that it stands for.</summary>
    sealed record LocalRecipient(string Address, IReadOnlyList<string> Addresses);
}
