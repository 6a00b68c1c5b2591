using System.Text.Json;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>
/// Messages that wait for delivery, on disk. Each is two files: ID.eml, the text with this server's Received line, and ID.json, the envelope. A message
/// exists from the moment its envelope has its name, which comes after all else was written and synced; it ends when the envelope is deleted. So a crash
/// leaves each message whole or not at all; what belongs to none is swept away at the start.
/// </summary>
sealed class MailQueue
{
    readonly DirectoryInfo _folder;
    readonly ServerContext _context;
    readonly bool _syncs;
    int _count;

    /// <summary>Opens a queue, made when missing; an IOException says why it cannot be.</summary>
    public MailQueue(DirectoryInfo folder, ServerContext context, bool syncs)
    {
        _folder = folder;
        _context = context;
        _syncs = syncs;
        folder.Create();
    }

    /// <summary>How many messages wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The messages of former runs. To be called once, before anything is written.</summary>
    public IReadOnlyList<QueuedMessage> Load()
    {
        var messages = new List<QueuedMessage>();
        foreach (FileInfo file in _folder.EnumerateFiles("*.json").OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            // An envelope that cannot be read stays for a person to see, and its text with it.
            if (Read(file) is { } message && File.Exists(TextPath(message.Id))) messages.Add(message);
        }
        foreach (FileInfo file in _folder.EnumerateFiles())
        {
            bool isPartOfMessage = file.Extension == ".json" || (file.Extension == ".eml" && File.Exists(EnvelopePath(Path.GetFileNameWithoutExtension(file.Name))));
            if (!isPartOfMessage) file.Delete();
        }
        _count = messages.Count;
        return messages;
    }

    static QueuedMessage? Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<QueuedMessage>(File.ReadAllBytes(file.FullName));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A message that comes in.</summary>
    public MessageDraft NewDraft() => NewDraft(NewId());

    /// <summary>A message with a name of its maker's choice: a second one of that name replaces the first.</summary>
    public MessageDraft NewDraft(string id) => new(id, Path.Combine(_folder.FullName, id + ".tmp"), _context.Limits.MaxMessage);

    /// <summary>Time first, so that names sort by age; then what makes them unique.</summary>
    string NewId() => $"{_context.Clock.GetUtcNow().ToUnixTimeMilliseconds():X11}{Convert.ToHexString(_context.Randomness(4))}";

    /// <summary>Makes a finished draft a message. Once this returns, the message survives whatever happens to the process. Throws IOException.</summary>
    public QueuedMessage Commit(MessageDraft draft, SmtpEnvelope envelope)
    {
        draft.Finish(_syncs);
        if (draft.DiskProblem is { } problem) throw new IOException("The message cannot be written.", problem);
        DateTimeOffset now = _context.Clock.GetUtcNow();
        var message = new QueuedMessage
        {
            Id = draft.Id,
            Sender = envelope.Sender,
            Arrived = now,
            Body = envelope.Body,
            IsUtf8 = envelope.IsUtf8,
            ReturnsHeaderOnly = envelope.ReturnsHeaderOnly,
            EnvelopeId = envelope.EnvelopeId,
            Recipients = [.. envelope.Recipients.Select(recipient => new QueuedRecipient { Address = recipient.Address, Notify = recipient.Notify, OriginalRecipient = recipient.OriginalRecipient, Next = now })],
        };
        File.Move(draft.Path, TextPath(draft.Id), overwrite: true);
        Update(message);
        Interlocked.Increment(ref _count);
        return message;
    }

    /// <summary>Writes a changed envelope.</summary>
    public void Update(QueuedMessage message) => Durable.Replace(EnvelopePath(message.Id), JsonSerializer.SerializeToUtf8Bytes(message), _syncs);

    /// <summary>Forgets a message. The envelope goes first: a text alone is no message.</summary>
    public void Remove(QueuedMessage message)
    {
        File.Delete(EnvelopePath(message.Id));
        File.Delete(TextPath(message.Id));
        Interlocked.Decrement(ref _count);
    }

    /// <summary>Whether a message of that name waits.</summary>
    public bool Has(string id) => File.Exists(EnvelopePath(id));

    /// <summary>The text.</summary>
    public byte[] ReadText(QueuedMessage message) => File.ReadAllBytes(TextPath(message.Id));

    string TextPath(string id) => Path.Combine(_folder.FullName, id + ".eml");

    string EnvelopePath(string id) => Path.Combine(_folder.FullName, id + ".json");
}
