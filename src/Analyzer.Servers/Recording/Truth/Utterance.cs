using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Tcp;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>One thing that one side of a dialogue said: a line, or a block such as a message's text.</summary>
sealed class Utterance(DialogueSide side, long offset, string text)
{
    readonly ByteLog _bytes = new();

    /// <summary>Who said it.</summary>
    public DialogueSide Side => side;

    /// <summary>The line without its end, or a remark about the block.</summary>
    public string Text => text;

    /// <summary>The bytes as they were sent, before encryption and compression.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.Bytes;

    /// <summary>Where in what its side said, before encryption and compression.</summary>
    public Stretch Place => new(offset, offset + _bytes.Length);

    /// <summary>Whether it is a line.</summary>
    public bool IsLine => _bytes.Length >= 2 && Encoding.UTF8.GetByteCount(text) == _bytes.Length - 2 && _bytes.Bytes.Span[..^2].SequenceEqual(Encoding.UTF8.GetBytes(text));

    /// <summary>More of its bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _bytes.Add(bytes);
}
