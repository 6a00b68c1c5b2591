using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Smtp.Queue;

namespace Analyzer.Servers.Smtp;

sealed partial class SmtpSession
{
    async ValueTask DataAsync(string argument, CancellationToken cancel)
    {
        if (argument.Length > 0)
        {
            await Mistake(501, "5.5.4", "DATA takes no parameter");
            return;
        }
        if (_envelope!.Body == BodyKind.Binary)
        {
            // RFC 3030 3.
            await Mistake(503, "5.5.1", "A binary message comes by BDAT");
            return;
        }
        channel.WriteLine("354 Enter mail, end with \".\" on a line by itself");
        await channel.FlushAsync(cancel);
        using MessageDraft draft = NewDraft();
        await channel.ReadDotTextAsync(Sink(draft, cancel), cancel);
        await AcceptAsync(draft, cancel);
    }

    async ValueTask ChunkAsync(string argument, CancellationToken cancel)
    {
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isLast = words.Length == 2 && words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        bool isChunk = words.Length >= 1 && words.Length == (isLast ? 2 : 1);
        if (!isChunk || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length))
        {
            // Where its octets end is not known, so nothing that follows can be understood.
            await Mistake(501, "5.5.4", "Syntax: BDAT octets [LAST]");
            _isOver = true;
            return;
        }
        if (State is SmtpState.Idle or SmtpState.HasSender)
        {
            // RFC 3030 2: the octets follow even when nobody wants them.
            await DiscardAsync(length, cancel);
            await Mistake(503, "5.5.1", "Need RCPT before BDAT");
            return;
        }
        _chunks ??= NewDraft();
        await channel.ReadBlockAsync(length, Sink(_chunks, cancel), cancel);
        if (!isLast)
        {
            if (_chunks.IsTooLarge) Reply(552, "5.3.4", "Message too big");
            else Reply(250, "2.0.0", $"{length} octets received");
            return;
        }
        using MessageDraft draft = _chunks;
        await AcceptAsync(draft, cancel);
    }

    async ValueTask DiscardAsync(long length, CancellationToken cancel)
    {
        if (length > context.Limits.MaxMessage) throw new ChannelException(ChannelFailure.Broken, new InvalidDataException("more octets than any message has"));
        await channel.ReadBlockAsync(length, _ => ValueTask.CompletedTask, cancel);
    }

    MessageDraft NewDraft()
    {
        MessageDraft draft = queue.NewDraft();
        draft.Begin(Encoding.UTF8.GetBytes(TraceLine(draft.Id)), Encoding.UTF8.GetBytes(MissingHeader(draft.Id)));
        return draft;
    }

    /// <summary>Where the text goes, past the faults that concern it. Who sends far more than allowed is not listened to any more.</summary>
    Func<ReadOnlyMemory<byte>, ValueTask> Sink(MessageDraft draft, CancellationToken cancel)
    {
        Fault fault = _fault;
        return async piece =>
        {
            if (fault.Rate is { } rate) await Task.Delay(TimeSpan.FromSeconds((double)piece.Length / rate), context.Clock, cancel);
            draft.Append(piece.Span);
            if (fault.Cut is { } cut && draft.Length > cut) EndIn(fault);
            if (draft.Length / 2 > context.Limits.MaxMessage) throw new ChannelException(ChannelFailure.Broken, new InvalidDataException("a message without an end"));
        };
    }

    void EndIn(Fault fault)
    {
        if (fault.Ending == FaultEnding.Reset) channel.Reset();
        throw new ChannelException(ChannelFailure.Broken, new InvalidDataException("cut on purpose"));
    }

    async ValueTask AcceptAsync(MessageDraft draft, CancellationToken cancel)
    {
        SmtpEnvelope envelope = _envelope!;
        _envelope = null;
        _chunks = null;
        if (isLocal) await DeliverAsync(draft, envelope, cancel);
        else if (draft.IsTooLarge) await Mistake(552, "5.3.4", "Message too big");
        else if (draft.Hops > options.Limits.MaxHops) await Mistake(554, "5.4.6", "Too many hops: the message goes round in circles");
        else if (!await CommitFaultAsync("content", envelope.Sender, cancel)) await CommitAsync(draft, envelope, cancel);
    }

    async ValueTask CommitAsync(MessageDraft draft, SmtpEnvelope envelope, CancellationToken cancel)
    {
        try
        {
            QueuedMessage message = queue.Commit(draft, envelope);
            channel.Note($"queued as {message.Id}");
            await runner.AcceptAsync(message, cancel);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await Say(452, "4.3.1", "The message cannot be stored; try again later");
            return;
        }
        Reply(250, "2.0.0", "Message accepted for delivery");
    }

    /// <summary>RFC 5321 4.4: who gave it to whom, how and when. Who is to have it is named only when that tells nobody of others.</summary>
    string TraceLine(string id)
    {
        string address = ClientAddress is { } ip ? ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{ip}]" : $"[{ip}]" : "[unknown]";
        string recipient = _envelope!.Recipients is [var only] ? $"\r\n\tfor <{only.Address}>" : "";
        return $"Received: from {_hello ?? address} ({address})\r\n\tby {context.HostName} (Analyzer) with {Protocol} id {id}{recipient};\r\n\t{Now}\r\n";
    }

    /// <summary>For texts that people type without any header: what a mail must have at least (RFC 5322 3.6).</summary>
    string MissingHeader(string id) => $"Date: {Now}\r\nFrom: {(_envelope!.Sender.Length == 0 ? "postmaster@" + context.HostName : _envelope.Sender)}\r\nMessage-Id: <{id}@{context.HostName}>\r\n";

    string Now => MailDate.Format(context.Clock.GetLocalNow());

    /// <summary>RFC 3848, RFC 6531 4.3.</summary>
    string Protocol => (_envelope!.IsUtf8 ? "UTF8" : _isExtended && !isLocal ? "E" : "") + (isLocal ? "LMTP" : "SMTP") + (channel.Tls is null ? "" : "S") + (_account is null ? "" : "A");
}
