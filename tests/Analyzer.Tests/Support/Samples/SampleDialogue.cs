using System.Text;

namespace Analyzer.Tests.Support.Samples;

/// <summary>Speaks SMTP's lines and contents over a connection (RFC 5321).</summary>
sealed class SampleDialogue(SampleConnection connection)
{
    public SampleDialogue Client(params string[] lines)
    {
        connection.FromClient(Lines(lines));
        return this;
    }

    public SampleDialogue Server(params string[] lines)
    {
        connection.FromServer(Lines(lines));
        return this;
    }

    /// <summary>A message, dot-stuffed, and the line that ends it (RFC 5321 sections 4.1.1.4 and 4.5.2).</summary>
    public SampleDialogue Content(byte[] message, Func<List<SampleSegment>, IEnumerable<SampleSegment>>? link = null)
    {
        connection.FromClient(OnTheWire(message), link);
        return this;
    }

    /// <summary>A message in pieces that end where <paramref name="ends"/> say, each a segment of its own.</summary>
    public SampleDialogue ContentCutAt(byte[] message, IEnumerable<int> ends)
    {
        byte[] wire = OnTheWire(message);
        int start = 0;
        foreach (int end in ends.Append(wire.Length))
        {
            connection.FromClient(wire.AsSpan(start, end - start));
            start = end;
        }
        return this;
    }

    public void Close() => connection.Close();

    public static byte[] OnTheWire(byte[] message)
    {
        string stuffed = Encoding.Latin1.GetString(message).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        if (stuffed.StartsWith('.')) stuffed = '.' + stuffed;
        return Encoding.Latin1.GetBytes(stuffed + ".\r\n");
    }

    static byte[] Lines(string[] lines) => Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\r\n")));
}
