using System.IO.Compression;
using System.Text;

namespace Analyzer.Tests.Dissection.Imap;

/// <summary>One side of a compressed dialogue, as RFC 4978 has it: raw DEFLATE, flushed after each turn.</summary>
internal sealed class Deflater : IDisposable
{
    readonly MemoryStream _out = new();
    readonly DeflateStream _deflate;

    public Deflater() => _deflate = new DeflateStream(_out, CompressionLevel.Optimal, leaveOpen: true);

    public byte[] Flush(byte[] bytes)
    {
        _deflate.Write(bytes);
        _deflate.Flush();
        byte[] done = _out.ToArray();
        _out.SetLength(0);
        return done;
    }

    public byte[] Line(string line) => Flush(Encoding.Latin1.GetBytes(line + "\r\n"));

    public byte[] Finish()
    {
        _deflate.Dispose();
        return _out.ToArray();
    }

    public void Dispose()
    {
        _deflate.Dispose();
        _out.Dispose();
    }
}
