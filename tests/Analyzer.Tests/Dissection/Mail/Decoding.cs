using System.Buffers;
using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

/// <summary>Ways to feed a decoder.</summary>
internal static class Decoding
{
    /// <summary>Decodes pieces of this size, and returns the bytes as characters.</summary>
    public static string InPieces(PartDecoder decoder, string encoded, int size)
    {
        var target = new ArrayBufferWriter<byte>();
        foreach (byte[] piece in Encoding.Latin1.GetBytes(encoded).Chunk(size)) decoder.Decode(piece, target);
        decoder.Flush(target);
        return Encoding.Latin1.GetString(target.WrittenSpan);
    }

    /// <summary>Decodes in pieces of every size, which must give the same, and returns that.</summary>
    public static string InEveryWay(Func<PartDecoder> create, string encoded)
    {
        string whole = InPieces(create(), encoded, Math.Max(encoded.Length, 1));
        for (int size = 1; size < encoded.Length; size++) Assert.Equal(whole, InPieces(create(), encoded, size));
        return whole;
    }
}
