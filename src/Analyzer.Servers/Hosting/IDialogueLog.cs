namespace Analyzer.Servers.Hosting;

/// <summary>Is told every line of every dialogue, by servers and agents, from several threads at a time.</summary>
public interface IDialogueLog
{
    /// <summary>
    /// <paramref name="dialogue"/> names protocol and connection, such as "smtp 3"; <paramref name="offset"/> is where the text starts in its
    /// direction's stream, counted in bytes before encryption and compression; <paramref name="text"/> is a line without its end, or a note about a block.
    /// It may hold any byte.
    /// </summary>
    void Write(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> text);

    /// <summary>
    /// The bytes themselves that one side sends, before encryption and compression, for those who keep what was said; told by the sender alone. The
    /// <see cref="Write"/> that tells what they mean has gone before.
    /// </summary>
    void Sending(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> bytes)
    {
    }
}

/// <summary>Who said it.</summary>
public enum DialogueSide
{
    /// <summary>The client.</summary>
    Client,

    /// <summary>The server.</summary>
    Server,

    /// <summary>Nobody: a remark about the connection.</summary>
    Note,
}

/// <summary>Keeps nothing.</summary>
public sealed class NoDialogueLog : IDialogueLog
{
    NoDialogueLog()
    {
    }

    /// <summary>The only one.</summary>
    public static NoDialogueLog Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(string dialogue, DialogueSide side, long offset, ReadOnlySpan<byte> text)
    {
    }
}
