using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Terminal.Commands;

/// <summary>A message out of a file, made ready to be sent: lines that end in CRLF, no Bcc field.</summary>
sealed class MailFile
{
    MailFile(byte[] text, string? from, string[] recipients) => (Text, From, Recipients) = (text, from, recipients);

    public byte[] Text { get; }

    /// <summary>The address of its From field; null: it has none.</summary>
    public string? From { get; }

    /// <summary>Those of To, Cc and Bcc.</summary>
    public string[] Recipients { get; }

    public static MailFile Read(byte[] content)
    {
        var text = new MemoryStream(content.Length + 64);
        var fields = new List<string>();
        bool isHeader = true, isSkipped = false;
        for (ReadOnlySpan<byte> rest = content; !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            bool isContinued = !line.IsEmpty && line[0] is (byte)' ' or (byte)'\t';
            isHeader &= !line.IsEmpty;
            if (isHeader)
            {
                string field = Encoding.UTF8.GetString(line);
                if (isContinued && fields.Count > 0) fields[^1] += field;
                else fields.Add(field);
                isSkipped = isContinued ? isSkipped : field.StartsWith("Bcc:", StringComparison.OrdinalIgnoreCase);
            }
            if (isHeader && isSkipped) continue;
            text.Write(line);
            text.Write("\r\n"u8);
        }
        string? from = AddressesOf(fields, "From").FirstOrDefault();
        return new MailFile(text.ToArray(), from, [.. AddressesOf(fields, "To"), .. AddressesOf(fields, "Cc"), .. AddressesOf(fields, "Bcc")]);
    }

    static IEnumerable<string> AddressesOf(List<string> fields, string name) =>
        fields.Where(field => field.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .SelectMany(field => AddressList.Parse(field[(name.Length + 1)..]))
            .Select(address => address.Address);
}
