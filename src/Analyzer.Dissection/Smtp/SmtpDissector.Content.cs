using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>The client's half: what is no command line.</summary>
internal sealed partial class SmtpDissector
{
    SmtpMessage? _message;
    Exchange? _dataExchange;
    DotTerminatedBody _body = new();
    bool _isBodyDamaged;
    long _bodyGap;
    Moment? _bodySeen;
    bool _endsAtLooseEnd;

    SmtpMessage? _chunks;
    PendingReply? _chunk;
    long _octetsToCome;

    MessageDirection Sending => _isTurned ? MessageDirection.Received : MessageDirection.Sent;

    /// <summary>A message begins.</summary>
    /// <param name="exchange">DATA's; null when nothing of it is known.</param>
    /// <param name="isCut">Its beginning may be missing.</param>
    /// <param name="since">When the client was let, or else when it asked; null when that is not known.</param>
    void BeginBody(Exchange? exchange, bool isCut, Moment? since)
    {
        AbandonChunks()?.Tell(_transaction.ToEnvelope(), false);
        _message = new SmtpMessage(_context, "DATA", Sending, Transform.DotStuffed) { IsCutAtStart = isCut };
        _dataExchange = exchange;
        _body = new DotTerminatedBody();
        if (isCut) _body.Lose();
        _isBodyDamaged = isCut;
        _bodySeen = since;
        _endsAtLooseEnd = false;
        _overdue = null;
        _reading = Reading.Body;
    }

    bool ReadBody(ref StreamCursor client)
    {
        if (_endsAtLooseEnd) return EndAtLooseEnd(ref client);
        if (client.IsAtGap)
        {
            _bodyGap += client.TakeGap();
            _body.Lose();
            _isBodyDamaged = true;
            return true;
        }
        if (client.Unread.IsEmpty)
        {
            if (client.HasEnded) EndBody(false, new Moment(client.Time, client.Packet));
            return client.HasEnded;
        }
        if (WasNoMessage(ref client)) return true;
        int before = client.Unread.Length;
        Moment now = new(client.Time, client.Packet);
        if (_isBodyDamaged && _held is { } reply && IsVerdict(reply) && Moment.Of(reply).IsBefore(now))
        {
            EndLostBody(reply);
            return true;
        }
        if (AwaitsReplyBehindHole(ref client)) return false;
        if (_endsInHole)
        {
            EndBodyInHole(now);
            return true;
        }
        _bodySeen = now;
        TellBodyGap(client.Time, 0);
        switch (_body.Take(ref client, _message!.Open(client.Time)))
        {
            case BodyStep.Ended:
                EndBody(true, now);
                return true;
            case BodyStep.PassedLooseEnd:
                TellLooseEnd(client.Unread, client.Offset);
                return true;
            default:
                return client.Unread.Length != before;
        }
    }

    /// <summary>
    /// A command was there before the server let this message begin: so it had refused, and let another one begin. Replies and
    /// commands are out of step, as after a loss.
    /// </summary>
    bool WasNoMessage(ref StreamCursor client)
    {
        if (_message!.HasBegun || _bodySeen is not { } since || !new Moment(client.Time, client.Packet).IsBefore(since)) return false;
        if (!SmtpCommand.IsLikely(FirstLine(client.Unread))) return false;
        _context.Finding(Severity.Warning, "out-of-step", "replies and commands do not fit together: this message was refused", client.Packet, client.Offset);
        if (_dataExchange is not null) _context.Complete(_dataExchange);
        _pending.HasLostReplies = true;
        _reading = Reading.Commands;
        return true;
    }

    /// <summary>Whether a reply that nothing waits for may be the verdict on this message: it came after what is seen of it.</summary>
    bool IsVerdict(in ReplyLine reply) =>
        (reply.IsPositive || reply.IsNegative) && _bodySeen is { } seen && !Moment.Of(reply).IsBefore(seen);

    /// <summary>A gap is told when it is known what follows it: of a gap that holds the end, the dot line is no part of the message.</summary>
    void TellBodyGap(Timestamp time, int endInside)
    {
        if (_bodyGap == 0) return;
        _message!.Open(time).Gap(Math.Max(0, _bodyGap - endInside));
        _bodyGap = 0;
    }

    /// <summary>
    /// No more of this message will come. RFC 5321 section 4.1.1.4: the dot line is answered as a command is.
    /// </summary>
    void EndBody(bool isWhole, Moment end)
    {
        TellBodyGap(end.Time, 0);
        _message!.End(isWhole);
        TellLineEnds(end.Packet);
        _reading = Reading.Commands;
        Await(new PendingReply(SmtpVerb.EndOfData)
        {
            Exchange = _dataExchange,
            Sent = end,
            Message = _message,
            EndsMessage = true,
            LooseEnds = _body.LooseEnds,
        });
        _message = null;
        _dataExchange = null;
    }

    bool EndAtLooseEnd(ref StreamCursor client)
    {
        _message!.Open(client.Time);
        _context.Finding(Severity.Warning, "nonstandard-end-of-data", "the message ends with a dot line whose line ends are not both CR LF; the server took it", client.Packet, client.Offset);
        Moment end = new(client.Time, client.Packet);
        client.Skip(_body.HeldLooseEnd);
        EndBody(true, end);
        return true;
    }

    void TellLooseEnd(ReadOnlySpan<byte> behind, long offset)
    {
        int end = behind.IndexOf((byte)'\n');
        bool hidesCommand = SmtpCommand.IsUnmistakable(end < 0 ? behind : behind[..end]);
        _context.Finding(
            hidesCommand ? Severity.Error : Severity.Warning,
            "smtp-smuggling",
            hidesCommand
                ? "inside the message stands a dot line whose line ends are not both CR LF, and a command behind it: a lax server would run it"
                : "inside the message stands a dot line whose line ends are not both CR LF: a lax server would end the message there",
            offset: offset);
    }

    void TellLineEnds(long packet)
    {
        if (_body.BareFeeds + _body.BareReturns == 0) return;
        _context.Finding(Severity.Info, "bare-line-ends", $"the message has {_body.BareFeeds} LF without CR and {_body.BareReturns} CR without LF", packet);
    }

    /// <summary>BDAT: its octets follow whatever the server says to it, and the reply is one to them (RFC 3030 section 2).</summary>
    void BeginChunk(Exchange exchange, BdatArgument chunk, Moment sent)
    {
        _chunks ??= new SmtpMessage(_context, "BDAT", Sending, Transform.None) { IsCutAtStart = _mayLackChunks };
        _chunk = new PendingReply(SmtpVerb.Bdat) { Exchange = exchange, Sent = sent, Message = _chunks, EndsMessage = chunk.IsLast };
        _octetsToCome = chunk.Size;
        _reading = Reading.Chunk;
    }

    bool ReadChunk(ref StreamCursor client)
    {
        if (_octetsToCome == 0 || client.IsAtEnd)
        {
            EndChunk(client.Time);
            return true;
        }
        if (client.IsAtGap)
        {
            LoseChunk(client.Time, client.TakeGap(), client.Offset);
            return true;
        }
        int count = (int)Math.Min(client.Unread.Length, _octetsToCome);
        if (count == 0) return false;
        client.Take(count, _chunks!.Open(client.Time));
        _octetsToCome -= count;
        return true;
    }

    void LoseChunk(Timestamp time, long missing, long offset)
    {
        long inside = Math.Min(missing, _octetsToCome);
        _chunks!.Open(time).Gap(inside);
        _octetsToCome -= inside;
        if (missing == inside) return;
        EndChunk(time);
        LoseCommands(missing - inside, offset);
    }

    void EndChunk(Timestamp time)
    {
        PendingReply chunk = _chunk!;
        if (chunk.EndsMessage)
        {
            _chunks!.Open(time);
            _chunks.End(_octetsToCome == 0);
            _chunks = null;
        }
        _reading = Reading.Commands;
        Await(chunk);
    }

    static bool BreaksOffChunks(SmtpVerb verb) =>
        verb is SmtpVerb.Rset or SmtpVerb.Mail or SmtpVerb.Helo or SmtpVerb.Ehlo or SmtpVerb.Lhlo or SmtpVerb.Quit;

    /// <summary>A message in chunks whose last chunk will not come; null when there is none.</summary>
    SmtpMessage? AbandonChunks()
    {
        SmtpMessage? abandoned = _chunks;
        abandoned?.End(false);
        _chunks = null;
        return abandoned;
    }

    /// <summary>BURL (RFC 4468): its part of the message comes from an IMAP server. True: it is the last one.</summary>
    bool OnBurl(ReadOnlySpan<byte> argument, long packet)
    {
        _context.Finding(Severity.Info, "message-from-elsewhere", "BURL: a part of the message comes from an IMAP server and is not on this connection", packet);
        if (_chunks is not null) _chunks.LacksParts = true;
        return argument.Length > 5 && SmtpCommand.StartsWith(argument[^5..], " LAST"u8);
    }

    // "XEXCH50 2336 2": the first number counts the octets.
    static long BlobSize(ReadOnlySpan<byte> argument)
    {
        int end = argument.IndexOf((byte)' ');
        return BdatArgument.TryParse(end < 0 ? argument : argument[..end], out BdatArgument blob) ? blob.Size : 0;
    }

    void BeginBlob(PendingReply command)
    {
        _dataExchange = command.Exchange;
        _octetsToCome = command.BlobSize;
        _reading = Reading.Blob;
    }

    bool ReadBlob(ref StreamCursor client)
    {
        if (_octetsToCome == 0 || client.IsAtEnd)
        {
            EndBlob(new Moment(client.Time, client.Packet));
            return true;
        }
        if (client.IsAtGap)
        {
            LoseBlob(new Moment(client.Time, client.Packet), client.TakeGap(), client.Offset);
            return true;
        }
        int count = (int)Math.Min(client.Unread.Length, _octetsToCome);
        client.Skip(count);
        _octetsToCome -= count;
        return count > 0;
    }

    void LoseBlob(Moment now, long missing, long offset)
    {
        long inside = Math.Min(missing, _octetsToCome);
        _octetsToCome -= inside;
        if (missing == inside) return;
        EndBlob(now);
        LoseCommands(missing - inside, offset);
    }

    void EndBlob(Moment end)
    {
        _reading = Reading.Commands;
        Await(new PendingReply(SmtpVerb.Other) { Exchange = _dataExchange, Sent = end });
        _dataExchange = null;
    }
}
