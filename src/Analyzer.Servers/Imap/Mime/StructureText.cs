namespace Analyzer.Servers.Imap.Mime;

/// <summary>Writes ENVELOPE, BODY and BODYSTRUCTURE (RFC 9051, section 7.5.2).</summary>
static class StructureText
{
    public static void WriteEnvelope(ImapText to, HeaderFields header, int mostAddresses)
    {
        to.Raw("(").NString(header.First("Date")).Raw(" ").NString(header.First("Subject")).Raw(" ");
        foreach ((string field, string fallback) in ((string, string)[])[("From", "From"), ("Sender", "From"), ("Reply-To", "From"), ("To", "To"), ("Cc", "Cc"), ("Bcc", "Bcc")])
        {
            WriteAddresses(to, header.First(field) is { Length: > 0 } value ? value : header.First(fallback), mostAddresses);
            to.Raw(" ");
        }
        to.NString(header.First("In-Reply-To")).Raw(" ").NString(header.First("Message-ID")).Raw(")");
    }

    static void WriteAddresses(ImapText to, string? value, int most)
    {
        List<MailAddress> addresses = value is null ? [] : MailAddress.Parse(value, most);
        if (addresses.Count == 0)
        {
            to.Raw("NIL");
            return;
        }
        to.Raw("(");
        foreach (MailAddress address in addresses)
            to.Raw("(").NString(address.Name).Raw(" NIL ").NString(address.Mailbox).Raw(" ").NString(address.Host).Raw(")");
        to.Raw(")");
    }

    /// <summary>The structure; BODY leaves the extension data away.</summary>
    public static void WriteBody(ImapText to, MimePart part, bool isExtended, int mostAddresses)
    {
        to.Raw("(");
        if (part.IsMultipart)
        {
            foreach (MimePart child in part.Parts) WriteBody(to, child, isExtended, mostAddresses);
            to.Raw(" ").String(part.Subtype);
            if (isExtended) WriteParameters(to.Raw(" "), part.ContentType);
        }
        else WriteSingle(to, part, isExtended, mostAddresses);
        if (isExtended)
        {
            WriteDisposition(to.Raw(" "), part);
            WriteLanguage(to.Raw(" "), part);
            to.Raw(" ").NString(part.Header.First("Content-Location"));
        }
        to.Raw(")");
    }

    static void WriteSingle(ImapText to, MimePart part, bool isExtended, int mostAddresses)
    {
        // What claims to hold parts, or a message, but shows none is a plain text, or octets.
        (string type, string subtype) = part.Type == "MULTIPART" ? ("TEXT", "PLAIN")
            : part is { Type: "MESSAGE", Subtype: "RFC822" or "GLOBAL", Message: null } ? ("APPLICATION", "OCTET-STREAM")
            : (part.Type, part.Subtype);
        to.String(type).Raw(" ").String(subtype).Raw(" ");
        WriteParameters(to, part.ContentType ?? (type == "TEXT" ? new ContentField("", [("charset", "us-ascii")]) : null));
        to.Raw(" ").NString(part.Header.First("Content-ID")).Raw(" ").NString(part.Header.First("Content-Description")).Raw(" ").String(part.Encoding);
        to.Raw(" ").Number(part.End - part.BodyStart);
        if (part.Message is { } message)
        {
            WriteEnvelope(to.Raw(" "), message.Header, mostAddresses);
            WriteBody(to.Raw(" "), message, isExtended, mostAddresses);
            to.Raw(" ").Number(part.Lines);
        }
        else if (type == "TEXT") to.Raw(" ").Number(part.Lines);
        if (isExtended) to.Raw(" ").NString(part.Header.First("Content-MD5"));
    }

    static void WriteParameters(ImapText to, ContentField? field)
    {
        if (field is not { Parameters.Count: > 0 })
        {
            to.Raw("NIL");
            return;
        }
        string before = "(";
        foreach ((string name, string value) in field.Parameters)
        {
            to.Raw(before).String(name).Raw(" ").String(value);
            before = " ";
        }
        to.Raw(")");
    }

    static void WriteDisposition(ImapText to, MimePart part)
    {
        if (ContentField.Parse(part.Header.First("Content-Disposition")) is not { Value.Length: > 0 } disposition)
        {
            to.Raw("NIL");
            return;
        }
        WriteParameters(to.Raw("(").String(disposition.Value).Raw(" "), disposition);
        to.Raw(")");
    }

    static void WriteLanguage(ImapText to, MimePart part)
    {
        string[] languages = part.Header.First("Content-Language")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (languages.Length == 0) to.Raw("NIL");
        else if (languages.Length == 1) to.String(languages[0]);
        else
        {
            to.Raw("(").String(languages[0]);
            foreach (string language in languages[1..]) to.Raw(" ").String(language);
            to.Raw(")");
        }
    }
}
