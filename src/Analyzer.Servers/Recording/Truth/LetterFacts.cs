using System.Text;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>What the writers of messages know about them; a message is recognised by its Message-ID, whatever lines servers added.</summary>
sealed class LetterFacts
{
    readonly Dictionary<string, LetterFact> _byId = [];

    /// <summary>A message was written.</summary>
    public void Add(LetterFact fact) => _byId[fact.MessageId] = fact;

    /// <summary>The facts of the message with these bytes, if its writer told them.</summary>
    public LetterFact? Of(ReadOnlySpan<byte> message)
    {
        int end = message.IndexOf("\r\n\r\n"u8);
        string header = Encoding.Latin1.GetString(end < 0 ? message : message[..end]);
        foreach (string line in header.Split("\r\n"))
        {
            if (line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase) && _byId.TryGetValue(line[11..].Trim(), out LetterFact? fact)) return fact;
        }
        return null;
    }
}

/// <summary>What the writer of a message knows about it.</summary>
sealed record LetterFact(string MessageId, string Subject, IReadOnlyList<TruthAttachment> Attachments);
