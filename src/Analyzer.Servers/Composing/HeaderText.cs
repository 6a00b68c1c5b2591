using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Composing;

/// <summary>Header fields as they stand in a message: folded, and encoded where they are not ASCII.</summary>
static class HeaderText
{
    /// <summary>RFC 5322 2.1.1, without the line end.</summary>
    const int MaxLine = 78;

    /// <summary>"=?utf-8?B?" and "?=" take 12 characters; 56 of base64 are 42 bytes, and the word has room behind "Subject: " too.</summary>
    const int MaxEncodedBytes = 42;

    /// <summary>A field of free text.</summary>
    public static string Unstructured(string name, string text)
    {
        string plain = OneLine(text);
        IEnumerable<string> words = Ascii.IsValid(plain) && !plain.Contains("=?", StringComparison.Ordinal) ? plain.Split(' ') : EncodedWords(plain);
        return Fold($"{name}:", words);
    }

    /// <summary>A field of addresses, one a line when they do not fit.</summary>
    public static string Addresses(string name, IReadOnlyList<string> addresses) =>
        Fold($"{name}:", addresses.Select((address, index) => Mailbox(address) + (index < addresses.Count - 1 ? "," : "")));

    /// <summary>The address within "Alice &lt;alice@crepes.fr&gt;", or the text itself.</summary>
    public static string AddressOf(string mailbox)
    {
        int open = mailbox.LastIndexOf('<');
        int close = mailbox.LastIndexOf('>');
        return OneLine(open >= 0 && close > open ? mailbox[(open + 1)..close] : mailbox).Trim();
    }

    /// <summary>A parameter of a MIME field; a name that is not ASCII as RFC 2231 4 has it.</summary>
    public static string Parameter(string name, string value)
    {
        string plain = OneLine(value);
        if (Ascii.IsValid(plain)) return $"{name}=\"{plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        var encoded = new StringBuilder();
        foreach (byte next in Encoding.UTF8.GetBytes(plain))
        {
            if (char.IsAsciiLetterOrDigit((char)next) || next is (byte)'.' or (byte)'-' or (byte)'_') encoded.Append((char)next);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{next:X2}");
        }
        return $"{name}*=utf-8''{encoded}";
    }

    static string Mailbox(string mailbox)
    {
        string address = AddressOf(mailbox);
        int open = mailbox.LastIndexOf('<');
        string name = open > 0 ? OneLine(mailbox[..open]).Trim().Trim('"') : "";
        if (name.Length == 0) return address;
        bool isAtoms = name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_');
        string phrase = isAtoms ? name : Ascii.IsValid(name) ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : string.Join(' ', EncodedWords(name));
        return $"{phrase} <{address}>";
    }

    // A line end in a subject would be a header field of its own.
    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    static IEnumerable<string> EncodedWords(string text)
    {
        var word = new StringBuilder();
        int bytes = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxEncodedBytes)
            {
                yield return Encoded(word.ToString());
                word.Clear();
                bytes = 0;
            }
            word.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }
        if (bytes > 0) yield return Encoded(word.ToString());
    }

    static string Encoded(string text) => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    static string Fold(string start, IEnumerable<string> words)
    {
        var folded = new StringBuilder(start);
        int length = start.Length;
        bool isFirst = true;
        foreach (string word in words)
        {
            bool folds = !isFirst && word.Length > 0 && length + 1 + word.Length > MaxLine;
            folded.Append(folds ? "\r\n " : " ").Append(word);
            length = (folds ? 0 : length) + 1 + word.Length;
            isFirst = false;
        }
        return folded.ToString();
    }
}
