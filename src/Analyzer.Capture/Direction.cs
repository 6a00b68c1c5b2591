namespace Analyzer.Capture;

/// <summary>Who sent the bytes.</summary>
public enum Direction : byte
{
    /// <summary>From the client to the server.</summary>
    FromClient,

    /// <summary>From the server to the client.</summary>
    FromServer,
}
