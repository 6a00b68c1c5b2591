namespace Analyzer.Servers.Smtp;

/// <summary>What kind of text a message is (RFC 6152, RFC 3030).</summary>
public enum BodyKind
{
    /// <summary>ASCII in lines.</summary>
    SevenBit,

    /// <summary>Any bytes in lines.</summary>
    EightBit,

    /// <summary>Any bytes, not in lines; only BDAT can carry it.</summary>
    Binary,
}

/// <summary>What a sender wants to hear about a recipient (RFC 3461 4.1).</summary>
[Flags]
public enum NotifyWhen
{
    /// <summary>Nothing was said: failure, and delay if the server does that.</summary>
    Unsaid = 0,

    /// <summary>Nothing at all.</summary>
    Never = 1,

    /// <summary>When it is delivered.</summary>
    Success = 2,

    /// <summary>When it cannot be delivered.</summary>
    Failure = 4,

    /// <summary>When it takes long.</summary>
    Delay = 8,
}

/// <summary>A recipient of an envelope. OriginalRecipient is the ORCPT parameter, such as "rfc822;bob@hamburger.edu".</summary>
public sealed record SmtpRecipient(string Address)
{
    /// <summary>What the sender wants to hear.</summary>
    public NotifyWhen Notify { get; init; }

    /// <summary>The address that the sender wrote, before aliases; null: not told.</summary>
    public string? OriginalRecipient { get; init; }
}

/// <summary>Sender, recipients and service that were asked for.</summary>
public sealed record SmtpEnvelope
{
    /// <summary>The sender's address; empty: none, as of a bounce.</summary>
    public required string Sender { get; init; }

    /// <summary>To whom.</summary>
    public IReadOnlyList<SmtpRecipient> Recipients { get; init; } = [];

    /// <summary>The kind of text.</summary>
    public BodyKind Body { get; init; }

    /// <summary>Whether addresses or header may hold UTF-8 (RFC 6531).</summary>
    public bool IsUtf8 { get; init; }

    /// <summary>Whether a bounce returns the header alone (true) or all (false); null: as the server likes (RFC 3461 4.3).</summary>
    public bool? ReturnsHeaderOnly { get; init; }

    /// <summary>The sender's own mark of this envelope (RFC 3461 4.4); null: none.</summary>
    public string? EnvelopeId { get; init; }
}
