using System.Security.Cryptography;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Sessions;

public sealed class ContentHashTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(16 * 1024, 1460)]
    [InlineData((16 * 1024) + 1, 1460)]
    [InlineData(200_000, 1460)]
    [InlineData(200_000, 16 * 1024)]
    [InlineData(200_000, 50_000)]
    public void The_hash_is_the_contents_whatever_the_pieces(int size, int piece)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        var hash = new ContentHash();

        for (int at = 0; at < size; at += piece) hash.Append(content.AsSpan(at, Math.Min(piece, size - at)));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), hash.Finish());
    }
}
