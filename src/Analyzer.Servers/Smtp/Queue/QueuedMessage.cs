namespace Analyzer.Servers.Smtp.Queue;

/// <summary>A message that was accepted and not yet delivered to all. What the queue keeps on disk, beside the text.</summary>
sealed class QueuedMessage
{
    /// <summary>Its name: letters and digits, unique in this queue for all time.</summary>
    public required string Id { get; init; }

    public required string Sender { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset Arrived { get; init; }

    public BodyKind Body { get; init; }

    public bool IsUtf8 { get; init; }

    public bool? ReturnsHeaderOnly { get; init; }

    public string? EnvelopeId { get; init; }

    /// <summary>Those who have not got it yet. Guarded by a lock on the message.</summary>
    public List<QueuedRecipient> Recipients { get; init; } = [];

    /// <summary>The envelope for some of the recipients.</summary>
    public SmtpEnvelope EnvelopeFor(IEnumerable<QueuedRecipient> recipients) => new()
    {
        Sender = Sender,
        Body = Body,
        IsUtf8 = IsUtf8,
        ReturnsHeaderOnly = ReturnsHeaderOnly,
        EnvelopeId = EnvelopeId,
        Recipients = [.. recipients.Select(recipient => new SmtpRecipient(recipient.Address) { Notify = recipient.Notify, OriginalRecipient = recipient.OriginalRecipient })],
    };
}

/// <summary>A recipient who has not got the message yet.</summary>
sealed class QueuedRecipient
{
    /// <summary>The address after aliases.</summary>
    public required string Address { get; init; }

    public NotifyWhen Notify { get; init; }

    public string? OriginalRecipient { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset Next { get; set; }

    public int Attempts { get; set; }

    /// <summary>Whether the sender was told that it takes long.</summary>
    public bool IsWarned { get; set; }

    /// <summary>What lies behind the last '@'.</summary>
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];
}
