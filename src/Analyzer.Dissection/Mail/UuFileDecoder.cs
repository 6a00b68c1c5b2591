using System.Buffers;

namespace Analyzer.Dissection.Mail;

/// <summary>Decodes one uuencoded file out of the encoded body of the text that it lies in: first the text, then its range, then the file.</summary>
internal sealed class UuFileDecoder : PartDecoder
{
    readonly PartDecoder _text;
    readonly UuDecoder _file = new();
    readonly ArrayBufferWriter<byte> _decodedText = new();
    long _skip;
    long _left;

    public UuFileDecoder(PartDecoder text, UuencodedFile file)
    {
        _text = text;
        _skip = file.TextOffset;
        _left = file.TextLength;
    }

    public override void Decode(ReadOnlySpan<byte> source, IBufferWriter<byte> target)
    {
        _text.Decode(source, _decodedText);
        Pass(target);
    }

    public override void Flush(IBufferWriter<byte> target)
    {
        _text.Flush(_decodedText);
        Pass(target);
        _file.Flush(target);
        IsDamaged |= _file.IsDamaged;
    }

    public override void Gap(IBufferWriter<byte> target)
    {
        _text.Gap(_decodedText);
        Pass(target);
        _file.Gap(target);
    }

    void Pass(IBufferWriter<byte> target)
    {
        ReadOnlySpan<byte> text = _decodedText.WrittenSpan;
        int skipped = (int)Math.Min(_skip, text.Length);
        int taken = (int)Math.Min(_left, text.Length - skipped);
        _skip -= skipped;
        _left -= taken;
        _file.Decode(text.Slice(skipped, taken), target);
        _decodedText.ResetWrittenCount();
    }
}
