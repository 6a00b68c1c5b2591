using System.Security.Cryptography;

namespace Analyzer.Tests.Support.Samples;

/// <summary>A sample capture and what is in it, as known by who made it.</summary>
sealed record Sample(string FileName, byte[] Bytes, IReadOnlyList<SampleSession> Sessions)
{
    public IEnumerable<SampleMessage> Messages => Sessions.SelectMany(session => session.Messages);

    public override string ToString() => FileName;
}

/// <summary>A session: its end, what it says of TLS, and each command with its last reply's code.</summary>
sealed record SampleSession(string Outcome, string Tls, IReadOnlyList<string> Exchanges, IReadOnlyList<SampleMessage> Messages)
{
    public required string ClientName { get; init; }

    public required string ServerName { get; init; }

    public SampleCredential? Credential { get; init; }
}

/// <summary>A message: the bytes of it that are in the capture, and its verdict.</summary>
sealed record SampleMessage(string Subject, byte[] Bytes)
{
    public string From { get; init; } = "alice@crepes.fr";

    public IReadOnlyList<string> To { get; init; } = ["bob@hamburger.edu"];

    public IReadOnlyList<string> Rejected { get; init; } = [];

    public IReadOnlyList<SampleAttachment> Attachments { get; init; } = [];

    public bool IsComplete { get; init; } = true;

    public long Missing { get; init; }

    public string Sha256 => Hash(Bytes);

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A file in a message.</summary>
sealed record SampleAttachment(string Name, string ContentType, byte[] Bytes)
{
    public string Sha256 => SampleMessage.Hash(Bytes);
}

/// <summary>A login.</summary>
sealed record SampleCredential(string Mechanism, string User, string Secret);
