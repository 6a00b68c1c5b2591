namespace Analyzer.Servers.Store;

/// <summary>Why the store does not do what was asked.</summary>
enum StoreProblem
{
    /// <summary>The name is no mailbox name, or a trick.</summary>
    BadName,

    /// <summary>There is no such mailbox.</summary>
    NonExistent,

    /// <summary>There is one already.</summary>
    AlreadyExists,

    /// <summary>It cannot be done to this mailbox.</summary>
    Cannot,

    /// <summary>The user's quota would be exceeded.</summary>
    OverQuota,

    /// <summary>A limit of the store is reached.</summary>
    Limit,

    /// <summary>The message was removed by another session.</summary>
    Expunged,
}

/// <summary>A refusal of the mail store, with a sentence for the client.</summary>
sealed class StoreRefusal(StoreProblem problem, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public StoreProblem Problem { get; } = problem;
}
