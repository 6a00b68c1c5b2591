using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Smtp;

/// <summary>
/// SMTP (RFC 5321) and LMTP (RFC 2033). Commands are read as they come and wait in a queue for their replies; what a command does is
/// done when its reply is there, so a pipelined dialogue means the same as a patient one. The client's bytes wait only where their
/// meaning hangs on the answer: behind DATA, AUTH, STARTTLS, XEXCH50 and TURN.
/// </summary>
internal sealed partial class SmtpDissector : IDissector
{
    /// <summary>How the rest of the program knows SMTP.</summary>
    public static readonly Protocol Protocol = new("smtp", [25, 587, 2525], SmtpGreeting.Recognise, context => new SmtpDissector(context)) { TlsPorts = [465] };

    /// <summary>What the client's next bytes are.</summary>
    enum Reading
    {
        /// <summary>Command lines.</summary>
        Commands,

        /// <summary>Not known: the capture begins in the middle, or bytes are missing before them.</summary>
        Unknown,

        /// <summary>Whatever the reply to the last command makes of them.</summary>
        Answer,

        /// <summary>The same, but that reply is not to be had: they must tell it themselves.</summary>
        Guess,

        /// <summary>A message up to its dot line.</summary>
        Body,

        /// <summary>Counted octets of a message (BDAT).</summary>
        Chunk,

        /// <summary>Counted octets that are no message (XEXCH50).</summary>
        Blob,

        /// <summary>The response to an authentication challenge.</summary>
        Response,
    }

    readonly SessionContext _context;
    readonly ReplyQueue _pending = new();
    readonly SmtpTransaction _transaction = new();
    Reading _reading;
    string _phase;
    string _replyPhase;
    bool _isLmtp;
    bool _isTurned;

    public SmtpDissector(SessionContext context)
    {
        _context = context;
        _hasLostCommands = _mayLackChunks = context.Session.Midstream;
        _mayBeginInReply = context.Session.Midstream;
        _reading = context.Session.Midstream ? Reading.Unknown : Reading.Commands;
        _phase = _replyPhase = context.Session.Midstream ? SmtpPhase.Transfer : SmtpPhase.Handshake;
    }

    /// <inheritdoc/>
    public void Advance(ref StreamCursor client, ref StreamCursor server)
    {
        // The client first, as far as it goes: then a reply that nothing waits for is known to be early, or stray.
        var rounds = new Rounds();
        while (_isTurned ? Step(ref server, ref client) : Step(ref client, ref server)) rounds.Count(client, server);
    }

    bool Step(ref StreamCursor client, ref StreamCursor server) => ReadClient(ref client) || ReadServer(ref server);

    bool ReadClient(ref StreamCursor client) => _reading switch
    {
        Reading.Commands => ReadCommand(ref client),
        Reading.Unknown => Seek(ref client),
        Reading.Answer => AwaitAnswer(ref client),
        Reading.Guess => ReadGuess(ref client),
        Reading.Body => ReadBody(ref client),
        Reading.Chunk => ReadChunk(ref client),
        Reading.Blob => ReadBlob(ref client),
        _ => ReadResponse(ref client),
    };

    bool IsClientOpaque => _context.IsOpaque(ClientSide);

    Direction ClientSide => _isTurned ? Direction.FromServer : Direction.FromClient;

    Direction ServerSide => _isTurned ? Direction.FromClient : Direction.FromServer;

    /// <inheritdoc/>
    public void Close(CloseReason reason, Timestamp time)
    {
        SettleAll();
        DropGuess();
        if (_login is not null) FinishLogin(null);
        AbandonChunks()?.Tell(_transaction.ToEnvelope(), null);
        if (_isServerEncrypted && !_hasToldEncrypted) _context.Finding(Severity.Info, "encrypted", "encrypted from some point on");
        if (_commandsSeen == 0 && _repliesSeen > 1) TellOneDirection("the client's side of this dialogue is not in the capture: its commands and messages are not to be had");
    }

    /// <summary>ATRN and TURN: from here on the server gives the commands, and the client greets it.</summary>
    void ChangePlaces(PendingReply turn)
    {
        _isTurned = !_isTurned;
        _isGreetingDue = true;
        _transaction.Clear();
        _context.Finding(Severity.Info, "smtp-turned", "client and server change places here: the server now sends mail to the client", turn.Sent.Packet);
    }
}
