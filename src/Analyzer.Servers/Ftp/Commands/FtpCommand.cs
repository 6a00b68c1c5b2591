using System.Collections.Frozen;

namespace Analyzer.Servers.Ftp.Commands;

/// <summary>One command of the server: who may give it, and what it does.</summary>
/// <param name="Verb">In capitals.</param>
/// <param name="Syntax">What stands behind the verb, for HELP; begins with a <c>&lt;</c> where it must not be left out.</param>
/// <param name="Run">Carries it out and replies; a <see cref="FtpRefusal"/> is a reply too.</param>
sealed record FtpCommand(string Verb, string Syntax, Func<FtpSession, string, ValueTask> Run)
{
    static readonly FrozenDictionary<string, FtpCommand> s_all = new[]
    {
        LoginCommands.All, SecurityCommands.All, FolderCommands.All, ParameterCommands.All, DataLinkCommands.All,
        TransferCommands.All, ListingCommands.All, FactCommands.All, HashCommands.All, GeneralCommands.All,
    }.SelectMany(group => group).ToFrozenDictionary(command => command.Verb);

    /// <summary>Only for those who have logged in.</summary>
    public bool NeedsLogin { get; init; } = true;

    /// <summary>Changes something.</summary>
    public bool Writes { get; init; }

    /// <summary>Is answered while a transfer runs.</summary>
    public bool IsForTransfers { get; init; }

    /// <summary>Every command that is known.</summary>
    public static IEnumerable<FtpCommand> All => s_all.Values;

    /// <summary>Null: there is none of that name.</summary>
    public static FtpCommand? Find(string verb) => s_all.GetValueOrDefault(verb);

    /// <summary>Carries it out if this client may give it like this.</summary>
    public ValueTask RunAsync(FtpSession session, string argument)
    {
        if (NeedsLogin && !session.State.IsLoggedIn) throw new FtpRefusal("530 Not logged in: USER and PASS come first");
        if (Writes && !session.State.MayWrite) throw new FtpRefusal("550 Permission denied: anonymous users may only read");
        if (argument.Length == 0 && Syntax.StartsWith('<')) throw new FtpRefusal($"501 Syntax: {Verb} {Syntax}");
        return Run(session, argument);
    }
}
