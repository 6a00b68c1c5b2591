using System.Text;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Imap.Mime;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>Writes the FETCH response of a message; contents go from the file to the client in pieces.</summary>
sealed class FetchResponse(ImapSession session, int number, StoredMessage message)
{
    const int PieceLength = 32 * 1024;

    readonly ImapServerLimits _limits = session.Options.Limits;
    readonly ContentWriter _content = new(session.Channel, session.Fault, session.Context.Clock);
    ImapText _text = Begin(session, number);

    /// <summary>The response that tells a message's flags, unasked or after STORE.</summary>
    public static ImapText Flags(ImapSession session, int number, StoredMessage message)
    {
        ImapText text = Begin(session, number);
        // Who works with UIDs or mod-sequences needs them here too.
        text.Raw("UID ").Number(message.Uid);
        if (session.KnowsModSeq) text.Raw(" MODSEQ (").Number((long)message.ModSeq).Raw(")");
        WriteFlags(text.Raw(" FLAGS "), session, message);
        return text.Raw(")");
    }

    /// <summary>The response after a silent STORE: only the new mod-sequence.</summary>
    public static ImapText ModSeq(int number, StoredMessage message) =>
        new ImapText().Raw("* ").Number(number).Raw(" FETCH (UID ").Number(message.Uid).Raw(" MODSEQ (").Number((long)message.ModSeq).Raw("))");

    /// <summary>Tells all items.</summary>
    /// <exception cref="ImapRefusal">A part has a transfer encoding that is not known; nothing was written.</exception>
    public async ValueTask WriteAsync(IReadOnlyList<FetchItem> items, Stream? file)
    {
        MimePart? root = Parse(items, file);
        if (root is not null && items.Any(item => item.Kind is FetchKind.Binary or FetchKind.BinarySize && PartOf(item, root) is { } part && !BinaryContent.CanDecode(part)))
            throw ImapRefusal.No("UNKNOWN-CTE", "The transfer encoding of the part is not known");
        bool isFirst = true;
        foreach (FetchItem item in items)
        {
            _text.Raw(isFirst ? "" : " ").Raw(item.Label).Raw(" ");
            isFirst = false;
            if (item.Kind is FetchKind.Section) await WriteSectionAsync(item, root, file!);
            else if (item.Kind is FetchKind.Binary or FetchKind.BinarySize) await WriteBinaryAsync(item, root, file!);
            else WriteValue(item.Kind, root);
        }
        Send(_text.Raw(")\r\n"));
    }

    static ImapText Begin(ImapSession session, int number) => new ImapText(session.Fault.Literals).Raw("* ").Number(number).Raw(" FETCH (");

    static void WriteFlags(ImapText text, ImapSession session, StoredMessage message)
    {
        IEnumerable<string> flags = FlagNames.Of(message.Flags).Concat(session.Selected!.Mailbox.KeywordsOf(message));
        if (session.Selected.IsRecent(message)) flags = flags.Append(@"\Recent");
        text.Raw($"({string.Join(' ', flags)})");
    }

    MimePart? Parse(IReadOnlyList<FetchItem> items, Stream? file)
    {
        if (file is null) return null;
        if (items.Any(item => item.NeedsStructure)) return MimeReader.Read(file, _limits);
        if (items.Any(item => item.NeedsHeader)) return MimeReader.Read(file, _limits, isHeaderOnly: true);
        return new MimePart(0) { End = file.Length };
    }

    static MimePart? PartOf(FetchItem item, MimePart root) => item.Numbers.Count == 0 ? root : root.Find(item.Numbers);

    void WriteValue(FetchKind kind, MimePart? root)
    {
        switch (kind)
        {
            case FetchKind.Uid: _text.Number(message.Uid); break;
            case FetchKind.Flags: WriteFlags(_text, session, message); break;
            case FetchKind.InternalDate: _text.Raw($"\"{ImapDates.Format(message.Received)}\""); break;
            case FetchKind.Size: _text.Number(message.Size + session.Fault.CountError); break;
            case FetchKind.ModSeq: _text.Raw("(").Number((long)message.ModSeq).Raw(")"); break;
            case FetchKind.Envelope: StructureText.WriteEnvelope(_text, root!.Header, _limits.Addresses); break;
            case FetchKind.Body: StructureText.WriteBody(_text, root!, isExtended: false, _limits.Addresses); break;
            case FetchKind.BodyStructure: StructureText.WriteBody(_text, root!, isExtended: true, _limits.Addresses); break;
        }
    }

    async ValueTask WriteSectionAsync(FetchItem item, MimePart? root, Stream file)
    {
        if (SectionContent.Find(item, root!, file, _limits)?.Of(item.Partial) is not { } content)
        {
            _text.Raw("NIL");
            return;
        }
        if (session.Fault.Literals == LiteralPlacement.Never && content.Length <= PieceLength)
        {
            _text.String(content.Bytes ?? await ReadAsync(content, file));
            return;
        }
        Send(_text.LiteralOf(content.Length));
        if (content.Bytes is { } bytes) await _content.WriteAsync(bytes, session.Stop);
        else await CopyAsync(content, file);
    }

    async ValueTask WriteBinaryAsync(FetchItem item, MimePart? root, Stream file)
    {
        if (item.Numbers.Count == 0)
        {
            if (item.Kind == FetchKind.BinarySize) _text.Number(file.Length);
            else await WriteSectionAsync(item, root, file);
            return;
        }
        if (PartOf(item, root!) is not { } part)
        {
            _text.Raw(item.Kind == FetchKind.Binary ? "NIL" : "0");
            return;
        }
        var content = new BinaryContent(file, part);
        (long length, bool hasNul) = content.Measure();
        if (item.Kind == FetchKind.BinarySize)
        {
            _text.Number(length);
            return;
        }
        (long skip, long left) = item.Partial is { } partial ? (Math.Min(partial.Origin, length), Math.Min(partial.Length, length - Math.Min(partial.Origin, length))) : (0, length);
        Send(_text.LiteralOf(left, isBinary: hasNul));
        foreach (ReadOnlyMemory<byte> piece in content.Pieces())
        {
            int from = (int)Math.Min(skip, piece.Length), count = (int)Math.Min(left, piece.Length - from);
            await _content.WriteAsync(piece.Slice(from, count), session.Stop);
            skip -= from;
            left -= count;
        }
    }

    static async ValueTask<byte[]> ReadAsync(SectionContent content, Stream file)
    {
        byte[] bytes = new byte[content.Length];
        file.Position = content.Start;
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }

    async ValueTask CopyAsync(SectionContent content, Stream file)
    {
        byte[] piece = new byte[(int)Math.Min(PieceLength, Math.Max(1, content.Length))];
        file.Position = content.Start;
        for (long left = content.Length; left > 0;)
        {
            int read = await file.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, left)), session.Stop);
            // The length is promised; a file that got shorter under our hands cannot keep it.
            if (read == 0) throw new ChannelException(ChannelFailure.Broken);
            await _content.WriteAsync(piece.AsMemory(0, read), session.Stop);
            left -= read;
        }
    }

    void Send(ImapText text)
    {
        session.Channel.Write(text.Written.Span, Encoding.UTF8.GetString(text.Written.Span).TrimEnd('\r', '\n'));
        _text = new ImapText(session.Fault.Literals);
    }
}
