using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Says what there is instead, where a capture has no session.</summary>
static class Absence
{
    const int MaxPorts = 3;

    /// <summary>Some sentences.</summary>
    public static string Text(CaptureIndex index, long packets)
    {
        string text = $"No SMTP, POP3, IMAP or FTP in {Quantity.Count(packets, "packet")}.";
        (ushort Port, int Count)[] ports = [.. index.Ports.Select(port => (port.Key, port.Value)).OrderByDescending(port => port.Value).ThenBy(port => port.Key)];
        if (ports.Length > 0) text += $" Most connections went to {string.Join(", ", ports.Take(MaxPorts).Select(port => $"tcp/{port.Port} ({port.Count})"))}.";
        return text + " If they are spoken on an unusual port, open the capture with --decode-as PORT=PROTOCOL.";
    }
}
