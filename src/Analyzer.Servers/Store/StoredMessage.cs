namespace Analyzer.Servers.Store;

/// <summary>A message in a mailbox, as the index knows it. What changes is written under the lock of its user only.</summary>
sealed class StoredMessage(uint uid, string name, long size, DateTimeOffset received)
{
    ulong _keywords;

    /// <summary>Never used twice in a mailbox, and ascending.</summary>
    public uint Uid { get; } = uid;

    /// <summary>The name of its file, without the flags.</summary>
    public string Name { get; } = name;

    /// <summary>In octets, with CRLF line ends.</summary>
    public long Size { get; } = size;

    /// <summary>When it came (INTERNALDATE), in whole seconds.</summary>
    public DateTimeOffset Received { get; } = received;

    public MessageFlags Flags { get; set; }

    /// <summary>One bit for each of <see cref="Mailbox.Keywords"/>.</summary>
    public ulong Keywords { get => Volatile.Read(ref _keywords); set => Volatile.Write(ref _keywords, value); }

    /// <summary>The mod-sequence (RFC 7162) of its last change.</summary>
    public ulong ModSeq { get; set; }

    /// <summary>No session has seen it: its file is in <c>new</c>.</summary>
    public bool IsNew { get; set; }

    /// <summary>It is gone; sessions that still show it are to say so.</summary>
    public bool IsExpunged { get; set; }
}
