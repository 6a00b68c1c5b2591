using System.Text;
using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Ftp.Data.Decoding;

/// <summary>Text sent as EBCDIC (TYPE E, RFC 959 section 3.1.1.2), read as code page 37, in Latin-1; its NEL becomes a line feed.</summary>
sealed class EbcdicStream(Stream source) : ForwardStream
{
    const byte NextLine = 0x85;

    static readonly byte[] s_toLatin1 = MakeTable();

    static byte[] MakeTable()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Encoding ebcdic = CodePagesEncodingProvider.Instance.GetEncoding(37)!;
        byte[] table = Encoding.Latin1.GetBytes(ebcdic.GetString(all));
        for (int i = 0; i < table.Length; i++)
        {
            if (table[i] == NextLine) table[i] = (byte)'\n';
        }
        return table;
    }

    public override int Read(Span<byte> buffer)
    {
        int count = source.Read(buffer);
        for (int i = 0; i < count; i++) buffer[i] = s_toLatin1[buffer[i]];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
