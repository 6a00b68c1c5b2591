using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class FileSignatureTests
{
    [Theory]
    [InlineData("4D5A9000", "application/vnd.microsoft.portable-executable", true)]
    [InlineData("7F454C46", "application/x-elf", true)]
    [InlineData("504B0304", "application/zip", false)]
    [InlineData("255044462D312E", "application/pdf", false)]
    [InlineData("89504E470D0A1A0A", "image/png", false)]
    [InlineData("FFD8FFE0", "image/jpeg", false)]
    [InlineData("474946383961", "image/gif", false)]
    [InlineData("D0CF11E0A1B11AE1", "application/x-ole-storage", false)]
    [InlineData("7B5C72746631", "application/rtf", false)]
    [InlineData("1F8B08", "application/gzip", false)]
    [InlineData("377ABCAF271C", "application/x-7z-compressed", false)]
    [InlineData("526172211A0701", "application/vnd.rar", false)]
    [InlineData("2321202F62696E2F7368", "text/x-shellscript", true)]
    [InlineData("524946460000000057454250", "image/webp", false)]
    [InlineData("0000001866747970", "video/mp4", false)]
    [InlineData("4C0000000114020000", "application/x-ms-shortcut", true)]
    public void A_file_is_known_by_its_first_bytes(string hex, string mediaType, bool isExecutable)
    {
        FileSignature signature = FileSignature.Detect(Convert.FromHexString(hex))!;

        Assert.Equal((mediaType, isExecutable), (signature.MediaType, signature.IsExecutable));
    }

    [Theory]
    [InlineData("<!DOCTYPE html>", "text/html")]
    [InlineData("  \r\n<HTML>", "text/html")]
    [InlineData("\uFEFF<html>", "text/html")]
    [InlineData("<?xml version", "text/xml")]
    public void Text_is_known_by_its_first_word(string text, string mediaType)
    {
        Assert.Equal(mediaType, FileSignature.Detect(Encoding.UTF8.GetBytes(text))!.MediaType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("Hello")]
    [InlineData("<htm")]
    public void Anything_else_is_unknown(string text)
    {
        Assert.Null(FileSignature.Detect(Encoding.UTF8.GetBytes(text)));
    }
}
