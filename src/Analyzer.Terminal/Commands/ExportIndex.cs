using Analyzer.Dissection.Export;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The list of every record beside the exported files.</summary>
sealed class ExportIndex : IDisposable
{
    const string UsualName = "index.jsonl";

    readonly Notices _notices;
    readonly Stream _stream;
    readonly GuardedOutput _output;
    readonly string _name;
    string? _problem;

    /// <summary>Makes the file; when that fails, says so and takes the records nevertheless.</summary>
    public ExportIndex(ExportDirectory directory, Notices notices)
    {
        _notices = notices;
        Stream? stream = directory.Create(UsualName, out _name, out string problem);
        if (stream is null) _problem = problem;
        else if (_name != UsualName) notices.Warning($"{UsualName} is there from an earlier run; this one's index is {_name}");
        _stream = stream ?? Stream.Null;
        _output = new GuardedOutput(_stream);
        Lines = new JsonLines(_output);
    }

    /// <summary>Takes the records.</summary>
    public JsonLines Lines { get; }

    /// <summary>Ends the file; says so when it is not whole. Returns whether it is.</summary>
    public bool Finish()
    {
        Lines.Flush();
        _problem ??= _output.Problem;
        if (_problem is not null) _notices.Error($"{_name} was not written to its end: {_problem}");
        return _problem is null;
    }

    public void Dispose()
    {
        Lines.Dispose();
        _stream.Dispose();
    }
}
