using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>FETCH and UID FETCH (RFC 9051, section 6.4.5; RFC 3516; CHANGEDSINCE of RFC 7162).</summary>
static class FetchCommand
{
    // Responses written before it is made sure that the client takes them.
    const int ResponsesAtOnce = 200;

    public static async ValueTask<string> RunAsync(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        SequenceSet set = arguments.Set();
        arguments.Space();
        List<FetchItem> items = FetchItem.ReadAll(arguments, session.Options.Limits.FetchItems);
        ulong changedSince = arguments.Try(' ') ? ReadChangedSince(arguments) : 0;
        arguments.End();
        bool wantsModSeq = changedSince > 0 || items.Exists(item => item.Kind == FetchKind.ModSeq);
        session.KnowsModSeq |= wantsModSeq;
        if (command.Name == "UID FETCH") Add(items, FetchKind.Uid, "UID");
        if (wantsModSeq) Add(items, FetchKind.ModSeq, "MODSEQ");
        int written = 0;
        bool isComplete = true;
        foreach ((int number, StoredMessage message) in MessageCommands.Find(session, command, set))
        {
            if (message.ModSeq <= changedSince) continue;
            isComplete &= await WriteAsync(session, number, message, items);
            if (++written % ResponsesAtOnce == 0) await session.Channel.FlushAsync(session.Stop);
        }
        return isComplete ? $"OK {command.Name} completed" : "NO [EXPUNGEISSUED] Some of the messages are gone";
    }

    static ulong ReadChangedSince(ImapParser arguments)
    {
        arguments.Expect('(');
        if (arguments.Name() != "CHANGEDSINCE") throw ImapRefusal.Bad("Only CHANGEDSINCE is known");
        arguments.Space();
        ulong since = arguments.Number64();
        arguments.Expect(')');
        return since;
    }

    static void Add(List<FetchItem> items, FetchKind kind, string label)
    {
        if (!items.Exists(item => item.Kind == kind)) items.Insert(0, new FetchItem(kind, label));
    }

    // False: another session has removed it.
    static async ValueTask<bool> WriteAsync(ImapSession session, int number, StoredMessage message, List<FetchItem> items)
    {
        SelectedMailbox selected = session.Selected!;
        bool needsFile = items.Exists(item => item.NeedsStructure || item.NeedsHeader || item.Kind is FetchKind.Section or FetchKind.Binary);
        await using FileStream? file = needsFile ? selected.Mailbox.Open(message) : null;
        if (message.IsExpunged || needsFile && file is null) return false;
        if (items.Exists(item => item.SetsSeen) && !selected.IsReadOnly && !message.Flags.HasFlag(MessageFlags.Seen))
        {
            selected.Mailbox.ChangeFlags([message], new FlagChange(FlagChangeKind.Add, MessageFlags.Seen, []));
            if (!items.Exists(item => item.Kind == FetchKind.Flags)) items = [.. items, new FetchItem(FetchKind.Flags, "FLAGS")];
        }
        if (items.Exists(item => item.Kind == FetchKind.Flags)) selected.Told(number);
        await new FetchResponse(session, number, message).WriteAsync(items, file);
        return true;
    }
}
