using System.Text;
using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Something that can be copied.</summary>
/// <param name="Key">The key that copies it.</param>
/// <param name="Name">What it is.</param>
/// <param name="Text">What is copied.</param>
sealed record CopyChoice(char Key, string Name, Func<string> Text);

/// <summary>What of a record can be copied besides what is seen of it.</summary>
static class CopyText
{
    /// <summary>The choices that there are for a record.</summary>
    public static IEnumerable<CopyChoice> Of(Record record, CaptureIndex index, ViewSettings settings)
    {
        yield return new CopyChoice('j', "the record as JSON", () => Json(record, index, settings));
        SessionRecord? session = record as SessionRecord ?? (FilterSubject.SessionOf(record) is { } id ? index.Session(id) : null);
        if (record is HostRecord host) yield return new CopyChoice('a', "the address", () => $"{host.Address}");
        else if (session is not null) yield return new CopyChoice('a', "the addresses", () => $"{session.Client} {session.Server}");
        if (record is MessageRecord { MessageId: { } message }) yield return new CopyChoice('m', "the Message-ID", () => message);
        if (record is TransferRecord { Path: { } path }) yield return new CopyChoice('p', "the path", () => path);
        string? hash = record switch { MessageRecord mail => mail.Sha256, TransferRecord file => file.Sha256, _ => null };
        if (hash is not null) yield return new CopyChoice('h', "the SHA-256", () => hash);
    }

    static string Json(Record record, CaptureIndex index, ViewSettings settings)
    {
        using var stream = new MemoryStream();
        using (var lines = new JsonLines(new GuardedOutput(stream)))
        {
            List<Record> related = FilterSubject.SessionOf(record) is { } id ? index.BySession.Of(id) : [];
            lines.OnRecord(settings.RevealsSecrets ? record : Masked(record, new SecretMask(related, reveals: false)));
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).TrimEnd('\n');
    }

    /// <summary>The record without what is secret in it.</summary>
    public static Record Masked(Record record, SecretMask mask) => record switch
    {
        ExchangeRecord { Argument: not null } exchange => exchange with { Argument = mask.Apply(exchange) },
        CredentialRecord credential => credential with { Secret = null },
        _ => record,
    };
}
