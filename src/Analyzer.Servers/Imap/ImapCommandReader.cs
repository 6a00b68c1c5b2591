using System.Buffers;
using System.Globalization;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Imap;

/// <summary>
/// Reads commands with their literals (RFC 9051, section 4.3; LITERAL+ of RFC 7888; literal8 of RFC 3516). The message of APPEND goes straight
/// to its draft; all else is held and bounded.
/// </summary>
sealed class ImapCommandReader(LineChannel channel, ImapServerLimits limits)
{
    static readonly SearchValues<byte> s_notInTag = SearchValues.Create("(){%*\"\\+"u8);

    /// <summary>Decides where the message goes that APPEND announced; throws <see cref="ImapRefusal"/> when it is not wanted.</summary>
    public delegate AppendTarget BeginAppend(ImapParser arguments, long length);

    /// <summary>The next command; null: the client has finished.</summary>
    /// <exception cref="ImapCommandRefused">It cannot be read; the next one can.</exception>
    public async ValueTask<ImapCommand?> ReadAsync(BeginAppend beginAppend, CancellationToken cancel)
    {
        var text = new List<byte>();
        AppendTarget? append = null;
        bool isComplete = false;
        try
        {
            for (int literals = 0; ; literals++)
            {
                byte[]? line = await channel.ReadLineBytesAsync(cancel);
                if (line is null) return null;
                (int start, long length, bool waits)? literal = LiteralAt(line);
                text.AddRange(line);
                if (literal is not { } announced)
                {
                    if (append is not null && line.Length > 0) throw new ImapCommandRefused(TagOf([.. text]), ImapRefusal.Bad("APPEND takes one message"));
                    isComplete = true;
                    return Understand([.. text], append);
                }
                ImapRefusal? refusal = null;
                bool isMessage = append is null && IsAppend(text, line.Length - announced.start);
                try
                {
                    if (isMessage) append = beginAppend(ArgumentsOf(text.ToArray().AsMemory()[..^(line.Length - announced.start)]), announced.length);
                    else if (append is not null) refusal = ImapRefusal.Bad("APPEND takes one message");
                    else if (literals >= limits.Literals || text.Count + announced.length > limits.Command) refusal = ImapRefusal.No("LIMIT", "The command is too long");
                }
                catch (ImapRefusal refused)
                {
                    (refusal, isMessage) = (refused, false);
                }
                if (refusal is not null) await RefuseAsync(TagOf([.. text]), refusal, announced.length, announced.waits, cancel);
                if (announced.waits)
                {
                    channel.WriteLine("+ Ready for literal data");
                    await channel.FlushAsync(cancel);
                }
                if (isMessage)
                {
                    text.RemoveRange(text.Count - (line.Length - announced.start), line.Length - announced.start);
                    await channel.ReadBlockAsync(announced.length, piece => append!.Draft.WriteAsync(new ReadOnlySequence<byte>(piece), cancel), cancel);
                    continue;
                }
                text.AddRange("\r\n"u8);
                await channel.ReadBlockAsync(announced.length, piece =>
                {
                    text.AddRange(piece.Span);
                    return ValueTask.CompletedTask;
                }, cancel);
            }
        }
        finally
        {
            if (!isComplete) append?.Dispose();
        }
    }

    // A client that waits hears of it instead of the go-ahead; one that does not has sent the literal, and goes on in the same command.
    async ValueTask RefuseAsync(string tag, ImapRefusal refusal, long length, bool waits, CancellationToken cancel)
    {
        while (!waits)
        {
            await channel.ReadBlockAsync(length, _ => ValueTask.CompletedTask, cancel);
            byte[] line = await channel.ReadLineBytesAsync(cancel) ?? throw new ChannelException(ChannelFailure.Broken);
            if (LiteralAt(line) is not { } next) break;
            (_, length, waits) = next;
        }
        throw new ImapCommandRefused(tag, refusal);
    }

    static ImapCommand Understand(byte[] text, AppendTarget? append)
    {
        string tag = TagOf(text);
        try
        {
            ImapParser arguments = ArgumentsOf(text, out string name);
            return new ImapCommand(tag, name, arguments) { Append = append };
        }
        catch (ImapRefusal refusal)
        {
            append?.Dispose();
            throw new ImapCommandRefused(tag, refusal);
        }
    }

    static ImapParser ArgumentsOf(ReadOnlyMemory<byte> text) => ArgumentsOf(text, out _);

    static ImapParser ArgumentsOf(ReadOnlyMemory<byte> text, out string name)
    {
        var parser = new ImapParser(text);
        if (parser.Atom().Contains('+')) throw ImapRefusal.Bad("A tag has no '+'");
        parser.Space();
        name = parser.Name();
        if (name == "UID")
        {
            parser.Space();
            name = "UID " + parser.Name();
        }
        return parser;
    }

    // The literal of the message is the one after the mailbox name: "a APPEND name ... {".
    static bool IsAppend(List<byte> text, int literalLength)
    {
        try
        {
            ImapParser parser = ArgumentsOf(text.ToArray().AsMemory()[..^literalLength], out string name);
            if (name != "APPEND") return false;
            parser.Space();
            if (parser.IsAtEnd) return false;
            parser.AString();
            return parser.Try(' ');
        }
        catch (ImapRefusal)
        {
            return false;
        }
    }

    // "*": there is none that could be answered to.
    static string TagOf(byte[] text)
    {
        int blank = text.AsSpan().IndexOf((byte)' ');
        ReadOnlySpan<byte> tag = blank < 0 ? text : text.AsSpan(0, blank);
        bool isTag = tag.Length is > 0 and <= 100 && !tag.ContainsAnyExceptInRange((byte)'!', (byte)'~') && !tag.ContainsAny(s_notInTag);
        return isTag ? Encoding.ASCII.GetString(tag) : "*";
    }

    // {12}, {12+}, ~{12} or ~{12+} at the end of a line; with the blank before it away it starts at the brace or tilde.
    static (int Start, long Length, bool Waits)? LiteralAt(byte[] line)
    {
        if (line is not [.., (byte)'}']) return null;
        int brace = line.AsSpan().LastIndexOf((byte)'{');
        if (brace < 0) return null;
        ReadOnlySpan<byte> inside = line.AsSpan(brace + 1, line.Length - brace - 2);
        bool waits = inside is not [.., (byte)'+'];
        if (!waits) inside = inside[..^1];
        if (!long.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out long length)) return null;
        return (brace > 0 && line[brace - 1] == '~' ? brace - 1 : brace, length, waits);
    }
}

/// <summary>A command that could not be read to its end.</summary>
sealed class ImapCommandRefused(string tag, ImapRefusal refusal) : Exception(refusal.Message)
{
    public string Tag { get; } = tag;

    public ImapRefusal Refusal { get; } = refusal;
}
