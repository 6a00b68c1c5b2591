using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// The arguments of APPEND (RFC 9051 section 6.3.12) and REPLACE (RFC 8508) as they come: a mailbox, then flags, a date and a message, the
/// last three as often as MULTIAPPEND (RFC 3502) likes. A message may stand in <c>UTF8 (…)</c> (RFC 6855), or be put together from
/// literals and URLs in <c>CATENATE (…)</c> (RFC 4469).
/// </summary>
internal sealed class AppendReader(ImapState state, bool hasMessageNumber) : IImapReader
{
    enum Place
    {
        Number,
        Mailbox,
        Options,
        Flags,
        Utf8,
        Catenate,
        CatenateText,
        CatenateUrl,
        Unknown,
    }

    readonly List<MessageBuilder> _messages = [];
    Place _place = hasMessageNumber ? Place.Number : Place.Mailbox;
    List<string>? _flags;
    MessageBuilder? _catenated;
    int _unknownDepth, _urls;
    Place _listNext = Place.Flags;

    /// <summary>Which message REPLACE replaces.</summary>
    public string? Number { get; private set; }

    /// <summary>Where to; null while unknown.</summary>
    public string? Mailbox { get; private set; }

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<MessageBuilder> Messages => _messages;

    /// <inheritdoc/>
    public void OnToken(in ImapToken token)
    {
        switch (_place)
        {
            case Place.Number when token.IsText:
                Number = token.Decode();
                _place = Place.Mailbox;
                break;
            case Place.Mailbox when token.IsText:
                Mailbox = state.Decode(token.Decode());
                _place = Place.Options;
                break;
            case Place.Options:
                OnOption(token);
                break;
            case Place.Flags or Place.Utf8 or Place.Unknown:
                OnListItem(token);
                break;
            case Place.Catenate or Place.CatenateText or Place.CatenateUrl:
                OnCatenateItem(token);
                break;
        }
    }

    void OnOption(in ImapToken token)
    {
        if (token.Kind == ImapTokenKind.Open)
        {
            _place = _listNext;
            _unknownDepth = 0;
            if (_place == Place.Flags) _flags = [];
            _listNext = Place.Flags;
        }
        else if (token.Kind == ImapTokenKind.Atom)
        {
            _listNext = token.Is("UTF8"u8) ? Place.Utf8 : token.Is("CATENATE"u8) ? Place.Catenate : Place.Unknown;
        }
    }

    void OnListItem(in ImapToken token)
    {
        if (token.Kind == ImapTokenKind.Open) _unknownDepth++;
        else if (token.Kind == ImapTokenKind.Close && _unknownDepth-- == 0) _place = Place.Options;
        else if (_place == Place.Flags && token.IsText && _flags!.Count < ImapLimits.Arguments) _flags.Add(WireText.Decode(token.Text));
    }

    void OnCatenateItem(in ImapToken token)
    {
        if (token.Kind == ImapTokenKind.Close)
        {
            EndCatenated();
            return;
        }
        if (_place == Place.CatenateUrl) _urls++;
        _place = token switch
        {
            _ when _place != Place.Catenate => Place.Catenate,
            _ when token.Is("TEXT"u8) => Place.CatenateText,
            _ when token.Is("URL"u8) => Place.CatenateUrl,
            _ => Place.Catenate,
        };
    }

    void EndCatenated()
    {
        _place = Place.Options;
        if (_catenated is not null && _urls > 0)
        {
            _catenated.Part = "CATENATE TEXT";
            state.Context.Finding(Severity.Info, "imap-catenate-url", $"a message was put together on the server from its text and {_urls} URLs, whose octets are not here");
        }
        _catenated = null;
        _flags = null;
        _urls = 0;
    }

    /// <inheritdoc/>
    public ILiteralSink? OnLiteral(in LiteralHeader header, Timestamp time)
    {
        if (_place is Place.CatenateText) return new AppendSink(_catenated ??= Begin(time));
        if (_place is not (Place.Options or Place.Utf8) || header.Size == 0) return null;
        MessageBuilder message = Begin(time);
        _flags = null;
        _listNext = Place.Flags;
        return new AppendSink(message);
    }

    MessageBuilder Begin(Timestamp time)
    {
        MessageBuilder message = state.Context.BeginMessage("APPEND", MessageDirection.Sent, time);
        message.Mailbox = Mailbox;
        message.Flags = _flags;
        if (_messages.Count == ImapLimits.OpenMessages)
        {
            state.Context.Finding(Severity.Warning, "imap-open-messages", $"one command appends more than {_messages.Count} messages; they are told before the server's verdict");
            foreach (MessageBuilder earlier in _messages) earlier.Tell();
            _messages.Clear();
        }
        _messages.Add(message);
        return message;
    }

    /// <summary>No more will come. A list that is still open was not meant to end here.</summary>
    public void End()
    {
        if (_place is not (Place.Catenate or Place.CatenateText or Place.CatenateUrl)) return;
        _catenated?.End(false);
        EndCatenated();
    }

    /// <summary>The server has answered, or never will: tells the messages.</summary>
    public void Tell(bool? accepted, string? uids)
    {
        var uidSet = new UidSet(uids);
        (long next, long last) = (1, 0);
        foreach (MessageBuilder message in _messages)
        {
            // APPENDUID gives the UIDs in the order of the messages (RFC 4315 section 3).
            if (next > last && !uidSet.TryRead(out next, out last)) (next, last) = (1, 0);
            if (next <= last) message.Uid = next++;
            message.Accepted = accepted;
            message.Tell();
        }
        _messages.Clear();
    }
}

/// <summary>A literal of APPEND on its way into its record.</summary>
internal sealed class AppendSink(MessageBuilder message) : ILiteralSink
{
    /// <inheritdoc/>
    public void OnBytes(ReadOnlySpan<byte> bytes, Extent extent, Timestamp time) => message.OnBytes(bytes, extent, time);

    /// <inheritdoc/>
    public void Gap(long missing) => message.Gap(missing);

    /// <inheritdoc/>
    public void End(bool isWhole) => message.End(isWhole);
}
