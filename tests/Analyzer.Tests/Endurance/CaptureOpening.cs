using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Endurance;

/// <summary>Opens a capture that lies in memory.</summary>
static class CaptureOpening
{
    /// <summary>Null: the bytes are no capture.</summary>
    public static IPacketSource? Open(byte[] bytes, string name) =>
        CaptureFile.TryOpen(new MemoryStream(bytes, writable: false), name, number: 0, out IPacketSource? source, out _) ? source : null;
}
