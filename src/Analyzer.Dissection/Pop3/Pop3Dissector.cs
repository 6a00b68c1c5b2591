using Analyzer.Capture;
using Analyzer.Capture.Streams;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Pop3;

/// <summary>
/// POP3 (RFC 1939, 2449, 5034, 6856). Commands wait in a queue for their replies; whether a reply has more lines is decided by its
/// command, so the server's bytes wait for the command where the capture has them in the wrong order.
/// </summary>
internal sealed partial class Pop3Dissector : IDissector
{
    /// <summary>How the rest of the program knows POP3.</summary>
    public static readonly Protocol Protocol = new("pop3", [110], Pop3Greeting.Recognise, context => new Pop3Dissector(context)) { TlsPorts = [995] };

    /// <summary>
    /// The most commands that wait for replies: a client that fetches a maildrop in one burst sends a few thousand; the rest is taken to
    /// be unanswered.
    /// </summary>
    const int MaxPending = 10_000;

    const string Authorization = "authorization", Transaction = "transaction", Update = "update";

    enum ServerReading
    {
        Status,
        Lines,
        Message,
        Unknown,
    }

    readonly SessionContext _context;
    readonly Queue<Pop3Command> _pending = new();
    readonly Pop3Maildrop _maildrop = new();
    readonly TlsUpgrade _upgrade;
    string _phase = Authorization;
    ServerReading _reading;
    bool _isGreetingDue;
    // The capture begins in the middle: replies may answer commands from before.
    bool _hasLostStart;
    bool _isBehindLostCommands;
    // Somewhere bytes of either side are lost.
    bool _hasHoles;
    bool? _wasUpdated;

    public Pop3Dissector(SessionContext context)
    {
        _context = context;
        _upgrade = new TlsUpgrade(context);
        bool isMidstream = context.Session.Midstream;
        _isGreetingDue = !isMidstream;
        _hasLostStart = isMidstream;
        _reading = isMidstream ? ServerReading.Unknown : ServerReading.Status;
        if (isMidstream) _phase = Transaction;
    }

    /// <inheritdoc/>
    public void Advance(ref StreamCursor client, ref StreamCursor server)
    {
        var rounds = new Rounds();
        while (ReadClient(ref client) || ReadServer(ref server)) rounds.Count(client, server);
    }

    bool ReadServer(ref StreamCursor server) => _reading switch
    {
        ServerReading.Status => ReadStatus(ref server),
        ServerReading.Lines => ReadLines(ref server),
        ServerReading.Message => ReadMessage(ref server),
        _ => SeekStatus(ref server),
    };

    static bool SkipAll(ref StreamCursor cursor)
    {
        bool hasMoved = !cursor.Unread.IsEmpty || cursor.IsAtGap;
        cursor.Skip(cursor.Unread.Length);
        if (cursor.IsAtGap) cursor.TakeGap();
        return hasMoved;
    }

    // A command's phase is told by the replies before its own, whenever it was captured.
    void Enter(Pop3Command command)
    {
        if (command.Verb == "QUIT" && _phase == Transaction) _phase = Update;
        command.Exchange.Phase = _phase;
    }

    /// <inheritdoc/>
    public void Close(CloseReason reason, Timestamp time)
    {
        EndMessage(isWhole: false);
        if (_current is not null) _context.Complete(_current.Exchange);
        while (_pending.TryDequeue(out Pop3Command? unanswered)) Conclude(unanswered);
        TellLogin(null);
        _maildrop.Tell(_context.Session, _wasUpdated);
    }
}
