namespace Analyzer.Servers.Imap.Agent;

/// <summary>A response of the server: its first word, and the rest with its short literals as on the wire.</summary>
sealed class ImapResponse
{
    readonly byte[] _text;
    readonly int _start;

    public ImapResponse(byte[] text)
    {
        _text = text;
        int blank = text.AsSpan().IndexOf((byte)' ');
        _start = blank < 0 ? text.Length : blank + 1;
        Tag = Mime.HeaderFields.TextOf(text.AsSpan(0, blank < 0 ? text.Length : blank));
    }

    /// <summary><c>*</c>, <c>+</c> or a command's tag.</summary>
    public string Tag { get; }

    /// <summary>What follows the tag.</summary>
    public string Text => Mime.HeaderFields.TextOf(_text.AsSpan(_start));

    /// <summary>Reads what follows the tag.</summary>
    public ImapParser Parser() => new(_text.AsMemory(_start));

    /// <summary>The value of a response code such as UIDNEXT; null: there is none.</summary>
    public string? Code(string name)
    {
        int start = Text.IndexOf('[' + name + ' ', StringComparison.OrdinalIgnoreCase), end = start < 0 ? -1 : Text.IndexOf(']', start);
        return end < 0 ? null : Text[(start + name.Length + 2)..end];
    }
}
