using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security;
using Analyzer.Capture.Sources.Bytes;
using Analyzer.Capture.Sources.Formats;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Capture.Sources;

/// <summary>
/// Opens captures: pcap, pcapng, ERF, snoop and pppd's record log, plain or gzip-compressed, told by their first bytes. A user's
/// mistake never throws.
/// </summary>
public static class CaptureFile
{
    /// <summary>What stands for standard input in place of a path.</summary>
    public const string StandardInput = "-";

    /// <summary>Opens a file, a named pipe or standard input.</summary>
    /// <param name="path">A path, or <see cref="StandardInput"/>.</param>
    /// <param name="number">The capture's number in the run, from 0.</param>
    /// <param name="store">Gets the file, and closes it, when packets can be read back from there; must outlive the source.</param>
    /// <param name="source">The packets.</param>
    /// <param name="failure">Why there are none.</param>
    public static bool TryOpen(
        string path,
        int number,
        CaptureStore store,
        [NotNullWhen(true)] out IPacketSource? source,
        [NotNullWhen(false)] out CaptureOpenFailure? failure)
    {
        source = null;
        if (!TryOpenInput(path, out IByteInput? input, out failure)) return false;
        if (!TryOpenInput(input, path, number, out source, out bool isInPlace, out failure)) return false;
        if (isInPlace && input is FileInput file)
        {
            file.IsShared = true;
            store.Attach(number, file.Handle);
            (source as CaptureSource)?.LookAheadIn(file.Handle);
        }
        return true;
    }

    /// <summary>Opens a stream, such as a pipe. Its packets can be read back only from the spool.</summary>
    /// <param name="stream">Belongs to the source from now on, and is closed when it cannot be opened too.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="number">The capture's number in the run, from 0.</param>
    /// <param name="source">The packets.</param>
    /// <param name="failure">Why there are none.</param>
    public static bool TryOpen(
        Stream stream,
        string name,
        int number,
        [NotNullWhen(true)] out IPacketSource? source,
        [NotNullWhen(false)] out CaptureOpenFailure? failure) =>
        TryOpenInput(new StreamInput(stream), name, number, out source, out _, out failure);

    static bool TryOpenInput(string path, [NotNullWhen(true)] out IByteInput? input, [NotNullWhen(false)] out CaptureOpenFailure? failure)
    {
        (input, failure) = (null, null);
        try
        {
            if (path == StandardInput) input = new StreamInput(Console.OpenStandardInput());
            else if (Directory.Exists(path)) failure = new(path, "It is a directory.");
            else input = OpenFile(path);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException || IsDenied(e))
        {
            failure = new(path, ReasonOf(e, path));
        }
        return failure is null;
    }

    static IByteInput OpenFile(string path)
    {
        // Whoever writes, renames or deletes the file meanwhile may do so: a capture may still be growing.
        const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Share, FileOptions.SequentialScan);
        try
        {
            return new FileInput(file);
        }
        catch (NotSupportedException)
        {
            // A named pipe has no length and no positions.
            return new StreamInput(new FileStream(file, FileAccess.Read, bufferSize: 0));
        }
    }

    static bool IsDenied(Exception e) => e is UnauthorizedAccessException or SecurityException;

    static string ReasonOf(Exception e, string path) => e switch
    {
        _ when path.Length == 0 => "No name was given.",
        FileNotFoundException => "There is no such file.",
        DirectoryNotFoundException => "There is no such directory.",
        _ when IsDenied(e) => "It may not be read: permission denied.",
        _ => $"It cannot be opened: {e.Message}",
    };

    static bool TryOpenInput(
        IByteInput input,
        string name,
        int number,
        [NotNullWhen(true)] out IPacketSource? source,
        out bool isInPlace,
        [NotNullWhen(false)] out CaptureOpenFailure? failure)
    {
        (source, failure, isInPlace) = (null, null, false);
        byte[] head = ArrayPool<byte>.Shared.Rent(FormatDetector.HeadLength);
        int count = ReadHead(input, head);
        bool isCompressed = FormatDetector.IsGzip(head.AsSpan(0, count));
        if (isCompressed)
        {
            input = new GzipInput(input, head.AsSpan(0, count));
            count = ReadHead(input, head);
        }
        HeadExtent extent = count < FormatDetector.HeadLength ? HeadExtent.Whole : HeadExtent.Part;
        if (FormatDetector.Detect(head.AsSpan(0, count), extent) is not { } reader)
        {
            failure = new(name, ReasonOf(input, head.AsSpan(0, count), isCompressed));
            input.Dispose();
            ArrayPool<byte>.Shared.Return(head);
            return false;
        }
        isInPlace = reader.IsInPlace && !isCompressed;
        CaptureDescription description = new() { File = name, Number = number, Format = reader.Format, IsCompressed = isCompressed };
        source = new CaptureSource(new RecordWindow(input, head, count), reader, description);
        return true;
    }

    /// <summary>Reads as much as it takes to tell the format.</summary>
    static int ReadHead(IByteInput input, Span<byte> head)
    {
        head = head[..FormatDetector.HeadLength];
        int count = 0;
        while (count < head.Length && !FormatDetector.IsEnough(head[..count]))
        {
            int more = input.Read(head[count..]);
            if (more == 0) break;
            count += more;
        }
        return count;
    }

    static string ReasonOf(IByteInput input, ReadOnlySpan<byte> head, bool isCompressed)
    {
        if (head.IsEmpty && input.Fault is { } fault) return fault.Text;
        if (isCompressed) return head.IsEmpty ? "It is gzip data with nothing in it." : $"It is gzip data. {ForeignFormat.Describe(head)}";
        return head.IsEmpty ? "It is empty." : ForeignFormat.Describe(head);
    }
}
