using System.Text;

namespace Analyzer.Servers.Imap.Mime;

/// <summary>Character sets by the names that mail has for them.</summary>
static class Charsets
{
    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Null: it is not known.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
