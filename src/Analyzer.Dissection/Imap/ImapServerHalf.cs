using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// What the server says: untagged data at any time, tagged answers in any order, requests to go on. Message data is told by what the
/// response itself says of it, never by what was asked for.
/// </summary>
internal sealed class ImapServerHalf(ImapState state, CommandOutcome outcome, ImapClientHalf client, Func<Direction, bool> mayWait)
{
    enum Place
    {
        Response,
        Continued,
        Literal,
        Lost,
    }

    readonly LiteralReader _literal = new();
    readonly UntaggedData _data = new(state);
    readonly Salvage _salvage = new(state);
    Place _place = state.IsGuessed ? Place.Lost : Place.Response;
    ILiteralSink? _sink;
    bool _isWaiting, _isTired;
    long _clientLines;

    /// <summary>Takes a line, or what is there of a literal; false when it can not.</summary>
    public bool Step(ref StreamCursor cursor)
    {
        if (_place == Place.Literal) return ReadLiteral(ref cursor);
        if (cursor.IsAtGap)
        {
            long missing = cursor.TakeGap();
            Lose($"{missing} bytes of what the server said are not in the capture", missing, cursor.Packet);
            return true;
        }
        if (_place is Place.Response or Place.Lost && !state.Context.Session.Compressed && OpaqueBytes.IsTls(cursor) is { } isTls)
        {
            if (!isTls || state.Security.OnTls(Direction.FromServer, cursor.Packet)) return false;
        }
        if (_place == Place.Lost && !cursor.IsMidLine && TryPassOver(ref cursor, out bool moved)) return moved;
        if (!ImapLine.TryRead(ref cursor, out ImapLine line)) return false;
        if (_place == Place.Lost)
        {
            // Only behind an over-long line: else what is no response was passed over.
            if (!LooksLikeResponse(line.Text))
            {
                cursor.Skip(line.Length);
                return true;
            }
            _salvage.End();
        }
        if (line.Length > 0 && _place == Place.Response && WaitsForClient(line, cursor.Unread.Length)) return false;
        OnLine(ref cursor, line);
        return true;
    }

    bool LooksLikeResponse(ReadOnlySpan<byte> line) => ImapSyntax.LooksLikeResponse(line, state.Pending, client.Waits);

    // True: what is next is not there whole, or no response.
    bool TryPassOver(ref StreamCursor cursor, out bool moved)
    {
        ReadOnlySpan<byte> unread = cursor.Unread;
        int end = unread.IndexOf((byte)'\n');
        if (end < 0)
        {
            moved = unread.Length > TextLimits.MaxLine || (unread.Length > 0 && (cursor.HasEnded || cursor.IsCutByGap));
            if (moved && LooksLikeResponse(unread)) return false;
            if (moved) _salvage.Take(ref cursor, unread.Length);
            return true;
        }
        moved = true;
        ReadOnlySpan<byte> line = end > 0 && unread[end - 1] == '\r' ? unread[..(end - 1)] : unread[..end];
        if (LooksLikeResponse(line)) return false;
        _salvage.TakeLine(ref cursor, line, end + 1);
        return true;
    }

    // An answer that was captured before its command (packets change places) waits until the client's half has taken one more line.
    bool WaitsForClient(in ImapLine read, int waiting)
    {
        ReadOnlySpan<byte> line = read.Text;
        bool wasWaiting = _isWaiting;
        _isWaiting = false;
        _isTired |= waiting > ImapLimits.Reordered;
        if (line.IsEmpty || client.Waits || _isTired || !mayWait(Direction.FromServer)) return false;
        // Behind lost commands, only what the client has not come up to: else it answers one of those.
        if (client.HasLost && (client.Lines == 0 || new Moment(read.Time, read.Packet).IsBefore(client.Last))) return false;
        // Message data that nobody has asked for answer a command that is still to come.
        bool isNeeded = line[0] == '*' ? !client.HasLost || !IsFetch(line) || state.Pending.Oldest is not null : line[0] == '+' ? state.Pending.Idle is not null : state.Pending.Find(ImapSyntax.FirstWord(line)) is not null;
        if (isNeeded || (wasWaiting && client.Lines != _clientLines)) return false;
        _clientLines = client.Lines;
        return _isWaiting = true;
    }

    static bool IsFetch(ReadOnlySpan<byte> line) => line[^1] == '}' && line.IndexOf(" FETCH ("u8) > 0;

    void OnLine(ref StreamCursor cursor, in ImapLine line)
    {
        state.ResponseTime = line.Time;
        state.IsServerLost = false;
        state.HasServerSpoken = true;
        if (_place == Place.Continued) _data.Continue(line);
        else if (line.Text.StartsWith("* "u8)) OnUntagged(line);
        else OnOther(line);
        TakeLine(ref cursor, line);
        if (!line.IsWhole)
        {
            OnCut(line);
            return;
        }
        if (_data.Announced is { } header)
        {
            _sink = _data.BeginLiteral(line.Time);
            _literal.Begin(header.Size, _sink);
            _place = Place.Literal;
            return;
        }
        if (_place == Place.Continued || _data.IsOpen) EndData(line.Packet);
    }

    void OnUntagged(in ImapLine line)
    {
        state.Security.OnPlainLine(line.Packet);
        _place = Place.Response;
        _data.Begin(line);
    }

    void OnOther(in ImapLine line)
    {
        bool wasLost = _place == Place.Lost;
        _place = Place.Response;
        if (line.Text.IsEmpty) return;
        state.Security.OnPlainLine(line.Packet);
        if (line.Text[0] == '+')
        {
            OnContinue(line);
            return;
        }
        ReadOnlySpan<byte> tag = ImapSyntax.FirstWord(line.Text);
        ReadOnlySpan<byte> rest = line.Text[Math.Min(tag.Length + 1, line.Text.Length)..];
        if (StatusResponse.TryParse(rest, out StatusResponse status)) OnTagged(line, tag, rest, status);
        else if (!wasLost && line.IsWhole) Lose("a line of the server is no response", 0, line.Packet);
    }

    void OnContinue(in ImapLine line)
    {
        ReadOnlySpan<byte> text = line.Text[1..].TrimStart((byte)' ');
        if (client.OnContinue(text) || state.Pending.Oldest is null) return;
        ImapCommand owner = state.Pending.Idle ?? state.Pending.Oldest;
        owner.AddReply(owner.ShowsReplies ? WireText.Decode(line.Text) : null, line.Time, line.Packet);
    }

    void OnTagged(in ImapLine line, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> rest, in StatusResponse status)
    {
        if (state.Pending.Find(tag) is not { } command)
        {
            Exchange stray = state.Context.Unsolicited(state.Phase.Name(), line.Time, line.Packet, WireText.Decode(tag));
            stray.Answer(status.Result, WireText.Decode(rest[Math.Min(rest.Length, status.Result.Length + 1)..]), line.Time, line.Packet);
            state.Context.Complete(stray);
            return;
        }
        while (state.Pending.Oldest is { AnswerMayBeLost: true, IsSent: true } older && older != command) outcome.OnUnanswered(older, isAssumed: true);
        client.OnAnswer(command, status.IsOk);
        if (command.IsSent) outcome.OnAnswered(command, status, rest, line.Time, line.Packet);
        else command.Early ??= new EarlyAnswer(rest.ToArray(), line.Time, line.Packet);
        client.OnAnswered(command);
    }

    // Takes a line, and the message data that stands in quotes in it.
    void TakeLine(ref StreamCursor cursor, in ImapLine line)
    {
        int at = 0;
        if (_data.Quoted is { Count: > 0 } all)
        {
            foreach (QuotedData quoted in all)
            {
                if (line.Length == 0) break;
                cursor.Skip(quoted.Start - at);
                at = quoted.Start;
                TakeQuoted(ref cursor, ref at, quoted);
            }
            all.Clear();
        }
        cursor.Skip(line.Length - at);
    }

    static void TakeQuoted(ref StreamCursor cursor, ref int at, in QuotedData quoted)
    {
        int end = quoted.Start + quoted.Length;
        while (at < end)
        {
            int escape = cursor.Unread[..(end - at)].IndexOf((byte)'\\');
            int plain = escape < 0 ? end - at : escape;
            cursor.Take(plain, quoted.Piece);
            at += plain;
            if (escape < 0) break;
            cursor.Skip(1);
            int escaped = Math.Min(1, end - at - 1);
            cursor.Take(escaped, quoted.Piece);
            at += 1 + escaped;
        }
        quoted.Piece.End(true);
    }

    bool ReadLiteral(ref StreamCursor cursor)
    {
        LiteralProgress progress = _literal.Read(ref cursor);
        if (progress is LiteralProgress.Waits or LiteralProgress.Moved) return progress == LiteralProgress.Moved;
        _data.EndLiteral(_sink is null ? _literal.Text : default);
        _place = Place.Continued;
        if (progress == LiteralProgress.Lost) Lose("a gap in the server's data reaches beyond a literal", 0, cursor.Packet);
        return true;
    }

    void EndData(long packet)
    {
        bool isSound = _data.End();
        _place = Place.Response;
        if (!isSound) Lose("a FETCH response does not close as it should: a size in it may be wrong", 0, packet);
    }

    void OnCut(in ImapLine line)
    {
        if (line.Text.Length >= TextLimits.MaxLine)
        {
            state.Context.Finding(Severity.Warning, "imap-line-too-long", $"a line of the server has more than {TextLimits.MaxLine} bytes; the rest of it is left out", line.Packet, line.Offset);
        }
        if (_data.IsOpen) _data.Break();
        _place = Place.Lost;
        state.IsServerLost = true;
    }

    void Lose(string why, long missing, long packet)
    {
        _salvage.Begin(why, missing, packet);
        if (_data.IsOpen) _data.Break();
        state.LoseServer();
        client.OnServerGap();
        _place = Place.Lost;
        state.IsServerLost = true;
    }

    /// <summary>No more will come.</summary>
    public void Close()
    {
        if (_place == Place.Literal) _literal.Abandon();
        if (_data.IsOpen) _data.Break();
        _salvage.End();
    }
}
