using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>What a FETCH response meant, once it is over: tells its messages and files them with the assembler.</summary>
internal static class FetchOutcome
{
    /// <summary>
    /// The response is over. <paramref name="owner"/> is the command that it most likely answers. <paramref name="isDoubtful"/>: it does not close
    /// as it should, so a literal may have been announced with a wrong size, and nothing in it is certain.
    /// </summary>
    public static void OnEnd(ImapState state, FetchResponse response, ImapCommand? owner, bool isDoubtful)
    {
        SelectedMailbox mailbox = state.CurrentMailbox();
        var known = new TrackedMessage { Size = -1 };
        if (response.Sequence is { } sequence)
        {
            if (response.IsClosed && (response.Uid ?? response.Size) is not null) Learn(state, mailbox, response);
            if (mailbox.Messages.TryGet(sequence, out TrackedMessage tracked)) known = tracked;
        }
        long? uid = response.Uid ?? (known.Uid > 0 ? known.Uid : null);
        long? size = response.Size ?? (known.Size >= 0 ? known.Size : null);
        foreach (PieceSink piece in response.Pieces)
        {
            if (isDoubtful) piece.End(false);
            Tell(state, response, piece, mailbox, uid, size);
        }
        if (!isDoubtful) state.Assembler.File(state, response, uid, size);
        if (response.IsClosed && response.Flags is { } flags && owner?.Word != "FETCH")
        {
            state.Mailboxes.OnFlags(uid, response.Sequence, flags, state.ResponseTime);
        }
    }

    static void Learn(ImapState state, SelectedMailbox mailbox, FetchResponse response)
    {
        mailbox.Messages.Learn(response.Sequence!.Value, response.Uid, response.Size);
        if (!mailbox.Messages.IsFull) return;
        state.Context.Finding(Severity.Info, "imap-tracked-messages", $"a mailbox has more than {ImapLimits.TrackedMessages} messages; which is which is not followed for the others");
    }

    static void Tell(ImapState state, FetchResponse response, PieceSink piece, SelectedMailbox mailbox, long? uid, long? size)
    {
        MessageBuilder message = piece.Message;
        FetchSection section = Placed(state, piece, size);
        piece.Place(section);
        message.Part = IsProvenWhole(state, piece, section, size) ? null : section.PartName;
        if (section is { Source: FetchSource.Binary, Section.Length: 0 } && size is not null && size != piece.Length) message.Part = "BINARY[]";
        message.Mailbox = mailbox.Name;
        message.Uid = uid;
        message.Sequence = response.Sequence;
        message.Flags = response.Flags;
        message.Tell();
    }

    // Some servers leave the origin out of their answer to a partial fetch: what looks like a whole is a part then.
    static FetchSection Placed(ImapState state, PieceSink piece, long? size)
    {
        FetchSection section = piece.Section;
        if (section.Origin is not null || size == piece.Length) return section;
        long? origin = null;
        foreach (FetchSection request in state.Pending.Requests(section))
        {
            if (request.Origin is null) return section;
            origin ??= request.Origin;
        }
        return origin is null ? section : section with { Origin = origin };
    }

    // BODY[]<0> is the whole message when it is all that RFC822.SIZE announces, or less than was asked for.
    static bool IsProvenWhole(ImapState state, PieceSink piece, FetchSection section, long? size)
    {
        if (section is not { Source: FetchSource.Body, Section.Length: 0, Origin: 0 }) return section.IsWhole;
        return (piece.HasEnded && size == piece.Length) || (IsShort(state, piece) && (size is null || piece.Length > size));
    }

    /// <summary>Whether a partial answer has fewer octets than each command in flight that could have asked for it wants.</summary>
    public static bool IsShort(ImapState state, PieceSink piece)
    {
        if (!piece.HasEnded) return false;
        bool wasAsked = false;
        foreach (FetchSection request in state.Pending.Requests(piece.Placement))
        {
            if (request.Origin != piece.Placement.Origin) continue;
            if (request.Length is null || request.Length <= piece.Length) return false;
            wasAsked = true;
        }
        return wasAsked;
    }
}
