namespace Analyzer.Servers.Imap.Agent;

/// <summary>A mailbox in a listing.</summary>
/// <param name="Name">Its name, in Unicode.</param>
/// <param name="Attributes">Such as <c>\Noselect</c>.</param>
public sealed record ImapMailbox(string Name, IReadOnlyList<string> Attributes)
{
    /// <summary>It can hold messages.</summary>
    public bool IsSelectable => !Attributes.Any(attribute => attribute.Equals(@"\Noselect", StringComparison.OrdinalIgnoreCase) || attribute.Equals(@"\NonExistent", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What SELECT or EXAMINE told of a mailbox.</summary>
/// <param name="Messages">How many messages are in it.</param>
/// <param name="UidValidity">0: the server did not say.</param>
public readonly record struct ImapSelection(int Messages, uint UidValidity);

/// <summary>A message as FETCH told of it.</summary>
/// <param name="Uid">0: the server did not say.</param>
/// <param name="Size">In octets.</param>
/// <param name="Flags">Such as <c>\Seen</c>.</param>
public sealed record ImapMessage(uint Uid, long Size, IReadOnlyList<string> Flags);
