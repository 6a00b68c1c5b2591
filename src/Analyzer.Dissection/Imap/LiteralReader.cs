using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Imap;

/// <summary>How far a literal is.</summary>
internal enum LiteralProgress
{
    /// <summary>Nothing was there to take.</summary>
    Waits,

    /// <summary>Some was taken; more is to come.</summary>
    Moved,

    /// <summary>It is over, and the line goes on behind it.</summary>
    Done,

    /// <summary>A gap reaches beyond its end: nobody knows what comes next.</summary>
    Lost,
}

/// <summary>
/// Takes the announced number of bytes off a cursor, whatever they look like, and hands them on. A gap inside counts, so the place
/// of the end stays known.
/// </summary>
internal sealed class LiteralReader : IByteSink
{
    byte[]? _text;
    int _used;
    long _left;
    ILiteralSink? _sink;

    /// <summary>The text of the last literal that nobody took, up to <see cref="ImapLimits.BufferedLiteral"/>. Valid until the next one.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _used);

    /// <summary>A gap or the limit took some of <see cref="Text"/>.</summary>
    public bool IsTextDamaged { get; private set; }

    /// <summary>A literal of <paramref name="size"/> bytes is next.</summary>
    public void Begin(long size, ILiteralSink? sink)
    {
        _left = size;
        _sink = sink;
        _used = 0;
        IsTextDamaged = sink is null && size > ImapLimits.BufferedLiteral;
    }

    /// <summary>Takes what is there.</summary>
    public LiteralProgress Read(ref StreamCursor cursor)
    {
        bool moved = false;
        while (_left > 0)
        {
            if (cursor.IsAtGap)
            {
                long missing = cursor.TakeGap();
                long inside = Math.Min(missing, _left);
                if (_sink is null) IsTextDamaged = true;
                else _sink.Gap(inside);
                _left -= inside;
                moved = true;
                if (missing == inside) continue;
                End(true);
                return LiteralProgress.Lost;
            }
            int part = (int)Math.Min(cursor.Unread.Length, _left);
            if (part == 0) return moved ? LiteralProgress.Moved : LiteralProgress.Waits;
            cursor.Take(part, _sink is null ? this : _sink);
            _left -= part;
            moved = true;
        }
        End(true);
        return LiteralProgress.Done;
    }

    /// <summary>The literal's end will not come.</summary>
    public void Abandon() => End(false);

    void End(bool isWhole)
    {
        _sink?.End(isWhole);
        _sink = null;
        _left = 0;
    }

    void IByteSink.OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time)
    {
        int part = Math.Min(bytes.Length, ImapLimits.BufferedLiteral - _used);
        if (part <= 0) return;
        if (_text is null || _text.Length < _used + part)
        {
            int size = Math.Clamp(2 * (_used + part), 256, ImapLimits.BufferedLiteral);
            Array.Resize(ref _text, size);
        }
        bytes[..part].CopyTo(_text.AsSpan(_used));
        _used += part;
    }
}
