using System.Globalization;
using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Smtp.Queue;

/// <summary>A recipient and what is to be said about him.</summary>
readonly record struct ReportedRecipient(QueuedRecipient Recipient, Outcome Outcome);

/// <summary>The message that tells a sender what became of his: a bounce, a delay, a delivery (RFC 3464 in the form of RFC 6522).</summary>
sealed class DeliveryReport(QueuedMessage message, IReadOnlyList<ReportedRecipient> reported, ServerContext context)
{
    /// <summary>A longer message comes back as its header alone, unless the sender asked for all of it.</summary>
    const int MaxReturned = 64 * 1024;

    readonly StringBuilder _text = new();

    /// <summary>Writes the report; <paramref name="original"/> is the message's text.</summary>
    public void Write(MessageDraft draft, byte[] original)
    {
        bool isHeaderOnly = IsOnlyGoodNews || (message.ReturnsHeaderOnly ?? original.Length > MaxReturned);
        string boundary = "report-" + message.Id;
        WriteHeader(boundary, draft.Id);
        WriteExplanation(boundary);
        WriteStatus(boundary);
        Line("--" + boundary);
        Line("Content-Type: " + ReturnedType(isHeaderOnly));
        if (message.Body != BodyKind.SevenBit || message.IsUtf8) Line("Content-Transfer-Encoding: 8bit");
        Line("");
        draft.Begin(Encoding.UTF8.GetBytes(_text.ToString()), []);
        draft.Append(isHeaderOnly ? HeaderOf(original) : original);
        draft.Append(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"));
    }

    bool IsOnlyGoodNews => reported.All(one => one.Outcome.Kind is not OutcomeKind.Failed);

    string ReturnedType(bool isHeaderOnly) => (message.IsUtf8, isHeaderOnly) switch
    {
        (false, false) => "message/rfc822",
        (false, true) => "text/rfc822-headers",
        (true, false) => "message/global",
        (true, true) => "message/global-headers",
    };

    static byte[] HeaderOf(byte[] text) => text.AsSpan().IndexOf("\r\n\r\n"u8) is var end and >= 0 ? text[..(end + 2)] : text;

    void WriteHeader(string boundary, string id)
    {
        Line($"Date: {MailDate.Format(context.Clock.GetLocalNow())}");
        Line($"From: Mail Delivery <postmaster@{context.HostName}>");
        Line($"To: <{message.Sender}>");
        Line($"Subject: {Subject}");
        Line($"Message-ID: <{id}@{context.HostName}>");
        Line("Auto-Submitted: auto-replied");
        Line("MIME-Version: 1.0");
        Line($"Content-Type: multipart/report; report-type=delivery-status; boundary=\"{boundary}\"");
        Line("");
    }

    string Subject =>
        reported.Any(one => one.Outcome.Kind == OutcomeKind.Failed) ? "Your message could not be delivered"
        : reported.Any(one => one.Outcome.Kind == OutcomeKind.Delayed) ? "Your message is delayed"
        : "Your message was delivered";

    void WriteExplanation(string boundary)
    {
        Line("--" + boundary);
        Line("Content-Type: text/plain; charset=utf-8");
        Line("Content-Transfer-Encoding: 8bit");
        Line("");
        Line($"This is the mail server {context.HostName}.");
        Line("");
        foreach (ReportedRecipient one in reported)
        {
            Line($"{one.Recipient.Address}: {Words(one.Outcome.Kind)}");
            Line($"    {(one.Outcome.RemoteHost is { } host ? host + " said: " : "")}{one.Outcome.Text}");
        }
        Line("");
    }

    static string Words(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Failed => "not delivered, and it will not be tried again",
        OutcomeKind.Delayed => "not delivered yet; it will be tried again",
        OutcomeKind.Delivered => "delivered",
        _ => "handed to a server that does not report deliveries",
    };

    void WriteStatus(string boundary)
    {
        Line("--" + boundary);
        Line(message.IsUtf8 ? "Content-Type: message/global-delivery-status" : "Content-Type: message/delivery-status");
        Line("");
        Line($"Reporting-MTA: dns; {context.HostName}");
        if (message.EnvelopeId is { } id) Line($"Original-Envelope-Id: {OneLine(id)}");
        Line($"Arrival-Date: {MailDate.Format(message.Arrived)}");
        foreach (ReportedRecipient one in reported) WriteStatus(one);
        Line("");
    }

    void WriteStatus(ReportedRecipient one)
    {
        Line("");
        if (one.Recipient.OriginalRecipient is { } original) Line($"Original-Recipient: {OneLine(original)}");
        Line($"Final-Recipient: {(message.IsUtf8 ? "utf-8" : "rfc822")}; {one.Recipient.Address}");
        Line("Action: " + one.Outcome.Kind switch
        {
            OutcomeKind.Failed => "failed",
            OutcomeKind.Delayed => "delayed",
            OutcomeKind.Delivered => "delivered",
            _ => "relayed",
        });
        Line($"Status: {one.Outcome.Status}");
        if (one.Outcome.RemoteHost is not { } host) return;
        Line($"Remote-MTA: dns; {host}");
        Line($"Diagnostic-Code: smtp; {OneLine(one.Outcome.Text)}");
    }

    static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c)));

    void Line(string text) => _text.Append(CultureInfo.InvariantCulture, $"{text}\r\n");
}
