using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Pop3;

/// <summary>Where commands or replies are lost: how the two sides are brought back in step.</summary>
internal sealed partial class Pop3Dissector
{
    /// <summary>Commands that are looked through for the one that a size belongs to.</summary>
    const int MaxLeft = 16;

    bool _areRepliesLost;
    // The client does not wait for replies before it goes on.
    bool _pipelines;

    // Behind lost replies: a client that waits for each has given a command only after all before it were answered, and its first one
    // after the greeting. Commands of one packet were not waited with. The clock tells, where packets were captured out of order.
    void LeaveUnanswered(Moment reply)
    {
        if (!_areRepliesLost) return;
        _areRepliesLost = false;
        if (_pending.TryPeek(out Pop3Command? first) && first.Sent.IsBefore(reply)) _isGreetingDue = false;
        while (!_pipelines && _pending.Count > 1 && _pending.ElementAt(1).Sent is var next && next.IsBefore(reply) && _pending.Peek().Sent.IsBefore(next))
        {
            LeaveUnanswered(_pending.Dequeue());
        }
    }

    void LeaveUnanswered(Pop3Command answered)
    {
        // That the client has waited for it, or a size, tells which one is next.
        _isOutOfStep = false;
        Conclude(answered);
        if (answered.Verb is "AUTH" or "STLS") _client = ClientReading.Commands;
        if (answered.Verb is "PASS" or "APOP" or "AUTH") _phase = Transaction;
    }

    // Behind a hole, the size that a reply announces may tell that it is of a later message than the next one.
    void LeaveOtherSizes(string code, string text)
    {
        if (!_hasHoles || code != "+OK" || Pop3Command.NumberAt(text, 0) is not { } size) return;
        if (!_pending.TryPeek(out Pop3Command? first) || SizeOf(first) is not { } expected || expected == size) return;
        if (!_pending.Take(MaxLeft).Any(one => SizeOf(one) == size)) return;
        while (SizeOf(_pending.Peek()) != size) LeaveUnanswered(_pending.Dequeue());
    }

    // Behind a hole, lines where there should be none tell that the reply is to a later command that has them.
    void LeaveOtherForms(string code, in Line line, ReadOnlySpan<byte> next)
    {
        bool hasLines = code == "+OK" && !next.IsEmpty && !Pop3Greeting.IsStatus(next);
        if (!_hasHoles || !hasLines || !_pending.TryPeek(out Pop3Command? first) || first.IsMultiLine || !IsKnown(first.Verb)) return;
        Moment reply = Moment.Of(line);
        bool isMessage = LooksLikeHeader(next);
        if (_pending.Take(MaxLeft).FirstOrDefault(one => one.IsMultiLine && one.GetsMessage == isMessage && one.Sent.IsBefore(reply)) is not { } found) return;
        while (_pending.Peek() != found) LeaveUnanswered(_pending.Dequeue());
    }

    long? SizeOf(Pop3Command command) => command is { Verb: "RETR", Number: { } number } ? _maildrop.SizeOf(number) : null;

    // Behind a hole it takes the line behind a reply to tell whether that begins a message.
    bool MustSeeMore(in StreamCursor server)
    {
        if (!_hasHoles || _isGreetingDue || !_pending.TryPeek(out Pop3Command? first) || !first.GetsMessage) return false;
        int end = server.Unread.IndexOf((byte)'\n');
        return end is >= 0 and < MaxStatusLine && server.Unread.Length < end + MaxStatusLine && !server.Unread[(end + 1)..].Contains((byte)'\n')
            && !server.IsCutByGap && _context.MayWait(Direction.FromServer);
    }

    void Conclude(Pop3Command unanswered)
    {
        Enter(unanswered);
        TellPassword(unanswered, null);
        _context.Complete(unanswered.Exchange);
    }

    // A reply from before the command; or one with another reply where the message that was asked for should stand, or with lines where
    // there should be none.
    bool IsToLostCommand(string code, in Line line, ReadOnlySpan<byte> next)
    {
        if (!_hasHoles || !_pending.TryPeek(out Pop3Command? first)) return false;
        bool isOfOther = code == "+OK" && (first.IsMultiLine ? first.GetsMessage && Pop3Greeting.IsStatus(next) : !next.IsEmpty && !Pop3Greeting.IsStatus(next));
        // The rest of a line that has lost its beginning may be a command, or a piece of one.
        bool isPiece = !IsKnown(first.Verb);
        if (isOfOther && (!first.FollowsLost || isPiece)) _areRepliesLost = _isOutOfStep = true;
        if (isOfOther && first.FollowsLost && isPiece) Conclude(_pending.Dequeue());
        return isOfOther || (first.FollowsLost && Moment.Of(line).IsBefore(first.Sent));
    }

    // A reply to a command that is not in the capture. Whether it has more lines can only be told by what follows.
    void OnUnasked(string code, string text, in Line line, ref StreamCursor server)
    {
        Exchange exchange = _context.Unsolicited(_phase, line.Time, line.Packet);
        exchange.Answer(code, text, line.Time, line.Packet);
        ReadOnlySpan<byte> next = server.Unread;
        bool hasMore = code == "+OK" && !next.IsEmpty && next[0] is not ((byte)'+' or (byte)'-');
        if (!hasMore)
        {
            _context.Complete(exchange);
            return;
        }
        _context.Finding(Severity.Warning, "one-direction", "the command behind this reply is not in the capture: that it is a message, or a list, is told by its look", line.Packet, line.Offset);
        _announced = Pop3Command.NumberAt(text, 0);
        bool isMessage = LooksLikeHeader(next);
        _current = new Pop3Command { Exchange = exchange, Time = line.Time };
        _reading = isMessage ? ServerReading.Message : ServerReading.Lines;
        if (!isMessage) return;
        _body = new DotTerminatedBody();
        // RETR's reply has a size, by custom; TOP's has none, and is only a part of the message.
        OpenMessage("RETR", line.Time, _announced is null ? "unknown" : null, null);
    }

    static bool LooksLikeHeader(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        int colon = line.IndexOf((byte)':');
        return colon > 0 && !line[..colon].ContainsAny((byte)' ', (byte)'\t');
    }

    // Behind a hole, or at the start of a capture that began too late: a reply, or the middle of something.
    bool SeekStatus(ref StreamCursor server)
    {
        if (server.IsAtGap)
        {
            _lost += server.TakeGap();
            _areRepliesLost = true;
            return true;
        }
        ReadOnlySpan<byte> text = server.Unread;
        if (text.Length < 4 && !server.HasEnded) return false;
        if (text.IsEmpty) return false;
        if (Pop3Greeting.IsStatus(text))
        {
            _lost = 0;
            _isUncertain = true;
            _reading = ServerReading.Status;
            return true;
        }
        if (_lost > 0 && TakeRetrieval(new Moment(server.Time, server.Packet)) is { } command)
        {
            BeginInHole(command, server.Time);
            return true;
        }
        if (server.Offset == 0 && _context.Session.Midstream)
        {
            _message = _context.BeginMessage("RETR", MessageDirection.Received, server.Time, Transform.DotStuffed);
            _message.IsCutAtStart = true;
            _body.Lose();
            _hasGapInMessage = true;
            _reading = ServerReading.Message;
            return true;
        }
        _lost = 0;
        return server.TryReadLine(out _);
    }

    // The command whose reply may have begun in the hole; the replies to those before it are lost then.
    Pop3Command? TakeRetrieval(Moment behind)
    {
        if (!_pending.Any(one => one.GetsMessage)) return null;
        LeaveUnanswered(behind);
        while (_pending.TryDequeue(out Pop3Command? command))
        {
            if (command.GetsMessage)
            {
                Enter(command);
                return command;
            }
            Conclude(command);
        }
        return null;
    }

    void BeginInHole(Pop3Command command, Timestamp time)
    {
        _current = command;
        BeginLines(command, "", time);
        _message!.IsCutAtStart = _hasGapInMessage = _isStatusLost = true;
    }

    // Whether it need not be what was asked for: LIST has told another size, and what is lost may have brought replies out of step.
    bool IsAnother(MessageBuilder message)
    {
        if (_announced is not { } announced || announced == message.Size) return false;
        bool isDoubtful = _hasHoles && _isSizeListed && !_areSizesWrong;
        _areSizesWrong |= !_hasHoles;
        string doubt = isDoubtful ? "; replies are lost, so this may be another message, or a part of one" : "";
        _context.Finding(isDoubtful ? Severity.Warning : Severity.Info, "size-differs", $"the server announced {announced} octets and sent {message.Size}{doubt}", _current?.Exchange.Packet);
        return isDoubtful;
    }
}
