namespace Analyzer.Dissection.Ftp.Listings;

/// <summary>The words of a line that is set in columns, and where each stands.</summary>
ref struct LineWords
{
    /// <summary>No form of listing has more columns before its name.</summary>
    public const int MaxWords = 16;

    readonly ReadOnlySpan<char> _line;
    readonly Span<Range> _words;

    /// <summary>Finds the first words of a line. <paramref name="words"/> has room for <see cref="MaxWords"/>.</summary>
    public LineWords(ReadOnlySpan<char> line, Span<Range> words)
    {
        _line = line;
        _words = words;
        for (int i = 0; i < line.Length && Count < words.Length;)
        {
            int skipped = line[i..].IndexOfAnyExcept(' ', '\t');
            if (skipped < 0) break;
            int start = i + skipped;
            int length = line[start..].IndexOfAny(' ', '\t');
            i = length < 0 ? line.Length : start + length;
            words[Count++] = start..i;
        }
    }

    /// <summary>How many words there are, up to the limit.</summary>
    public int Count { get; private set; }

    /// <summary>A word.</summary>
    public readonly ReadOnlySpan<char> this[int index] => _line[_words[index]];

    /// <summary>The line from a word's first character to another's last.</summary>
    public readonly ReadOnlySpan<char> From(int first, int last) => _line[_words[first].Start.._words[last].End];

    /// <summary>
    /// What follows a word and the one blank behind it: a name, which may begin with blanks of its own. Empty when nothing does.
    /// </summary>
    public readonly ReadOnlySpan<char> Behind(int index)
    {
        int end = _words[index].End.GetOffset(_line.Length);
        return end + 1 < _line.Length ? _line[(end + 1)..] : default;
    }
}
