using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Analyzer.Servers.Store;

/// <summary>
/// What a mailbox keeps beside its message files: UIDVALIDITY, UIDs, keywords, mod-sequences. A text file of changes in the order in
/// which they happened; a line that a crash cut is dropped, and the mailbox then compares the rest with its files.
/// </summary>
/// <remarks>
/// The lines: <c>v UIDVALIDITY</c> first; <c>n UIDNEXT HIGHESTMODSEQ</c>; <c>k KEYWORD</c>, numbered as they come;
/// <c>m UID MODSEQ SECONDS SIZE FLAGS KEYWORDS NAME</c>, a message; <c>f UID MODSEQ FLAGS KEYWORDS</c>, its flags; <c>x UID MODSEQ</c>,
/// gone. FLAGS are Maildir's letters after a hyphen, KEYWORDS bits in hexadecimal.
/// </remarks>
sealed class MailboxJournal : IDisposable
{
    public const string FileName = "index";

    readonly SafeFileHandle _file;
    readonly StringBuilder _pending = new();
    long _end;

    MailboxJournal(SafeFileHandle file, long end) => (_file, _end) = (file, end);

    /// <summary>Lines in the file: when they are many more than messages, it is time to write it anew.</summary>
    public int Lines { get; private set; }

    /// <summary>Reads the journal of a folder into <paramref name="state"/>; null: there is none that can be read.</summary>
    public static MailboxJournal? Open(string folder, MailboxState state)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        int lines = 0;
        long end = 0, length = new FileInfo(path).Length;
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            long next = end + Encoding.UTF8.GetByteCount(line) + 1;
            if (next > length) break; // Cut by a crash.
            if (!Apply(line, state)) return null;
            end = next;
            lines++;
        }
        if (state.UidValidity == 0) return null;
        var journal = new MailboxJournal(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read), end) { Lines = lines };
        RandomAccess.SetLength(journal._file, end);
        return journal;
    }

    /// <summary>Writes a journal that holds <paramref name="state"/> and nothing else, in place of the one that is there.</summary>
    public static MailboxJournal Create(string folder, MailboxState state, bool syncs)
    {
        string path = Path.Combine(folder, FileName);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"v {state.UidValidity}\nn {state.UidNext} {state.HighestModSeq}\n");
        foreach (string keyword in state.Keywords) text.Append(CultureInfo.InvariantCulture, $"k {keyword}\n");
        foreach (StoredMessage message in state.Messages) text.Append(Line(message)).Append('\n');
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Durable.Replace(path, bytes, syncs);
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        return new MailboxJournal(file, bytes.Length) { Lines = 2 + state.Keywords.Count + state.Messages.Count };
    }

    public void Added(StoredMessage message) => Add(Line(message));

    public void Changed(StoredMessage message) =>
        Add(string.Create(CultureInfo.InvariantCulture, $"f {message.Uid} {message.ModSeq} -{MaildirFile.Letters(message.Flags)} {message.Keywords:x}"));

    public void Removed(StoredMessage message) => Add(string.Create(CultureInfo.InvariantCulture, $"x {message.Uid} {message.ModSeq}"));

    public void Named(string keyword) => Add("k " + keyword);

    /// <summary>Appends what was told since the last call, in one write.</summary>
    /// <param name="syncs">Whether it is to outlive a power failure before this returns.</param>
    public void Write(bool syncs)
    {
        if (_pending.Length == 0) return;
        byte[] bytes = Encoding.UTF8.GetBytes(_pending.ToString());
        _pending.Clear();
        RandomAccess.Write(_file, bytes, _end);
        _end += bytes.Length;
        if (syncs) RandomAccess.FlushToDisk(_file);
    }

    public void Dispose() => _file.Dispose();

    void Add(string line)
    {
        _pending.Append(line).Append('\n');
        Lines++;
    }

    static string Line(StoredMessage message) => string.Create(CultureInfo.InvariantCulture,
        $"m {message.Uid} {message.ModSeq} {message.Received.ToUnixTimeSeconds()} {message.Size} -{MaildirFile.Letters(message.Flags)} {message.Keywords:x} {message.Name}");

    static bool Apply(string line, MailboxState state)
    {
        string[] words = line.Split(' ', 8);
        switch (words)
        {
            case ["v", var validity]:
                return uint.TryParse(validity, CultureInfo.InvariantCulture, out uint uidValidity) && (state.UidValidity = uidValidity) != 0;
            case ["n", var next, var highest]:
                if (!uint.TryParse(next, CultureInfo.InvariantCulture, out uint uidNext) || !ulong.TryParse(highest, CultureInfo.InvariantCulture, out ulong modSeq)) return false;
                (state.UidNext, state.HighestModSeq) = (uidNext, modSeq);
                return true;
            case ["k", var keyword]:
                state.Keywords.Add(keyword);
                return true;
            case ["m", var uid, var changed, var seconds, var size, var flags, var keywords, var name]:
                return TryKey(uid, changed, state, out uint newUid) && newUid >= state.UidNext && AddMessage(state, newUid, seconds, size, name) && SetFlags(state.Messages[^1], flags, keywords, state.HighestModSeq);
            case ["f", var uid, var changed, var flags, var keywords]:
                return TryKey(uid, changed, state, out uint changedUid) && (state.Find(changedUid) is not { } message || SetFlags(message, flags, keywords, state.HighestModSeq));
            case ["x", var uid, var changed]:
                if (!TryKey(uid, changed, state, out uint goneUid)) return false;
                if (state.Find(goneUid) is { } gone) gone.IsExpunged = true;
                return true;
            default:
                return false;
        }
    }

    static bool TryKey(string uid, string modSeq, MailboxState state, out uint number)
    {
        if (!uint.TryParse(uid, CultureInfo.InvariantCulture, out number) || !ulong.TryParse(modSeq, CultureInfo.InvariantCulture, out ulong changed)) return false;
        state.HighestModSeq = Math.Max(state.HighestModSeq, changed);
        return true;
    }

    static bool AddMessage(MailboxState state, uint uid, string seconds, string size, string name)
    {
        if (!long.TryParse(seconds, CultureInfo.InvariantCulture, out long received) || !long.TryParse(size, CultureInfo.InvariantCulture, out long octets)) return false;
        if (received is < 0 or > 253402300799) return false;
        state.Messages.Add(new StoredMessage(uid, name, octets, DateTimeOffset.FromUnixTimeSeconds(received)));
        state.UidNext = uid + 1;
        return true;
    }

    static bool SetFlags(StoredMessage message, string flags, string keywords, ulong modSeq)
    {
        if (!ulong.TryParse(keywords, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits)) return false;
        message.Flags = MaildirFile.Parse(":2," + flags, isNew: false).Flags;
        message.Keywords = bits;
        message.ModSeq = modSeq;
        return true;
    }
}
