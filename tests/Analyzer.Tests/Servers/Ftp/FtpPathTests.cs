using Analyzer.Servers.Ftp;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpPathTests
{
    [Theory]
    [InlineData("/", "a.txt", "/a.txt")]
    [InlineData("/pub", "a.txt", "/pub/a.txt")]
    [InlineData("/pub", "/a.txt", "/a.txt")]
    [InlineData("/pub", "", "/pub")]
    [InlineData("/pub", ".", "/pub")]
    [InlineData("/pub", "..", "/")]
    [InlineData("/pub/deep", "../../a", "/a")]
    [InlineData("/pub", "x//y/", "/pub/x/y")]
    [InlineData("/", "/..a/...", "/..a/...")]
    public void A_name_is_understood_from_the_working_directory(string folder, string argument, string expected)
    {
        Assert.Equal(expected, FtpPath.Root.To(folder).To(argument).Text);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("/..")]
    [InlineData("a/../../etc/passwd")]
    [InlineData("../../../../etc/passwd")]
    public void Nothing_is_above_the_root(string argument)
    {
        var refused = Assert.Throws<FtpRefusal>(() => FtpPath.Root.To(argument));

        Assert.StartsWith("550 There is nothing above /", refused.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\rb")]
    [InlineData("a\u001b[2J")]
    [InlineData("a\u0085b")]
    public void Control_characters_are_refused(string argument)
    {
        Assert.StartsWith("550", Assert.Throws<FtpRefusal>(() => FtpPath.Root.To(argument)).Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_and_paths_are_refused()
    {
        Assert.Throws<FtpRefusal>(() => FtpPath.Root.To(new string('a', 256)));
        Assert.Throws<FtpRefusal>(() => FtpPath.Root.To(string.Join('/', Enumerable.Repeat("abcdefg", 600))));
    }

    [Fact]
    public void A_quote_is_doubled_in_a_reply()
    {
        Assert.Equal("\"/a\"\"b\"", FtpPath.Root.To("a\"b").Quoted);
    }
}
