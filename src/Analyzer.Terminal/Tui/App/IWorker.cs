namespace Analyzer.Terminal.Tui.App;

/// <summary>Does what takes longer than a key may: filters, sorts, contents. One thing after another.</summary>
interface IWorker
{
    /// <summary>
    /// Does <paramref name="work"/> elsewhere, and then what it returns on the thread of the screens. The token is signalled when the
    /// screens are over.
    /// </summary>
    void Do(Func<CancellationToken, Action> work);
}
