using System.Text;
using Analyzer.Servers.Imap.Mime;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>A message as the keys of a search see it; its file is opened and understood when the first key needs it.</summary>
sealed class SearchSubject(SelectedMailbox selected, int number, StoredMessage message, ImapServerLimits limits) : IDisposable
{
    const int PieceLength = 16 * 1024;

    FileStream? _file;
    bool _isOpened;
    HeaderFields? _header;
    MimePart? _structure;

    public SelectedMailbox Selected => selected;

    public int Number => number;

    public StoredMessage Message => message;

    /// <summary>A message that is gone has no fields.</summary>
    public HeaderFields Header => _header ??= File is { } file ? (_structure ?? MimeReader.Read(file, limits, isHeaderOnly: true)).Header : new HeaderFields();

    FileStream? File
    {
        get
        {
            if (!_isOpened) _file = selected.Mailbox.Open(message);
            _isOpened = true;
            return _file;
        }
    }

    /// <summary>Whether a field of that name holds the text, as it is or with its encoded words undone.</summary>
    public bool HasInField(string name, string text) =>
        Header.All(name).Any(value => Contains(value, text) || Contains(EncodedWords.Decode(value), text));

    /// <summary>Whether the texts in the body hold it, in the letters that a reader sees.</summary>
    public bool HasInBody(string text)
    {
        if (File is not { } file) return false;
        _structure ??= MimeReader.Read(file, limits);
        return _structure.All().Any(part => part is { IsMultipart: false, Message: null, Type: "TEXT" or "MESSAGE" } && HasInPart(file, part, text));
    }

    /// <summary>Whether the headers, of the message or within it, hold it.</summary>
    public bool HasInHeaders(string text)
    {
        if (File is not { } file) return false;
        _structure ??= MimeReader.Read(file, limits);
        return _structure.All().Any(part =>
        {
            byte[] header = new byte[Math.Min(part.BodyStart - part.Start, limits.Header)];
            file.Position = part.Start;
            file.ReadExactly(header);
            string raw = HeaderFields.TextOf(header);
            return Contains(raw, text) || Contains(EncodedWords.Decode(raw), text);
        });
    }

    public void Dispose() => _file?.Dispose();

    static bool HasInPart(FileStream file, MimePart part, string text)
    {
        if (text.Length == 0) return true;
        if (!BinaryContent.CanDecode(part)) return false;
        Decoder decoder = (Charsets.Find(part.ContentType?["charset"] ?? "us-ascii") ?? Encoding.Latin1).GetDecoder();
        // What could be the beginning of the text stays for the next piece.
        string held = "";
        char[] letters = new char[2 * PieceLength];
        foreach (ReadOnlyMemory<byte> piece in new BinaryContent(file, part).Pieces())
        {
            for (ReadOnlyMemory<byte> left = piece; !left.IsEmpty;)
            {
                decoder.Convert(left.Span, letters, flush: false, out int used, out int count, out _);
                left = left[used..];
                string window = held + new string(letters, 0, count);
                if (Contains(window, text)) return true;
                held = window[Math.Max(0, window.Length - text.Length + 1)..];
                if (used == 0 && count == 0) break;
            }
        }
        return false;
    }

    static bool Contains(string text, string sought) => text.Contains(sought, StringComparison.OrdinalIgnoreCase);
}
