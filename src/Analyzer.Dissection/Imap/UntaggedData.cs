using System.Globalization;
using System.Text;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// One untagged response from its first line to its end, over as many lines and literals as it takes (RFC 9051 section 7): decides what it
/// is, lets a reader have its tokens, and tells what it means.
/// </summary>
internal sealed class UntaggedData(ImapState state)
{
    readonly StringBuilder _text = new();
    IImapReader? _reader;
    UntaggedKind _kind;
    string _word = "";
    ImapCommand? _owner;
    bool _isShown, _isCodeOpen;
    Timestamp _time;
    long _packet;

    /// <summary>It has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The literal that follows the line; null when none does.</summary>
    public LiteralHeader? Announced { get; private set; }

    /// <summary>Message data in quotes in the line.</summary>
    public List<QuotedData>? Quoted => (_reader as FetchResponse)?.Quoted;

    /// <summary>The first line, star and all.</summary>
    public void Begin(in ImapLine line)
    {
        IsOpen = true;
        (_reader, _isCodeOpen, _time, _packet) = (null, false, line.Time, line.Packet);
        _text.Clear();
        ReadOnlySpan<byte> rest = line.Text[2..];
        if (StatusResponse.TryParse(rest, out StatusResponse status)) OnStatus(line, status);
        else OnWord(line);
        if (_isShown && _text.Length == 0) _text.Append(WireText.Decode(line.Text));
    }

    void OnStatus(in ImapLine line, in StatusResponse status)
    {
        _word = status.Result;
        _kind = _word == "BYE" ? UntaggedKind.Bye : UntaggedKind.Status;
        SetOwner();
        _isCodeOpen = status.IsCodeOpen;
        Announced = _isCodeOpen && line.IsWhole && LiteralHeader.TryFind(line.Text, out LiteralHeader header) ? header : null;
        UntaggedStatus.OnStatus(state, status, line.Packet);
        if (_owner is null) _text.Append(WireText.Decode(line.Text[Math.Min(line.Text.Length, _word.Length + 3)..]));
    }

    void OnWord(in ImapLine line)
    {
        ReadOnlySpan<byte> text = line.Text;
        var tokens = new ImapTokenizer(text[2..]);
        tokens.TryRead(out ImapToken first);
        long? number = null;
        if (first.TryGetNumber(out long value) && value <= uint.MaxValue)
        {
            number = value;
            tokens.TryRead(out first);
        }
        _word = WireText.Upper(first.Text[..Math.Min(first.Text.Length, 32)]);
        _kind = KindOf(_word);
        SetOwner();
        int start = text.Length - tokens.Rest.Length;
        _reader = ReaderFor(number);
        if (number is not null && line.IsWhole) OnNumbered(number.Value);
        if (_word == "CAPABILITY") state.Security.OnCapabilities(text[start..], _packet);
        Feed(line, start);
    }

    static UntaggedKind KindOf(string word) => word switch
    {
        "EXISTS" or "RECENT" or "FLAGS" => UntaggedKind.Status,
        "FETCH" or "UIDFETCH" => UntaggedKind.Fetch,
        "EXPUNGE" or "VANISHED" => UntaggedKind.Expunge,
        "LIST" or "LSUB" or "XLIST" or "STATUS" => UntaggedKind.List,
        "SEARCH" or "ESEARCH" or "SORT" or "THREAD" => UntaggedKind.Search,
        _ => UntaggedKind.Other,
    };

    void SetOwner()
    {
        _owner = state.Pending.OwnerOf(_kind);
        _isShown = _owner?.ShowsReplies ?? true;
    }

    IImapReader? ReaderFor(long? number) => _word switch
    {
        "FETCH" when number > 0 => new FetchResponse(state, number, null),
        "UIDFETCH" when number > 0 => new FetchResponse(state, null, number),
        "LIST" or "LSUB" or "XLIST" or "STATUS" or "ID" or "VANISHED" or "ENABLED" => new ArgumentList(),
        _ => null,
    };

    void OnNumbered(long number)
    {
        if (_word == "EXISTS")
        {
            state.CurrentMailbox().Messages.SetExists(number);
        }
        else if (_word == "EXPUNGE")
        {
            long uid = state.CurrentMailbox().Messages.Expunge(number);
            state.Mailboxes.OnExpunged(uid > 0 ? uid.ToString(CultureInfo.InvariantCulture) : null, number, _time);
        }
    }

    void Feed(in ImapLine line, int start)
    {
        Announced = null;
        IImapReader reader = _reader ?? Passed.Instance;
        if (ImapSyntax.Feed(line.Text, start, reader, out LiteralHeader header) && line.IsWhole) Announced = header;
    }

    /// <summary>The line behind a literal.</summary>
    public void Continue(in ImapLine line)
    {
        if (_isShown && _text.Length < ImapLimits.ArgumentText) _text.Append(WireText.Decode(line.Text));
        if (_isCodeOpen) Announced = line.IsWhole && LiteralHeader.TryFind(line.Text, out LiteralHeader header) ? header : null;
        else Feed(line, 0);
    }

    /// <summary>The literal begins: who takes its bytes; null when it is text.</summary>
    public ILiteralSink? BeginLiteral(Timestamp time)
    {
        LiteralHeader header = Announced!.Value;
        Announced = null;
        ILiteralSink? sink = _reader?.OnLiteral(header, time);
        if (sink is null && header.Size > ImapLimits.BufferedLiteral)
        {
            state.Context.Finding(Severity.Info, "imap-literal-left-out", $"a literal of {header.Size} bytes in {_word} is no message and too long to be kept", _packet);
        }
        return sink;
    }

    /// <summary>The literal is over.</summary>
    public void EndLiteral(ReadOnlySpan<byte> text) => _reader?.OnToken(new ImapToken { Kind = ImapTokenKind.Literal, Text = text });

    /// <summary>The response is over. False: it did not end as it should, so that what follows is in doubt.</summary>
    public bool End()
    {
        bool isDoubtful = _reader is FetchResponse { IsClosed: false };
        Conclude(isWhole: true, isDoubtful);
        return !isDoubtful;
    }

    /// <summary>The rest of it is not there.</summary>
    public void Break() => Conclude(isWhole: false, isDoubtful: false);

    void Conclude(bool isWhole, bool isDoubtful)
    {
        IsOpen = false;
        Announced = null;
        if (_reader is FetchResponse fetch) FetchOutcome.OnEnd(state, fetch, _owner, isDoubtful);
        else if (isWhole && _reader is ArgumentList arguments) OnArguments(arguments);
        _reader = null;
        Show();
    }

    void OnArguments(ArgumentList arguments)
    {
        switch (_word)
        {
            case "LIST" or "XLIST" or "LSUB":
                state.Mailboxes.OnList(_word == "LSUB" ? "lsub" : "list", arguments, _time);
                break;
            case "STATUS":
                state.Mailboxes.OnStatus(arguments, _time);
                break;
            case "ID":
                state.Context.Session.ServerSoftware = ImapIdentity.Software(arguments) ?? state.Context.Session.ServerSoftware;
                break;
            case "ENABLED":
                UntaggedStatus.OnEnabled(state, arguments);
                break;
            case "VANISHED":
                UntaggedStatus.OnVanished(state, arguments, _time);
                break;
        }
    }

    void Show()
    {
        string? code = _word is "OK" or "NO" or "BAD" or "BYE" or "PREAUTH" ? _word : null;
        if (_owner is { } owner)
        {
            owner.AddReply(_isShown ? _text.ToString() : null, _time, _packet);
            return;
        }
        Exchange told = state.Context.Unsolicited(state.Phase.Name(), _time, _packet);
        told.Answer(code, _text.ToString(), _time, _packet);
        state.Context.Complete(told);
    }

    sealed class Passed : IImapReader
    {
        public static readonly Passed Instance = new();

        public void OnToken(in ImapToken token)
        {
        }

        public ILiteralSink? OnLiteral(in LiteralHeader header, Timestamp time) => null;
    }
}
