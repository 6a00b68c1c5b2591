using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Running;

/// <summary>Puts the site in front of the dialogues' names, where several sites share one log.</summary>
sealed class SiteLog(string site, IDialogueLog log) : IDialogueLog
{
    public void Write(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> text) => log.Write($"{site} {dialogue}", side, offset, text);
}
