using System.Security.Cryptography;
using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using FoundRecord = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Endurance;

/// <summary>Takes the records of a run and complains of what cannot be true of any capture.</summary>
sealed class RecordChecks(IByteStore store) : IRecordSink
{
    readonly List<FoundRecord> _records = [];
    readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints => _complaints;

    public IReadOnlyList<FoundRecord> All => _records;

    public void OnRecord(FoundRecord record) => _records.Add(record);

    public void CheckAll()
    {
        CheckIds();
        CheckReferences();
        CheckSessions();
        foreach (MessageRecord message in Of<MessageRecord>()) CheckMessage(message);
        foreach (TransferRecord transfer in Of<TransferRecord>()) CheckContent($"transfer {transfer.Id}", transfer.Content, transfer.Size, transfer.Missing, transfer.Complete, transfer.Sha256);
        foreach (FindingRecord finding in Of<FindingRecord>()) Expect(finding.Code != "dissector-fault", finding.Text);
    }

    IEnumerable<T> Of<T>() => _records.OfType<T>();

    void Expect(bool isTrue, string complaint)
    {
        if (!isTrue) _complaints.Add(complaint);
    }

    void CheckIds()
    {
        ExpectDistinct("session", Of<SessionRecord>().Select(session => (long)session.Id));
        ExpectDistinct("message", Of<MessageRecord>().Select(message => (long)message.Id));
        ExpectDistinct("transfer", Of<TransferRecord>().Select(transfer => (long)transfer.Id));
        ExpectDistinct("stream", Of<StreamRecord>().Select(stream => stream.Id));
        ExpectDistinct("exchange", Of<ExchangeRecord>().Select(exchange => (long)exchange.Session << 32 | (uint)exchange.Number));
    }

    void ExpectDistinct(string kind, IEnumerable<long> ids)
    {
        HashSet<long> seen = [];
        foreach (long id in ids) Expect(seen.Add(id), $"two records of {kind} {id}");
    }

    void CheckReferences()
    {
        HashSet<int> sessions = [.. Of<SessionRecord>().Select(session => session.Id)];
        IEnumerable<int> referred =
        [
            .. Of<ExchangeRecord>().Select(exchange => exchange.Session),
            .. Of<MessageRecord>().Select(message => message.Session),
            .. Of<TransferRecord>().Select(transfer => transfer.Session),
            .. Of<CredentialRecord>().Select(credential => credential.Session),
            .. Of<FindingRecord>().Select(finding => finding.Session).OfType<int>(),
        ];
        foreach (int id in referred.Distinct()) Expect(sessions.Contains(id), $"there is no session {id}");

        HashSet<long> streams = [.. Of<StreamRecord>().Select(stream => stream.Id)];
        if (streams.Count == 0) return;
        foreach (SessionRecord session in Of<SessionRecord>()) Expect(streams.Contains(session.Stream), $"there is no stream {session.Stream}");
    }

    void CheckSessions()
    {
        ILookup<int, int> messages = Of<MessageRecord>().ToLookup(message => message.Session, message => message.Id);
        ILookup<int, int> transfers = Of<TransferRecord>().ToLookup(transfer => transfer.Session, transfer => transfer.Id);
        ILookup<int, string> commands = Of<ExchangeRecord>().Where(exchange => exchange is { Command: not null, IsSaslResponse: false }).ToLookup(exchange => exchange.Session, exchange => exchange.Command!);
        foreach (SessionRecord session in Of<SessionRecord>())
        {
            string name = $"session {session.Id}";
            Expect(session.Messages.Order().SequenceEqual(messages[session.Id].Order()), $"{name} does not list its messages");
            Expect(session.Transfers.Order().SequenceEqual(transfers[session.Id].Order()), $"{name} does not list its transfers");
            Expect(session.Commands == commands[session.Id].Count(), $"{name} counts {session.Commands} commands and tells {commands[session.Id].Count()}");
            Expect(session is { ClientBytes: >= 0, ServerBytes: >= 0, ClientMissing: >= 0, ServerMissing: >= 0 }, $"{name} has negative counts");
        }
    }

    void CheckMessage(MessageRecord message)
    {
        string name = $"message {message.Id}";
        CheckContent(name, message.Content, message.Size, message.Missing, message.Complete, message.Sha256);
        foreach (AttachmentRecord attachment in message.Attachments)
        {
            Expect(attachment.Size is null or >= 0, $"{name} has an attachment of {attachment.Size} bytes");
        }
    }

    void CheckContent(string name, Content content, long size, long missing, bool isComplete, string? hash)
    {
        Expect(missing == content.Gaps.Sum(gap => gap.Missing), $"{name} lacks {missing} bytes, but its gaps do not sum up to that");
        Expect(content.Gaps.All(gap => gap.Missing > 0), $"{name} has a gap of no bytes");
        Expect(content.Gaps.All(gap => gap.Offset >= 0 && gap.Offset <= size), $"{name} has a gap outside itself");
        Expect(content.Gaps.Zip(content.Gaps.Skip(1), (one, next) => one.Offset <= next.Offset).All(isOrdered => isOrdered), $"{name} has gaps out of order");
        Expect(!isComplete || content.Gaps.Count == 0, $"{name} is called complete, but has gaps");
        Expect(content.Extents.Length == content.Extents.All().Sum(extent => (long)extent.Length), $"{name} has extents that do not sum up to their length");
        Expect(size <= content.Extents.Length, $"{name} has more bytes than its extents");
        CheckBytes(name, content, size, hash);
    }

    void CheckBytes(string name, Content content, long size, string? hash)
    {
        using var bytes = new MemoryStream();
        foreach (Extent extent in content.Extents.All())
        {
            byte[] part = new byte[extent.Length];
            Expect(store.TryRead(extent, part), $"{name} has bytes that cannot be read back: {extent}");
            bytes.Write(part);
        }
        byte[] read = content.Transform == Transform.DotStuffed ? Unstuff(bytes.ToArray(), content.Gaps) : bytes.ToArray();
        Expect(read.Length == size, $"{name} has {size} bytes, but {read.Length} are read back");
        Expect(hash is null || hash == Convert.ToHexStringLower(SHA256.HashData(read)), $"{name} does not have its hash when it is read back");
    }

    // Written apart from the product's (RFC 5321 section 4.5.2), byte by byte; behind a gap stands the middle of a line.
    static byte[] Unstuff(byte[] wire, IReadOnlyList<ContentGap> gaps)
    {
        HashSet<long> behindGaps = [.. gaps.Select(gap => gap.CapturedOffset)];
        var content = new MemoryStream(wire.Length);
        int lineEnd = 2; // How much of CR LF stands before.
        for (int i = 0; i < wire.Length; i++)
        {
            if (behindGaps.Contains(i)) lineEnd = 0;
            if (wire[i] != '.' || lineEnd < 2) content.WriteByte(wire[i]);
            lineEnd = wire[i] == '\r' ? 1 : wire[i] == '\n' && lineEnd == 1 ? 2 : 0;
        }
        return content.ToArray();
    }
}
