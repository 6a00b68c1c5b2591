using Analyzer.Terminal.Tui.App;

namespace Analyzer.Tests.Terminal.Tui.Emulator;

/// <summary>Does everything at once, on the thread of the test.</summary>
sealed class InlineWorker : IWorker
{
    public void Do(Func<CancellationToken, Action> work) => work(CancellationToken.None)();
}
