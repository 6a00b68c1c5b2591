using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Tests.Servers.Hosting;

public sealed class DotUnstufferTests
{
    public static TheoryData<string, string, bool> Texts => new()
    {
        { ".\r\n", "", false },
        { "a\r\n.\r\n", "a\r\n", false },
        { "..\r\n...\r\n.\r\n", ".\r\n..\r\n", false },
        { ".\rx\r\n.\r\n", "\rx\r\n", false },
        { ".\r\r\n.\r\n", "\r\r\n", false },
        { "a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", false },
        { "a\r.\r\n.\r\n", "a\r.\r\n", false },
        { "a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", false },
        { ".\n\r\n.\r\n", "\n\r\n", false },
        { ".\n", "", true },
        { "a\n..b\n.\n", "a\r\n.b\r\n", true },
        { "a\r\n.\r\n", "a\r\n", true },
        { "\n\n.\n", "\r\n\r\n", true },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_the_same_however_it_is_cut(string stuffed, string plain, bool isBareLf)
    {
        byte[] source = Encoding.ASCII.GetBytes(stuffed + "NOOP");
        for (int cut = 0; cut <= source.Length; cut++)
        {
            var dots = new DotUnstuffer(isBareLf);
            byte[] target = new byte[source.Length * 4];
            (int read, int written) = dots.Read(source.AsSpan(0, cut), target);
            if (!dots.HasEnded)
            {
                (int more, int added) = dots.Read(source.AsSpan(cut), target.AsSpan(written));
                (read, written) = (read + more, written + added);
            }

            Assert.True(dots.HasEnded);
            Assert.Equal(stuffed.Length, read);
            Assert.Equal(plain, Encoding.ASCII.GetString(target, 0, written));
        }
    }
}
