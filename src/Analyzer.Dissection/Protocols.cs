using System.Collections.Immutable;
using Analyzer.Dissection.Ftp;
using Analyzer.Dissection.Imap;
using Analyzer.Dissection.Pop3;
using Analyzer.Dissection.Smtp;

namespace Analyzer.Dissection;

/// <summary>The registry: every protocol that is dissected. A new one is a folder and one line here.</summary>
public static class Protocols
{
    /// <summary>All, in the order in which they are tried on unknown ports.</summary>
    public static readonly ImmutableArray<Protocol> All =
    [
        SmtpDissector.Protocol,
        Pop3Dissector.Protocol,
        ImapDissector.Protocol,
        FtpDissector.Protocol,
    ];
}
