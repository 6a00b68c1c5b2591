namespace Analyzer.Dissection.Mail;

/// <summary>
/// Builds the tree of parts from what <see cref="MimeReader"/> finds: header lines, content and delimiters, in order, each with its
/// place in the message.
/// </summary>
internal sealed class MimeTreeBuilder : IDisposable
{
    readonly MimeLimits _limits;
    readonly DefectList _defects;
    readonly PartBudget _budget;
    readonly HeaderBuilder _headers;
    readonly BodySink _sink;
    readonly EmbeddedDigests _embedded;
    MimePart _root;
    MimePart _current;
    Mode _mode;

    public MimeTreeBuilder(MimeLimits limits, MimeDigest digest)
    {
        _limits = limits;
        _defects = new DefectList(limits);
        _budget = new PartBudget(limits, _defects);
        _headers = new HeaderBuilder(limits, _defects);
        _sink = new BodySink(digest, _budget, _defects);
        _embedded = new EmbeddedDigests(limits, digest, _defects);
        Boundaries = new BoundaryStack(limits, _defects);
        _root = _current = NewRoot();
    }

    enum Mode
    {
        Header,
        Leaf,

        /// <summary>Before the first delimiter of a multipart. It is taken for a leaf's content until one comes.</summary>
        Preamble,

        /// <summary>Content that belongs to no part: behind a closing delimiter, or beyond the limit of parts.</summary>
        Outside,
    }

    /// <summary>The multiparts that are open.</summary>
    public BoundaryStack Boundaries { get; }

    /// <summary>Whether a header is being read.</summary>
    public bool InHeader => _mode == Mode.Header;

    /// <summary>Whether the header being read has a line so far.</summary>
    public bool HasHeaderLine => _headers.Count > 0;

    public void AddField(ReadOnlySpan<byte> line, long offset)
    {
        _embedded.WriteLine(line);
        _headers.AddField(line, offset);
    }

    public void AddContinuation(ReadOnlySpan<byte> line)
    {
        _embedded.WriteLine(line);
        _headers.AddContinuation(line);
    }

    public void AddMalformed(ReadOnlySpan<byte> line, long offset, MimeDefectKind kind)
    {
        _embedded.WriteLine(line);
        _headers.AddMalformed(line, offset);
        _defects.Add(kind, offset);
    }

    /// <summary>The rest of a header line that is too long to keep.</summary>
    public void SkipHeader(ReadOnlySpan<byte> bytes) => _embedded.Write(bytes);

    public void AddDefect(MimeDefectKind kind, long offset) => _defects.Add(kind, offset);

    public void Reach(MimeLimit limit) => _defects.Reach(limit);

    /// <summary>The header is over; the body begins at this offset. <paramref name="blankLine"/> is empty when it is missing.</summary>
    public void EndHeader(ReadOnlySpan<byte> blankLine, long bodyOffset)
    {
        _embedded.Write(blankLine);
        ReadHeader(bodyOffset);
        if (_current.ContentType.IsMultipart) EnterMultipart();
        else if (CanEnterMessage()) EnterMessage();
        else EnterLeaf();
    }

    /// <summary>Bytes of a body.</summary>
    public void Content(ReadOnlySpan<byte> bytes)
    {
        _embedded.Write(bytes);
        if (_mode != Mode.Outside) _sink.Write(bytes);
    }

    /// <summary>
    /// A delimiter of the multipart at this level. <paramref name="raw"/> is its line, in a body with the line end before it;
    /// <paramref name="start"/> where the content before it ends, <paramref name="end"/> where its line ends.
    /// </summary>
    public void Delimiter(int level, bool isClose, ReadOnlySpan<byte> raw, long start, long end)
    {
        if (InHeader) CutHeader(start);
        MimePart parent = Boundaries[level];
        if (_current == parent && _mode == Mode.Preamble) _sink.Discard();
        for (int inner = Boundaries.Count - 1; inner > level; inner--) EndUnterminated(Boundaries[inner]);
        CloseBelow(parent, start);
        Boundaries.CloseFrom(isClose ? level : level + 1);
        _embedded.Write(raw);
        _mode = Mode.Outside;
        if (isClose || !_budget.TryTake()) return;

        _current = parent.AddChild(end);
        _mode = Mode.Header;
    }

    /// <summary>Bytes are missing from this offset on.</summary>
    public void Gap(long missing, long offset)
    {
        _defects.Add(MimeDefectKind.Gap, offset);
        for (MimePart? part = _current; part != null; part = part.Parent)
        {
            part.Missing += missing;
            part.IsComplete = false;
        }

        if (_mode is Mode.Leaf or Mode.Preamble) _sink.Gap(missing);
    }

    /// <summary>The message is over. The builder is then ready for the next.</summary>
    public MimeMessage Complete(long length)
    {
        if (InHeader)
        {
            ReadHeader(length);
            EnterLeaf();
        }

        for (int level = Boundaries.Count - 1; level >= 0; level--) EndUnterminated(Boundaries[level]);
        bool isCut = !Boundaries.IsEmpty && _mode != Mode.Outside;
        for (MimePart? part = _current; part != null && isCut; part = part.Parent) part.IsComplete = false;
        CloseBelow(null, length);

        MimeLimit reached = _defects.Reached;
        var message = new MimeMessage(_root, length, _defects.Take(), reached);
        Boundaries.CloseFrom(0);
        _budget.Reset();
        _headers.Reset();
        _root = _current = NewRoot();
        _mode = Mode.Header;
        return message;
    }

    public void Dispose()
    {
        _sink.Dispose();
        _embedded.Dispose();
    }

    MimePart NewRoot() => new(null, 0) { Limits = _limits };

    void ReadHeader(long bodyOffset)
    {
        MimePart part = _current;
        part.Headers = _headers.Complete();
        part.BodyOffset = bodyOffset;
        part.ContentType = part.Parent?.ContentType is { Type: "multipart", Subtype: "digest" } ? ContentType.DigestDefault : ContentType.Default;
        bool hasType = part.Headers.TryFind("Content-Type", out HeaderField type);
        if (hasType) part.ContentType = ContentType.Read(type.Unfold(), _limits.Parameters);
        bool hasEncoding = part.Headers.TryFind("Content-Transfer-Encoding", out HeaderField encoding);
        if (hasEncoding) part.TransferEncoding = TransferEncodings.Read(encoding.Unfold());

        bool isRoot = part.Parent is null or { ContentType.IsMessage: true };
        if (isRoot && hasType && !part.Headers.TryFind("MIME-Version", out _)) _defects.Add(MimeDefectKind.MissingMimeVersion, type.Offset);
        if (part.TransferEncoding == TransferEncoding.Unknown) _defects.Add(MimeDefectKind.UnknownEncoding, encoding.Offset);
        if (part.IsNameCut) _defects.Reach(MimeLimit.FileNameLength);
        if (part.ContentType.Parameters.IsCut || part.Disposition is { Parameters.IsCut: true }) _defects.Reach(MimeLimit.Parameters);
    }

    void EnterLeaf()
    {
        _mode = Mode.Leaf;
        _sink.Begin(_current);
    }

    void EnterMultipart()
    {
        byte[] boundary = _current.ContentType.Parameters.Find("boundary")?.RawValue.AsSpan().TrimEnd((byte)' ').ToArray() ?? [];
        bool isTooDeep = _current.Depth >= _limits.Depth;
        if (isTooDeep) _defects.Reach(MimeLimit.Depth);
        if (boundary.Length > _limits.BoundaryLength) _defects.Reach(MimeLimit.BoundaryLength);
        EnterLeaf();
        if (isTooDeep || boundary.Length > _limits.BoundaryLength) return;

        _mode = Mode.Preamble;
        Boundaries.Push(_current, boundary);
        if (boundary.Length == 0) _defects.Add(MimeDefectKind.MissingBoundary, _current.Offset);
        if (TransferEncodings.ChangesBytes(_current.TransferEncoding)) _defects.Add(MimeDefectKind.EncodedMultipart, _current.Offset);
    }

    bool CanEnterMessage()
    {
        if (!_current.ContentType.IsMessage || TransferEncodings.ChangesBytes(_current.TransferEncoding)) return false;
        if (_current.Depth < _limits.Depth) return _budget.TryTake();
        _defects.Reach(MimeLimit.Depth);
        return false;
    }

    void EnterMessage()
    {
        _embedded.Open(_current);
        _current = _current.AddChild(_current.BodyOffset);
        _mode = Mode.Header;
    }

    void CutHeader(long start)
    {
        if (HasHeaderLine) _defects.Add(MimeDefectKind.HeaderCutByBoundary, _current.Offset);
        ReadHeader(Math.Max(start, _current.Offset));
        EnterLeaf();
    }

    void EndUnterminated(MimePart multipart)
    {
        multipart.IsComplete = false;
        _defects.Add(multipart.IsLeaf ? MimeDefectKind.BoundaryNotFound : MimeDefectKind.UnterminatedMultipart, multipart.Offset);
    }

    /// <summary>Ends the current part and those that it is in, up to but not including <paramref name="ancestor"/>.</summary>
    void CloseBelow(MimePart? ancestor, long end)
    {
        _sink.End();
        for (MimePart? part = _current; part != null && part != ancestor; part = part.Parent)
        {
            part.BodyLength = Math.Max(end - part.BodyOffset, 0);
            if (!part.ContentType.IsMessage || part.IsLeaf) continue;
            byte[]? hash = _embedded.Close(part);
            if (part.Missing > 0) continue;
            (part.DecodedSize, part.Sha256) = (part.BodyLength, hash);
        }

        if (ancestor != null) _current = ancestor;
    }
}
