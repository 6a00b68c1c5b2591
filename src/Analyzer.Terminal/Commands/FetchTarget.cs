using System.Globalization;
using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Where fetched messages go: each to a file that appears when it is whole, or one after the other to standard output.</summary>
sealed class FetchTarget : IDisposable
{
    // A file name has 255 octets; the number and the ending need some.
    const int MostName = 200;

    readonly FetchRequest _request;
    readonly Progress? _progress;
    long _done;
    long _total;

    public FetchTarget(FetchRequest request, Invocation invocation)
    {
        (_request, Streams) = (request, invocation.Streams);
        request.Output?.Create();
        bool isShown = Streams.IsErrorTerminal && !request.IsQuiet && !request.ShowsDialogue && !request.OnlyLists;
        _progress = isShown ? new Progress(Streams.Error, Streams.Width, () => (Interlocked.Read(ref _done), Interlocked.Read(ref _total))) : null;
    }

    public StandardStreams Streams { get; }

    /// <summary>How many octets there will be.</summary>
    public void Expect(long octets) => Interlocked.Exchange(ref _total, octets);

    /// <summary>Writes one message by <paramref name="fetch"/>; what breaks off leaves no file.</summary>
    /// <param name="name">What the file is to be called, without an ending; it may hold any character.</param>
    /// <param name="ending">Such as <c>.eml</c>.</param>
    /// <param name="fetch">Writes it; false: there is nothing.</param>
    public async Task<bool> WriteAsync(string name, string ending, Func<Stream, Task<bool>> fetch)
    {
        if (_request.Output is not { } folder)
        {
            await using var counted = new CountingStream(Streams.Output, this);
            return await fetch(counted);
        }
        string path = NewPath(folder, FileName(name), ending), partial = path + ".part";
        bool isWhole = false;
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await using var counted = new CountingStream(file, this);
                isWhole = await fetch(counted);
                // The server may be told to remove it now.
                file.Flush(flushToDisk: true);
            }
            if (isWhole) File.Move(partial, path);
            return isWhole;
        }
        finally
        {
            if (!isWhole) File.Delete(partial);
        }
    }

    public void Dispose() => _progress?.Dispose();

    /// <summary>What a server calls a message, as a file name that cannot mean anything else.</summary>
    internal static string FileName(string name)
    {
        var safe = new StringBuilder();
        foreach (char c in name)
        {
            bool isGood = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' or '@' || c == '.' && safe.Length > 0;
            safe.Append(isGood ? c : '_');
            if (safe.Length == MostName) break;
        }
        return safe.Length == 0 ? "message" : safe.ToString();
    }

    // A message that was fetched before stays; the new one gets a number.
    static string NewPath(DirectoryInfo folder, string name, string ending)
    {
        string path = Path.Combine(folder.FullName, name + ending);
        for (int number = 2; File.Exists(path); number++) path = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}{ending}"));
        return path;
    }

    /// <summary>Counts what passes, for the display of progress.</summary>
    sealed class CountingStream(Stream target, FetchTarget owner) : SinkStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            target.Write(buffer);
            Interlocked.Add(ref owner._done, buffer.Length);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await target.WriteAsync(buffer, cancellationToken);
            Interlocked.Add(ref owner._done, buffer.Length);
        }

        public override void Flush() => target.Flush();
    }
}
