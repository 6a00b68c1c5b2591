using System.Threading.Channels;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>
/// Tries to deliver what waits: each destination (the mailboxes here, or one other domain) has at most one courier at a time, which carries all that is
/// due there over one connection.
/// </summary>
sealed class QueueRunner : IAsyncDisposable
{
    readonly Dictionary<string, Destination> _destinations = new(StringComparer.OrdinalIgnoreCase);
    readonly Func<string, ICourier> _courierTo;
    readonly Func<string, bool> _isLocal;
    readonly Settlement _settlement;
    readonly TimeProvider _clock;
    readonly SemaphoreSlim _calls;
    readonly CancellationTokenSource _stop = new();
    // One permit is as good as many: the loop looks at everything. A channel goes on where its reader waits, a semaphore on any thread, which a
    // recording could not repeat.
    readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    Task _loop = Task.CompletedTask;

    public QueueRunner(Func<string, ICourier> courierTo, Func<string, bool> isLocal, Settlement settlement, TimeProvider clock, int maxCalls)
    {
        _courierTo = courierTo;
        _isLocal = isLocal;
        _settlement = settlement;
        _clock = clock;
        _calls = new SemaphoreSlim(maxCalls);
    }

    /// <summary>Delivers to mailboxes here at once, so that who hears "accepted" finds the message there; the rest is left to the couriers.</summary>
    public async ValueTask AcceptAsync(QueuedMessage message, CancellationToken cancel)
    {
        var local = message.Recipients.Where(recipient => _isLocal(recipient.Domain)).ToList();
        var remote = message.Recipients.Where(recipient => !_isLocal(recipient.Domain)).ToList();
        if (local.Count > 0) await CarryAsync(_courierTo(""), new Consignment(message, local), cancel);
        Add(message, remote);
    }

    /// <summary>Puts recipients of a message in line.</summary>
    public void Add(QueuedMessage message, IEnumerable<QueuedRecipient> recipients)
    {
        lock (_destinations)
        {
            foreach (IGrouping<string, QueuedRecipient> group in recipients.GroupBy(recipient => _isLocal(recipient.Domain) ? "" : recipient.Domain, StringComparer.OrdinalIgnoreCase))
            {
                if (!_destinations.TryGetValue(group.Key, out Destination? destination)) _destinations.Add(group.Key, destination = new Destination(group.Key));
                destination.Waiting.Add(new Consignment(message, [.. group]));
            }
        }
        Wake();
    }

    /// <summary>Makes all that waits for a domain due now (ETRN); returns how many messages that are.</summary>
    public int Expedite(string domain)
    {
        int count = 0;
        lock (_destinations)
        {
            if (_destinations.TryGetValue(domain, out Destination? destination))
            {
                DateTimeOffset now = _clock.GetUtcNow();
                foreach (Consignment one in destination.Waiting) one.Next = now;
                count = destination.Waiting.Count;
            }
        }
        Wake();
        return count;
    }

    /// <summary>Starts to carry.</summary>
    public void Start() => _loop = RunAsync();

    /// <summary>Stops carrying; what is under way stays in the queue.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        Task[] workers;
        lock (_destinations) workers = [.. _destinations.Values.Select(destination => destination.Worker ?? Task.CompletedTask)];
        await Task.WhenAll(workers);
    }

    void Wake() => _wake.Writer.TryWrite(true);

    async Task RunAsync()
    {
        try
        {
            while (true)
            {
                TimeSpan pause = StartDue();
                using var due = new CancellationTokenSource(pause, _clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, _stop.Token);
                try
                {
                    await _wake.Reader.ReadAsync(either.Token);
                }
                catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
                {
                    // Something is due.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    /// <summary>Sends a courier wherever something is due; returns how long nothing else will be.</summary>
    TimeSpan StartDue()
    {
        // Timers take no more than some weeks, and looking once a day costs nothing.
        TimeSpan pause = TimeSpan.FromDays(1);
        lock (_destinations)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            foreach (Destination destination in _destinations.Values)
            {
                if (destination.Worker is not null || destination.Waiting.Count == 0) continue;
                TimeSpan left = destination.Waiting.Min(one => one.Next) - now;
                if (left <= TimeSpan.Zero) destination.Worker = WorkAsync(destination);
                else if (left < pause) pause = left;
            }
        }
        return pause;
    }

    async Task WorkAsync(Destination destination)
    {
        await Task.Yield();
        try
        {
            await _calls.WaitAsync(_stop.Token);
            try
            {
                await using ICourier courier = _courierTo(destination.Domain);
                while (TakeDue(destination) is { } consignment) await CarryAsync(courier, consignment, _stop.Token);
            }
            finally
            {
                _calls.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop; the queue has what was not delivered.
        }
        finally
        {
            lock (_destinations)
            {
                destination.Worker = null;
                if (destination.Waiting.Count == 0) _destinations.Remove(destination.Domain);
            }
            Wake();
        }
    }

    Consignment? TakeDue(Destination destination)
    {
        lock (_destinations)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            int index = destination.Waiting.FindIndex(one => one.Next <= now);
            if (index < 0) return null;
            Consignment taken = destination.Waiting[index];
            destination.Waiting.RemoveAt(index);
            return taken;
        }
    }

    async ValueTask CarryAsync(ICourier courier, Consignment consignment, CancellationToken cancel)
    {
        IReadOnlyList<Outcome> outcomes = await courier.CarryAsync(consignment.Message, consignment.Recipients, cancel);
        SettledConsignment settled = Settle(consignment, outcomes);
        if (settled.Waiting.Count > 0) Add(consignment.Message, settled.Waiting);
        foreach (QueuedMessage report in settled.Reports) Add(report, report.Recipients);
    }

    SettledConsignment Settle(Consignment consignment, IReadOnlyList<Outcome> outcomes)
    {
        try
        {
            return _settlement.Settle(consignment.Message, consignment.Recipients, outcomes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The disk does not take what became of it: all is tried again, and mailboxes know what they have.
            return new SettledConsignment(_settlement.Postpone(consignment.Recipients), []);
        }
    }

    /// <summary>The recipients of one message at one destination.</summary>
    sealed class Consignment(QueuedMessage message, List<QueuedRecipient> recipients)
    {
        public QueuedMessage Message => message;

        public List<QueuedRecipient> Recipients => recipients;

        public DateTimeOffset Next { get; set; } = recipients.Min(recipient => recipient.Next);
    }

    sealed class Destination(string domain)
    {
        public string Domain => domain;

        public List<Consignment> Waiting { get; } = [];

        public Task? Worker { get; set; }
    }
}
