using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Mail.Dkim;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>The hash of a message and, if it has its header, what the message says of itself.</summary>
/// <param name="hashes">Whether the hash is wanted.</param>
/// <param name="readers">Where a reader is to be had, if it has a header to read; null: it has none.</param>
sealed class MessageWork(bool hashes, MimeReaders? readers) : ContentWork
{
    readonly ContentHash? _hash = hashes ? new ContentHash() : null;
    readonly MimeReader? _reader = readers?.Rent();
    DkimCheck? _dkim = hashes && readers is not null ? new DkimCheck() : null;
    string? _sha256;
    MimeMessage? _message;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.Append(bytes);
        _reader?.Feed(bytes);
        if (_dkim is not null && !_dkim.Append(bytes)) _dkim = null;
    }

    public override void Gap(long missing)
    {
        _reader?.Gap(missing);
        if (_dkim is not null && !_dkim.Gap()) _dkim = null;
    }

    protected override void End()
    {
        _sha256 = _hash?.Finish();
        _message = _reader?.Complete();
    }

    public override Record Complete(Record record)
    {
        if (_reader is not null) readers!.Return(_reader);
        var message = (MessageRecord)record;
        bool isWhole = message is { Complete: true, Part: null };
        return message with
        {
            Sha256 = _sha256,
            Pending = null,
            Subject = _message?.Subject,
            From = MessageFacts.Text(_message?.From),
            To = MessageFacts.Text(_message?.To),
            Cc = MessageFacts.Text(_message?.Cc),
            Date = _message?.Headers.Decode("Date")?.Trim(),
            MessageId = _message?.MessageId,
            Attachments = MessageFacts.Attachments(_message, reachesEnd: isWhole),
            Dkim = _dkim?.Finish(isWhole) ?? [],
        };
    }
}
