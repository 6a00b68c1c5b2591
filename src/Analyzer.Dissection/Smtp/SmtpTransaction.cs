using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Smtp;

/// <summary>
/// The mail transaction as the server's replies make it (RFC 5321 section 3.3): driven by commands together with their replies, in
/// order, so that it stands right whenever the reply to DATA or to the last chunk comes, however much was pipelined.
/// </summary>
internal sealed class SmtpTransaction
{
    readonly List<string> _accepted = [];
    readonly List<string> _rejected = [];
    string? _from;

    /// <summary>Some recipient was left out, because there were too many.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How many recipients were accepted.</summary>
    public int Accepted => _accepted.Count;

    /// <summary>MAIL was accepted; null when the capture lacks the sender.</summary>
    public void Begin(string? from)
    {
        Clear();
        _from = from;
    }

    /// <summary>RCPT was accepted, or its reply is not to be had. A recipient that is not known is left out.</summary>
    public void Accept(string? recipient) => Add(_accepted, recipient);

    /// <summary>RCPT was refused.</summary>
    public void Reject(string? recipient) => Add(_rejected, recipient);

    /// <summary>LMTP's reply behind the dot took back what RCPT's reply gave.</summary>
    /// <param name="index">Which of the accepted recipients, in their order.</param>
    public void TakeBack(int index)
    {
        if (index >= _accepted.Count) return;
        string recipient = _accepted[index];
        _accepted.RemoveAt(index);
        Add(_rejected, recipient);
    }

    void Add(List<string> recipients, string? recipient)
    {
        if (recipient is null) return;
        if (_accepted.Count + _rejected.Count >= SmtpLimits.MaxRecipients) IsFull = true;
        else recipients.Add(recipient);
    }

    /// <summary>It is over, or was reset.</summary>
    public void Clear()
    {
        _from = null;
        _accepted.Clear();
        _rejected.Clear();
        IsFull = false;
    }

    /// <summary>As it is now; later changes do not reach it.</summary>
    public Envelope ToEnvelope() => new(_from, [.. _accepted], [.. _rejected]);
}
