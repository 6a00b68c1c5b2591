using System.Globalization;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Terminal.Output;

/// <summary>Prints the dialogues of servers and agents as they happen, one harmless line for each line said.</summary>
sealed class DialoguePrinter(TextWriter output, TimeProvider clock, bool tellsTime = true) : IDialogueLog
{
    // A line that a person reads; the message itself is in the mailbox.
    const int MaxLine = 1000;

    readonly Lock _lock = new();

    public void Write(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> text)
    {
        string mark = side switch { DialogueSide.Client => "C:", DialogueSide.Server => "S:", _ => "--" };
        string line = SafeText.From(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLine)])) + (text.Length > MaxLine ? "…" : "");
        string start = tellsTime ? string.Create(CultureInfo.InvariantCulture, $"{clock.GetLocalNow():HH:mm:ss.fff} {SafeText.From(dialogue)} ") : "";
        lock (_lock)
        {
            output.WriteLine($"{start}{mark} {line}");
            output.Flush();
        }
    }
}
