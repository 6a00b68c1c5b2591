using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>STORE and UID STORE (RFC 9051, section 6.4.6; UNCHANGEDSINCE of RFC 7162).</summary>
static class StoreCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        SequenceSet set = arguments.Set();
        arguments.Space();
        ulong unchangedSince = ulong.MaxValue;
        if (arguments.Peek == '(')
        {
            unchangedSince = ReadUnchangedSince(arguments);
            session.KnowsModSeq = true;
        }
        (FlagChangeKind kind, bool isSilent) = ReadKind(arguments);
        arguments.Space();
        (MessageFlags flags, IReadOnlyList<string> keywords) = FlagNames.Read(arguments);
        arguments.End();
        MessageCommands.ThrowIfReadOnly(session);
        bool isUid = command.Name == "UID STORE";
        return Change(session, set, isUid, new FlagChange(kind, flags, keywords), unchangedSince, isSilent) is { Count: > 0 } modified
            ? $"OK [MODIFIED {SequenceSet.Format(modified)}] Some messages have changed meanwhile"
            : $"OK {command.Name} completed";
    }

    static ulong ReadUnchangedSince(ImapParser arguments)
    {
        arguments.Expect('(');
        if (arguments.Name() != "UNCHANGEDSINCE") throw ImapRefusal.Bad("Only UNCHANGEDSINCE is known");
        arguments.Space();
        ulong since = arguments.Number64();
        arguments.Expect(')');
        arguments.Space();
        return since;
    }

    static (FlagChangeKind Kind, bool IsSilent) ReadKind(ImapParser arguments)
    {
        FlagChangeKind kind = arguments.Try('+') ? FlagChangeKind.Add : arguments.Try('-') ? FlagChangeKind.Remove : FlagChangeKind.Replace;
        return arguments.Name() switch
        {
            "FLAGS" => (kind, false),
            "FLAGS.SILENT" => (kind, true),
            _ => throw ImapRefusal.Bad("FLAGS was expected"),
        };
    }

    // The numbers of those that were changed meanwhile.
    static List<uint> Change(ImapSession session, SequenceSet set, bool isUid, FlagChange change, ulong unchangedSince, bool isSilent)
    {
        SelectedMailbox selected = session.Selected!;
        IReadOnlyList<(int Number, StoredMessage Message)> messages = selected.Find(set, isUid);
        // What others changed is told before; all that is untold afterwards is the command's own doing.
        session.Update(mayExpunge: false);
        HashSet<StoredMessage> modified = [.. selected.Mailbox.ChangeFlags(messages.Select(numbered => numbered.Message), change, unchangedSince)];
        foreach ((int number, StoredMessage message) in messages)
        {
            if (message.IsExpunged || modified.Contains(message)) continue;
            bool isChanged = !selected.Knows(number);
            selected.Told(number);
            if (!isSilent) session.Write(FetchResponse.Flags(session, number, message));
            else if (session.KnowsModSeq && isChanged) session.Write(FetchResponse.ModSeq(number, message));
        }
        return [.. messages.Where(numbered => modified.Contains(numbered.Message)).Select(numbered => isUid ? numbered.Message.Uid : (uint)numbered.Number)];
    }
}
