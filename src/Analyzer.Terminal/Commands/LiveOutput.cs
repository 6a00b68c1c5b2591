using Analyzer.Capture;
using Analyzer.Capture.Sources.Live.Spool;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Where the records of a live capture go: to standard output, and into files where that is asked for.</summary>
sealed class LiveOutput : IRecordSink, IDisposable
{
    readonly StandardStreams _streams;
    readonly SpoolWalk _walk;
    readonly FilteringSink? _filter;
    readonly JsonLines? _json;
    readonly EventLines? _events;
    readonly ExportIndex? _index;
    readonly Exporter? _exporter;
    readonly Notices _notices;

    LiveOutput(LiveRequest request, Invocation invocation, IByteStore store, LiveSpool spool, SpoolWalk walk, ExportDirectory? directory)
    {
        (_streams, _walk, _notices) = (invocation.Streams, walk, invocation.Notices);
        invocation.Streams.Output.OnEnd = invocation.Interruption.Stop;
        if (request.IsJson) _json = new JsonLines(_streams.Output);
        else _events = new EventLines(_streams);
        IRecordSink sink = this;
        if (directory is not null)
        {
            _index = new ExportIndex(directory, _notices);
            _exporter = new Exporter(directory, store, new Both(_index.Lines, this), new MimeAttachmentSource(), _notices.Error);
            sink = new HoldingSink(_exporter, spool);
        }
        if (request.Run.Filter is { } filter)
            sink = _filter = new FilteringSink(filter, request.Run.Scope, sink, filter.NeedsHeaders ? new MessageHeaders(store) : null);
        Sink = sink;
    }

    /// <summary>Opens it; null: the export directory cannot be used, and the user has been told why.</summary>
    public static LiveOutput? Open(LiveRequest request, Invocation invocation, IByteStore store, LiveSpool spool, SpoolWalk walk)
    {
        ExportDirectory? directory = null;
        if (request.Export is { } path && (directory = ExportDirectory.Open(path, out string problem)) is null)
        {
            invocation.Notices.Error($"--export {path}: {problem}");
            return null;
        }
        return new LiveOutput(request, invocation, store, spool, walk, directory);
    }

    /// <summary>Takes the records of the analysis.</summary>
    public IRecordSink Sink { get; }

    /// <summary>Called before a line of text is printed.</summary>
    public Action? BeforeLine { get; set; }

    /// <summary>Records that passed the filter.</summary>
    public long Sessions { get; private set; }

    /// <inheritdoc cref="Sessions"/>
    public long Messages { get; private set; }

    /// <inheritdoc cref="Sessions"/>
    public long Transfers { get; private set; }

    /// <inheritdoc cref="Sessions"/>
    public long Findings { get; private set; }

    /// <summary>Artefacts that were written.</summary>
    public int Written => _exporter?.Written ?? 0;

    /// <summary>How it went.</summary>
    public int Status { get; private set; }

    /// <summary>A record that has passed the filter, and whose artefact was exported.</summary>
    public void OnRecord(Record record)
    {
        switch (record)
        {
            case SessionRecord: Sessions++; _walk.CountSession(); break;
            case MessageRecord: Messages++; _walk.CountArtefact(); break;
            case TransferRecord: Transfers++; _walk.CountArtefact(); break;
            case FindingRecord: Findings++; break;
        }
        _json?.OnRecord(record);
        _events?.OnRecord(record);
    }

    /// <summary>Something that concerns the capture and no session.</summary>
    public void Find(string code, string text, bool isWarning) =>
        Sink.OnRecord(new FindingRecord { Severity = isWarning ? Severity.Warning : Severity.Info, Code = code, Text = text });

    /// <summary>Hands on what was told so far: nobody waits for more.</summary>
    public void Flush()
    {
        if (_events is { HasLines: true }) BeforeLine?.Invoke();
        _json?.Flush();
        _events?.Flush();
        _index?.Lines.Flush();
    }

    /// <summary>No more records will come.</summary>
    public void Complete()
    {
        _filter?.Complete();
        Flush();
        if (_index is null || _exporter is null) return;
        if (_exporter.Failed > 0) _notices.Error($"{Quantity.Count(_exporter.Failed, "artefact")} could not be written");
        if (!_index.Finish() || _exporter.Failed > 0) Status = ExitStatus.Incomplete;
    }

    public void Dispose()
    {
        _json?.Dispose();
        _index?.Dispose();
    }

    /// <summary>Passes records on to two.</summary>
    sealed class Both(IRecordSink first, IRecordSink second) : IRecordSink
    {
        public void OnRecord(Record record)
        {
            first.OnRecord(record);
            second.OnRecord(record);
        }
    }

    /// <summary>Keeps the bytes of an artefact in the spool while it is exported.</summary>
    sealed class HoldingSink(IRecordSink next, LiveSpool spool) : IRecordSink
    {
        public void OnRecord(Record record)
        {
            Content? content = (record as MessageRecord)?.Content ?? (record as TransferRecord)?.Content;
            using IDisposable? hold = content is { Extents.Length: > 0 } ? spool.Hold(content.Extents.All().First()) : null;
            next.OnRecord(record);
        }
    }
}
