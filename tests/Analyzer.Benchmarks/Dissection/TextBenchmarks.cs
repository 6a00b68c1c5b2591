using System.Buffers;
using System.Text;
using Analyzer.Benchmarks.Traffic;
using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;
using Analyzer.Dissection.Imap;
using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Text;
using BenchmarkDotNet.Attributes;

namespace Analyzer.Benchmarks.Dissection;

/// <summary>What is done with every byte of mail, over a message of about a megabyte; and IMAP's tokens.</summary>
[MemoryDiagnoser]
public class TextBenchmarks
{
    const int Size = 1 << 20;

    readonly byte[] _message = new World(1, Size).Message(new Truth(), Truth.Smtp, Size);
    readonly byte[] _text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A line of about sixty characters, as plain text often has.\r\n", Size / 60)));
    readonly byte[] _encoded = Encoding.ASCII.GetBytes(Convert.ToBase64String(new byte[Size * 3 / 4], Base64FormattingOptions.InsertLineBreaks));
    readonly byte[] _fetch = Encoding.ASCII.GetBytes("* 17 FETCH (UID 4711 FLAGS (\\Seen $Label1) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 BODY[HEADER.FIELDS (FROM TO SUBJECT)] {350}");

    /// <summary>The lines of a dialogue, as packets bring them.</summary>
    [Benchmark]
    public int LineFraming()
    {
        var buffer = new CursorBuffer();
        int lines = 0;
        for (int at = 0; at < _text.Length; at += 1460)
        {
            int length = Math.Min(1460, _text.Length - at);
            buffer.Append(_text.AsSpan(at, length));
            buffer.AddPiece(new Extent(0, at, length), Timestamp.Unknown, 1, 0);
            var cursor = new StreamCursor(buffer);
            while (cursor.TryReadLine(out _)) lines++;
        }
        return lines;
    }

    /// <summary>Dots at the start of lines, and broken line ends.</summary>
    [Benchmark]
    public int DotScan()
    {
        var scanner = new LineScanner();
        int dots = 0;
        for (int at = scanner.NextDot(_text, 0); at < _text.Length; at = scanner.NextDot(_text, at + 1)) dots++;
        return dots;
    }

    /// <summary>Doubled dots halved.</summary>
    [Benchmark]
    public long DotUnstuffing()
    {
        var unstuffer = new DotUnstuffer();
        ReadOnlySpan<byte> wire = _text;
        long length = 0;
        while (unstuffer.TryTake(ref wire, out ReadOnlySpan<byte> content)) length += content.Length;
        return length;
    }

    /// <summary>Base64 with its line ends.</summary>
    [Benchmark]
    public int Base64()
    {
        var target = new ArrayBufferWriter<byte>(Size);
        PartDecoder decoder = PartDecoder.Create(TransferEncoding.Base64);
        decoder.Decode(_encoded, target);
        decoder.Flush(target);
        return target.WrittenCount;
    }

    /// <summary>A message with attachments, in pieces as packets bring them: structure and sizes, without hashes.</summary>
    [Benchmark]
    public int Mime() => Read(MimeDigest.Size);

    /// <summary>The same with the hash of every attachment.</summary>
    [Benchmark]
    public int MimeWithHashes() => Read(MimeDigest.Sha256);

    int Read(MimeDigest digest)
    {
        using var reader = new MimeReader(digest: digest);
        for (int at = 0; at < _message.Length; at += 1460) reader.Feed(_message.AsSpan(at, Math.Min(1460, _message.Length - at)));
        return reader.Complete().Attachments.Count();
    }

    /// <summary>The tokens of a FETCH response.</summary>
    [Benchmark]
    public int ImapTokens()
    {
        var tokenizer = new ImapTokenizer(_fetch);
        int tokens = 0;
        while (tokenizer.TryRead(out _)) tokens++;
        return tokens;
    }
}
