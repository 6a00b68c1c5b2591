namespace Analyzer.Servers.Store;

/// <summary>What a mailbox is for (RFC 6154).</summary>
static class SpecialUse
{
    public const string FileName = "special-use";

    /// <summary>The uses that can be given to a mailbox.</summary>
    public static IReadOnlyList<string> All { get; } = [@"\Archive", @"\Drafts", @"\Junk", @"\Sent", @"\Trash"];

    /// <summary>The use that a name suggests: a folder called Sent is for sent mail. Null: none.</summary>
    public static string? Suggested(MailboxName name) => All.FirstOrDefault(use => use.AsSpan(1).Equals(name.Text, StringComparison.OrdinalIgnoreCase));
}
