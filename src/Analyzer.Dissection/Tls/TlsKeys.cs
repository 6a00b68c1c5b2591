using System.Diagnostics.CodeAnalysis;
using Analyzer.Capture.Sources;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>
/// The secrets of a run: those of the key logs that the user names, and those that the captures themselves hold. A log is read when
/// a secret is wanted that is not there yet, so a capture without TLS costs nothing.
/// </summary>
sealed class TlsKeys
{
    /// <summary>The type of a decryption secrets block with a TLS key log ("TLSK").</summary>
    const uint KeyLogBlock = 0x544C534B;

    readonly TlsSecretStore _store = new();
    readonly List<KeyLogFile> _files;
    readonly Dictionary<Resumable, byte[]> _resumable = [];
    CaptureDescription? _capture;
    int _blocksTaken;

    readonly record struct Resumable(UInt128 High, UInt128 Low);

    public TlsKeys(IEnumerable<string> keyLogs) => _files = [.. keyLogs.Select(path => new KeyLogFile(path, _store))];

    /// <summary>The user has given keys, or a capture holds some.</summary>
    public bool HasAny => _files.Count > 0 || _capture?.Secrets.Count > 0 || _store.Lines > 0;

    /// <summary>A secret from which the master secret has to be derived is there.</summary>
    public bool HasPreMasters => _store.HasPreMasters;

    /// <summary>The capture that is read now: its secrets stand before the packets that need them.</summary>
    public void Watch(CaptureDescription capture)
    {
        TakeBlocks();
        (_capture, _blocksTaken) = (capture, 0);
    }

    /// <summary>The secret of that use, of the connection of that name.</summary>
    public bool TryFind(TlsSecret label, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? secret)
    {
        TakeBlocks();
        while (!_store.TryFind(label, name, out secret))
        {
            if (!ReadOn()) return false;
        }
        return true;
    }

    bool ReadOn()
    {
        bool hasMore = false;
        foreach (KeyLogFile file in _files) hasMore |= file.ReadOn();
        return hasMore;
    }

    void TakeBlocks()
    {
        if (_capture is null) return;
        for (; _blocksTaken < _capture.Secrets.Count; _blocksTaken++)
        {
            DecryptionSecrets block = _capture.Secrets[_blocksTaken];
            if (block.Type != KeyLogBlock) continue;
            var reader = new KeyLogReader(_store);
            reader.Read(block.Data);
            reader.End();
        }
    }

    /// <summary>Keeps the master secret of a session that later connections may resume by this session id or ticket.</summary>
    public void Remember(ReadOnlySpan<byte> name, byte[] master)
    {
        if (!name.IsEmpty && _resumable.Count < TlsLimits.ResumableSessions) _resumable[NameOf(name)] = master;
    }

    /// <summary>The master secret of a session that is resumed by this session id or ticket.</summary>
    public bool TryResume(ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? master)
    {
        master = null;
        return !name.IsEmpty && _resumable.TryGetValue(NameOf(name), out master);
    }

    static Resumable NameOf(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[System.Security.Cryptography.SHA256.HashSizeInBytes];
        System.Security.Cryptography.SHA256.HashData(name, hash);
        return new Resumable(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>What a person should know of the key logs. Called once, at the end of the run.</summary>
    public void Tell(AnalysisContext context)
    {
        foreach (KeyLogFile file in _files)
        {
            if (file.Failure is { } failure) context.Finding(Severity.Warning, "tls-keylog-unreadable", $"{file.Path}: {failure}");
        }
        if (_store.Malformed > 0) context.Finding(Severity.Info, "tls-keylog-malformed", $"{_store.Malformed} lines of the key logs are none of that format");
        if (_store.IsFull) context.Finding(Severity.Warning, "tls-keylog-limit", $"the key logs have more than {TlsLimits.KeyLogLines} lines; the rest is not read");
    }
}
