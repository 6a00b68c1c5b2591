using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>
/// Reads captures each by itself, as many at the same time as there are threads. The output is that of one after the other, with the number of
/// the run in each record; only hosts are those of all runs together, and come last.
/// </summary>
sealed class CollectionRun
{
    readonly RunRequest _request;
    readonly Invocation _invocation;
    readonly IReadOnlyList<string> _captures;
    readonly OrderedOutputs _outputs;
    readonly List<HostRecord>[] _hosts;
    int _next = -1;
    int _status;

    public CollectionRun(RunRequest request, Invocation invocation)
    {
        (_request, _invocation) = (request, invocation);
        _captures = CaptureFolder.Expand(request.Captures, invocation.Notices);
        _outputs = new OrderedOutputs(invocation.Streams.Output, _captures.Count);
        _hosts = new List<HostRecord>[_captures.Count];
    }

    /// <summary>All records as JSON Lines.</summary>
    public int Json(Predicate<Record>? wanted)
    {
        _invocation.Streams.Output.OnEnd = _invocation.Interruption.Stop;
        Execute(run =>
        {
            using var output = new GuardedOutput(_outputs.Of(run));
            using var lines = new JsonLines(output) { Wanted = wanted, Run = run + 1 };
            return Read(run, lines, _invocation.Streams);
        });
        using var last = new JsonLines(_invocation.Streams.Output) { Wanted = wanted };
        foreach (HostRecord host in Hosts()) last.OnRecord(host);
        last.Flush();
        return _invocation.Finish(Status);
    }

    /// <summary>Tables: a title and then those of each capture; of hosts one for all.</summary>
    public int Tables(Func<TableSink> makeTables, bool isOfHosts)
    {
        Execute(run =>
        {
            using var output = new GuardedOutput(_outputs.Of(run));
            StandardStreams streams = _invocation.Streams.With(output);
            TableSink tables = makeTables();
            int status = Read(run, tables, streams);
            if (isOfHosts || status == ExitStatus.NoCapture) return status;
            Title(run, output);
            tables.Print(streams);
            return status;
        });
        if (isOfHosts)
        {
            TableSink tables = makeTables();
            foreach (HostRecord host in Hosts()) tables.OnRecord(host);
            tables.Print(_invocation.Streams);
        }
        return _invocation.Finish(Status);
    }

    void Title(int run, Stream output)
    {
        string name = SafeText.From(_captures[run], 500);
        output.Write(System.Text.Encoding.UTF8.GetBytes($"{(run == 0 ? "" : "\n")}{name}\n\n"));
    }

    int Status => _invocation.Interruption.Status != 0 ? _invocation.Interruption.Status : _status;

    IEnumerable<HostRecord> Hosts()
    {
        var union = new HostUnion();
        foreach (HostRecord host in _hosts.Where(hosts => hosts is not null).SelectMany(hosts => hosts)) union.Add(host);
        return union.Records();
    }

    void Execute(Func<int, int> read)
    {
        if (_captures.Count == 0) _status = ExitStatus.NoCapture;
        Parallel.For(0, Math.Min(_request.Cores, _captures.Count), _ => ReadInTurn(read));
    }

    // A capture is begun only when all before it are: the one whose turn it is to be written is always being read.
    void ReadInTurn(Func<int, int> read)
    {
        for (int run; (run = Interlocked.Increment(ref _next)) < _captures.Count;)
        {
            try
            {
                if (!_invocation.Interruption.Token.IsCancellationRequested) Note(read(run));
            }
            finally
            {
                _outputs.Complete(run);
            }
        }
    }

    // What could not be opened at all weighs more than what is damaged.
    void Note(int status)
    {
        lock (_hosts)
        {
            if (status == ExitStatus.NoCapture || (status != ExitStatus.Ok && _status == ExitStatus.Ok)) _status = status;
        }
    }

    int Read(int run, IRecordSink sink, StandardStreams streams)
    {
        _hosts[run] = [];
        int threads = Math.Max(1, _request.Cores / _captures.Count);
        RunRequest request = _request with { Captures = [_captures[run]], IsQuiet = true, Options = _request.Options with { Threads = threads } };
        return new CaptureRun(request, streams, _invocation.Notices, _invocation.Interruption).Execute(_ => new HostsAside(sink, _hosts[run]));
    }

    sealed class HostsAside(IRecordSink next, List<HostRecord> hosts) : IRecordSink
    {
        public void OnRecord(Record record)
        {
            if (record is HostRecord host) hosts.Add(host);
            else next.OnRecord(record);
        }
    }
}
