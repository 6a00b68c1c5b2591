namespace Analyzer.Servers.Store;

/// <summary>How a mail store works.</summary>
public sealed class MailStoreOptions
{
    /// <summary>Gives message names and UIDVALIDITY their time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The host in the names of message files.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Octets that a user may store when no client set a quota; null: no bound.</summary>
    public Func<string, long?> QuotaOf { get; init; } = _ => null;

    /// <summary>Whether messages outlive a power failure too, not only the end of the process.</summary>
    public bool SyncsToDisk { get; init; } = true;

    /// <summary>What it takes at most.</summary>
    public StoreLimits Limits { get; init; } = new();
}
