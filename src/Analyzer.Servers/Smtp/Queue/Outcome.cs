namespace Analyzer.Servers.Smtp.Queue;

/// <summary>What an attempt came to for a recipient.</summary>
enum OutcomeKind
{
    /// <summary>It is in the mailbox.</summary>
    Delivered,

    /// <summary>Another server has taken it over.</summary>
    Relayed,

    /// <summary>Another server has taken it over and will report for itself (RFC 3461 5.2.3).</summary>
    RelayedWithDsn,

    /// <summary>Not now.</summary>
    Delayed,

    /// <summary>Never.</summary>
    Failed,
}

/// <summary>The outcome with its reason: an enhanced status (RFC 3463) and, if another server said so, its reply.</summary>
readonly record struct Outcome(OutcomeKind Kind, string Status, string Text, string? RemoteHost = null)
{
    public bool IsFinal => Kind != OutcomeKind.Delayed;
}

/// <summary>Carries messages to one destination: the mailboxes here, or another server over one connection.</summary>
interface ICourier : IAsyncDisposable
{
    /// <summary>Tries to deliver; one outcome for each recipient, in their order. Only cancellation throws.</summary>
    ValueTask<IReadOnlyList<Outcome>> CarryAsync(QueuedMessage message, IReadOnlyList<QueuedRecipient> recipients, CancellationToken cancel);
}
