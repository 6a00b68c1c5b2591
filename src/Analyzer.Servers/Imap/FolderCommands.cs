using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE, NAMESPACE (RFC 9051, sections 6.3.4 to 6.3.8, 6.3.10; RFC 6154).</summary>
static class FolderCommands
{
    public static string Create(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        MailboxName name = session.Name(arguments.AString());
        string? use = arguments.Try(' ') ? ReadUse(arguments) : null;
        arguments.End();
        session.User!.Create(name, use);
        return "OK CREATE completed";
    }

    // (USE (\Sent))
    static string? ReadUse(ImapParser arguments)
    {
        string? use = null;
        arguments.List(() =>
        {
            if (arguments.Name() != "USE") throw ImapRefusal.Bad("Only USE is known");
            arguments.Space();
            arguments.List(() =>
            {
                arguments.Expect('\\');
                string name = @"\" + arguments.Atom();
                if (use is not null) throw ImapRefusal.No("USEATTR", "A mailbox has one special use");
                use = SpecialUse.All.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw ImapRefusal.No("USEATTR", $"There is no special use {name}");
            });
        });
        return use;
    }

    public static string Delete(ImapSession session, ImapCommand command)
    {
        command.Arguments.Space();
        MailboxName name = session.Name(command.Arguments.AString());
        command.Arguments.End();
        session.User!.Delete(name);
        return "OK DELETE completed";
    }

    public static string Rename(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        MailboxName from = session.Name(arguments.AString());
        arguments.Space();
        MailboxName to = session.Name(arguments.AString());
        arguments.End();
        session.User!.Rename(from, to);
        return "OK RENAME completed";
    }

    public static string Subscribe(ImapSession session, ImapCommand command)
    {
        command.Arguments.Space();
        MailboxName name = session.Name(command.Arguments.AString());
        command.Arguments.End();
        session.User!.Subscribe(name, command.Name == "SUBSCRIBE");
        return $"OK {command.Name} completed";
    }

    public static string Namespace(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        session.Write("* NAMESPACE ((\"\" \"/\")) NIL NIL");
        return "OK NAMESPACE completed";
    }
}
