using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Imap;

/// <summary>IDLE (RFC 2177): tells changes when they happen, until the client says DONE.</summary>
static class IdleCommand
{
    public static async ValueTask<string> RunAsync(ImapSession session, ImapCommand command)
    {
        command.Arguments.End();
        session.Write("+ idling");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(session.Stop);
        Task<string?> line = session.Channel.ReadLineAsync(session.Stop).AsTask();
        while (true)
        {
            session.Update(mayExpunge: true);
            await session.Channel.FlushAsync(session.Stop);
            Task changed = session.Selected?.WaitAsync(end.Token) ?? Task.Delay(Timeout.Infinite, end.Token);
            if (await Task.WhenAny(line, changed) == changed) continue;
            await end.CancelAsync();
            string? said = await line ?? throw new ChannelException(ChannelFailure.Broken);
            return said.Equals("DONE", StringComparison.OrdinalIgnoreCase) ? "OK IDLE completed" : throw ImapRefusal.Bad("DONE was expected");
        }
    }
}
