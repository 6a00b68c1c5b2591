using System.Net.Security;
using Analyzer.Dissection.Mail;
using Analyzer.Servers.Composing;
using Analyzer.Servers.Smtp;

namespace Analyzer.Terminal.Commands;

/// <summary>What is to be sent, where and how.</summary>
sealed record SendRequest
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public FileInfo? Message { get; init; }

    public string? From { get; init; }

    public string[] To { get; init; } = [];

    public string[] Cc { get; init; } = [];

    public string[] Bcc { get; init; } = [];

    public string Subject { get; init; } = "";

    public string? Text { get; init; }

    public FileInfo[] Attachments { get; init; } = [];

    public bool UsesStartTls { get; init; }

    public bool IsTlsImplicit { get; init; }

    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    public string? User { get; init; }

    public string Password { get; init; } = "";

    public string? Mechanism { get; init; }

    public string HelloName { get; init; } = "localhost";

    public bool UsesHelo { get; init; }

    public bool UsesChunking { get; init; }

    public bool Pipelines { get; init; } = true;

    public NotifyWhen Notify { get; init; }

    /// <summary>Envelope and text. A <see cref="UsageException"/> says what is missing or cannot be read.</summary>
    public (SmtpEnvelope Envelope, byte[] Text) Prepare(DateTimeOffset now, Func<int, byte[]> randomness)
    {
        MailFile? file = Message is null ? null : MailFile.Read(Content(Message));
        string from = From ?? file?.From ?? throw new UsageException("--from ADDRESS is missing");
        string[] recipients = [.. To, .. Cc, .. Bcc];
        if (recipients.Length == 0) recipients = file?.Recipients ?? [];
        if (recipients.Length == 0) throw new UsageException("--to ADDRESS is missing");
        byte[] text = file?.Text ?? Compose(from, now, randomness);
        var envelope = new SmtpEnvelope
        {
            Sender = Address(from),
            Recipients = [.. recipients.Select(Address).Distinct(StringComparer.OrdinalIgnoreCase).Select(address => new SmtpRecipient(address) { Notify = Notify })],
            Body = System.Text.Ascii.IsValid(text) ? BodyKind.SevenBit : BodyKind.EightBit,
            IsUtf8 = !System.Text.Ascii.IsValid(from + string.Concat(recipients.Select(Address))),
        };
        return (envelope, text);
    }

    byte[] Compose(string from, DateTimeOffset now, Func<int, byte[]> randomness) => new Composer
    {
        From = from,
        To = To,
        Cc = Cc,
        Subject = Subject,
        Text = Text == "-" ? Console.In.ReadToEnd() : Text ?? "",
        Attachments = [.. Attachments.Select(file => new Attachment(file.Name, Content(file)))],
        Date = now,
        Randomness = randomness,
    }.Compose();

    static byte[] Content(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.Name} cannot be read");
        }
    }

    static string Address(string mailbox)
    {
        AddressList list = AddressList.Parse(mailbox);
        string address = list.Count > 0 ? list[0].Address : "";
        return address.Contains('@', StringComparison.Ordinal) || address.Equals("postmaster", StringComparison.OrdinalIgnoreCase)
            ? address
            : throw new UsageException($"'{mailbox}' is no mail address");
    }
}
