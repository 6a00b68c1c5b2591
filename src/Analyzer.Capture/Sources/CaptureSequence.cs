using System.Diagnostics.CodeAnalysis;

namespace Analyzer.Capture.Sources;

/// <summary>
/// Several captures read as one, in the order given: the next begins where the one before it ends or is damaged. Packet numbers start
/// anew in each.
/// </summary>
public sealed class CaptureSequence : IPacketSource
{
    /// <summary>
    /// Captures in one run. Each keeps a file open and, until it is read, 64 KiB of its beginning: this many stay below the usual limits
    /// of open files and 64 MiB.
    /// </summary>
    public const int MaxCaptures = 1024;

    readonly IReadOnlyList<IPacketSource> _sources;
    int _current;

    CaptureSequence(IReadOnlyList<IPacketSource> sources)
    {
        _sources = sources;
        Descriptions = [.. sources.Select(source => source.Description)];
        Length = sources.Any(source => source.Length < 0) ? -1 : sources.Sum(source => source.Length);
    }

    /// <summary>Of all captures, in their order; the number of each is its index.</summary>
    public IReadOnlyList<CaptureDescription> Descriptions { get; }

    /// <summary>Of the capture that is being read.</summary>
    public CaptureDescription Description => Descriptions[_current];

    /// <inheritdoc/>
    public long Position => _sources.Take(_current + 1).Sum(source => source.Position);

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>Opens all captures before any is read. When one cannot be opened, none is, and the store is of no more use.</summary>
    /// <param name="paths">At least one, as <see cref="CaptureFile"/> takes them; standard input at most once.</param>
    /// <param name="store">Gets the open files; must outlive the sequence.</param>
    /// <param name="sequence">The packets of all.</param>
    /// <param name="failure">Why the first that cannot be opened cannot.</param>
    public static bool TryOpen(
        IReadOnlyList<string> paths,
        CaptureStore store,
        [NotNullWhen(true)] out CaptureSequence? sequence,
        [NotNullWhen(false)] out CaptureOpenFailure? failure)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        sequence = null;
        failure = FailureOf(paths);
        List<IPacketSource> opened = [];
        for (int number = 0; failure is null && number < paths.Count; number++)
            if (CaptureFile.TryOpen(paths[number], number, store, out IPacketSource? source, out failure))
                opened.Add(source);
        if (failure is null) sequence = new CaptureSequence(opened);
        else opened.ForEach(source => source.Dispose());
        return failure is null;
    }

    static CaptureOpenFailure? FailureOf(IReadOnlyList<string> paths)
    {
        if (paths.Count(path => path == CaptureFile.StandardInput) > 1)
            return new(CaptureFile.StandardInput, "It is standard input, which can be read only once.");
        if (paths.Count > MaxCaptures)
            return new(paths[MaxCaptures], $"It is one too many: at most {MaxCaptures} captures are read at once.");
        return null;
    }

    /// <inheritdoc/>
    public bool TryRead(out CapturedPacket packet)
    {
        while (!_sources[_current].TryRead(out packet))
        {
            if (_current == _sources.Count - 1) return false;
            _current++;
        }
        return true;
    }

    /// <summary>Closes all captures; what the store has got stays open.</summary>
    public void Dispose()
    {
        foreach (IPacketSource source in _sources) source.Dispose();
    }
}
