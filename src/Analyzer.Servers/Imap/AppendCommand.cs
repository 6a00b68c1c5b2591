using System.Globalization;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>APPEND (RFC 9051, section 6.3.12): decided when the message is announced, finished when it is there.</summary>
static class AppendCommand
{
    public static AppendTarget Begin(ImapSession session, ImapParser arguments, long length)
    {
        if (session.User is null) throw ImapRefusal.Bad("Log in first");
        try
        {
            return Begin(session, session.User, arguments, length);
        }
        catch (StoreRefusal refusal)
        {
            throw ImapSession.Translate(refusal);
        }
    }

    static AppendTarget Begin(ImapSession session, UserMail user, ImapParser arguments, long length)
    {
        arguments.Space();
        MailboxName name = session.Name(arguments.AString());
        arguments.Space();
        (MessageFlags flags, IReadOnlyList<string> keywords) = (MessageFlags.None, []);
        if (arguments.Peek == '(')
        {
            (flags, keywords) = FlagNames.Read(arguments);
            arguments.Space();
        }
        DateTimeOffset? received = null;
        if (arguments.Peek == '"')
        {
            received = ImapDates.ParseDateTime(arguments.AString()) ?? throw ImapRefusal.Bad("The date is wrong");
            arguments.Space();
        }
        arguments.End();
        long most = session.Context.Limits.MaxMessage;
        if (length > most) throw ImapRefusal.No("TOOBIG", string.Create(CultureInfo.InvariantCulture, $"A message has at most {most} octets"));
        if (!user.Exists(name)) throw ImapRefusal.No("TRYCREATE", "There is no such mailbox");
        if (!user.HasRoomFor(length)) throw ImapRefusal.No("OVERQUOTA", "The quota does not allow it");
        return new AppendTarget(user.Open(name), user.Begin(), flags, keywords, received);
    }

    public static string Finish(ImapSession session, ImapCommand command)
    {
        if (command.Append is not { } target) throw ImapRefusal.Bad("APPEND needs a message as a literal");
        DateTimeOffset received = target.Received ?? session.Context.Clock.GetUtcNow();
        received = DateTimeOffset.FromUnixTimeSeconds(received.ToUnixTimeSeconds());
        target.Draft.Seal(received, session.User!.Syncs);
        StoredMessage added = target.Mailbox.Add(target.Draft, target.Flags, target.Keywords, received);
        return string.Create(CultureInfo.InvariantCulture, $"OK [APPENDUID {target.Mailbox.UidValidity} {added.Uid}] APPEND completed");
    }
}
