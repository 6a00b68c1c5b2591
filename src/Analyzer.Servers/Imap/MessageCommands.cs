using System.Globalization;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>EXPUNGE, COPY, MOVE and their UID forms (RFC 9051, sections 6.4.3, 6.4.7 to 6.4.9).</summary>
static class MessageCommands
{
    /// <summary>The messages that are marked as deleted.</summary>
    public static IReadOnlyList<(int Number, StoredMessage Message)> Deleted(SelectedMailbox selected) =>
        [.. selected.Numbered().Where(numbered => numbered.Message.Flags.HasFlag(MessageFlags.Deleted))];

    /// <summary>The messages that a command's set means.</summary>
    public static IReadOnlyList<(int Number, StoredMessage Message)> Find(ImapSession session, ImapCommand command, SequenceSet set) =>
        session.Selected!.Find(set, command.Name.StartsWith("UID ", StringComparison.Ordinal));

    public static void ThrowIfReadOnly(ImapSession session)
    {
        if (session.Selected!.IsReadOnly) throw ImapRefusal.No("NOPERM", "The mailbox was opened by EXAMINE: it cannot be changed");
    }

    public static string Expunge(ImapSession session, ImapCommand command)
    {
        SelectedMailbox selected = session.Selected!;
        IEnumerable<(int Number, StoredMessage Message)> doomed = Deleted(selected);
        if (command.Name == "UID EXPUNGE")
        {
            command.Arguments.Space();
            doomed = selected.Find(command.Arguments.Set(), isUid: true).Where(numbered => numbered.Message.Flags.HasFlag(MessageFlags.Deleted));
        }
        command.Arguments.End();
        ThrowIfReadOnly(session);
        selected.Mailbox.Expunge(doomed.Select(numbered => numbered.Message));
        return $"OK {command.Name} completed";
    }

    public static async ValueTask<string> CopyAsync(ImapSession session, ImapCommand command)
    {
        (IReadOnlyList<(int Number, StoredMessage Message)> messages, MailboxLease target) = ReadTarget(session, command);
        using (target)
        {
            Mailbox source = session.Selected!.Mailbox;
            var copies = new List<(StoredMessage Message, MessageDraft Draft)>();
            try
            {
                // All are written before the first is shown: a copy happens as a whole, or not.
                foreach ((_, StoredMessage message) in messages) copies.Add((message, await CopyAsync(session, source, message)));
                if (!session.User!.HasRoomFor(copies.Sum(copy => copy.Draft.Size))) throw ImapRefusal.No("OVERQUOTA", "The quota does not allow it");
                List<(StoredMessage From, StoredMessage To)> copied =
                    [.. copies.Select(copy => (copy.Message, target.Mailbox.Add(copy.Draft, copy.Message.Flags, source.KeywordsOf(copy.Message), copy.Message.Received)))];
                return $"OK {CopyUid(target.Mailbox, copied)}{command.Name} completed";
            }
            finally
            {
                foreach ((_, MessageDraft draft) in copies) draft.Dispose();
            }
        }
    }

    static async ValueTask<MessageDraft> CopyAsync(ImapSession session, Mailbox source, StoredMessage message)
    {
        await using FileStream content = source.Open(message) ?? throw ImapRefusal.No("EXPUNGEISSUED", "Some of the messages are gone");
        MessageDraft draft = session.User!.Begin();
        try
        {
            await draft.WriteAsync(content, session.Stop);
            draft.Seal(message.Received, session.User.Syncs);
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    public static string Move(ImapSession session, ImapCommand command)
    {
        (IReadOnlyList<(int Number, StoredMessage Message)> messages, MailboxLease target) = ReadTarget(session, command);
        using (target)
        {
            ThrowIfReadOnly(session);
            Mailbox source = session.Selected!.Mailbox;
            if (target.Mailbox == source) throw ImapRefusal.No("CANNOT", "The messages are there already");
            IReadOnlyList<(StoredMessage From, StoredMessage To)> moved = source.MoveTo(target.Mailbox, messages.Select(numbered => numbered.Message));
            // Before the EXPUNGE responses, so that the client still knows what is meant (RFC 6851, section 4.3).
            if (moved.Count > 0) session.Write($"* OK {CopyUid(target.Mailbox, moved)}Moved");
            return $"OK {command.Name} completed";
        }
    }

    static (IReadOnlyList<(int Number, StoredMessage Message)> Messages, MailboxLease Target) ReadTarget(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        SequenceSet set = arguments.Set();
        arguments.Space();
        MailboxName name = session.Name(arguments.AString());
        arguments.End();
        IReadOnlyList<(int Number, StoredMessage Message)> messages = Find(session, command, set);
        if (!session.User!.Exists(name)) throw ImapRefusal.No("TRYCREATE", "There is no such mailbox");
        return (messages, session.User.Open(name));
    }

    static string CopyUid(Mailbox target, IReadOnlyCollection<(StoredMessage From, StoredMessage To)> copied) =>
        copied.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"[COPYUID {target.UidValidity} {SequenceSet.Format(copied.Select(pair => pair.From.Uid))} {SequenceSet.Format(copied.Select(pair => pair.To.Uid))}] ");
}
