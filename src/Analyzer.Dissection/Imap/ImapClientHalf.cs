using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Dissection.Text.Sasl;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// What the client says: commands, their literals, answers to challenges, DONE. Where the next bytes depend on the server (a literal
/// that waits for its go-ahead, a login, a switch to TLS or compression), it leaves them until the server has spoken.
/// </summary>
internal sealed class ImapClientHalf(ImapState state, CommandOutcome outcome, Func<Direction, bool> mayWait)
{
    enum Place
    {
        Command,
        Continued,
        Literal,
        GoAhead,
        Challenge,
        Response,
        Held,
        Lost,
    }

    const int TellingBytes = 8;

    readonly LiteralReader _literal = new();
    Place _place = state.IsGuessed ? Place.Lost : Place.Command;
    ImapCommand? _command;
    LiteralHeader _header;
    Timestamp _announced;
    ILiteralSink? _sink;
    bool _answerMayBeLost;

    /// <summary>It leaves its bytes until the server has spoken.</summary>
    public bool Waits => _place is Place.GoAhead or Place.Challenge or Place.Held;

    /// <summary>It has lost something, so a command may be missing.</summary>
    public bool HasLost { get; private set; } = state.IsGuessed;

    /// <summary>How many lines it has taken.</summary>
    public long Lines { get; private set; }

    /// <summary>When the last of them was sent.</summary>
    public Moment Last { get; private set; }

    /// <summary>Takes a line, or what is there of a literal; false when it can not.</summary>
    public bool Step(ref StreamCursor cursor)
    {
        if (_place == Place.Literal) return ReadLiteral(ref cursor);
        if (Waits) return TryGoOn(cursor);
        // What is behind a gap tells its place among what the server says.
        if (cursor.IsAtOpenGap) return false;
        if (cursor.IsAtGap)
        {
            OnGap(cursor.TakeGap(), cursor.Packet);
            return true;
        }
        if (_place is Place.Command or Place.Lost && !state.Context.Session.Compressed && OpaqueBytes.IsTls(cursor) is { } isTls)
        {
            if (!isTls || state.Security.OnTls(Direction.FromClient, cursor.Packet)) return false;
        }
        if (!ImapLine.TryRead(ref cursor, out ImapLine line)) return false;
        Lines++;
        Last = new Moment(line.Time, line.Packet);
        OnLine(line);
        cursor.Skip(line.Length);
        return true;
    }

    // The other direction has ended or lost something, or too much waits: goes on with the likely answer.
    bool TryGoOn(in StreamCursor cursor)
    {
        if (cursor.Unread.IsEmpty && !cursor.IsAtGap) return false;
        bool isAlone = !state.HasServerSpoken && cursor.Unread.Length > ImapLimits.Reordered;
        if (!_answerMayBeLost && !state.IsServerLost && !isAlone && mayWait(Direction.FromClient)) return false;
        if (_place != Place.GoAhead && !IsEnoughToTell(cursor)) return false;
        _answerMayBeLost = false;
        if (_place == Place.GoAhead)
        {
            BeginLiteral();
            return true;
        }
        bool isResponse = _place == Place.Challenge && SaslExchange.LooksLikeResponse(FirstLine(cursor.Unread));
        bool isPacked = _place == Place.Held && _command is { Word: "COMPRESS" } && !IsText(FirstLine(cursor.Unread));
        _place = isResponse ? Place.Response : Place.Command;
        if (isPacked) state.BeginCompression();
        return true;
    }

    // A whole line tells text from base64, a few bytes text from DEFLATE.
    bool IsEnoughToTell(in StreamCursor cursor) =>
        cursor.HasEnded || cursor.IsCutByGap || cursor.IsAtGap || cursor.Unread.Length > TextLimits.MaxLine
        || cursor.Unread.Contains((byte)'\n') || (_place == Place.Held && cursor.Unread.Length >= TellingBytes);

    static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        return (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)'\r');
    }

    static bool IsText(ReadOnlySpan<byte> bytes) => !bytes[..Math.Min(bytes.Length, TellingBytes)].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    void BeginLiteral()
    {
        _sink = _command!.OnLiteral(_header, _announced);
        _literal.Begin(_header.Size, _sink);
        _place = Place.Literal;
    }

    bool ReadLiteral(ref StreamCursor cursor)
    {
        LiteralProgress progress = _literal.Read(ref cursor);
        if (progress is LiteralProgress.Waits or LiteralProgress.Moved) return progress == LiteralProgress.Moved;
        ImapCommand command = _command!;
        if (_sink is null && _literal.IsTextDamaged) command.IsCut = true;
        command.OnToken(new ImapToken { Kind = ImapTokenKind.Literal, Text = _sink is null ? _literal.Text : default });
        _place = Place.Continued;
        if (progress == LiteralProgress.Lost) Lose();
        return true;
    }

    void OnLine(in ImapLine line)
    {
        switch (_place)
        {
            case Place.Response:
                _command!.AddLine(line.Text);
                _command.Sasl?.Respond(WireText.Decode(line.Text));
                _place = Place.Challenge;
                break;
            case Place.Continued:
                OnTokens(line, line.Text);
                break;
            case Place.Lost when !ImapSyntax.LooksLikeCommand(line.Text) && !IsDone(line.Text):
                break;
            default:
                _place = Place.Command;
                if (!line.Text.IsEmpty) OnCommandLine(line);
                break;
        }
        if (!line.IsWhole && !Waits) _place = Place.Lost;
    }

    static bool IsDone(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text.TrimEnd((byte)' '), "DONE"u8);

    void OnCommandLine(in ImapLine line)
    {
        state.Security.OnPlainLine(line.Packet);
        if (IsDone(line.Text))
        {
            state.Pending.Idle?.AddLine(line.Text);
            return;
        }
        if (state.Pending.IsFull)
        {
            state.Context.Finding(Severity.Warning, "pending-limit", $"more than {ImapLimits.Pending} commands are in flight; the oldest is taken to be unanswered", line.Packet);
            outcome.OnUnanswered(state.Pending.Oldest!, isAssumed: true);
        }
        if (!ImapSyntax.TrySplitCommand(line.Text, out ReadOnlySpan<byte> tag, out string name, out ReadOnlySpan<byte> arguments))
        {
            state.Context.Finding(Severity.Warning, "imap-no-command", $"a line of {line.Text.Length} bytes from the client is no command", line.Packet, line.Offset);
            Lose();
            return;
        }
        string word = name.StartsWith("UID ", StringComparison.Ordinal) ? name[4..] : name;
        state.InferPhase(word);
        string? tagText = tag.IsEmpty ? null : WireText.Decode(tag);
        Exchange exchange = state.Context.Command(state.Phase.Name(), name, null, line.Time, line.Packet, tagText);
        AppendReader? append = word is "APPEND" or "REPLACE" ? new AppendReader(state, hasMessageNumber: word == "REPLACE") : null;
        _command = new ImapCommand(tagText ?? "", name, word, exchange) { Append = append };
        state.Pending.Add(_command);
        OnTokens(line, arguments);
    }

    // The rest of a command, from its name or from the end of a literal on.
    void OnTokens(in ImapLine line, ReadOnlySpan<byte> text)
    {
        ImapCommand command = _command!;
        command.AddText(text);
        if (!line.IsWhole) command.IsCut = true;
        if (!ImapSyntax.Feed(text, 0, command, out _header) || !line.IsWhole)
        {
            EndCommand(command);
            return;
        }
        _announced = line.Time;
        if (!_header.Waits) BeginLiteral();
        else if (command.IsAnswered) Refuse(command);
        else _place = Place.GoAhead;
    }

    void EndCommand(ImapCommand command)
    {
        outcome.OnSent(command);
        _place = command.Word switch
        {
            _ when command.IsAnswered => Place.Command,
            "AUTHENTICATE" => Place.Challenge,
            "STARTTLS" or "COMPRESS" => Place.Held,
            _ => Place.Command,
        };
    }

    void OnGap(long missing, long packet)
    {
        state.Context.Finding(Severity.Warning, "gap-in-commands", $"{missing} bytes between the client's commands are not in the capture", packet);
        Lose();
    }

    void Lose()
    {
        HasLost = true;
        CutShort();
        _place = Place.Lost;
    }

    void CutShort()
    {
        if (_command is not { IsSent: false } command) return;
        command.IsCut = true;
        outcome.OnSent(command);
    }

    /// <summary>The server says <c>+</c>. False: nobody here waits for it.</summary>
    public bool OnContinue(ReadOnlySpan<byte> text)
    {
        if (_place == Place.GoAhead)
        {
            BeginLiteral();
            return true;
        }
        if (_place != Place.Challenge) return false;
        _command!.Sasl?.Challenge(WireText.Decode(text));
        _place = Place.Response;
        return true;
    }

    /// <summary>
    /// The server is about to be heard on a command. If that one waits with a literal, it is refused, and the octets never come. Only
    /// after them can it succeed: then the go-ahead was lost.
    /// </summary>
    public void OnAnswer(ImapCommand command, bool isOk)
    {
        if (command != _command || _place != Place.GoAhead) return;
        if (isOk) BeginLiteral();
        else Refuse(command);
    }

    void Refuse(ImapCommand command)
    {
        state.Context.Finding(Severity.Info, "imap-literal-refused", $"the server refused a literal of {_header.Size} bytes: they were never sent", command.Exchange.Packet);
        _place = Place.Command;
        outcome.OnSent(command);
    }

    /// <summary>The server has answered a command: what waited for that goes on.</summary>
    public void OnAnswered(ImapCommand command)
    {
        if (command == _command && (Waits || _place == Place.Response)) _place = Place.Command;
        _answerMayBeLost = false;
    }

    /// <summary>Something from the server is missing: what was waited for may have been in it.</summary>
    public void OnServerGap() => _answerMayBeLost = Waits;

    /// <summary>No more will come.</summary>
    public void Close()
    {
        if (_place == Place.Literal) _literal.Abandon();
        CutShort();
    }
}
