using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Smtp.Agent;

/// <summary>What became of a message: a reply for each recipient, in the envelope's order, and whether any got it.</summary>
public sealed record SmtpResult(IReadOnlyList<SmtpReply> Recipients)
{
    /// <summary>Whether the server has taken the message over for at least one recipient.</summary>
    public bool IsAccepted => Recipients.Any(reply => reply.IsOk);
}

public sealed partial class SmtpAgent
{
    /// <summary>
    /// Sends one message. <paramref name="text"/> has lines that end in CRLF; <paramref name="progress"/> is told the bytes sent so far. A reply of a
    /// refused message counts for each recipient that had been accepted.
    /// </summary>
    public async ValueTask<SmtpResult> SendAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> text, Action<long>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (Obstacle(envelope) is { } obstacle) return All(envelope, obstacle);
        bool chunks = Has("CHUNKING") && (_options.UsesChunking || envelope.Body == BodyKind.Binary);
        string mail = $"MAIL FROM:<{envelope.Sender}>{MailParameters(envelope, text.Length)}";
        string[] recipients = [.. envelope.Recipients.Select(recipient => $"RCPT TO:<{recipient.Address}>{RecipientParameters(recipient)}")];
        bool pipelines = _options.Pipelines && Has("PIPELINING");
        return pipelines ? await SendTogetherAsync(envelope, mail, recipients, text, chunks, progress, cancel)
            : await SendInTurnAsync(envelope, mail, recipients, text, chunks, progress, cancel);
    }

    async ValueTask<SmtpResult> SendInTurnAsync(SmtpEnvelope envelope, string mail, string[] recipients, ReadOnlyMemory<byte> text, bool chunks, Action<long>? progress, CancellationToken cancel)
    {
        SmtpReply mailed = await AskAsync(mail, cancel);
        if (!mailed.IsOk) return All(envelope, mailed);
        var replies = new List<SmtpReply>();
        foreach (string recipient in recipients) replies.Add(await AskAsync(recipient, cancel));
        if (!replies.Exists(reply => reply.IsOk)) return await ResetAsync(replies, cancel);
        SmtpReply? goAhead = chunks ? null : await AskAsync("DATA", cancel);
        return await FinishAsync(replies, goAhead, text, progress, cancel);
    }

    // RFC 2920 3.1: MAIL, RCPT and DATA go together; DATA ends the group.
    async ValueTask<SmtpResult> SendTogetherAsync(SmtpEnvelope envelope, string mail, string[] recipients, ReadOnlyMemory<byte> text, bool chunks, Action<long>? progress, CancellationToken cancel)
    {
        _channel.WriteLine(mail);
        foreach (string recipient in recipients) _channel.WriteLine(recipient);
        if (!chunks) _channel.WriteLine("DATA");
        await _channel.FlushAsync(cancel);
        SmtpReply mailed = await SmtpReply.ReadAsync(_channel, cancel);
        var replies = new List<SmtpReply>();
        foreach (string _ in recipients) replies.Add(await SmtpReply.ReadAsync(_channel, cancel));
        SmtpReply? goAhead = chunks ? null : await SmtpReply.ReadAsync(_channel, cancel);
        bool isRefused = !mailed.IsOk || !replies.Exists(reply => reply.IsOk);
        // RFC 2920 3.1: a server may say 354 although nobody is there to receive; then nothing is sent.
        if (isRefused && goAhead?.Code == 354) await SendTextAsync(ReadOnlyMemory<byte>.Empty, null, cancel);
        if (!isRefused) return await FinishAsync(replies, goAhead, text, progress, cancel);
        return await ResetAsync(mailed.IsOk ? replies : All(envelope, mailed).Recipients, cancel);
    }

    async ValueTask<SmtpResult> FinishAsync(List<SmtpReply> replies, SmtpReply? goAhead, ReadOnlyMemory<byte> text, Action<long>? progress, CancellationToken cancel)
    {
        SmtpReply final = goAhead switch
        {
            null => await SendChunksAsync(text, progress, cancel),
            { Code: 354 } => await SendTextAsync(text, progress, cancel),
            _ => goAhead,
        };
        return new SmtpResult([.. replies.Select(reply => reply.IsOk ? final : reply)]);
    }

    async ValueTask<SmtpResult> ResetAsync(IReadOnlyList<SmtpReply> replies, CancellationToken cancel)
    {
        await AskAsync("RSET", cancel);
        return new SmtpResult(replies);
    }

    async ValueTask<SmtpReply> SendTextAsync(ReadOnlyMemory<byte> text, Action<long>? progress, CancellationToken cancel)
    {
        await _channel.WriteDotTextAsync(text, progress, cancel);
        await _channel.FlushAsync(cancel);
        return await SmtpReply.ReadAsync(_channel, cancel);
    }

    async ValueTask<SmtpReply> SendChunksAsync(ReadOnlyMemory<byte> text, Action<long>? progress, CancellationToken cancel)
    {
        for (int start = 0; ; start += _options.ChunkLength)
        {
            int length = Math.Min(_options.ChunkLength, text.Length - start);
            bool isLast = start + length == text.Length;
            _channel.WriteLine($"BDAT {length}{(isLast ? " LAST" : "")}");
            await _channel.WriteBlockAsync(text.Slice(start, length), cancel);
            await _channel.FlushAsync(cancel);
            SmtpReply reply = await SmtpReply.ReadAsync(_channel, cancel);
            progress?.Invoke(start + length);
            if (isLast) return reply;
            // RFC 3030 2: after a refused chunk the transaction is over when the client says so.
            if (!reply.IsOk)
            {
                await AskAsync("RSET", cancel);
                return reply;
            }
        }
    }

    /// <summary>Why the server cannot take the message at all; null: it can.</summary>
    SmtpReply? Obstacle(SmtpEnvelope envelope)
    {
        bool isInternational = envelope.Recipients.Select(recipient => recipient.Address).Append(envelope.Sender).Any(address => !Ascii.IsValid(address));
        if (isInternational && !Has("SMTPUTF8")) return new SmtpReply(550, ["5.6.7 The server does not take international addresses (SMTPUTF8)"]);
        if (envelope.Body == BodyKind.Binary && !(Has("BINARYMIME") && Has("CHUNKING"))) return new SmtpReply(550, ["5.6.3 The server does not take binary messages"]);
        return null;
    }

    string MailParameters(SmtpEnvelope envelope, long length)
    {
        var parameters = new StringBuilder();
        if (Has("SIZE")) parameters.Append(CultureInfo.InvariantCulture, $" SIZE={length}");
        if (envelope.Body == BodyKind.Binary) parameters.Append(" BODY=BINARYMIME");
        else if (envelope.Body == BodyKind.EightBit && Has("8BITMIME")) parameters.Append(" BODY=8BITMIME");
        if (envelope.IsUtf8 && Has("SMTPUTF8")) parameters.Append(" SMTPUTF8");
        if (!Has("DSN")) return parameters.ToString();
        if (envelope.ReturnsHeaderOnly is { } isHeaderOnly) parameters.Append(isHeaderOnly ? " RET=HDRS" : " RET=FULL");
        if (envelope.EnvelopeId is { } id) parameters.Append(" ENVID=" + Xtext.Encode(id));
        return parameters.ToString();
    }

    string RecipientParameters(SmtpRecipient recipient)
    {
        if (!Has("DSN")) return "";
        string notify = recipient.Notify == NotifyWhen.Unsaid ? "" : " NOTIFY=" + recipient.Notify.ToString().ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal);
        return notify + (recipient.OriginalRecipient is { } original ? " ORCPT=" + Xtext.Encode(original) : "");
    }

    bool Has(string extension) => _extensions.ContainsKey(extension);

    static SmtpResult All(SmtpEnvelope envelope, SmtpReply reply) => new([.. envelope.Recipients.Select(_ => reply)]);
}
