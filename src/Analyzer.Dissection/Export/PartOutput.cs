using System.Buffers;
using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Export;

/// <summary>Decodes the body of one part into the file, or files, that it is.</summary>
abstract class PartOutput(MimePart part)
{
    readonly PartDecoder _decoder = PartDecoder.Create(part);
    readonly ArrayBufferWriter<byte> _decoded = new();

    /// <summary>Of the encoded body in the message, missing bytes counted in.</summary>
    public long Start { get; } = part.BodyOffset;

    /// <summary>Behind the encoded body.</summary>
    public long Stop { get; } = part.BodyOffset + part.BodyLength;

    public virtual void Begin()
    {
    }

    /// <summary>The next bytes of the encoded body.</summary>
    public void Decode(ReadOnlySpan<byte> encoded)
    {
        _decoder.Decode(encoded, _decoded);
        Pass();
    }

    /// <summary>The next bytes are missing.</summary>
    public void Gap()
    {
        _decoder.Gap(_decoded);
        Pass();
    }

    public virtual void End()
    {
        _decoder.Flush(_decoded);
        Pass();
    }

    void Pass()
    {
        if (_decoded.WrittenCount > 0) OnDecoded(_decoded.WrittenSpan);
        _decoded.ResetWrittenCount();
    }

    protected abstract void OnDecoded(ReadOnlySpan<byte> bytes);
}

/// <summary>A part that is a file.</summary>
sealed class FileOutput(MimePart part, int index, IAttachmentTarget target) : PartOutput(part)
{
    public override void Begin() => target.Begin(index);

    protected override void OnDecoded(ReadOnlySpan<byte> bytes) => target.Write(index, bytes);

    public override void End()
    {
        base.End();
        target.End(index);
    }
}

/// <summary>A text with uuencoded files in it, one after the other.</summary>
sealed class UuencodedOutput(MimePart part, IAttachmentTarget target) : PartOutput(part)
{
    readonly List<(UuencodedFile File, int Index)> _files = [];
    readonly ArrayBufferWriter<byte> _decoded = new();
    UuDecoder? _decoder;
    int _current;
    long _offset;

    /// <summary>Adds a file, in the order of the text.</summary>
    public void Add(UuencodedFile file, int index) => _files.Add((file, index));

    protected override void OnDecoded(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && _current < _files.Count)
        {
            (UuencodedFile file, int index) = _files[_current];
            if (_decoder is null && _offset < file.TextOffset)
            {
                text = Skip(text, file.TextOffset - _offset);
                continue;
            }
            if (_decoder is null)
            {
                _decoder = new UuDecoder();
                target.Begin(index);
            }
            ReadOnlySpan<byte> piece = text[..(int)Math.Min(text.Length, file.TextOffset + file.TextLength - _offset)];
            _decoder.Decode(piece, _decoded);
            Pass(index);
            text = Skip(text, piece.Length);
            if (_offset == file.TextOffset + file.TextLength) EndFile();
        }
    }

    ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text, long most)
    {
        int skipped = (int)Math.Min(text.Length, most);
        _offset += skipped;
        return text[skipped..];
    }

    void Pass(int index)
    {
        if (_decoded.WrittenCount > 0) target.Write(index, _decoded.WrittenSpan);
        _decoded.ResetWrittenCount();
    }

    void EndFile()
    {
        int index = _files[_current++].Index;
        _decoder!.Flush(_decoded);
        Pass(index);
        target.End(index);
        _decoder = null;
    }

    public override void End()
    {
        base.End();
        if (_decoder is not null) EndFile();
    }
}
