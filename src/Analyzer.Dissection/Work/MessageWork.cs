using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Mail.Dkim;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>The hash of a message and, if it has its header, what the message says of itself.</summary>
/// <param name="hashes">Whether the hash is wanted.</param>
/// <param name="reads">Whether it has a header to read.</param>
sealed class MessageWork(bool hashes, bool reads) : ContentWork
{
    readonly ContentHash? _hash = hashes ? new ContentHash() : null;
    MimeReader? _reader;
    DkimCheck? _dkim = hashes && reads ? new DkimCheck() : null;
    string? _sha256;
    MimeMessage? _message;

    MimeReader Reader => _reader ??= Readers.Rent();

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.Append(bytes);
        if (reads) Reader.Feed(bytes);
        if (_dkim is not null && !_dkim.Append(bytes)) _dkim = null;
    }

    public override void Gap(long missing)
    {
        if (reads) Reader.Gap(missing);
        if (_dkim is not null && !_dkim.Gap()) _dkim = null;
    }

    protected override void End()
    {
        _sha256 = _hash?.Finish();
        if (!reads) return;
        _message = Reader.Complete();
        Readers.Return(Reader);
        _reader = null;
    }

    public override Record Complete(Record record)
    {
        var message = (MessageRecord)record;
        message = _message is null ? message with { Sha256 = _sha256, Pending = null } : message.With(_sha256, _message);
        return _dkim?.Finish(message is { Complete: true, Part: null }) is { Count: > 0 } signatures ? message with { Dkim = signatures } : message;
    }
}
