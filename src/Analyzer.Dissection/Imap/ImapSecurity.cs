using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>Notices what protects a login and what undoes the protection.</summary>
internal sealed class ImapSecurity(SessionContext context)
{
    bool _forbidsLogin, _isPlainAfterTls;

    /// <summary>The server accepted STARTTLS; no TLS has followed yet.</summary>
    public bool ExpectsTls { get; private set; }

    /// <summary>The server told what it can do, in clear.</summary>
    public void OnCapabilities(ReadOnlySpan<byte> list, long packet)
    {
        if (context.Session.Tls is TlsState.Started or TlsState.Decrypted) return;
        bool offersTls = false;
        _forbidsLogin = false;
        var names = new ImapTokenizer(list);
        while (names.TryRead(out ImapToken name))
        {
            offersTls |= name.Is("STARTTLS"u8);
            _forbidsLogin |= name.Is("LOGINDISABLED"u8);
            if (name.Text is [(byte)'X', ..] && TlsUpgrade.IsOverwritten(WireText.Decode(name.Text))) context.TellStripped(packet);
        }
        if (offersTls && context.Session.Tls == TlsState.None) context.Session.Tls = TlsState.Offered;
    }

    /// <summary>The server greets the client as one it knows: STARTTLS is out of reach then (RFC 9051 section 7.1.4).</summary>
    public void OnPreauth(long packet)
    {
        if (context.IsProtected(Direction.FromServer)) return;
        context.Finding(Severity.Warning, "imap-preauth", "the server greets with PREAUTH: the client can not ask for TLS any more", packet);
    }

    /// <summary>The client gave a name and a password by LOGIN.</summary>
    public void OnLogin(long packet)
    {
        if (context.Session.Tls is TlsState.Started or TlsState.Decrypted || !_forbidsLogin) return;
        context.Finding(Severity.Warning, "imap-login-disabled-ignored", "the client sends LOGIN although the server forbids it before TLS", packet);
    }

    /// <summary>The server answered STARTTLS.</summary>
    public void OnStartTls(bool isAccepted, long packet)
    {
        if (isAccepted)
        {
            ExpectsTls = true;
            return;
        }
        context.Session.Tls = TlsState.Refused;
        context.Finding(Severity.Warning, "starttls-refused", "the server refuses STARTTLS", packet);
    }

    /// <summary>A line came in clear where TLS should have begun.</summary>
    public void OnPlainLine(long packet)
    {
        if (!ExpectsTls || _isPlainAfterTls || context.Session.Tls == TlsState.Decrypted) return;
        _isPlainAfterTls = true;
        context.TellPlainAfterTls(packet);
    }

    /// <summary>A TLS record came. False: it was read out of TLS already.</summary>
    public bool OnTls(Direction from, long packet)
    {
        if (!context.BeginTls(from)) return false;
        if (ExpectsTls && _isPlainAfterTls)
        {
            context.Finding(Severity.Warning, "starttls-injection", "something was said in clear between STARTTLS and TLS: it may count as said under TLS", packet);
        }
        return !(ExpectsTls = false);
    }
}
