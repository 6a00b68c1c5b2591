namespace Analyzer.Servers.Store;

/// <summary>What to do with flags.</summary>
enum FlagChangeKind
{
    Replace,
    Add,
    Remove,
}

/// <summary>A change of flags and keywords, as STORE asks for it.</summary>
sealed record FlagChange(FlagChangeKind Kind, MessageFlags Flags, IReadOnlyList<string> Keywords);
