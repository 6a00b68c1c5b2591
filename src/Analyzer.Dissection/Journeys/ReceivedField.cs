using Analyzer.Capture;
using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Journeys;

/// <summary>
/// What a server writes above a message that it takes over (RFC 5322 section 3.6.7, RFC 5321 section 4.4): from whom, by whom, how and
/// when. Read leniently, believed never: anybody can write such a field.
/// </summary>
/// <param name="Text">The whole field in one line.</param>
/// <param name="From">How the sending host named itself; null when not told.</param>
/// <param name="By">The receiving host's name.</param>
/// <param name="With">The protocol.</param>
/// <param name="Time">By the receiving host's clock, whole seconds.</param>
public sealed record ReceivedField(string Text, string? From, string? By, string? With, Timestamp Time)
{
    /// <summary>The most characters that are kept: a field of this kind is a tenth of it.</summary>
    const int MaxText = 4096;

    /// <summary>Reads an unfolded value. What it does not tell is null.</summary>
    public static ReceivedField Parse(string text)
    {
        if (text.Length > MaxText) text = text[..MaxText];
        int semicolon = text.LastIndexOf(';');
        Timestamp time = semicolon < 0 ? Timestamp.Unknown : TimeOf(MailDate.Parse(text[(semicolon + 1)..]).Value);
        string? from = null, by = null, with = null, key = null;
        foreach (string word in Words(semicolon < 0 ? text : text[..semicolon]))
        {
            switch (key)
            {
                case "from": from ??= word; break;
                case "by": by ??= word; break;
                case "with": with ??= word; break;
            }
            // The word behind a keyword is its value, whatever it looks like.
            key = key is null ? word.ToLowerInvariant() : null;
            if (key is not ("from" or "by" or "with" or "via" or "id" or "for")) key = null;
        }
        return new ReceivedField(text, from, by, with, time);
    }

    // The words outside of comments.
    static IEnumerable<string> Words(string text)
    {
        int depth = 0, start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            char sign = i < text.Length ? text[i] : ' ';
            bool isPart = depth == 0 && sign is not (' ' or '\t' or '(' or ')');
            if (isPart && start < 0) start = i;
            if (!isPart && start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
            if (sign == '(') depth++;
            else if (sign == ')' && depth > 0) depth--;
        }
    }

    static Timestamp TimeOf(DateTimeOffset? moment) =>
        moment is { UtcDateTime: { Year: > 1678 and < 2261 } utc } ? new Timestamp((utc - DateTime.UnixEpoch).Ticks * 100) : Timestamp.Unknown;
}
