using System.Text;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The captures that an export writes, if it was asked for any.</summary>
sealed class CaptureExport(Notices notices) : IDisposable
{
    readonly SessionPackets _packets = new();
    IReadOnlyList<string> _captures = [];
    DecryptedCapture? _decrypted;
    FileStream? _secrets;
    string _decryptedName = "", _secretsName = "";

    /// <summary>One could not be written.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Makes the files. Returns the exit status when one cannot be made; the user has been told why.</summary>
    /// <param name="decrypted">Where what was decrypted goes; null: nowhere.</param>
    /// <param name="secrets">Where packets and secrets go; null: nowhere.</param>
    /// <param name="captures">What is read.</param>
    public int? Open(string? decrypted, string? secrets, IReadOnlyList<string> captures)
    {
        _captures = captures;
        if (secrets is not null && captures.Contains(CaptureFile.StandardInput))
        {
            notices.Error("--pcapng-with-secrets reads the captures twice, and standard input can be read only once");
            return ExitStatus.Usage;
        }
        if (decrypted is not null)
        {
            if (Create("--decrypted-pcapng", decrypted) is not { } file) return ExitStatus.Usage;
            (_decrypted, _decryptedName) = (new DecryptedCapture(new BufferedStream(file)), decrypted);
        }
        if (secrets is null) return null;
        _secretsName = secrets;
        _secrets = Create("--pcapng-with-secrets", secrets);
        return _secrets is null ? ExitStatus.Usage : null;
    }

    FileStream? Create(string option, string path)
    {
        try
        {
            // Secrets and what they protected are for the user alone.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(path, options);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            notices.Error($"{option} {path}: {problem.Message}");
            return null;
        }
    }

    /// <summary>The options of a run that serves these captures.</summary>
    public AnalysisOptions Extend(AnalysisOptions options) => options with { PlainTextTap = _decrypted, NoteSecrets = _secrets is not null };

    /// <summary>A sink that notes the sessions on the way to another, if there is one.</summary>
    public IRecordSink Before(IRecordSink? next) => new NotingSink(_packets, next);

    /// <summary>The captures were read.</summary>
    public void Finish(Analysis analysis)
    {
        try
        {
            if (_decrypted is { Connections: 0 }) notices.Warning($"--decrypted-pcapng {_decryptedName}: nothing was decrypted");
            _decrypted?.Dispose();
            if (_secrets is not null) Copy(analysis, _secrets);
        }
        catch (IOException problem)
        {
            HasFailed = true;
            notices.Error($"{(_secrets is null ? _decryptedName : _secretsName)}: {problem.Message}");
        }
    }

    void Copy(Analysis analysis, FileStream file)
    {
        string secrets = analysis.KeyLogOf(_packets.Streams);
        if (secrets.Length == 0) notices.Warning($"--pcapng-with-secrets {_secretsName}: no key log has a secret of these sessions");
        using CaptureInputs? again = CaptureInputs.Open(_captures, SpoolUse.None, CancellationToken.None, out string problem);
        if (again is null) throw new IOException(problem);
        using var writer = new PcapNgWriter(new BufferedStream(file));
        _packets.Copy(again.Sources, writer, Encoding.ASCII.GetBytes(secrets));
    }

    public void Dispose()
    {
        try
        {
            _decrypted?.Dispose();
            _secrets?.Dispose();
        }
        catch (IOException)
        {
            // It was told when it was written.
        }
    }

    sealed class NotingSink(SessionPackets packets, IRecordSink? next) : IRecordSink
    {
        public void OnRecord(Record record)
        {
            packets.Note(record);
            next?.OnRecord(record);
        }
    }
}
