using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Tls;

namespace Analyzer.Dissection.Sessions;

/// <summary>What a dissector has at hand: its session, and whom to tell what it finds.</summary>
public sealed partial class SessionContext
{
    /// <summary>The most findings of one code that a session may tell; a hostile dialogue could make one a line.</summary>
    public const int MaxFindingsOfACode = 20;

    readonly AnalysisContext _analysis;
    readonly CursorBuffer _client, _server;
    readonly Dictionary<string, int> _told = [];
    int _exchanges;

    internal SessionContext(AnalysisContext analysis, Session session, CursorBuffer client, CursorBuffer server)
    {
        _analysis = analysis;
        Session = session;
        _client = client;
        _server = server;
    }

    /// <summary>The session's facts, for the dissector to fill in.</summary>
    public Session Session { get; }

    /// <summary>The run that this session belongs to.</summary>
    public AnalysisContext Analysis => _analysis;

    /// <summary>What lies between the connection and the dissector where TLS is spoken; null when nobody can put it there.</summary>
    internal TlsLayer? Tls { get; set; }

    /// <summary>
    /// A record of TLS is next in a direction, in the place of a line. The dissector leaves it, and goes on when there is something to
    /// read again. <paramref name="mayEnd"/>: clear text may follow (CCC). False: it was read out of TLS, and is no record.
    /// </summary>
    public bool BeginTls(Direction from, bool mayEnd = false) => Tls?.Begin(from, mayEnd) == true;

    /// <summary>TLS has begun in a direction, and nothing that it protects can be read, or not yet.</summary>
    public bool IsOpaque(Direction from) => Tls?.IsOpaque(from) == true;

    /// <summary>What is read of a direction was encrypted on the wire.</summary>
    public bool IsProtected(Direction from) => Tls?.Protects(from) == true;

    /// <summary>What is read of a direction is clear text behind TLS.</summary>
    public bool IsClearAgain(Direction from) => Tls?.IsClearAgain(from) == true;

    /// <summary>
    /// Whether the bytes of <paramref name="from"/> may be left until the other direction has answered. False when the other direction
    /// has ended, or when too much waits already; the dissector then goes on with the likely answer.
    /// </summary>
    public bool MayWait(Direction from)
    {
        CursorBuffer reading = from == Direction.FromClient ? _client : _server;
        CursorBuffer other = from == Direction.FromClient ? _server : _client;
        return !other.HasEnded && reading.Waiting < TextLimits.MaxWaiting;
    }

    /// <summary>The client gave a command.</summary>
    public Exchange Command(string phase, string command, string? argument, Timestamp time, long packet, string? tag = null)
    {
        Session.Commands++;
        return new Exchange(++_exchanges) { Phase = phase, Command = command, Argument = argument, Time = time, Packet = packet, Origin = Tls?.OriginOf(Direction.FromClient, packet), Tag = tag };
    }

    /// <summary>
    /// The client answers a challenge of an authentication: a line of its own with a reply of its own, and no command. Its first word
    /// stands for the command's.
    /// </summary>
    public Exchange SaslResponse(string phase, string line, Timestamp time, long packet)
    {
        int end = line.IndexOf(' ', StringComparison.Ordinal);
        string word = (end < 0 ? line : line[..end]).ToUpperInvariant();
        return new Exchange(++_exchanges) { Phase = phase, Command = word, Argument = line, IsSaslResponse = true, Time = time, Packet = packet, Origin = Tls?.OriginOf(Direction.FromClient, packet) };
    }

    /// <summary>The server says something that answers no command (or, with a tag, none that the capture holds).</summary>
    public Exchange Unsolicited(string phase, Timestamp time, long packet, string? tag = null) =>
        new(++_exchanges) { Phase = phase, Time = time, Packet = packet, Origin = Tls?.OriginOf(Direction.FromServer, packet), Tag = tag };

    /// <summary>Tells an exchange: all its replies are there, or none will come any more. A second call does nothing.</summary>
    public void Complete(Exchange exchange)
    {
        if (exchange.IsTold) return;
        exchange.IsTold = true;
        _analysis.Sink.OnRecord(new ExchangeRecord
        {
            Session = Session.Id,
            Number = exchange.Number,
            Time = exchange.Time,
            Phase = exchange.Phase,
            Command = exchange.Command,
            Argument = exchange.Argument,
            ReplyCode = exchange.ReplyCode,
            Reply = exchange.Reply,
            EarlierReplies = exchange.Earlier ?? [],
            Tag = exchange.Tag,
            IsSaslResponse = exchange.IsSaslResponse,
            ReplyTime = exchange.ReplyTime,
            Packet = exchange.Packet,
            ReplyPacket = exchange.ReplyPacket,
            Origin = exchange.Origin,
            ReplyOrigin = exchange.ReplyPacket > 0 ? Tls?.OriginOf(Direction.FromServer, exchange.ReplyPacket) : null,
        });
    }

    /// <summary>A message begins. Its bytes go into the builder, which is also told what else is known of it.</summary>
    public MessageBuilder BeginMessage(string via, MessageDirection direction, Timestamp time, Transform transform = Transform.None)
    {
        int id = _analysis.NextMessageId();
        Session.Messages.Add(id);
        return new MessageBuilder(_analysis, Session, id) { Via = via, Direction = direction, Time = time, Transform = transform };
    }

    /// <summary>Begins to put a message together from others. It has no id and belongs to no session until
    /// <see cref="Number"/>. <paramref name="isReadable"/>: its bytes will be given, not only their places.</summary>
    internal MessageBuilder BeginWhole(string via, MessageDirection direction, Timestamp time, bool isReadable = true) =>
        new(_analysis, Session, 0, isReadable) { Via = via, Direction = direction, Time = time };

    /// <summary>A message that was put together is whole and will be told: it takes its place in the session.</summary>
    internal void Number(MessageBuilder whole)
    {
        whole.Id = _analysis.NextMessageId();
        Session.Messages.Add(whole.Id);
    }

    /// <summary>Somebody proved, or tried to prove, who they are.</summary>
    public void Credential(string mechanism, string? user, string? secret, bool? accepted, Timestamp time) =>
        _analysis.Sink.OnRecord(new CredentialRecord
        {
            Session = Session.Id,
            Protocol = Session.Protocol,
            Mechanism = mechanism,
            User = user,
            Secret = secret,
            Accepted = accepted,
            Time = time,
        });

    /// <summary>Something a person should know. <paramref name="code"/> is stable and kebab-case.</summary>
    public void Finding(Severity severity, string code, string text, long? packet = null, long? offset = null)
    {
        int before = _told.GetValueOrDefault(code);
        _told[code] = before + 1;
        if (before > MaxFindingsOfACode) return;
        if (before == MaxFindingsOfACode) text = $"more than {MaxFindingsOfACode} findings of this kind in this session; the others are left out";
        _analysis.Sink.OnRecord(new FindingRecord
        {
            Severity = severity,
            Code = code,
            Text = text,
            Session = Session.Id,
            Stream = Session.Connection.Id,
            Packet = packet,
            Offset = offset,
        });
    }
}
