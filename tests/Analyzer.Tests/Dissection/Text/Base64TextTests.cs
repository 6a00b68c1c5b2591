using Analyzer.Dissection.Text;

namespace Analyzer.Tests.Dissection.Text;

public sealed class Base64TextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Zg==", "f")]
    [InlineData("Zg", "f")]
    [InlineData("Zg=", "f")]
    [InlineData("Zm8=", "fo")]
    [InlineData("Zm9v", "foo")]
    [InlineData("  Zm9v\t", "foo")]
    [InlineData("Zm9v====", "foo")]
    [InlineData("Zm9vYmFy", "foobar")]
    public void Base64_is_decoded_with_or_without_its_padding(string text, string decoded) =>
        Assert.Equal(decoded, System.Text.Encoding.Latin1.GetString(Base64Text.Decode(text)!));

    [Theory]
    [InlineData("Z")]
    [InlineData("Zm9vY")]
    [InlineData("Zm 9v")]
    [InlineData("Zm9?")]
    [InlineData("Zm=9v")]
    [InlineData("žžžž")]
    public void What_is_no_base64_is_told_as_such(string text) => Assert.Null(Base64Text.Decode(text));
}
