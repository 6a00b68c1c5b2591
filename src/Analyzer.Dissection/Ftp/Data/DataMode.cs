namespace Analyzer.Dissection.Ftp.Data;

/// <summary>Who opens a data connection, and how that was agreed.</summary>
enum DataMode
{
    /// <summary>The server, to what PORT or LPRT said (or, without them, to the client's own control port).</summary>
    Active,

    /// <summary>The client, to what 227 or 228 said.</summary>
    Passive,

    /// <summary>The server, to what EPRT said.</summary>
    ExtendedActive,

    /// <summary>The client, to what 229 said.</summary>
    ExtendedPassive,
}

/// <summary>What the words of the records are.</summary>
static class DataModes
{
    /// <summary>As the record <c>transfer</c> has it.</summary>
    public static string NameOf(DataMode mode) => mode switch
    {
        DataMode.Active => "active",
        DataMode.Passive => "passive",
        DataMode.ExtendedActive => "extended-active",
        _ => "extended-passive",
    };

    /// <summary>The server listens.</summary>
    public static bool IsPassive(DataMode mode) => mode is DataMode.Passive or DataMode.ExtendedPassive;
}
