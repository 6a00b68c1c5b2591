using System.Collections.Concurrent;

namespace Analyzer.Terminal.Tui.App;

/// <summary>A worker with a thread of its own.</summary>
sealed class WorkerThread : IWorker, IDisposable
{
    readonly BlockingCollection<Func<CancellationToken, Action>> _work = [];
    readonly CancellationTokenSource _stop = new();
    readonly Action<Action> _post;

    /// <param name="name">Of the thread.</param>
    /// <param name="post">Has something done on the thread of the screens.</param>
    public WorkerThread(string name, Action<Action> post)
    {
        _post = post;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    public void Do(Func<CancellationToken, Action> work) => _work.Add(work);

    void Run()
    {
        foreach (Func<CancellationToken, Action> work in _work.GetConsumingEnumerable())
        {
            try
            {
                _post(work(_stop.Token));
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _work.CompleteAdding();
    }
}
