using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// One FETCH response as it comes (RFC 9051 section 7.5.2): message data goes straight into records, what else it tells is kept until its
/// end, and items that are not known are passed over by their syntax.
/// </summary>
/// <param name="state">The dialogue.</param>
/// <param name="sequence">The message's sequence number; null when <paramref name="uid"/> stands in its place (UIDFETCH, RFC 9586).</param>
/// <param name="uid">The message's UID, as far as it is known beforehand.</param>
internal sealed class FetchResponse(ImapState state, long? sequence, long? uid) : IImapReader
{
    enum Item
    {
        None,
        Other,
        Uid,
        Size,
        Flags,
        Structure,
        Data,
    }

    readonly SectionReader _sections = new();
    Item _item;
    FetchSection _section;
    BodyStructureReader? _structure;
    int _depth;

    /// <summary>The message's sequence number.</summary>
    public long? Sequence { get; } = sequence;

    /// <summary>The message's UID, as this response tells it; null when it does not.</summary>
    public long? Uid { get; private set; } = uid;

    /// <summary>RFC822.SIZE.</summary>
    public long? Size { get; private set; }

    /// <summary>The message's flags.</summary>
    public List<string>? Flags { get; private set; }

    /// <summary>BODYSTRUCTURE, or BODY.</summary>
    public BodyStructure? Structure => _structure?.Result;

    /// <summary>The message data, in order.</summary>
    public List<PieceSink> Pieces { get; } = [];

    /// <summary>Message data in quotes in the line that is being read: the cursor's bytes from there on belong to the piece.</summary>
    public List<QuotedData> Quoted { get; } = [];

    /// <summary>Its list has closed as it should: what it told can be trusted.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public void OnToken(in ImapToken token)
    {
        if (_depth == 1 && _item == Item.None && OnItemName(token)) return;
        if (token.Kind == ImapTokenKind.Open)
        {
            _depth++;
            if (_item == Item.Structure) _structure!.OnToken(token);
            return;
        }
        if (token.Kind == ImapTokenKind.Close)
        {
            OnClose(token);
            return;
        }
        if (_depth == 0) return;
        OnValue(token);
        if (_depth == 1) _item = Item.None;
    }

    // True: the token is (part of) the name of the next item.
    bool OnItemName(in ImapToken token)
    {
        if (_sections.TryRead(token, out _section))
        {
            _item = Item.Data;
            return true;
        }
        if (_sections.IsOpen) return true;
        if (!token.IsText) return false;
        _item = token switch
        {
            _ when token.Is("UID"u8) => Item.Uid,
            _ when token.Is("FLAGS"u8) => Item.Flags,
            _ when token.Is("RFC822.SIZE"u8) => Item.Size,
            _ when token.Is("BODYSTRUCTURE"u8) || token.Is("BODY"u8) => Item.Structure,
            _ => Item.Other,
        };
        if (_item == Item.Structure) _structure = new BodyStructureReader();
        if (_item == Item.Flags) Flags = [];
        return true;
    }

    void OnClose(in ImapToken token)
    {
        if (_item == Item.Structure) _structure!.OnToken(token);
        if (_depth > 0) _depth--;
        if (_depth == 1) _item = Item.None;
        if (_depth == 0) IsClosed = true;
    }

    void OnValue(in ImapToken token)
    {
        switch (_item)
        {
            case Item.Uid when token.TryGetNumber(out long uid) && uid is > 0 and <= uint.MaxValue:
                Uid ??= uid;
                break;
            case Item.Size when token.TryGetNumber(out long size):
                Size = size;
                break;
            case Item.Flags when Flags!.Count < ImapLimits.Arguments:
                Flags.Add(WireText.Decode(token.Text));
                break;
            case Item.Structure:
                _structure!.OnToken(token);
                break;
            case Item.Data when token.Kind == ImapTokenKind.Quoted && _depth == 1 && TryBeginPiece() is { } piece:
                Quoted.Add(new QuotedData(token.Start, token.Text.Length, piece));
                break;
        }
    }

    /// <inheritdoc/>
    public ILiteralSink? OnLiteral(in LiteralHeader header, Timestamp time) => _item == Item.Data && _depth == 1 ? TryBeginPiece() : null;

    PieceSink? TryBeginPiece()
    {
        if (Pieces.Count == ImapLimits.OpenMessages)
        {
            state.Context.Finding(Severity.Warning, "imap-open-messages", $"a FETCH response has more than {Pieces.Count} sections; the others are left out");
            return null;
        }
        MessageBuilder message = state.Context.BeginMessage("FETCH", MessageDirection.Received, state.ResponseTime);
        var piece = new PieceSink(state, _section, message, state.Assembler.Listener(state, this, _section));
        Pieces.Add(piece);
        return piece;
    }
}

/// <summary>Message data that stands in quotes in a line.</summary>
/// <param name="Start">Of the first byte behind the quote, in the line.</param>
/// <param name="Length">Up to the closing quote, escapes counted.</param>
/// <param name="Piece">Where it goes.</param>
internal readonly record struct QuotedData(int Start, int Length, PieceSink Piece);
