using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// Takes what the server's half passes over while it is lost. If a FETCH of message text is in flight, this is most likely the rest of
/// a message whose beginning is missing: it is told as that, never as complete.
/// </summary>
internal sealed class Salvage(ImapState state)
{
    MessageBuilder? _message;
    string _why = "the beginning of what the server said is not in the capture";
    long _packet;

    /// <summary>The half has lost its place.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Bytes passed over so far.</summary>
    public long Passed { get; private set; }

    /// <summary>The half has lost its place, or (when it was lost already) even more is missing.</summary>
    public void Begin(string why, long missing, long packet)
    {
        if (missing > 0) _message?.Gap(missing);
        if (IsOpen) return;
        IsOpen = true;
        Passed = 0;
        _why = why;
        _packet = packet;
    }

    /// <summary>Takes the next <paramref name="length"/> bytes, which are no response.</summary>
    public void Take(ref StreamCursor cursor, int length)
    {
        if (_message is null && IsMessageAwaited)
        {
            _message = state.Context.BeginMessage("FETCH", MessageDirection.Received, cursor.Time);
            _message.IsCutAtStart = true;
            _message.Mailbox = state.CurrentMailbox().Name;
        }
        if (_message is null) Passed += length;
        cursor.Take(length, _message);
    }

    /// <summary>Takes a line. One that can only close a FETCH response ends the message.</summary>
    public void TakeLine(ref StreamCursor cursor, ReadOnlySpan<byte> line, int length)
    {
        bool closes = line.Length > 0 && line[^1] == ')' && line[0] is (byte)')' or (byte)' ';
        if (!closes || _message is null)
        {
            Take(ref cursor, length);
            return;
        }
        cursor.Skip(length);
        Passed += length;
        TellMessage();
    }

    bool IsMessageAwaited => state.Pending.Oldest is { Requests.Count: > 0 };

    void TellMessage()
    {
        _message?.End(false);
        _message?.Tell();
        _message = null;
    }

    /// <summary>The half has found its place again, or never will.</summary>
    public void End()
    {
        TellMessage();
        if (!IsOpen && Passed == 0) return;
        IsOpen = false;
        state.Context.Finding(Severity.Warning, "imap-lost", $"{_why}; {Passed} bytes were passed over until the next line that is a response", _packet);
        Passed = 0;
    }
}
