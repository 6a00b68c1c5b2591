using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MimeLimitsTests
{
    static string Nest(int depth) =>
        string.Concat(Enumerable.Range(0, depth).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}x\n\n--b{i}x\n")) + "\nText\n";

    [Fact]
    public void Below_the_depth_a_multipart_is_a_leaf()
    {
        MimeMessage message = Reading.Of(Nest(5), new MimeLimits { Depth = 3 });

        MimePart deepest = message.Root.SelfAndDescendants().Last();

        Assert.Equal(4, message.Root.SelfAndDescendants().Count());
        Assert.True(deepest is { IsLeaf: true, ContentType.IsMultipart: true });
        Assert.Equal(MimeLimit.Depth, message.Reached);
    }

    [Fact]
    public void Ten_thousand_levels_end_at_the_limit()
    {
        MimeMessage message = Reading.Of(Nest(10_000));

        Assert.Equal(65, message.Root.SelfAndDescendants().Count());
    }

    [Fact]
    public void Ten_thousand_messages_in_one_another_end_at_the_limit()
    {
        MimeMessage message = Reading.Of(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 10_000)));

        Assert.Equal(65, message.Root.SelfAndDescendants().Count());
        Assert.Equal(MimeLimit.Depth | MimeLimit.EmbeddedDigests, message.Reached & (MimeLimit.Depth | MimeLimit.EmbeddedDigests));
        Assert.Equal(4, message.Root.SelfAndDescendants().Count(part => part is { IsLeaf: false, Sha256: not null }));
    }

    [Fact]
    public void Parts_beyond_the_limit_are_left_out_and_those_behind_them_too()
    {
        string parts = string.Concat(Enumerable.Repeat("--b\n\nx\n", 100_000));

        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n" + parts + "--b--\n");

        Assert.Equal(10_000, message.Root.Children.Count);
        Assert.Equal(MimeLimit.Parts, message.Reached);
        Assert.True(message.Root.IsComplete);
    }

    [Fact]
    public void Derived_files_count_as_parts()
    {
        string body = string.Concat(Enumerable.Repeat("begin 644 x\n`\nend\n", 20_000));

        MimeMessage message = Reading.Of("Subject: x\n\n" + body);

        Assert.Equal(10_000, message.Root.UuencodedFiles.Count);
        Assert.Equal(MimeLimit.Parts, message.Reached);
    }

    [Fact]
    public void A_flood_of_fields_keeps_the_first_and_those_that_tell_the_structure()
    {
        string flood = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"X-{i}: y\n"));

        MimeMessage message = Reading.Of("Subject: x\n" + flood + "Content-Type: text/html\nMIME-Version: 1.0\n\n<p>");

        Assert.Equal(1001, message.Headers.Count);
        Assert.Equal("text/html", message.Root.ContentType.MediaType);
        Assert.Equal(3, message.Root.DecodedSize);
        Assert.Equal(MimeLimit.HeaderFields, message.Reached);
    }

    [Fact]
    public void A_flood_of_folded_lines_keeps_the_first()
    {
        MimeMessage message = Reading.Of("Subject: x\n" + string.Concat(Enumerable.Repeat(" more and more and more\n", 50_000)) + "To: y\n\nBody");

        Assert.InRange(message.Subject!.Length, 100_000, 300_000);
        Assert.Equal(4, message.Root.DecodedSize);
        Assert.Equal(MimeLimit.HeaderBytes, message.Reached & MimeLimit.HeaderBytes);
    }

    [Fact]
    public void The_headers_of_all_parts_together_are_bounded()
    {
        var limits = new MimeLimits { AllHeaderBytes = 1000 };
        string part = "--b\nX-Long: " + new string('x', 300) + "\n\nx\n";

        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat(part, 10)) + "--b--\n", limits);

        Assert.Equal(10, message.Root.Children.Count);
        Assert.InRange(message.Root.SelfAndDescendants().Sum(one => one.Headers.Sum(field => field.Raw.Length)), 600, 1000);
        Assert.Equal(MimeLimit.HeaderBytes, message.Reached);
    }

    [Theory]
    [InlineData(999, MimeLimit.None)]
    [InlineData(1000, MimeLimit.None)]
    [InlineData(1001, MimeLimit.LineLength)]
    [InlineData(5000, MimeLimit.LineLength)]
    public void The_end_of_an_endless_line_is_left_out(int length, MimeLimit reached)
    {
        string line = "Subject: " + new string('x', length - 9);
        byte[] bytes = Reading.Bytes(line + "\nTo: y@x.example\n\nBody");
        var limits = new MimeLimits { LineLength = 1000 };

        MimeMessage message = Reading.Of(bytes, limits);

        Assert.Equal(Math.Min(length, 1000), message.Headers[0].Raw.Length);
        Assert.Equal("y@x.example", message.To[0].Address);
        Assert.Equal(4, message.Root.DecodedSize);
        Assert.Equal(reached, message.Reached);
        for (int size = 1; size < bytes.Length; size += size < 20 ? 1 : 97) Assert.Equal(Reading.Dump(message), Reading.Dump(InPieces(bytes, size, limits)));
    }

    static MimeMessage InPieces(byte[] bytes, int size, MimeLimits limits)
    {
        using var reader = new MimeReader(limits);
        foreach (byte[] piece in bytes.Chunk(size)) reader.Feed(piece);
        return reader.Complete();
    }

    [Fact]
    public void A_boundary_longer_than_the_limit_is_none()
    {
        string boundary = new('b', 300);

        MimeMessage message = Reading.Of($"Content-Type: multipart/mixed; boundary={boundary}\n\n--{boundary}\n\nx\n--{boundary}--\n");

        Assert.True(message.Root.IsLeaf);
        Assert.Equal(MimeLimit.BoundaryLength, message.Reached);
    }

    [Fact]
    public void Defects_beyond_the_limit_are_not_listed()
    {
        string parts = string.Concat(Enumerable.Repeat("--b\nX: y\n", 5000));

        MimeMessage message = Reading.Of("Content-Type: multipart/mixed; boundary=b\n\n" + parts + "--b--\n");

        Assert.Equal(100, message.Defects.Count);
        Assert.Equal(MimeLimit.Defects, message.Reached);
    }

    [Theory]
    [InlineData("--")]
    [InlineData("--b")]
    [InlineData("\n--")]
    [InlineData("\r--b\r")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("--x\n")]
    [InlineData("begin 644 x\n")]
    [InlineData("=")]
    public void A_flood_in_a_body_is_one_body(string piece)
    {
        string flood = string.Concat(Enumerable.Repeat(piece, 300_000));

        MimeMessage message = Reading.Of(System.Text.Encoding.ASCII.GetBytes("Content-Type: multipart/mixed; boundary=\"no\"\r\n\r\n--no\r\n\r\n" + flood + "\r\n--no--\r\n"));

        Assert.Equal(flood.Length, Assert.Single(message.Root.Children).BodyLength);
    }
}
