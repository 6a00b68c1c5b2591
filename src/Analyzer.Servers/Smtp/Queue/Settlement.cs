using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>What is left to do after an attempt: who waits on, and the reports to senders.</summary>
readonly record struct SettledConsignment(IReadOnlyList<QueuedRecipient> Waiting, IReadOnlyList<QueuedMessage> Reports);

/// <summary>Draws the consequences of an attempt: who is done leaves the envelope, who failed is reported to the sender, who is delayed is tried again.</summary>
sealed class Settlement(MailQueue queue, ServerContext context, SmtpServerOptions options)
{
    /// <summary>
    /// Settles one attempt. The report is in the queue before its recipients leave the envelope; a crash between repeats the attempt, and a report has
    /// the same name each time.
    /// </summary>
    public SettledConsignment Settle(QueuedMessage message, IReadOnlyList<QueuedRecipient> recipients, IReadOnlyList<Outcome> outcomes)
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        var waiting = new List<QueuedRecipient>();
        var reported = new List<ReportedRecipient>();
        for (int index = 0; index < recipients.Count; index++)
        {
            QueuedRecipient recipient = recipients[index];
            Outcome outcome = Expire(message, outcomes[index], now);
            if (!outcome.IsFinal) waiting.Add(recipient);
            if (IsToBeReported(message, recipient, outcome, now)) reported.Add(new ReportedRecipient(recipient, outcome));
            recipient.Attempts++;
            recipient.Next = now + options.RetryInterval;
        }
        IReadOnlyList<QueuedMessage> reports = Report(message, reported);
        Store(message, recipients.Except(waiting));
        return new SettledConsignment(waiting, reports);
    }

    /// <summary>Puts recipients off to the next attempt, nothing being known about this one.</summary>
    public IReadOnlyList<QueuedRecipient> Postpone(IReadOnlyList<QueuedRecipient> recipients)
    {
        DateTimeOffset next = context.Clock.GetUtcNow() + options.RetryInterval;
        foreach (QueuedRecipient recipient in recipients) recipient.Next = next;
        return recipients;
    }

    Outcome Expire(QueuedMessage message, Outcome outcome, DateTimeOffset now) =>
        outcome.Kind == OutcomeKind.Delayed && now - message.Arrived + options.RetryInterval > options.GiveUpAfter
            ? outcome with { Kind = OutcomeKind.Failed, Status = "5.4.7", Text = $"given up after {Words(now - message.Arrived)}: {outcome.Text}" }
            : outcome;

    static string Words(TimeSpan time) => time < TimeSpan.FromHours(1) ? $"{time.TotalSeconds:0} seconds" : $"{time.TotalHours:0} hours";

    bool IsToBeReported(QueuedMessage message, QueuedRecipient recipient, Outcome outcome, DateTimeOffset now)
    {
        NotifyWhen notify = recipient.Notify == NotifyWhen.Unsaid ? NotifyWhen.Failure : recipient.Notify;
        if (outcome.Kind != OutcomeKind.Delayed)
            return notify.HasFlag(outcome.Kind switch { OutcomeKind.Failed => NotifyWhen.Failure, OutcomeKind.RelayedWithDsn => NotifyWhen.Never, _ => NotifyWhen.Success }) && notify != NotifyWhen.Never;
        if (recipient.IsWarned || !notify.HasFlag(NotifyWhen.Delay) || now - message.Arrived < options.WarnAfter) return false;
        return recipient.IsWarned = true;
    }

    IReadOnlyList<QueuedMessage> Report(QueuedMessage message, List<ReportedRecipient> reported)
    {
        // A report about a report would go on for ever (RFC 5321 6.1).
        if (reported.Count == 0 || message.Sender.Length == 0) return [];
        string id = message.Id + "R" + NameOf(reported);
        if (queue.Has(id)) return [];
        using MessageDraft draft = queue.NewDraft(id);
        new DeliveryReport(message, reported, context).Write(draft, queue.ReadText(message));
        SmtpAddressee addressee = new RecipientResolver(context.Accounts, options.Limits.MaxExpansion).Resolve(message.Sender);
        // A sender who is not known here any more has no mailbox for it.
        if (addressee.IsUnknown) return [];
        return [queue.Commit(draft, new SmtpEnvelope { Sender = "", IsUtf8 = message.IsUtf8, Recipients = [.. addressee.Addresses.Select(address => new SmtpRecipient(address))] })];
    }

    static string NameOf(IEnumerable<ReportedRecipient> reported)
    {
        string what = string.Join(' ', reported.Select(one => $"{one.Recipient.Address} {one.Outcome.Kind}"));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 4));
    }

    void Store(QueuedMessage message, IEnumerable<QueuedRecipient> done)
    {
        lock (message)
        {
            foreach (QueuedRecipient recipient in done) message.Recipients.Remove(recipient);
            if (message.Recipients.Count == 0) queue.Remove(message);
            else queue.Update(message);
        }
    }
}
