using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Imap;

/// <summary>Reads the words of a command, or of a response, whose literals stand in it as on the wire (RFC 9051, sections 4 and 9).</summary>
/// <remarks>What is not as it should be throws an <see cref="ImapRefusal"/>.</remarks>
sealed class ImapParser(ReadOnlyMemory<byte> text)
{
    int _at;

    public bool IsAtEnd => _at >= text.Length;

    /// <summary>Null at the end.</summary>
    public char? Peek => IsAtEnd ? null : (char)text.Span[_at];

    /// <summary>What was not read yet.</summary>
    public string Rest => Encoding.UTF8.GetString(text.Span[_at..]);

    public bool Try(char c)
    {
        if (Peek != c) return false;
        _at++;
        return true;
    }

    /// <summary>Passes over one octet.</summary>
    public void Take() => _at++;

    public void Expect(char c)
    {
        if (!Try(c)) throw ImapRefusal.Bad(c == ' ' ? "A word is missing" : $"'{c}' is missing");
    }

    public void Space() => Expect(' ');

    public void End()
    {
        // A blank at the end is a habit of some clients.
        Try(' ');
        if (!IsAtEnd) throw ImapRefusal.Bad("There is a word too many");
    }

    public string Atom()
    {
        string atom = Run("(){ %*\"\\]");
        return atom.Length > 0 ? atom : throw ImapRefusal.Bad("A word is missing or is no atom");
    }

    /// <summary>An atom in capitals: names of commands and items.</summary>
    public string Name() => Atom().ToUpperInvariant();

    /// <summary>The name of an item, which ends before a bracket.</summary>
    public string ItemName()
    {
        string name = Run("(){ %*\"\\][<");
        return name.Length > 0 ? name.ToUpperInvariant() : throw ImapRefusal.Bad("An item is missing");
    }

    public uint Number() => uint.TryParse(Run("(){ %*\"\\]<>."), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : throw ImapRefusal.Bad("A number is missing");

    public ulong Number64() => ulong.TryParse(Run("(){ %*\"\\]<>."), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= long.MaxValue ? number : throw ImapRefusal.Bad("A number is missing");

    public SequenceSet Set() => SequenceSet.Parse(Run("(){ %\"\\]")) ?? throw ImapRefusal.Bad("A set of numbers is missing or wrong");

    /// <summary>A set, if one stands here.</summary>
    public bool TrySet([NotNullWhen(true)] out SequenceSet? set)
    {
        set = Peek is >= '0' and <= '9' or '*' or '$' ? Set() : null;
        return set is not null;
    }

    public string AString() => Peek is '"' or '{' or '~' ? Text(StringBytes()) : Astring();

    /// <summary>A mailbox name with wildcards.</summary>
    public string ListMailbox() => Peek is '"' or '{' ? Text(StringBytes()) : Run("(){ \"\\");

    /// <summary>A string as octets: quoted, or a literal; null: NIL.</summary>
    public byte[]? NString()
    {
        if (Peek is '"' or '{' or '~') return StringBytes();
        return Atom().Equals("NIL", StringComparison.OrdinalIgnoreCase) ? null : throw ImapRefusal.Bad("A string is missing");
    }

    public byte[] StringBytes()
    {
        if (Try('"')) return Quoted();
        Try('~');
        Expect('{');
        int digits = text.Span[_at..].IndexOf((byte)'}');
        string count = digits < 0 ? "" : Encoding.ASCII.GetString(text.Span.Slice(_at, digits)).TrimEnd('+');
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int length)) throw ImapRefusal.Bad("A literal's length is wrong");
        int start = _at + digits + 3;
        if (length > text.Length - start) throw ImapRefusal.Bad("A literal is cut");
        _at = start + length;
        return text.Slice(start, length).ToArray();
    }

    /// <summary>Calls <paramref name="read"/> for each word in parentheses.</summary>
    public void List(Action read)
    {
        Expect('(');
        if (Try(')')) return;
        do read();
        while (Try(' '));
        Expect(')');
    }

    /// <summary>Passes over a value of any form: of an item that nobody asked for.</summary>
    public void Skip()
    {
        // Without recursion: a hostile peer may nest as deep as it likes.
        int depth = 0;
        do
        {
            if (Try('(')) depth++;
            else if (depth > 0 && Try(')')) depth--;
            else if (depth > 0 && Try(' ')) continue;
            else if (Peek is '"' or '{' or '~') StringBytes();
            else if (Run("() \"{").Length == 0) throw ImapRefusal.Bad("A value is missing");
        }
        while (depth > 0);
    }

    string Astring()
    {
        // An astring may hold a closing bracket.
        string word = Run("(){ %*\"\\");
        return word.Length > 0 ? word : throw ImapRefusal.Bad("A word is missing");
    }

    byte[] Quoted()
    {
        var bytes = new List<byte>();
        while (!IsAtEnd)
        {
            byte c = text.Span[_at++];
            if (c == '"') return [.. bytes];
            if (c is (byte)'\r' or (byte)'\n') break;
            if (c == '\\' && !IsAtEnd) c = text.Span[_at++];
            bytes.Add(c);
        }
        throw ImapRefusal.Bad("A quotation mark is missing");
    }

    string Run(string stops)
    {
        int start = _at;
        while (!IsAtEnd && text.Span[_at] is > 0x20 and not 0x7F and var c && !stops.Contains((char)c)) _at++;
        return Text(text.Span[start.._at]);
    }

    static string Text(ReadOnlySpan<byte> bytes) => Mime.HeaderFields.TextOf(bytes);
}
