using System.Security.Cryptography;

namespace Analyzer.Dissection.Export;

/// <summary>One artefact while it is written: hashed on the way, and kept only if it is what its record says.</summary>
sealed class Artefact : IDisposable
{
    readonly long? _size;
    readonly string? _sha256;
    readonly IncrementalHash? _hash;
    readonly ExportFile? _file;
    long _length;

    /// <summary>Begins a file that must come out with this size and hash; null: not known, and not compared.</summary>
    public Artefact(ExportDirectory directory, string folder, string name, long? size, string? sha256)
    {
        (Folder, Name, _size, _sha256) = (folder, name, size, sha256);
        if (sha256 is not null) _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _file = directory.Begin(folder, name, out string problem);
        Problem = problem;
    }

    public string Folder { get; }

    public string Name { get; }

    /// <summary>What went wrong, as the end of a sentence; empty as long as nothing has.</summary>
    public string Problem { get; private set; }

    /// <summary>It was not kept, because there is a file of its name already.</summary>
    public bool IsSkipped => _file is { IsSkipped: true };

    public bool IsWritable => Problem.Length == 0;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!IsWritable) return;
        _length += bytes.Length;
        _hash?.AppendData(bytes);
        if (!_file!.TryWrite(bytes, out string problem)) Fail(problem);
    }

    public void Fail(string problem)
    {
        if (IsWritable) Problem = problem;
    }

    /// <summary>The file's relative path, or null (see <see cref="Problem"/>).</summary>
    public string? Finish()
    {
        if (_size is { } size && size != _length) Fail("the capture does not hold the bytes any more that were analysed");
        if (_hash is not null && Convert.ToHexStringLower(_hash.GetHashAndReset()) != _sha256) Fail("the capture's bytes have changed since they were analysed");
        if (!IsWritable) return null;
        string? file = _file!.Commit(out string problem);
        Problem = problem;
        return file;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _hash?.Dispose();
    }
}
