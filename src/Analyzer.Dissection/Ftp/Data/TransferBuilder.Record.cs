using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Data;

// The end of a transfer: what is known of it becomes its record and its findings.
sealed partial class TransferBuilder
{
    void Tell()
    {
        if (_isTold) return;
        _isTold = true;
        if (_stream is null) TellWithoutData();
        else TellWithData(_stream);
    }

    void TellWithoutData()
    {
        Say(Severity.Warning, "no-data-connection", "its data connection is not in the capture, or cannot be told from others");
        Told(RecordOf(null));
    }

    // The command is not in the capture, and the replies do not tell of it: which way the bytes went does, and how they look.
    string CommandOf(DataStream stream)
    {
        Direction server = Sender(stream); // As of a download.
        if (stream.Half(server) is not { } half || half.Size + half.Missing == 0) return stream.IsEmpty ? Command : "STOR";
        bool isListing = half.Gaps.Count == 0 && TransferContents.Read(half, "LIST", Parameters, false) is { Unknown: 0, Entries.Count: > 0 };
        return isListing ? "LIST" : "RETR";
    }

    void TellWithData(DataStream stream)
    {
        if (Origin.IsOpen) Command = CommandOf(stream);
        Direction from = Sender(stream);
        DataHalf? half = stream.Half(from);
        bool isEncrypted = IsEncrypted(stream, from);
        Fingerprint fingerprint = isEncrypted ? default : half?.Fingerprint() ?? DataHalf.Nothing(_session.Context.Analysis.Options);
        TransferContents contents = isEncrypted ? TransferContents.None : TransferContents.Read(half, Command, Parameters, _session.Context.Analysis.Options.Hash);
        bool? agrees = isEncrypted ? null : AgreesWithAnnouncement(contents.Decoded?.Size ?? half?.Size ?? 0, fingerprint.Returns);
        bool isStopped = IsStopped(stream.Connection, from, agrees);
        // Bytes against the direction, there or missing, are another transfer's.
        DataHalf? back = stream.Half(from == Direction.FromClient ? Direction.FromServer : Direction.FromClient);
        bool mayBeAnothers = MatchRules.CertaintyOf(_rule) == "guess" || back is { Size: > 0 } or { Missing: > 0 };
        var evidence = new TransferEvidence(stream.Connection, from, half, isEncrypted, _finalCode, agrees == true, isStopped, mayBeAnothers);
        TransferVerdict verdict = evidence.Judge();
        if (verdict == TransferVerdict.Complete && contents.IsSeveral) verdict = TransferVerdict.NoEnd;
        SayVerdict(verdict, half, stream.IsTls ? stream.EncryptedBytes(from) : half?.Size ?? 0);
        SayContents(contents, fingerprint.HasHash, isEncrypted ? null : half, verdict is TransferVerdict.Aborted or TransferVerdict.Gaps ? null : agrees);
        SayConnection(stream, from);
        Told(RecordOf(stream) with
        {
            Size = isEncrypted ? 0 : half?.Size ?? 0,
            Sha256 = fingerprint.Sha256,
            Pending = fingerprint.Pending,
            Complete = verdict == TransferVerdict.Complete,
            Aborted = evidence.WasAborted,
            Missing = isEncrypted ? 0 : half?.Missing ?? 0,
            Entries = contents.Entries,
            DecodedSize = contents.Decoded?.Size,
            DecodedSha256 = contents.Decoded is { IsWhole: true } ? contents.Decoded.Value.Sha256 : null,
            Content = half is null || isEncrypted ? Content.Empty : new Content(half.Extents, Transform.None, half.Gaps),
            Origin = half is null ? null : _session.Context.Analysis.Tls.Origins.Of(half.Extents),
        });
    }

    // One direction alone may be a file that is itself a recorded TLS connection; a handshake has two.
    bool IsEncrypted(DataStream stream, Direction from)
    {
        if (stream.IsTls) return stream.IsOpaque(from);
        DataHalf? half = stream.Half(from);
        bool isTls = stream.Half(Direction.FromClient) is { BeginsAsTls: true } && stream.Half(Direction.FromServer) is { BeginsAsTls: true };
        return isTls || (IsProtected && half is null or { BeginsAsTls: true });
    }

    // Where the commands are not in the capture nobody knows what PROT said; but who encrypts the control connection encrypts the data.
    bool IsProtected => Parameters.IsProtected || (Origin.IsInferred && _session.Context.Session.Tls is TlsState.Started or TlsState.Decrypted);

    // Whether there are as many bytes as the server said: of the file, or of what was left of it, or before line ends were changed.
    bool? AgreesWithAnnouncement(long size, long returns)
    {
        if (AnnouncedSize is not { } announced || IsListing) return null;
        bool isSame = announced == size || announced == size + Parameters.Offset;
        if (isSame || !Parameters.IsText || returns <= 0) return isSame;
        return announced == size - returns || announced == size - returns + Parameters.Offset;
    }

    // An ABOR stops an upload whose data had not ended; a download, unless the server says that it had ended already: then it has two
    // positive replies (RFC 959 section 4.1.3).
    bool IsStopped(Connection data, Direction from, bool? agrees)
    {
        if (!_hasAbort) return false;
        if (!IsDownload) return !data.HasFinished(from) || data.FinTime(from) - _abortTime > 0;
        return agrees == false || (agrees is null && !_isAbortAnswered);
    }

    TransferRecord RecordOf(DataStream? stream) => new()
    {
        Id = Id,
        Session = _session.Context.Session.Id,
        Command = Command,
        Path = Path,
        Name = StoredName ?? RemotePath.NameOf(Path),
        RawPath = Origin.RawPath is { } raw ? Convert.ToHexStringLower(raw) : null,
        IsDownload = IsDownload,
        Mode = ModeOf(stream),
        Stream = stream?.Connection.Id,
        DataClient = stream?.Connection.Client,
        DataServer = stream?.Connection.Server,
        Representation = Parameters.Representation,
        Structure = Parameters.Structure == 'F' ? null : Parameters.Structure.ToString(),
        Transmission = Parameters.Mode == 'S' ? null : Parameters.Mode.ToString(),
        Offset = Parameters.Offset,
        AnnouncedSize = AnnouncedSize,
        Time = stream?.Connection.FirstTime ?? CommandTime,
        End = stream?.Connection.LastTime ?? (FinalTime.IsKnown ? FinalTime : CommandTime),
        ReplyCode = _finalText,
        MatchedBy = stream is null ? null : MatchRules.NameOf(_rule),
        Certainty = stream is null ? null : MatchRules.CertaintyOf(_rule),
    };

    string? ModeOf(DataStream? stream)
    {
        if (_rule is not (MatchRule.HostsAndTime or MatchRule.HostsAndSize)) return _announcement.IsDefault && stream is null ? null : DataModes.NameOf(_announcement.Mode);
        if (stream is null || !stream.Connection.HasStart || Control.Client.Address == Control.Server.Address) return null;
        return DataModes.NameOf(stream.Connection.Client.Address == Control.Client.Address ? DataMode.Passive : DataMode.Active);
    }

    void Told(TransferRecord record)
    {
        record = _session.Run.History.Join(this, record, _session);
        _session.Context.Analysis.Sink.OnRecord(record);
        _session.OnTransferTold(this, record);
    }
}
