namespace Analyzer.Dissection.Mail;

/// <summary>
/// The machine-readable part of a report, as groups of fields with blank lines between: of a delivery status first the fields of the message,
/// then those of each recipient (RFC 3464 2.1, RFC 6533); of a disposition notification (RFC 8098) and a feedback report (RFC 5965) one group.
/// </summary>
public static class ReportFields
{
    /// <summary>Whether a part is one to be read so.</summary>
    public static bool IsReport(ContentType type) => type.MediaType is
        "message/delivery-status" or "message/global-delivery-status" or "message/disposition-notification"
        or "message/global-disposition-notification" or "message/feedback-report";

    /// <summary>Reads the decoded body of such a part. Lines that are no fields are left out.</summary>
    public static IReadOnlyList<HeaderList> Parse(ReadOnlySpan<byte> body, MimeLimits? limits = null)
    {
        limits ??= MimeLimits.Default;
        var builder = new HeaderBuilder(limits, new DefectList(limits));
        var groups = new List<HeaderList>();
        long offset = 0;
        while (!body.IsEmpty && groups.Count < limits.Parts)
        {
            int length = MailLine.Measure(body, out int ending);
            if (length == 0) (length, ending) = (body.Length, MailLine.EndingLength(body));
            ReadOnlySpan<byte> line = body[..length];
            if (length == ending) EndGroup(builder, groups);
            else if (MailLine.Classify(line) == MailLineKind.Field) builder.AddField(line, offset);
            else if (MailLine.Classify(line) == MailLineKind.Continuation) builder.AddContinuation(line);
            offset += length;
            body = body[length..];
        }

        EndGroup(builder, groups);
        return groups;
    }

    static void EndGroup(HeaderBuilder builder, List<HeaderList> groups)
    {
        HeaderList group = builder.Complete();
        if (group.Count > 0) groups.Add(group);
    }
}
