using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Servers.Recording.Truth;

namespace Analyzer.Terminal.Selftest;

/// <summary>Compares what an analysis said with what really happened.</summary>
sealed class TruthCheck(CaptureTruth truth, IReadOnlyList<Record> records)
{
    readonly List<CheckedObject> _checked = [];

    /// <summary>Each object of the truth with its verdict, and each claim that the truth does not know.</summary>
    public IReadOnlyList<CheckedObject> Check()
    {
        foreach (TruthStream stream in truth.Streams) Check(stream);
        foreach (TruthSession session in truth.Sessions) Check(session);
        foreach (TruthMessage message in truth.Messages) Check(message);
        foreach (TruthTransfer transfer in truth.Transfers) Check(transfer);
        foreach (TruthCredential credential in truth.Credentials) Check(credential);
        CheckClaims();
        return _checked;
    }

    void Check(TruthStream stream)
    {
        StreamRecord? found = records.OfType<StreamRecord>().FirstOrDefault(record => Same(record.Client, stream.Client) && Same(record.Server, stream.Server)
            || (Same(record.Client, stream.Server) && Same(record.Server, stream.Client)));
        bool isTurned = found is not null && !Same(found.Client, stream.Client);
        StreamSide? client = isTurned ? found?.ServerSide : found?.ClientSide;
        StreamSide? server = isTurned ? found?.ClientSide : found?.ServerSide;
        bool isExact = client is not null && server is not null && Holds(client, stream.ClientBytes, stream.ClientSha256) && Holds(server, stream.ServerBytes, stream.ServerSha256);
        Judge(stream.Expected, "stream", isExact, isMarked: !isExact, $"{stream.Client.Ip}:{stream.Client.Port} to {stream.Server.Ip}:{stream.Server.Port}");
    }

    static bool Holds(StreamSide side, long bytes, string hash) => side.Bytes == bytes && side.Missing == 0 && (side.Sha256 == hash || bytes == 0);

    void Check(TruthSession session)
    {
        SessionRecord? found = SessionOf(session);
        // A command is lost only together with bytes that are; each that the client gave must be there.
        IEnumerable<string> verbs = session.Commands.Select(pair => VerbOf(session.Protocol, pair[0].ToUpperInvariant().Split(' '))).Where(verb => verb.All(c => char.IsAsciiLetter(c) || c == ' '));
        List<string> said = [.. found is null ? [] : records.OfType<ExchangeRecord>().Where(exchange => exchange.Session == found.Id && exchange.Command is not null).Select(exchange => exchange.Command!)];
        string? lacking = session.Tls is null && session.Compress is null ? verbs.FirstOrDefault(verb => !said.Remove(verb)) : null;
        Judge(session.Expected, "session", found is not null && lacking is null, isMarked: true, $"{session.Protocol} {session.Client.Ip}:{session.Client.Port}{(lacking is null ? "" : $" lacks {lacking}")}");
    }

    static string VerbOf(string protocol, string[] words) => (protocol, words) switch
    {
        ("imap", [_, "UID", var verb, ..]) => "UID " + verb,
        ("imap", [_, var verb, ..]) => verb,
        _ => words[0],
    };

    void Check(TruthMessage message)
    {
        MessageRecord[] same = [.. records.OfType<MessageRecord>().Where(record => record.Sha256 == message.Sha256)];
        bool isWhole = message is { Part: "full", Complete: true };
        MessageRecord? exact = same.FirstOrDefault(record => isWhole ? record is { Complete: true, Part: null } : record.Part is not null || !record.Complete);
        string? fault = exact is null ? "not found" : isWhole ? FaultOf(message, exact) : null;
        if (message.InsideTls) JudgeSealed(message.Expected, "message", fault is null, message.Session, $"{message.Command} of {message.Size} bytes");
        else Judge(message.Expected, "message", fault is null, IsMarked(message), $"{message.Protocol} {message.Command} of {message.Size} bytes: {fault}");
    }

    static string? FaultOf(TruthMessage message, MessageRecord found)
    {
        if (message.Subject is not null && found.Subject != message.Subject) return $"its subject is {found.Subject}";
        foreach (TruthAttachment attachment in message.Attachments ?? [])
        {
            if (!found.Attachments.Any(file => file.Sha256 == attachment.Sha256 && file.Name == attachment.Name)) return $"the attachment {attachment.Name} is not found";
        }
        if (message.Envelope is not { } envelope) return null;
        bool isRight = found.Envelope is { } told && told.From == envelope.MailFrom && told.To.Order().SequenceEqual(envelope.RcptAccepted.Order()) && told.Rejected.Order().SequenceEqual(envelope.RcptRejected.Order());
        return isRight ? null : "its envelope is another";
    }

    /// <summary>Something says that it is not whole: a message, or its session.</summary>
    bool IsMarked(TruthMessage message)
    {
        bool isMessage = records.OfType<MessageRecord>().Any(record => !record.Complete && (record.MessageId == message.MessageId || record.Size + record.Missing == message.Size));
        return isMessage || IsSessionMarked(message.Session);
    }

    bool IsSessionMarked(int index) =>
        SessionOf(truth.Sessions[index]) is not { } session || session.Midstream || session.ClientMissing + session.ServerMissing > 0 || session.Outcome != SessionOutcome.Closed;

    void Check(TruthTransfer transfer)
    {
        string verb = transfer.Command.Split(' ')[0].ToUpperInvariant();
        string what = $"{transfer.Command} of {transfer.Size} bytes";
        TransferRecord[] named = [.. records.OfType<TransferRecord>().Where(record => record.Command == verb)];
        bool isExact = named.Any(record => record.Sha256 == transfer.Sha256 && record.Complete == transfer.Complete && record.Offset == transfer.RestOffset);
        if (transfer.Refused == true) return;
        if (transfer.Tls) JudgeSealed(transfer.Expected, "transfer", isExact, transfer.Session, what);
        else Judge(transfer.Expected, "transfer", isExact, isMarked: !named.Any(record => record.Complete && record.Size < transfer.Size && record.Sha256 != transfer.Sha256 && IsOfSameName(record, transfer)), what);
    }

    bool IsOfSameName(TransferRecord record, TruthTransfer transfer) =>
        transfer.Path is { } path && record.Name == path.Split('/')[^1] && !truth.Transfers.Any(other => other.Sha256 == record.Sha256);

    void Check(TruthCredential credential)
    {
        bool isExact = records.OfType<CredentialRecord>().Any(record => record.Protocol == credential.Protocol && record.User == credential.User
            && (credential.Password is null || record.Secret == credential.Password));
        string what = $"{credential.Protocol} {credential.Mechanism} {credential.User}";
        if (credential.InsideTls) JudgeSealed(credential.Expected, "credential", isExact, credential.Session, what);
        else Judge(credential.Expected, "credential", isExact, isMarked: true, what);
    }

    /// <summary>What is called whole must be known to the truth.</summary>
    void CheckClaims()
    {
        HashSet<string?> messages = [.. truth.Messages.Select(message => message.Sha256)];
        foreach (MessageRecord record in records.OfType<MessageRecord>())
        {
            if (record is { Complete: true, Part: null } && !messages.Contains(record.Sha256)) Add("message", Verdict.Wrong, $"claims {record.Via} of {record.Size} bytes: {record.Subject}");
        }
        HashSet<string?> transfers = [.. truth.Transfers.Select(transfer => transfer.Sha256)];
        foreach (TransferRecord record in records.OfType<TransferRecord>())
        {
            if (record is { Complete: true, Size: > 0 } && !transfers.Contains(record.Sha256)) Add("transfer", Verdict.Wrong, $"claims {record.Command} {record.Path} of {record.Size} bytes");
        }
    }

    /// <summary>Within TLS, to which the capture holds the keys: found, or, where some of the connection is lost, said to be encrypted or to lack bytes.</summary>
    void JudgeSealed(Expectation expected, string kind, bool isExact, int session, string what)
    {
        bool isTold = SessionOf(truth.Sessions[session]) is not { } record || record.Tls is TlsState.Started or TlsState.Decrypted || record.Midstream || record.ServerMissing + record.ClientMissing > 0;
        Judge(expected == Expectation.Possible && !isTold ? Expectation.Exact : expected, kind, isExact, isTold, what);
    }

    void Judge(Expectation expected, string kind, bool isExact, bool isMarked, string what)
    {
        if (expected == Expectation.Absent) return;
        Verdict verdict = expected switch
        {
            Expectation.Exact => isExact ? Verdict.Exact : Verdict.Wrong,
            Expectation.Possible => isExact ? Verdict.Exact : Verdict.Marked,
            _ => isMarked ? Verdict.Marked : Verdict.Wrong,
        };
        Add(kind, verdict, what);
    }

    void Add(string kind, Verdict verdict, string what) => _checked.Add(new CheckedObject(kind, verdict, what));

    SessionRecord? SessionOf(TruthSession session) =>
        records.OfType<SessionRecord>().FirstOrDefault(record => record.Protocol == session.Protocol && Same(record.Client, session.Client) && Same(record.Server, session.Server));

    static bool Same(Endpoint record, TruthEndpoint told) => record.Port == told.Port && record.Address.ToString() == told.Ip;
}

/// <summary>An object of the truth, or a claim, with its verdict.</summary>
/// <param name="Kind">stream, session, message, transfer, credential.</param>
/// <param name="Verdict">How the analysis did on it.</param>
/// <param name="What">Which one, for people.</param>
sealed record CheckedObject(string Kind, Verdict Verdict, string What);
