using System.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>What an untagged response is about: enough to tell which command it answers.</summary>
internal enum UntaggedKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>OK, NO or BAD without a tag, EXISTS, RECENT or FLAGS.</summary>
    Status,

    /// <summary>FETCH.</summary>
    Fetch,

    /// <summary>EXPUNGE or VANISHED.</summary>
    Expunge,

    /// <summary>LIST, LSUB or STATUS.</summary>
    List,

    /// <summary>SEARCH, ESEARCH, SORT or THREAD.</summary>
    Search,

    /// <summary>BYE.</summary>
    Bye,
}

/// <summary>The commands in flight, oldest first. Answers come in any order and are matched by tag.</summary>
internal sealed class PendingCommands
{
    readonly List<ImapCommand> _commands = [];

    /// <summary>The commands, oldest first.</summary>
    public IReadOnlyList<ImapCommand> All => _commands;

    /// <summary>There is no room for more.</summary>
    public bool IsFull => _commands.Count >= ImapLimits.Pending;

    /// <summary>The one that has waited longest.</summary>
    public ImapCommand? Oldest => _commands.Count > 0 ? _commands[0] : null;

    /// <summary>The IDLE that is going on.</summary>
    public ImapCommand? Idle => OldestOf("IDLE");

    /// <summary>The oldest one of this name, <c>UID</c> left out.</summary>
    public ImapCommand? OldestOf(string word) => _commands.Find(command => command.Word == word);

    /// <summary>A command was given.</summary>
    public void Add(ImapCommand command) => _commands.Add(command);

    /// <summary>It is over.</summary>
    public void Remove(ImapCommand command) => _commands.Remove(command);

    /// <summary>The oldest one with this tag.</summary>
    public ImapCommand? Find(ReadOnlySpan<byte> tag)
    {
        foreach (ImapCommand command in _commands)
        {
            if (command.Tag.Length == tag.Length && Ascii.Equals(tag, command.Tag)) return command;
        }
        return null;
    }

    /// <summary>The command that an untagged response most likely answers; null when none is in flight.</summary>
    public ImapCommand? OwnerOf(UntaggedKind kind)
    {
        ImapCommand? owner = null;
        foreach (ImapCommand command in _commands)
        {
            if (!Answers(kind, command.Word)) continue;
            owner = command;
            // Of those whose answer may have been lost the last one is the most likely.
            if (!command.AnswerMayBeLost) break;
        }
        return owner ?? Oldest;
    }

    static bool Answers(UntaggedKind kind, string word) => kind switch
    {
        UntaggedKind.Fetch => word is "FETCH" or "STORE",
        UntaggedKind.Expunge => word is "EXPUNGE" or "MOVE" or "REPLACE",
        UntaggedKind.List => word is "LIST" or "LSUB" or "XLIST" or "STATUS" or "RLIST" or "RLSUB",
        UntaggedKind.Search => word is "SEARCH" or "SORT" or "THREAD" or "ESEARCH",
        UntaggedKind.Status => word is "SELECT" or "EXAMINE",
        UntaggedKind.Bye => word is "LOGOUT",
        _ => false,
    };

    /// <summary>The sections in flight that an answer may belong to.</summary>
    public IEnumerable<FetchSection> Requests(FetchSection answered)
    {
        int left = ImapLimits.Requests;
        foreach (ImapCommand command in _commands)
        {
            foreach (FetchSection request in command.Requests)
            {
                if (left-- == 0) yield break;
                if (request.Source == answered.Source && request.Section == answered.Section) yield return request;
            }
        }
    }
}
