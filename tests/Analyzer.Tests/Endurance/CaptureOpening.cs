using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Endurance;

/// <summary>Opens a capture that lies in memory.</summary>
static class CaptureOpening
{
    /// <summary>Null: the bytes are no capture.</summary>
    public static IPacketSource? Open(ReadOnlyMemory<byte> bytes, string name) =>
        throw new NotSupportedException($"{name}: {bytes.Length} bytes");
}
