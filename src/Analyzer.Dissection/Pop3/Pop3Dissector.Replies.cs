using System.Globalization;
using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Pop3;

/// <summary>The server's half: status lines, lists and messages.</summary>
internal sealed partial class Pop3Dissector
{
    const int DotLineLength = 3;

    /// <summary>RFC 2449 section 4: a reply's first line has at most 512 octets, its line end counted.</summary>
    const int MaxStatusLine = 512;

    Pop3Command? _current;
    MessageBuilder? _message;
    DotTerminatedBody _body = new();
    long? _announced;
    bool _hasGapInMessage;
    bool _isUncertain;
    bool _isOutOfStep;
    bool _isStatusLost;
    // The announced size is from LIST; and LIST's sizes have been wrong before.
    bool _isSizeListed, _areSizesWrong;
    long _lost;

    bool ReadStatus(ref StreamCursor server)
    {
        if (!server.IsAtGap && TlsRecord.Begins(server.Unread) == true && BeginTls(Direction.FromServer, server.Packet, server.Offset)) return false;
        bool isExpected = _isGreetingDue || _pending.Count > 0 || _upgrade.IsAgreed;
        if (!isExpected && !_hasLostStart && _context.MayWait(Direction.FromServer)) return false;
        if (server.IsAtGap)
        {
            _lost = server.TakeGap();
            _hasHoles = _areRepliesLost = true;
            _reading = ServerReading.Unknown;
            return true;
        }
        if (MustSeeMore(server) || !server.TryReadLine(out Line line)) return false;
        _upgrade.OnServerLine(line.Packet, line.Offset);
        if (_isGreetingDue || Pop3Greeting.IsStatus(line.Text)) OnStatus(line, ref server);
        else OnStray(line);
        return true;
    }

    // No reply begins like this: the two sides are out of step.
    void OnStray(in Line line)
    {
        // What came before the command that is next was of others.
        bool isEarly = _pending.TryPeek(out Pop3Command? first) && Moment.Of(line).IsBefore(first.Sent);
        _isUncertain = _isOutOfStep = !isEarly;
        if (line.Text.IsEmpty) return;
        _context.Finding(Severity.Warning, "malformed-reply", "the server sent a line that is no reply", line.Packet, line.Offset);
    }

    void OnStatus(in Line line, ref StreamCursor server)
    {
        LeaveUnanswered(Moment.Of(line));
        (string code, string text) = Pop3Greeting.IsStatus(line.Text) ? Pop3Greeting.Split(line.Text) : ("", WireText.Decode(line.Text));
        if (_isGreetingDue)
        {
            OnGreeting(code, text, line);
            return;
        }
        LeaveOtherSizes(code, text);
        LeaveOtherForms(code, line, server.Unread);
        if (IsToLostCommand(code, line, server.Unread) || !_pending.TryDequeue(out Pop3Command? command))
        {
            OnUnasked(code, text, line, ref server);
            return;
        }
        Enter(command);
        _pipelines |= !_hasHoles && _pending.TryPeek(out Pop3Command? next) && next.Sent.IsBefore(Moment.Of(line));
        command.Exchange.Answer(code.Length == 0 ? null : code, text, line.Time, line.Packet);
        if (code == "+" && _sasl is not null)
        {
            _sasl.Challenge(text);
            _client = ClientReading.SaslResponse;
            _context.Complete(command.Exchange);
            return;
        }
        if (code == "+OK" && command.IsMultiLine && !command.IsSaslResponse)
        {
            _current = command;
            BeginLines(command, text, line.Time);
            // What looked like the reply may have been a line of a message that began in a hole; or, where the capture begins in the middle,
            // the reply to a command before its own.
            bool isOthers = _context.Session.Midstream && Moment.Of(line).IsBefore(command.Sent);
            if (_message is not null && (_isUncertain || _hasHoles || isOthers)) _message.IsCutAtStart = _isOutOfStep || !LooksLikeHeader(server.Unread);
            _isUncertain = _isOutOfStep;
            return;
        }
        OnReply(command, code == "+OK", text);
        _context.Complete(command.Exchange);
    }

    void OnGreeting(string code, string text, in Line line)
    {
        _isGreetingDue = false;
        Exchange greeting = _context.Unsolicited(_phase, line.Time, line.Packet);
        greeting.Answer(code, text, line.Time, line.Packet);
        _context.Complete(greeting);
        _timeStamp = Pop3Greeting.TimeStampOf(text);
        if (_timeStamp is not null) _context.Session.ServerName = Pop3Greeting.HostOf(_timeStamp);
        if (text.Length > 0) _context.Session.ServerSoftware = text;
    }

    void BeginLines(Pop3Command command, string text, Timestamp time)
    {
        _body = new DotTerminatedBody();
        _hasGapInMessage = false;
        _reading = command.GetsMessage ? ServerReading.Message : ServerReading.Lines;
        if (!command.GetsMessage) return;
        long? told = command.Verb == "RETR" ? Pop3Command.NumberAt(text, 0) : null;
        _announced = told ?? SizeOf(command);
        _isSizeListed = told is null;
        string? part = command.Verb == "TOP" ? string.Create(CultureInfo.InvariantCulture, $"TOP {command.Lines ?? 0}") : null;
        OpenMessage(command.Verb, time, part, command.Number);
    }

    void OpenMessage(string via, Timestamp time, string? part, long? number)
    {
        _message = _context.BeginMessage(via, MessageDirection.Received, time, Transform.DotStuffed);
        _message.Part = part;
        _message.Number = number;
        if (number is { } known) _message.Uidl = _maildrop.IdOf(known);
    }

    bool ReadLines(ref StreamCursor server)
    {
        if (server.IsAtGap)
        {
            server.TakeGap();
            _hasGapInMessage = _hasHoles = _areRepliesLost = true;
            return true;
        }
        if (!server.TryReadLine(out Line line)) return false;
        ReadOnlySpan<byte> text = line.Text;
        if (_hasGapInMessage && _pending.Count > 0 && Pop3Greeting.IsStatus(text))
        {
            // The list's end was in the hole; this answers the next command.
            EndLines();
            OnStatus(line, ref server);
            return true;
        }
        if (text.SequenceEqual("."u8))
        {
            EndLines();
            return true;
        }
        if (text.StartsWith("."u8)) text = text[1..];
        OnListed(_current!, WireText.Decode(text), line);
        return true;
    }

    void EndLines()
    {
        _context.Complete(_current!.Exchange);
        (_current, _reading) = (null, ServerReading.Status);
    }

    void OnListed(Pop3Command command, string text, in Line line)
    {
        command.Exchange.Answer(null, text, line.Time, line.Packet);
        switch (command.Exchange.Command)
        {
            case "UIDL":
                _maildrop.ReadId(text);
                break;
            case "LIST":
                _maildrop.ReadSize(text);
                break;
            case "CAPA" when text.Trim().Equals("STLS", StringComparison.OrdinalIgnoreCase) && _context.Session.Tls == TlsState.None:
                _context.Session.Tls = TlsState.Offered;
                break;
            case "CAPA" when TlsUpgrade.IsOverwritten(text.Trim()):
                _context.TellStripped(line.Packet);
                break;
            case "CAPA" when text.StartsWith("IMPLEMENTATION ", StringComparison.OrdinalIgnoreCase):
                _context.Session.ServerSoftware = text[15..].Trim();
                break;
        }
    }

    bool ReadMessage(ref StreamCursor server)
    {
        if (server.IsAtGap)
        {
            _hasGapInMessage = _hasHoles = _areRepliesLost = true;
            _lost += server.TakeGap();
            return true;
        }
        if (server.Unread.IsEmpty) return false;
        if (_hasGapInMessage && _pending.Count > 0 && EndedInHole(server.Unread))
        {
            EndMessage(isWhole: false);
            return true;
        }
        CountLost(0);
        int before = server.Unread.Length;
        BodyStep step = _body.Take(ref server, _message!);
        if (step == BodyStep.Ended) EndMessage(isWhole: true);
        return step == BodyStep.Ended || server.Unread.Length != before;
    }

    // Whether what follows answers the next command, so that the message's end was lost. Directly behind a hole, the hole's last bytes
    // were the dot line, which is no part of the message.
    bool EndedInHole(ReadOnlySpan<byte> text)
    {
        if (_lost > 0 && Pop3Greeting.IsStatus(text))
        {
            CountLost(DotLineLength);
            return true;
        }
        int line = text.IndexOf((byte)'\n');
        if (_lost > 0 || line < 0 || !Pop3Greeting.IsStatus(text[(line + 1)..])) return false;
        _isUncertain = true;
        return true;
    }

    void CountLost(int notOfMessage)
    {
        if (_lost == 0) return;
        _message!.Gap(Math.Max(0, _lost - notOfMessage));
        _body.Lose();
        _lost = 0;
    }

    // The first hole holds the status line too: how long that was, the announced size tells, if anything.
    void LeaveOutStatus(MessageBuilder message)
    {
        long status = message.Size + message.Missing - (_announced ?? long.MaxValue);
        if (status is > 0 and <= MaxStatusLine) message.ShortenFirstGap(status);
    }

    void EndMessage(bool isWhole)
    {
        if (_message is null) return;
        CountLost(0);
        if (_isStatusLost) LeaveOutStatus(_message);
        _isStatusLost = false;
        bool isAll = isWhole && _message is { Part: null, Missing: 0, IsCutAtStart: false };
        bool mayBeAnother = isAll && IsAnother(_message);
        _message.End(isWhole && !mayBeAnother);
        _message.Accepted = isWhole ? true : null;
        if (isAll && !mayBeAnother && _message.Number is { } number) _maildrop.Retrieve(number);
        _message.Tell();
        _message = null;
        if (_current is not null) _context.Complete(_current.Exchange);
        (_current, _reading) = (null, ServerReading.Status);
    }

    void OnReply(Pop3Command command, bool isPositive, string text)
    {
        switch (command.Verb)
        {
            case "USER" or "PASS" or "APOP":
                TellPassword(command, isPositive);
                break;
            case "AUTH":
                _client = ClientReading.Commands;
                TellLogin(isPositive);
                break;
            case "STLS":
                _client = ClientReading.Commands;
                _upgrade.OnAnswered(isPositive, command.Exchange.ReplyTime, command.Exchange.ReplyPacket);
                if (!isPositive) _context.Session.Tls = TlsState.Refused;
                break;
            case "QUIT":
                _context.Session.SaidGoodbye = true;
                if (command.Exchange.Phase == Update) _wasUpdated = isPositive;
                break;
            case "UIDL" when isPositive:
                _maildrop.ReadId(text);
                break;
            case "LIST" when isPositive:
                _maildrop.ReadSize(text);
                break;
            case "DELE" when isPositive && command.Number is { } number:
                _maildrop.Mark(number);
                break;
            case "RSET" when isPositive:
                _maildrop.Unmark();
                break;
        }
        if (isPositive && (command.Verb is "PASS" or "APOP" or "AUTH")) _phase = Transaction;
    }

    void TellPassword(Pop3Command command, bool? isPositive)
    {
        switch (command.Verb)
        {
            case "USER":
                _user = command.Argument;
                break;
            case "PASS":
                Credential("USER/PASS", _user, command.Argument, isPositive, command.Time, isClear: true, command.Exchange.Packet);
                break;
            case "APOP" when command.Argument.LastIndexOf(' ') is var blank and >= 0:
                string user = command.Argument[..blank], digest = command.Argument[(blank + 1)..];
                Credential("APOP", user, _timeStamp is null ? digest : $"{_timeStamp} {digest}", isPositive, command.Time, isClear: false, command.Exchange.Packet);
                break;
        }
    }
}
