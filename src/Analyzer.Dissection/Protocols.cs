using System.Collections.Immutable;
using Analyzer.Dissection.Ftp;

namespace Analyzer.Dissection;

/// <summary>The registry: every protocol that is dissected. A new one is a folder and one line here.</summary>
public static class Protocols
{
    /// <summary>All, in the order in which they are tried on unknown ports.</summary>
    public static readonly ImmutableArray<Protocol> All =
    [
        FtpDissector.Protocol,
    ];
}
