using System.Globalization;

namespace Analyzer.Servers.Smtp;

/// <summary>The parameters behind an address in MAIL and RCPT, and what is wrong with them.</summary>
static class EsmtpParameters
{
    /// <summary>A reply that refuses a parameter.</summary>
    public readonly record struct Complaint(int Code, string Status, string Text)
    {
        public static Complaint Unknown(string word) => new(555, "5.5.4", $"{word} parameter unrecognized");

        public static Complaint Invalid(string word) => new(501, "5.5.4", $"Invalid {word} parameter");
    }

    /// <summary>Adds the parameters of MAIL to an envelope; null: all were fine. <paramref name="maxMessage"/> is the announced size limit.</summary>
    public static Complaint? ReadMail(string text, long maxMessage, ref SmtpEnvelope envelope)
    {
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            (string key, string? value) = Split(word);
            Complaint? complaint = null;
            envelope = (key, value?.ToUpperInvariant()) switch
            {
                ("BODY", "7BIT") => envelope with { Body = BodyKind.SevenBit },
                ("BODY", "8BITMIME") => envelope with { Body = BodyKind.EightBit },
                ("BODY", "BINARYMIME") => envelope with { Body = BodyKind.Binary },
                ("SMTPUTF8", null) => envelope with { IsUtf8 = true },
                ("RET", "FULL") => envelope with { ReturnsHeaderOnly = false },
                ("RET", "HDRS") => envelope with { ReturnsHeaderOnly = true },
                ("ENVID", not null) when Xtext.Decode(value!) is { } id => envelope with { EnvelopeId = id },
                // RFC 4954 5: it may be ignored by who does not trust the client to speak for others.
                ("AUTH", not null) => envelope,
                ("SIZE", _) => CheckSize(value, maxMessage, envelope, out complaint),
                ("BODY" or "SMTPUTF8" or "RET" or "ENVID" or "AUTH", _) => Complain(envelope, Complaint.Invalid(key), out complaint),
                _ => Complain(envelope, Complaint.Unknown(key), out complaint),
            };
            if (complaint is not null) return complaint;
        }
        return null;
    }

    /// <summary>Adds the parameters of RCPT to a recipient; null: all were fine.</summary>
    public static Complaint? ReadRecipient(string text, ref SmtpRecipient recipient)
    {
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            (string key, string? value) = Split(word);
            if (key == "NOTIFY" && Notify(value) is { } notify) recipient = recipient with { Notify = notify };
            else if (key == "ORCPT" && value is not null && value.Contains(';', StringComparison.Ordinal) && Xtext.Decode(value) is { } original) recipient = recipient with { OriginalRecipient = original };
            else return key is "NOTIFY" or "ORCPT" ? Complaint.Invalid(key) : Complaint.Unknown(key);
        }
        return null;
    }

    static (string Key, string? Value) Split(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (word.ToUpperInvariant(), null) : (word[..equals].ToUpperInvariant(), word[(equals + 1)..]);
    }

    static SmtpEnvelope CheckSize(string? value, long maxMessage, SmtpEnvelope envelope, out Complaint? complaint)
    {
        complaint = !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? Complaint.Invalid("SIZE")
            : size > maxMessage ? new Complaint(552, "5.3.4", $"Message size exceeds the limit of {maxMessage} bytes")
            : null;
        return envelope;
    }

    static SmtpEnvelope Complain(SmtpEnvelope envelope, Complaint made, out Complaint? complaint)
    {
        complaint = made;
        return envelope;
    }

    static NotifyWhen? Notify(string? value)
    {
        NotifyWhen all = NotifyWhen.Unsaid;
        foreach (string word in (value ?? "").ToUpperInvariant().Split(','))
        {
            NotifyWhen one = word switch { "NEVER" => NotifyWhen.Never, "SUCCESS" => NotifyWhen.Success, "FAILURE" => NotifyWhen.Failure, "DELAY" => NotifyWhen.Delay, _ => NotifyWhen.Unsaid };
            if (one == NotifyWhen.Unsaid) return null;
            all |= one;
        }
        // NEVER stands alone (RFC 3461 4.1).
        return all.HasFlag(NotifyWhen.Never) && all != NotifyWhen.Never ? null : all;
    }
}
