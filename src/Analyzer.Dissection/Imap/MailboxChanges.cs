using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>Tells what is done to mailboxes and to the messages in them, as records.</summary>
internal sealed class MailboxChanges(ImapState state)
{
    /// <summary>A command was answered, or never will be (then <paramref name="status"/> is the default).</summary>
    public void OnAnswered(ImapCommand command, in StatusResponse status)
    {
        if (command.IsCut) return;
        MailboxRecord? record = command.Word switch
        {
            "CREATE" or "DELETE" or "SUBSCRIBE" or "UNSUBSCRIBE" => Of(command) with { Mailbox = Name(command, 0) },
            "RENAME" => Of(command) with { Mailbox = Name(command, 0), Target = Name(command, 1) },
            "SELECT" or "EXAMINE" => Selected(command),
            "CLOSE" or "UNSELECT" => Of(command) with { Mailbox = state.Selected?.Name },
            "EXPUNGE" => Of(command) with { Mailbox = state.Selected?.Name, Uids = command.IsUid ? command.Arguments[0].Text : null },
            "COPY" or "MOVE" => Copied(command, status),
            "STORE" => Stored(command),
            "APPEND" or "REPLACE" => Appended(command, status),
            _ => null,
        };
        if (record is not null) Tell(record with { Result = status.Result });
    }

    MailboxRecord Of(ImapCommand command) => Of(command.Word.ToLowerInvariant(), command.Exchange.Time);

    MailboxRecord Of(string operation, Timestamp time) => new()
    {
        Session = state.Context.Session.Id,
        Time = time,
        Server = state.Context.Session.Connection.Server,
        User = state.Owner,
        Operation = operation,
    };

    string? Name(ImapCommand command, int argument) => argument < command.Arguments.Count ? state.Decode(command.Arguments[argument].Text) : null;

    MailboxRecord Selected(ImapCommand command) => Of(command) with
    {
        Mailbox = Name(command, 0),
        UidValidity = command.Selecting?.UidValidity,
        UidNext = command.Selecting?.UidNext,
        Exists = command.Selecting?.Messages.Exists,
    };

    MailboxRecord Copied(ImapCommand command, in StatusResponse status)
    {
        MailboxRecord record = OfMessages(command, command.Arguments[0].Text) with { Target = Name(command, 1) };
        if (status.HasCode("COPYUID"u8)) command.SetCopied(status);
        if (command.CopiedTo is null) return record;
        return record with { Uids = command.CopiedFrom, TargetUids = command.CopiedTo };
    }

    MailboxRecord OfMessages(ImapCommand command, string set) => Of(command) with
    {
        Mailbox = state.Selected?.Name,
        UidValidity = state.Selected?.UidValidity,
        Uids = command.IsUid ? set : null,
        Sequence = command.IsUid ? null : set,
    };

    MailboxRecord Stored(ImapCommand command)
    {
        ArgumentList arguments = command.Arguments;
        int at = 1;
        if (arguments[at].Kind == ImapTokenKind.Open) arguments.TakeList(ref at); // (UNCHANGEDSINCE n), RFC 7162
        string item = arguments[at++].Text;
        string change = item.StartsWith('+') ? "add" : item.StartsWith('-') ? "remove" : "set";
        List<string> flags = arguments[at].Kind == ImapTokenKind.Open ? arguments.TakeList(ref at) : Rest(arguments, at);
        return OfMessages(command, arguments[0].Text) with { Flags = flags, Change = change };
    }

    static List<string> Rest(ArgumentList arguments, int from)
    {
        List<string> texts = [];
        for (; from < arguments.Count; from++) texts.Add(arguments[from].Text);
        return texts;
    }

    MailboxRecord Appended(ImapCommand command, in StatusResponse status)
    {
        AppendReader append = command.Append!;
        bool hasUids = status.HasCode("APPENDUID"u8);
        MailboxRecord record = Of(command) with
        {
            Mailbox = append.Mailbox,
            Flags = append.Messages.Count > 0 ? append.Messages[0].Flags : null,
            UidValidity = hasUids && ImapToken.TryParseNumber(status.CodeField(0), out long validity) ? validity : null,
            TargetUids = hasUids ? WireText.Decode(status.CodeField(1)) : null,
        };
        if (append.Number is null) return record;
        return command.IsUid ? record with { Uids = append.Number } : record with { Sequence = append.Number };
    }

    /// <summary>A line of LIST or LSUB: attributes, delimiter, name (RFC 9051 section 7.3.1).</summary>
    public void OnList(string operation, ArgumentList line, Timestamp time)
    {
        int at = 0;
        List<string> attributes = line.TakeList(ref at);
        ImapArgument delimiter = line[at++];
        if (at >= line.Count || !line[at].IsText) return;
        Tell(Of(operation, time) with
        {
            Mailbox = state.Decode(line[at].Text),
            Attributes = attributes,
            Delimiter = delimiter.IsNil ? null : delimiter.Text,
        });
    }

    /// <summary>A line of STATUS: name, then pairs (RFC 9051 section 7.3.4).</summary>
    public void OnStatus(ArgumentList line, Timestamp time)
    {
        if (line.Count == 0 || !line[0].IsText) return;
        MailboxRecord record = Of("status", time) with { Mailbox = state.Decode(line[0].Text) };
        for (int at = 2; at + 1 < line.Count; at += 2)
        {
            if (!long.TryParse(line[at + 1].Text, out long value) || value < 0) continue;
            if (line[at].Is("MESSAGES")) record = record with { Exists = value };
            else if (line[at].Is("UIDNEXT")) record = record with { UidNext = value };
            else if (line[at].Is("UIDVALIDITY")) record = record with { UidValidity = value };
            else if (line[at].Is("UNSEEN")) record = record with { Unseen = value };
        }
        Tell(record);
    }

    /// <summary>The server says that messages are gone.</summary>
    public void OnExpunged(string? uids, long? sequence, Timestamp time)
    {
        SelectedMailbox mailbox = state.CurrentMailbox();
        Tell(Of("expunged", time) with { Mailbox = mailbox.Name, UidValidity = mailbox.UidValidity, Uids = uids, Sequence = Number(sequence) });
    }

    /// <summary>The server says which flags a message has now.</summary>
    public void OnFlags(long? uid, long? sequence, IReadOnlyList<string> flags, Timestamp time)
    {
        SelectedMailbox mailbox = state.CurrentMailbox();
        Tell(Of("flags", time) with
        {
            Mailbox = mailbox.Name,
            UidValidity = mailbox.UidValidity,
            Uids = Number(uid),
            Sequence = Number(sequence),
            Flags = flags,
        });
    }

    static string? Number(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    void Tell(MailboxRecord record) => state.Context.Analysis.Sink.OnRecord(record);
}
