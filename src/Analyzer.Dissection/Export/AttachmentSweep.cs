using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Export;

/// <summary>
/// Goes over a message once and decodes every file in it on the way. At each place only the parts are open that lie there: a file, and
/// the embedded messages around it.
/// </summary>
sealed class AttachmentSweep : IContentTarget
{
    // Decoded pieces stay in the processor's cache.
    const int MaxPiece = 32 * 1024;

    readonly List<PartOutput> _parts;
    readonly List<PartOutput> _open = [];
    int _next;
    long _offset;

    public AttachmentSweep(IReadOnlyList<MimeAttachment> attachments, IAttachmentTarget target)
    {
        var parts = new Dictionary<MimePart, UuencodedOutput>();
        var outputs = new List<PartOutput>();
        for (int i = 0; i < attachments.Count; i++)
        {
            MimeAttachment attachment = attachments[i];
            if (attachment.Derived is not { } file)
            {
                outputs.Add(new FileOutput(attachment.Part, i, target));
                continue;
            }
            if (!parts.TryGetValue(file.Part, out UuencodedOutput? text))
            {
                parts.Add(file.Part, text = new UuencodedOutput(file.Part, target));
                outputs.Add(text);
            }
            text.Add(file, i);
        }
        _parts = [.. outputs.OrderBy(part => part.Start)];
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = (int)Advance(Math.Min(bytes.Length, MaxPiece));
            foreach (PartOutput part in _open) part.Decode(bytes[..length]);
            bytes = bytes[length..];
            _offset += length;
        }
    }

    public void Gap(long missing)
    {
        while (missing > 0)
        {
            long length = Advance(missing);
            foreach (PartOutput part in _open) part.Gap();
            missing -= length;
            _offset += length;
        }
    }

    /// <summary>The message is over.</summary>
    public void End()
    {
        Advance(0);
        foreach (PartOutput part in _open) part.End();
        _open.Clear();
    }

    // Opens and closes what begins and ends here; says how far nothing changes, at most that much.
    long Advance(long most)
    {
        Close();
        while (_next < _parts.Count && _parts[_next].Start <= _offset)
        {
            _open.Add(_parts[_next]);
            _parts[_next++].Begin();
        }
        Close();
        if (_next < _parts.Count) most = Math.Min(most, _parts[_next].Start - _offset);
        foreach (PartOutput part in _open) most = Math.Min(most, part.Stop - _offset);
        return most;
    }

    void Close()
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Stop > _offset) continue;
            _open[i].End();
            _open.RemoveAt(i);
        }
    }
}
