using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Control;

/// <summary>
/// Puts the lines of the server together to replies. A reply of several lines begins with <c>ddd-</c> and ends with a line that begins
/// with the same code and a blank; lines between may begin with anything (RFC 959 section 4.2). Some servers never end it so: then
/// another code ends it, when the client has gone on and it answers what came next.
/// </summary>
sealed class FtpReplyReader
{
    FtpReply? _open;

    /// <summary>Lines of the current reply are still to come.</summary>
    public bool IsOpen => _open is not null;

    /// <summary>
    /// Takes the next line. <paramref name="endsBroken"/> says whether a line with another code than the open reply's begins a new
    /// one. Returns the replies that are complete with this line, in order: none, one, or two when a broken one ends.
    /// </summary>
    public (FtpReply? First, FtpReply? Second) Take(in Line line, Func<int, bool> endsBroken)
    {
        ReadOnlySpan<byte> text = TelnetText.Clean(line.Text);
        int code = ReplyLine.ReadCode(text);
        if (_open is null) return (Begin(text, code, line), null);
        if (code == _open.Code)
        {
            _open.Add(Rest(text));
            return (text.Length > 3 && text[3] == '-' ? null : End(), null);
        }
        if (code > 0 && endsBroken(code))
        {
            FtpReply? broken = End();
            return (broken, Begin(text, code, line));
        }
        _open.Add(WireText.Decode(text));
        return (null, null);
    }

    FtpReply? Begin(ReadOnlySpan<byte> text, int code, in Line line)
    {
        var reply = new FtpReply { Code = code, Time = line.Time, Packet = line.Packet };
        reply.Add(code == 0 ? WireText.Decode(text) : Rest(text));
        if (code == 0 || text.Length <= 3 || text[3] != '-') return reply;
        _open = reply;
        return null;
    }

    static string Rest(ReadOnlySpan<byte> text) => text.Length > 4 ? WireText.Decode(text[4..]) : "";

    /// <summary>No more lines of the open reply will come: returns what there is of it.</summary>
    public FtpReply? End()
    {
        FtpReply? reply = _open;
        _open = null;
        return reply;
    }
}
