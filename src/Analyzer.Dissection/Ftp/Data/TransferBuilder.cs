using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Ftp.Tree;

namespace Analyzer.Dissection.Ftp.Data;

/// <summary>
/// A transfer from its command to its record: waits for its data connection and its final reply, which may be captured in any order,
/// and is told when both are in, or will not come.
/// </summary>
sealed partial class TransferBuilder
{
    readonly FtpSession _session;
    readonly DataAnnouncement _announcement;
    DataStream? _stream;
    MatchRule _rule;
    bool _isConcluded, _isTold, _isAbortAnswered;
    int _finalCode;
    string? _finalText;
    Timestamp _abortTime = Timestamp.Unknown;
    bool _hasAbort;

    /// <summary>A transfer begins. It takes its number in the session at once.</summary>
    public TransferBuilder(FtpSession session, string command, DataAnnouncement announcement, TransferParameters parameters, TransferOrigin origin)
    {
        _session = session;
        _announcement = announcement;
        Command = command;
        Origin = origin;
        (Path, TreePath) = (origin.Path, origin.TreePath);
        Parameters = parameters with { Representation = origin.Representation ?? parameters.Representation };
        AnnouncedSize = parameters.Expected;
        Id = session.Context.Analysis.NextTransferId();
        session.Context.Session.Transfers.Add(Id);
    }

    /// <summary>From 1.</summary>
    public int Id { get; }

    /// <summary><c>RETR</c>, <c>STOR</c> and so on.</summary>
    public string Command { get; private set; }

    /// <summary>How the file is put on the wire.</summary>
    public TransferParameters Parameters { get; }

    /// <summary>When the command was given.</summary>
    public Timestamp CommandTime { get; init; } = Timestamp.Unknown;

    /// <summary>When the transfer before it had ended, or the session had begun: its data connection is not older.</summary>
    public Timestamp NotBefore { get; init; } = Timestamp.Unknown;

    /// <summary>Where it comes from.</summary>
    public TransferOrigin Origin { get; }

    /// <summary>As the record has it: what the client gave; for STOU without an argument, what the server's reply tells.</summary>
    public string? Path { get; private set; }

    /// <summary>The name that the server chose for STOU; null when it has told none.</summary>
    public string? StoredName { get; private set; }

    /// <summary>Its place in the tree of the server; null when no name is known.</summary>
    public string? TreePath { get; private set; }

    /// <summary>How many bytes the server (or ALLO) said that there will be; null when nobody did.</summary>
    public long? AnnouncedSize { get; private set; }

    /// <summary>The server sends.</summary>
    public bool IsDownload => !FtpVerb.IsUpload(Command);

    /// <summary>A listing, not a file.</summary>
    public bool IsListing => FtpVerb.IsListing(Command);

    /// <summary>The final reply was seen, or the session is over.</summary>
    public bool HasFinal => _isConcluded;

    /// <summary>When it was seen.</summary>
    public Timestamp FinalTime { get; private set; } = Timestamp.Unknown;

    /// <summary>What the session has agreed on for the data connection.</summary>
    public DataAnnouncement Announcement => _announcement;

    /// <summary>The control connection.</summary>
    public Connection Control => _session.Context.Session.Connection;

    /// <summary>It has no data connection yet, and still may get one.</summary>
    public bool IsWaiting => _stream is null && !_isTold;

    /// <summary>The server has told how large the file is, before.</summary>
    public void Expect(long? size) => AnnouncedSize ??= size;

    /// <summary>The server says that it begins.</summary>
    public void OnPreliminary(FtpReply reply)
    {
        AnnouncedSize = ReplyFacts.SizeIn(reply.Text) ?? AnnouncedSize;
        NoteName(reply);
    }

    /// <summary>
    /// The server says how it ended. Null: the reply is not in the capture. <paramref name="isAbortAnswered"/>: an ABOR was given
    /// meanwhile and has a reply of its own.
    /// </summary>
    public void OnFinal(FtpReply? reply, bool isAbortAnswered = false)
    {
        if (_isConcluded) return;
        _isConcluded = true;
        _isAbortAnswered = isAbortAnswered;
        if (reply is not null)
        {
            (_finalCode, _finalText, FinalTime) = (reply.Code, reply.CodeText, reply.Time);
            if (reply.IsPositive) AnnouncedSize ??= ReplyFacts.SizeIn(reply.Text);
            NoteName(reply);
        }
        TellIfDone();
    }

    void NoteName(FtpReply reply)
    {
        if (Command != "STOU" || ReplyFacts.StoredName(reply.Text) is not { } name) return;
        StoredName = RemotePath.NameOf(name);
        Path ??= _session.Directory.Tell(name);
        TreePath = _session.Directory.Resolve(name);
    }

    /// <summary>The client wants it to stop.</summary>
    public void OnAbort(Timestamp time) => (_hasAbort, _abortTime) = (true, time);

    /// <summary>Its data connection is found.</summary>
    public void Take(DataStream stream, MatchRule rule)
    {
        (_stream, _rule) = (stream, rule);
        stream.AddTaker(this);
        _session.Run.Late.Remove(this);
        if (!IsListing && !Origin.IsOpen && Parameters.IsPlain) stream.ForgetContent();
        TellIfDone();
    }

    /// <summary>Its data connection has ended.</summary>
    public void OnDataClosed() => TellIfDone();

    void TellIfDone()
    {
        if (_isConcluded && _stream is { IsClosed: true }) Tell();
    }

    /// <summary>Nothing more will come: tells what there is.</summary>
    public void TellAnyway()
    {
        _isConcluded = true;
        _announcement.Waiting.Remove(this);
        _session.Run.Late.Remove(this);
        if (_stream is null or { IsClosed: true }) Tell();
    }

    /// <summary>Which end of the data connection sends the file.</summary>
    Direction Sender(DataStream stream)
    {
        Connection data = stream.Connection;
        IpAddress server = Control.Server.Address, client = Control.Client.Address;
        IpAddress sender = IsDownload ? server : client;
        if (_rule is MatchRule.HostsAndTime or MatchRule.HostsAndSize)
        {
            if (server != client) return data.Client.Address == sender ? Direction.FromClient : Direction.FromServer;
            return stream.Half(Direction.FromClient) is { Size: > 0 } ? Direction.FromClient : Direction.FromServer;
        }
        bool senderListens = IsDownload == DataModes.IsPassive(_announcement.Mode);
        bool serverListens = data.HasStart || data.Server.Port == _announcement.Port;
        return senderListens == serverListens ? Direction.FromServer : Direction.FromClient;
    }
}
