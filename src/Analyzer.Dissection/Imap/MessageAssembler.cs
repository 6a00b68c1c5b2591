using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>
/// Puts messages together that were fetched in pieces, over one or several sessions. One object for the whole run. What it tells as
/// whole is proven to be so; else it says what is missing.
/// </summary>
internal sealed class MessageAssembler
{
    readonly Dictionary<MessageKey, LinkedListNode<KeyValuePair<MessageKey, Assembly>>> _byKey = [];
    readonly LinkedList<KeyValuePair<MessageKey, Assembly>> _byTouch = new();

    /// <summary>
    /// A section begins whose bytes may not be readable later: who should take them as they pass, if anyone. Asked before the
    /// response is over, so by the UID as far as it is known; <see cref="File"/> sets it right.
    /// </summary>
    public LiveWhole? Listener(ImapState state, FetchResponse response, FetchSection section)
    {
        if (state.IsReadable == true || section.Source != FetchSource.Body || section.IsWhole) return null;
        if (section.Section is not (FetchSection.Whole or FetchSection.Header or FetchSection.Text)) return null;
        if (section.Section.Length > 0 && section.Origin is not null) return null;
        SelectedMailbox mailbox = state.CurrentMailbox();
        long? uid = response.Uid;
        if (uid is null && response.Sequence is { } sequence && mailbox.Messages.TryGet(sequence, out TrackedMessage known) && known.Uid > 0) uid = known.Uid;
        if (state.KeyOf(response.Sequence, uid) is not { } key) return null;
        Assembly assembly = Touch(state, key);
        if (assembly.IsDone) return null;
        long? position = section.Section == FetchSection.Text ? assembly.Live?.HeaderEnd : section.Origin ?? 0;
        if (position == 0)
        {
            MessageBuilder message = state.Context.BeginWhole("FETCH", MessageDirection.Received, state.ResponseTime);
            return assembly.Live = new LiveWhole(message, state.Context.Session.Id);
        }
        return assembly.Live is { IsBroken: false } live && live.Message.Size == position && live.Session == state.Context.Session.Id ? live : null;
    }

    /// <summary>A FETCH response is over and can be trusted: its pieces find their message.</summary>
    public void File(ImapState state, FetchResponse response, long? uid, long? size)
    {
        if (!response.Pieces.Exists(IsUseful) && response.Structure is null) return;
        if (state.KeyOf(response.Sequence, uid) is not { } key) return;
        Assembly assembly = Touch(state, key);
        if (response.Pieces.Exists(piece => piece.Message is { Part: null, IsComplete: true } && piece.Section.Source == FetchSource.Body)) assembly.Finish();
        if (assembly.IsDone) return;
        assembly.Size = size ?? assembly.Size;
        assembly.Structure ??= response.Structure;
        foreach (PieceSink piece in response.Pieces)
        {
            if (IsUseful(piece)) Add(state, ref assembly, key, piece);
        }
        IReadOnlyList<Segment>? segments = SegmentsOf(assembly);
        if (segments is not null) Tell(state, assembly, segments, response, uid);
        else if (assembly.HasBody && state.Unfinished.Count < ImapLimits.Assemblies) state.Unfinished.Add(key);
    }

    // Header fields picked one by one are no stretch of the message, and decoded parts are not its octets.
    static bool IsUseful(PieceSink piece)
    {
        string section = piece.Section.Section;
        return piece.Section.Source == FetchSource.Body && !section.Contains("HEADER.FIELDS", StringComparison.Ordinal);
    }

    void Add(ImapState state, ref Assembly assembly, MessageKey key, PieceSink piece)
    {
        var comparer = new ContentComparer(state.Context.Analysis.Store);
        bool isShort = FetchOutcome.IsShort(state, piece);
        if (piece.Whole is not null && piece.Whole != assembly.Live) piece.Whole.Break();
        StretchResult result = assembly.Add(piece, isShort, comparer);
        if (result == StretchResult.Added) return;
        if (result == StretchResult.Full)
        {
            state.Context.Finding(Severity.Warning, "imap-pieces", $"message {Describe(key)} came in too many pieces to be put together");
            assembly.Finish();
            return;
        }
        state.Context.Finding(Severity.Warning, "imap-pieces-differ", $"message {Describe(key)} had other octets when it was fetched again; the earlier ones are not used");
        var again = new Assembly { Size = assembly.Size, Structure = assembly.Structure };
        Forget(key);
        Keep(key, again);
        assembly = again;
        assembly.Add(piece, isShort, comparer);
    }

    static IReadOnlyList<Segment>? SegmentsOf(Assembly assembly)
    {
        if (assembly.IsDone) return null;
        if (assembly.IsWhole) return [new Segment(assembly.Whole, assembly.Whole.Covered, null)];
        if (assembly.Structure is null || assembly.HeaderLength is null || !assembly.HasBody) return null;
        var composition = Composition.Of(assembly);
        return composition.IsWhole ? composition.Segments : null;
    }

    static void Tell(ImapState state, Assembly assembly, IReadOnlyList<Segment> segments, FetchResponse response, long? uid)
    {
        long length = segments.Sum(segment => segment.Length);
        MessageBuilder whole = state.Context.BeginWhole("FETCH", MessageDirection.Received, assembly.Time);
        if (!WholeWriter.TryWrite(whole, segments, state.Context.Analysis.Store))
        {
            whole = assembly.Live is { IsBroken: false } live && live.Session == state.Context.Session.Id && live.Message.Size == length
                ? live.Message
                : WholeWriter.WithoutHash(state.Context, segments, assembly.Time);
        }
        whole.Mailbox = state.CurrentMailbox().Name;
        whole.Uid = uid;
        whole.Sequence = response.Sequence;
        whole.Flags = response.Flags;
        whole.MergedFrom = [.. assembly.Ids];
        whole.End(true);
        state.Context.Number(whole);
        whole.Tell();
        assembly.Finish();
    }

    /// <summary>A session ends: says what is still missing of the messages that it left in the making.</summary>
    public void Report(ImapState state)
    {
        foreach (MessageKey key in state.Unfinished)
        {
            if (!_byKey.TryGetValue(key, out LinkedListNode<KeyValuePair<MessageKey, Assembly>>? node) || node.Value.Value is not { IsDone: false } assembly) continue;
            state.Context.Finding(Severity.Info, "imap-message-incomplete", $"message {Describe(key)} is not whole so far: {WholeWriter.Missing(assembly)}");
        }
    }

    static string Describe(MessageKey key) =>
        key.Uid > 0 ? $"UID {key.Uid}{(key.Mailbox is null ? "" : $" of {key.Mailbox}")}" : "without UID";

    Assembly Touch(ImapState state, MessageKey key)
    {
        if (_byKey.TryGetValue(key, out LinkedListNode<KeyValuePair<MessageKey, Assembly>>? node))
        {
            _byTouch.Remove(node);
            _byTouch.AddLast(node);
            return node.Value.Value;
        }
        if (_byKey.Count == ImapLimits.Assemblies) ForgetOldest(state);
        var assembly = new Assembly();
        Keep(key, assembly);
        return assembly;
    }

    void ForgetOldest(ImapState state)
    {
        (MessageKey key, Assembly assembly) = _byTouch.First!.Value;
        if (assembly is { IsDone: false, HasBody: true })
        {
            state.Context.Finding(Severity.Warning, "imap-assemblies", $"message {Describe(key)} was given up unfinished, to make room for others: {WholeWriter.Missing(assembly)}");
        }
        Forget(key);
    }

    void Keep(MessageKey key, Assembly assembly) => _byKey[key] = _byTouch.AddLast(KeyValuePair.Create(key, assembly));

    void Forget(MessageKey key)
    {
        if (_byKey.Remove(key, out LinkedListNode<KeyValuePair<MessageKey, Assembly>>? node)) _byTouch.Remove(node);
    }
}
