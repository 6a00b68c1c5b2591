using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp;

/// <summary>
/// The control connection of FTP (RFC 959 and its extensions): lines of commands one way, replies the other. A command never has to wait for
/// a reply to be read; a reply without a command waits a little, as its command may be captured late.
/// </summary>
sealed class FtpDissector : IDissector
{
    /// <summary>The protocol's entry in the registry.</summary>
    public static readonly Protocol Protocol = new("ftp", [21], FtpGreeting.IsFtp, context => new FtpDissector(context)) { TlsPorts = [990] };

    readonly SessionContext _context;
    readonly FtpDialogue _dialogue;
    readonly FtpReplyReader _reader = new();
    bool _isAfterClientGap, _isAfterServerGap, _isClearAgain;
    long _heldReply = -1;
    int _nonsense;

    /// <summary>A session begins.</summary>
    public FtpDissector(SessionContext context)
    {
        _context = context;
        _dialogue = new FtpDialogue(context);
        _isAfterClientGap = _isAfterServerGap = context.Session.Midstream;
    }

    /// <inheritdoc/>
    public void Advance(ref StreamCursor client, ref StreamCursor server)
    {
        // Line by line in the order of capture: what is understood must not depend on how much came at once.
        var rounds = new Rounds();
        bool isGoing = true;
        while (isGoing)
        {
            rounds.Count(client, server);
            isGoing = client.Packet <= server.Packet
                ? TryReadCommand(ref client) || TryReadReply(ref server)
                : TryReadReply(ref server) || TryReadCommand(ref client);
        }
    }

    bool TryReadCommand(ref StreamCursor client)
    {
        if (client.IsAtGap)
        {
            client.TakeGap();
            _isAfterClientGap = true;
            _dialogue.OnCommandsLost();
            return true;
        }
        if (IsEncrypted(Direction.FromClient, ref client)) return false;
        if (_nonsense >= FtpLimits.MaxNonsense)
        {
            client.Skip(client.Unread.Length);
            return false;
        }
        if (!client.TryReadLine(out Line line)) return false;
        if (FtpCommand.Parse(line) is not { } command) return true;
        bool isTail = _isAfterClientGap && !IsWord(command.Name);
        _isAfterClientGap = false;
        if (isTail) return true; // The rest of a line whose beginning is lost.
        Weigh(command);
        _dialogue.OnCommand(command);
        return true;
    }

    // At the start of a capture even half a word may be all there is of a command; behind a gap it is more likely a piece of a name.
    bool IsWord(string name) =>
        FtpVerb.IsKnown(name) || (_context.Session is { Midstream: true, Commands: 0 } && name.Length is 3 or 4 && name.All(char.IsAsciiLetterUpper));

    void Weigh(FtpCommand command)
    {
        bool isNonsense = !FtpVerb.IsKnown(command.Name) && command.Name.AsSpan().ContainsAnyExceptInRange(' ', '~');
        _nonsense = isNonsense ? _nonsense + 1 : 0;
        if (_nonsense == FtpLimits.MaxNonsense) _context.Finding(Severity.Warning, "not-ftp", "the client's lines make no sense as FTP; the rest of what it sends is passed over", command.Packet);
    }

    // No line begins as a record of TLS does: what does is one, whatever was agreed on before.
    bool IsEncrypted(Direction from, ref StreamCursor cursor)
    {
        // CCC (RFC 4217 section 12.3): what was said meanwhile could not be read.
        if (!_isClearAgain && _context.IsClearAgain(from))
        {
            if (_context.IsOpaque(from)) _dialogue.OnClearAgain();
            _isClearAgain = true;
        }
        bool? begins = _reader.IsOpen || cursor.Unread.IsEmpty ? false : TlsRecord.Begins(cursor.Unread);
        if (begins is null) return !cursor.HasEnded;
        bool isExpected = _context.Session.Tls != TlsState.None && _dialogue.HasAskedForTls;
        if (begins == false || !_context.BeginTls(from, mayEnd: true)) return false;
        if (from == Direction.FromServer) _dialogue.Upgrade.OnTls();
        if (!isExpected) _context.Finding(Severity.Info, "encrypted", "the control connection is encrypted from here on", cursor.Packet, cursor.Offset);
        return true;
    }

    bool TryReadReply(ref StreamCursor server)
    {
        if (server.IsAtGap)
        {
            server.TakeGap();
            _isAfterServerGap = true;
            if (_reader.End() is { } cut) _dialogue.OnReply(cut, false);
            _dialogue.OnRepliesLost();
            return true;
        }
        if (IsEncrypted(Direction.FromServer, ref server) || MustWait(server)) return false;
        bool wasHeld = server.Offset == _heldReply;
        if (!server.TryReadLine(out Line line)) return false;
        bool isTail = _isAfterServerGap && ReplyLine.ReadCode(line.Text) == 0;
        _isAfterServerGap = false;
        if (isTail) return true;
        (FtpReply? first, FtpReply? second) = _reader.Take(line, _dialogue.AnswersLater);
        if (first is not null) _dialogue.OnReply(first, wasHeld);
        if (second is not null) _dialogue.OnReply(second, wasHeld);
        return true;
    }

    // Its command may be captured later: on another path, or behind a gap that is not certain yet. Not so when none are captured at all.
    bool MustWait(in StreamCursor server)
    {
        int code = ReplyLine.ReadCode(server.Unread);
        bool mayWait = code > 0 && !_reader.IsOpen && !_dialogue.Upgrade.IsAgreed && _dialogue.LacksCommandFor(code)
            && _context.Session.Connection.Counts(Direction.FromClient).Packets > 0 && _context.MayWait(Direction.FromServer);
        if (mayWait) _heldReply = server.Offset;
        return mayWait;
    }

    /// <inheritdoc/>
    public void Close(CloseReason reason, Timestamp time)
    {
        if (_reader.End() is { } cut) _dialogue.OnReply(cut, false);
        _dialogue.Close();
    }
}
