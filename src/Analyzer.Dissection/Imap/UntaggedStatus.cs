using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>What untagged OK, NO, BAD, BYE and PREAUTH mean, and ENABLED and VANISHED.</summary>
internal static class UntaggedStatus
{
    /// <summary>A status without a tag; the first one of a connection is its greeting.</summary>
    public static void OnStatus(ImapState state, in StatusResponse status, long packet)
    {
        if (!state.HasGreeted)
        {
            state.HasGreeted = true;
            if (!state.IsGuessed) OnGreeting(state, status, packet);
        }
        if (status.Result == "BYE")
        {
            state.Context.Session.SaidGoodbye = true;
            state.Phase = ImapPhase.Logout;
        }
        OnCode(state, status, packet);
    }

    static void OnGreeting(ImapState state, in StatusResponse status, long packet)
    {
        Session session = state.Context.Session;
        session.ServerSoftware = status.Text.IsEmpty ? null : WireText.Decode(status.Text);
        session.ServerName = ImapIdentity.HostName(status.Text);
        if (status.Result != "PREAUTH") return;
        state.Phase = ImapPhase.Authenticated;
        session.Authenticated = true;
        state.Security.OnPreauth(packet);
    }

    static void OnCode(ImapState state, in StatusResponse status, long packet)
    {
        if (status.Code.IsEmpty) return;
        if (status.HasCode("CAPABILITY"u8))
        {
            state.Security.OnCapabilities(status.CodeArguments, packet);
        }
        else if (status.HasCode("UIDVALIDITY"u8) && ImapToken.TryParseNumber(status.CodeField(0), out long validity))
        {
            state.CurrentMailbox().SetUidValidity(validity);
        }
        else if (status.HasCode("UIDNEXT"u8) && ImapToken.TryParseNumber(status.CodeField(0), out long next))
        {
            state.CurrentMailbox().UidNext = next;
        }
        else if (status.HasCode("COPYUID"u8))
        {
            // MOVE is told so before it is answered (RFC 6851 section 4.3).
            state.Pending.OldestOf("MOVE")?.SetCopied(status);
        }
    }

    /// <summary>The server confirms extensions: some change how names are written.</summary>
    public static void OnEnabled(ImapState state, ArgumentList names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Is("IMAP4rev2") || names[i].Text.StartsWith("UTF8=", StringComparison.OrdinalIgnoreCase)) state.HasUtf8Names = true;
        }
    }

    /// <summary>Messages are gone, named by UID (RFC 7162 section 3.2.10). EARLIER ones were gone before this session counted messages.</summary>
    public static void OnVanished(ImapState state, ArgumentList arguments, Timestamp time)
    {
        bool isEarlier = arguments[0].Kind == ImapTokenKind.Open;
        string uids = arguments[isEarlier ? 3 : 0].Text;
        if (uids.Length == 0) return;
        SequenceMap messages = state.CurrentMailbox().Messages;
        var set = new UidSet(uids);
        while (!isEarlier && set.TryRead(out long first, out long last)) messages.Vanish(first, last);
        state.Mailboxes.OnExpunged(uids, null, time);
    }
}
