using System.Globalization;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>GETQUOTA, GETQUOTAROOT, SETQUOTA (RFC 9208): one quota root, without a name, for all of a user's mailboxes.</summary>
static class QuotaCommands
{
    // The unit of STORAGE.
    const int Kilobyte = 1024;

    public static string Get(ImapSession session, ImapCommand command)
    {
        command.Arguments.Space();
        ReadRoot(command.Arguments);
        command.Arguments.End();
        Tell(session);
        return "OK GETQUOTA completed";
    }

    public static string GetRoot(ImapSession session, ImapCommand command)
    {
        command.Arguments.Space();
        MailboxName name = session.Name(command.Arguments.AString());
        command.Arguments.End();
        session.Write($"* QUOTAROOT {session.Text(name)} \"\"");
        Tell(session);
        return "OK GETQUOTAROOT completed";
    }

    public static string Set(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        ReadRoot(arguments);
        arguments.Space();
        long? limit = null;
        arguments.List(() =>
        {
            if (arguments.Name() != "STORAGE") throw ImapRefusal.No("CANNOT", "Only STORAGE is limited");
            arguments.Space();
            limit = arguments.Number() * (long)Kilobyte;
        });
        arguments.End();
        session.User!.SetQuota(limit);
        Tell(session);
        return "OK SETQUOTA completed";
    }

    static void ReadRoot(ImapParser arguments)
    {
        if (arguments.AString().Length > 0) throw ImapRefusal.No("NONEXISTENT", "There is no such quota root");
    }

    static void Tell(ImapSession session)
    {
        string storage = session.User!.QuotaLimit is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"STORAGE {(session.User.QuotaUsed + Kilobyte - 1) / Kilobyte} {limit / Kilobyte}")
            : "";
        session.Write($"* QUOTA \"\" ({storage})");
    }
}
