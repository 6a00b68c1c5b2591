namespace Analyzer.Servers.Imap;

/// <summary>A command is not carried out: the text after NO or BAD.</summary>
sealed class ImapRefusal : Exception
{
    ImapRefusal(string status, string text) : base(text) => Status = status;

    /// <summary>NO or BAD.</summary>
    public string Status { get; }

    /// <summary>It cannot be done; <paramref name="code"/> is a response code (RFC 5530), null: none.</summary>
    public static ImapRefusal No(string? code, string text) => new("NO", code is null ? text : $"[{code}] {text}");

    /// <summary>It cannot be understood.</summary>
    public static ImapRefusal Bad(string text) => new("BAD", text);
}
