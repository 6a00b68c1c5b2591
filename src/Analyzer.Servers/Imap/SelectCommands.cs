using System.Globalization;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>SELECT and EXAMINE, CLOSE and UNSELECT, STATUS (RFC 9051, sections 6.3.2 to 6.3.3, 6.3.11, 6.4.1 to 6.4.2).</summary>
static class SelectCommands
{
    public static string Select(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        string text = arguments.AString();
        if (arguments.Try(' ')) arguments.List(() => session.KnowsModSeq |= arguments.Name() == "CONDSTORE" ? true : throw ImapRefusal.Bad("Only CONDSTORE is known"));
        arguments.End();
        // Whatever comes of it, the old mailbox is no longer selected.
        if (session.Selected is not null) session.Write("* OK [CLOSED] The previous mailbox is closed");
        session.Select(null);
        var selected = new SelectedMailbox(session.User!.Open(session.Name(text)), command.Name == "EXAMINE");
        session.Select(selected);
        Tell(session, selected);
        return selected.IsReadOnly ? "OK [READ-ONLY] EXAMINE completed" : "OK [READ-WRITE] SELECT completed";
    }

    static void Tell(ImapSession session, SelectedMailbox selected)
    {
        Mailbox mailbox = selected.Mailbox;
        session.Write(selected.FlagsLine());
        string permanent = selected.IsReadOnly ? "" : string.Join(' ', FlagNames.System.Concat(mailbox.Keywords)) + (mailbox.TakesKeywords ? @" \*" : "");
        session.Write($"* OK [PERMANENTFLAGS ({permanent})] Flags that last");
        session.Write(string.Create(CultureInfo.InvariantCulture, $"* {selected.Count} EXISTS"));
        session.Write(string.Create(CultureInfo.InvariantCulture, $"* {selected.Recent} RECENT"));
        int unseen = selected.Numbered().FirstOrDefault(numbered => !numbered.Message.Flags.HasFlag(MessageFlags.Seen)).Number;
        if (unseen > 0) session.Write(string.Create(CultureInfo.InvariantCulture, $"* OK [UNSEEN {unseen}] First unseen message"));
        session.Write(string.Create(CultureInfo.InvariantCulture, $"* OK [UIDVALIDITY {mailbox.UidValidity}] UIDs valid"));
        session.Write(string.Create(CultureInfo.InvariantCulture, $"* OK [UIDNEXT {mailbox.UidNext}] Next UID"));
        session.Write(string.Create(CultureInfo.InvariantCulture, $"* OK [HIGHESTMODSEQ {mailbox.HighestModSeq}] Highest mod-sequence"));
        if (session.IsRevision2) session.Write($"* LIST () \"/\" {session.Text(mailbox.Name)}");
    }

    public static string Close(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        SelectedMailbox selected = session.Selected!;
        if (command.Name == "CLOSE" && !selected.IsReadOnly) selected.Mailbox.Expunge(MessageCommands.Deleted(selected).Select(numbered => numbered.Message));
        session.Select(null);
        return $"OK {command.Name} completed";
    }

    public static string Status(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        MailboxName name = session.Name(arguments.AString());
        arguments.Space();
        List<string> items = ReadItems(arguments);
        arguments.End();
        WriteStatus(session, name, items);
        return "OK STATUS completed";
    }

    /// <summary>The items that STATUS, or LIST with the return option STATUS, asks for.</summary>
    public static List<string> ReadItems(ImapParser arguments)
    {
        var items = new List<string>();
        arguments.List(() => items.Add(arguments.Name()));
        string? unknown = items.Find(item => item is not ("MESSAGES" or "RECENT" or "UIDNEXT" or "UIDVALIDITY" or "UNSEEN" or "DELETED" or "SIZE" or "HIGHESTMODSEQ"));
        return unknown is null ? items : throw ImapRefusal.Bad($"There is no status item {unknown}");
    }

    public static void WriteStatus(ImapSession session, MailboxName name, IReadOnlyList<string> items)
    {
        using MailboxLease lease = session.User!.Open(name);
        Mailbox mailbox = lease.Mailbox;
        IReadOnlyList<StoredMessage> messages = mailbox.Messages();
        IEnumerable<string> values = items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item} {Value(item)}"));
        session.Write($"* STATUS {session.Text(name)} ({string.Join(' ', values)})");
        if (items.Contains("HIGHESTMODSEQ")) session.KnowsModSeq = true;

        long Value(string item) => item switch
        {
            "MESSAGES" => messages.Count,
            "RECENT" => messages.Count(message => message.IsNew),
            "UIDNEXT" => mailbox.UidNext,
            "UIDVALIDITY" => mailbox.UidValidity,
            "UNSEEN" => messages.Count(message => !message.Flags.HasFlag(MessageFlags.Seen)),
            "DELETED" => messages.Count(message => message.Flags.HasFlag(MessageFlags.Deleted)),
            "SIZE" => messages.Sum(message => message.Size),
            _ => (long)mailbox.HighestModSeq,
        };
    }
}
