using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Tcp;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>One thing that one side of a dialogue said: a line, or a block such as a message's text.</summary>
sealed class Utterance(DialogueSide side, long offset, string logged)
{
    readonly ByteLog _bytes = new();

    /// <summary>Who said it.</summary>
    public DialogueSide Side => side;

    /// <summary>The line without its end, with the password that logs hide; of a block, the log's remark about it.</summary>
    public string Text => IsLine ? Encoding.UTF8.GetString(_bytes.Bytes.Span[..^2]) : logged;

    /// <summary>The bytes as they were sent, before encryption and compression.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Bytes;

    /// <summary>Where in what its side said, before encryption and compression.</summary>
    public Stretch Place => new(offset, offset + _bytes.Length);

    /// <summary>Whether it is a line; logs tell of blocks how many bytes they are, in brackets.</summary>
    public bool IsLine
    {
        get
        {
            ReadOnlySpan<byte> bytes = _bytes.Bytes.Span;
            bool isOne = bytes.IndexOf((byte)'\n') == bytes.Length - 1 && bytes.EndsWith("\r\n"u8);
            return isOne && (!logged.StartsWith('(') || bytes[0] == '(');
        }
    }

    /// <summary>More of its bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _bytes.Add(bytes);
}
