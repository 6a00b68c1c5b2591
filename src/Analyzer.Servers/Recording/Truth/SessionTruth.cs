using System.Security.Cryptography;
using System.Text;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>What is found in one dialogue; its parts know their session's index.</summary>
sealed class SessionTruth(Dialogue dialogue, int index, Visibility visibility, LetterFacts facts)
{
    /// <summary>What it was found in.</summary>
    public Dialogue Dialogue => dialogue;

    /// <summary>The session's index in the truth.</summary>
    public int Index => index;

    /// <summary>What the capture holds.</summary>
    public Visibility Visibility => visibility;

    /// <summary>What the writers of messages said about them.</summary>
    public LetterFacts Facts => facts;

    /// <summary>Pairs of what the client said and the first line of the answer.</summary>
    public List<IReadOnlyList<string>> Commands { get; } = [];

    /// <summary>Messages and parts of messages.</summary>
    public List<TruthMessage> Messages { get; } = [];

    /// <summary>FTP transfers.</summary>
    public List<TruthTransfer> Transfers { get; } = [];

    /// <summary>Logins.</summary>
    public List<TruthCredential> Credentials { get; } = [];

    /// <summary>Lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Adds the commands of exchanges.</summary>
    public void AddCommands(IEnumerable<Exchange> exchanges)
    {
        foreach (Exchange exchange in exchanges) Commands.Add([exchange.Command?.Text ?? "<unasked>", exchange.Server.Count > 0 ? exchange.Server[0].Text : ""]);
    }

    /// <summary>Adds a message, or a part of one.</summary>
    /// <param name="command">As the truth calls it.</param>
    /// <param name="side">Who sent it.</param>
    /// <param name="place">Its bytes in what that side said.</param>
    /// <param name="bytes">The message.</param>
    /// <param name="around">The exchanges that explain it.</param>
    /// <param name="last">The one whose answer is the last word on it.</param>
    public void AddMessage(string command, DialogueSide side, Stretch place, ReadOnlySpan<byte> bytes, IReadOnlyList<Exchange> around, Exchange last)
    {
        Expectation expected = visibility.Of(dialogue, last.Number, side, place, around);
        LetterFact? fact = facts.Of(bytes);
        Messages.Add(new TruthMessage
        {
            Protocol = dialogue.Protocol,
            Command = command,
            Session = index,
            Direction = side == DialogueSide.Client ? "c2s" : "s2c",
            Reply = last.Reply,
            CompleteInCapture = expected is Expectation.Exact or Expectation.Possible,
            InsideTls = dialogue.TlsFrom <= last.Number,
            InsideDeflate = dialogue.DeflateFrom <= last.Number,
            Size = bytes.Length,
            Sha256 = Hash(bytes),
            Subject = fact?.Subject,
            MessageId = fact?.MessageId,
            Attachments = fact?.Attachments,
            Expected = expected,
        });
    }

    /// <summary>Adds a login that one or several exchanges made.</summary>
    public void AddCredential(string mechanism, string user, string? password, bool isAccepted, IReadOnlyList<Exchange> by)
    {
        bool isInside = dialogue.TlsFrom <= by[0].Number;
        bool isHeld = isInside || by.All(exchange => visibility.Holds(dialogue, exchange));
        Credentials.Add(new TruthCredential
        {
            Session = index,
            Protocol = dialogue.Protocol,
            Mechanism = mechanism,
            User = user,
            Password = password,
            InsideTls = isInside,
            Accepted = isAccepted,
            InCapture = isHeld,
            Expected = isInside ? visibility.OfWhole(dialogue, Expectation.Possible) : isHeld ? Expectation.Exact : Expectation.Possible,
        });
    }

    /// <summary>Adds a login by SASL (RFC 4616 for PLAIN); the client's lines are those after the command, or its last word.</summary>
    public void AddSasl(string mechanism, IReadOnlyList<string> responses, bool isAccepted, Exchange by)
    {
        string[] said = [.. responses.Select(Decode)];
        (string? user, string? password) = mechanism switch
        {
            "PLAIN" when said is [var one] && one.Split('\0') is [_, var name, var secret] => (name, secret),
            "LOGIN" when said is [var name, var secret] => (name, secret),
            "CRAM-MD5" when said is [var one] => (one.Split(' ')[0], null),
            _ => (null, null),
        };
        if (user is not null) AddCredential(mechanism, user, password, isAccepted, [by]);
    }

    static string Decode(string line)
    {
        byte[] bytes = new byte[line.Length];
        return Convert.TryFromBase64String(line, bytes, out int count) ? Encoding.UTF8.GetString(bytes, 0, count) : line;
    }
}
