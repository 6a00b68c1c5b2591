using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
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
    readonly List<(long Stream, string Line)> _used = [];
    readonly bool _isNoting;
    readonly Dictionary<Resumable, byte[]> _resumable = [];
    CaptureDescription? _capture;
    int _blocksTaken;
    bool _mayGrow, _isLive;

    readonly record struct Resumable(UInt128 High, UInt128 Low);

    /// <summary>The secrets of some key logs.</summary>
    /// <param name="keyLogs">Their paths.</param>
    /// <param name="isNoting">Whether what is used is noted, to be written out.</param>
    public TlsKeys(IEnumerable<string> keyLogs, bool isNoting)
    {
        _files = [.. keyLogs.Select(path => new KeyLogFile(path, _store))];
        _isNoting = isNoting;
    }

    /// <summary>The user has given keys, or a capture holds some.</summary>
    public bool HasAny => _files.Count > 0 || _capture?.Secrets.Count > 0 || _store.Lines > 0;

    /// <summary>A secret from which the master secret has to be derived is there.</summary>
    public bool HasPreMasters => _store.HasPreMasters;

    /// <summary>
    /// Secrets may be told that no log has yet, so that it is worth to wait for them: programs write on, or the capture is a pipe, in
    /// which its own secrets may stand behind the packets.
    /// </summary>
    public bool MayGrow => _mayGrow || (_isLive && _capture!.Secrets.Count > 0);

    /// <summary>The capture holds secrets that were not taken over yet.</summary>
    public bool HasBlocks => _capture is not null && _blocksTaken < _capture.Secrets.Count;

    /// <summary>How many secrets there are: whoever found none asks again when it has changed.</summary>
    public int Count => _store.Count;

    /// <summary>The capture that is read now. <paramref name="isLive"/>: while it is made.</summary>
    public void Watch(CaptureDescription capture, bool isLive)
    {
        if (capture == _capture) return;
        TakeBlocks();
        (_capture, _blocksTaken) = (capture, 0);
        _isLive = isLive;
        _mayGrow = isLive ? _files.Count > 0 : capture.Format == "pcapng" && !capture.CanLookAhead;
    }

    /// <summary>Reads what is new in the logs, for those who wait. True: something was.</summary>
    public bool Refresh()
    {
        int before = _store.Count;
        TakeBlocks();
        while (ReadOn())
        {
        }
        return _store.Count > before;
    }

    /// <summary>The names of the connections that have a secret of that use, in the order read.</summary>
    public IEnumerable<byte[]> NamesWith(TlsSecret label)
    {
        Refresh();
        LookAhead();
        return _store.NamesWith(label);
    }

    /// <summary>The secret of that use, of the connection of that name.</summary>
    public bool TryFind(TlsSecret label, ReadOnlySpan<byte> name, long stream, [NotNullWhen(true)] out byte[]? secret)
    {
        TakeBlocks();
        while (!_store.TryFind(label, name, out secret))
        {
            if (!ReadOn() && !LookAhead()) return false;
        }
        if (KeyLogLine.NameOf(label) is { } written) Note(written, name, secret, stream);
        return true;
    }

    /// <summary>A secret that is only tried: whether it is used is not known yet.</summary>
    public bool TryPeek(TlsSecret label, ReadOnlySpan<byte> name, [NotNullWhen(true)] out byte[]? secret) => _store.TryFind(label, name, out secret);

    /// <summary>A connection's master secret, which may have been derived or be another connection's.</summary>
    public void NoteMaster(ReadOnlySpan<byte> random, byte[] master, long stream) => Note(KeyLogLine.MasterName, random, master, stream);

    void Note(string label, ReadOnlySpan<byte> name, byte[] secret, long stream)
    {
        if (!_isNoting || _used.Count >= TlsLimits.KeyLogLines) return;
        _used.Add((stream, $"{label} {Convert.ToHexStringLower(name)} {Convert.ToHexStringLower(secret)}\n"));
    }

    /// <summary>A key log of the secrets that connections have used.</summary>
    public string UsedBy(IReadOnlySet<long> streams) => string.Concat(_used.Where(one => streams.Contains(one.Stream)).Select(one => one.Line).Distinct());

    bool ReadOn()
    {
        bool hasMore = false;
        foreach (KeyLogFile file in _files) hasMore |= file.ReadOn();
        return hasMore;
    }

    // A capture in a file may hold its secrets behind the packets that they open.
    bool LookAhead()
    {
        if (_capture is null || !_capture.LookAhead()) return false;
        TakeBlocks();
        return true;
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
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        return new Resumable(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>What a person should know of the key logs. Called once, at the end of the run.</summary>
    public void Tell(AnalysisContext context)
    {
        foreach (KeyLogFile file in _files)
        {
            file.End();
            if (file.Failure is { } failure) context.Finding(Severity.Warning, "tls-keylog-unreadable", $"{file.Path}: {failure}");
        }
        if (_store.Malformed > 0) context.Finding(Severity.Info, "tls-keylog-malformed", $"{_store.Malformed} lines of the key logs are none of that format");
        if (_store.IsFull) context.Finding(Severity.Warning, "tls-keylog-limit", $"the key logs have more than {TlsLimits.KeyLogLines} lines; the rest is not read");
    }
}
