using System.Security.Cryptography;
using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Writes one content to a file that the user has named. It never writes over what is there.</summary>
sealed class ContentSaver : IByteTarget
{
    const int BufferSize = 256 * 1024;

    readonly ExportFile _file;
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    string _problem = "";
    long _length, _missing;

    ContentSaver(ExportFile file) => _file = file;

    /// <summary>Saves a content as it is; says how that went.</summary>
    public static (bool IsSaved, string Text) Save(IByteStore? store, Content content, string path) =>
        Save(store, content, path, target => new ContentRange(0, long.MaxValue, null, target));

    /// <summary>Saves a part of a message, decoded.</summary>
    public static (bool IsSaved, string Text) Save(IByteStore? store, Content message, MimePart part, string path) =>
        Save(store, message, path, target => new ContentRange(part.BodyOffset, part.BodyLength, PartDecoder.Create(part), target));

    /// <summary>Saves what a stream holds.</summary>
    public static (bool IsSaved, string Text) Save(Stream stream, string path, CancellationToken cancelled)
    {
        byte[] buffer = new byte[BufferSize];
        return Save(path, saver =>
        {
            for (int count; saver._problem.Length == 0 && (count = stream.Read(buffer)) > 0;)
            {
                saver.Write(buffer.AsSpan(0, count));
                if (cancelled.IsCancellationRequested) saver._problem = "it was broken off";
            }
        });
    }

    static (bool IsSaved, string Text) Save(IByteStore? store, Content content, string path, Func<IByteTarget, ContentRange> range) => Save(path, saver =>
    {
        if (!ContentBytes.Copy(store, content, range(saver))) saver._problem = "its bytes cannot be read from the capture any more";
    });

    static (bool IsSaved, string Text) Save(string path, Action<ContentSaver> write)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        string name = Path.GetFileName(path);
        if (name.Length == 0) return (false, "Not saved: a name is missing.");
        if (ExportDirectory.Open(folder, out string problem) is not { } directory) return (false, $"Not saved: {problem}.");
        using ExportFile? file = directory.Begin("", name, out problem);
        if (file is null) return (false, $"Not saved: {problem}.");
        var saver = new ContentSaver(file);
        write(saver);
        return saver.Finish(folder);
    }

    (bool IsSaved, string Text) Finish(string folder)
    {
        string? saved = _problem.Length == 0 ? _file.Commit(out _problem) : null;
        if (saved is null) return (false, $"Not saved: {_problem}.");
        string lacking = _missing > 0 ? $", {Quantity.Bytes(_missing)} missing" : "";
        return (true, $"Saved {Path.Combine(folder, saved)}  {Quantity.Bytes(_length)}{lacking}  sha256 {Convert.ToHexStringLower(_hash.GetHashAndReset())}");
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_problem.Length > 0) return;
        _length += bytes.Length;
        _hash.AppendData(bytes);
        if (!_file.TryWrite(bytes, out string problem)) _problem = problem;
    }

    public void Gap(long missing) => _missing += missing;
}
