using System.Collections.Immutable;
using Analyzer.Dissection.Filtering.Conditions;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Filtering;

/// <summary>What a subject contains, in words, for the field <c>has</c>.</summary>
static class SubjectContents
{
    public static readonly ImmutableArray<string> Words =
        ["attachment", "credential", "error", "file", "finding", "gap", "login", "message", "tls", "user"];

    public static bool Test(in FilterSubject subject, Condition condition)
    {
        if (FieldValues.Any(subject, IsContent, condition)) return true;
        if (SubjectState.Errors(subject) > 0 && condition.Is("error")) return true;
        return FieldValues.MissingOf(subject.Record) > 0 && condition.Is("gap");
    }

    static bool IsContent(Record record, Condition condition) => record switch
    {
        MessageRecord message => condition.Is("message") || message.Attachments.Count > 0 && condition.Is("attachment"),
        TransferRecord => condition.Is("file"),
        CredentialRecord => condition.Is("credential"),
        FindingRecord => condition.Is("finding"),
        SessionRecord session => session.Messages.Count > 0 && condition.Is("message")
            || session.Transfers.Count > 0 && condition.Is("file")
            || session.Authenticated && condition.Is("login")
            || session.User is not null && condition.Is("user")
            || session.Tls is TlsState.Started or TlsState.Decrypted && condition.Is("tls"),
        _ => false,
    };
}
