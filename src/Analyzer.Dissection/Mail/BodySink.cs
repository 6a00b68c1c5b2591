namespace Analyzer.Dissection.Mail;

/// <summary>Takes the encoded body of one leaf after another, and leaves its size, hash and first bytes in the part.</summary>
internal sealed class BodySink(MimeDigest digest, PartBudget budget, DefectList defects) : IDisposable
{
    readonly DigestWriter _digest = new(digest);
    readonly UuScanner _scanner = new(digest, budget);
    readonly BodyChecks _checks = new(defects);
    MimePart? _part;
    PartDecoder? _decoder;
    bool _isBroken;

    public void Begin(MimePart part)
    {
        _part = part;
        // A gap in the header leaves open where the body begins.
        _isBroken = part.Missing > 0;
        _digest.Reset();
        _checks.Begin(part.TransferEncoding, part.BodyOffset);
        _decoder = TransferEncodings.ChangesBytes(part.TransferEncoding) ? PartDecoder.Create(part) : null;
        if (part.ContentType is not { Type: "text", Subtype: "plain" }) return;
        _scanner.Begin(part);
        _digest.Scanner = _scanner;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _checks.Look(bytes);
        if (_isBroken) return;
        if (_decoder == null) _digest.Append(bytes);
        else _decoder.Decode(bytes, _digest);
    }

    /// <summary>Bytes are missing: what was read so far has no meaning as a whole.</summary>
    public void Gap(long missing)
    {
        _checks.Gap(missing);
        _isBroken = true;
    }

    /// <summary>The body turns out to be no leaf's. Nothing of it is kept.</summary>
    public void Discard() => _part = null;

    /// <summary>The body is over.</summary>
    public void End()
    {
        if (_part == null) return;
        _checks.End();
        if (!_isBroken) _decoder?.Flush(_digest);
        _digest.Flush();
        if (_digest.Scanner != null) _part.UuencodedFiles = _scanner.End();
        _part.FirstBytes = _digest.FirstBytes();
        if (!_isBroken)
        {
            _part.DecodedSize = _digest.Length;
            _part.Sha256 = _digest.Reset();
        }

        if (_decoder is { IsDamaged: true }) defects.Add(KindOf(_part.TransferEncoding), _part.BodyOffset);
        _part = null;
    }

    public void Dispose()
    {
        _digest.Dispose();
        _scanner.Dispose();
    }

    static MimeDefectKind KindOf(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.Base64 => MimeDefectKind.InvalidBase64,
        TransferEncoding.QuotedPrintable => MimeDefectKind.InvalidQuotedPrintable,
        _ => MimeDefectKind.InvalidUuencode,
    };
}
